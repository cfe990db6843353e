-- severity: warning
-- field: period
-- message: The latest progress is for {period}, but the return is for {return_period}.
-- remedy: Ask for the progress of the period, or check the period in the heading.

-- An earlier period's row is history where a row of the return's own period
-- stands beside it under the same action.
SELECT p._id, p.period, s.period AS return_period
FROM progress p
JOIN source s ON s._id = p._source
LEFT JOIN (SELECT DISTINCT q._source, q.action_ref_key
           FROM progress q
           JOIN source t ON t._id = q._source
           WHERE q.period = t.period) fresh
  ON fresh._source = p._source AND fresh.action_ref_key = p.action_ref_key
WHERE p.period <> s.period
  AND fresh._source IS NULL

-- severity: warning
-- field: period
-- about: The latest progress of an action is for another period than the
--   return's own. Where no progress at all is for the period in the heading, it
--   is compared with the latest of the return, and return_period reports the
--   heading. A row of an earlier period is history, and fine, where the action
--   also has one of the right period.
-- message: The latest progress of '{action}' is for {period}, not for
--   {expected}.
-- remedy: Ask for the progress of the period.

WITH expected AS (
  SELECT p._source, COALESCE(MAX(CASE WHEN p.period = s.period
                                      THEN p.period END),
                             MAX(p.period)) AS period
  FROM progress p
  JOIN source s ON s._id = p._source
  GROUP BY p._source),
latest AS (
  SELECT _id, _source, action_ref, period,
         row_number() OVER (PARTITION BY _source, action_ref_key
                            ORDER BY period DESC, _id DESC) AS age
  FROM progress)
SELECT p._id, p.action_ref AS action, p.period, e.period AS expected
FROM latest p
JOIN expected e ON e._source = p._source
WHERE p.age = 1
  AND p.period <> e.period

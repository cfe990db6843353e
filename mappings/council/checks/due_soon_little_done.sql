-- severity: warning
-- field: status
-- about: An action that is on target and due within the next calendar month,
--   of which less than half is done. Less than 1 % is told by
--   'complete_as_fraction'.
-- message: The action is reported on target and due on {deadline}, but only
--   {percent_complete} % is complete.
-- remedy: Ask whether the deadline can be kept.

WITH latest AS (
  SELECT _source, action_ref_key, percent_complete,
         row_number() OVER (PARTITION BY _source, action_ref_key
                            ORDER BY period DESC, _id DESC) AS age
  FROM progress)
SELECT a._id, a.deadline, p.percent_complete
FROM action a
JOIN source s ON s._id = a._source
JOIN latest p ON p._source = a._source AND p.age = 1
  AND p.action_ref_key = COALESCE(a.ref_key, a.title_key)
WHERE a.status = 'on_target'
  AND (p.percent_complete = 0 OR p.percent_complete >= 1)
  AND p.percent_complete < 50
  AND a.deadline >= s.as_at
  AND CAST(substr(a.deadline, 1, 4) AS INTEGER) * 12
      + CAST(substr(a.deadline, 6, 2) AS INTEGER)
      <= CAST(substr(s.as_at, 1, 4) AS INTEGER) * 12
         + CAST(substr(s.as_at, 6, 2) AS INTEGER) + 1

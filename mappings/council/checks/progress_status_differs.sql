-- severity: warning
-- field: status
-- about: The latest progress of an action has another status than the action
--   itself.
-- message: The latest progress is {progress_status}, but the action is
--   {action_status}.
-- remedy: Ask which of the two is right.

WITH parent AS MATERIALIZED (
  SELECT _source, CAST(COALESCE(ref_key, title_key) AS TEXT) AS key, status
  FROM action
  WHERE status IS NOT NULL),
latest AS (
  SELECT _id, _source, action_ref_key, status,
         row_number() OVER (PARTITION BY _source, action_ref_key
                            ORDER BY period DESC, _id DESC) AS age
  FROM progress)
SELECT p._id, x.label AS progress_status, y.label AS action_status
FROM latest p
JOIN parent a ON a._source = p._source AND a.key = p.action_ref_key
JOIN code_status x ON x.code = p.status
JOIN code_status y ON y.code = a.status
WHERE p.age = 1
  AND p.status <> a.status

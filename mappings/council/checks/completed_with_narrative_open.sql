-- severity: info
-- field: status
-- about: The only milestone of an action that is reported completed, while the
--   action's progress says that work is nearing completion. The two may speak
--   of different things.
-- message: The milestone is reported {shown_status}, but the progress of its
--   action says 'nearing completion'.
-- remedy: Ask whether the milestone is finished.

WITH latest AS (
  SELECT _source, action_ref_key, narrative,
         row_number() OVER (PARTITION BY _source, action_ref_key
                            ORDER BY period DESC, _id DESC) AS age
  FROM progress),
closed AS (
  SELECT m._source, m.action_ref_key, MIN(m._id) AS _id,
         MIN(c.label) AS shown_status
  FROM milestone m
  JOIN code_status c ON c.code = m.status
  WHERE m.status = 'completed'
  GROUP BY m._source, m.action_ref_key
  HAVING COUNT(*) = 1)
SELECT m._id, m.shown_status
FROM closed m
JOIN latest p ON p._source = m._source
  AND p.action_ref_key = m.action_ref_key
WHERE p.age = 1
  AND lower(p.narrative) LIKE '%nearing completion%'

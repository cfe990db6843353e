-- severity: warning
-- field: status
-- about: An action is reported completed, but its latest progress is below 100
--   %, or one of its milestones has a status that does not close it.
-- message: The action is reported completed, but its latest progress is {percent_complete} % and {open_milestones} of its milestones are open.
-- remedy: Ask whether the action is really completed, or bring its progress and milestones up to date.

WITH latest AS (
  SELECT _source, action_ref_key, percent_complete,
         row_number() OVER (PARTITION BY _source, action_ref_key
                            ORDER BY period DESC, _id DESC) AS age
  FROM progress),
open_work AS (
  SELECT m._source, m.action_ref_key, COUNT(*) AS milestones
  FROM milestone m
  JOIN code_status c ON c.code = m.status
  WHERE c.closes = 0
  GROUP BY m._source, m.action_ref_key)
SELECT a._id, a.status, p.percent_complete,
       COALESCE(w.milestones, 0) AS open_milestones
FROM action a
LEFT JOIN latest p ON p._source = a._source AND p.age = 1
  AND p.action_ref_key = COALESCE(a.ref_key, a.title_key)
LEFT JOIN open_work w ON w._source = a._source
  AND w.action_ref_key = COALESCE(a.ref_key, a.title_key)
WHERE a.status = 'completed'
  AND (p.percent_complete < 100 OR w.milestones > 0)

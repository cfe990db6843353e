-- severity: error
-- field: value
-- about: The return states a count (ten key objectives, nine of them green)
--   and another number of records was read. What each stated total counts is
--   declared under 'control' in the layout; actions, milestones and progress
--   can be counted by status, indicators only as a whole.
-- message: The return states {value} for {scope}, {name}, but {counted} were read.
-- remedy: Compare the list with the summary: a row is missing, counted twice, or the stated total is wrong.

-- What a stated total counts is declared under 'control' in the layout. Only
-- records with a status can be counted by status.
WITH counted AS (
  SELECT 'action' AS kind, _source, _region, status FROM action
  UNION ALL
  SELECT 'milestone', _source, _region, status FROM milestone
  UNION ALL
  SELECT 'progress', _source, _region, status FROM progress
  UNION ALL
  SELECT 'indicator', _source, _region, NULL FROM indicator),
item AS (
  SELECT c.kind, c._source, c.status, g.table_name
  FROM counted c
  JOIN region g ON g._id = c._region)
SELECT t._id, t.scope, t.name, t.value, COUNT(i._source) AS counted
FROM control_total t
JOIN source s ON s._id = t._source
JOIN control_rule r ON r.layout = s.layout
  AND r.scope = t.scope_key AND r.name = t.name_key
LEFT JOIN item i ON i._source = t._source AND i.kind = r.kind
  AND i.table_name = COALESCE(r.table_name, i.table_name)
  AND (r.status IS NULL OR i.status = r.status)
GROUP BY t._id, t.scope, t.name, t.value
HAVING t.value <> COUNT(i._source)

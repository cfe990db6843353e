-- severity: warning
-- field: status
-- about: An action or a milestone has no status, where most in the same table
--   of the return have one.
-- message: The {what} has no status.
-- remedy: Ask the department for its status.

WITH item AS (
  SELECT 'action' AS what, _id, _source, _region, status
  FROM action
  UNION ALL
  SELECT 'milestone', _id, _source, _region, status
  FROM milestone),
placed AS (
  SELECT i.what, i._id, i._source, i.status, g.table_name
  FROM item i
  JOIN region g ON g._id = i._region)
SELECT p._id, p.what
FROM placed p
JOIN (SELECT what, _source, table_name
      FROM placed
      GROUP BY what, _source, table_name
      HAVING COUNT(status) * 2 > COUNT(*)) usual
  ON usual.what = p.what AND usual._source = p._source
  AND usual.table_name = p.table_name
WHERE p.status IS NULL

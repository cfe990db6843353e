-- severity: warning
-- field: status
-- about: An action or a milestone has no status, where most in the same table
--   of the return have one. A milestone without officer and deadline too is
--   told as one that may be a note.
-- message: The {what} has no status.
-- remedy: Ask the department for its status.

WITH whole AS ( -- as in may_be_note
  SELECT _source
  FROM milestone
  GROUP BY _source
  HAVING SUM(CASE WHEN (lead_officer IS NULL AND deadline IS NULL)
                         OR (lead_officer IS NULL AND status IS NULL)
                         OR (deadline IS NULL AND status IS NULL)
                  THEN 0 ELSE 1 END) * 2 > COUNT(*)),
item AS (
  SELECT 'action' AS what, _id, _source, _region, status
  FROM action
  UNION ALL
  SELECT 'milestone', m._id, m._source, m._region, m.status
  FROM milestone m
  LEFT JOIN whole w ON w._source = m._source
  WHERE w._source IS NULL
    OR COALESCE(m.lead_officer, m.deadline, m.status) IS NOT NULL),
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

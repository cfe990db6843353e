-- severity: warning
-- field: status
-- about: An action or a milestone has no status, where most in the same table
--   of the return have one. One without officer and deadline too may be told
--   as one that may be a note (may_be_note).
-- message: The {what} has no status.
-- remedy: Ask the department for its status.

WITH entry AS (
  SELECT 'action' AS what, _id, _source, _region, ref, lead_officer,
         deadline, status
  FROM action
  UNION ALL
  SELECT 'milestone', _id, _source, _region, NULL, lead_officer,
         deadline, status
  FROM milestone),
whole AS ( -- as in may_be_note
  SELECT what, _source
  FROM entry
  GROUP BY what, _source
  HAVING SUM(CASE WHEN (lead_officer IS NULL AND deadline IS NULL)
                         OR (lead_officer IS NULL AND status IS NULL)
                         OR (deadline IS NULL AND status IS NULL)
                  THEN 0 ELSE 1 END) * 2 > COUNT(*)),
placed AS (
  SELECT e.what, e._id, e._source, e.status, g.table_name
  FROM entry e
  JOIN region g ON g._id = e._region
  LEFT JOIN whole w ON w.what = e.what AND w._source = e._source
  WHERE w._source IS NULL
    OR COALESCE(e.ref, e.lead_officer, e.deadline, e.status) IS NOT NULL)
SELECT p._id, p.what
FROM placed p
JOIN (SELECT what, _source, table_name
      FROM placed
      GROUP BY what, _source, table_name
      HAVING COUNT(status) * 2 > COUNT(*)) usual
  ON usual.what = p.what AND usual._source = p._source
  AND usual.table_name = p.table_name
WHERE p.status IS NULL

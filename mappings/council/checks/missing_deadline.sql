-- severity: warning
-- field: deadline
-- about: An action or a milestone has no deadline, where most of the same
--   return have one. A milestone without officer and status too is told as one
--   that may be a note.
-- message: The {what} has no deadline.
-- remedy: Ask the department for the date.

WITH whole AS ( -- as in may_be_note
  SELECT _source
  FROM milestone
  GROUP BY _source
  HAVING SUM(CASE WHEN (lead_officer IS NULL AND deadline IS NULL)
                         OR (lead_officer IS NULL AND status IS NULL)
                         OR (deadline IS NULL AND status IS NULL)
                  THEN 0 ELSE 1 END) * 2 > COUNT(*)),
item AS (
  SELECT 'action' AS what, _id, _source, deadline
  FROM action
  UNION ALL
  SELECT 'milestone', m._id, m._source, m.deadline
  FROM milestone m
  LEFT JOIN whole w ON w._source = m._source
  WHERE w._source IS NULL
    OR COALESCE(m.lead_officer, m.deadline, m.status) IS NOT NULL)
SELECT i._id, i.what
FROM item i
JOIN (SELECT what, _source
      FROM item
      GROUP BY what, _source
      HAVING COUNT(deadline) * 2 > COUNT(*)) usual
  ON usual.what = i.what AND usual._source = i._source
WHERE i.deadline IS NULL

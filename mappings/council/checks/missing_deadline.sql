-- severity: warning
-- field: deadline
-- about: An action or a milestone has no deadline, where most of the same
--   return have one. One without officer and status too may be told as one
--   that may be a note (may_be_note).
-- message: The {what} has no deadline.
-- remedy: Ask the department for the date.

WITH entry AS (
  SELECT 'action' AS what, _id, _source, ref, lead_officer, deadline, status
  FROM action
  UNION ALL
  SELECT 'milestone', _id, _source, NULL, lead_officer, deadline, status
  FROM milestone),
whole AS ( -- as in may_be_note
  SELECT what, _source
  FROM entry
  GROUP BY what, _source
  HAVING SUM(CASE WHEN (lead_officer IS NULL AND deadline IS NULL)
                         OR (lead_officer IS NULL AND status IS NULL)
                         OR (deadline IS NULL AND status IS NULL)
                  THEN 0 ELSE 1 END) * 2 > COUNT(*)),
item AS (
  SELECT e.what, e._id, e._source, e.deadline
  FROM entry e
  LEFT JOIN whole w ON w.what = e.what AND w._source = e._source
  WHERE w._source IS NULL
    OR COALESCE(e.ref, e.lead_officer, e.deadline, e.status) IS NOT NULL)
SELECT i._id, i.what
FROM item i
JOIN (SELECT what, _source
      FROM item
      GROUP BY what, _source
      HAVING COUNT(deadline) * 2 > COUNT(*)) usual
  ON usual.what = i.what AND usual._source = i._source
WHERE i.deadline IS NULL

-- severity: warning
-- about: An action names no authorising officer, or no lead officer, or a
--   milestone no lead officer, where most of the same return do. One
--   without deadline and status too may be told as one that may be a note
--   (may_be_note).
-- message: The {what} names no {role}.
-- remedy: Ask the department who it is.

WITH entry AS (
  SELECT 'action' AS what, _id, _source, ref, authorising_officer,
         lead_officer, deadline, status
  FROM action
  UNION ALL
  SELECT 'milestone', _id, _source, NULL, NULL, lead_officer, deadline, status
  FROM milestone),
whole AS ( -- as in may_be_note
  SELECT what, _source
  FROM entry
  GROUP BY what, _source
  HAVING SUM(CASE WHEN (lead_officer IS NULL AND deadline IS NULL)
                         OR (lead_officer IS NULL AND status IS NULL)
                         OR (deadline IS NULL AND status IS NULL)
                  THEN 0 ELSE 1 END) * 2 > COUNT(*)),
kept AS (
  SELECT e.*
  FROM entry e
  LEFT JOIN whole w ON w.what = e.what AND w._source = e._source
  WHERE w._source IS NULL
    OR COALESCE(e.ref, e.lead_officer, e.deadline, e.status) IS NOT NULL),
officer AS (
  SELECT what, 'authorising officer' AS role,
         'authorising_officer' AS _field, _id, _source,
         authorising_officer AS name
  FROM kept
  WHERE what = 'action'
  UNION ALL
  SELECT what, 'lead officer', 'lead_officer', _id, _source, lead_officer
  FROM kept)
SELECT o._id, o._field, o.what, o.role
FROM officer o
JOIN (SELECT _source, what, role
      FROM officer
      GROUP BY _source, what, role
      HAVING COUNT(name) * 2 > COUNT(*)) usual
  ON usual._source = o._source AND usual.what = o.what
  AND usual.role = o.role
WHERE o.name IS NULL

-- severity: warning
-- about: An action names no authorising officer, or no lead officer, or a
--   milestone no lead officer, where most of the same return do. A milestone
--   without deadline and status too is told as one that may be a note.
-- message: The {what} names no {role}.
-- remedy: Ask the department who it is.

WITH whole AS ( -- as in may_be_note
  SELECT _source
  FROM milestone
  GROUP BY _source
  HAVING SUM(CASE WHEN (lead_officer IS NULL AND deadline IS NULL)
                         OR (lead_officer IS NULL AND status IS NULL)
                         OR (deadline IS NULL AND status IS NULL)
                  THEN 0 ELSE 1 END) * 2 > COUNT(*)),
officer AS (
  SELECT 'action' AS what, 'authorising officer' AS role,
         'authorising_officer' AS _field, _id, _source,
         authorising_officer AS name
  FROM action
  UNION ALL
  SELECT 'action', 'lead officer', 'lead_officer', _id, _source, lead_officer
  FROM action
  UNION ALL
  SELECT 'milestone', 'lead officer', 'lead_officer', m._id, m._source,
         m.lead_officer
  FROM milestone m
  LEFT JOIN whole w ON w._source = m._source
  WHERE w._source IS NULL
    OR COALESCE(m.lead_officer, m.deadline, m.status) IS NOT NULL)
SELECT o._id, o._field, o.what, o.role
FROM officer o
JOIN (SELECT _source, what, role
      FROM officer
      GROUP BY _source, what, role
      HAVING COUNT(name) * 2 > COUNT(*)) usual
  ON usual._source = o._source AND usual.what = o.what
  AND usual.role = o.role
WHERE o.name IS NULL

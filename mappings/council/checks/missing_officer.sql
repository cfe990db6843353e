-- severity: warning
-- about: An action names no authorising officer, or no lead officer, or a
--   milestone no lead officer, where most of the same return do.
-- message: The {what} names no {role}.
-- remedy: Ask the department who it is.

WITH officer AS (
  SELECT 'action' AS what, 'authorising officer' AS role,
         'authorising_officer' AS _field, _id, _source,
         authorising_officer AS name
  FROM action
  UNION ALL
  SELECT 'action', 'lead officer', 'lead_officer', _id, _source, lead_officer
  FROM action
  UNION ALL
  SELECT 'milestone', 'lead officer', 'lead_officer', _id, _source,
         lead_officer
  FROM milestone)
SELECT o._id, o._field, o.what, o.role
FROM officer o
JOIN (SELECT _source, what, role
      FROM officer
      GROUP BY _source, what, role
      HAVING COUNT(name) * 2 > COUNT(*)) usual
  ON usual._source = o._source AND usual.what = o.what
  AND usual.role = o.role
WHERE o.name IS NULL

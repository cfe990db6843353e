-- severity: warning
-- field: period
-- about: There are several returns of a department in the same layout, and one
--   says neither for which period it is nor as at which day. So nobody can tell
--   whether it was sent again or reports something else; all of them count.
-- message: The return says neither its period nor as at which day it is, and
--   {department} sent {returns} in this layout, which all count.
-- remedy: Find out which period it is for; give the file only if the others do
--   not report the same things.

SELECT r._id, s.department, t.returns
FROM return r
JOIN source s ON s._id = r._source
JOIN (SELECT layout, lower(department) AS department, COUNT(*) AS returns
      FROM source
      WHERE outcome = 'read'
      GROUP BY layout, lower(department)) t
  ON t.layout = s.layout AND t.department = lower(s.department)
WHERE r.period IS NULL
  AND r.as_at IS NULL
  AND s.department <> s.name
  AND t.returns > 1

-- severity: warning
-- field: department
-- about: The heading of a return names neither its department nor its service or
--   directorate. Reports call it by its authority or file name, and it cannot be
--   replaced when it is sent again (see 'superseded').
-- message: The heading of this return names no department.
-- remedy: Ask whose return it is and have the heading filled in; where it is, tell
--   the layout where the name stands (`facts`).

SELECT _id
FROM return
WHERE COALESCE(department, service, directorate) IS NULL
  AND COALESCE(authority, period, printed_on, as_at) IS NOT NULL

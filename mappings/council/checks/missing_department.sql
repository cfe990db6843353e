-- severity: warning
-- field: department
-- about: The heading of a return names neither its department nor its service or
--   directorate, or has an error or a word for nothing (TBC) there. Reports call
--   it by its authority or file name, or by what stands there, and it cannot be
--   replaced when it is sent again (see 'superseded').
-- message: The heading of this return names no department.
-- remedy: Ask whose return it is and have the heading filled in; where it is, tell
--   the layout where the name stands (`facts`).

WITH nobody(name) AS (
  VALUES ('?'), ('-'), ('0'), ('n/a'), ('na'), ('not applicable'), ('tba'),
         ('tbc'), ('to be advised'), ('to be announced'), ('to be confirmed'),
         ('please select'))
SELECT r._id
FROM return r
LEFT JOIN nobody d ON d.name = lower(r.department)
LEFT JOIN nobody s ON s.name = lower(r.service)
LEFT JOIN nobody x ON x.name = lower(r.directorate)
WHERE COALESCE(
        CASE WHEN d.name IS NULL AND r.department NOT LIKE '#%'
             THEN r.department END,
        CASE WHEN s.name IS NULL AND r.service NOT LIKE '#%'
             THEN r.service END,
        CASE WHEN x.name IS NULL AND r.directorate NOT LIKE '#%'
             THEN r.directorate END) IS NULL
  AND COALESCE(r.authority, r.department, r.service, r.directorate, r.period,
               r.printed_on, r.as_at) IS NOT NULL

-- severity: warning
-- field: status
-- about: Two actions of a return have a milestone of the same title, number and
--   deadline, but not of the same status: one piece of work that was reported
--   twice.
-- message: '{title}' is reported {shown_status} here, but {other_status} in
--   cell {other_cell}.
-- remedy: Ask which of the two is right.

WITH work AS (
  SELECT _source, title_key, deadline, COALESCE(number, '') AS number,
         MIN(_id) AS first_id
  FROM milestone
  WHERE title_key IS NOT NULL
    AND deadline IS NOT NULL
    AND status IS NOT NULL
  GROUP BY _source, title_key, deadline, COALESCE(number, '')
  HAVING COUNT(*) > 1)
SELECT m._id, m.title, x.label AS shown_status, y.label AS other_status,
       f._cell AS other_cell
FROM work w
JOIN milestone f ON f._id = w.first_id
JOIN milestone m ON m._source = w._source AND m.title_key = w.title_key
  AND m.deadline = w.deadline AND COALESCE(m.number, '') = w.number
JOIN code_status x ON x.code = m.status
JOIN code_status y ON y.code = f.status
WHERE m.status <> f.status
  AND m.action_ref_key <> f.action_ref_key

-- severity: info
-- field: title
-- about: A milestone is a phase 2, and no milestone of the return is phase 1 of
--   the same work. Work is taken for the same where the words before the phase
--   are.
-- message: '{title}' has no phase 1 in this return.
-- remedy: Nothing to do where phase 1 was finished before.

SELECT m._id, m.title
FROM milestone m
LEFT JOIN milestone f ON f._source = m._source
  AND f.title_key = replace(m.title_key, 'phase 2', 'phase 1')
WHERE m.title_key LIKE '%phase 2%'
  AND f._id IS NULL

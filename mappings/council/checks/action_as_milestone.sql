-- severity: warning
-- field: title
-- about: A milestone begins with a reference that is made like those of the
--   return's actions: most likely an action whose header was lost, so that it
--   and what stands below it were read as parts of the action above.
-- message: This milestone begins like an action, with a reference such as
--   {example}; it may be one.
-- remedy: If it is an action, put the header of actions back above it. If it is
--   a milestone that speaks of an action, let it begin with other words.

WITH stem AS (
  SELECT _source, rtrim(ref, '0123456789') AS text, MIN(ref) AS example
  FROM action
  WHERE ref IS NOT NULL
  GROUP BY _source, rtrim(ref, '0123456789'))
SELECT m._id, s.example
FROM milestone m
JOIN stem s ON s._source = m._source
  AND s.text = substr(m.title, 1, length(s.text))
WHERE length(s.text) >= 3
  AND substr(m.title, length(s.text) + 1, 1) BETWEEN '0' AND '9'
  AND m.title NOT LIKE COALESCE(m.action_ref, '?') || '%'

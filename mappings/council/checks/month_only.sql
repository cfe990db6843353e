-- severity: info
-- field: deadline
-- about: A deadline gives a month or other words where most of the same return
--   give a day. Its last day is taken.
-- message: The deadline reads '{due_text}'; {deadline} is taken.
-- remedy: Ask for the day, if it matters.

SELECT m._id, m.due_text, m.deadline
FROM milestone m
JOIN (SELECT _source
      FROM milestone
      WHERE deadline IS NOT NULL
      GROUP BY _source
      HAVING COUNT(due_text) * 2 < COUNT(*)) usual
  ON usual._source = m._source
WHERE m.due_text IS NOT NULL
  AND m.deadline IS NOT NULL

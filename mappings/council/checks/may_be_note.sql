-- severity: warning
-- field: title
-- about: A milestone has neither lead officer nor deadline nor status, where
--   most of the same return have two of them: it may be a note that stands below
--   or between the milestones. What is missing is not told one by one.
-- message: The milestone has neither lead officer nor deadline nor status; it
--   may be a note.
-- remedy: If it is a note, name it under 'skip' in the layout; if it is a
--   milestone, ask the department for all three.

SELECT m._id
FROM milestone m
JOIN (SELECT _source
      FROM milestone
      GROUP BY _source
      HAVING SUM(CASE WHEN (lead_officer IS NULL AND deadline IS NULL)
                             OR (lead_officer IS NULL AND status IS NULL)
                             OR (deadline IS NULL AND status IS NULL)
                      THEN 0 ELSE 1 END) * 2 > COUNT(*)) usual
  ON usual._source = m._source
WHERE COALESCE(m.lead_officer, m.deadline, m.status) IS NULL

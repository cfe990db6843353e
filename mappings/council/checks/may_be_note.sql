-- severity: warning
-- field: title
-- about: A milestone, or an action without reference, has neither lead officer
--   nor deadline nor status, where most of the same return have two of them: it
--   may be a note that stands below or between them. Of an action, what stands
--   below it was read as its own. What is missing is not told one by one.
-- message: The {what} has neither lead officer nor deadline nor status; it
--   may be a note.
-- remedy: If it is a note, name it under 'skip' in the layout; if it is none,
--   ask the department for all three.

WITH entry AS (
  SELECT 'action' AS what, _id, _source, ref, lead_officer, deadline, status
  FROM action
  UNION ALL
  SELECT 'milestone', _id, _source, NULL, lead_officer, deadline, status
  FROM milestone),
whole AS (
  SELECT what, _source
  FROM entry
  GROUP BY what, _source
  HAVING SUM(CASE WHEN (lead_officer IS NULL AND deadline IS NULL)
                         OR (lead_officer IS NULL AND status IS NULL)
                         OR (deadline IS NULL AND status IS NULL)
                  THEN 0 ELSE 1 END) * 2 > COUNT(*))
SELECT e._id, e.what
FROM entry e
JOIN whole w ON w.what = e.what AND w._source = e._source
WHERE COALESCE(e.ref, e.lead_officer, e.deadline, e.status) IS NULL

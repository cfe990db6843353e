-- severity: warning
-- field: deadline
-- about: An action or a milestone has no deadline, where most of the same
--   return have one.
-- message: The {what} has no deadline.
-- remedy: Ask the department for the date.

WITH item AS (
  SELECT 'action' AS what, _id, _source, deadline
  FROM action
  UNION ALL
  SELECT 'milestone', _id, _source, deadline
  FROM milestone)
SELECT i._id, i.what
FROM item i
JOIN (SELECT what, _source
      FROM item
      GROUP BY what, _source
      HAVING COUNT(deadline) * 2 > COUNT(*)) usual
  ON usual.what = i.what AND usual._source = i._source
WHERE i.deadline IS NULL

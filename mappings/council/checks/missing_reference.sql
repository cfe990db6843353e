-- severity: warning
-- field: ref
-- about: An action or an indicator has no reference, where most of the same
--   return have one. It cannot be followed from quarter to quarter.
-- message: The {what} '{title}' has no reference.
-- remedy: Ask the department for the reference and put it in front of the title.

WITH item AS (
  SELECT 'action' AS what, _id, _source, ref, title
  FROM action
  UNION ALL
  SELECT 'indicator', _id, _source, ref, title
  FROM indicator)
SELECT i._id, i.what, i.title
FROM item i
JOIN (SELECT what, _source
      FROM item
      GROUP BY what, _source
      HAVING COUNT(ref) * 2 > COUNT(*)) usual
  ON usual.what = i.what AND usual._source = i._source
WHERE i.ref IS NULL

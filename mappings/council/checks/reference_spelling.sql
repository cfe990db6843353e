-- severity: warning
-- field: ref
-- about: References of one return begin with words that look alike: ITCLI and
--   ITCL1 (a figure one for the letter I), O and 0, S and 5. It fires on those
--   spelt unlike the first of their kind; links between them fail.
-- message: The reference {ref} begins with '{spelling}', but others of this
--   return with '{first_spelling}' (cell {first_cell}).
-- remedy: Ask which spelling is right and use it everywhere.

WITH item AS (
  SELECT 'action' AS kind, _id, _source, ref, _cell
  FROM action
  WHERE ref IS NOT NULL
  UNION ALL
  SELECT 'indicator', _id, _source, ref, _cell
  FROM indicator
  WHERE ref IS NOT NULL),
prefix AS (
  SELECT kind, _id, _source, ref, _cell,
         rtrim(rtrim(upper(ref), '0123456789.'), ' -') AS spelling
  FROM item),
family AS (
  SELECT kind, _source, spelling, MIN(_id) AS first_id,
         replace(replace(replace(spelling, '1', 'I'), '0', 'O'), '5', 'S')
           AS looks
  FROM prefix
  GROUP BY kind, _source, spelling),
first AS (
  SELECT kind, _source, looks, MIN(first_id) AS first_id
  FROM family
  GROUP BY kind, _source, looks
  HAVING COUNT(*) > 1)
SELECT p._id, p.ref, p.spelling, b.spelling AS first_spelling,
       b._cell AS first_cell
FROM prefix p
JOIN family f ON f.kind = p.kind AND f._source = p._source
  AND f.spelling = p.spelling
JOIN first t ON t.kind = f.kind AND t._source = f._source
  AND t.looks = f.looks
JOIN prefix b ON b._id = t.first_id
WHERE p.spelling <> b.spelling

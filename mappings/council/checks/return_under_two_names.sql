-- severity: warning
-- field: department
-- about: Two files of the same layout and period name different departments, but
--   share half of the references or more, at least five, each with its title:
--   most likely one return that was sent under two spellings of a name. None of
--   them replaces the other (see 'superseded'), and what stands in both counts
--   twice.
-- message: {shared} of the {items} references of {department} stand with their
--   titles in {other_file} as well, the return of {other_department}: they count
--   twice.
-- remedy: Check whether the two are one return; if they are, give only the later
--   one, or spell the name as the earlier one does.

WITH item AS (
  SELECT _source, ref_key, title_key
  FROM action
  WHERE ref_key IS NOT NULL
  UNION
  SELECT _source, ref_key, title_key
  FROM indicator
  WHERE ref_key IS NOT NULL),
size AS (
  SELECT _source, COUNT(*) AS items
  FROM item
  GROUP BY _source),
again AS (
  SELECT i._source,
         CAST(LAG(i._source) OVER (PARTITION BY s.layout, s.period, i.ref_key,
                                                i.title_key
                                   ORDER BY i._source) AS INTEGER) AS earlier
  FROM item i
  JOIN source s ON s._id = i._source
  WHERE s.period IS NOT NULL),
pair AS (
  SELECT _source, earlier, COUNT(*) AS shared
  FROM again
  WHERE earlier IS NOT NULL
  GROUP BY _source, earlier
  HAVING COUNT(*) >= 5),
heading AS (
  SELECT _source, MIN(_id) AS _id, lower(COALESCE(MIN(authority), '')) AS authority
  FROM return
  GROUP BY _source)
SELECT h._id, p.shared, a.items, s.department, o.path AS other_file,
       o.department AS other_department
FROM pair p
JOIN size a ON a._source = p._source
JOIN size b ON b._source = p.earlier
JOIN source s ON s._id = p._source
JOIN source o ON o._id = p.earlier
JOIN heading h ON h._source = p._source
LEFT JOIN heading e ON e._source = p.earlier
WHERE p.shared * 2 >= CASE WHEN a.items < b.items THEN a.items ELSE b.items END
  AND COALESCE(s.sha256, '') <> COALESCE(o.sha256, '-')
  AND (lower(s.department) <> lower(o.department)
       OR h.authority <> COALESCE(e.authority, ''))

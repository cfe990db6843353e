-- severity: warning
-- field: department
-- about: Two files of the same layout and period name different departments, but
--   share half of the amounts or more, at least five that are not 0, each with
--   its line and column: most likely one return that was sent under two spellings
--   of a name. None of them replaces the other (see 'superseded'), and what
--   stands in both counts twice.
-- message: {shared} of the {figures} amounts of {department} stand in
--   {other_file} as well, the return of {other_department}: they count twice.
-- remedy: Check whether the two are one return; if they are, give only the later
--   one, or spell the name as the earlier one does.

WITH figure AS (
  SELECT a._source, a.line_key, a.item_key, a.value_exact
  FROM amount a
  WHERE a.value_exact <> 0
  GROUP BY a._source, a.line_key, a.item_key, a.value_exact),
size AS (
  SELECT _source, COUNT(*) AS figures
  FROM figure
  GROUP BY _source),
again AS (
  SELECT f._source,
         CAST(LAG(f._source) OVER (PARTITION BY s.layout, s.period, f.line_key,
                                                f.item_key, f.value_exact
                                   ORDER BY f._source) AS INTEGER) AS earlier
  FROM figure f
  JOIN source s ON s._id = f._source
  WHERE s.period IS NOT NULL),
pair AS (
  SELECT _source, earlier, COUNT(*) AS shared
  FROM again
  WHERE earlier IS NOT NULL
  GROUP BY _source, earlier
  HAVING COUNT(*) >= 5)
SELECT r._id, p.shared, a.figures, s.department, o.path AS other_file,
       o.department AS other_department
FROM pair p
JOIN size a ON a._source = p._source
JOIN size b ON b._source = p.earlier
JOIN source s ON s._id = p._source
JOIN source o ON o._id = p.earlier
JOIN (SELECT _source, MIN(_id) AS _id
      FROM return
      GROUP BY _source) r ON r._source = p._source
WHERE p.shared * 2 >= CASE WHEN a.figures < b.figures THEN a.figures
                           ELSE b.figures END
  AND COALESCE(s.sha256, '') <> COALESCE(o.sha256, '-')
  AND lower(s.department) <> lower(o.department)

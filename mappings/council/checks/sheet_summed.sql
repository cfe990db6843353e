-- severity: warning
-- field: line
-- about: Lines of a sheet are what all lines of another sheet add up to, in every
--   column that is not 0: a summary that stands in one file with its details.
--   Both count. It fires once for a sheet, on the first such line. Percentages
--   are not looked at.
-- message: {again} of the {lines} lines of this sheet are what the lines of other
--   sheets add up to, '{line}' those of the sheet '{other_sheet}'. Both count.
-- remedy: Take the summary out of the return, or let the layout read the other
--   sheets alone (`sheet:` of a table).

WITH figure AS (
  SELECT a._id, a._source, a._sheet, a._row, COALESCE(a.item_key, '') AS item,
         COALESCE(a.period, '') AS period, COALESCE(a.unit, '') AS unit,
         a.value_exact
  FROM amount a
  JOIN (SELECT _source
        FROM amount
        GROUP BY _source
        HAVING MIN(_sheet) <> MAX(_sheet)) several ON several._source = a._source
  WHERE a.value_exact <> 0
    AND COALESCE(a.unit, '') <> 'percent'),
line AS (
  SELECT _source, _sheet, _row, COUNT(*) AS figures
  FROM figure
  GROUP BY _source, _sheet, _row),
size AS (
  SELECT _source, _sheet, COUNT(*) AS lines
  FROM line
  GROUP BY _source, _sheet),
summed AS (
  SELECT f._source, f._sheet, f.item, f.period, f.unit,
         SUM(f.value_exact) AS exact
  FROM figure f
  JOIN size n ON n._source = f._source AND n._sheet = f._sheet AND n.lines > 1
  GROUP BY f._source, f._sheet, f.item, f.period, f.unit),
alike AS (
  SELECT f._source, f._sheet, f._row, s._sheet AS other_sheet,
         MIN(f._id) AS _id, COUNT(*) AS figures
  FROM figure f
  JOIN summed s ON s._source = f._source AND s.item = f.item
    AND s.period = f.period AND s.unit = f.unit AND s.exact = f.value_exact
  WHERE s._sheet <> f._sheet
  GROUP BY f._source, f._sheet, f._row, s._sheet),
again AS (
  SELECT a._source, a._sheet, a._row, MIN(a._id) AS _id,
         MIN(a.other_sheet) AS other_sheet, MAX(a.figures) AS figures
  FROM alike a
  JOIN line l ON l._source = a._source AND l._sheet = a._sheet
    AND l._row = a._row AND l.figures = a.figures
  GROUP BY a._source, a._sheet, a._row),
sheet AS (
  SELECT a._source, a._sheet, MIN(a._id) AS _id, COUNT(*) AS again
  FROM again a
  GROUP BY a._source, a._sheet
  HAVING SUM(a.figures) >= 3) -- fewer may be alike by chance
SELECT s._id, s.again, n.lines, r.line, a.other_sheet
FROM sheet s
JOIN again a ON a._id = s._id
JOIN amount r ON r._id = s._id
JOIN size n ON n._source = s._source AND n._sheet = s._sheet

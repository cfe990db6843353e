-- severity: error
-- field: value
-- about: The column Total of a statement is not the sum of the other columns of
--   the same row, compared exactly (figures of more places than are kept: but
--   for their rounding). Rows with columns that do not add up to a total by their
--   nature (budget, actual, variance, balance) are left alone, and so are those
--   with a figure that could not be read. Where a column of the table was not
--   read and most totals differ, it is most likely why, and only the first is
--   told. Columns of one period are added up; a total over several years, which
--   may count years that are not shown, is compared where the layout says what
--   it is made of ('across').
-- message: The total of '{line}' is {value}, but the other columns add up to
--   {computed}{others}.
-- remedy: Check the row with the department: a figure or the total is wrong.

WITH cell AS (
  SELECT _id, _source, _sheet, _row, _region,
         COALESCE(statement, '') AS statement,
         COALESCE(period, '') AS period, COALESCE(unit, '') AS unit, line,
         item_key, value, value_exact
  FROM amount
  WHERE item_key IS NOT NULL),
part AS (
  SELECT _source, _sheet, _row, statement, period, unit, COUNT(*) AS parts,
         SUM(value_exact) AS exact, SUM(value) AS computed,
         MAX(CASE WHEN item_key LIKE '%total%' OR item_key LIKE '%budget%'
                    OR item_key LIKE '%actual%' OR item_key LIKE '%varia%'
                    OR item_key LIKE '%balance%' OR item_key LIKE '%forecast%'
                  THEN 1 ELSE 0 END) AS doubtful
  FROM cell
  WHERE item_key <> 'total'
  GROUP BY _source, _sheet, _row, statement, period, unit),
wide AS ( -- of several columns, of which a row may have a blank one
  SELECT _source, _sheet, statement, period, unit
  FROM part
  WHERE parts >= 2
  GROUP BY _source, _sheet, statement, period, unit),
unread AS (
  SELECT _source, sheet, row
  FROM finding
  WHERE check_name IN ('not_a_number', 'too_big', 'error_cell',
                       'formula_without_value')
  GROUP BY _source, sheet, row),
total AS (
  SELECT t._id, t._region, t.line, t.value, p.computed,
         CASE WHEN p.exact <> t.value_exact -- and not by rounding alone
                AND (2 * abs(p.exact - t.value_exact) > p.parts + 1
                     OR abs(p.computed - t.value) >= 0.005)
              THEN 1 ELSE 0 END AS wrong
  FROM cell t
  JOIN part p ON p._source = t._source AND p._sheet = t._sheet
    AND p._row = t._row AND p.statement = t.statement AND p.period = t.period
    AND p.unit = t.unit
  LEFT JOIN wide w ON p.parts < 2 AND w._source = t._source
    AND w._sheet = t._sheet AND w.statement = t.statement
    AND w.period = t.period AND w.unit = t.unit
  LEFT JOIN unread u ON u._source = t._source AND u.sheet = t._sheet
    AND u.row = t._row
  WHERE t.item_key = 'total'
    AND u._source IS NULL
    AND (p.parts >= 2 OR w._source IS NOT NULL)
    AND p.doubtful = 0),
short AS ( -- most totals hold what a column has that was not read
  SELECT w._region, w._id
  FROM (SELECT _region, MIN(CASE WHEN wrong = 1 THEN _id END) AS _id
        FROM total
        GROUP BY _region
        HAVING SUM(wrong) * 2 > COUNT(*)) w
  JOIN region g ON g._id = w._region
  JOIN finding f ON f._source = g._source AND f.sheet_index = g.sheet_index
    AND f.row BETWEEN g.first_row - 3 AND g.first_row -- of its header
  WHERE f.check_name IN ('unknown_column', 'column_twice')
  GROUP BY w._region, w._id)
SELECT t._id, t.line, t.value, t.computed,
       CASE WHEN s._region IS NULL THEN ''
            ELSE '; most totals below differ too, and the table has a column '
                 || 'that was not read' END AS others
FROM total t
LEFT JOIN short s ON s._region = t._region
WHERE t.wrong = 1
  AND (s._region IS NULL OR s._id = t._id)

-- severity: error
-- field: value
-- about: The line Total of a statement is not the sum of its other lines,
--   compared exactly (figures of more places than are kept: but for their
--   rounding). Statements with further totals or balances, those whose layout
--   declares formulas or has lines below the total, and columns with a figure
--   that could not be read are left alone.
-- message: The line '{line}' is {value}, but the other lines add up to
--   {computed}.
-- remedy: Check the lines with the department: a figure or the total is wrong.

WITH cell AS (
  SELECT a._id, a._source, a._row, g.sheet_index, g.first_row, g.table_name,
         COALESCE(a.statement, '') AS statement,
         COALESCE(a.item_key, '') AS item, COALESCE(a.period, '') AS period,
         COALESCE(a.unit, '') AS unit, a.line, a.line_key, a.value,
         a.value_exact
  FROM amount a
  JOIN source s ON s._id = a._source
  JOIN region g ON g._id = a._region
  LEFT JOIN (SELECT layout, table_name
             FROM formula_term
             GROUP BY layout, table_name) f
    ON f.layout = s.layout AND f.table_name = g.table_name
  WHERE f.layout IS NULL),
column_sum AS (
  SELECT _source, sheet_index, first_row, table_name, statement, item, period,
         unit, MAX(CASE WHEN line_key <> 'total' THEN _row END) AS last_row,
         SUM(CASE WHEN line_key = 'total' THEN 1 ELSE 0 END) AS totals,
         SUM(CASE WHEN line_key = 'total' THEN 0 ELSE 1 END) AS parts,
         SUM(CASE WHEN line_key = 'total' THEN 0 ELSE value_exact END)
           AS exact,
         SUM(CASE WHEN line_key = 'total' THEN 0 ELSE value END) AS computed,
         MAX(CASE WHEN line_key <> 'total'
                    AND (line_key LIKE '%total%' OR line_key LIKE '%balance%'
                         OR line_key LIKE 'net %')
                  THEN 1 ELSE 0 END) AS doubtful
  FROM cell
  GROUP BY _source, sheet_index, first_row, table_name, statement, item, period,
           unit),
unread AS (
  SELECT _source, sheet_index, col, row
  FROM finding
  WHERE check_name IN ('not_a_number', 'too_big', 'error_cell',
                       'formula_without_value')),
wrong AS MATERIALIZED (
  SELECT t._id, t._source, t.sheet_index, t.first_row, t._row, t.line, t.value,
         c.computed
  FROM cell t
  JOIN column_sum c ON c._source = t._source AND c.sheet_index = t.sheet_index
    AND c.first_row = t.first_row AND c.table_name = t.table_name
    AND c.statement = t.statement
    AND c.item = t.item AND c.period = t.period AND c.unit = t.unit
  WHERE t.line_key = 'total'
    AND c.totals = 1
    AND c.parts >= 2
    AND c.doubtful = 0
    AND c.last_row <= t._row
    AND c.exact <> t.value_exact
    AND (2 * abs(c.exact - t.value_exact) > c.parts + 1 -- not rounding alone
         OR abs(c.computed - t.value) >= 0.005))
SELECT w._id, w.line, w.value, w.computed
FROM wrong w
JOIN lineage v ON v._id = w._id AND v.field = 'value'
LEFT JOIN unread u ON u._source = w._source AND u.sheet_index = w.sheet_index
  AND u.col = v.col AND u.row BETWEEN w.first_row AND w._row
WHERE u._source IS NULL

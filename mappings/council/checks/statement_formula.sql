-- severity: error
-- field: value
-- about: A line of a financial statement is not what its formula gives (Total
--   Receipts = Payments - Refunds - Manual Adjustments), compared exactly
--   (figures of more places than are kept: but for their rounding). Formulas are
--   declared under 'formulas' in the layout. Each is tried for every column and
--   period of the statement where all its lines have a figure; #2 means the
--   second line of that name, and a name that ends in '...' all lines that begin
--   so.
-- message: '{line}' for {item} is {value}, but the formula '{formula}' gives
--   {computed}.
-- remedy: Check the lines of the statement with the department: a figure, a sign
--   or a line is wrong.

-- Each column of a sheet can be a region of its own; those of one statement
-- share their sheet, table and header row. The n-th line of a name is counted
-- by rows.
WITH line AS (
  SELECT a._id, a._source, g.sheet_index, g.table_name, g.first_row, s.layout,
         COALESCE(a.statement, '') AS statement, COALESCE(a.item, '') AS item,
         COALESCE(a.period, '') AS period, a.line, a.line_key, a.value,
         a.value_exact,
         dense_rank() OVER (PARTITION BY a._source, g.sheet_index,
                                         g.table_name, g.first_row,
                                         a.statement, a.period, a.line_key
                            ORDER BY a._row) AS occurrence
  FROM amount a
  JOIN source s ON s._id = a._source
  JOIN region g ON g._id = a._region
  JOIN (SELECT layout, table_name
        FROM formula_term
        GROUP BY layout, table_name) f
    ON f.layout = s.layout AND f.table_name = g.table_name),
term AS (
  SELECT l._id, l._source, l.sheet_index, l.first_row, l.statement, l.item,
         l.period, l.line, l.value, l.value_exact, f.layout, f.table_name,
         f.formula, f.sign, f.line_key || ' #' || f.occurrence AS term
  FROM line l
  JOIN formula_term f ON f.layout = l.layout AND f.table_name = l.table_name
    AND (f.line_key = l.line_key
      OR (f.line_key LIKE '%...'
          AND substr(l.line_key, 1, length(f.line_key) - 3)
              = substr(f.line_key, 1, length(f.line_key) - 3)))
    AND f.occurrence = l.occurrence),
needed AS (
  SELECT layout, table_name, formula, COUNT(*) AS terms
  FROM formula_term
  WHERE sign <> 0
  GROUP BY layout, table_name, formula),
total AS (
  SELECT _source, sheet_index, first_row, statement, item, period, layout,
         table_name, formula, COUNT(*) AS lines, COUNT(DISTINCT term) AS terms,
         SUM(sign * value_exact) AS exact, SUM(sign * value) AS value
  FROM term
  WHERE sign <> 0
  GROUP BY _source, sheet_index, first_row, statement, item, period, layout,
           table_name, formula)
SELECT r._id, r.line, CASE WHEN r.item <> '' THEN r.item ELSE r.period END
         AS item, r.value, r.formula, round(t.value, 4) AS computed
FROM term r
JOIN total t ON t._source = r._source AND t.sheet_index = r.sheet_index
  AND t.first_row = r.first_row AND t.table_name = r.table_name
  AND t.statement = r.statement AND t.item = r.item AND t.period = r.period
  AND t.formula = r.formula
JOIN needed n ON n.layout = r.layout AND n.table_name = r.table_name
  AND n.formula = r.formula AND n.terms = t.terms
WHERE r.sign = 0
  AND r.value_exact <> t.exact
  AND (2 * abs(r.value_exact - t.exact) > t.lines + 1 -- not rounding alone
       OR abs(r.value - t.value) >= 0.005)

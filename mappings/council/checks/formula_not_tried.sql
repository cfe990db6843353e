-- severity: warning
-- field: line
-- about: A formula of the layout ('formulas') was compared with no column of any
--   statement of its table, because a line of it was not read or its lines have
--   no column in common. What it should prove is not proved.
-- message: The formula '{formula}' was not tried: {why}.
-- remedy: Write the lines in the layout as the return does; a row that 'totals'
--   takes is no line of a formula.

-- Lines as in statement_formula.
WITH line AS (
  SELECT a._id, a._source, g.sheet_index, g.table_name, g.first_row, s.layout,
         COALESCE(a.statement, '') AS statement, COALESCE(a.item, '') AS item,
         COALESCE(a.period, '') AS period, a.line_key,
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
wanted AS (
  SELECT l._source, l._id, f.layout, f.table_name, f.formula, f.line_key,
         f.occurrence
  FROM (SELECT _source, layout, table_name, MIN(_id) AS _id
        FROM line
        GROUP BY _source, layout, table_name) l
  JOIN formula_term f ON f.layout = l.layout AND f.table_name = l.table_name),
needed AS (
  SELECT _source, _id, layout, table_name, formula, COUNT(*) AS terms
  FROM wanted
  GROUP BY _source, _id, layout, table_name, formula),
held AS (
  SELECT l._source, l.sheet_index, l.first_row, l.statement, l.item, l.period,
         f.line_key, f.occurrence, f.layout, f.table_name, f.formula
  FROM line l
  JOIN formula_term f ON f.layout = l.layout AND f.table_name = l.table_name
    AND (f.line_key = l.line_key
      OR (f.line_key LIKE '%...'
          AND substr(l.line_key, 1, length(f.line_key) - 3)
              = substr(f.line_key, 1, length(f.line_key) - 3)))
    AND f.occurrence = l.occurrence
  GROUP BY l._source, l.sheet_index, l.first_row, l.statement, l.item,
           l.period, f.line_key, f.occurrence, f.layout, f.table_name,
           f.formula),
best AS (
  SELECT _source, layout, table_name, formula, MAX(terms) AS terms
  FROM (SELECT _source, layout, table_name, formula, COUNT(*) AS terms
        FROM held
        GROUP BY _source, sheet_index, first_row, statement, item, period,
                 layout, table_name, formula) columns_of
  GROUP BY _source, layout, table_name, formula),
missing AS (
  SELECT w._source, w.table_name, w.formula, w.line_key, w.occurrence
  FROM wanted w
  LEFT JOIN held h ON h._source = w._source AND h.layout = w.layout
    AND h.table_name = w.table_name AND h.formula = w.formula
    AND h.line_key = w.line_key AND h.occurrence = w.occurrence
  WHERE h.formula IS NULL),
missing_lines AS (
  SELECT _source, table_name, formula, MAX(names) AS names
  FROM (SELECT _source, table_name, formula,
               group_concat('''' || line_key ||
                            CASE WHEN occurrence > 1 THEN ' #' || occurrence
                                 ELSE '' END || '''', ', ')
                 OVER (PARTITION BY _source, table_name, formula
                       ORDER BY line_key, occurrence
                       ROWS BETWEEN UNBOUNDED PRECEDING
                                AND UNBOUNDED FOLLOWING) AS names
        FROM missing) named
  GROUP BY _source, table_name, formula)
SELECT n._id, n.formula,
       COALESCE('there is no line ' || m.names,
                'no column has all its lines') AS why
FROM needed n
LEFT JOIN best b ON b._source = n._source AND b.layout = n.layout
  AND b.table_name = n.table_name AND b.formula = n.formula
LEFT JOIN missing_lines m ON m._source = n._source
  AND m.table_name = n.table_name AND m.formula = n.formula
WHERE COALESCE(b.terms, 0) < n.terms

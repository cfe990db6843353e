-- severity: error
-- field: value
-- message: '{line}' for {item} is {value}, but the formula '{formula}' gives {computed}.
-- remedy: Check the lines of the statement with the department: a figure, a sign or a line is wrong.

-- The n-th line of a name is counted by rows, over all columns of a statement.
-- A formula is tried only in columns where each of its lines has a figure.
WITH line AS (
  SELECT a._id, a._source, a._region, s.layout, g.table_name,
         COALESCE(a.statement, '') AS statement, COALESCE(a.item, '') AS item,
         a.line, a.line_key, a.value, a.value_exact,
         dense_rank() OVER (PARTITION BY a._region, a.statement, a.line_key
                            ORDER BY a._row) AS occurrence
  FROM amount a
  JOIN source s ON s._id = a._source
  JOIN region g ON g._id = a._region
  JOIN (SELECT DISTINCT layout, table_name FROM formula_term) f
    ON f.layout = s.layout AND f.table_name = g.table_name),
term AS (
  SELECT l._id, l._region, l.statement, l.item, l.line, l.value,
         l.value_exact, f.layout, f.table_name, f.formula, f.sign
  FROM line l
  JOIN formula_term f ON f.layout = l.layout AND f.table_name = l.table_name
    AND f.line_key = l.line_key AND f.occurrence = l.occurrence),
needed AS (
  SELECT layout, table_name, formula, COUNT(*) AS terms
  FROM formula_term
  WHERE sign <> 0
  GROUP BY layout, table_name, formula),
total AS (
  SELECT _region, statement, item, layout, table_name, formula,
         COUNT(*) AS terms, SUM(sign * value_exact) AS exact,
         SUM(sign * value) AS value
  FROM term
  WHERE sign <> 0
  GROUP BY _region, statement, item, layout, table_name, formula)
SELECT r._id, r.line, r.item, r.value, r.formula,
       round(t.value, 4) AS computed
FROM term r
JOIN total t ON t._region = r._region AND t.statement = r.statement
  AND t.item = r.item AND t.formula = r.formula
JOIN needed n ON n.layout = r.layout AND n.table_name = r.table_name
  AND n.formula = r.formula AND n.terms = t.terms
WHERE r.sign = 0
  AND r.value_exact <> t.exact

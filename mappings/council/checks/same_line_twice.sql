-- severity: info
-- field: line
-- about: Two lines of a statement have the same name. They can be told apart by
--   their place only.
-- message: The line '{line}' stands in this statement before, in cell
--   {first_cell}.
-- remedy: Ask for names that say what is different.

WITH line AS (
  SELECT MIN(_id) AS _id, _source, _sheet, statement, item_key, period,
         line_key, _row
  FROM amount
  WHERE statement IS NOT NULL
  GROUP BY _source, _sheet, statement, item_key, period, line_key, _row),
ranked AS (
  SELECT _id, _source, _sheet, statement, line_key, _row,
         first_value(_id) OVER name AS first_id,
         row_number() OVER name AS place
  FROM line
  WINDOW name AS (PARTITION BY _source, _sheet, statement, item_key, period,
                               line_key
                  ORDER BY _row)),
again AS (
  SELECT MIN(_id) AS _id, MIN(first_id) AS first_id
  FROM ranked
  WHERE place > 1
  GROUP BY _source, _sheet, statement, line_key, _row)
SELECT a._id, a.line, c.cell AS first_cell
FROM again r
JOIN amount a ON a._id = r._id
JOIN lineage c ON c._id = r.first_id AND c.field = 'line'

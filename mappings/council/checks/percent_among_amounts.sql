-- severity: warning
-- field: value
-- about: A percentage stands among amounts: most figures of the same column of
--   the statement are none. It was typed into the wrong column, or is a share
--   where an amount is wanted; sums over the column count it. A line most of
--   whose figures are such percentages is told once, and those of its figures
--   that are none, which most likely lack their sign.
-- message: The line '{line}' has {value}{what}.
-- remedy: Ask for the amount, or for a column of its own for percentages; for a
--   figure that lacks its sign, ask whether it is a percentage.

WITH figure AS (
  SELECT _id, _source, _sheet, _row, line, value, COALESCE(unit, '') AS unit,
         SUM(CASE WHEN unit = 'percent' THEN 1 ELSE 0 END) OVER col AS percents,
         COUNT(*) OVER col AS figures
  FROM amount
  WINDOW col AS (PARTITION BY _source, _region, statement, item_key)),
odd AS (
  SELECT _id, _source, _sheet, _row, line, value, unit,
         CASE WHEN unit = 'percent' AND 2 * percents < figures THEN 1
              ELSE 0 END AS is_odd
  FROM figure),
line AS (
  SELECT _id, line, value, unit, is_odd,
         SUM(is_odd) OVER of_row AS odds, COUNT(*) OVER of_row AS figures,
         MIN(CASE WHEN is_odd = 1 THEN _id END) OVER of_row AS first_odd
  FROM odd
  WINDOW of_row AS (PARTITION BY _source, _sheet, _row))
SELECT _id, line, value,
       CASE WHEN is_odd = 0 THEN ', and its other figures are percentages'
            WHEN odds > 1 AND 2 * odds > figures
            THEN ' % and more percentages, where the other figures of the ' ||
                 'columns are amounts'
            ELSE ' % where the other figures of the column are amounts'
       END AS what
FROM line
WHERE (is_odd = 1 AND (_id = first_odd OR odds < 2 OR 2 * odds <= figures))
   OR (is_odd = 0 AND unit <> 'percent' AND value <> 0
       AND odds > 1 AND 2 * odds > figures)

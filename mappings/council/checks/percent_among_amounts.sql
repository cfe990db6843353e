-- severity: warning
-- field: value
-- about: A percentage stands among amounts: most figures of the same column of
--   the statement are none. It was typed into the wrong column, or is a share
--   where an amount is wanted; sums over the column count it.
-- message: The line '{line}' has {value} % where the other figures of the column
--   are amounts.
-- remedy: Ask for the amount, or for a column of its own for percentages.

SELECT _id, line, value
FROM (SELECT _id, line, value, unit,
             SUM(CASE WHEN unit = 'percent' THEN 1 ELSE 0 END) OVER col AS percents,
             COUNT(*) OVER col AS figures
      FROM amount
      WINDOW col AS (PARTITION BY _source, _region, statement, item_key)) f
WHERE unit = 'percent'
  AND 2 * percents < figures

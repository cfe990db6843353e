-- severity: warning
-- field: value
-- about: The variance of a line is not the difference of its budget and its
--   actual (or outturn), compared exactly, though it is for most lines of the
--   same statement: a figure is wrong, or its sign. Lines that have two budgets
--   or two actuals are left alone.
-- message: The variance of '{line}' is {value}, but its budget {budget} and its
--   actual {actual} give {computed}.
-- remedy: Ask which of the three is right.

WITH cell AS (
  SELECT _id, _source, _sheet, _row, COALESCE(statement, '') AS statement,
         COALESCE(period, '') AS period, COALESCE(unit, '') AS unit, line,
         value, value_exact,
         CASE WHEN item_key LIKE '%varia%' THEN 'variance'
              WHEN item_key LIKE '%budget%' THEN 'budget'
              WHEN item_key LIKE '%actual%' OR item_key LIKE '%outturn%'
              THEN 'actual' END AS what
  FROM amount),
pair AS (
  SELECT _source, _sheet, _row, statement, period, unit,
         SUM(CASE WHEN what = 'budget' THEN value END) AS budget,
         SUM(CASE WHEN what = 'actual' THEN value END) AS actual,
         SUM(CASE WHEN what = 'budget' THEN value_exact
                  ELSE -value_exact END) AS gap
  FROM cell
  WHERE what IN ('budget', 'actual')
  GROUP BY _source, _sheet, _row, statement, period, unit
  HAVING COUNT(*) = 2 AND COUNT(DISTINCT what) = 2),
compared AS (
  SELECT v._id, v.line, v.value, v.value_exact, p.budget, p.actual, p.gap,
         SUM(CASE WHEN v.value_exact = p.gap THEN 1 ELSE 0 END) OVER lines
           AS under,
         SUM(CASE WHEN v.value_exact = -p.gap THEN 1 ELSE 0 END) OVER lines
           AS over_it,
         COUNT(*) OVER lines AS n
  FROM cell v
  JOIN pair p ON p._source = v._source AND p._sheet = v._sheet
    AND p._row = v._row AND p.statement = v.statement AND p.period = v.period
    AND p.unit = v.unit
  WHERE v.what = 'variance'
  WINDOW lines AS (PARTITION BY v._source, v.statement, v.period, v.unit))
SELECT _id, line, value, budget, actual,
       CASE WHEN under >= over_it THEN round(budget - actual, 4)
            ELSE round(actual - budget, 4) END AS computed
FROM compared
WHERE (under >= over_it AND 2 * under > n AND under > 1 AND value_exact <> gap)
   OR (over_it > under AND 2 * over_it > n AND over_it > 1
       AND value_exact <> -gap)

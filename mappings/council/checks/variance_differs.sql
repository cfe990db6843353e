-- severity: warning
-- field: value
-- about: The variance of a line is not the difference of its budget and its
--   actual, outturn or forecast, though it is for most lines of the same
--   statement: a figure is wrong, or its sign. Of several budgets (original,
--   revised) and actuals those two columns are compared that most variances are
--   the difference of.
-- message: The variance of '{line}' is {value}, but {budget_item} {budget} and
--   {actual_item} {actual} give {computed}.
-- remedy: Ask which of the three is right.

WITH cell AS (
  SELECT _id, _source, _sheet, _row, COALESCE(statement, '') AS statement,
         COALESCE(period, '') AS period, COALESCE(unit, '') AS unit, line, item,
         item_key, value, value_exact,
         CASE WHEN item_key LIKE '%varia%' THEN 'variance'
              WHEN item_key LIKE '%budget%' THEN 'budget'
              WHEN item_key LIKE '%actual%' OR item_key LIKE '%outturn%'
                OR item_key LIKE '%forecast%'
              THEN 'actual' END AS what
  FROM amount),
-- Each variance with each pair of columns that it may be the difference of, the
-- one way round and the other; figures may have been rounded in their last
-- place.
tried AS (
  SELECT v._id, v._source, v.statement, v.period, v.unit, v.item_key, v.line,
         v.value, b.item AS budget_item, b.item_key AS budget_key,
         b.value AS budget, a.item AS actual_item, a.item_key AS actual_key,
         a.value AS actual, s.sign,
         CASE WHEN abs(v.value_exact - s.sign * (b.value_exact - a.value_exact))
                   <= 1
                AND abs(v.value - s.sign * (b.value - a.value)) < 0.005
              THEN 1 ELSE 0 END AS fits
  FROM cell v
  JOIN cell b ON b._source = v._source AND b._sheet = v._sheet
    AND b._row = v._row AND b.statement = v.statement AND b.period = v.period
    AND b.unit = v.unit
  JOIN cell a ON a._source = v._source AND a._sheet = v._sheet
    AND a._row = v._row AND a.statement = v.statement AND a.period = v.period
    AND a.unit = v.unit
  CROSS JOIN (SELECT 1 AS sign UNION ALL SELECT -1) s
  WHERE v.what = 'variance' AND b.what = 'budget' AND a.what = 'actual'),
pair AS (
  SELECT _source, statement, period, unit, item_key, budget_key, actual_key,
         sign, SUM(fits) AS fitting, COUNT(*) AS n,
         rank() OVER (PARTITION BY _source, statement, period, unit, item_key
                      ORDER BY SUM(fits) DESC) AS place
  FROM tried
  GROUP BY _source, statement, period, unit, item_key, budget_key, actual_key,
           sign),
-- Where two pairs fit as often, both must speak against a line.
judged AS (
  SELECT t.*, MAX(t.fits) OVER (PARTITION BY t._id) AS fits_one,
         row_number() OVER (PARTITION BY t._id
                            ORDER BY t.sign DESC, t.budget_key, t.actual_key)
           AS choice
  FROM tried t
  JOIN pair p ON p._source = t._source AND p.statement = t.statement
    AND p.period = t.period AND p.unit = t.unit AND p.item_key = t.item_key
    AND p.budget_key = t.budget_key AND p.actual_key = t.actual_key
    AND p.sign = t.sign
  WHERE p.place = 1 AND 2 * p.fitting > p.n AND p.fitting > 1)
SELECT _id, line, value, budget_item, budget, actual_item, actual,
       round(sign * (budget - actual), 4) AS computed
FROM judged
WHERE fits_one = 0 AND choice = 1

-- severity: warning
-- field: value
-- about: The percentage recovered of a debtor statement is not what its balance
--   and its total debit give: 100 % less the balance as a share of the debit,
--   rounded to as many places (at most two) as the percentage has.
-- message: The recovery is given as {value} %, but a balance of {balance} out of
--   {debit} makes {computed} %.
-- remedy: Check the percentage with the department.

WITH share AS (
  SELECT p._id, p.value, b.value AS balance, d.value AS debit,
         100 - 100 * b.value / d.value AS computed
  FROM amount p
  JOIN amount b ON b._source = p._source AND b._row = p._row
    AND b._sheet = p._sheet AND b.item_key = 'total'
  JOIN amount d ON d._source = p._source AND d.statement = p.statement
    AND d.line_key = 'total debit' AND d.item_key = 'total'
  WHERE p.item_key LIKE '%recovery%'
    AND p.unit = 'percent'
    AND p.line_key LIKE 'balance%'
    AND d.value > 0)
SELECT _id, value, balance, debit, round(computed, 2) AS computed
FROM share
WHERE abs(value - computed) > 0.0001 +
  CASE WHEN value = round(value) THEN 0.5
       WHEN value = round(value, 1) THEN 0.05
       ELSE 0.005 END

-- severity: info
-- field: value
-- about: The target of a year asks for less than was reached the year before.
--   Higher is better where the return says so or, where it says nothing, for
--   percentages; lower is better for times.
-- message: The target {value} for {period} is less demanding than the actual of
--   the year before, {actual} (cell {actual_cell}).
-- remedy: Ask why the target is lower than what was reached.

WITH reached AS MATERIALIZED (
  SELECT _source, indicator_ref_key AS key, unit, value, value_exact, _cell,
         CAST(substr(period, 1, 4) AS INTEGER) + 1 AS next_year
  FROM measure
  WHERE kind = 'actual'
    AND length(period) = 7
    AND value IS NOT NULL),
direction AS (
  SELECT _source, CAST(COALESCE(ref_key, title_key) AS TEXT) AS key,
         MIN(preferred_outcome) AS preferred
  FROM indicator
  GROUP BY _source, COALESCE(ref_key, title_key)),
pair AS (
  SELECT t._id, t.value, t.period, a.value AS actual, a._cell AS actual_cell,
         CASE COALESCE(d.preferred,
                       CASE WHEN t.unit = 'percent' THEN 'higher'
                            WHEN t.unit IN ('minutes', 'hours', 'days', 'weeks',
                                            'months') THEN 'lower' END)
           WHEN 'higher' THEN t.value_exact - a.value_exact
           WHEN 'lower' THEN a.value_exact - t.value_exact END AS step
  FROM measure t
  JOIN reached a ON a._source = t._source AND a.key = t.indicator_ref_key
    AND a.unit = t.unit
    AND a.next_year = CAST(substr(t.period, 1, 4) AS INTEGER)
  LEFT JOIN direction d ON d._source = t._source
    AND d.key = t.indicator_ref_key
  WHERE t.kind = 'target'
    AND length(t.period) = 7)
SELECT _id, value, period, actual, actual_cell
FROM pair
WHERE step < 0

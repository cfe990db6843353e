-- severity: warning
-- field: value
-- about: An actual or an estimate of an indicator and a target of the same
--   return's year have different units: one says %, the other is a plain number
--   of 1 or more. The workbook compares them as they stand. Less than 1 is told
--   by 'percent_as_fraction'.
-- message: The {kind} figure is {value} ({unit}), the target {target}
--   ({target_unit}, cell {target_cell}).
-- remedy: Ask whether both are percentages, and have them written alike.

WITH target AS MATERIALIZED (
  SELECT _id, _source, indicator_ref_key AS key, value, _cell,
         COALESCE(unit, 'number') AS unit,
         CAST(substr(period, 1, 4) AS INTEGER) AS year
  FROM measure
  WHERE kind = 'target'
    AND value IS NOT NULL),
figure AS MATERIALIZED (
  SELECT _id, _source, indicator_ref_key AS key, kind, value,
         COALESCE(unit, 'number') AS unit,
         CAST(substr(period, 1, 4) AS INTEGER) AS year
  FROM measure
  WHERE kind IN ('actual', 'estimate')
    AND (value >= 1 OR unit = 'percent')),
pair AS (
  SELECT f._id, f.kind, f.value, f.unit, t.value AS target,
         t.unit AS target_unit, t._cell AS target_cell,
         ROW_NUMBER() OVER (PARTITION BY f._id
           ORDER BY CASE WHEN f.unit = t.unit THEN 0 ELSE 1 END,
                    t._id) AS choice
  FROM figure f
  JOIN target t ON t._source = f._source AND t.key = f.key AND t.year = f.year)
SELECT p._id, lower(k.label) AS kind, p.value, u.label AS unit, p.target,
       v.label AS target_unit, p.target_cell
FROM pair p
JOIN code_measure_kind k ON k.code = p.kind
JOIN code_unit u ON u.code = p.unit
JOIN code_unit v ON v.code = p.target_unit
WHERE p.choice = 1
  AND p.unit <> p.target_unit
  AND p.unit IN ('percent', 'number')
  AND p.target_unit IN ('percent', 'number')
  AND (p.target_unit = 'percent' OR p.target >= 1)

-- severity: warning
-- field: value
-- about: An actual or an estimate of an indicator and a target of the same
--   return's year have different units: one says %, the other is a plain number
--   of 1 or more. The workbook compares them as they stand. Less than 1 is told
--   by 'percent_as_fraction'.
-- message: The {kind} figure is {value} ({unit}), the target {target}
--   ({target_unit}, cell {target_cell}).
-- remedy: Ask whether both are percentages, and have them written alike.

WITH target AS (
  SELECT m._source, m.indicator_ref_key, MIN(m._id) AS _id
  FROM measure m
  WHERE m.kind = 'target' AND m.value IS NOT NULL
  GROUP BY m._source, m.indicator_ref_key,
           CASE WHEN m.unit = 'percent' THEN 1 ELSE 0 END, substr(m.period, 1, 7)),
pair AS (
  SELECT m._id, m.kind, m.value, COALESCE(m.unit, 'number') AS unit,
         t.value AS target, COALESCE(t.unit, 'number') AS target_unit,
         t._cell AS target_cell,
         ROW_NUMBER() OVER (PARTITION BY m._id
           ORDER BY CASE WHEN COALESCE(m.unit, 'number')
                            = COALESCE(t.unit, 'number') THEN 0 ELSE 1 END,
                    t._id) AS choice
  FROM measure m
  JOIN target g ON g._source = m._source
    AND g.indicator_ref_key = m.indicator_ref_key
  JOIN measure t ON t._id = g._id
    AND substr(t.period, 1, 7) = substr(m.period, 1, 7)
  WHERE m.kind IN ('actual', 'estimate')
    AND (m.value >= 1 OR m.unit = 'percent'))
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

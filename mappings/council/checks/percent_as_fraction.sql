-- severity: warning
-- field: value
-- about: A figure of an indicator lies between 0 and 1 and has no percent sign,
--   where others of the same indicator are percentages of 1 and more: most
--   likely a fraction, 0.974 where 97.4 % is meant. The figure is kept as it
--   stands.
-- message: The {kind} figure is {value}, where others of the indicator are
--   percentages.
-- remedy: Ask for the percentage, or show the cell of the workbook as one.

SELECT m._id, lower(k.label) AS kind, m.value
FROM measure m
JOIN code_measure_kind k ON k.code = m.kind
JOIN (SELECT _source, indicator_ref_key
      FROM measure
      WHERE unit = 'percent' AND value >= 1
      GROUP BY _source, indicator_ref_key) p
  ON p._source = m._source AND p.indicator_ref_key = m.indicator_ref_key
WHERE m.kind IN ('actual', 'target', 'estimate', 'projection')
  AND m.value > 0
  AND m.value < 1
  AND COALESCE(m.unit, 'number') = 'number'

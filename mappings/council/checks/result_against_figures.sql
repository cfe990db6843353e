-- severity: warning
-- field: note
-- about: A result (exceeded, met, just missed, missed) is not what the actual
--   and the target of the same indicator give. Higher is better where the
--   return says so or, where it says nothing, for percentages; lower is better
--   for times.
-- message: The result is {result}, but the actual {actual} against the target
--   {target} is {verdict}.
-- remedy: Ask which of the three is right.

WITH figure AS (
  SELECT m._id, m._source, m.indicator_ref_key AS key, m.kind, m.period,
         m.value, m.value_exact, m.unit, m.note
  FROM measure m),
direction AS (
  SELECT _source, CAST(COALESCE(ref_key, title_key) AS TEXT) AS key,
         MIN(preferred_outcome) AS preferred
  FROM indicator
  GROUP BY _source, COALESCE(ref_key, title_key)),
compared AS (
  SELECT r._id, r.note, a.value AS actual, t.value AS target,
         CASE COALESCE(d.preferred,
                       CASE WHEN t.unit = 'percent' THEN 'higher'
                            WHEN t.unit IN ('minutes', 'hours', 'days', 'weeks',
                                            'months') THEN 'lower' END)
           WHEN 'higher' THEN a.value_exact - t.value_exact
           WHEN 'lower' THEN t.value_exact - a.value_exact END AS gain
  FROM figure r
  JOIN figure a ON a._source = r._source AND a.key = r.key
    AND a.period = r.period AND a.kind = 'actual'
  JOIN figure t ON t._source = r._source AND t.key = r.key
    AND t.kind = 'target' AND t.unit = a.unit
    AND t.period IN (r.period, substr(r.period, 1, 7))
  LEFT JOIN direction d ON d._source = r._source AND d.key = r.key
  WHERE r.kind = 'result')
SELECT c._id, c.note, l.label AS result, c.actual, c.target,
       CASE WHEN c.gain > 0 THEN 'better' WHEN c.gain < 0 THEN 'worse'
            ELSE 'equal' END AS verdict
FROM compared c
JOIN code_result l ON l.code = c.note
WHERE (c.note = 'exceeded' AND c.gain <= 0)
   OR (c.note = 'met' AND c.gain < 0)
   OR (c.note IN ('just_missed', 'missed') AND c.gain >= 0)

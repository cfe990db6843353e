-- severity: info
-- field: note
-- about: A return expects a target to be achieved, but gives no actual figure of
--   the year for the indicator.
-- message: The target of {indicator_ref} is expected to be achieved, but there is
--   no actual figure of {period} yet.
-- remedy: Ask what the expectation rests on.

SELECT m._id, m.note, m.indicator_ref, m.period
FROM measure m
LEFT JOIN (SELECT _source, indicator_ref_key, substr(period, 1, 4) AS year
           FROM measure
           WHERE kind = 'actual'
             AND value IS NOT NULL
           GROUP BY _source, indicator_ref_key, substr(period, 1, 4)) a
  ON a._source = m._source AND a.indicator_ref_key = m.indicator_ref_key
  AND a.year = substr(m.period, 1, 4)
WHERE m.kind = 'target_expected'
  AND lower(m.note) = 'yes'
  AND a._source IS NULL

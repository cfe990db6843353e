-- severity: info
-- field: period
-- about: Actuals of a part of the year that is not the return's own period
--   (three quarters in a return for the third) stand beside targets of the whole
--   year and beside none of their own period. Figures that add up over the year
--   cannot be compared so. It fires once for each period of a return.
-- message: The actuals are for {period}, their targets for the whole year
--   ({indicators} indicators).
-- remedy: Nothing to do for rates; for sums, compare at the end of the year.

WITH goal AS (
  SELECT _source, indicator_ref_key, period
  FROM measure
  WHERE kind IN ('target', 'estimate')
    AND value IS NOT NULL
  GROUP BY _source, indicator_ref_key, period)
SELECT MIN(a._id) AS _id, a.period, COUNT(*) AS indicators
FROM measure a
JOIN source s ON s._id = a._source
JOIN goal y ON y._source = a._source
  AND y.indicator_ref_key = a.indicator_ref_key
  AND y.period = substr(a.period, 1, 7)
LEFT JOIN goal p ON p._source = a._source
  AND p.indicator_ref_key = a.indicator_ref_key AND p.period = a.period
WHERE a.kind = 'actual'
  AND a.value IS NOT NULL
  AND length(a.period) > 7
  AND a.period <> s.period
  AND p._source IS NULL
GROUP BY a._source, a.period

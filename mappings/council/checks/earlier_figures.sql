-- severity: warning
-- field: period
-- about: The latest actuals of indicators are for a quarter before that of the
--   return, going by the headings of their columns: these were not updated, or
--   the figures were not. It fires once for each such quarter of a return.
-- message: For {indicators} of {of} indicators with actuals by quarter the latest
--   are for {until}, not for {period}.
-- remedy: Ask whether the heading is out of date or the figures are.

WITH latest AS (
  SELECT MIN(_id) AS _id, _source, indicator_ref_key,
         MAX(substr(period, 1, 7) || ' Q' ||
             substr(period, length(period), 1)) AS until
  FROM measure
  WHERE kind = 'actual'
    AND length(period) > 7
  GROUP BY _source, indicator_ref_key),
counted AS (
  SELECT _source, COUNT(*) AS of
  FROM latest
  GROUP BY _source)
SELECT MIN(l._id) AS _id, l.until, r.period, COUNT(*) AS indicators, c.of
FROM latest l
JOIN counted c ON c._source = l._source
JOIN return r ON r._source = l._source
WHERE length(r.period) > 7
  AND l.until < r.period
GROUP BY l._source, l.until, r.period, c.of

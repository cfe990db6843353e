-- severity: warning
-- field: period
-- about: Returns of one department, in one layout, count for more than one
--   period, as with a store that is kept over the year. Sheets that count by
--   return show each with its period; totals over all returns add the periods
--   up. It fires once, on the first department's return of its last period.
-- message: {department} has returns from {earlier} to {period}, and all of them
--   count (departments with more than one period: {departments}). Totals over
--   all returns add the periods up.
-- remedy: For the workbook of one period read the returns of that period alone,
--   without --store. Where the history is meant, go by the single returns.

WITH several AS (
  SELECT layout, lower(department) AS department, MIN(period) AS earlier,
         MAX(period) AS latest
  FROM source
  WHERE outcome = 'read'
    AND period IS NOT NULL
    AND department <> name
  GROUP BY layout, lower(department)
  HAVING COUNT(DISTINCT period) > 1)
SELECT r._id, s.department, x.earlier, s.period,
       (SELECT COUNT(DISTINCT department) FROM several) AS departments
FROM several x
JOIN source s ON s.layout = x.layout AND s.period = x.latest
  AND lower(s.department) = x.department AND s.outcome = 'read'
JOIN (SELECT _source, MIN(_id) AS _id
      FROM return
      GROUP BY _source) r ON r._source = s._id
ORDER BY r._id
LIMIT 1

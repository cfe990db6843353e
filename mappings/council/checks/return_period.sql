-- severity: warning
-- field: period
-- about: The period in the heading does not fit the return: none of its
--   progress is for that period, or the date that it was printed on (or is as
--   at) lies before the period began, or more than a year after the financial
--   year ended; or it is as at a date when the next quarter was over.
-- message: The heading says {period}, but {why}.
-- remedy: Ask which period the return is for and correct the heading.

WITH content AS (
  SELECT _source, MIN(period) AS first_period, MAX(period) AS last_period
  FROM progress
  WHERE period IS NOT NULL
  GROUP BY _source),
doubt AS (
  SELECT r._id, r.period, 'its progress is for ' ||
         CASE WHEN c.first_period = c.last_period THEN c.last_period
              ELSE c.first_period || ' to ' || c.last_period END AS why
  FROM return r
  JOIN content c ON c._source = r._source
  LEFT JOIN progress p ON p._source = r._source AND p.period = r.period
  WHERE r.period IS NOT NULL
    AND p._id IS NULL
  UNION ALL
  SELECT _id, period,
         CASE WHEN printed_on IS NULL THEN 'it is as at '
              ELSE 'it was printed on ' END || COALESCE(printed_on, as_at)
  FROM return
  WHERE COALESCE(printed_on, as_at) <
        CASE substr(period, 9, 2)
             WHEN 'Q2' THEN substr(period, 1, 4) || '-07-01'
             WHEN 'Q3' THEN substr(period, 1, 4) || '-10-01'
             WHEN 'Q4' THEN CAST(CAST(substr(period, 1, 4) AS INTEGER) + 1
                                 AS TEXT) || '-01-01'
             ELSE substr(period, 1, 4) || '-04-01' END
     OR COALESCE(printed_on, as_at) >
        CAST(CAST(substr(period, 1, 4) AS INTEGER) + 2 AS TEXT) || '-03-31'
  UNION ALL
  SELECT _id, period, 'it is as at ' || as_at
  FROM return
  WHERE printed_on IS NULL
    AND as_at >=
        CASE substr(period, 9, 2)
             WHEN 'Q1' THEN substr(period, 1, 4) || '-09-30'
             WHEN 'Q2' THEN substr(period, 1, 4) || '-12-31'
             WHEN 'Q3' THEN CAST(CAST(substr(period, 1, 4) AS INTEGER) + 1
                                 AS TEXT) || '-03-31'
             WHEN 'Q4' THEN CAST(CAST(substr(period, 1, 4) AS INTEGER) + 1
                                 AS TEXT) || '-06-30' END)
SELECT _id, period, MIN(why) AS why
FROM doubt
GROUP BY _id, period

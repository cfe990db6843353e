-- severity: warning
-- field: period
-- about: A return is for another period than most of its layout, and its
--   department has none for theirs: an old file was sent, or the heading still
--   carries the period of an earlier one. It is looked for where two or more
--   other departments have a return for that period.
-- message: This return of {department} is for {period}, and there is none of
--   {department} for {usual}, for which {others} others are.
-- remedy: Ask whether the heading is right, and for the return of the period if it
--   is.

WITH heard AS (
  SELECT layout, period, lower(department) AS department
  FROM source
  WHERE outcome = 'read'
    AND period IS NOT NULL
    AND department <> name
  GROUP BY layout, period, lower(department)),
ranked AS (
  SELECT layout, period, COUNT(*) AS others,
         row_number() OVER (PARTITION BY layout
                            ORDER BY COUNT(*) DESC, period DESC) AS place
  FROM heard
  GROUP BY layout, period),
usual AS (
  SELECT layout, period, others
  FROM ranked
  WHERE place = 1
    AND others > 1)
SELECT r._id, s.department, s.period, u.period AS usual, u.others
FROM usual u
JOIN source s ON s.layout = u.layout AND s.outcome = 'read'
JOIN (SELECT _source, MIN(_id) AS _id
      FROM return
      GROUP BY _source) r ON r._source = s._id
LEFT JOIN heard h ON h.layout = u.layout AND h.period = u.period
  AND h.department = lower(s.department)
WHERE s.period <> u.period
  AND s.department <> s.name
  AND h.layout IS NULL

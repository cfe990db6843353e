-- severity: warning
-- field: period
-- about: Two of the files are returns of the same department for the same
--   period, but of another layout or with another heading, so that none of them
--   replaces the other (see 'superseded') and what stands in both counts twice:
--   an action, a milestone, an indicator, or an amount with its line. Of returns
--   without a period the date that they are as at is compared. Only returns that
--   name their department are compared.
-- message: Another return of {department} for {period} counts as well:
--   {first_file}. What stands in both is counted twice.
-- remedy: Compare the two; if they report the same things, all their figures are
--   doubled until one of them is taken away and the run is made again.

WITH content AS (
  SELECT _source, title_key AS what FROM action
  UNION
  SELECT _source, ref_key FROM action
  UNION
  SELECT _source, title_key FROM milestone
  UNION
  SELECT _source, ref_key FROM indicator
  UNION
  SELECT _source, line_key || ' ' || value_exact
  FROM amount
  WHERE value_exact <> 0),
heading AS (
  SELECT r._id, r._source, r.period, lower(s.department) AS department_key,
         lower(COALESCE(r.authority, '')) AS authority_key
  FROM (SELECT _source, MIN(_id) AS _id, MIN(authority) AS authority,
               COALESCE(MIN(period), MIN(as_at)) AS period
        FROM return
        GROUP BY _source) r
  JOIN source s ON s._id = r._source
  WHERE s.outcome = 'read'
    AND s.department <> s.name
    AND r.period IS NOT NULL),
again AS (
  SELECT h._id, h._source, h.period,
         first_value(h._source) OVER (PARTITION BY h.authority_key,
                                                   h.department_key, h.period,
                                                   c.what
                                      ORDER BY h._source) AS first_source
  FROM heading h
  JOIN content c ON c._source = h._source
  WHERE c.what IS NOT NULL)
SELECT a._id, s.department, a.period, MIN(o.path) AS first_file
FROM again a
JOIN source s ON s._id = a._source
JOIN source o ON o._id = a.first_source
WHERE a.first_source <> a._source
GROUP BY a._id, s.department, a.period

-- severity: warning
-- field: period
-- about: Two of the files are returns of the same department for the same
--   period, but of another layout or with another heading, so that none of them
--   replaces the other (see 'superseded') and what stands in both counts twice.
--   Of returns without a period the date that they are as at is compared. Only
--   returns that name their department are compared.
-- message: Another return of {department} for {period} counts as well:
--   {first_file}. What stands in both is counted twice.
-- remedy: Compare the two; if they report the same things, all their figures are
--   doubled until one of them is taken away and the run is made again.

SELECT d._id, d.department, d.period, d.first_file
FROM (SELECT r._id, s.department, r.period,
             first_value(s.path) OVER same AS first_file,
             row_number() OVER same AS place
      FROM source s
      JOIN (SELECT _source, MIN(_id) AS _id, MIN(authority) AS authority,
                   COALESCE(MIN(period), MIN(as_at)) AS period
            FROM return
            GROUP BY _source) r ON r._source = s._id
      WHERE s.outcome = 'read'
        AND s.department <> s.name
        AND r.period IS NOT NULL
      WINDOW same AS (PARTITION BY lower(COALESCE(r.authority, '')),
                                   lower(s.department), r.period
                      ORDER BY s._id)) d
WHERE d.place > 1

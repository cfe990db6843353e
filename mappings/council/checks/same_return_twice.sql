-- severity: error
-- field: period
-- message: A return of {department} for {period} was read already: {first_file}.
-- remedy: Give only the one that counts; every figure of this department is in the results twice.

-- Only returns that name their department: files that do not are told apart
-- by their names.
SELECT d._id, d.department, d.period, d.first_file
FROM (SELECT r._id, s.department, s.period,
             first_value(s.path) OVER same AS first_file,
             row_number() OVER same AS place
      FROM source s
      JOIN (SELECT _source, MIN(_id) AS _id FROM return GROUP BY _source) r
        ON r._source = s._id
      WHERE s.department <> s.name
        AND s.period IS NOT NULL
      WINDOW same AS (PARTITION BY lower(s.department), s.period
                      ORDER BY s._id)) d
WHERE d.place > 1

-- severity: error
-- field: deadline
-- about: The deadline of an action or a milestone lies more than 10 years
--   before or 20 years after the return's own date: 1931 in a return of 2009
--   is a slip of the pen that every spreadsheet takes for a date.
-- message: The deadline {deadline} is more than 10 years before or 20 years after the return's own date, {as_at}.
-- remedy: Ask the department for the right date and correct the cell.

SELECT d._id, d.deadline, s.as_at
FROM (SELECT _id, _source, deadline FROM action
      UNION ALL
      SELECT _id, _source, deadline FROM milestone) d
JOIN source s ON s._id = d._source
WHERE d.deadline < CAST(CAST(substr(s.as_at, 1, 4) AS INTEGER) - 10 AS TEXT)
                   || substr(s.as_at, 5)
   OR d.deadline > CAST(CAST(substr(s.as_at, 1, 4) AS INTEGER) + 20 AS TEXT)
                   || substr(s.as_at, 5)

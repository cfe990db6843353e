-- severity: info
-- field: unit
-- about: The amounts of a statement have no unit, though others of the same
--   return have one: pounds and thousands of pounds cannot be told apart. It
--   fires once for each statement.
-- message: The amounts of '{statement}' have no unit ({amounts} in all).
-- remedy: Ask what they are in, and say so in the heading.

SELECT a._id, g.amounts, a.statement
FROM (SELECT MIN(_id) AS _id, COUNT(*) AS amounts
      FROM amount
      WHERE unit IS NULL
      GROUP BY _source, statement) g
JOIN amount a ON a._id = g._id
JOIN (SELECT _source
      FROM amount
      WHERE unit IS NOT NULL
      GROUP BY _source) usual ON usual._source = a._source

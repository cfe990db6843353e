-- severity: warning
-- field: value
-- about: A measure in percent is above 100. Some are right (income against
--   budget); most are a number in a percentage column.
-- message: The {kind} figure is {value} %, more than 100 %.
-- remedy: Ask whether the figure is a percentage at all and stands in the right unit.

SELECT _id, kind, value
FROM measure
WHERE unit = 'percent'
  AND value > 100

-- severity: error
-- field: value
-- about: A percentage that a return states for a part of a total (73 % of 298
--   milestones completed) is not what the two numbers give, rounding allowed
--   for.
-- message: The return states {value} % for {scope}, {part}, but {count} of
--   {total} are {computed} %.
-- remedy: Ask which of the figures is right.

SELECT p._id, p.value, p.scope, c.name AS part, c.value AS count,
       t.value AS total, round(100 * c.value / t.value, 2) AS computed
FROM control_total p
JOIN control_total c ON c._source = p._source AND c.scope_key = p.scope_key
  AND c.name_key = replace(p.name_key, '_percent', '')
JOIN control_total t ON t._source = p._source AND t.scope_key = p.scope_key
  AND t.name_key = 'total'
WHERE p.name_key LIKE '%_percent'
  AND c.name_key <> p.name_key
  AND t.value > 0
  AND abs(p.value - 100 * c.value / t.value)
      > CASE WHEN p.value = round(p.value) THEN 0.5001 ELSE 0.0501 END

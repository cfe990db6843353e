-- severity: error
-- field: value
-- about: A return states a part of a total (completed, of all milestones) more
--   than once, and not alike. Most often one of the figures is a percentage that
--   was typed without its sign, 75 beside 219.
-- message: The return states {value} for {scope}, {name}, and {first} before.
-- remedy: Ask which is right; have a percentage typed with its sign, as 75%.

-- Sub-totals have many totals: only scopes with one are looked at.
WITH part AS (
  SELECT c._id, c._source, c.scope, c.name, c.value,
         FIRST_VALUE(c.value) OVER (PARTITION BY c._source, c.scope_key,
                                                 c.name_key
                                    ORDER BY c._id) AS first
  FROM control_total c
  JOIN (SELECT _source, scope_key
        FROM control_total
        WHERE name_key = 'total'
        GROUP BY _source, scope_key
        HAVING COUNT(*) = 1) t
    ON t._source = c._source AND t.scope_key = c.scope_key
  WHERE c.name_key <> 'total')
SELECT _id, scope, name, value, first
FROM part
WHERE value <> first

-- severity: error
-- field: value
-- about: A return states a total and its parts (green, amber and red; completed
--   and outstanding), and the parts do not add up to it.
-- message: The return states a total of {value} for {scope}, but {names} add up
--   to {computed}.
-- remedy: Ask which of the stated figures is right.

WITH part(family, name) AS (VALUES
  ('green, amber and red', 'green'), ('green, amber and red', 'amber'),
  ('green, amber and red', 'red'),
  ('completed and outstanding', 'completed'),
  ('completed and outstanding', 'outstanding')),
needed AS (
  SELECT family, COUNT(*) AS parts FROM part GROUP BY family),
stated AS (
  SELECT c._source, c.scope_key, p.family, COUNT(DISTINCT p.name) AS parts,
         COUNT(*) AS totals, SUM(c.value_exact) AS exact,
         SUM(c.value) AS computed
  FROM control_total c
  JOIN part p ON p.name = c.name_key
  GROUP BY c._source, c.scope_key, p.family)
SELECT t._id, t.value, t.scope, s.family AS names, s.computed
FROM control_total t
JOIN stated s ON s._source = t._source AND s.scope_key = t.scope_key
JOIN needed n ON n.family = s.family AND n.parts = s.parts
  AND n.parts = s.totals
WHERE t.name_key = 'total'
  AND t.value_exact <> s.exact

-- severity: warning
-- field: status
-- about: Not one of the actions, or of the milestones, of a return has a status,
--   where other returns of its layout have them. It fires once for each, on the
--   first. Where only some are missing, see 'missing_status'.
-- message: None of the {items} {what}s of this return has a status.
-- remedy: Ask the department for them, as words: the colour of a cell alone may
--   not be read.

WITH item AS (
  SELECT 'action' AS what, _id, _source, status
  FROM action
  UNION ALL
  SELECT 'milestone', _id, _source, status
  FROM milestone),
kept AS (
  SELECT i.what, i._source, s.layout, MIN(i._id) AS _id, COUNT(*) AS items,
         COUNT(i.status) AS given
  FROM item i
  JOIN source s ON s._id = i._source
  GROUP BY i.what, i._source, s.layout),
usual AS (
  SELECT what, layout
  FROM kept
  WHERE given > 0
  GROUP BY what, layout
  HAVING SUM(given) * 2 > SUM(items))
SELECT k._id, k.what, k.items
FROM kept k
JOIN usual u ON u.what = k.what AND u.layout = k.layout
WHERE k.given = 0
  AND k.items >= 3

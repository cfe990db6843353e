-- severity: info
-- about: An action has no milestones, where most of the same return have.
-- message: The action '{action}' has no milestones.
-- remedy: Ask whether the list was left out.

WITH item AS (
  SELECT a._id, a._source, COALESCE(a.ref, a.title) AS action,
         m.action_ref_key AS key
  FROM action a
  LEFT JOIN (SELECT _source, action_ref_key
             FROM milestone
             GROUP BY _source, action_ref_key) m
    ON m._source = a._source
    AND m.action_ref_key = COALESCE(a.ref_key, a.title_key))
SELECT i._id, i.action
FROM item i
JOIN (SELECT _source
      FROM item
      GROUP BY _source
      HAVING COUNT(key) * 2 > COUNT(*)) usual ON usual._source = i._source
WHERE i.key IS NULL

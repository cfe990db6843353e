-- severity: info
-- about: An action has no risk assessment, where most of the same return have.
-- message: The action '{action}' has no risk assessment.
-- remedy: Ask the department to assess it.

WITH item AS (
  SELECT a._id, a._source, COALESCE(a.ref, a.title) AS action,
         r.action_ref_key AS key
  FROM action a
  LEFT JOIN (SELECT _source, action_ref_key
             FROM risk
             GROUP BY _source, action_ref_key) r
    ON r._source = a._source
    AND r.action_ref_key = COALESCE(a.ref_key, a.title_key))
SELECT i._id, i.action
FROM item i
JOIN (SELECT _source
      FROM item
      GROUP BY _source
      HAVING COUNT(key) * 2 > COUNT(*)) usual ON usual._source = i._source
WHERE i.key IS NULL

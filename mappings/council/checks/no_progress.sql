-- severity: warning
-- about: An action has no progress, where others of the same return have.
-- message: The action '{action}' has no progress.
-- remedy: Ask the department for it.

SELECT a._id, COALESCE(a.ref, a.title) AS action
FROM action a
JOIN (SELECT _source FROM progress WHERE period IS NOT NULL GROUP BY _source) s
  ON s._source = a._source
LEFT JOIN (SELECT _source, action_ref_key
           FROM progress
           WHERE period IS NOT NULL
           GROUP BY _source, action_ref_key) p
  ON p._source = a._source
  AND p.action_ref_key = COALESCE(a.ref_key, a.title_key)
WHERE p._source IS NULL

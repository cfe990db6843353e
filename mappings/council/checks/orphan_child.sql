-- severity: error
-- message: The {what} belongs to '{parent}', but the return has no {parent_kind} of that reference or title.
-- remedy: Correct the reference, or ask for the {parent_kind} that is missing.

WITH child AS (
  SELECT 'milestone' AS what, 'action' AS parent_kind, _id, _source,
         action_ref AS parent, action_ref_key AS parent_key,
         'action_ref' AS _field
  FROM milestone
  UNION ALL
  SELECT 'progress', 'action', _id, _source, action_ref, action_ref_key,
         'action_ref'
  FROM progress
  UNION ALL
  SELECT 'risk', 'action', _id, _source, action_ref, action_ref_key,
         'action_ref'
  FROM risk
  UNION ALL
  SELECT 'measure', 'indicator', _id, _source, indicator_ref,
         indicator_ref_key, 'indicator_ref'
  FROM measure),
parent AS (
  SELECT 'action' AS kind, _source, COALESCE(ref_key, title_key) AS key
  FROM action
  UNION
  SELECT 'indicator', _source, COALESCE(ref_key, title_key)
  FROM indicator)
SELECT c._id, c._field, c.what, c.parent, c.parent_kind
FROM child c
WHERE c.parent_key IS NOT NULL
  AND (c.parent_kind, c._source, c.parent_key) NOT IN (
    SELECT p.kind, p._source, p.key FROM parent p WHERE p.key IS NOT NULL)

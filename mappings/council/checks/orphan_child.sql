-- severity: error
-- about: A milestone, a progress row, a risk or a measure names an action or
--   indicator that the return does not have. Figures counted by action or
--   indicator would miss it.
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
parent AS MATERIALIZED (
  SELECT 'action' AS kind, _source,
         CAST(COALESCE(ref_key, title_key) AS TEXT) AS key
  FROM action
  UNION
  SELECT 'indicator', _source, CAST(COALESCE(ref_key, title_key) AS TEXT)
  FROM indicator)
SELECT c._id, c._field, c.what, c.parent, c.parent_kind
FROM child c
LEFT JOIN parent p ON p.kind = c.parent_kind AND p._source = c._source
  AND p.key = c.parent_key
WHERE c.parent_key IS NOT NULL
  AND p.kind IS NULL

-- severity: warning
-- field: deadline
-- about: The deadline of a milestone is later than that of its action.
-- message: The deadline {deadline} is later than that of the action,
--   {action_deadline} (cell {action_cell}).
-- remedy: Ask which of the two deadlines is right.

WITH parent AS MATERIALIZED (
  SELECT _source, CAST(COALESCE(ref_key, title_key) AS TEXT) AS key,
         deadline, _cell
  FROM action
  WHERE deadline IS NOT NULL)
SELECT m._id, m.deadline, a.deadline AS action_deadline, a._cell AS action_cell
FROM milestone m
JOIN parent a ON a._source = m._source AND a.key = m.action_ref_key
WHERE m.deadline > a.deadline

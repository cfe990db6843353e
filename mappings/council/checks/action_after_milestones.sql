-- severity: info
-- field: deadline
-- about: All milestones of an action end in one financial year, and the action
--   is due some months into the next: a step is missing, or the deadline is too
--   late. Actions that run on for a year and more are left alone: they have
--   milestones for this year only.
-- message: The deadline {deadline} is later than that of every milestone of the
--   action, the last of which is due on {last_deadline}.
-- remedy: Ask whether a milestone is missing or the deadline is right.

SELECT a._id, a.deadline, m.last_deadline
FROM (SELECT _id, _source, CAST(COALESCE(ref_key, title_key) AS TEXT) AS key,
             deadline,
             CAST(substr(deadline, 1, 4) AS INTEGER) * 12
             + CAST(substr(deadline, 6, 2) AS INTEGER) - 4 AS month
      FROM action
      WHERE deadline IS NOT NULL) a
JOIN (SELECT _source, action_ref_key, MAX(deadline) AS last_deadline,
             CAST(substr(MAX(deadline), 1, 4) AS INTEGER) * 12
             + CAST(substr(MAX(deadline), 6, 2) AS INTEGER) - 4 AS last_month
      FROM milestone
      WHERE deadline IS NOT NULL
      GROUP BY _source, action_ref_key) m
  ON m._source = a._source AND m.action_ref_key = a.key
WHERE a.month - m.last_month BETWEEN 1 AND 11
  AND a.month / 12 > m.last_month / 12

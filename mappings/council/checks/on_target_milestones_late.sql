-- severity: warning
-- field: status
-- about: An action is on target although most of its milestones that are still
--   open are reported delayed or red, or are past their deadlines. One late
--   milestone is left alone: the action may still be reached.
-- message: The action is reported {shown_status}, but {late} of its {still_open}
--   open milestones are late.
-- remedy: Ask whether the action can still be reached in time.

SELECT a._id, s.label AS shown_status, m.late, m.still_open
FROM action a
JOIN code_status s ON s.code = a.status
JOIN (SELECT m._source, m.action_ref_key, COUNT(*) AS still_open,
             SUM(CASE WHEN m.status IN ('delayed', 'red')
                        OR m.deadline < r.as_at
                      THEN 1 ELSE 0 END) AS late
      FROM milestone m
      JOIN source r ON r._id = m._source
      JOIN code_status c ON c.code = m.status
      WHERE c.closes = 0
      GROUP BY m._source, m.action_ref_key) m
  ON m._source = a._source
  AND m.action_ref_key = COALESCE(a.ref_key, a.title_key)
WHERE a.status IN ('on_target', 'green')
  AND m.late >= 2
  AND m.late * 2 > m.still_open

-- severity: warning
-- field: deadline
-- about: An action or a milestone is reported on target although its deadline
--   is before the return's own date. It is either completed, or delayed, or
--   has a new deadline.
-- message: The {what} is reported on target, but its deadline {deadline} is before the return's own date, {as_at}.
-- remedy: Ask whether it is completed or delayed, or whether the deadline has moved.

SELECT d._id, d.what, d.deadline, s.as_at
FROM (SELECT _id, _source, 'action' AS what, deadline, status FROM action
      UNION ALL
      SELECT _id, _source, 'milestone', deadline, status FROM milestone) d
JOIN source s ON s._id = d._source
WHERE d.status = 'on_target'
  AND d.deadline < s.as_at

-- severity: info
-- field: deadline
-- about: An action is reported delayed and its deadline has passed: it needs a
--   new one.
-- message: The action is delayed and its deadline {deadline} has passed.
-- remedy: Ask for the new deadline.

SELECT a._id, a.deadline
FROM action a
JOIN source s ON s._id = a._source
WHERE a.status = 'delayed'
  AND a.deadline < s.as_at

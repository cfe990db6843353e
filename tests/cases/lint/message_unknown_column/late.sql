-- severity: error
-- field: dedline
-- message: The deadline {deadline} is past.
-- remedy: Ask {officer}.
SELECT _id, status FROM milestone

-- severity: error
-- message: The milestone is late.

SELECT _id
FROM milestone
WHERE state = 'delayed'

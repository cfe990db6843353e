-- severity: error
-- message: The milestone is late.

SELECT _id
FROM milestone
WHRE status = 'delayed'

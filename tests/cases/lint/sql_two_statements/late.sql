-- severity: error
-- message: The milestone is late.

SELECT _id FROM milestone;
SELECT _id FROM action

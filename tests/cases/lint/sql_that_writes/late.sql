-- severity: error
-- message: The milestone is late.

DELETE FROM milestone

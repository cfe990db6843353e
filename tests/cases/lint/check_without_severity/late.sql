-- message: The milestone is late.
SELECT _id FROM milestone

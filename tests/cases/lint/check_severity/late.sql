-- severity: serious
-- message: The milestone is late.
-- remedie: Ask.
SELECT _id FROM milestone

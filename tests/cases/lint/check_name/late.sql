-- severity: warning
-- message: The deadline of '{title}' has passed.
SELECT _id, title FROM action WHERE deadline < '2000-01-01'

-- severity: warning
-- field: deadline
-- about: An action has no deadline.
-- message: {title} has no deadline.
-- remedy: Ask the department for the date.
SELECT _id, title FROM action WHERE deadline IS NULL

-- severity: warning
-- field: status
-- about: An action without a status.
-- message: The action {title} has no status.
-- remedy: Ask for it.
SELECT a._id, a.title FROM action a WHERE a.status IS NULL

-- severity: warning
-- about: A task without a cost.
-- field: cost
-- message: The task '{title}' has no cost.
-- remedy: Ask what it costs.
SELECT _id, title FROM task WHERE cost IS NULL

-- severity: error
-- field: percent_complete
-- about: Progress of more than 100 % complete.
-- message: Progress is given as {percent_complete} % complete.
-- remedy: Ask for the right figure: an action cannot be more than 100 % complete.

SELECT _id, percent_complete
FROM progress
WHERE percent_complete > 100

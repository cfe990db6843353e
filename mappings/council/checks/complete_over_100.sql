-- severity: error
-- field: percent_complete
-- about: Progress of more than 100 % complete, or of less than nothing.
-- message: Progress is given as {percent_complete} % complete.
-- remedy: Ask for the right figure: an action is between 0 and 100 %
--   complete.

SELECT _id, percent_complete
FROM progress
WHERE percent_complete > 100 OR percent_complete < 0

-- severity: warning
-- field: percent_complete
-- about: Progress of more than nothing and less than 1 %: most likely a
--   fraction, 0.5 where 50 % is meant. The figure is kept as it stands.
-- message: Progress is given as {percent_complete} % complete, which looks like a
--   fraction.
-- remedy: Ask for the percentage, or show the column of the workbook as a
--   percentage; look at the figures 1 of the return as well. Nothing to do where
--   the return itself says 0.5% and means it.

SELECT _id, percent_complete
FROM progress
WHERE percent_complete > 0
  AND percent_complete < 1

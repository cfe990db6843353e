-- severity: info
-- field: number
-- about: The milestones of an action are not in the order of their numbers,
--   mostly because they were sorted as text: 1, 10, 11, 2. It fires on the first
--   one that is too low.
-- message: Milestone {number} stands behind milestone {before}.
-- remedy: Nothing to do, unless the numbers matter.

WITH numbered AS (
  SELECT _id, _source, action_ref_key, number,
         CAST(number AS INTEGER) AS n,
         lag(number) OVER above AS before,
         lag(CAST(number AS INTEGER)) OVER above AS before_n
  FROM milestone
  WHERE length(rtrim(number, '0123456789')) = 0
    AND length(number) <= 6
  WINDOW above AS (PARTITION BY _source, action_ref_key ORDER BY _id))
SELECT d._id, d.number, d.before
FROM numbered d
JOIN (SELECT MIN(_id) AS _id
      FROM numbered
      WHERE n < before_n
      GROUP BY _source, action_ref_key) f ON f._id = d._id

-- severity: info
-- field: title
-- about: Several milestones of one action have the same title, such as the four
--   quarters of one task, or several actions without a reference have it. They
--   cannot be told apart by it. It fires on the first.
-- message: {how_many} {what} have the title '{title}'.
-- remedy: Ask for titles that say what is different.

SELECT m._id, m.title, d.how_many, 'milestones of this action' AS what
FROM milestone m
JOIN (SELECT MIN(_id) AS _id, COUNT(*) AS how_many
      FROM milestone
      WHERE title_key IS NOT NULL
      GROUP BY _source, action_ref_key, title_key
      HAVING COUNT(*) > 1) d ON d._id = m._id
UNION ALL
SELECT a._id, a.title, d.how_many, 'actions'
FROM action a
JOIN (SELECT MIN(_id) AS _id, COUNT(*) AS how_many
      FROM action
      WHERE title_key IS NOT NULL AND ref_key IS NULL
      GROUP BY _source, title_key
      HAVING COUNT(*) > 1) d ON d._id = a._id

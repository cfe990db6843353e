-- severity: info
-- field: title
-- about: Several milestones of one action have the same title, such as the four
--   quarters of one task. They cannot be told apart by it. It fires on the
--   first.
-- message: {milestones} milestones of this action have the title '{title}'.
-- remedy: Ask for titles that say what is different.

SELECT m._id, m.title, d.milestones
FROM milestone m
JOIN (SELECT MIN(_id) AS _id, COUNT(*) AS milestones
      FROM milestone
      WHERE title_key IS NOT NULL
      GROUP BY _source, action_ref_key, title_key
      HAVING COUNT(*) > 1) d ON d._id = m._id

-- severity: error
-- field: ref
-- about: The same reference stands twice among the actions, or among the
--   indicators, of one return. It fires on the second and later ones and names
--   the cell of the first. Capitals, blanks and footnote marks make no
--   difference.
-- message: The reference {ref} was used before in this return, in cell {first_cell} of sheet '{first_sheet}'.
-- remedy: Ask which of the two is right; figures that go by this reference count both.

SELECT r._id, r.ref, f._cell AS first_cell, f._sheet AS first_sheet
FROM (SELECT _id, ref,
             MIN(_id) OVER (PARTITION BY _source, ref_key) AS first_id
      FROM action
      WHERE ref_key IS NOT NULL) r
JOIN action f ON f._id = r.first_id
WHERE r._id > r.first_id
UNION ALL
SELECT r._id, r.ref, f._cell, f._sheet
FROM (SELECT _id, ref,
             MIN(_id) OVER (PARTITION BY _source, ref_key) AS first_id
      FROM indicator
      WHERE ref_key IS NOT NULL) r
JOIN indicator f ON f._id = r.first_id
WHERE r._id > r.first_id

-- severity: error
-- field: ref
-- message: The reference {ref} was used before in this return, in cell {first_cell} of sheet '{first_sheet}'.
-- remedy: Ask which of the two is right; figures that go by this reference count both.

SELECT d._id, d.ref, d.first_cell, d.first_sheet
FROM (SELECT r._id, r.ref,
             first_value(r._cell) OVER earlier AS first_cell,
             first_value(r._sheet) OVER earlier AS first_sheet,
             row_number() OVER earlier AS place
      FROM (SELECT 'action' AS what, _id, _source, ref, ref_key, _cell, _sheet
            FROM action
            UNION ALL
            SELECT 'indicator', _id, _source, ref, ref_key, _cell, _sheet
            FROM indicator) r
      WHERE r.ref_key IS NOT NULL
      WINDOW earlier AS (PARTITION BY r.what, r._source, r.ref_key
                         ORDER BY r._id)) d
WHERE d.place > 1

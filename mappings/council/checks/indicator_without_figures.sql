-- severity: info
-- about: An indicator has no figure of any kind, where most of the same return
--   have. Where a figure of its row could not be read, that was told.
-- message: The indicator '{indicator}' has no figure at all.
-- remedy: Ask when there will be one, or take the indicator out.

WITH item AS (
  SELECT i._id, i._source, i._sheet, i._row,
         COALESCE(i.ref, i.title) AS indicator,
         m.indicator_ref_key AS key
  FROM indicator i
  LEFT JOIN (SELECT _source, indicator_ref_key
             FROM measure
             WHERE value IS NOT NULL
             GROUP BY _source, indicator_ref_key) m
    ON m._source = i._source
    AND m.indicator_ref_key = COALESCE(i.ref_key, i.title_key))
SELECT i._id, i.indicator
FROM item i
JOIN (SELECT _source
      FROM item
      GROUP BY _source
      HAVING COUNT(key) * 2 > COUNT(*)) usual ON usual._source = i._source
LEFT JOIN (SELECT _source, sheet, row
           FROM finding
           WHERE check_name IN ('not_a_number', 'too_big', 'error_cell',
                                'formula_without_value')
           GROUP BY _source, sheet, row) unread
  ON unread._source = i._source AND unread.sheet = i._sheet
  AND unread.row = i._row
WHERE i.key IS NULL
  AND unread._source IS NULL

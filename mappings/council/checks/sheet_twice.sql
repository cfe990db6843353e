-- severity: warning
-- field: line
-- about: Two sheets of a return hold the same statement or the same indicators:
--   half of the figures of one, or more, stand on the other as well, for the same
--   line, column and period. A sheet was copied within the workbook, or a draft
--   was left in it, and every sum over the lines counts both. It fires on the
--   later sheet.
-- message: {again} of the {figures} figures of this sheet stand on sheet
--   '{first_sheet}' as well, for the same lines and period, {alike} of them with
--   the same value. Both sheets count.
-- remedy: Take out the sheet that is not part of the return. If the two report
--   different things, let the layout name the statement by its sheet.

WITH given AS (
  SELECT _id, _source, _sheet, value_exact, statement AS part, line_key AS line,
         item_key AS item, period
  FROM amount
  UNION ALL
  SELECT _id, _source, _sheet, value_exact, NULL, indicator_ref_key, kind,
         period
  FROM measure
  WHERE value_exact IS NOT NULL),
figure AS (
  SELECT _id, _source, _sheet, value_exact,
         first_value(_sheet) OVER same AS first_sheet,
         first_value(value_exact) OVER same AS first_exact
  FROM given
  WINDOW same AS (PARTITION BY _source, part, line, item, period
                  ORDER BY _id))
SELECT MIN(_id) AS _id, COUNT(*) AS figures,
       SUM(CASE WHEN first_sheet <> _sheet THEN 1 ELSE 0 END) AS again,
       SUM(CASE WHEN first_sheet <> _sheet AND value_exact = first_exact
                THEN 1 ELSE 0 END) AS alike,
       MIN(CASE WHEN first_sheet <> _sheet THEN first_sheet END) AS first_sheet
FROM figure
GROUP BY _source, _sheet
HAVING 2 * SUM(CASE WHEN first_sheet <> _sheet THEN 1 ELSE 0 END) >= COUNT(*)

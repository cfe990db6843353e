-- severity: info
-- field: note
-- about: Not one of the figures of a kind and period is there: three or more
--   indicators have a word such as TBA instead. It fires once.
-- message: None of the {figures} figures ({shown_kind}, {period}) is given; the
--   first reads '{note}'.
-- remedy: Ask when they will follow.

SELECT f._id, f.note, f.period, k.label AS shown_kind, g.figures
FROM (SELECT MIN(_id) AS _id, COUNT(*) AS figures
      FROM measure
      WHERE kind IN ('actual', 'estimate', 'target', 'projection')
      GROUP BY _source, kind, period
      HAVING COUNT(value) = 0 AND COUNT(*) >= 3) g
JOIN measure f ON f._id = g._id
JOIN code_measure_kind k ON k.code = f.kind

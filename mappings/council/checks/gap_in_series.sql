-- severity: info
-- about: Numbers are missing in a series of references (LPI FIS-ICT-001, 003,
--   004 ...) or of an action's milestones. Only series of four and more, of
--   which most numbers are there, are looked at. It fires on the one after the
--   gap.
-- message: {ref} follows {before}: numbers between them are missing.
-- remedy: Ask whether something was left out.

WITH item AS (
  SELECT 'action' AS kind, 'ref' AS _field, _id, _source, '' AS parent, ref
  FROM action
  WHERE ref IS NOT NULL
  UNION ALL
  SELECT 'indicator', 'ref', _id, _source, '', ref
  FROM indicator
  WHERE ref IS NOT NULL
  UNION ALL
  SELECT 'milestone', 'number', _id, _source, COALESCE(action_ref_key, ''),
         number
  FROM milestone
  WHERE number IS NOT NULL),
cut AS (
  SELECT kind, _field, _id, _source, parent, ref,
         rtrim(ref, '0123456789') AS prefix
  FROM item),
numbered AS (
  SELECT kind, _field, _id, _source, parent, ref, prefix,
         CAST(substr(ref, length(prefix) + 1) AS INTEGER) AS n
  FROM cut
  WHERE length(ref) - length(prefix) BETWEEN 1 AND 6),
dense AS (
  SELECT kind, _source, parent, prefix
  FROM numbered
  GROUP BY kind, _source, parent, prefix
  HAVING COUNT(DISTINCT n) >= 4
    AND COUNT(DISTINCT n) * 4 >= (MAX(n) - MIN(n) + 1) * 3),
stepped AS (
  SELECT d._field, d._id, d.ref, d.n,
         lag(d.n) OVER series AS before_n, lag(d.ref) OVER series AS before
  FROM numbered d
  JOIN dense e ON e.kind = d.kind AND e._source = d._source
    AND e.parent = d.parent AND e.prefix = d.prefix
  WINDOW series AS (PARTITION BY d.kind, d._source, d.parent, d.prefix
                    ORDER BY d.n, d._id))
SELECT _id, _field, ref, before
FROM stepped
WHERE n > before_n + 1

-- severity: warning
-- field: status
-- about: A milestone with a green light (done within its time) or reported
--   completed, whose commentary says that it went live, was completed or was
--   implemented in a month after its deadline.
-- message: The milestone is reported {shown_status}, but its commentary speaks
--   of {month} {year}, after its deadline {deadline}.
-- remedy: Ask whether it was late; a light says what was reached in time.

WITH month(name, n) AS (VALUES
  ('January', 1), ('February', 2), ('March', 3), ('April', 4), ('May', 5),
  ('June', 6), ('July', 7), ('August', 8), ('September', 9), ('October', 10),
  ('November', 11), ('December', 12)),
said AS MATERIALIZED (
  SELECT _id, deadline, status, lower(commentary) AS text,
         CAST(substr(deadline, 1, 4) AS INTEGER) AS due_year,
         CAST(substr(deadline, 6, 2) AS INTEGER) AS due_month
  FROM milestone
  WHERE status IN ('green', 'completed')
    AND deadline IS NOT NULL
    AND (lower(commentary) LIKE '%went live%'
         OR lower(commentary) LIKE '%completed in %'
         OR lower(commentary) LIKE '%implemented in %')),
late AS MATERIALIZED (
  SELECT s._id, s.status, s.deadline, s.text, o.name AS month, o.n,
         CAST(s.due_year AS TEXT) AS year
  FROM said s
  JOIN month o ON o.n > s.due_month
  UNION ALL
  SELECT s._id, s.status, s.deadline, s.text, o.name, o.n + 12,
         CAST(s.due_year + 1 AS TEXT)
  FROM said s
  JOIN month o ON o.n <= 12)
SELECT l._id, c.label AS shown_status, l.deadline, l.month, l.year
FROM late l
JOIN (SELECT _id, MIN(n) AS n
      FROM late
      WHERE text LIKE '%' || lower(month) || ' ' || year || '%'
      GROUP BY _id) f ON f._id = l._id AND f.n = l.n
JOIN code_status c ON c.code = l.status

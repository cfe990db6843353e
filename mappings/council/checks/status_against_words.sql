-- severity: warning
-- field: status
-- about: The words of a return contradict its status: a milestone is completed
--   while its commentary speaks of a next stage or of seven out of eight
--   actions completed, it is on target while one part is delayed, on hold while
--   work is ongoing, green while further work is required. The phrases are a
--   list in the check; add those of your departments.
-- message: The status is {shown_status}, but the words beside it say '{words}'.
-- remedy: Ask the officer which of the two is right and correct the other.

-- A phrase may hold % for any words between; small letters only. An empty
-- status stands for none. For an action it is the text of its progress that is
-- read. Keep phrases long enough to mean one thing.
WITH phrase(status, words) AS (VALUES
  ('', 'project delayed'),
  ('completed', 'being monitored'),
  ('completed', 'next stage is'),
  ('completed', 'not yet complete'),
  ('completed', 'work is ongoing'),
  ('completed', 'is still ongoing'),
  ('delayed', 'put "on hold"'),
  ('green', 'further work is being undertaken'),
  ('green', 'further work is required'),
  ('green', 'plans are being formulated'),
  ('green', 'has been delayed'),
  ('on_hold', 'on target'),
  ('on_hold', 'ongoing'),
  ('on_target', 'and one delayed'),
  ('on_target', 'and two delayed'),
  ('on_target', 'completed % by the deadline'),
  ('on_target', 'deadline needs to be revised'),
  ('on_target', 'have been delayed'),
  ('on_target', 'have not been any'),
  ('on_target', 'not in accordance with'),
  ('on_target', 'not started'),
  ('on_target', 'put "on hold"'),
  ('on_target', 'submitted % on schedule'),
  ('on_target', 'will not take place until')),
number(word, n) AS (VALUES
  ('one', 1), ('two', 2), ('three', 3), ('four', 4), ('five', 5), ('six', 6),
  ('seven', 7), ('eight', 8), ('nine', 9), ('ten', 10), ('1', 1), ('2', 2),
  ('3', 3), ('4', 4), ('5', 5), ('6', 6), ('7', 7), ('8', 8), ('9', 9),
  ('10', 10)),
latest AS (
  SELECT _source, action_ref_key, narrative, issues,
         row_number() OVER (PARTITION BY _source, action_ref_key
                            ORDER BY period DESC, _id DESC) AS age
  FROM progress),
parent AS MATERIALIZED (
  SELECT _id, _source, CAST(COALESCE(ref_key, title_key) AS TEXT) AS key, status
  FROM action),
said AS (
  SELECT _id, COALESCE(status, '') AS status, lower(commentary) AS text
  FROM milestone
  WHERE commentary IS NOT NULL
  UNION ALL
  SELECT a._id, COALESCE(a.status, ''),
         lower(COALESCE(p.narrative, '') || ' ' || COALESCE(p.issues, ''))
  FROM latest p
  JOIN parent a ON a._source = p._source AND a.key = p.action_ref_key
  WHERE p.age = 1
    AND (p.narrative IS NOT NULL OR p.issues IS NOT NULL)),
contradiction AS (
  SELECT s._id, s.status, replace(p.words, '%', '...') AS words
  FROM said s
  JOIN phrase p ON p.status = s.status
    AND s.text LIKE '%' || p.words || '%'
  UNION ALL
  SELECT s._id, s.status, d.word || ' out of ' || t.word || ' ... completed'
  FROM said s
  JOIN number t ON s.text LIKE '% out of ' || t.word || ' %completed%'
  JOIN number d ON d.n < t.n
    AND ' ' || s.text LIKE '% ' || d.word || ' out of ' || t.word || ' %'
  WHERE s.status = 'completed'
    AND s.text LIKE '% out of %')
SELECT c._id, MIN(c.words) AS words, COALESCE(MIN(l.label), '(none)')
         AS shown_status
FROM contradiction c
LEFT JOIN code_status l ON l.code = c.status
GROUP BY c._id

-- severity: warning
-- field: status
-- about: The latest progress of an action is 100 % complete, but its status
--   does not close it.
-- message: The action is 100 % complete, but its status is {shown_status}.
-- remedy: Ask whether the action is completed, or what is left to do.

WITH latest AS (
  SELECT _source, action_ref_key, percent_complete,
         row_number() OVER (PARTITION BY _source, action_ref_key
                            ORDER BY period DESC, _id DESC) AS age
  FROM progress),
parent AS MATERIALIZED (
  SELECT _id, _source, status,
         CAST(COALESCE(ref_key, title_key) AS TEXT) AS key
  FROM action)
SELECT a._id, c.label AS shown_status
FROM parent a
JOIN code_status c ON c.code = a.status
JOIN latest p ON p._source = a._source AND p.age = 1
  AND p.action_ref_key = a.key
WHERE p.percent_complete = 100
  AND c.closes = 0

-- severity: warning
-- field: deadline
-- about: A milestone stands under a financial year in which it is not due.
-- message: The deadline {deadline} is not in the financial year
--   {financial_year}, under which the milestone stands.
-- remedy: Ask which of the two is right.

SELECT _id, deadline, financial_year
FROM milestone
WHERE deadline < substr(financial_year, 1, 4) || '-04-01'
   OR deadline > CAST(CAST(substr(financial_year, 1, 4) AS INTEGER) + 1 AS TEXT)
                 || '-03-31'

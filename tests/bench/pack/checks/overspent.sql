-- severity: warning
-- field: spend
-- about: More was spent than the budget and the forecast allow, and the work is complete.
-- message: Spend to date {spend} of a budget of {budget} and a forecast of {forecast}.
-- remedy: Ask the department for the right figures.
SELECT i._id, i.spend, i.budget, i.forecast
FROM item i
WHERE i.status = 'complete' AND i.percent_complete = 100
  AND i.spend > 100 * i.budget AND i.spend > 100 * i.forecast

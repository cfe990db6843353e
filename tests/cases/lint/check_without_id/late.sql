-- severity: error
-- message: {n} milestones are late.
SELECT COUNT(*) AS n FROM milestone

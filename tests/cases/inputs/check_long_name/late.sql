-- severity: warning
-- message: '{title}' is there.
-- remedy: Ask.
SELECT _id, title FROM milestone

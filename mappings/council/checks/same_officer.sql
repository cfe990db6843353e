-- severity: info
-- field: lead_officer
-- about: The same officer authorises an action and leads it.
-- message: {lead_officer} authorises this action and leads it.
-- remedy: Ask whether somebody else authorises it.

SELECT _id, lead_officer
FROM action
WHERE lower(trim(lead_officer)) = lower(trim(authorising_officer))

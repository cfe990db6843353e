-- message: late
SELECT _id FROM milestone

-- severity: info
-- about: A return that does not say when it was printed.
-- message: The return of {department} does not say when it was printed.
-- remedy: Ask for its day.
SELECT _id, department FROM "return" WHERE printed_on IS NULL

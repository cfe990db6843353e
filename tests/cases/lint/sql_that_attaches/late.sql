-- severity: error
-- message: The milestone is late.

ATTACH 'other.sqlite' AS other

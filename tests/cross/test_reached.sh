#!/bin/bash
# test_reached.sh - every error of the table comes up in some test.
#
# An error counts as reached where it is expected: in what a case must print
# (in the form of an error, so that the list of `collate explain` does not
# count), or in an assertion of a unit test. What only a fault provokes stands
# in the list below with the test that makes the fault.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
bad=0
fail() {
  echo "$*"
  bad=1
}

faults='
output_workbook  the workbook library fails a call: tests/fault
store_full       the disk has no room for the store: tests/fault
'

reached_by_case() { # CODE
  grep -rqE \
    "\[$1\]\$|^error: $1\$|\"code\": \"$1\"|,$1\$" \
    "$root"/tests/cases --include=stdout --include=stderr
}

# To use an error is not to expect it.
reached_by_unit() { # CODE
  grep -rhw "CO_X_${1^^}" "$root"/tests/unit --include='*.c' |
    grep -qv 'co_fail('
}

codes=$(grep -oE '"[a-z0-9_]+", CO_E[A-Z]+' "$root/include/collate/errors.def" |
  grep -oE '[a-z0-9_]{2,}' | grep -v '^CO_' || true)
[ "$(wc -w <<<"$codes")" -gt 50 ] || fail "the table was not found"
for code in $codes; do
  if grep -q "^$code " <<<"$faults"; then
    ! reached_by_case "$code" && ! reached_by_unit "$code" ||
      fail "$code is reached without a fault: take it off the list"
  else
    reached_by_case "$code" || reached_by_unit "$code" ||
      fail "$code is expected by no test"
  fi
done
exit "$bad"

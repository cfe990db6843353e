#!/bin/bash
# test_variations.sh - returns that depart from their layout, as departments
# make them: the same records, or the finding that says why not.
#
# vary.py does the work; it needs python3-openpyxl and is skipped without. One
# return alone: tests/cross/test_variations.sh finance-2009-10-q2
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
python=
for candidate in python3 /usr/bin/python3; do
  "$candidate" -c 'import openpyxl' 2>/dev/null && python=$candidate && break
done
[ -n "$python" ] || { echo "skipped: python3-openpyxl is not installed"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PYTHONDONTWRITEBYTECODE=1 "$python" "$here/vary.py" "$COLLATE" \
  "$root/mappings/council" "$root/fixtures/council" "$work" "$@"

#!/bin/bash
# test_scale.sh - the shipped pack's queries take steps in proportion.
#
# See scale.py. Skipped without python3-yaml and python3-openpyxl.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$here/../..
python=
for candidate in python3 /usr/bin/python3; do
  "$candidate" -c 'import openpyxl, yaml' 2>/dev/null &&
    python=$candidate && break
done
[ -n "$python" ] ||
  { echo "skipped: python3-openpyxl or python3-yaml is not installed"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PYTHONDONTWRITEBYTECODE=1 "$python" "$here/scale.py" "$COLLATE" \
  "$root/mappings/council" "$root/fixtures/council" "$work"

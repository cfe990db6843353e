#!/bin/bash
# test_mistakes.sh - a pack with one mistake, at every place where one can be.
#
# See mistakes.py. Skipped without python3-yaml.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
python=
for candidate in python3 /usr/bin/python3; do
  "$candidate" -c 'import yaml' 2>/dev/null && python=$candidate && break
done
[ -n "$python" ] || { echo "skipped: python3-yaml is not installed"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PYTHONDONTWRITEBYTECODE=1 "$python" "$here/mistakes.py" "$COLLATE" \
  "$here/../unit/mini" "$work"

#!/bin/bash
# test_schema.sh - the JSON Schemas of pack files say what the readers know.
#
# schema.py does the work; it needs python3-jsonschema and python3-yaml and is
# skipped without.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
python=
for candidate in python3 /usr/bin/python3; do
  "$candidate" -c 'import jsonschema, yaml' 2>/dev/null &&
    python=$candidate && break
done
[ -n "$python" ] ||
  { echo "skipped: python3-jsonschema or python3-yaml is not installed"; exit 77; }
"$python" "$here/schema.py" "$root" "$COLLATE"

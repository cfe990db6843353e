#!/bin/bash
# test_conservation.sh - returns ruined at random, counted again apart from the
# program (conserve.py). A share that takes half a minute; tests/property/run
# does as many as one likes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1
if ! python3 "$here/conserve.py" "$COLLATE" "$here/../../fixtures/council" \
  "$work" 2000 1 20; then
  echo "again, with the returns kept: tests/property/run 2000 1"
  exit 1
fi

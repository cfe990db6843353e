#!/bin/bash
# test_returns.sh - the records of real returns, where they are at hand.
#
# The returns of real councils are no part of this tree. Where a folder
# ../shared/returns (or $RETURNS) holds them with the truth and the script that
# scores records against it, every return in a layout of the shipped pack must
# give exactly the records of its truth. A return that no layout fits yet is
# named and passed over. Without the folder the test is skipped.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
returns=${RETURNS:-$here/../../../shared/returns}
[ -d "$returns/truth" ] || { echo "skipped: no returns at hand"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

for truth in "$returns"/truth/*/; do
  name=$(basename "$truth")
  for file in "$returns/$name".xlsx "$returns/$name".csv; do
    [ -e "$file" ] || continue
    echo "== $(basename "$file")"
    rm -rf "$work/records"
    code=0
    "$COLLATE" build -q "$file" -o "$work/records/" || code=$?
    case $code in
      0 | 1) python3 "$returns/score.py" -d 3 "$truth" "$work/records" ||
        failed=1 ;;
      3) echo "no layout of the shipped pack fits it yet" ;;
      *) echo "exit $code"; failed=1 ;;
    esac
  done
done
exit "$failed"

#!/bin/bash
# test_fixtures.sh - the records of the fixtures are the records expected.
#
# Each return is built alone. Its CSV and XLSX forms must give the same
# records: the twin is compared with fixtures/council/expected and with what
# the CSV form gave, in all fields but the place a record came from. The whole
# folder in one run must give what the returns gave one by one.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
fixtures=$here/../../fixtures/council
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# build NAME RETURN: the records of RETURN into $work/NAME. 1 is the exit code
# of returns with findings, which these have.
build() {
  local code=0
  "$COLLATE" build -q "$2" -o "$work/$1/" || code=$?
  [ "$code" -le 1 ] || { echo "$2: exit $code"; exit 1; }
}

# same TITLE EXPECTED RECORDS
same() {
  echo "== $1"
  python3 "$here/compare_records.py" "$2" "$3" || failed=1
}

for return in "$fixtures"/returns/*; do
  name=$(basename "${return%.*}")
  build "$name" "$return"
  same "$(basename "$return")" "$fixtures/expected/$name" "$work/$name"
done

for twin in "$fixtures"/twins/*; do
  name=$(basename "${twin%.*}")
  build "twin-$name" "$twin"
  same "twin $(basename "$twin")" "$fixtures/expected/$name" "$work/twin-$name"
  same "twin and its CSV form" "$work/$name" "$work/twin-$name"
done

build all "$fixtures/returns"
mkdir "$work/each"
for file in "$work"/all/*.csv; do
  kind=$(basename "$file")
  head -n 1 "$file" >"$work/each/$kind"
  for return in "$fixtures"/returns/*; do
    name=$(basename "${return%.*}")
    tail -n +2 "$work/$name/$kind" >>"$work/each/$kind"
  done
done
same "all in one run" "$work/each" "$work/all"
exit "$failed"

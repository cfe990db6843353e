#!/bin/bash
# test_sandbox.sh - the program does its work where sockets, other programs and
# all that it does not need are deadly (sandbox.c).
#
# Every kind of output of the small pack and of the shipped one; every command
# that reads; and the files of the fuzz corpora and cases, which were made to
# lead readers astray.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
root=$(realpath "$here/../..")
sandbox=$COLLATE_BUILD/tests/sandbox
export ASAN_OPTIONS=detect_leaks=0 # the leak check is a debugger

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
count=0 failed=0

# within CODES ARGUMENT... - collate in the sandbox ends with one of the codes.
within() {
  local code=0
  "$sandbox" "$COLLATE" "${@:2}" >out 2>err || code=$?
  [ "$code" != 77 ] || { cat err && exit 77; }
  count=$((count + 1))
  [[ " $1 " == *" $code "* ]] && return
  failed=$((failed + 1))
  echo "exit $code: collate ${*:2}"
  head -n 3 err
}

# The sandbox bites: neither another program nor a socket.
for evil in 'import os; os.execv("/bin/true", ["true"])' \
  'import socket; socket.socket()'; do
  code=0
  ("$sandbox" /usr/bin/python3 -c "$evil") >out 2>err || code=$?
  [ "$code" = 159 ] || { echo "the sandbox lets through: $evil" && exit 1; }
done

outputs=(master.xlsx master.csv master.json master.html records/ copy.sqlite)
for output in "${outputs[@]}"; do
  within 0 build -q --pack "$here/pack" "$here/returns" -o "$output"
  within "0 1" build -q "$root/fixtures/council/returns" -o "$output"
done
within 0 build -q --pack "$here/pack" "$here/returns" --store store.sqlite
within 0 build -q --pack "$here/pack" "$here/returns" --store store.sqlite
within 0 check --pack "$here/pack" "$here/returns"
within 0 lint "$here/pack"
within 0 convert "$here/returns/planning.ods" cells.xlsx
every=${EVERY:-5} at=0 # of the files, so that a sanitized build is quick, too
while IFS= read -r -d '' file; do
  at=$((at + 1))
  [ $((at % every)) = 0 ] || continue
  within "0 3 5" show "$file"
  within "0 1 3 5" check "$file"
done < <(find "$root/tests/fuzz/corpus" "$root/tests/cases/inputs" \
  -type f \( -name '*.xlsx' -o -name '*.ods' -o -name '*.csv' -o -name '*.xls' \
  -o -path '*/corpus/*' \) -print0 | sort -z)

echo "sandbox: $count runs, $failed did more or ended otherwise"
[ "$failed" = 0 ]

# runs.sh - what the tests of whole runs share; they read it with `source`.
#
# A test works in a folder of its own that goes when it ends. Outputs are
# compared by their checksums: `sums` before and after.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
RETURNS=$ROOT/fixtures/council/returns
: "${COLLATE:?set COLLATE to the program}"
COLLATE=$(realpath -- "$COLLATE")
# sanitizers may not trace a process that is traced, or killed on purpose
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
export SOURCE_DATE_EPOCH=1262304000

# in memory where that can be: flushing to a busy disk takes most of the time
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"

failed=0

# fail TEXT...: notes a failure and goes on.
fail() {
  printf 'FAILED: %.400s\n' "$*"
  failed=1
}

# ends CODE COMMAND...: the command must end with the code; what it said is in
# said.txt.
ends() {
  local want=$1 code=0
  shift
  "$@" >out.txt 2>said.txt </dev/null || code=$?
  [ "$code" = "$want" ] || fail "exit $code instead of $want: $*: $(cat said.txt)"
}

# says TEXT: the last command said so.
says() {
  grep -qF -- "$1" said.txt || fail "not said: $1; but: $(cat said.txt)"
}

# Checksums of all files but those of the tests themselves; hidden ones too.
sums() {
  find . -type f ! -name out.txt ! -name said.txt ! -name '*.in' -print0 |
    sort -z | xargs -0 -r sha256sum
}

# A run on a store that holds the same returns already numbers them anew, which
# the workbook shows; the records are the same. And the store's own content:
sums_of_records() {
  sums | grep ' [^ ]*/records/'
}
store_holds() {
  python3 - "$1" <<'END'
import sqlite3, sys
store = sqlite3.connect(sys.argv[1])
print(store.execute("PRAGMA integrity_check").fetchone()[0])
for view in "source", "action", "milestone", "measure", "amount", "finding":
    print(view, store.execute(f"SELECT count(*) FROM {view}").fetchone()[0])
END
}

# no_leftovers: no hidden file is in the folder.
no_leftovers() {
  local found
  found=$(find . -name '.?*' -type f)
  [ -z "$found" ] || fail "left behind: $found"
}

# big_return FILE ROWS: a return that takes a while to read.
big_return() {
  awk -v rows="$2" 'NR == 1 || !body { print }
    /On target|Completed|Delayed/ { line[n++] = $0 }
    END { for (i = 0; i < rows; i++) print line[i % n] }' \
    "$RETURNS/finance-2009-10-q2.csv" >"$1"
}

# await PATTERN: until a file of that name is there.
await() {
  local tries
  for tries in $(seq 600); do
    ! compgen -G "$1" >/dev/null || return 0
    sleep 0.02
  done
  fail "no $1 after $tries tries"
}

#!/bin/bash
# test_changing_input.sh - inputs that change, or that are no files.
#
# A return that somebody saves while it is read is refused, and the run goes
# on; FIFOs, folders and devices never hang. Catalogue: P6, Z17.
source "$(dirname "${BASH_SOURCE[0]}")/runs.sh"

command -v strace >/dev/null || { echo "strace is not installed"; exit 77; }
strace -o /dev/null true 2>/dev/null || { echo "strace may not trace"; exit 77; }

cp "$RETURNS/finance-2009-10-q2.csv" return.csv

# changed HOW COMMAND...: the change is made while the file is read: strace
# keeps every read of it waiting for half a second.
changed() {
  local how=$1 code=0
  shift
  rm -f trace.in
  strace -qq -f -o trace.in -P "$PWD/return.csv" -e trace=pread64 \
    -e inject=pread64:delay_enter=500000 \
    "$COLLATE" build return.csv "$RETURNS"/*.xlsx -o m.csv >out.txt 2>said.txt &
  for _ in $(seq 600); do [ -s trace.in ] && break || sleep 0.02; done
  "$@"
  wait $! || code=$?
  [ "$code" = 3 ] || fail "$how: exit $code"
  says "changed while it was read"
  says "1 return read, 1 refused"
}

append() { echo ',,,' >>return.csv; }
cut() { truncate -s -5 return.csv; }
replace() { cp return.csv other.in && mv other.in return.csv; }
changed appended append
changed cut cut
changed replaced replace

mkfifo fifo.csv
for input in fifo.csv /dev/zero /dev/null .; do
  ends 3 timeout 20 "$COLLATE" show "$input"
done
ends 3 timeout 20 "$COLLATE" check fifo.csv /dev/zero
exit $failed

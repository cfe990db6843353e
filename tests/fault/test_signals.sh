#!/bin/bash
# test_signals.sh - runs that are told to stop, or killed.
#
# SIGTERM, SIGINT and SIGHUP end a run with their own number; the outputs and
# the store stay as they were and nothing is left behind. After SIGKILL the
# next run on the same outputs takes away what was left. Catalogue: P2, P5, P14.
source "$(dirname "${BASH_SOURCE[0]}")/runs.sh"

outputs=(-o master.xlsx -o records/ --store history.sqlite)
big_return big.in.csv 1500
mv big.in.csv big.csv
ends 1 "$COLLATE" build -q "$RETURNS" "${outputs[@]}"
before=$(sums)
outputs_before=$(sums_of_records)
store_before=$(store_holds history.sqlite)

# stopped SIGNAL: a run is given the signal while it reads. The shell starts
# what is in the background without SIGINT; Python brings it back.
stopped() {
  local code=0
  python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$COLLATE" build -q big.csv \
    "${outputs[@]}" >out.txt 2>said.txt &
  await '.history.sqlite.*.part'
  kill "-$1" $! 2>/dev/null || fail "the run was over before SIG$1"
  wait $! 2>/dev/null || code=$?
  [ "$code" = $((128 + $(kill -l "$1"))) ] || fail "SIG$1: exit $code"
}

for signal in TERM INT HUP; do
  stopped $signal
  [ "$before" = "$(sums)" ] || fail "SIG$signal: a file was touched"
  no_leftovers
done

stopped KILL
compgen -G '.history.sqlite.*.part' >/dev/null || fail "SIGKILL: no leftover"
compgen -G '.*.lock' >/dev/null || fail "SIGKILL: no lock file"
ends 1 "$COLLATE" build -q "$RETURNS" "${outputs[@]}"
[ "$outputs_before" = "$(sums_of_records)" ] || fail "SIGKILL: other records"
[ "$store_before" = "$(store_holds history.sqlite)" ] || fail "SIGKILL: other store"
no_leftovers

# What was ignored from the start stays so.
(
  trap '' HUP
  exec "$COLLATE" build -q big.csv -o master.csv --store other.sqlite
) >out.txt 2>said.txt &
await '.other.sqlite.*.part'
kill -HUP $!
code=0
wait $! || code=$?
[ "$code" -lt 128 ] || fail "nohup: exit $code"
[ -e other.sqlite ] || fail "nohup: no store"
exit $failed

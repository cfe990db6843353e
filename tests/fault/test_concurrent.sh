#!/bin/bash
# test_concurrent.sh [ROUNDS] - runs at the same time on the same outputs.
#
# In every round two to eight runs start at once on one workbook, one folder
# and one store. Each ends as usual or with 7 and the name of what another one
# writes, at least one gets through, and what is there afterwards is what a
# single run leaves: no damage, no double load. Catalogue: P3, P4, P13.
source "$(dirname "${BASH_SOURCE[0]}")/runs.sh"

rounds=${1:-3}
mkdir shared
ln -s shared alias
outputs=(-o shared/master.xlsx -o shared/records/ --store shared/history.sqlite)
through=(-o alias/master.xlsx -o alias/records/ --store alias/history.sqlite)
ends 1 "$COLLATE" build -q "$RETURNS" "${outputs[@]}"
ends 1 "$COLLATE" build -q "$RETURNS" "${outputs[@]}"
expected=$(sums_of_records)
store_expected=$(store_holds shared/history.sqlite)

busy=0 done=0
for round in $(seq "$rounds"); do
  runs=$((2 + round % 7)) pids=() ended=0
  for i in $(seq "$runs"); do
    names=("${outputs[@]}")
    [ $((i % 2)) = 0 ] || names=("${through[@]}")
    "$COLLATE" build -q "$RETURNS" "${names[@]}" >/dev/null 2>"said$i.in" &
    pids+=($!)
  done
  for i in $(seq "$runs"); do
    code=0
    wait "${pids[i - 1]}" || code=$?
    case $code in
      1) ended=$((ended + 1)) ;;
      7)
        busy=$((busy + 1))
        grep -q "^collate: another run is writing '[a-z]*/" "said$i.in" ||
          fail "round $round: $(cat "said$i.in")"
        ;;
      *) fail "round $round: exit $code: $(cat "said$i.in")" ;;
    esac
  done
  [ "$ended" -ge 1 ] || fail "round $round: no run got through"
  done=$((done + ended))
  [ "$expected" = "$(sums_of_records)" ] || fail "round $round: other records"
  ends 0 "$COLLATE" show shared/master.xlsx
  [ "$store_expected" = "$(store_holds shared/history.sqlite)" ] ||
    fail "round $round: the store holds $(store_holds shared/history.sqlite)"
done
no_leftovers
echo "$rounds rounds: $done runs done, $busy told to wait"
exit $failed

#!/bin/bash
# test_targets.sh - outputs that cannot be replaced without harm.
#
# Each is refused with its reason before any return is read (no finding is
# told), and nothing is touched or left behind. Catalogue: P8, O19, S5.
source "$(dirname "${BASH_SOURCE[0]}")/runs.sh"

# refused CODE TEXT ARGUMENT...
refused() {
  local code=$1 text=$2
  shift 2
  ends "$code" "$COLLATE" build "$RETURNS" "$@"
  says "$text"
  [ "$(wc -l <said.txt)" = 1 ] || fail "more was said: $(cat said.txt)"
}

echo precious >file.xlsx
cp file.xlsx linked.xlsx.other
ln linked.xlsx.other linked.xlsx
cp file.xlsx readonly.xlsx
chmod 444 readonly.xlsx
ln -s file.xlsx link.xlsx
ln -s nowhere dangling.xlsx
ln -s file.sqlite link.sqlite
mkfifo fifo.xlsx
mkdir folder.sqlite
cp "$RETURNS"/*.xlsx return.xlsx
before=$(sums)

refused 6 "'link.xlsx' is a link" -o link.xlsx
refused 6 "'dangling.xlsx' is a link" -o dangling.xlsx
refused 6 "'linked.xlsx' is one file under two names" -o linked.xlsx
refused 6 "'readonly.xlsx' is read-only" -o readonly.xlsx
refused 6 "'fifo.xlsx' is no ordinary file" -o fifo.xlsx
refused 6 "make its folder first" -o nowhere/master.xlsx
refused 6 "make its folder first" -o nowhere/records/
refused 6 "shorter name" -o "$(printf 'x%.0s' {1..260}).xlsx"
refused 6 "'link.sqlite' is a link" --store link.sqlite
refused 6 "'folder.sqlite' is a folder" --store folder.sqlite
refused 6 "'readonly.xlsx' is read-only" -o good.xlsx -o readonly.xlsx
refused 2 "given twice" -o new.xlsx -o ./new.xlsx
refused 2 "given twice" -o new.sqlite --store ./new.sqlite
refused 2 "is one of the returns" return.xlsx -o ./return.xlsx
if [ "$(id -u)" != 0 ]; then
  mkdir closed
  chmod 555 closed
  refused 6 "choose a folder that you may write to" -o closed/master.xlsx
fi

ends 6 "$COLLATE" convert "$RETURNS/finance-2009-10-q2.csv" link.xlsx
says "is a link"
ends 2 "$COLLATE" convert file.xlsx ./file.xlsx

[ "$before" = "$(sums)" ] || fail "a file was touched"
[ -L link.xlsx ] || fail "the link is gone"
no_leftovers
exit $failed

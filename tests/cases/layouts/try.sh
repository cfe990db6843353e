#!/bin/sh
# try.sh - what the cases in this folder run: one layout over one return
# ($1; return.csv).
#
# The pack is the shipped one with the layouts of the case in place of its own
# and with the plan ledger.yaml, so that a case shows three things: what was
# noticed, what became of every row, and (in records/) what was read.
set -e
cp -r "$PACK" pack
rm pack/returns/*
cp ./*.yaml pack/returns
cp "$ROOT/tests/cases/layouts/ledger.yaml" pack/reports/master.yaml

code=0
return=${1:-return.csv}
"$COLLATE" check --pack pack "$return" || code=$?
"$COLLATE" build -q --pack pack "$return" -o records/ -o ledger.xlsx ||
  code=$?
[ ! -f ledger.xlsx ] || "$COLLATE" convert ledger.xlsx ledger.csv
[ ! -f ledger.csv ] || tr -d '\r' <ledger.csv
exit $code

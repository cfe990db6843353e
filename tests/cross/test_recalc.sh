#!/bin/bash
# test_recalc.sh - every formula of the master workbook is right and live.
#
# The workbook of the fixtures loses all results that its formulas came with;
# LibreOffice reckons them again, and every cell must be what it was. Then a
# status is changed, and the Summary must follow. Skipped without LibreOffice.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
fixtures=$here/../../fixtures/council
command -v soffice >/dev/null ||
  { echo "skipped: LibreOffice is not installed"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A profile of its own, which reckons everything when it opens a file.
mkdir -p "$work/profile/user"
cat >"$work/profile/user/registrymodifications.xcu" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop
  oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
XML

# recalculated NAME: $work/NAME.xlsx as LibreOffice writes it, as NAME.tsv.
recalculated() {
  mkdir -p "$work/out"
  soffice "-env:UserInstallation=file://$work/profile" --headless \
    --convert-to xlsx --outdir "$work/out" "$work/$1.xlsx" >/dev/null 2>&1
  "$COLLATE" show --format tsv "$work/out/$1.xlsx" >"$work/$1.tsv"
}

code=0
"$COLLATE" build -q "$fixtures/returns" -o "$work/master.xlsx" || code=$?
[ "$code" -le 1 ] || { echo "build: exit $code"; exit 1; }
"$COLLATE" show --format tsv "$work/master.xlsx" >"$work/cached.tsv"

formulas=$(python3 "$here/recalc.py" strip "$work/master.xlsx" \
  "$work/stripped.xlsx")
recalculated stripped
echo "$formulas formulas"
python3 "$here/recalc.py" compare "$work/cached.tsv" "$work/stripped.tsv"

python3 "$here/recalc.py" status "$work/master.xlsx" "$work/status.xlsx"
recalculated status
python3 "$here/recalc.py" differ "$work/stripped.tsv" "$work/status.tsv" Summary

#!/bin/bash
# test_recalc.sh - every formula of the master workbook is right and live.
#
# The workbook of the fixtures loses all results that its formulas came with;
# LibreOffice reckons them again, and every cell must be what it was. Then a
# status is changed, and the Summary must follow. All of it once more where
# the sheets are so short that tables go on on others, and for a return with
# what formulas read otherwise than SQL does (odd/): cells that are empty,
# signs for "anything", capitals with accents, dates that are text. Skipped
# without LibreOffice.
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

# check NAME RETURNS [OPTIONS]: builds $work/NAME.xlsx and compares it with
# what LibreOffice makes of it without the results.
check() {
  local name=$1 code=0 formulas
  shift
  "$COLLATE" build -q "$@" -o "$work/$name.xlsx" || code=$?
  [ "$code" -le 1 ] || { echo "build: exit $code"; exit 1; }
  "$COLLATE" show --format tsv "$work/$name.xlsx" >"$work/$name-cached.tsv"
  formulas=$(python3 "$here/recalc.py" strip "$work/$name.xlsx" \
    "$work/$name-stripped.xlsx")
  recalculated "$name-stripped"
  echo "$name: $formulas formulas"
  python3 "$here/recalc.py" compare "$work/$name-cached.tsv" \
    "$work/$name-stripped.tsv"
}

check master "$fixtures/returns"
# The tables go on on further sheets; formulas count in all their parts, and
# no formula is lost for that.
check short "$fixtures/returns" --limit sheet-rows=40
check publication "$fixtures/returns" --limit sheet-rows=40 --profile publish
cp -r "$here/../../mappings/council" "$work/pack"
cp "$here/odd/odd.yaml" "$work/pack/returns"
check odd "$here/odd/odd.csv" --pack "$work/pack"
grep -q '^Milestones (2)' "$work/short-cached.tsv"
unzip -p "$work/short.xlsx" 'xl/worksheets/*.xml' >"$work/short.xml"
grep -q '(COUNTIFS(Milestones\[Return\],[^)]*)+COUNTIFS(Milestones_2\[' \
  "$work/short.xml"

python3 "$here/recalc.py" status "$work/master.xlsx" "$work/status.xlsx"
recalculated status
for name in master-stripped status; do
  python3 "$here/recalc.py" totals "$work/$name.tsv" Summary >"$work/$name.txt"
done
# It was late and red; cancelled is neither, and no other figure changes.
diff "$work/master-stripped.txt" "$work/status.txt" >"$work/changes" || true
grep '^[<>]' "$work/changes" | diff - <(cat <<'END'
< Overdue milestones 9
> Overdue milestones 8
< Red 5
> Red 4
< Grey 0
> Grey 1
END
)

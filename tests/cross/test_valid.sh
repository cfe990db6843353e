#!/bin/bash
# test_valid.sh - the master workbook opens without a word about repairs.
#
# Excel is not at hand, so valid.py holds the workbook of the fixtures against
# what Excel checks, in both profiles, packed fast and small, and with sheets
# so short that every table goes on on others. Workbooks with one thing spoilt
# show that valid.py would see it. At the end: a publication keeps the rules
# for publishing, a working copy departs from them in the six ways that are
# meant, and from no other.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
top=$here/../..
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

build() { # OUT [OPTIONS]: 1 is the exit code of returns with findings
  local code=0 out=$1
  shift
  "$COLLATE" build -q "$top/fixtures/council/returns" -o "$out" "$@" || code=$?
  [ "$code" -le 1 ] || { echo "$out: exit $code"; exit 1; }
}

build working.xlsx
build publish.xlsx --profile publish
build small.xlsx --compress small
build short.xlsx --limit sheet-rows=20
build short-publish.xlsx --limit sheet-rows=20 --profile publish
python3 "$here/valid.py" ./*.xlsx

echo "== packed small"
cells() { "$COLLATE" show --format tsv "$1" | grep -v '^#'; }
cmp <(cells working.xlsx) <(cells small.xlsx)
[ "$(stat -c %s small.xlsx)" -lt "$(stat -c %s working.xlsx)" ]

echo "== spoilt"
spoil() { # PART SED-SCRIPT MESSAGE
  rm -rf spoilt spoilt.xlsx
  mkdir spoilt
  (cd spoilt && unzip -q ../working.xlsx)
  sed -i "$2" "spoilt/$1"
  (cd spoilt && zip -q -r -D ../spoilt.xlsx .)
  if python3 "$here/valid.py" spoilt.xlsx >message; then
    echo "$1, $2: not seen"
    exit 1
  fi
  grep -q "$3" message || { echo "$1, $2:"; cat message; exit 1; }
}
spoil xl/tables/table1.xml 's/ id="1" name="What/ id="1" name="Nothing/;s/<tableColumn id="2" name="[^"]*"/<tableColumn id="2" name="Other"/' 'are not its headers'
spoil xl/tables/table2.xml 's/displayName="[^"]*"/displayName="About"/' 'stands twice'
spoil xl/worksheets/sheet1.xml 's/location="[^"]*"/location="'"'Nowhere'"'!A1"/' 'leads to'
spoil xl/worksheets/sheet1.xml 's/dxfId="[0-9]*"/dxfId="9999"/' 'a colour that there is not'
spoil xl/worksheets/sheet2.xml 's/COUNTIFS(Actions\[Return\]/COUNTIFS(Actions[Retrun]/' 'speaks of Actions'
spoil xl/tables/table7.xml 's/Statuses\[Status\]/Statuses[Closes the item]/' 'is filled in otherwise'
spoil xl/styles.xml 's/<dxf><font><color rgb="FF00500B"/<dxf><font><color rgb="FF70C070"/' 'a contrast of'
spoil xl/workbook.xml 's/>'"'Actions'!"'/>Actions!/' 'lacks quotes'
spoil xl/worksheets/_rels/sheet1.xml.rels 's/table1\.xml/table99.xml/' 'leads to no part'
spoil xl/charts/chart1.xml 's|<c:pt idx="0"><c:v>\([^<]*\)|<c:pt idx="0"><c:v>\17|' 'is not kept'

echo "== the rules for publishing"
for name in publish short-publish; do
  "$COLLATE" check --accessibility $name.xlsx >found ||
    { head -20 found; exit 1; }
done
"$COLLATE" check --accessibility --format csv working.xlsx >found && exit 1
cut -d, -f2 found | tr -d '\r' | sort -u | sed '/^check$/d' >departs
diff departs - <<'END'
blank_row
filter
frozen
header_footer
one_table
one_table_said
END

#!/bin/bash
# test_workbook.sh - the master workbook as other programs see it.
#
# The master of the fixtures must be the same bytes twice, hold for openpyxl
# cell for cell what our reader finds in it, and still hold it after
# LibreOffice has opened, recalculated and saved it. A table of more rows than
# a sheet has must go on on a second sheet. A disk that is full, and a limit on
# the size of files, must leave nothing, or the old workbook. What is not
# installed is passed over.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
top=$here/../..
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python=/usr/bin/python3

# build OUT [OPTIONS]: 1 is the exit code of returns with findings.
build() {
  local code=0 out=$1
  shift
  "$COLLATE" build -q "$top/fixtures/council/returns" -o "$out" "$@" || code=$?
  [ "$code" -le 1 ] || { echo "$out: exit $code"; exit 1; }
}

echo "== same bytes twice"
build a.xlsx
build b.xlsx
cmp a.xlsx b.xlsx
unzip -q -t a.xlsx
"$COLLATE" show --format tsv a.xlsx | grep -v '^#' >a.tsv
[ -s a.tsv ]

echo "== openpyxl"
if "$python" -c 'import openpyxl' 2>/dev/null; then
  "$python" "$here/workbook_cells.py" a.xlsx >openpyxl.tsv
  diff a.tsv openpyxl.tsv | head -20
  cmp a.tsv openpyxl.tsv
fi

echo "== LibreOffice"
if command -v soffice >/dev/null; then
  mkdir office
  soffice -env:UserInstallation="file://$work/profile" --headless \
    --convert-to xlsx --outdir office a.xlsx >/dev/null 2>&1
  "$COLLATE" show --format tsv office/a.xlsx | grep -v '^#' >office.tsv
  diff a.tsv office.tsv | head -20
  cmp a.tsv office.tsv
fi

echo "== more rows than a sheet has"
cp -r "$top/mappings/council" pack
cat >pack/reports/many.yaml <<'END'
plan: many
describes: more rows than a sheet has
sheets:
  - sheet: Many
    title: Many rows
    freeze: 3
    blocks:
      - table: Many
        query: |
          WITH RECURSIVE n(x) AS
            (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1048600)
          SELECT x FROM n ORDER BY x
        columns:
          - { name: Number, from: x, type: whole, total: yes }
END
build many.xlsx --pack pack --plan many
"$COLLATE" show --format tsv many.xlsx | grep '^Many' >many.tsv
[ "$(grep -c "^Many	" many.tsv)" = 1048574 ] # title, header, rows to 1048575
[ "$(sed -n '1048574p;1048575,1048577p;$p' many.tsv)" = "\
Many	A1048575	n	1048572
Many (2)	A1	s	Many rows
Many (2)	A3	s	Number
Many (2)	A4	n	1048573
Many (2)	A32	n	549781504300" ]
unzip -p many.xlsx xl/tables/table2.xml | grep -q 'name="Many_2".*ref="A3:A31"'

echo "== no room"
for blocks in 8 60; do # of 1024 bytes
  mkdir full
  code=0
  (ulimit -f $blocks && "$COLLATE" build -q "$top/fixtures/council/returns" \
    -o full/a.xlsx) 2>message || code=$?
  [ "$code" = 6 ] || { echo "$blocks blocks: exit $code"; exit 1; }
  grep -q "'full/a.xlsx' cannot be written" message
  rmdir full # nothing is left in it
done

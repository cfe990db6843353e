#!/bin/bash
# test_errors.sh [--write] - no error without a code, no code without meaning.
#
# 1. Every row of include/collate/errors.def has its enumerator's name, and
#    code and cause of its own; no finding has the name of an error.
# 2. Every code is used in src/, and nothing that is used has no row.
# 3. docs/errors.md holds what `collate explain` says, word for word. With
#    --write that part of it is written instead.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
table=$root/include/collate/errors.def
page=$root/docs/errors.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
fail() {
  echo "$*"
  bad=1
}

# "# GROUP" lines and "ENUMERATOR code" lines, in the order of the table.
rows() {
  sed -n -e 's|^/\* \(.*\) \*/$|# \1|p' \
    -e 's|^CO_ERROR_ROW(\([A-Z0-9_]*\), "\([a-z0-9_]*\)",.*|\1 \2|p' "$table"
}

# "NAME (exit N)", a paragraph and the remedy become one row of Markdown.
explained() { # CODE
  "$COLLATE" explain "$1" | awk -v code="$1" '
    NR == 1 { exit_code = $3; sub(/\)/, "", exit_code); next }
    /^What to do: / { remedy = 1; sub(/^What to do: /, "") }
    NF { sub(/^ +/, ""); text[remedy + 0] = text[remedy + 0] " " $0 }
    END { printf "| `%s` | %s |%s |%s |\n", code, exit_code, text[0], text[1] }'
}

tables() {
  local first second
  while read -r first second; do
    if [ "$first" = '#' ]; then
      printf '\n## %s\n\n| code | exit | cause | what to do |\n|---|---|---|---|\n' \
        "$second"
    else
      explained "$second"
    fi
  done < <(rows)
}

mark='<!-- from here on as tests/cross/test_errors.sh writes it -->'
{ awk -v mark="$mark" '{ print } $0 == mark { exit }' "$page"; tables; } >"$work/page"
if [ "${1:-}" = --write ]; then
  cp "$work/page" "$page"
  exit 0
fi
diff -u "$page" "$work/page" ||
  fail "docs/errors.md is not what explain says: test_errors.sh --write mends it"

rows | grep -v '^#' >"$work/rows"
[ "$(wc -l <"$work/rows")" -gt 50 ] || fail "the table was not found"
while read -r enumerator code; do
  [ "${code^^}" = "$enumerator" ] || fail "$enumerator has the code $code"
  grep -rqw --include='*.[ch]' "CO_X_$enumerator" "$root/src" ||
    fail "$code is used nowhere in src/"
done <"$work/rows"
while read -r name; do
  grep -q "^${name#CO_X_} " "$work/rows" || fail "$name has no row"
done < <(grep -rhow --include='*.[ch]' 'CO_X_[A-Z0-9_]*' "$root/src" |
  sort -u | grep -vx 'CO_X_\(NONE\)\?')

"$COLLATE" explain | sed -n 's/^  \([a-z0-9_]*\) (.*)$/\1/p' | sort >"$work/names"
[ -z "$(uniq -d "$work/names")" ] ||
  fail "two meanings: $(uniq -d "$work/names")"
cut -d' ' -f2 "$work/rows" | sort | comm -23 - "$work/names" >"$work/unknown"
[ ! -s "$work/unknown" ] || fail "explain does not know: $(cat "$work/unknown")"
same=$(grep '^| `' "$work/page" | cut -d'|' -f4 | sort | uniq -d)
[ -z "$same" ] || fail "one cause with two codes: $same"
exit "$bad"

#!/bin/bash
# test_explain.sh - no finding without an explanation.
#
# 1. Every name that the sources give a finding is explained.
# 2. Every check of the shipped pack has its paragraph in docs/checks.md, in the
#    words that its file and `collate explain` use; so has every other finding
#    its line there.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
bad=0
fail() {
  echo "$*"
  bad=1
}

# co_notice(m, "NAME", ...), co_finding_of("NAME"), rows of tables
names=$(cat "$root"/src/{map,run,check,store}/*.c | tr '\n' ' ' |
  grep -oE -e '(co_notice\([^,]*,|co_finding_of\(|\{CO_VALUE_[A-Z_]+,) *"[a-z_]+"' \
    -e '\{"[a-z_]+", [a-z]+_sql,' |
  grep -oE '"[a-z_]+"' | tr -d '"' | sort -u)
[ "$(wc -w <<<"$names")" -gt 20 ] || fail "the names of findings were not found"
list=$("$COLLATE" explain)
for name in $names; do
  grep -qF "  $name (" <<<"$list" ||
    fail "$name: no explanation in src/model/findings.c"
done

# The text of a declaration, its lines joined.
declared() { # NAME FILE
  awk -v key="-- $1: " '
    index($0, key) == 1 { on = 1; text = substr($0, length(key) + 1); next }
    on && /^--  / { sub(/^-- +/, ""); text = text " " $0; next }
    { on = 0 }
    END { print text }' "$2"
}

for file in "$root"/mappings/council/checks/*.sql; do
  name=$(basename "$file" .sql)
  line="**$name** ($(declared severity "$file")). $(declared about "$file")"
  grep -qxF -- "$line" "$root/docs/checks.md" ||
    fail "docs/checks.md: wanted the paragraph: $line"
done
while read -r name severity; do
  grep -qF "**$name** $severity. " "$root/docs/checks.md" ||
    fail "docs/checks.md says nothing of $name $severity"
done < <(grep -E '^  [a-z_0-9]+ \((error|warning|info)\)$' <<<"$list")
exit "$bad"

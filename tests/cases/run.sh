#!/bin/bash
# run.sh - runs test cases: folders with a command and what it must give.
#
#   tests/cases/run.sh [--bless] [NAME|GROUP/NAME|GROUP]...     (none: all)
#
# A case is a folder tests/cases/NAME or tests/cases/GROUP/NAME that holds
#   cmd      one shell command line; runs in a temporary copy of the folder
#   expect/  stdout, stderr, exit: a missing one means empty, empty, 0;
#            any other file: must be written by the command, byte for byte
# For the command are set
#   COLLATE  the program            FIXTURES  fixtures/council
#   PACK     mappings/council       ROOT      the source tree
# In stdout and stderr the source tree reads $ROOT and the temporary copy
# $HERE, so that what is expected holds on every machine.
#
# --bless rewrites expect/ from what came out. To have a further output file
# compared, first create it (empty) in expect/.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
ROOT=$(cd "$here/../.." && pwd -P)
work=$(mktemp -d)
work=$(cd "$work" && pwd -P)
trap 'rm -rf "$work"' EXIT

# The program built last, whichever preset that was.
find_program() {
  local newest
  newest=$(ls -t "$ROOT"/build/*/collate 2>/dev/null | head -n 1)
  [ -n "$newest" ] && echo "$newest" && return
  echo "run.sh: no program found; build it, or set COLLATE" >&2
  exit 2
}

# Names of the cases at or below tests/cases/$1.
find_cases() {
  (cd "$here" && find "${1:-.}" -mindepth 1 -maxdepth 3 -name cmd -type f \
    2>/dev/null || true) | sed 's|^\./||; s|/cmd$||' | sort
}

# Runs a case in a copy; leaves what came out in $work/got.
run_case() {
  rm -rf "$work/case" "$work/got"
  mkdir "$work/got"
  cp -R "$here/$1" "$work/case"
  rm -rf "$work/case/expect"
  local code=0
  (cd "$work/case" && env LC_ALL=C TZ=UTC TERM=dumb NO_COLOR=1 \
    SOURCE_DATE_EPOCH=1262304000 ROOT="$ROOT" FIXTURES="$ROOT/fixtures/council" \
    PACK="$ROOT/mappings/council" COLLATE="$COLLATE" \
    sh -c "$(cat "$here/$1/cmd")" </dev/null \
    >"$work/got/stdout" 2>"$work/got/stderr") || code=$?
  sed -i "s|$work/case|\$HERE|g; s|$ROOT|\$ROOT|g" "$work/got/stdout" \
    "$work/got/stderr"
  echo "$code" >"$work/got/exit"
}

# Output files that a case wants compared, by their name in expect/.
wanted_files() {
  [ -d "$here/$1/expect" ] || return 0
  (cd "$here/$1/expect" && find . -type f ! -path ./stdout ! -path ./stderr \
    ! -path ./exit | sed 's|^\./||' | sort)
}

# Compares one file; $3 stands in where nothing is written down.
same() {
  local expected=$1 got=$2
  if [ ! -e "$expected" ]; then
    expected=$work/none
    printf '%s' "$3" >"$expected"
  fi
  [ -e "$got" ] || { echo "  $(basename "$got") was not written"; return 1; }
  diff -u --label "expected $(basename "$got")" --label "got" \
    "$expected" "$got" || return 1
}

compare_case() {
  local bad=0 file
  same "$here/$1/expect/stdout" "$work/got/stdout" "" || bad=1
  same "$here/$1/expect/stderr" "$work/got/stderr" "" || bad=1
  same "$here/$1/expect/exit" "$work/got/exit" $'0\n' || bad=1
  while IFS= read -r file; do
    [ -z "$file" ] || same "$here/$1/expect/$file" "$work/case/$file" "" ||
      bad=1
  done < <(wanted_files "$1")
  return $bad
}

bless_case() {
  local expect="$here/$1/expect" file
  mkdir -p "$expect"
  while IFS= read -r file; do
    [ -z "$file" ] || cp "$work/case/$file" "$expect/$file"
  done < <(wanted_files "$1")
  rm -f "$expect/stdout" "$expect/stderr" "$expect/exit"
  for file in stdout stderr; do
    [ ! -s "$work/got/$file" ] || cp "$work/got/$file" "$expect/$file"
  done
  [ "$(cat "$work/got/exit")" = 0 ] || cp "$work/got/exit" "$expect/exit"
}

bless=no
names=()
for argument in "$@"; do
  case $argument in
    --bless) bless=yes ;;
    -*) sed -n '2,/^set/{/^set/!p}' "$0" >&2; exit 2 ;;
    *) names+=("${argument%/}") ;;
  esac
done
[ -n "${COLLATE:-}" ] || COLLATE=$(find_program)
COLLATE=$(realpath -- "$COLLATE")
[ ${#names[@]} -gt 0 ] || names=(.)

failed=0 total=0
for name in "${names[@]}"; do
  cases=$(find_cases "$name")
  [ -n "$cases" ] || { echo "run.sh: no case '$name'" >&2; exit 2; }
  while IFS= read -r one; do
    total=$((total + 1))
    run_case "$one"
    if [ "$bless" = yes ]; then
      bless_case "$one"
      echo "blessed $one"
    elif compare_case "$one"; then
      echo "ok      $one"
    else
      echo "FAILED  $one"
      failed=$((failed + 1))
    fi
  done <<<"$cases"
done
[ "$failed" = 0 ] || { echo "$failed of $total cases failed"; exit 1; }

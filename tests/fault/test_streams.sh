#!/bin/bash
# test_streams.sh - odd surroundings: streams, limits, folders, environment.
#
# Closed streams, a full disk behind stdout, a reader that leaves, a limit on
# file sizes or open files, no TMPDIR, no environment, any locale, time zone
# and umask. Catalogue: R4, R5, R8, R10, R11, R12, P10, P11, S8.
source "$(dirname "${BASH_SOURCE[0]}")/runs.sh"

small=$RETURNS/finance-2009-10-q2.csv
outputs=(-o master.xlsx -o master.json -o records/ -o copy.sqlite)

# built WHAT COMMAND...: must write just what the first run wrote.
built() {
  local what=$1 code=0
  shift
  rm -rf master.* records copy.sqlite
  "$@" >out.txt 2>said.txt || code=$?
  [ "$code" = 1 ] || fail "$what: exit $code: $(cat said.txt)"
  [ "$expected" = "$(sums)" ] || fail "$what: other outputs"
}

build=("$COLLATE" build -q "$RETURNS" "${outputs[@]}")
expected=
ends 1 "${build[@]}"
expected=$(sums)

built "stdin closed" "${build[@]}" <&-
built "all streams closed" bash -c '"$@" <&- >&- 2>&-' - "${build[@]}"
built "no environment" env -i SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" \
  ASAN_OPTIONS=detect_leaks=0 "${build[@]}"
built "TMPDIR missing" env TMPDIR=/nowhere "${build[@]}"
mkdir readonly
chmod 555 readonly
built "TMPDIR read-only" env TMPDIR="$PWD/readonly" "${build[@]}"
for locale in C de_DE.UTF-8 tr_TR.UTF-8 missing; do
  built "$locale" env LC_ALL="$locale" TZ=Pacific/Apia "${build[@]}"
done
# Whoever runs the tests may have left files open, which count as well.
built "16 open files" bash -c 'for fd in {3..15}; do eval "exec $fd>&-"; done
  ulimit -n 16; "$@"' - "${build[@]}"
built "umask 077" bash -c 'umask 077; "$@"' - "${build[@]}"
[ "$(stat -c %a master.xlsx)" = 600 ] || fail "umask 077: $(stat -c %a master.xlsx)"

# A limit on file sizes is a disk that is full: the old outputs stay.
before=$(sums)
for kilobytes in 1 8 40; do
  ends 6 bash -c "ulimit -f $kilobytes; exec \"\$@\"" - "${build[@]}"
  ! grep -q '\[ERROR\]' said.txt || fail "a library spoke: $(cat said.txt)"
  [ "$before" = "$(sums)" ] || fail "ulimit -f $kilobytes: a file was touched"
done
no_leftovers

# Standard output: full, closed, or without a reader.
for command in "show $small" "show $small --format tsv" "check $RETURNS" \
  "check $RETURNS --format csv" "check $RETURNS --format json" "lint" "--help" \
  "explain" "schema layout"; do
  read -r -a words <<<"$command"
  code=0
  "$COLLATE" "${words[@]}" >/dev/full 2>said.txt || code=$?
  [ "$code" = 6 ] || fail "$command >/dev/full: exit $code: $(cat said.txt)"
  code=0
  "$COLLATE" "${words[@]}" >&- 2>said.txt || code=$?
  [ "$code" = 6 ] || fail "$command >&-: exit $code: $(cat said.txt)"
  code=0
  { "$COLLATE" "${words[@]}" 2>said.txt || echo $? >code.in; } | true
  code=$(cat code.in 2>/dev/null || echo 0)
  [ "$code" = 141 ] || fail "$command | true: exit $code: $(cat said.txt)"
  [ ! -s said.txt ] || [ "${words[0]}" = check ] || fail "$command | true: $(cat said.txt)"
done

exit $failed

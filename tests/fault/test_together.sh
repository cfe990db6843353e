#!/bin/bash
# test_together.sh - the outputs of a run get their names together.
#
# Every rename, every keeping aside and every flush fails in turn: the run
# ends with 6, and all files, the store among them, are as they were. Where
# the file system has no hard links, the same holds. Promise 3.
source "$(dirname "${BASH_SOURCE[0]}")/runs.sh"
command -v strace >/dev/null || { echo "strace is not installed"; exit 77; }
strace -o /dev/null true 2>/dev/null || { echo "strace may not trace"; exit 77; }

outputs=(-o master.json -o page.html -o copy.sqlite --store history.sqlite)
ends 1 "$COLLATE" build -q "$RETURNS/finance-2009-10-q2.csv" "${outputs[@]}"
before=$(sums)

# faults SYSCALL: its first, second, ... call fails until the run has no more.
faults() {
  local at code points=0
  for at in $(seq 100); do
    code=0
    strace -qq -f --seccomp-bpf -o trace.in -e "trace=$1" \
      -e "inject=$1:error=EIO:when=$at" \
      "$COLLATE" build -q "$RETURNS" "${outputs[@]}" >out.txt 2>said.txt || code=$?
    grep -q INJECTED trace.in || break
    points=$((points + 1))
    [ "$code" = 6 ] || fail "$1 $at: exit $code: $(cat said.txt)"
    [ "$before" = "$(sums)" ] || fail "$1 $at: some files are new"
    no_leftovers
    [ $failed = 0 ] || return 0
  done
  echo "$1: $points points"
  [ "$points" -gt 0 ] || fail "$1 was never called"
  # the run without a fault has made all files new
  [ "$code" = 1 ] && [ "$before" != "$(sums)" ] || fail "$1: exit $code"
  restore
}

restore() {
  rm -f master.json page.html copy.sqlite history.sqlite
  ends 1 "$COLLATE" build -q "$RETURNS/finance-2009-10-q2.csv" "${outputs[@]}"
  [ "$before" = "$(sums)" ] || fail "the same run gives other files"
}

faults rename
faults fsync

# No hard links: the old versions are moved aside, and back.
code=0
strace -qq -o trace.in -e trace=link,rename \
  -e inject=link:error=EPERM -e inject=rename:error=EIO:when=3 \
  "$COLLATE" build -q "$RETURNS" "${outputs[@]}" >out.txt 2>said.txt || code=$?
[ "$code" = 6 ] || fail "no hard links: exit $code: $(cat said.txt)"
[ "$before" = "$(sums)" ] || fail "no hard links: some files are new"
no_leftovers
exit $failed

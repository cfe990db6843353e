#!/bin/bash
# test_syscalls.sh - Every system call that writes fails in turn: a share of it.
#
# OFFSET moves the share; tests/fault/run does all of it.
set -euo pipefail
exec "$(dirname "$0")/sweep" syscalls.py --points 300 --offset "${OFFSET:-0}"

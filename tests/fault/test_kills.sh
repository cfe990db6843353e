#!/bin/bash
# test_kills.sh - The run is killed at every system call that writes: a share of it.
#
# OFFSET moves the share; tests/fault/run does all of it.
set -euo pipefail
exec "$(dirname "$0")/sweep" syscalls.py --kill --points 80 --offset "${OFFSET:-0}"

#!/bin/bash
# test_allocations.sh - Every allocation fails in turn: a share of it.
#
# OFFSET moves the share; tests/fault/run does all of it.
set -euo pipefail
exec "$(dirname "$0")/sweep" allocations.py --points 2000 --offset "${OFFSET:-0}"

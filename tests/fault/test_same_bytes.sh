#!/bin/bash
# test_same_bytes.sh - the same returns give the same bytes in twelve
# environments: locale, zone, umask, threads, folders, order.
set -euo pipefail
exec "$(dirname "$0")/sweep" same_bytes.py

#!/bin/bash
# test_opens.sh - a run opens what it was named, what it is made of, and no
# other file.
set -euo pipefail
exec "$(dirname "$0")/sweep" opens.py

#!/bin/bash
# style.sh SOURCE - the sources are as clang-format writes them.
set -euo pipefail
command -v clang-format >/dev/null || { echo "no clang-format"; exit 77; }
cd "$1"
find src include tests -name '*.[ch]' -print0 | sort -z |
  xargs -0 clang-format --dry-run -Werror

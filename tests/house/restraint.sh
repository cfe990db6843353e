#!/bin/bash
# restraint.sh SOURCE - no function over 80 lines, no file over 700.
#
# Relies on the one style of the sources (see style.sh): a function starts at
# the left margin and ends with a lone "}" there; tables and types end "};".
set -euo pipefail
cd "$1"
find src include -name '*.[ch]' -print0 | sort -z | xargs -0 awk '
  function file_end() {
    if (lines > 700) {
      printf "%s: %d lines, more than 700\n", file, lines
      bad = 1
    }
  }
  FNR == 1 { file_end(); file = FILENAME; start = 0 }
  { lines = FNR }
  / = \{$/ && /^[A-Za-z_]/ { data = 1 } # a table at the left margin
  data { if (/\};$/) data = 0; next }
  /^[A-Za-z_]/ && !inside { start = FNR; name = $0 }
  /\{$/ && !/^[ \t]/ { inside = 1 }
  /^    .*\{$/ && !inside && start { inside = 1 } # wrapped parameters
  /^\}/ {
    if (/^\}$/ && start && FNR - start + 1 > 80) {
      printf "%s:%d: %d lines, more than 80: %s\n", file, start, \
        FNR - start + 1, name
      bad = 1
    }
    inside = start = 0
  }
  END { file_end(); exit bad }'

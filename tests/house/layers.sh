#!/bin/bash
# layers.sh SOURCE BUILD - holds the sources to the layers.
#
# Three things:
#   1. with the very flags the build uses for a layer, the header of a layer
#      that it must not see cannot be included (tried for every pair);
#   2. a layer includes only the public headers that are its business;
#   3. each foreign library's headers appear in one layer only.
# The tables are written down here a second time, on purpose: changing a layer
# takes changing the build and this test.
set -euo pipefail
source_dir=$1 build_dir=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# layer: layers it may see : public headers it may include
layers='
base   : base                                              : status errors
grid   : grid base                                         : status grid
format : format grid base                                  : status grid format
model  : model base                                        : status grid model record
map    : map grid model base                               : status grid model record
store  : store model base                                  : status model record
check  : check store model base                            : status model record
report : report store model grid base                      : status grid model record
run    : run report check store map model format grid base : status grid format model record run
cli    : cli run report check store map model format grid base : status grid format model record run
'
# include line (extended regular expression): the one layer that has it
libraries='
<sqlite3\.h>                                   : store
<yaml\.h>                                      : model
<xlsxwriter.*\.h>                              : format
<expat\.h>                                     : format
<csv\.h>                                       : format
<(minizip/)?(unzip|zip|ioapi|mztools)\.h>      : format
<zlib\.h>                                      : format
<(isa-l|isa-l/.*|igzip_lib)\.h>                : format
<pcre2\.h>                                     : base
<utf8proc\.h>                                  : base
<nettle/                                       : base
<xxhash\.h>                                    : base
<uchardet.*\.h>                                : format
'
bad=0
fail() {
  echo "$*"
  bad=1
}
trim() { sed 's/^ *//; s/ *$//' <<<"$1"; }

# -iquote folders of a layer, from the compile commands of its first file.
flags_of() {
  grep -m1 "\"command\".*/src/$1/[^/ ]*\.c\"\?,\?$" \
    "$build_dir/compile_commands.json" | grep -o -- '-iquote [^ ]*' || true
}

# True where $2 (a header) is what a file compiled with $1 gets by its name.
# All is read: a grep that ends early breaks the compiler's pipe.
reaches() {
  echo "#include \"$(basename "$2")\"" >"$work/try.c"
  # shellcheck disable=SC2086
  cc -std=c11 -D_POSIX_C_SOURCE=200809L -M -I"$source_dir/include" \
    $1 "$work/try.c" 2>/dev/null |
    grep -F "src/$(basename "$(dirname "$2")")/$(basename "$2")" >/dev/null
}

check_paths() { # layer, layers it may see
  local flags header owner
  flags=$(flags_of "$1")
  [ -n "$flags" ] || return 0 # not built
  for header in "$source_dir"/src/*/*.h; do
    owner=$(basename "$(dirname "$header")")
    if grep -qw "$owner" <<<"$2"; then
      reaches "$flags" "$header" || fail "$1 cannot include $owner/$(basename "$header")"
    elif reaches "$flags" "$header"; then
      fail "$1 can include $owner/$(basename "$header"), a layer above it"
    fi
  done
}

check_public() { # layer, public headers it may include
  local line name
  while IFS= read -r line; do
    name=$(sed -E 's/.*"collate\/([a-z0-9_]+)\.(h|def)".*/\1/' <<<"$line")
    grep -qw "$name" <<<"$2" || fail "not for $1: $line"
  done < <(grep -rEn '#include "collate/' "$source_dir/src/$1" || true)
}

while IFS=: read -r layer below public; do
  layer=$(trim "$layer")
  [ -n "$layer" ] && [ -d "$source_dir/src/$layer" ] || continue
  check_paths "$layer" "$below"
  check_public "$layer" "$public"
done <<<"$layers"

while IFS=: read -r pattern layer; do
  pattern=$(trim "$pattern") layer=$(trim "$layer")
  [ -n "$pattern" ] || continue
  while IFS= read -r line; do
    fail "only for $layer: $line"
  done < <(grep -rEn "#include $pattern" "$source_dir/src" \
    "$source_dir/include" | grep -v "^$source_dir/src/$layer/" || true)
done <<<"$libraries"

# Other ways around the include paths.
while IFS= read -r line; do
  fail "include by bare name or as collate/...: $line"
done < <(grep -rEn '#include "[^"]*/' "$source_dir/src" |
  grep -vE '#include "collate/[a-z0-9_]+\.(h|def)"' || true)

exit $bad

# embed.cmake - the JSON Schemas as a C file, so that the program can print
# them wherever it is.
#
#   cmake -DOUT=schemas.c -P tools/embed.cmake FILE.schema.json...
#
# Bytes, not string literals: C promises only 4,095 characters of those. The
# table is declared in src/cli/schemas.h; its names are those of the files.
set(arrays "")
set(table "")
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE 0 ${last})
  set(file "${CMAKE_ARGV${i}}")
  if(NOT file MATCHES "([a-z]+)\\.schema\\.json$")
    continue()
  endif()
  set(name "${CMAKE_MATCH_1}")
  file(READ "${file}" bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)"
    "\\1\n" bytes "${bytes}")
  string(APPEND arrays
    "static const unsigned char ${name}[] = {\n${bytes}};\n")
  string(APPEND table "    {\"${name}\", ${name}, sizeof ${name}},\n")
endforeach()
file(WRITE "${OUT}" "/* Made from schema/ by tools/embed.cmake. */
#include \"schemas.h\"

${arrays}
const struct cli_schema cli_schemas[] = {
${table}    {NULL, NULL, 0}};
")

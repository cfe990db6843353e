/* limits.c - the limits of the readers: their names, defaults and setting.
 *
 * One table; --limit, its help and the messages read it. The defaults let pass
 * every workbook that people made and stop those that were made to do harm. */
#include "limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ascii.h"
#include "str.h"

const struct co_limits co_limits_default = {
    .file_bytes = 256ULL << 20,
    .zip_entries = 2000,
    .part_bytes = 1ULL << 30,
    .total_bytes = 2ULL << 30,
    .inflate_ratio = 500,
    .ratio_floor = 16ULL << 20,
    .cells = 20000000,
    .rows = 1048576,
    .columns = 16384,
    .xml_depth = 64,
    .sheets = 1024,
    .merges = 100000,
    .cell_formats = 65490,
    .shared_strings = 5000000,
    .string_bytes = 512ULL << 20,
    .field_bytes = 1ULL << 20,
    .sheet_rows = CO_SHEET_ROWS,
};

#define FIELD(field) \
  offsetof(struct co_limits, field), sizeof(((struct co_limits *)0)->field)

const struct co_limit co_limit_table[] = {
    {"file-bytes", CO_X_LIMIT_FILE_BYTES, "size of a file", FIELD(file_bytes)},
    {"zip-entries", CO_X_LIMIT_ZIP_ENTRIES, "parts of a package",
     FIELD(zip_entries)},
    {"part-bytes", CO_X_LIMIT_PART_BYTES, "unpacked size of one part",
     FIELD(part_bytes)},
    {"total-bytes", CO_X_LIMIT_TOTAL_BYTES, "unpacked size of all parts",
     FIELD(total_bytes)},
    {"inflate-ratio", CO_X_LIMIT_INFLATE_RATIO,
     "how many times a part may grow", FIELD(inflate_ratio)},
    {"ratio-floor", CO_X_LIMIT_INFLATE_RATIO,
     "unpacked size below which it may", FIELD(ratio_floor)},
    {"cells", CO_X_LIMIT_CELLS, "cells of a file", FIELD(cells)},
    {"rows", CO_X_LIMIT_ROWS, "rows of a sheet", FIELD(rows)},
    {"columns", CO_X_LIMIT_COLUMNS, "columns of a sheet", FIELD(columns)},
    {"xml-depth", CO_X_LIMIT_XML_DEPTH, "elements within elements",
     FIELD(xml_depth)},
    {"sheets", CO_X_LIMIT_SHEETS, "sheets of a file", FIELD(sheets)},
    {"merges", CO_X_LIMIT_MERGES, "merged ranges of a sheet", FIELD(merges)},
    {"cell-formats", CO_X_LIMIT_CELL_FORMATS, "cell formats of a workbook",
     FIELD(cell_formats)},
    {"shared-strings", CO_X_LIMIT_SHARED_STRINGS,
     "distinct texts of a workbook", FIELD(shared_strings)},
    {"string-bytes", CO_X_LIMIT_STRING_BYTES, "their size together",
     FIELD(string_bytes)},
    {"field-bytes", CO_X_LIMIT_FIELD_BYTES, "size of one cell's text",
     FIELD(field_bytes)},
    {"sheet-rows", CO_X_NONE, "rows of a sheet that is written",
     FIELD(sheet_rows)},
    {NULL, CO_X_NONE, NULL, 0, 0}};

uint64_t co_limit_get(const struct co_limits *limits,
                      const struct co_limit *limit) {
  const char *field = (const char *)limits + limit->offset;
  uint32_t narrow;
  uint64_t wide;
  if (limit->size == sizeof narrow) {
    memcpy(&narrow, field, sizeof narrow);
    return narrow;
  }
  memcpy(&wide, field, sizeof wide);
  return wide;
}

static void put(struct co_limits *limits, const struct co_limit *limit,
                uint64_t value) {
  char *field = (char *)limits + limit->offset;
  uint32_t narrow = (uint32_t)value;
  if (limit->size == sizeof narrow)
    memcpy(field, &narrow, sizeof narrow);
  else
    memcpy(field, &value, sizeof value);
}

/* 100, 64K, 512M or 2G, at least 1; false for anything else. */
static bool amount(struct co_str text, uint64_t *value) {
  static const char units[] = "KMG";
  const char *unit = text.len ? strchr(units, text.ptr[text.len - 1]) : NULL;
  unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
  *value = 0;
  if (shift) text.len--;
  if (text.len == 0 || text.len > 12) return false;
  for (size_t i = 0; i < text.len; i++) {
    if (!co_is_digit(text.ptr[i])) return false;
    *value = *value * 10 + (uint64_t)(text.ptr[i] - '0');
  }
  if (*value == 0 || *value > UINT64_MAX >> shift) return false;
  *value <<= shift;
  return true;
}

enum co_status co_limit_set(struct co_limits *limits, const char *assignment,
                            struct co_err *err) {
  const char *equals = strchr(assignment, '=');
  size_t len = equals ? (size_t)(equals - assignment) : strlen(assignment);
  struct co_str name = {assignment, len};
  const struct co_limit *limit = co_limit_table;
  uint64_t value;
  while (limit->name && !co_str_is(name, limit->name))
    limit++;
  if (!limit->name)
    return co_fail(err, CO_X_OPTION_VALUE, "there is no limit '%.*s'",
                   CO_STR(name));
  if (!equals || !amount(co_str_of(equals + 1), &value) ||
      (limit->size == sizeof(uint32_t) && value > UINT32_MAX))
    return co_fail(err, CO_X_OPTION_VALUE,
                   "%s wants a number, such as %s=100 or %s=64K", limit->name,
                   limit->name, limit->name);
  put(limits, limit, value);
  return CO_OK;
}

/* How --limit calls it; every limit that can be crossed has its row. */
static const char *option_of(enum co_error code) {
  const struct co_limit *limit = co_limit_table;
  while (limit->crossed != code)
    limit++;
  return limit->name;
}

enum co_status co_limit_crossed(struct co_err *err, enum co_error code,
                                const char *format, ...) {
  char text[CO_ERR_TEXT];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  return co_fail(err, code,
                 "%s; where the file is as it should be, raise the limit with "
                 "--limit %s=NUMBER",
                 text, option_of(code));
}

/* rows.c - the small strict CSV of pack files: see rows.h.
 *
 * RFC 4180, section 2, without line breaks inside quotes (rule 6): a code
 * list has none, and so an unclosed quote is found in its own line instead of
 * swallowing the file. */
#include "rows.h"

#include <string.h>

/* A line while it is taken apart. */
struct cursor {
  struct co_rows *csv;
  struct co_str line;
  size_t at;
};

static void report(struct co_rows *csv, enum co_error code, struct co_str line,
                   size_t offset, const char *what) {
  struct co_str before = {line.ptr, offset};
  struct co_yaml at = {.file = csv->file,
                       .line = csv->line,
                       .column = (unsigned)co_utf8_length(before) + 1};
  co_problem(csv->problems, code, csv->file, &at, "%s", what);
}

/* Where the first bad byte stands, for the one report about it. */
static void report_bad_byte(struct co_rows *csv, struct co_str text,
                            size_t bad) {
  size_t start = 0;
  csv->line = 1;
  for (size_t i = 0; i < bad; i++) {
    if (text.ptr[i] != '\n') continue;
    csv->line++;
    start = i + 1;
  }
  report(csv, CO_X_PACK_ENCODING,
         (struct co_str){text.ptr + start, bad - start}, bad - start,
         "found a byte that is not UTF-8; save the file as UTF-8 (in Excel: "
         "'CSV UTF-8')");
}

bool co_rows_init(struct co_rows *csv, struct co_arena *arena, const char *file,
                  struct co_str text, struct co_problems *problems) {
  size_t bad = 0;
  *csv = (struct co_rows){.file = file, .arena = arena, .problems = problems};
  if (!co_utf8_valid(text, &bad)) {
    report_bad_byte(csv, text, bad);
    return false;
  }
  if (co_str_starts(text, "\xEF\xBB\xBF")) {
    text.ptr += 3;
    text.len -= 3;
  }
  csv->rest = text;
  return true;
}

static bool take_line(struct co_rows *csv, struct co_str *line) {
  if (csv->rest.len == 0) return false;
  const char *end = memchr(csv->rest.ptr, '\n', csv->rest.len);
  size_t len = end ? (size_t)(end - csv->rest.ptr) : csv->rest.len;
  *line = (struct co_str){csv->rest.ptr, len};
  csv->rest.ptr += len + (end ? 1 : 0);
  csv->rest.len -= len + (end ? 1 : 0);
  if (len && line->ptr[len - 1] == '\r') line->len--;
  csv->line++;
  return true;
}

static struct co_str undouble(struct co_arena *arena, struct co_str quoted) {
  char *out = co_alloc(arena, quoted.len + 1);
  size_t len = 0;
  for (size_t i = 0; i < quoted.len; i++) {
    out[len++] = quoted.ptr[i];
    if (quoted.ptr[i] == '"') i++;
  }
  return (struct co_str){out, len};
}

/* The cursor stands on the opening quote; afterwards behind the closing one. */
static bool take_quoted(struct cursor *cur, struct co_str *text) {
  size_t start = ++cur->at;
  for (; cur->at < cur->line.len; cur->at++) {
    if (cur->line.ptr[cur->at] != '"') continue;
    bool doubled =
        cur->at + 1 < cur->line.len && cur->line.ptr[cur->at + 1] == '"';
    if (!doubled) {
      struct co_str inner = {cur->line.ptr + start, cur->at - start};
      *text = undouble(cur->csv->arena, inner);
      cur->at++;
      return true;
    }
    cur->at++;
  }
  report(cur->csv, CO_X_PACK_SYNTAX, cur->line, start - 1,
         "the quote opened here is not closed in this line");
  return false;
}

static bool take_bare(struct cursor *cur, struct co_str *text) {
  size_t start = cur->at;
  while (cur->at < cur->line.len && cur->line.ptr[cur->at] != ',') {
    if (cur->line.ptr[cur->at] == '"') {
      report(cur->csv, CO_X_PACK_SYNTAX, cur->line, cur->at,
             "found a quote inside a cell without quotes; put the whole cell "
             "in quotes and double the quotes in it");
      return false;
    }
    cur->at++;
  }
  *text = (struct co_str){cur->line.ptr + start, cur->at - start};
  return true;
}

static bool take_cell(struct cursor *cur) {
  struct co_rows *csv = cur->csv;
  struct co_str before = {cur->line.ptr, cur->at}, text = {0};
  if (csv->count == CO_ROW_CELLS) {
    report(csv, CO_X_PACK_LIMIT, cur->line, cur->at,
           "the line has more than 64 cells");
    return false;
  }
  bool quoted = cur->at < cur->line.len && cur->line.ptr[cur->at] == '"';
  if (!(quoted ? take_quoted(cur, &text) : take_bare(cur, &text))) return false;
  if (cur->at < cur->line.len && cur->line.ptr[cur->at] != ',') {
    report(csv, CO_X_PACK_SYNTAX, cur->line, cur->at,
           "expected a comma after the closing quote");
    return false;
  }
  csv->cells[csv->count++] = (struct co_rows_cell){
      .text = text, .column = (unsigned)co_utf8_length(before) + 1};
  return true;
}

static bool take_cells(struct co_rows *csv, struct co_str line) {
  struct cursor cur = {.csv = csv, .line = line};
  csv->count = 0;
  while (take_cell(&cur)) {
    if (cur.at == line.len) return true;
    cur.at++; /* the comma */
  }
  return false;
}

bool co_rows_next(struct co_rows *csv) {
  struct co_str line = {0};
  while (take_line(csv, &line))
    if (co_str_trim(line).len && take_cells(csv, line)) return true;
  return false;
}

/* csv_read.c - pushes a delimited text file into a sink, as one sheet.
 *
 * The sheet has the file's name. The Nth record is row N - 1, blank lines
 * counted, so that a CSV and the workbook it was saved from have the same
 * rows. Every cell is text; empty cells are left out. A first line "sep=;"
 * settles the delimiter, as in Excel, and is no row. Encoding (text_in.h) and
 * delimiter (csv_guess.c) found are told with the sheet. */
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "csv_parse.h"
#include "formats.h"
#include "hint.h"
#include "limits.h"
#include "text_in.h"

struct reading {
  const struct co_limits *limits;
  struct co_sink *sink;
  char delimiter; /* 0: what the file says */
  uint32_t row;   /* of the next record */
  size_t width;   /* fields of the last record, */
  uint32_t alike; /* which so many before it had too, with it */
  uint64_t cells_pushed;
  struct co_cell *cells; /* malloc'ed */
  size_t cap;
  struct co_arena arena; /* what is told of the sheet */
};

/* A copy that was broken off ends within quotes, or with fewer fields than the
 * rows in front of it; a line of one field is a footnote. */
static bool is_cut(struct reading *r, const struct co_csv_record *record) {
  bool shorter = record->count > 1 && record->count < r->width && r->alike > 1;
  if (record->unended) return record->open || shorter;
  r->alike = record->count == r->width ? r->alike + 1 : 1;
  r->width = record->count;
  return false;
}

static enum co_status push_cells(struct reading *r, size_t count, bool cut,
                                 struct co_err *err) {
  struct co_row row = {
      .row = r->row, .count = (uint32_t)count, .cells = r->cells, .cut = cut};
  r->cells_pushed += count;
  if (r->cells_pushed > r->limits->cells)
    return co_limit_crossed(err, CO_X_LIMIT_CELLS,
                            "there are more cells than the limit of %llu",
                            (unsigned long long)r->limits->cells);
  return r->sink->row(r->sink, &row, err);
}

/* What Excel shows of a field: ="001" is how programs have it keep the zeros of
 * a reference, and what stands between the marks is the value. */
static struct co_str shown(struct co_str field) {
  if (field.len < 3 || field.ptr[0] != '=' || field.ptr[1] != '"') return field;
  struct co_str text = {field.ptr + 2, field.len - 3};
  bool closed = memchr(text.ptr, '"', text.len + 1) == text.ptr + text.len;
  return closed ? text : field;
}

static enum co_status take_record(void *user,
                                  const struct co_csv_record *record,
                                  struct co_err *err) {
  struct reading *r = user;
  size_t count = 0;
  bool cut = is_cut(r, record);
  if (r->row >= r->limits->rows)
    return co_limit_crossed(
        err, CO_X_LIMIT_ROWS, "line %llu is beyond the limit of %u rows",
        (unsigned long long)record->line, (unsigned)r->limits->rows);
  if (record->torn)
    return co_fail(err, CO_X_CSV_QUOTE_OPEN,
                   "line %llu: a quotation mark is opened here, and the next "
                   "one, lines below, does not end a cell, so that rows would "
                   "run together; close it, or double the marks that are meant "
                   "as text",
                   (unsigned long long)record->torn);
  for (size_t i = 0; i < record->count; i++) {
    struct co_str text = shown(record->fields[i]);
    if (text.len == 0) continue;
    CO_GROW(r->cells, count, r->cap);
    r->cells[count++] = (struct co_cell){
        .col = (uint32_t)i, .kind = CO_CELL_TEXT, .text = text};
  }
  enum co_status status = count ? push_cells(r, count, cut, err) : CO_OK;
  r->row++;
  return status;
}

/* "sep=X" and a line end at the start of the text, in capitals or not: its
 * length, else 0. A program that quotes every field quotes it as well, and
 * LibreOffice knows it so. */
static size_t separator_line(struct co_str text, char *delimiter) {
  size_t n = text.len && text.ptr[0] == '"';
  if (text.len < n + 5) return 0;
  for (size_t i = 0; i < 4; i++)
    if ((text.ptr[n + i] | 0x20) != ("sep="[i] | 0x20)) return 0;
  char found = text.ptr[n + 4];
  bool quoted = n && text.len > 6 && text.ptr[6] == '"';
  if (found == '\r' || found == '\n' || (n && !quoted)) return 0;
  size_t end = n = quoted ? 7 : 5;
  if (n < text.len && text.ptr[n] == '\r') n++;
  if (n < text.len && text.ptr[n] == '\n') n++;
  if (n == end && n < text.len) return 0;
  *delimiter = found;
  return n;
}

static bool ends_with(const char *path, const char *end) {
  size_t n = strlen(path), m = strlen(end);
  if (n < m) return false;
  for (size_t i = 0; i < m; i++)
    if ((path[n - m + i] | 0x20) != (end[i] | 0x20)) return false;
  return true;
}

static struct co_str sheet_name(struct co_arena *arena, const char *path) {
  const char *slash = strrchr(path, '/');
  const char *name = slash ? slash + 1 : path;
  const char *dot = strrchr(name, '.');
  size_t len = dot && dot != name ? (size_t)(dot - name) : strlen(name);
  return co_str_name(arena, (struct co_str){name, len});
}

/* All blocks from the first on through the parser. */
static enum co_status parse(struct co_text_in *text, struct co_csv_parser *p,
                            size_t skip, char *buf, struct co_err *err) {
  struct co_str block;
  enum co_status status;
  co_text_rewind(text);
  while (!(status = co_text_read(text, buf, &block, err)) && block.len) {
    size_t n = skip < block.len ? skip : block.len;
    skip -= n;
    status = co_csv_feed(p, (struct co_str){block.ptr + n, block.len - n}, err);
    if (status) return status;
  }
  return status ? status : co_csv_finish(p, err);
}

static enum co_status read_text(struct co_text_in *text, struct reading *r,
                                char *buf, struct co_err *err) {
  struct co_str block;
  struct co_csv_parser parser;
  struct co_sheet sheet = {.name = sheet_name(&r->arena, text->in->path),
                           .encoding = co_text_encoding_name(text),
                           .delimiter = r->delimiter};
  bool tabs =
      ends_with(text->in->path, ".tsv") || ends_with(text->in->path, ".tab");
  enum co_status status = co_text_read(text, buf, &block, err);
  if (status) return status;
  size_t skip = r->delimiter ? 0 : separator_line(block, &sheet.delimiter);
  if (!sheet.delimiter)
    sheet.delimiter = co_csv_delimiter(block, text->offset < text->in->size,
                                       tabs ? '\t' : ',');
  if (text->guessed)
    sheet.hint =
        co_encoding_hint(text->in, text->odd, sheet.encoding, &r->arena);
  status = r->sink->sheet(r->sink, &sheet, err);
  if (status) return status;
  co_csv_init(&parser, sheet.delimiter, take_record, r);
  parser.max_field = r->limits->field_bytes;
  parser.max_fields = r->limits->columns;
  if (skip) parser.line = parser.record_line = 2;
  status = parse(text, &parser, skip, buf, err);
  co_csv_clear(&parser);
  return status;
}

enum co_status co_csv_read(struct co_input *in,
                           const struct co_read_options *options,
                           struct co_sink *sink, struct co_err *err) {
  struct co_text_in text;
  struct reading r = {.limits = co_limits_of(options),
                      .sink = sink,
                      .arena = CO_ARENA_INIT,
                      .delimiter = options ? options->delimiter : '\0'};
  char *buf = co_xmalloc(CO_UTF16_ROOM(CO_TEXT_BLOCK));
  enum co_status status = co_text_open(&text, in, err);
  if (!status) status = read_text(&text, &r, buf, err);
  if (status == CO_STOP) status = CO_OK;
  if (!status) status = sink->end(sink, err);
  co_arena_clear(&r.arena);
  free(r.cells);
  free(buf);
  return status;
}

/* json_write.c - sheets as JSON (RFC 8259): an object with a list of rows for
 * each sheet.
 *
 * A row under a header is an object with every column of the header, null
 * where the row has nothing. Rows without a header, as of any file that is
 * converted, have the letters of their columns for keys, and only those that
 * hold something. Numbers are numbers with the digits they had, dates are ISO
 * texts, there is no NaN. A number that JSON would not take (1.5E+3 is one,
 * .5 is none) stays text. */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "ascii.h"
#include "formats.h"
#include "output.h"
#include "str.h"
#include "utf8.h"

struct json {
  struct co_sink sink; /* first */
  FILE *out;
  struct co_arena sheet; /* the header's texts */
  struct co_str *keys;   /* by column; empty: none */
  uint32_t key_count;    /* one more than the last column of the header */
  bool any_sheet, any_row;
};

static void put_character(FILE *out, const char *p, size_t len, uint32_t code) {
  if (code == CO_UTF8_BAD)
    fputs("\\ufffd", out);
  else if (code == '"' || code == '\\')
    fprintf(out, "\\%c", (int)code);
  else if (code == '\n')
    fputs("\\n", out);
  else if (code == '\t')
    fputs("\\t", out);
  else if (code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x2028 ||
           code == 0x2029)
    fprintf(out, "\\u%04x", (unsigned)code);
  else
    fwrite(p, 1, len, out);
}

void co_json_text(FILE *out, struct co_str text) {
  const char *p = text.ptr, *end = p + text.len;
  putc('"', out);
  while (p < end) {
    uint32_t code = 0;
    size_t len = co_utf8_next(p, end, &code);
    put_character(out, p, len, code);
    p += len;
  }
  putc('"', out);
}

static const char *skip_digits(const char *p, const char *end) {
  while (p < end && co_is_digit(*p))
    p++;
  return p;
}

/* -? int frac? exp?, int without leading zeros. */
static bool is_json_number(struct co_str text) {
  const char *p = text.ptr, *end = p + text.len, *from;
  if (p < end && *p == '-') p++;
  from = p;
  p = skip_digits(p, end);
  if (p == from || (*from == '0' && p > from + 1)) return false;
  if (p < end && *p == '.') {
    from = ++p;
    p = skip_digits(p, end);
    if (p == from) return false;
  }
  if (p < end && (*p == 'e' || *p == 'E')) {
    p++;
    if (p < end && (*p == '+' || *p == '-')) p++;
    from = p;
    p = skip_digits(p, end);
    if (p == from) return false;
  }
  return p == end;
}

static void put_value(struct json *json, const struct co_cell *cell) {
  bool number = cell->kind == CO_CELL_NUMBER || cell->kind == CO_CELL_DURATION;
  if (cell->kind == CO_CELL_FORMULA || cell->kind == CO_CELL_BLANK)
    fputs("null", json->out);
  else if (cell->kind == CO_CELL_BOOL)
    fputs(co_str_is(cell->text, "TRUE") ? "true" : "false", json->out);
  else if (number && is_json_number(cell->text))
    fwrite(cell->text.ptr, 1, cell->text.len, json->out);
  else
    co_json_text(json->out, cell->text);
}

static bool is_header(const struct co_row *row) {
  for (uint32_t i = 0; i < row->count; i++)
    if (row->cells[i].look != CO_LOOK_HEADER) return false;
  return row->count > 0;
}

static void keep_header(struct json *json, const struct co_row *row) {
  co_arena_reset(&json->sheet);
  json->key_count = row->cells[row->count - 1].col + 1;
  json->keys = CO_NEW_ARRAY(&json->sheet, json->key_count, struct co_str);
  for (uint32_t i = 0; i < row->count; i++)
    json->keys[row->cells[i].col] =
        co_arena_str(&json->sheet, row->cells[i].text);
}

static void put_key(struct json *json, uint32_t col, bool *first) {
  char a1[CO_A1_TEXT];
  bool named = col < json->key_count && json->keys[col].len;
  struct co_str key = {co_a1(0, col, a1), strlen(a1) - 1}; /* letters only */
  if (!*first) fputs(", ", json->out);
  *first = false;
  co_json_text(json->out, named ? json->keys[col] : key);
  fputs(": ", json->out);
}

static void put_object(struct json *json, const struct co_row *row) {
  uint32_t at = 0;
  bool first = true;
  fputs(json->any_row ? ",\n    {" : "\n    {", json->out);
  for (uint32_t col = 0; col < json->key_count; col++) {
    while (at < row->count && row->cells[at].col < col)
      at++;
    bool here = at < row->count && row->cells[at].col == col;
    if (!here && !json->keys[col].len) continue;
    put_key(json, col, &first);
    if (here)
      put_value(json, &row->cells[at]);
    else
      fputs("null", json->out);
  }
  for (uint32_t i = 0; i < row->count; i++) {
    if (row->cells[i].col < json->key_count) continue;
    put_key(json, row->cells[i].col, &first);
    put_value(json, &row->cells[i]);
  }
  putc('}', json->out);
  json->any_row = true;
}

static void end_sheet(struct json *json) {
  if (json->any_sheet) fputs(json->any_row ? "\n  ]" : "]", json->out);
  json->any_row = false;
  json->key_count = 0;
}

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  struct json *json = (struct json *)sink;
  end_sheet(json);
  fputs(json->any_sheet ? ",\n  " : "{\n  ", json->out);
  co_json_text(json->out, sheet->name);
  fputs(": [", json->out);
  json->any_sheet = true;
  return co_output_check(json->out, err);
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct json *json = (struct json *)sink;
  if (is_header(row))
    keep_header(json, row);
  else
    put_object(json, row);
  return co_output_check(json->out, err);
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  struct json *json = (struct json *)sink;
  end_sheet(json);
  fputs(json->any_sheet ? "\n}\n" : "{}\n", json->out);
  fflush(json->out);
  return co_output_check(json->out, err);
}

static void on_free(struct co_sink *sink) {
  struct json *json = (struct json *)sink;
  co_arena_clear(&json->sheet);
  free(json);
}

enum co_status co_json_writer(struct co_sink **sink, struct co_output *out,
                              struct co_err *err) {
  (void)err;
  struct json *json = co_xcalloc(1, sizeof *json);
  json->sink = (struct co_sink){on_sheet, on_row, NULL, on_end, on_free};
  json->out = out->file;
  *sink = &json->sink;
  return CO_OK;
}

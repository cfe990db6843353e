/* csv_write.c - one sheet as CSV: RFC 4180, CRLF, UTF-8 without a mark; or
 * with tabs in place of the commas.
 *
 * Fields are quoted where they must be, and where a program that parts columns
 * at another character would part them. A text that a spreadsheet would run as
 * a formula (it begins with = + - @, their full-width forms, tab, CR or LF)
 * gets an apostrophe in front; numbers are left alone, so -5 stays a number. A
 * CSV file holds one sheet: a second one is an error, because dropping it would
 * be silent. Blank rows and cells between are written, so that places stay what
 * they were; a row that ends before the first one does is filled up to it,
 * because databases refuse a table whose rows are of different lengths. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "ascii.h"
#include "formats.h"
#include "output.h"
#include "str.h"

struct csv {
  struct co_sink sink; /* first */
  FILE *out;
  char delimiter;
  bool open;      /* a sheet was begun */
  uint32_t next;  /* row to be written next */
  uint32_t width; /* columns of the first row */
  struct co_arena row;
};

/* A number as people write one, or a rule of dashes: no program takes these
 * for a formula, and a cell copied from file to file must stay as it is. */
static bool is_harmless(struct co_str text) {
  bool digits = false;
  for (size_t i = 0; i < text.len; i++) {
    if (!memchr("0123456789.,+-%", text.ptr[i], 15)) return false;
    digits |= co_is_digit(text.ptr[i]);
    if (i && digits && (text.ptr[i] == '+' || text.ptr[i] == '-')) return false;
  }
  return true;
}

/* Where Excel runs in Chinese or Japanese these are signs of formulas too. */
static bool is_full_width(struct co_str text) {
  static const char *const signs[] = {"＝", "＋", "－", "＠"};
  bool is = false;
  for (size_t i = 0; i < sizeof signs / sizeof *signs && !is; i++)
    is = co_str_starts(text, signs[i]);
  return is;
}

/* A text that a spreadsheet program would calculate when it opens the file. */
static bool is_formula(const struct co_cell *cell) {
  if (cell->kind != CO_CELL_TEXT || !cell->text.len) return false;
  if (is_full_width(cell->text)) return true;
  return memchr("=+-@\t\r\n", cell->text.ptr[0], 7) != NULL &&
         !is_harmless(cell->text);
}

/* A file with NUL bytes is no text to any program: U+FFFD stands for them. */
static void add_without_nul(struct co_buf *out, struct co_str text) {
  const char *nul;
  while (text.len && (nul = memchr(text.ptr, 0, text.len)) != NULL) {
    size_t before = (size_t)(nul - text.ptr);
    co_buf_add(out, text.ptr, before);
    co_buf_add(out, "\xEF\xBF\xBD", 3);
    text = (struct co_str){nul + 1, text.len - before - 1};
  }
  co_buf_add_str(out, text);
}

struct co_str co_csv_text(struct co_arena *arena, const struct co_cell *cell) {
  bool formula = is_formula(cell);
  if (!formula &&
      (!cell->text.len || !memchr(cell->text.ptr, 0, cell->text.len)))
    return cell->text;
  struct co_buf text = {0};
  if (formula) co_buf_add(&text, "'", 1);
  add_without_nul(&text, cell->text);
  struct co_str kept = co_arena_str(arena, co_buf_str(&text));
  co_buf_clear(&text);
  return kept;
}

static bool needs_quotes(struct co_str text) {
  for (size_t i = 0; i < text.len; i++)
    if (memchr(",;|\t\"\r\n", text.ptr[i], 7)) return true;
  return text.len && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');
}

static void put_text(FILE *out, struct co_str text) {
  bool quotes = needs_quotes(text);
  if (quotes) putc('"', out);
  for (size_t i = 0; i < text.len; i++) {
    if (text.ptr[i] == '"') putc('"', out);
    putc(text.ptr[i], out);
  }
  if (quotes) putc('"', out);
}

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  struct csv *csv = (struct csv *)sink;
  if (csv->open)
    return co_fail(err, CO_X_OUTPUT_SHEETS,
                   "a text file holds one sheet, and here is another, '%.*s'; "
                   "choose one with --sheet, or write a workbook",
                   CO_STR(sheet->name));
  csv->open = true;
  return CO_OK;
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct csv *csv = (struct csv *)sink;
  uint32_t col = 0;
  for (; csv->next < row->row; csv->next++)
    fputs("\r\n", csv->out);
  for (uint32_t i = 0; i < row->count; i++) {
    for (; col < row->cells[i].col; col++)
      putc(csv->delimiter, csv->out);
    put_text(csv->out, co_csv_text(&csv->row, &row->cells[i]));
  }
  if (!csv->width) csv->width = col + 1;
  for (; col + 1 < csv->width; col++)
    putc(csv->delimiter, csv->out);
  co_arena_reset(&csv->row);
  fputs("\r\n", csv->out);
  csv->next = row->row + 1;
  return co_output_check(csv->out, err);
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  struct csv *csv = (struct csv *)sink;
  fflush(csv->out);
  return co_output_check(csv->out, err);
}

static void on_free(struct co_sink *sink) {
  co_arena_clear(&((struct csv *)sink)->row);
  free(sink);
}

static struct co_sink *new_writer(struct co_output *out, char delimiter) {
  struct csv *csv = co_xcalloc(1, sizeof *csv);
  csv->sink = (struct co_sink){on_sheet, on_row, NULL, on_end, on_free};
  csv->out = out->file;
  csv->delimiter = delimiter;
  return &csv->sink;
}

enum co_status co_csv_writer(struct co_sink **sink, struct co_output *out,
                             struct co_err *err) {
  (void)err;
  *sink = new_writer(out, ',');
  return CO_OK;
}

enum co_status co_tab_writer(struct co_sink **sink, struct co_output *out,
                             struct co_err *err) {
  (void)err;
  *sink = new_writer(out, '\t');
  return CO_OK;
}

/* text_write.c - a look at a file: each sheet's size and first rows.
 *
 * For people at a terminal: columns aligned, cut to widths that fit a line,
 * control characters shown as escapes (a cell must not be able to drive the
 * terminal). The first rows are kept till the sheet is over, because its size
 * stands above them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "formats.h"
#include "output.h"
#include "str.h"

enum {
  SHOWN_ROWS = 20,
  SHOWN_COLUMNS = 12,
  COLUMN_WIDTH = 28, /* characters */
  LINE_WIDTH = 116,
  SHOWN_NAMES = 12 /* tables, defined names */
};

struct shown_row {
  uint32_t row;
  struct co_str cells[SHOWN_COLUMNS];
};

struct text {
  struct co_sink sink; /* first */
  FILE *out;
  struct co_arena arena; /* of the sheet */
  bool open;
  struct co_str name, encoding, hint;
  struct co_str tables; /* "Plan A1:D9, Staff F1:G4" */
  enum co_visibility visibility;
  char delimiter;
  uint64_t cells;
  uint32_t rows, columns; /* one more than the last of each */
  uint32_t count;         /* rows kept */
  struct shown_row shown[SHOWN_ROWS];
};

static const char *delimiter_name(char delimiter) {
  switch (delimiter) {
    case ',':
      return "comma";
    case ';':
      return "semicolon";
    case '\t':
      return "tab";
    case '|':
      return "bar";
    default:
      return "other";
  }
}

static void put_head(const struct text *t) {
  static const char *const states[] = {"", ", hidden", ", very hidden"};
  char last[CO_A1_TEXT];
  fprintf(t->out, "Sheet '%.*s'%s: ", CO_STR(t->name), states[t->visibility]);
  if (t->cells == 0)
    fputs("empty", t->out);
  else
    fprintf(t->out, "A1 to %s, %llu cell%s",
            co_a1(t->rows - 1, t->columns - 1, last),
            (unsigned long long)t->cells, t->cells == 1 ? "" : "s");
  if (t->encoding.len)
    fprintf(t->out, ", %.*s, parted by %s", CO_STR(t->encoding),
            delimiter_name(t->delimiter));
  putc('\n', t->out);
  if (t->hint.len)
    fprintf(t->out, "        (by its letters it could be %.*s)\n",
            CO_STR(t->hint));
  if (t->tables.len) fprintf(t->out, "Tables: %.*s\n", CO_STR(t->tables));
}

/* "name place, name place", as far as a list goes that people still read. */
static struct co_str list_of(struct co_arena *arena,
                             const struct co_named *list, size_t count) {
  struct co_str text = {0};
  for (size_t i = 0; i < count && i < SHOWN_NAMES; i++)
    text = co_arena_printf(
        arena, "%.*s%s%.*s %.*s", CO_STR(text), i ? ", " : "",
        CO_STR(co_str_show(arena, list[i].name, COLUMN_WIDTH)),
        CO_STR(co_str_show(arena, list[i].refers, COLUMN_WIDTH)));
  if (count > SHOWN_NAMES)
    text = co_arena_printf(arena, "%.*s and %zu more", CO_STR(text),
                           count - SHOWN_NAMES);
  return text;
}

/* What holds for the whole file, in front of its first sheet. */
static void put_file(struct text *t, const struct co_sheet *sheet) {
  if (sheet->epoch_1904) fputs("Dates count from 1904\n", t->out);
  if (sheet->name_count)
    fprintf(t->out, "Defined names: %.*s\n",
            CO_STR(list_of(&t->arena, sheet->names, sheet->name_count)));
  if (sheet->epoch_1904 || sheet->name_count) putc('\n', t->out);
}

/* Characters a column needs; 0 where it is empty in all rows shown. */
static size_t width_of(const struct text *t, uint32_t col) {
  size_t width = 0;
  for (uint32_t i = 0; i < t->count; i++) {
    size_t n = co_utf8_length(t->shown[i].cells[col]);
    if (n > width) width = n;
  }
  return width;
}

static void add_padded(struct co_buf *line, struct co_str text, size_t width) {
  size_t n = co_utf8_length(text);
  co_buf_printf(line, "  %.*s%*s", CO_STR(text),
                n < width ? (int)(width - n) : 0, "");
}

/* Writes the line without blanks at its end, and empties it. */
static void put_line(FILE *out, struct co_buf *line) {
  while (line->len && line->ptr[line->len - 1] == ' ')
    line->len--;
  fwrite(line->ptr, 1, line->len, out);
  putc('\n', out);
  line->len = 0;
}

/* The widths of the columns that fit on a line, 0 for the others. */
static uint32_t fit(const struct text *t, size_t widths[SHOWN_COLUMNS]) {
  size_t line = 8;
  uint32_t col = 0;
  for (; col < SHOWN_COLUMNS && col < t->columns; col++) {
    widths[col] = width_of(t, col);
    if (widths[col] == 0) widths[col] = 1;
    line += widths[col] + 2;
    if (line > LINE_WIDTH && col) break;
  }
  return col;
}

static void put_column_names(const struct text *t, struct co_buf *line,
                             const size_t *widths, uint32_t columns) {
  char place[CO_A1_TEXT];
  co_buf_printf(line, "%8s", "");
  for (uint32_t col = 0; col < columns; col++) {
    co_a1(0, col, place);
    struct co_str name = {place, strlen(place) - 1}; /* without the row */
    add_padded(line, name, widths[col]);
  }
  if (columns < t->columns)
    co_buf_printf(line, "  and %u more", (unsigned)(t->columns - columns));
  put_line(t->out, line);
}

static void put_rows(const struct text *t) {
  size_t widths[SHOWN_COLUMNS] = {0};
  struct co_buf line = {0};
  uint32_t columns = fit(t, widths);
  put_column_names(t, &line, widths, columns);
  for (uint32_t i = 0; i < t->count; i++) {
    co_buf_printf(&line, "%8u", (unsigned)t->shown[i].row + 1);
    for (uint32_t col = 0; col < columns; col++)
      add_padded(&line, t->shown[i].cells[col], widths[col]);
    put_line(t->out, &line);
  }
  if (t->shown[t->count - 1].row + 1 < t->rows)
    fprintf(t->out, "%8s  to row %u\n", "...", (unsigned)t->rows);
  co_buf_clear(&line);
}

static void put_sheet(struct text *t) {
  if (!t->open) return;
  put_head(t);
  if (t->count) put_rows(t);
  t->open = false;
}

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  struct text *t = (struct text *)sink;
  bool first = t->name.ptr == NULL;
  put_sheet(t);
  if (first)
    put_file(t, sheet);
  else
    putc('\n', t->out);
  co_arena_reset(&t->arena);
  t->open = true;
  t->name = co_str_show(&t->arena, sheet->name, SIZE_MAX);
  t->encoding = co_arena_str(&t->arena, sheet->encoding);
  t->hint = co_arena_str(&t->arena, sheet->hint);
  t->tables = list_of(&t->arena, sheet->tables, sheet->table_count);
  t->delimiter = sheet->delimiter;
  t->visibility = sheet->visibility;
  t->cells = t->rows = t->columns = t->count = 0;
  return co_output_check(t->out, err);
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct text *t = (struct text *)sink;
  (void)err;
  t->cells += row->count;
  t->rows = row->row + 1;
  if (row->count && row->cells[row->count - 1].col >= t->columns)
    t->columns = row->cells[row->count - 1].col + 1;
  if (t->count == SHOWN_ROWS) return CO_OK;
  struct shown_row *shown = &t->shown[t->count++];
  *shown = (struct shown_row){.row = row->row};
  for (uint32_t i = 0; i < row->count; i++) {
    const struct co_cell *cell = &row->cells[i];
    if (cell->col >= SHOWN_COLUMNS) break;
    struct co_str text = cell->kind == CO_CELL_FORMULA
                             ? CO_LIT("(not calculated)")
                             : co_str_collapse(&t->arena, cell->text);
    shown->cells[cell->col] = co_str_show(&t->arena, text, COLUMN_WIDTH);
  }
  return CO_OK;
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  struct text *t = (struct text *)sink;
  put_sheet(t);
  fflush(t->out);
  return co_output_check(t->out, err);
}

static void on_free(struct co_sink *sink) {
  struct text *t = (struct text *)sink;
  co_arena_clear(&t->arena);
  free(t);
}

enum co_status co_text_writer(struct co_sink **sink, struct co_output *out,
                              struct co_err *err) {
  (void)err;
  struct text *t = co_xcalloc(1, sizeof *t);
  t->sink = (struct co_sink){on_sheet, on_row, NULL, on_end, on_free};
  t->out = out->file;
  *sink = &t->sink;
  return CO_OK;
}

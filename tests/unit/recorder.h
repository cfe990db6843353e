/* recorder.h - a sink that writes down what it is given, for comparison.
 *
 *   [name] A1=n:1.5 B1=s:text / A2=...    rows end with '/', hidden ones '~',
 *                                         cells of hidden columns ~A1
 *
 * Percent numbers have a '%' behind the letter, filled cells #RRGGBB; merges
 * stand behind the name as first:last. stop_after rows it says CO_STOP. */
#ifndef COLLATE_TEST_RECORDER_H
#define COLLATE_TEST_RECORDER_H

#include "collate/grid.h"
#include "str.h"
#include "table.h"

struct recorder {
  struct co_sink sink;
  struct co_buf text;
  unsigned rows, stop_after; /* 0: never */
  bool ended;
};

static enum co_status record_sheet(struct co_sink *sink,
                                   const struct co_sheet *sheet,
                                   struct co_err *err) {
  struct recorder *r = (struct recorder *)sink;
  char a[CO_A1_TEXT], b[CO_A1_TEXT];
  (void)err;
  co_buf_printf(&r->text, "[%.*s", CO_STR(sheet->name));
  if (sheet->visibility) co_buf_printf(&r->text, " v%d", sheet->visibility);
  if (sheet->encoding.len)
    co_buf_printf(&r->text, " %.*s %c", CO_STR(sheet->encoding),
                  sheet->delimiter == '\t' ? 'T' : sheet->delimiter);
  for (size_t i = 0; i < sheet->merge_count; i++) {
    const struct co_merge *m = &sheet->merges[i];
    co_buf_printf(&r->text, " %s:%s", co_a1(m->first_row, m->first_col, a),
                  co_a1(m->last_row, m->last_col, b));
  }
  co_buf_printf(&r->text, "]");
  r->rows = 0;
  return CO_OK;
}

static bool in_hidden_column(const struct co_row *row, uint32_t col) {
  for (size_t i = 0; i < row->hidden_column_count; i++)
    if (col >= row->hidden_columns[i].first &&
        col <= row->hidden_columns[i].last)
      return true;
  return false;
}

static enum co_status record_row(struct co_sink *sink, const struct co_row *row,
                                 struct co_err *err) {
  struct recorder *r = (struct recorder *)sink;
  char place[CO_A1_TEXT];
  (void)err;
  for (uint32_t i = 0; i < row->count; i++) {
    const struct co_cell *c = &row->cells[i];
    co_buf_printf(&r->text, " %s%s=%s%s",
                  in_hidden_column(row, c->col) ? "~" : "",
                  co_a1(row->row, c->col, place), co_cell_letter(c->kind),
                  c->look == CO_LOOK_PERCENT   ? "%"
                  : c->look == CO_LOOK_SCALED  ? "k"
                  : c->look == CO_LOOK_MONTH   ? "m"
                  : c->look == CO_LOOK_PENDING ? "?"
                                               : "");
    if (c->fill) co_buf_printf(&r->text, "#%06X", c->fill & 0xFFFFFFU);
    co_buf_printf(&r->text, ":%.*s", CO_STR(c->text));
  }
  co_buf_printf(&r->text, row->hidden ? " ~" : " /");
  return r->stop_after && ++r->rows >= r->stop_after ? CO_STOP : CO_OK;
}

static enum co_status record_end(struct co_sink *sink, struct co_err *err) {
  (void)err;
  ((struct recorder *)sink)->ended = true;
  return CO_OK;
}

static void record_start(struct recorder *r) {
  *r = (struct recorder){
      .sink = {record_sheet, record_row, NULL, record_end, NULL}};
}

static const char *recorded(const struct recorder *r) {
  return r->text.ptr ? r->text.ptr : "";
}

#endif

/* workbook_range.c - ranges of a sheet as they come, kept for the frame.
 *
 * Opening a range notes the widths, which the heights of its rows need, and
 * keeps its labels; the rest waits for its last row. What a workbook could
 * not hold is refused here, so that the library is asked for nothing that it
 * would do wrong. The range lives only during the call: it is copied, with
 * all that it points to, and workbook_make.c has it made. */
#include <string.h>

#include "workbook_parts.h"

uint32_t co_book_last_row(const struct co_range *range) {
  return range->last_row > range->first_row ? range->last_row
                                            : range->first_row + 1;
}

static size_t column_count(const struct co_range *range) {
  return range->last_col - range->first_col + 1;
}

void co_book_widen(struct co_book *book, uint32_t col, double width) {
  struct co_book_sheet *sheet = book->sheet;
  struct co_book_column *column = &book->columns[col];
  if (width <= column->width) return;
  column->width = width > CO_BOOK_WIDTH ? CO_BOOK_WIDTH : width;
  CO_GROW(sheet->widths, sheet->width_count, sheet->width_cap);
  sheet->widths[sheet->width_count++] =
      (struct co_book_width){col, column->width};
}

/* Excel finds a table's columns by their headers: none empty, none twice. */
static enum co_status check_headers(struct co_book *book,
                                    const struct co_range *range,
                                    struct co_err *err) {
  size_t count = column_count(range);
  struct co_str *folded = CO_NEW_ARRAY(&book->row, count, struct co_str);
  for (size_t i = 0; i < count; i++) {
    struct co_str label = range->columns[i].label;
    folded[i] = co_str_fold(&book->row, label);
    if (!label.len || co_utf16_length(label) > 255)
      return co_fail(err, CO_X_OUTPUT_TABLE_HEADER,
                     "table '%.*s': column %zu needs a header of 1 to 255 "
                     "characters",
                     CO_STR(range->name), i + 1);
    for (size_t k = 0; k < i; k++)
      if (co_str_eq(folded[i], folded[k]))
        return co_fail(err, CO_X_OUTPUT_TABLE_HEADER,
                       "table '%.*s': two columns have the header '%.*s'",
                       CO_STR(range->name), CO_STR(label));
  }
  return CO_OK;
}

static void keep_labels(struct co_book *book, const struct co_range *range) {
  struct co_book_open *open = &book->open;
  co_arena_reset(&open->arena);
  open->any = true;
  open->written = false;
  open->header = range->first_row;
  open->first_col = range->first_col;
  open->count = (uint32_t)column_count(range);
  open->labels = CO_NEW_ARRAY(&open->arena, open->count, struct co_str);
  for (uint32_t i = 0; i < open->count; i++)
    open->labels[i] = co_arena_str(&open->arena, range->columns[i].label);
}

static enum co_status check_place(const struct co_range *range,
                                  struct co_err *err) {
  if (range->last_col < CO_BOOK_COLUMNS &&
      range->last_col >= range->first_col &&
      co_book_last_row(range) < CO_BOOK_ROWS)
    return CO_OK;
  return co_fail(err, CO_X_OUTPUT_SHEET_FULL,
                 "table '%.*s' does not fit on a worksheet",
                 CO_STR(range->name));
}

enum co_status co_book_open_range(struct co_book *book,
                                  const struct co_range *range,
                                  struct co_err *err) {
  enum co_status status = check_place(range, err);
  if (!status && range->name.len) status = check_headers(book, range, err);
  for (size_t i = 0; !status && i < column_count(range); i++) {
    size_t col = range->first_col + i;
    book->columns[col].right = range->columns[i].right;
    co_book_widen(book, (uint32_t)col, range->columns[i].width);
  }
  if (!status) keep_labels(book, range);
  if (status) co_err_prefix(err, "sheet '%.*s'", CO_STR(book->sheet->name));
  return status;
}

/* --- copies --------------------------------------------------------------- */

static const struct co_choice *copy_choices(struct co_arena *arena,
                                            const struct co_column *from) {
  struct co_choice *to =
      CO_NEW_ARRAY(arena, from->choice_count, struct co_choice);
  for (size_t i = 0; i < from->choice_count; i++)
    to[i] = (struct co_choice){
        .label = co_arena_str(arena, from->choices[i].label),
        .colour = co_arena_str(arena, from->choices[i].colour),
        .text_colour = co_arena_str(arena, from->choices[i].text_colour),
        .symbol = co_arena_str(arena, from->choices[i].symbol)};
  return to;
}

static const struct co_column *copy_columns(struct co_arena *arena,
                                            const struct co_range *from) {
  struct co_column *to =
      CO_NEW_ARRAY(arena, column_count(from), struct co_column);
  for (size_t i = 0; i < column_count(from); i++) {
    to[i] = from->columns[i];
    to[i].label = co_arena_str(arena, from->columns[i].label);
    to[i].choices = copy_choices(arena, &from->columns[i]);
    to[i].formula = co_arena_str(arena, from->columns[i].formula);
  }
  return to;
}

static struct co_str *copy_texts(struct co_arena *arena,
                                 const struct co_str *from, size_t count) {
  struct co_str *to = CO_NEW_ARRAY(arena, count, struct co_str);
  for (size_t i = 0; i < count; i++)
    to[i] = co_arena_str(arena, from[i]);
  return to;
}

static const struct co_chart *copy_chart(struct co_arena *arena,
                                         const struct co_chart *from) {
  struct co_chart *to = CO_NEW(arena, struct co_chart);
  struct co_series *series =
      CO_NEW_ARRAY(arena, from->series_count, struct co_series);
  for (size_t i = 0; i < from->series_count; i++)
    series[i] = (struct co_series){
        .name = co_arena_str(arena, from->series[i].name),
        .colour = co_arena_str(arena, from->series[i].colour),
        .col = from->series[i].col,
        .values = copy_texts(arena, from->series[i].values, from->bars)};
  *to = *from;
  to->title = co_arena_str(arena, from->title);
  to->describes = co_arena_str(arena, from->describes);
  to->labels = copy_texts(arena, from->labels, from->bars);
  to->series = series;
  return to;
}

static struct co_range copy_range(struct co_arena *arena,
                                  const struct co_range *from) {
  struct co_range to = *from;
  to.name = co_arena_str(arena, from->name);
  to.columns = copy_columns(arena, from);
  if (from->chart) to.chart = copy_chart(arena, from->chart);
  return to;
}

static enum co_status check_written(const struct co_book *book,
                                    const struct co_range *range,
                                    struct co_err *err) {
  const struct co_book_open *open = &book->open;
  if (!range->name.len || (open->written && open->header == range->first_row &&
                           open->first_col == range->first_col &&
                           open->count == column_count(range)))
    return CO_OK;
  return co_fail(err, CO_X_BUG, "table '%.*s' has no header",
                 CO_STR(range->name));
}

enum co_status co_book_range(struct co_book *book, const struct co_range *range,
                             struct co_err *err) {
  struct co_book_sheet *sheet = book->sheet;
  enum co_status status = check_place(range, err);
  if (!status) status = check_written(book, range, err);
  book->open.any = false;
  if (status) {
    co_err_prefix(err, "sheet '%.*s'", CO_STR(sheet->name));
    return status;
  }
  CO_GROW(sheet->ranges, sheet->range_count, sheet->range_cap);
  sheet->ranges[sheet->range_count++] = copy_range(&book->run, range);
  if (range->chart) co_book_measure_chart(sheet, range->chart);
  return CO_OK;
}

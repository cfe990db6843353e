/* workbook.c - the XLSX writer: sheets, rows and ranges made a workbook.
 *
 * Rows become XML at once and wait packed in a file beside the output, so
 * memory is flat; what is around them is libxlsxwriter's (workbook_parts.h
 * has the whole picture).
 *
 * Numbers of the frame are printed by the library with the C locale's decimal
 * point; a program that changed it would write 8,43, so that is refused. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "workbook_parts.h"

enum { TITLE_BYTES = 255 }; /* Excel's limit for the document's title */
enum { USUAL_WIDTH = 9 };   /* characters of a column that has none set */

/* What the sheet's columns need together, in characters. */
static double width_of(const struct co_book *book) {
  double across = 0;
  for (uint32_t c = 0; book->sheet->any && c <= book->sheet->last_col; c++)
    across += book->columns[c].width > 0 ? book->columns[c].width : USUAL_WIDTH;
  return across;
}

enum co_status co_book_end_sheet(struct co_book *book, struct co_err *err) {
  if (!book->sheet) return CO_OK;
  book->sheet->across = width_of(book);
  enum co_status status = co_piece_close(&book->sheet->rows, err);
  return status ? status : co_piece_close(&book->sheet->links, err);
}

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  struct co_book *book = (struct co_book *)sink;
  enum co_status status = co_book_end_sheet(book, err);
  if (status) return status;
  CO_GROW(book->sheets, book->sheet_count, book->sheet_cap);
  book->sheet = &book->sheets[book->sheet_count++];
  *book->sheet = (struct co_book_sheet){.name = co_book_name(book, sheet->name),
                                        .visibility = sheet->visibility,
                                        .freeze_rows = sheet->freeze_rows,
                                        .freeze_cols = sheet->freeze_cols,
                                        .plain = sheet->plain};
  co_piece_init(&book->sheet->rows, &book->spool);
  co_piece_init(&book->sheet->links, &book->spool);
  book->links = 0;
  book->open.any = false;
  memset(book->columns, 0, sizeof book->columns);
  return CO_OK;
}

static void keep_title(struct co_book *book, const struct co_row *row) {
  const struct co_cell *cell = row->cells;
  if (book->title.ptr || !row->count || cell->look != CO_LOOK_TITLE ||
      cell->text.len > TITLE_BYTES)
    return;
  book->title = co_utf8_clean(&book->run, cell->text);
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct co_book *book = (struct co_book *)sink;
  keep_title(book, row);
  enum co_status status = co_book_row(book, row, err);
  if (status) co_err_prefix(err, "'%s'", book->out->target);
  co_arena_reset(&book->row);
  return status;
}

static enum co_status on_range(struct co_sink *sink,
                               const struct co_range *range,
                               struct co_err *err) {
  struct co_book *book = (struct co_book *)sink;
  enum co_status status = range->open ? co_book_open_range(book, range, err)
                                      : co_book_range(book, range, err);
  if (status) co_err_prefix(err, "'%s'", book->out->target);
  co_arena_reset(&book->row);
  return status;
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  struct co_book *book = (struct co_book *)sink;
  enum co_status status = co_book_end_sheet(book, err);
  return status ? status : co_book_pack(book, err);
}

static void clear_sheet(struct co_book_sheet *sheet) {
  co_piece_clear(&sheet->rows);
  co_piece_clear(&sheet->links);
  free(sheet->ranges);
  free(sheet->widths);
  free(sheet->urls);
  free(sheet->starts);
}

static void on_free(struct co_sink *sink) {
  struct co_book *book = (struct co_book *)sink;
  for (size_t i = 0; i < book->sheet_count; i++)
    clear_sheet(&book->sheets[i]);
  co_book_strings_clear(&book->strings);
  co_spool_close(&book->spool);
  co_book_unmake(book);
  free(book->sheets);
  free(book->folded);
  co_arena_clear(&book->open.arena);
  co_arena_clear(&book->run);
  co_arena_clear(&book->row);
  free(book);
}

enum co_status co_workbook_writer(struct co_sink **sink, struct co_output *out,
                                  struct co_err *err) {
  *sink = NULL;
  if (!out->target || !out->temp)
    return co_fail(err, CO_X_OUTPUT_NO_STREAM,
                   "a workbook cannot go to standard output; give it a file "
                   "name that ends in .xlsx");
  if (strcmp(localeconv()->decimal_point, ".") != 0)
    return co_fail(err, CO_X_BUG,
                   "the decimal point is not '.': something set the locale");
  struct co_book *book = co_xcalloc(1, sizeof *book);
  book->sink = (struct co_sink){on_sheet, on_row, on_range, on_end, on_free};
  book->out = out;
  co_book_strings_init(book);
  co_book_style(book, &(struct co_book_style){.look = CO_LOOK_PLAIN});
  enum co_status status = co_spool_open(&book->spool, out->target, err);
  book->spool.small = out->small;
  if (status)
    on_free(&book->sink);
  else
    *sink = &book->sink;
  return status;
}

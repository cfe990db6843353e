/* workbook_row.c - a row of the grid made a row of a workbook.
 *
 * Rows come in order and leave as XML at once. The header of an open range is
 * compared with what was said of its columns, and the corners of what is
 * written are kept for the sheet's dimension. Markup: ECMA-376 part 1,
 * 18.3.1.73 (row). */
#include "workbook_parts.h"

enum { MARKUP = 100 };

/* The header of an open range says what its columns are called: Excel repairs
 * a table whose cells say something else. */
static enum co_status check_header(struct co_book *book,
                                   const struct co_row *row,
                                   struct co_err *err) {
  struct co_book_open *open = &book->open;
  bool same = row->count == open->count;
  for (uint32_t i = 0; same && i < row->count; i++)
    same = row->cells[i].col == open->first_col + i &&
           row->cells[i].kind == CO_CELL_TEXT &&
           co_str_eq(row->cells[i].text, open->labels[i]);
  open->written = same;
  if (same) return CO_OK;
  return co_fail(
      err, CO_X_BUG,
      "sheet '%.*s': the header in row %u is not that of its columns",
      CO_STR(book->sheet->name), row->row + 1);
}

static enum co_status check_order(const struct co_book *book,
                                  const struct co_row *row,
                                  struct co_err *err) {
  bool ascending = !book->sheet->any || row->row > book->sheet->last_row;
  for (uint32_t i = 1; ascending && i < row->count; i++)
    ascending = row->cells[i].col > row->cells[i - 1].col;
  if (ascending) return CO_OK;
  return co_fail(err, CO_X_BUG,
                 "sheet '%.*s': the cells of row %u do not come in order",
                 CO_STR(book->sheet->name), row->row + 1);
}

static void note_extent(struct co_book_sheet *sheet, const struct co_row *row) {
  uint32_t first = row->count ? row->cells[0].col : 0;
  uint32_t last = row->count ? row->cells[row->count - 1].col : 0;
  if (!sheet->any) sheet->first_row = row->row;
  if (!sheet->any || first < sheet->first_col) sheet->first_col = first;
  if (!sheet->any || last > sheet->last_col) sheet->last_col = last;
  sheet->last_row = row->row;
  sheet->any = true;
}

static enum co_status begin(const struct co_book_place *place,
                            const struct co_row *row, struct co_err *err) {
  struct co_piece *rows = &place->book->sheet->rows;
  unsigned height = co_book_height(place->book, row);
  co_book_measure(place->book->sheet, row, height);
  char *to = co_piece_room(rows, MARKUP);
  to = CO_PUT(to, "<row r=\"");
  to = co_book_put_short(to, &place->digits);
  *to++ = '"';
  if (height && !row->hidden) {
    to = co_book_uint(CO_PUT(to, " ht=\""), height);
    to = CO_PUT(to, "\" customHeight=\"1\"");
  }
  if (row->hidden) to = CO_PUT(to, " hidden=\"1\"");
  *to++ = '>';
  return co_piece_took(rows, to, err);
}

static enum co_status end(struct co_piece *rows, struct co_err *err) {
  char *to = co_piece_room(rows, MARKUP);
  return co_piece_took(rows, CO_PUT(to, "</row>"), err);
}

enum co_status co_book_row(struct co_book *book, const struct co_row *row,
                           struct co_err *err) {
  struct co_book_place place = {
      .book = book,
      .row = row->row,
      .total = row->count && row->cells[0].look == CO_LOOK_TOTAL,
      .header = book->open.any && row->row == book->open.header};
  char *digits = place.digits.text;
  place.digits.len =
      (uint8_t)(co_book_uint(digits, (uint64_t)row->row + 1) - digits);
  if (!row->count && (!row->hidden || row->row >= CO_BOOK_ROWS)) return CO_OK;
  enum co_status status = check_order(book, row, err);
  if (!status && place.header) status = check_header(book, row, err);
  if (!status) status = begin(&place, row, err);
  for (uint32_t i = 0; !status && i < row->count; i++)
    status = co_book_cell(&place, &row->cells[i], err);
  if (status) return status;
  note_extent(book->sheet, row);
  return end(&book->sheet->rows, err);
}

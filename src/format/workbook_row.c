/* workbook_row.c - a row of the grid made a row of a workbook, with its height.
 *
 * Excel fits rows to their text when it opens a file; LibreOffice and the
 * previewers believe that a workbook has the right heights already, and print
 * lines over each other. So the height is reckoned here, from the widths of
 * the range that was opened: characters by the column's width, 15 points a
 * line. A little too high is better than cut. */
#include "workbook_parts.h"

enum { LINE_POINTS = 15, TITLE_POINTS = 24, HEADING_POINTS = 18 };
enum { MOST_LINES = 27 }; /* Excel's highest row has 409 points */
enum { MARKUP = 100 };

static unsigned lines_of(const struct co_book *book,
                         const struct co_cell *cell) {
  double width =
      cell->col < CO_BOOK_COLUMNS ? book->columns[cell->col].width : 0;
  double lines = (double)co_utf16_length(cell->text) / (width > 1 ? width : 8);
  for (size_t i = 0; i < cell->text.len; i++)
    lines += cell->text.ptr[i] == '\n';
  return lines < MOST_LINES ? (unsigned)lines + (lines > (unsigned)lines)
                            : MOST_LINES;
}

static bool wraps(const struct co_cell *cell) {
  return cell->look == CO_LOOK_WRAP || cell->look == CO_LOOK_HEADER;
}

/* In points; 0: a row of ordinary height. */
static unsigned height_of(const struct co_book *book,
                          const struct co_row *row) {
  unsigned most = 1;
  for (uint32_t i = 0; i < row->count; i++) {
    const struct co_cell *cell = &row->cells[i];
    if (cell->look == CO_LOOK_TITLE) return TITLE_POINTS;
    if (cell->look == CO_LOOK_HEADING) return HEADING_POINTS;
    if (!book->open.any || !wraps(cell)) continue;
    unsigned lines = lines_of(book, cell);
    if (lines > most) most = lines;
  }
  return most > 1 ? most * LINE_POINTS : 0;
}

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
  unsigned height = height_of(place->book, row);
  char *to = co_piece_room(rows, MARKUP);
  to = CO_PUT(to, "<row r=\"");
  to = co_book_put(to, (struct co_str){place->digits, place->digit_count});
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
  place.digit_count =
      (size_t)(co_book_uint(place.digits, (uint64_t)row->row + 1) -
               place.digits);
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

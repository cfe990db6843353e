/* workbook_height.c - heights of rows with wrapped text and of headings.
 *
 * Excel fits rows to their text when it opens a file; LibreOffice and the
 * previewers believe that a workbook has the right heights already, and print
 * lines over each other. So the height is reckoned here: characters by the
 * column's width, 15 points a line. A little too high is better than cut. */
#include "workbook_parts.h"

enum { LINE_POINTS = 15, TITLE_POINTS = 24, HEADING_POINTS = 18 };
enum { MOST_LINES = 27 }; /* Excel's highest row has 409 points */

static enum co_status set_height(struct co_book *book, uint32_t row,
                                 double points, struct co_err *err) {
  return co_book_check(err, worksheet_set_row(book->sheet, row, points, NULL),
                       "setting a row's height");
}

static uint32_t count_breaks(struct co_str text) {
  uint32_t breaks = 0;
  for (size_t i = 0; i < text.len; i++)
    breaks += text.ptr[i] == '\n';
  return breaks;
}

enum co_status co_book_note_height(struct co_book *book, uint32_t row,
                                   const struct co_cell *cell,
                                   struct co_err *err) {
  if (cell->look == CO_LOOK_TITLE)
    return set_height(book, row, TITLE_POINTS, err);
  if (cell->look == CO_LOOK_HEADING)
    return set_height(book, row, HEADING_POINTS, err);
  if (cell->look != CO_LOOK_WRAP && cell->look != CO_LOOK_HEADER) return CO_OK;
  CO_GROW(book->tall, book->tall_count, book->tall_cap);
  book->tall[book->tall_count++] = (struct co_book_tall){
      row, cell->col, (uint32_t)co_utf16_length(cell->text),
      count_breaks(cell->text)};
  return CO_OK;
}

static unsigned lines_of(const struct co_book *book,
                         const struct co_book_tall *cell) {
  double width = book->widths[cell->col] > 1 ? book->widths[cell->col] : 8;
  double lines = cell->breaks + cell->units / width;
  return lines < MOST_LINES ? (unsigned)lines + (lines > (unsigned)lines)
                            : MOST_LINES;
}

enum co_status co_book_set_heights(struct co_book *book,
                                   const struct co_range *range,
                                   struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; !status && i < book->tall_count;) {
    uint32_t row = book->tall[i].row;
    unsigned most = 1;
    for (; i < book->tall_count && book->tall[i].row == row; i++) {
      unsigned lines = lines_of(book, &book->tall[i]);
      if (lines > most) most = lines;
    }
    if (most > 1 && row >= range->first_row && row <= range->last_row)
      status = set_height(book, row, (double)most * LINE_POINTS, err);
  }
  book->tall_count = 0;
  return status;
}

/* workbook_height.c - how high a row has to be for its wrapped texts.
 *
 * Excel fits rows to their text when it opens a file; LibreOffice and the
 * previewers believe that a workbook has the right heights already, and print
 * lines over each other. So words are broken here as a program would break
 * them, by how wide letters are beside a digit, which is what widths of
 * columns count. The classes hold for Calibri and for the wider letters that
 * stand in for it where it is not installed: a little too high is better than
 * cut. */
#include "workbook_parts.h"

enum { TITLE_POINTS = 24, HEADING_POINTS = 18 };
enum { MOST_LINES = 27 };     /* Excel's highest row has 409 points */
enum { DIGIT = 100 };         /* widths are hundredths of a digit's */
enum { WIDEST = 165 };        /* of a letter */
enum { BOLD_MORE = 16 };      /* of a hundred, that bold letters are wider */
enum { MARGINS = DIGIT / 5 }; /* of a cell, beyond what widths leave */
enum { USUAL = 8 * DIGIT };   /* a column whose width nobody set */

static unsigned width_of(unsigned char c) {
  if (c >= 0x80) return (c & 0xC0) == 0x80 ? 0 : DIGIT + 10;
  if (strchr(" ijl.,:;'!|I", c)) return 50;
  if (strchr("ftr()[]-/\\\"`", c)) return 72;
  if (strchr("mMW@", c)) return WIDEST;
  if (strchr("w%&", c)) return 140;
  return c >= 'A' && c <= 'Z' ? 112 : DIGIT;
}

/* The lines of a text where a line has room for so much. */
static unsigned lines_in(struct co_str text, unsigned room) {
  unsigned lines = 1, line = 0, word = 0; /* line: with the word */
  for (size_t i = 0; i < text.len && lines < MOST_LINES; i++) {
    char c = text.ptr[i];
    unsigned wide = width_of((unsigned char)c);
    line += wide;
    word = c == ' ' ? 0 : word + wide;
    if (c == '\n') {
      lines++;
      line = word = 0;
    } else if (line > room && c != ' ') {
      lines++;
      line = word = word < line ? word : wide;
    }
  }
  return lines;
}

static unsigned lines_of(const struct co_book *book,
                         const struct co_cell *cell) {
  double width =
      cell->col < CO_BOOK_COLUMNS ? book->columns[cell->col].width : 0;
  unsigned room = width > 1 ? (unsigned)(width * DIGIT) - MARGINS : USUAL;
  if (cell->look == CO_LOOK_HEADER) room -= room * BOLD_MORE / 100;
  if (cell->text.len * WIDEST <= room &&
      !memchr(cell->text.ptr, '\n', cell->text.len))
    return 1;
  return lines_in(cell->text, room);
}

static bool wraps(const struct co_cell *cell) {
  return (cell->look == CO_LOOK_WRAP || cell->look == CO_LOOK_HEADER) &&
         cell->text.len;
}

unsigned co_book_height(const struct co_book *book, const struct co_row *row) {
  unsigned most = 1;
  for (uint32_t i = 0; i < row->count; i++) {
    const struct co_cell *cell = &row->cells[i];
    if (cell->look == CO_LOOK_TITLE) return TITLE_POINTS;
    if (cell->look == CO_LOOK_HEADING) return HEADING_POINTS;
    if (!book->open.any || !wraps(cell)) continue;
    unsigned lines = lines_of(book, cell);
    if (lines > most) most = lines;
  }
  return most > 1 ? most * CO_BOOK_LINE : 0;
}

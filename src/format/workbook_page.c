/* workbook_page.c - the paper of a sheet, and where its printed pages end.
 *
 * Every sheet is as wide as a page, and programs end a page where it is full:
 * between a heading and its table, too, or within a short table, whose header
 * is then on the page before. So a block, or its chart, that does not fit on
 * what is left of a page begins the next one. The rows are as high as we say
 * (workbook_height.c), so it is known how far down each block begins; how much
 * a page takes follows from the widths, as a program would scale them. It is
 * taken a little too small: a break that comes too soon leaves a line of
 * paper, one that comes too late a page with a line on it. */
#include "workbook_parts.h"

struct paper {
  uint8_t code;
  double across, down; /* points that are printed on, margins left out */
};
#define MARGIN 0.4 /* inches; the footer stands in the bottom one */
#define MARGINS_ACROSS (2 * 72 * MARGIN)
#define MARGINS_DOWN (3 * 72 * MARGIN)
static const struct paper a3 = {8, 1190.5 - MARGINS_ACROSS,
                                841.9 - MARGINS_DOWN};
static const struct paper a4 = {9, 841.9 - MARGINS_ACROSS,
                                595.3 - MARGINS_DOWN};
/* Characters: 145 fill an A4 page across; beyond these its letters would come
 * out smaller than 7.5 points, and A3 is what offices have besides. */
enum { MOST_ON_A4 = 210 };
enum { MOST_BREAKS = 1023 }; /* that Excel takes on a sheet */
#define CHARACTER 5.25       /* points of a column: so many for each, */
#define BESIDE 3.75          /* and for its margins */
#define SURE 0.95            /* of a page, that is there in every program */

/* The top of a row, where those above it are known. */
static double top_of(const struct co_book_sheet *sheet, uint32_t row) {
  return (double)CO_BOOK_LINE * row + (double)sheet->higher;
}

static void add_start(struct co_book_sheet *sheet, uint32_t row) {
  CO_GROW(sheet->starts, sheet->start_count, sheet->start_cap);
  sheet->starts[sheet->start_count++] =
      (struct co_book_start){.row = row, .top = top_of(sheet, row)};
}

void co_book_measure(struct co_book_sheet *sheet, const struct co_row *row,
                     unsigned height) {
  bool heading = row->count && row->cells[0].look == CO_LOOK_HEADING;
  if (heading && sheet->range_count) add_start(sheet, row->row);
  if (height) sheet->higher += height - CO_BOOK_LINE;
  if (row->row < sheet->freeze_rows)
    sheet->repeated = top_of(sheet, row->row + 1);
}

/* With the blank row above it: its frame would show on the page before. */
void co_book_measure_chart(struct co_book_sheet *sheet,
                           const struct co_chart *chart) {
  add_start(sheet, chart->row - 1);
}

static const struct paper *paper_of(const struct co_book_sheet *sheet) {
  return sheet->across > MOST_ON_A4 ? &a3 : &a4;
}

/* How much of the sheet a page takes, in points before it is made smaller. */
static double page_of(const struct co_book_sheet *sheet) {
  const struct paper *paper = paper_of(sheet);
  double across = CHARACTER * sheet->across + BESIDE * (sheet->last_col + 1);
  double larger = across > paper->across ? across / paper->across : 1;
  return SURE * paper->down * larger;
}

/* How far down the block ends that begins there, or the sheet. */
static double end_of(const struct co_book_sheet *sheet, size_t start) {
  const struct co_chart *chart = sheet->ranges[sheet->range_count - 1].chart;
  uint32_t rows = sheet->last_row + 1;
  if (start + 1 < sheet->start_count) return sheet->starts[start + 1].top;
  if (chart && chart->row + chart->rows > rows) rows = chart->row + chart->rows;
  return top_of(sheet, rows);
}

/* What follows a block that is longer than a page begins a page, too: where
 * that block's last page ends nobody knows so well. */
static enum co_status set_breaks(struct co_book *book,
                                 const struct co_book_sheet *sheet,
                                 struct co_err *err) {
  double page = page_of(sheet), ends = page;
  size_t count = 0;
  lxw_row_t *rows = CO_NEW_ARRAY(&book->row, sheet->start_count + 1, lxw_row_t);
  for (size_t i = 0; i < sheet->start_count && count < MOST_BREAKS; i++) {
    if (end_of(sheet, i) <= ends) continue;
    rows[count++] = sheet->starts[i].row;
    ends = sheet->starts[i].top + page - sheet->repeated;
  }
  rows[count] = 0;
  lxw_error got =
      count ? worksheet_set_h_pagebreaks(sheet->sheet, rows) : LXW_NO_ERROR;
  co_arena_reset(&book->row);
  return co_book_check(err, got, "setting page breaks");
}

/* Rows at the top of every printed page: those that stay when scrolling; where
 * nothing does, down to the header of the only table. */
static lxw_row_t repeated_rows(const struct co_book_sheet *sheet) {
  if (!sheet->plain || sheet->range_count != 1) return sheet->freeze_rows;
  return sheet->ranges[0].first_row + 1;
}

enum co_status co_book_page(struct co_book *book,
                            const struct co_book_sheet *sheet,
                            struct co_err *err) {
  lxw_worksheet *to = sheet->sheet;
  lxw_row_t rows = sheet->freeze_rows, repeated = repeated_rows(sheet);
  worksheet_set_landscape(to);
  worksheet_set_paper(to, paper_of(sheet)->code);
  worksheet_fit_to_pages(to, 1, 0);
  worksheet_set_margins(to, MARGIN, MARGIN, MARGIN, 2 * MARGIN);
  if (rows || sheet->freeze_cols)
    worksheet_freeze_panes(to, rows, (lxw_col_t)sheet->freeze_cols);
  lxw_error got = LXW_NO_ERROR;
  if (!sheet->plain) got = worksheet_set_footer(to, "&L&A&RPage &P of &N");
  if (!got && repeated) got = worksheet_repeat_rows(to, 0, repeated - 1);
  if (got) return co_book_check(err, got, "setting up the page");
  return set_breaks(book, sheet, err);
}

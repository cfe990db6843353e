/* workbook_parts.h - what the files of the workbook writer share.
 *
 * workbook.c is the sink, workbook_cell.c writes one cell, workbook_table.c
 * one range, workbook_height.c sets the heights of rows, workbook_style.c
 * makes formats, workbook_text.c decides what a workbook can hold: texts,
 * numbers, dates, sheet names. Only these six include libxlsxwriter.
 *
 * Ownership: everything belongs to the writer and goes with it. */
#ifndef COLLATE_WORKBOOK_PARTS_H
#define COLLATE_WORKBOOK_PARTS_H

#include <xlsxwriter.h>

#include "collate/grid.h"
#include "output.h"
#include "str.h"
#include "utf8.h"

enum {
  CO_BOOK_ROWS = 1048576,
  CO_BOOK_COLUMNS = 16384,
  CO_BOOK_CELL_UNITS = 32767, /* UTF-16 units in a cell's text */
  CO_BOOK_NAME_UNITS = 31,    /* in a sheet's name */
  CO_BOOK_LINKS = 65530,      /* on one sheet */
  CO_BOOK_LINK_BYTES = 2079,
  CO_BOOK_FORMULA_UNITS = 8192,
  CO_BOOK_LIST_UNITS = 255, /* of a dropdown, commas included */
  CO_BOOK_WIDTH = 255       /* of a column, in characters */
};

/* How a number is shown. */
enum co_book_number {
  CO_BOOK_GENERAL,
  CO_BOOK_WHOLE,
  CO_BOOK_MONEY,
  CO_BOOK_PERCENT_0, /* 5%; the digit is that of decimals shown */
  CO_BOOK_PERCENT_1,
  CO_BOOK_PERCENT_2,
  CO_BOOK_DATE,
  CO_BOOK_DATE_TIME,
  CO_BOOK_TIME,
  CO_BOOK_DURATION,
  CO_BOOK_NUMBERS
};

struct co_book_style {
  enum co_look look;
  enum co_book_number number;
  bool link;  /* blue and underlined */
  bool total; /* in a row that starts with CO_LOOK_TOTAL */
  bool right; /* numbers, and the headers over them */
};

enum { CO_BOOK_LOOKS = CO_LOOK_TOTAL + 1 };

/* A wrapped cell whose row may have to grow. */
struct co_book_tall {
  uint32_t row, col;
  uint32_t units;  /* UTF-16 */
  uint32_t breaks; /* line breaks in the text */
};

struct co_book_sheet {
  lxw_worksheet *sheet;
  enum co_visibility visibility;
};

struct co_book {
  struct co_sink sink; /* first: the sink is the writer */
  struct co_output *out;
  struct co_arena run; /* names */
  struct co_arena row; /* texts of the row or range at hand */
  lxw_workbook *book;
  lxw_format *styles[CO_BOOK_LOOKS][CO_BOOK_NUMBERS][2][2][2];
  struct co_book_sheet *sheets;
  size_t sheet_count, sheet_cap;
  struct co_str *folded; /* names in use, folded */
  size_t folded_count, folded_cap;
  struct co_str title; /* of the document: the first title cell */
  /* The sheet now open. */
  lxw_worksheet *sheet;
  struct co_str name;
  unsigned links;
  double widths[CO_BOOK_COLUMNS];
  bool numeric[CO_BOOK_COLUMNS]; /* the column's last cell was a number */
  struct co_book_tall *tall;     /* since the last range */
  size_t tall_count, tall_cap;
};

/* Turns the library's word into ours. what says what was being done. */
enum co_status co_book_check(struct co_err *err, lxw_error got,
                             const char *what);

lxw_format *co_book_style(struct co_book *book, struct co_book_style style);

/* RRGGBB; fallback where the text is no colour. */
lxw_color_t co_book_colour(struct co_str text, lxw_color_t fallback);

/* Writes one cell of the open sheet. */
enum co_status co_book_cell(struct co_book *book, uint32_t row,
                            const struct co_cell *cell, bool total,
                            struct co_err *err);

/* Row heights: notes a cell; sets what the cells of a range need once the
 * widths of its columns are known. */
enum co_status co_book_note_height(struct co_book *book, uint32_t row,
                                   const struct co_cell *cell,
                                   struct co_err *err);
enum co_status co_book_set_heights(struct co_book *book,
                                   const struct co_range *range,
                                   struct co_err *err);

/* Makes a range of the open sheet a table. */
enum co_status co_book_range(struct co_book *book, const struct co_range *range,
                             struct co_err *err);

/* A clean text (co_utf8_clean) as the file must hold it: a literal _x000D_
 * would be read as an escape, so its first underscore is written as _x005F_. */
const char *co_book_escape(struct co_arena *arena, struct co_str clean);

/* False where a workbook would not keep the number: more than 15 significant
 * digits, or beyond 10^-22..10^37. No rounding but the one to the nearest
 * double. */
bool co_book_number(struct co_str text, double *out);
/* Serial of an ISO date (with or without a time), of a time of day. False
 * before 1900-03-01 (Excel counts a 29-Feb-1900) and after 9999-12-31. */
bool co_book_date(struct co_str text, double *serial, bool *has_time);
bool co_book_time(struct co_str text, double *serial);

/* A name that Excel takes and that no other sheet has, made from the wanted
 * one in the same way every time. */
struct co_str co_book_name(struct co_book *book, struct co_str wanted);

#endif

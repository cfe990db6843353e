/* workbook_parts.h - what the files of the workbook writer share.
 *
 * A workbook is written in two steps. Rows are made XML while they come in,
 * by our own code, and wait packed in a file (workbook_spool.h); columns,
 * formats, tables, colours, dropdowns and page set-up are libxlsxwriter's,
 * which writes a workbook without rows, the frame. What it must have is kept
 * until the last row; then a process of its own makes it, and its parts are
 * copied with the rows in their place.
 *
 *   workbook.c          the sink: sheets, ranges, the end
 *   workbook_row.c      rows
 *   workbook_height.c   their heights
 *   workbook_cell.c     one cell as XML
 *   workbook_link.c     what a cell links to
 *   workbook_strings.c  texts that are repeated
 *   workbook_style.c    cell formats
 *   workbook_range.c    ranges as they come, kept for the frame
 *   workbook_make.c     the frame, in a process of its own:
 *   workbook_page.c       the paper of a sheet, and where its pages end
 *   workbook_table.c      one range: table, widths, colours, dropdowns
 *   workbook_chart.c      the chart of a range
 *   workbook_text.c     what a workbook can hold: names, texts
 *   workbook_number.c   numbers and dates as a workbook stores them
 *   workbook_frame.c    frame and rows made one package
 *
 * Only these include libxlsxwriter. Ownership: everything belongs to the
 * writer and goes with it. */
#ifndef COLLATE_WORKBOOK_PARTS_H
#define COLLATE_WORKBOOK_PARTS_H

#include <string.h>
#include <xlsxwriter.h>

#include "collate/grid.h"
#include "str.h"
#include "utf8.h"
#include "workbook_spool.h"

enum {
  CO_BOOK_ROWS = CO_SHEET_ROWS,
  CO_BOOK_COLUMNS = 16384,
  CO_BOOK_NAME_UNITS = 31, /* UTF-16 units in a sheet's name */
  CO_BOOK_LINKS = 65530,   /* on one sheet */
  CO_BOOK_LINK_BYTES = 2079,
  CO_BOOK_FORMULA_UNITS = 8192,
  CO_BOOK_LIST_UNITS = 255, /* of a dropdown, commas included */
  CO_BOOK_WIDTH = 255,      /* of a column, in characters */
  CO_BOOK_LINE = 15         /* of text, and the usual row: points */
};

/* How a number is shown. */
enum co_book_shown {
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

/* A text that is copied with all its room, because that is one step: what the
 * tags of cells are made of. */
struct co_book_short {
  char text[15];
  uint8_t len;
};
#define CO_SHORT(literal) \
  { literal, sizeof(literal) - 1 }

struct co_book_style {
  enum co_look look;
  enum co_book_shown number;
  bool link;  /* blue and underlined */
  bool total; /* in a row that starts with CO_LOOK_TOTAL */
  bool right; /* numbers, and the headers over them */
};

enum {
  CO_BOOK_LOOKS = CO_LOOK_TOTAL + 1,
  CO_BOOK_STYLES = CO_BOOK_LOOKS * CO_BOOK_NUMBERS * 8
};

/* A format that is used. Cells name it by its place in this list; the frame's
 * list of formats is put into the same order when it is copied. The first is
 * that of plain text, which a cell need not name: it is what empty cells have
 * too, so that all stand at the top of their rows. */
struct co_book_format {
  struct co_book_style style;
  lxw_format *format;             /* only while the frame is made */
  struct co_book_short attribute; /* ' s="12"' */
};

/* A column's width, in characters, and a link to the web: for the frame. */
struct co_book_width {
  uint32_t col;
  double width;
};
struct co_book_url {
  uint32_t row, col;
  uint16_t style;
  const char *url;
};

/* Where a block, or a chart, begins that can begin a printed page: its row, and
 * how far down that is, in points. */
struct co_book_start {
  uint32_t row;
  double top;
};

/* A sheet that was begun; its last one is open. */
struct co_book_sheet {
  lxw_worksheet *sheet; /* only while the frame is made */
  struct co_str name;
  enum co_visibility visibility;
  uint32_t freeze_rows, freeze_cols;
  bool plain;    /* no filter buttons, no header or footer */
  double across; /* characters of its columns together; set at its end */
  struct co_range *ranges;
  size_t range_count, range_cap;
  struct co_book_width *widths;
  size_t width_count, width_cap;
  struct co_book_url *urls;
  size_t url_count, url_cap;
  struct co_book_start *starts;
  size_t start_count, start_cap;
  unsigned long higher; /* points of its rows beyond those of usual ones */
  double repeated;      /* points of the rows that every page repeats */
  struct co_piece rows, links;
  uint32_t first_row, last_row, first_col, last_col;
  bool any; /* those four are set */
};

/* A column of the open sheet. */
struct co_book_column {
  double width;         /* characters; 0: not set */
  bool right;           /* in the open range: numbers or dates */
  uint32_t seen, fresh; /* texts; those that were not there before */
};

/* The range whose rows come in. */
struct co_book_open {
  bool any;
  bool written; /* its header is */
  struct co_arena arena;
  struct co_str *labels; /* as headers must read */
  uint32_t count, header, first_col;
};

/* Texts that cells share: a table of bounded size. */
struct co_book_strings {
  struct co_piece items;
  struct co_arena texts;
  struct co_book_string *slots;
  size_t bytes;
  uint64_t uses;
  uint32_t count;
};

struct co_book {
  struct co_sink sink; /* first: the sink is the writer */
  struct co_output *out;
  char *folder;      /* a temporary one, where libxlsxwriter writes ... */
  const char *frame; /* ... this, and what it needs for that */
  struct co_spool spool;
  struct co_arena run; /* names, and what is kept for the frame */
  struct co_arena row; /* texts of the row or range at hand */
  lxw_workbook *book;  /* only while the frame is made */
  struct co_book_strings strings;
  /* 1 more than the place in styles; 0: not used yet */
  uint16_t style_of[CO_BOOK_LOOKS][CO_BOOK_NUMBERS][2][2][2];
  struct co_book_format styles[CO_BOOK_STYLES];
  uint16_t style_count;
  struct co_book_sheet *sheets;
  size_t sheet_count, sheet_cap;
  struct co_str *folded; /* names in use, folded */
  size_t folded_count, folded_cap;
  struct co_str title; /* of the document: the first title */
  struct co_book_short letters[CO_BOOK_COLUMNS]; /* made when needed */
  /* The sheet now open. */
  struct co_book_sheet *sheet;
  unsigned links;
  struct co_book_open open;
  struct co_book_column columns[CO_BOOK_COLUMNS];
};

/* Turns the library's word into ours. what says what was being done. */
enum co_status co_book_check(struct co_err *err, lxw_error got,
                             const char *what);

/* The place of a format in book->styles; new at its first use. */
uint16_t co_book_style(struct co_book *book, const struct co_book_style *style);
/* The library's formats of all that are used. */
enum co_status co_book_make_styles(struct co_book *book, struct co_err *err);

/* RRGGBB; fallback where the text is no colour. */
lxw_color_t co_book_colour(struct co_str text, lxw_color_t fallback);

/* Writes a row of the open sheet. */
enum co_status co_book_row(struct co_book *book, const struct co_row *row,
                           struct co_err *err);

/* In points; 0: a row of ordinary height. */
unsigned co_book_height(const struct co_book *book, const struct co_row *row);

/* Notes how far down a row so high (0: as usual) leads. */
void co_book_measure(struct co_book_sheet *sheet, const struct co_row *row,
                     unsigned height);
/* Likewise a chart below its range. */
void co_book_measure_chart(struct co_book_sheet *sheet,
                           const struct co_chart *chart);
/* Sets up the sheet's page, as the library makes it. */
enum co_status co_book_page(struct co_book *book,
                            const struct co_book_sheet *sheet,
                            struct co_err *err);

/* A row whose cells are being written. */
struct co_book_place {
  struct co_book *book;
  uint32_t row;
  struct co_book_short digits; /* its number, from 1 */
  bool total;                  /* it starts with CO_LOOK_TOTAL */
  bool header;                 /* of the open range */
};
enum co_status co_book_cell(const struct co_book_place *place,
                            const struct co_cell *cell, struct co_err *err);

/* A formula as the file holds it, without the sign before it. */
struct co_str co_book_formula(struct co_str formula);

/* True where the cell may have the link that it has. */
bool co_book_links(const struct co_book *book, const struct co_cell *cell);
enum co_status co_book_link(const struct co_book_place *place,
                            const struct co_cell *cell, uint16_t style,
                            struct co_err *err);

/* Ends the pieces of the sheet now open, if there is one. */
enum co_status co_book_end_sheet(struct co_book *book, struct co_err *err);

/* Makes a column so many characters wide, or leaves it wider. */
void co_book_widen(struct co_book *book, uint32_t col, double width);
/* A range of the open sheet, before its rows and after them. */
enum co_status co_book_open_range(struct co_book *book,
                                  const struct co_range *range,
                                  struct co_err *err);
enum co_status co_book_range(struct co_book *book, const struct co_range *range,
                             struct co_err *err);
/* The row of its table's end: a table has a row under its header, empty or
 * not. */
uint32_t co_book_last_row(const struct co_range *range);

/* A range as the library makes it, on book->sheet. */
enum co_status co_book_table(struct co_book *book, const struct co_range *range,
                             struct co_err *err);
/* Its chart. */
enum co_status co_book_chart(struct co_book *book, const struct co_range *range,
                             struct co_err *err);

/* The index of a text that cells share. *shared is false where it has to
 * stand in its cell: it is long, its column repeats nothing, or there is no
 * more room. */
void co_book_strings_init(struct co_book *book);
void co_book_strings_clear(struct co_book_strings *strings);
enum co_status co_book_share(struct co_book *book, uint32_t col,
                             struct co_str text, uint32_t *index, bool *shared,
                             struct co_err *err);

/* Text as XML: what XML cannot hold becomes U+FFFD. Returns the end; room is
 * CO_BOOK_XML_ROOM. */
enum co_book_xml {
  CO_BOOK_XSTRING,  /* text of a cell: _x000D_ is an escape, and escaped */
  CO_BOOK_FORMULA,  /* nothing but XML */
  CO_BOOK_ATTRIBUTE /* inside double quotes */
};
#define CO_BOOK_XML_ROOM(len) (7 * (len) + 1)
char *co_book_xml(char *to, struct co_str text, enum co_book_xml kind);
/* "<t>text</t>" with what keeps blanks at its ends. */
#define CO_BOOK_T_ROOM(len) (CO_BOOK_XML_ROOM(len) + 40)
char *co_book_t(char *to, struct co_str text);
/* Copies a text, or a literal; returns the end of the copy. */
static inline char *co_book_put(char *to, struct co_str text) {
  memcpy(to, text.ptr, text.len);
  return to + text.len;
}
/* Likewise; needs room for all of it. */
static inline char *co_book_put_short(char *to,
                                      const struct co_book_short *text) {
  memcpy(to, text->text, sizeof text->text);
  return to + text->len;
}
#define CO_PUT(to, literal) co_book_put((to), CO_LIT(literal))

/* A clean text (co_utf8_clean) as libxlsxwriter must be given it: _x000D_
 * would be read as an escape, so its first underscore is _x005F_. */
const char *co_book_escape(struct co_arena *arena, struct co_str clean);

/* What a workbook stores for a cell of numbers or dates. Each returns the
 * length, 0 where the workbook would not keep it: more than 15 significant
 * digits, beyond 10^-22..10^37, before 1900-03-01 (Excel counts a
 * 29-Feb-1900) or after 9999-12-31. The shortest decimal, not rounded. */
enum { CO_BOOK_NUMBER_TEXT = 40 };
size_t co_book_number(struct co_str text, char to[CO_BOOK_NUMBER_TEXT]);
size_t co_book_date(struct co_str text, char to[CO_BOOK_NUMBER_TEXT],
                    bool *has_time);
size_t co_book_time(struct co_str text, char to[CO_BOOK_NUMBER_TEXT]);
/* Seconds, to the millisecond, as days. */
size_t co_book_duration(struct co_str text, char to[CO_BOOK_NUMBER_TEXT]);

char *co_book_uint(char *to, uint64_t value); /* returns the end */

/* A name that Excel takes and that no other sheet has, made from the wanted
 * one in the same way every time. */
struct co_str co_book_name(struct co_book *book, struct co_str wanted);

/* The template row of the frame: where the library writes a cell of every
 * format, a text and a link; see workbook_frame.c. */
enum {
  CO_BOOK_TEMPLATE_ROW = CO_BOOK_ROWS - 1,
  CO_BOOK_LINK_COL = CO_BOOK_COLUMNS - 1,
  CO_BOOK_TEXT_COL = CO_BOOK_COLUMNS - 2
};
/* Makes the frame, the file book->frame in a new folder. */
enum co_status co_book_make(struct co_book *book, struct co_err *err);
/* Takes frame and folder away again. */
void co_book_unmake(struct co_book *book);

/* Makes the frame and writes the package to the output. */
enum co_status co_book_pack(struct co_book *book, struct co_err *err);

#endif

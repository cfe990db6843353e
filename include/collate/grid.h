/* grid.h - sheets, rows and cells, and the sink that takes them.
 *
 * The first of the two contracts: a reader pushes what it finds into a sink;
 * the mapper, every writer and the test recorder are sinks. Rows stream: a
 * row and its cells live only during the call.
 *
 * Order of events: sheet (row | range)* sheet (row | range)* ... end.
 * Rows of a sheet come in ascending order, cells of a row in ascending column
 * order, blank cells and blank rows are left out (not so blank cells with a
 * fill, where the read asked for fills). Positions are zero-based; A1 text is
 * made by co_a1() alone. */
#ifndef COLLATE_GRID_H
#define COLLATE_GRID_H

#include <stdbool.h>

#include "collate/status.h"

/* What the file claims a cell to be. */
enum co_cell_kind {
  CO_CELL_BLANK, /* only formatted: for writers, and for those who asked for
                    fills */
  CO_CELL_TEXT,
  CO_CELL_NUMBER,   /* text: shortest decimal that gives the same double */
  CO_CELL_DATE,     /* text: YYYY-MM-DD or YYYY-MM-DDThh:mm:ss[.mmm] */
  CO_CELL_TIME,     /* text: hh:mm:ss[.mmm] */
  CO_CELL_DURATION, /* text: seconds, decimal */
  CO_CELL_BOOL,     /* text: TRUE or FALSE */
  CO_CELL_ERROR,    /* text: the code, e.g. #REF! */
  CO_CELL_FORMULA   /* a formula without a cached value; text is empty */
};

/* How a number or text is meant to be seen. Readers set NUMBER formats they
 * recognise (PERCENT matters: 0.5 shown as 50%); writers apply them. */
enum co_look {
  CO_LOOK_PLAIN,
  CO_LOOK_PERCENT, /* the number is a fraction */
  CO_LOOK_MONEY,   /* thousands separators, two decimals, visible minus */
  CO_LOOK_WHOLE,   /* thousands separators, no decimals */
  CO_LOOK_WRAP,    /* long text */
  CO_LOOK_TITLE,   /* a sheet's title */
  CO_LOOK_HEADING, /* a block's heading */
  CO_LOOK_HEADER,  /* a column's header */
  CO_LOOK_TOTAL,
  CO_LOOK_FOREIGN, /* from readers: in another currency than pounds */
  CO_LOOK_SCALED,  /* from readers: in thousands or millions, the number is in
                      full */
  CO_LOOK_MONTH,   /* from readers: a date of which month and year are shown */
  CO_LOOK_PENDING  /* from readers: the 0 that a program wrote under a formula
                      for want of its result; Excel works it out on opening */
};

/* What stands before 0xRRGGBB in a cell's fill. */
enum { CO_FILL = 0x1000000 };

struct co_cell {
  uint32_t col;
  enum co_cell_kind kind;
  enum co_look look;
  uint32_t fill; /* from readers, only where the read asked for it: CO_FILL +
                    0xRRGGBB; 0: none, or the cell lies below a merged one */
  struct co_str text;
  struct co_str formula; /* for writers: live formula, text is its result */
  struct co_str link;    /* for writers: internal:'Sheet'!A1 or https/mailto */
};

/* Columns side by side, from the first to the last. */
struct co_columns {
  uint32_t first, last;
};

struct co_row {
  uint32_t row;
  uint32_t count;
  const struct co_cell *cells;
  bool hidden;
  /* From readers: the columns of the sheet that are hidden, from left to
   * right. */
  const struct co_columns *hidden_columns;
  size_t hidden_column_count;
  bool cut; /* from readers: the file ends in the middle of the row */
};

enum co_visibility { CO_VISIBLE, CO_HIDDEN, CO_VERY_HIDDEN };

struct co_merge {
  uint32_t first_row, first_col, last_row, last_col;
};

/* A table or a defined name, and the place or formula it stands for; a custom
 * property and its value. */
struct co_named {
  struct co_str name, refers;
};

/* What only a sheet's set-up says. */
struct co_marks {
  bool frozen, filter, header_footer;
};

/* A sheet. Borrowed until the next sheet event. */
struct co_sheet {
  struct co_str name;
  uint32_t index;
  enum co_visibility visibility;
  struct co_str encoding; /* text files: what was found, e.g. "UTF-8" */
  char delimiter;         /* text files; 0 elsewhere */
  bool epoch_1904;
  const struct co_merge *merges; /* only when the read asked for them */
  size_t merge_count;
  struct co_marks marks;             /* likewise */
  uint32_t freeze_rows, freeze_cols; /* for writers */
  bool plain; /* for writers: no filter buttons, no header or footer */
  const struct co_named *tables; /* of the sheet, from readers */
  size_t table_count;
  const struct co_named *names; /* of the whole file, from readers */
  size_t name_count;
  const struct co_named *properties; /* custom ones of the whole file, from
                                        readers, when the read asked for them */
  size_t property_count;
  struct co_str hint;   /* text files: another opinion on the encoding */
  struct co_str active; /* what the file holds that could do something, in
                           words, such as "macros"; readers leave it alone */
};

/* One allowed value of a status column, for writers. */
struct co_choice {
  struct co_str label;
  struct co_str colour;      /* RRGGBB fill, empty for none */
  struct co_str text_colour; /* RRGGBB */
  struct co_str symbol;      /* shown before the word by number format */
};

struct co_column {
  struct co_str label;
  double width; /* characters */
  const struct co_choice *choices;
  size_t choice_count;
  bool right;            /* numbers or dates: the header stands to the right */
  bool live;             /* formulas: its words are not for people to choose */
  struct co_str formula; /* of every row alike, for rows that are added to the
                            table; empty: none */
};

/* Bars for the rows of a range: one for each row, stacked from the columns
 * named in series. Places are for writers that refer to cells; the values are
 * there for those that draw. */
struct co_series {
  struct co_str name;
  struct co_str colour; /* RRGGBB */
  uint32_t col;
  const struct co_str *values; /* decimals or empty, one for each bar */
};
struct co_chart {
  struct co_str title, describes; /* describes: what stands in for it */
  uint32_t row, rows;             /* free rows below the range for it */
  uint32_t label_col;
  const struct co_str *labels; /* of the bars, from the row under the header */
  uint32_t bars;
  const struct co_series *series;
  size_t series_count;
};

/* A table on the sheet now open: header in first_row, data below to last_row.
 * An empty name means a plain block. It is announced twice: with `open` before
 * its header, so that a writer can lay out rows as they come (last_row is 0
 * then), and without it after its rows. */
struct co_range {
  struct co_str name;
  uint32_t first_row, first_col, last_row, last_col;
  const struct co_column *columns; /* last_col - first_col + 1 of them */
  bool open;
  const struct co_chart *chart; /* told after the rows; NULL: none */
};

enum {
  /* Rows that a workbook's sheet has; longer tables go on on another sheet. */
  CO_SHEET_ROWS = 1048576,
  /* UTF-16 units that a cell of a workbook takes (Excel's specifications and
   * limits); a longer text stops its writer. */
  CO_CELL_UNITS = 32767
};

struct co_sink {
  /* May return CO_STOP: the rows of this sheet are not wanted. */
  enum co_status (*sheet)(struct co_sink *, const struct co_sheet *,
                          struct co_err *);
  /* May return CO_STOP: no more rows of this sheet are wanted. */
  enum co_status (*row)(struct co_sink *, const struct co_row *,
                        struct co_err *);
  /* May be NULL: the sink does not care for tables. */
  enum co_status (*range)(struct co_sink *, const struct co_range *,
                          struct co_err *);
  /* After the last row of the last sheet; not called after an error. */
  enum co_status (*end)(struct co_sink *, struct co_err *);
  /* Releases the sink itself; NULL for sinks that are embedded. */
  void (*free)(struct co_sink *);
};

/* Longest A1 text: column XFD..., row 1048576; with room for any uint32_t. */
enum { CO_A1_TEXT = 24 };

/* Writes the A1 text of a zero-based place into buf and returns buf. */
char *co_a1(uint32_t row, uint32_t col, char buf[CO_A1_TEXT]);

/* The name of a cell kind as the tsv format writes it: n s b e d t D f. */
const char *co_cell_letter(enum co_cell_kind kind);

#endif

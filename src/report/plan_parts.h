/* plan_parts.h - a report plan as read: what the plan files share.
 *
 *   plan.c          reads and checks the YAML
 *   plan_read.c     its columns and charts
 *   plan_check.c    compares it with a store
 *   plan_tabs.c     the sheets that a shape makes of it, and places on them
 *   plan_words.c    what queries can ask about the plan itself
 *   plan_write.c    writes sheets
 *   plan_cell.c     makes cells of what a query gives
 *   plan_chart.c    keeps the figures of a chart
 *   plan_formula.c  reads formulas and puts cells into them
 *   plan_spread.c   formulas over tables that go on on further sheets
 * The words are those of docs/reports.md.
 *
 * Ownership: everything is in the plan's arena; code lists are the pack's. */
#ifndef COLLATE_PLAN_PARTS_H
#define COLLATE_PLAN_PARTS_H

#include "plan.h"

/* Of a sheet's name in a workbook: UTF-16 units. */
enum { CO_PLAN_NAME_UNITS = 31 };

enum co_plan_type {
  CO_PLAN_TEXT,
  CO_PLAN_WRAP,
  CO_PLAN_DATE,
  CO_PLAN_NUMBER,
  CO_PLAN_WHOLE,
  CO_PLAN_PERCENT, /* of a fraction: 0.5 is shown as 50% */
  CO_PLAN_MONEY,
  CO_PLAN_TYPES
};

struct co_plan_column {
  struct co_str name; /* its header */
  /* Columns of the query; empty where there is none. */
  struct co_str from;
  struct co_str otherwise;  /* shown where `from` is NULL */
  struct co_str link;       /* a place in the workbook */
  struct co_str scale_from; /* decimals of an exact number, row by row */
  unsigned scale;           /* or for all rows: value / 10^scale */
  enum co_plan_type type;
  double width;                 /* characters */
  const struct co_codes *codes; /* or NULL: codes are shown as labels */
  const struct co_choice *choices;
  size_t choice_count;
  struct co_str formula; /* template; its result is `from` */
  struct co_str note;    /* what it means */
  bool total;            /* summed in a last row */
  const struct co_yaml *node;
};

/* Bars for the rows of a block, stacked from its columns. */
struct co_plan_chart {
  struct co_str title, describes;
  size_t label;    /* the column that names a bar */
  size_t *columns; /* count of them */
  struct co_str *colours;
  size_t count; /* 0: no chart */
};

struct co_plan_block {
  struct co_str title, note;
  struct co_str table; /* name of the Excel table; empty: a plain block */
  struct co_str query; /* empty: title and note only */
  struct co_str empty; /* shown where the query gives no rows */
  struct co_plan_column *columns;
  size_t column_count;
  struct co_plan_chart chart;
  const struct co_yaml *node;
};

struct co_plan_sheet {
  struct co_str name, title;
  struct co_str describes; /* what it holds */
  unsigned freeze, freeze_columns;
  bool page; /* stands on the page, too */
  struct co_plan_block *blocks;
  size_t block_count;
  const struct co_yaml *node;
};

struct co_plan_shared {
  struct co_shared what;
  const struct co_yaml *query; /* its text */
  const struct co_yaml *node;
};

struct co_plan {
  struct co_arena arena;
  const char *file;
  const struct co_model *model;
  const struct co_yaml *lists; /* words of its own; or NULL */
  const struct co_yaml *notes; /* what headers mean; or NULL */
  struct co_plan_shared *shared;
  size_t shared_count;
  struct co_plan_sheet *sheets;
  size_t sheet_count;
};

/* Index of the column with that header, or -1. */
int co_plan_column_index(const struct co_plan_block *block, struct co_str name);

/* Reads the columns and the chart of a block. */
struct co_plan_reading {
  struct co_plan *plan;
  struct co_problems *problems;
};
void co_plan_read_columns(struct co_plan_reading *r,
                          struct co_plan_block *block);
/* Reports a colour that is none; a node that is not there is none to report. */
void co_plan_check_colour(const struct co_yaml *node,
                          struct co_problems *problems);
/* Compared folded. */
bool co_plan_same(struct co_plan *plan, struct co_str a, struct co_str b);

/* A sheet as it is written: all blocks of a sheet of the plan, or some. */
struct co_plan_tab {
  const struct co_plan_sheet *sheet;
  size_t first, count; /* blocks */
  struct co_str name, title;
  unsigned parts;        /* sheets that it takes, as far as is known */
  unsigned *block_parts; /* of them each block; count */
};
struct co_plan_tabs {
  const struct co_plan *plan;
  enum co_plan_shape shape;
  uint32_t rows; /* of a sheet, at most */
  struct co_plan_tab *list;
  size_t count;
};
void co_plan_tabs(struct co_plan_tabs *tabs, struct co_arena *arena,
                  const struct co_plan *plan, enum co_plan_shape shape);

/* The name of a tab's sheet, from 1: 'Actions', then 'Actions (2)'. */
struct co_str co_plan_part_name(struct co_arena *arena,
                                const struct co_plan_tab *tab, unsigned part);
/* Of a table on its sheets: Actions, then Actions_2. */
struct co_str co_plan_part_table(struct co_arena *arena, struct co_str table,
                                 unsigned part);
/* How many tables the one of that name is; 0 where there is none. */
unsigned co_plan_table_parts(const struct co_plan_tabs *tabs,
                             struct co_str table);
/* The parts of everything added up: it grows as parts become known. */
unsigned co_plan_all_parts(const struct co_plan_tabs *tabs);
enum { CO_PLAN_PART_HEADER = 2 }; /* the header's row on a further sheet */
/* The formula over all parts of the tables in it; empty where it cannot be
 * written so. */
enum { CO_PLAN_FORMULA = 8000 }; /* characters that a workbook takes, nearly */
struct co_str co_plan_spread(struct co_arena *arena,
                             const struct co_plan_tabs *tabs,
                             struct co_str formula);
/* True where a formula of the plan names that table. */
bool co_plan_counts_in(const struct co_plan *plan, struct co_str table);

/* Rows above the header of the tab's first block, its own title and note among
 * them. */
uint32_t co_plan_first_row(enum co_plan_shape shape,
                           const struct co_plan_block *block);
/* "Sources[3]" (a row of a table), "Sources!A5" or "Sources" as a link inside
 * the workbook; empty where there is no such sheet. */
struct co_str co_plan_link(const struct co_plan_tabs *tabs,
                           struct co_arena *arena, struct co_str place);

/* Queries about the plan itself that a block's SQL names, as a WITH in front of
 * it: "WITH plan_sheet(...) AS (...) ", without a line break; or empty. */
struct co_str co_plan_words(struct co_arena *arena,
                            const struct co_plan_tabs *tabs, struct co_str sql);

/* The whole SQL of a block: what it asks about the plan in front of its own. */
struct co_str co_plan_sql(struct co_arena *arena,
                          const struct co_plan_tabs *tabs,
                          const struct co_plan_block *block);

/* Past a text in quotes, or a {Header} or [Column]; else one on. */
size_t co_formula_skip(struct co_str text, size_t at);
/* The name that begins here, and what stands behind it; empty where none
 * does. */
struct co_str co_formula_name(struct co_str text, size_t at, char *behind);

/* Reports {names} in formulas that are no headers of the block, or its own. */
void co_formula_check(const struct co_plan_block *block,
                      const struct co_plan_column *column,
                      struct co_problems *problems);
/* Reports what the plan's tables do not have: Table[Column]; and what Excel
 * would refuse: brackets that do not close, separators that a file does not
 * hold, cells of other sheets. */
void co_formula_check_tables(const struct co_plan *plan,
                             const struct co_plan_column *column,
                             struct co_problems *problems);
/* The template with every {Header} made the cell of that column in the row:
 * $B7. {{ and }} stand for single braces. */
struct co_str co_formula_at(struct co_arena *arena,
                            const struct co_plan_block *block,
                            struct co_str formula, uint32_t row);
/* Likewise, in the same words for all rows of a table:
 * Actions[[#This Row],[Status]]. Empty where that cannot be. */
struct co_str co_formula_in(struct co_arena *arena,
                            const struct co_plan_block *block,
                            struct co_str formula, struct co_str table);

/* A block while its query runs. */
struct co_plan_run {
  const struct co_plan_tabs *tabs;
  const struct co_plan_block *block;
  struct co_query *query;
  struct co_plan_source *sources; /* one for each column of the block */
  struct co_cell *cells;          /* room for a row */
  struct co_arena *row_arena;     /* of the row's texts */
  uint32_t header;                /* its row */
  bool wraps;                     /* a column holds long text */
};
/* Where a column's parts stand in the query, -1 where there is none, and its
 * sum so far. */
struct co_plan_source {
  int from, otherwise, link, scale;
  int64_t sum;
  struct co_str formula; /* over all parts of the tables in it; or empty */
  struct co_str alike;   /* that in the words of all rows; or empty */
};
/* Prepares the query; everything is in the arena but run->query. */
enum co_status co_plan_open(struct co_plan_run *run, struct co_store *store,
                            struct co_arena *arena, struct co_err *err);
/* A table of that name begins: its formulas name its own columns, so that Excel
 * fills them in where a row is added. */
void co_plan_enter(struct co_plan_run *run, struct co_arena *arena,
                   struct co_str table);
/* The cells of the query's row, which stands in that row of the sheet; their
 * number. */
uint32_t co_plan_cells(struct co_plan_run *run, uint32_t row);
/* Adds the row to the totals. */
enum co_status co_plan_add(struct co_plan_run *run, struct co_err *err);
/* The cell with a column's total; first and last are the rows of its SUM,
 * part that of the table they are, from 1. */
struct co_cell co_plan_sum(const struct co_plan_run *run, uint32_t col,
                           uint32_t first, uint32_t last, unsigned part);

/* The figures of a block's chart, row by row. */
struct co_plan_bars {
  struct co_arena arena;
  struct co_str *labels, *values; /* values: row by row, series by series */
  size_t count, label_cap, value_cap;
  size_t rows; /* of the block: those beyond the last bar, too */
};
void co_plan_keep_bar(struct co_plan_bars *bars,
                      const struct co_plan_block *block,
                      const struct co_cell *cells, uint32_t count);
/* The chart, to stand from that row of the sheet on; in the arena, borrowing
 * from bars. */
struct co_chart *co_plan_chart(const struct co_plan_bars *bars,
                               const struct co_plan_block *block,
                               struct co_arena *arena, uint32_t row);
void co_plan_bars_clear(struct co_plan_bars *bars);

#endif

/* plan_parts.h - a report plan as read: what the plan files share.
 *
 * plan.c reads and checks the YAML, plan_check.c compares it with a store,
 * plan_write.c writes sheets, plan_formula.c puts cells into formulas. The
 * words are those of docs/reports.md.
 *
 * Ownership: everything is in the plan's arena; code lists are the pack's. */
#ifndef COLLATE_PLAN_PARTS_H
#define COLLATE_PLAN_PARTS_H

#include "plan.h"

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
  bool total;            /* summed in a last row */
  const struct co_yaml *node;
};

struct co_plan_block {
  struct co_str title, note;
  struct co_str table; /* name of the Excel table; empty: a plain block */
  struct co_str query; /* empty: title and note only */
  struct co_str empty; /* shown where the query gives no rows */
  struct co_plan_column *columns;
  size_t column_count;
  const struct co_yaml *node;
};

struct co_plan_sheet {
  struct co_str name, title;
  unsigned freeze;
  struct co_plan_block *blocks;
  size_t block_count;
  const struct co_yaml *node;
};

/* A shared query and the line of the SQL, from 1, that holds its first. */
struct co_plan_shared {
  const struct co_yaml *node;
  unsigned line;
};

struct co_plan {
  struct co_arena arena;
  const char *file;
  struct co_str shared; /* "WITH name AS (...), ...", or empty */
  struct co_plan_shared *parts;
  size_t part_count;
  unsigned shared_lines;
  struct co_plan_sheet *sheets;
  size_t sheet_count;
};

/* Index of the column with that header, or -1. */
int co_plan_column_index(const struct co_plan_block *block, struct co_str name);

/* The whole SQL of a block: shared queries in front of its own. */
struct co_str co_plan_sql(struct co_arena *arena, const struct co_plan *plan,
                          const struct co_plan_block *block);

/* Reports {names} in formulas that are no headers of the block. */
void co_formula_check(const struct co_plan_block *block,
                      const struct co_plan_column *column,
                      struct co_problems *problems);
/* The template with every {Header} made the cell of that column in the row:
 * $B7. {{ and }} stand for single braces. */
struct co_str co_formula_at(struct co_arena *arena,
                            const struct co_plan_block *block,
                            struct co_str formula, uint32_t row);

#endif

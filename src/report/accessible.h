/* accessible.h - does a workbook keep the rules for published spreadsheets?
 *
 * The rules are those of the UK Government Analysis Function ("Releasing
 * statistics in spreadsheets"), as far as a file shows them: docs/reports.md
 * lists them and says which cannot be seen. A sink: read any workbook into it,
 * with merged cells and fills asked for, and every departure is told. */
#ifndef COLLATE_ACCESSIBLE_H
#define COLLATE_ACCESSIBLE_H

#include "collate/grid.h"

/* rule is a short name; sheet and cell are empty where they do not apply. */
struct co_departure {
  struct co_str rule, sheet, cell, what, remedy;
};

struct co_accessible {
  struct co_sink sink;
  void (*tell)(void *context, const struct co_departure *departure);
  void *context;
  size_t departures;
  bool notes; /* a sheet of notes was there */
  /* The sheet now open. */
  struct co_sheet sheet;
  char name[128];
  bool open, title, says_one;
  uint32_t told;              /* rules: 1 << each */
  uint32_t next_row, columns; /* one more than the last of each */
  uint32_t first_col;
};

void co_accessible_init(struct co_accessible *check,
                        void (*tell)(void *, const struct co_departure *),
                        void *context);

#endif

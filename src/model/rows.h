/* rows.h - the small strict CSV of pack files (RFC 4180), line by line.
 *
 * For files that people keep by hand: a comma separates, a quoted cell has its
 * quotes doubled, every line is one row (no line breaks inside quotes), UTF-8
 * with or without a byte order mark, CRLF or LF. Empty lines are passed over.
 * What does not fit is reported with line and column and the row is left out.
 *
 * The returns themselves are read by the format layer, which is lenient where
 * departments are; this one is strict, because a pack is ours.
 *
 * Ownership: cells borrow the text, or the arena where quotes were doubled. */
#ifndef COLLATE_ROWS_H
#define COLLATE_ROWS_H

#include "yaml.h"

enum { CO_ROW_CELLS = 64 };

struct co_rows {
  const char *file;
  unsigned line; /* of the row in hand, from 1 */
  size_t count;
  struct co_rows_cell {
    struct co_str text;
    unsigned column; /* characters, from 1 */
  } cells[CO_ROW_CELLS];

  struct co_arena *arena;
  struct co_problems *problems;
  struct co_str rest;
};

/* False after reporting that the text is not UTF-8. text must live as long as
 * the cells are needed. */
bool co_rows_init(struct co_rows *csv, struct co_arena *arena, const char *file,
                  struct co_str text, struct co_problems *problems);
/* The next row that is none of: empty, faulty. False at the end. */
bool co_rows_next(struct co_rows *csv);

#endif

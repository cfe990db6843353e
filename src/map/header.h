/* header.h - finds the header of a table in a row of cells.
 *
 * Column order does not matter; names are compared folded; a heading may be
 * given by aliases, by a pattern, or stand at a fixed column without words. */
#ifndef COLLATE_HEADER_H
#define COLLATE_HEADER_H

#include "map_state.h"

/* How well a row fits a table's header. */
struct co_fit {
  size_t found, required;    /* required headings; found among them */
  struct co_found *headings; /* one per heading of the table */
  bool *used;                /* one per cell of the row */
};

/* The table (with a header of that many rows) whose header this is: one that
 * fits wholly, else the one that fits best with at least two and 60 % of its
 * headings; NULL for none. */
const struct co_table *co_header_find(struct co_mapper *m,
                                      const struct co_cells *cells,
                                      unsigned rows, struct co_fit *fit);
/* The table whose header (of one row) this would be on a sheet of another
 * name; NULL for none. */
const struct co_table *co_header_elsewhere(struct co_mapper *m,
                                           const struct co_cells *cells);

#endif

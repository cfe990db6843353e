/* waiting.h - rows that may be the upper part of a header of several rows.
 *
 * What such a row is shows only with the row that ends the header, so rows wait
 * here, copied, in their order. */
#ifndef COLLATE_WAITING_H
#define COLLATE_WAITING_H

#include "map_state.h"

/* Adds a row behind the others; at most CO_HEADER_ROWS - 1 wait. */
void co_waiting_add(struct co_waiting *waiting, const struct co_cells *cells);
/* Takes the oldest away. */
void co_waiting_drop(struct co_waiting *waiting);
void co_waiting_clear(struct co_waiting *waiting);

/* The last `upper` rows and this one joined into one header: each text with
 * those above it, gaps above it filled from the left. */
struct co_cells co_waiting_join(struct co_arena *arena,
                                const struct co_waiting *waiting,
                                unsigned upper, const struct co_cells *cells);

#endif

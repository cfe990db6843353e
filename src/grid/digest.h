/* digest.h - a sink that sums up what passes, and one that feeds two others.
 *
 * A run sends every sheet it writes through a tee: to the writer, and to a
 * digest. Then it reads the file back into a second digest. The two are equal
 * exactly when every sheet, row and value came back:
 *
 *   struct co_digest meant, found;
 *   struct co_tee tee;
 *   co_digest_init(&meant);
 *   co_tee_init(&tee, writer, &meant.sink);
 *   ... push all sheets into &tee.sink; close; read back into &found.sink ...
 *   if (!co_digest_equal(&meant, &found)) ...
 *
 * Ownership: both are embedded (their free is NULL) and own nothing; the tee
 * borrows its two sinks. */
#ifndef COLLATE_DIGEST_H
#define COLLATE_DIGEST_H

#include "collate/grid.h"

/* What counts: the names of the sheets in their order, and of every cell its
 * row, column, kind and text. What does not: blank cells, cells with an empty
 * text and rows that hold nothing else; looks, formulas and links; whether a
 * row or sheet is hidden; tables. */
struct co_digest {
  struct co_sink sink;
  uint64_t hash; /* 64 bits: against accidents, not against malice */
  uint64_t sheets, rows, cells;
};

void co_digest_init(struct co_digest *digest);
bool co_digest_equal(const struct co_digest *a, const struct co_digest *b);

/* Every event goes to both sinks, first to `first`. A sink that answers
 * CO_STOP gets no more rows of that sheet while the other still does; CO_STOP
 * is passed on once both have said so. A failure of the first keeps the event
 * from the second. */
struct co_tee {
  struct co_sink sink;
  struct co_sink *to[2];
  bool stopped[2]; /* for the sheet now open */
};

void co_tee_init(struct co_tee *tee, struct co_sink *first,
                 struct co_sink *second);

#endif

/* one_sheet.h - a sink that passes on one sheet of a file, named by --sheet.
 *
 * Ownership: embedded; one_sheet_clear releases what it holds. It borrows the
 * sink behind it and the texts. */
#ifndef COLLATE_ONE_SHEET_H
#define COLLATE_ONE_SHEET_H

#include "collate/grid.h"
#include "str.h"

struct one_sheet {
  struct co_sink sink; /* first */
  struct co_sink *to;
  const char *file, *name; /* of the sheet; NULL: all pass */
  bool found;
  struct co_buf others; /* the names that were passed over, for the message */
};

void one_sheet_init(struct one_sheet *one, struct co_sink *to, const char *file,
                    const char *name);
void one_sheet_clear(struct one_sheet *one);

#endif

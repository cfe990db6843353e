/* ahead.h - bytes that a thread of their own fetches.
 *
 * While a reader looks at some bytes of a long part, the next ones are
 * unpacked: reading a large workbook back takes two thirds of the time. The
 * reader gets the same bytes and the same errors in the same order.
 *
 *   struct co_read_options options = {.ahead = threads ? &co_ahead : NULL};
 */
#ifndef COLLATE_AHEAD_H
#define COLLATE_AHEAD_H

#include "collate/format.h"

extern const struct co_ahead co_ahead;

#endif

/* begins.h - how the names of a table's headings begin.
 *
 * Every row is asked whether it is a header, and nearly none is. The first two
 * characters of its cells say so for most, without folding one of them. */
#ifndef COLLATE_BEGINS_H
#define COLLATE_BEGINS_H

#include <stdbool.h>

#include "collate/status.h"

enum { CO_BEGIN_CHARACTERS = 36 }; /* a to z, 0 to 9 */

/* By first character: which second ones some name has behind it. */
struct co_begins {
  uint64_t seconds[CO_BEGIN_CHARACTERS];
};

/* Adds a name, folded. */
void co_begins_add(struct co_begins *begins, struct co_str name);
/* False where no name that was added can be the text once that is folded. The
 * text is trimmed and not empty. */
bool co_begins_like(const struct co_begins *begins, struct co_str text);

#endif

/* utf8.h - stepping through UTF-8, one character at a time.
 *
 * For the loops inside base and for layers that look at single characters.
 * Bytes that are no UTF-8 come back one by one as CO_UTF8_BAD, so that a loop
 * always ends and never reads past the text. */
#ifndef COLLATE_UTF8_H
#define COLLATE_UTF8_H

#include <stdbool.h>

#include "collate/status.h"

struct co_arena;

#define CO_UTF8_BAD UINT32_MAX

/* Decodes the character at p (p < end) and returns its bytes, 1 to 4. */
size_t co_utf8_next(const char *p, const char *end, uint32_t *code_point);

/* White space as people mean it: Unicode White_Space (no-break spaces too)
 * and the invisible U+200B and U+FEFF. Those two part no words, though. */
bool co_is_space(uint32_t code_point);
bool co_is_invisible(uint32_t code_point);

/* ASCII without control characters, tabs and line breaks: most texts. */
bool co_utf8_plain(struct co_str text);

/* What XML 1.0, and so a workbook, can hold of a text: control characters,
 * U+FFFE, U+FFFF and bytes that are no UTF-8 become U+FFFD; tabs and line
 * breaks stay. NUL-terminated, in the arena. */
struct co_str co_utf8_clean(struct co_arena *arena, struct co_str text);

#endif

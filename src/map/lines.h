/* lines.h - the lines of a cell's text, blank ones left out. */
#ifndef COLLATE_LINES_H
#define COLLATE_LINES_H

#include "str.h"

/* The number of lines; *lines gets them, trimmed, in the arena. */
size_t co_lines(struct co_arena *arena, struct co_str text,
                struct co_str **lines);
/* The first of them, trimmed. */
struct co_str co_line_first(struct co_str text);
/* Without a bullet (• · ▪, or * - – and a blank) at its beginning. */
struct co_str co_line_bullet(struct co_str line);

#endif

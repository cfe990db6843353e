/* quick.h - the commonest ways to write a figure, a date, a line and a code,
 * read at once.
 *
 * Nearly all cells of a long table are written in one of them. What is said
 * here is what the functions of base say, which read everything else. */
#ifndef COLLATE_QUICK_H
#define COLLATE_QUICK_H

#include "date.h"
#include "str.h"

/* Digits, with a minus before them or not, with a point and at most as many
 * digits behind it as the scale keeps: 1250, -3.5. False for all others. */
bool co_quick_units(struct co_str text, unsigned scale, int64_t *units);

/* 2010-03-31, 31/03/2010, 03/31/2010, also with another of - / . between the
 * numbers. False for all others, and for what is no date. */
bool co_quick_date(struct co_str text, enum co_date_order order,
                   struct co_date *date);

/* Whether a trimmed text is its own line: ASCII with single blanks between. */
bool co_quick_line(struct co_str text);

/* Whether the text is all ASCII. */
bool co_quick_ascii(struct co_str text);

/* Whether the folded text is this one but for its capitals. Where it is not,
 * it may still be this one folded. */
bool co_quick_same(struct co_str text, struct co_str folded);

/* A visible character of ASCII: most texts begin and end with one. */
static inline bool co_quick_visible(char c) {
  return c > 0x20 && c < 0x7F;
}

/* As co_str_trim. */
static inline struct co_str co_quick_trim(struct co_str text) {
  return text.len && co_quick_visible(text.ptr[0]) &&
                 co_quick_visible(text.ptr[text.len - 1])
             ? text
             : co_str_trim(text);
}

#endif

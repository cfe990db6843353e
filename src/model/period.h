/* period.h - inside the model layer: a period taken apart.
 *
 * co_period_valid and co_year_shift are declared in value.h. */
#ifndef COLLATE_PERIOD_H
#define COLLATE_PERIOD_H

#include "str.h"
#include "value.h"

struct co_period {
  int year;        /* in which the financial year begins */
  int first, last; /* quarters 1 to 4; 0 the whole year */
};

/* False where the text is no period, or its years do not follow each other. */
bool co_period_parse(struct co_str text, struct co_period *out);
/* The one way of writing it. */
struct co_str co_period_text(struct co_arena *arena, struct co_period period);

#endif

/* value.h - one cell's text made a value of a field's type.
 *
 * Rules on one cell run here, with the cell at hand: type, pattern, code.
 * Nothing is guessed: what does not fit says so. */
#ifndef COLLATE_VALUE_H
#define COLLATE_VALUE_H

#include "arena.h"
#include "collate/record.h"
#include "date.h"

enum co_value_result {
  CO_VALUE_OK,
  CO_VALUE_BLANK,   /* nothing there: the value is absent */
  CO_VALUE_ROUNDED, /* a decimal with more places than the field keeps */
  CO_VALUE_DAMAGED, /* a key that a program took for a number: 1.23E+11 */
  CO_VALUE_DATED,   /* a key that a program took for a date: 02-Jan */
  CO_VALUE_FOREIGN, /* a number shown in another currency */
  CO_VALUE_SCALED,  /* shown in thousands, in a column read in thousands */
  CO_VALUE_NOT_DATE,
  CO_VALUE_NOT_NUMBER,
  CO_VALUE_TOO_BIG,
  CO_VALUE_NOT_PERIOD,
  CO_VALUE_NOT_CODE,  /* outside the code list */
  CO_VALUE_PATTERN,   /* the field's pattern does not match */
  CO_VALUE_ERROR_CELL /* #REF! and the like */
};

/* The value is there, and may not be what was typed. */
static inline bool co_value_doubtful(enum co_value_result result) {
  return result >= CO_VALUE_DAMAGED && result <= CO_VALUE_SCALED;
}

/* Types the text of a cell. kind and look say what the file claimed (a
 * percentage stored as a fraction is multiplied by 100; *percent is set where
 * a number was one; may be NULL). A text that is a value as it stands is
 * borrowed; others go into the arena. */
enum co_value_result co_value_parse(struct co_arena *arena,
                                    const struct co_field *field,
                                    struct co_str text, enum co_cell_kind kind,
                                    enum co_look look, enum co_date_order order,
                                    struct co_value *out, bool *percent);

/* "2009/10 Q2", "2009/10", "2006/07 Q1-Q3": the years must follow each other.
 */
bool co_period_valid(struct co_str text);

/* The financial year n years on: "2009/10" and -1 give "2008/09". Empty for a
 * text that is no financial year. Also understood: 2009/2010, 09/10. */
struct co_str co_year_shift(struct co_arena *arena, struct co_str year, int n);

#endif

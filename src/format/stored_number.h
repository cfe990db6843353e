/* stored_number.h - the text of a number as spreadsheets store it, made sane.
 *
 * Strict where other readers guess: xsd:double without INF and NaN, so no
 * "1,5", "0x10" or "NAN". The file's text is kept where it has at most 15
 * significant digits and no exponent; anything else is healed to the shortest
 * decimal that gives the same double, which undoes 132834.29999999999. */
#ifndef COLLATE_STORED_NUMBER_H
#define COLLATE_STORED_NUMBER_H

#include <stdbool.h>

#include "arena.h"

/* Digits without an exponent: value / 10^decimals. */
struct co_stored_digits {
  uint64_t value; /* wrong where count is above 19 */
  size_t count;   /* digits written */
  size_t decimals;
  bool negative;
};

enum { CO_STORED_NUMBER = 40, CO_STORED_PLAIN = 15 };

/* Reads [-]digits[.digits] at p as far as it goes and returns its end. The
 * text must be followed by a byte that is neither digit nor point. */
const char *co_stored_digits(const char *p, struct co_stored_digits *digits);

/* The shortest text for the same double, for 16 to 19 digits: its length, or 0
 * where the quick way does not know. */
size_t co_stored_heal(const struct co_stored_digits *digits,
                      char buf[CO_STORED_NUMBER]);

/* True for a number; *plain where its text can stay as it is. */
bool co_stored_is_number(struct co_str text, bool *plain);
/* The shortest of %.15g to %.17g that reads back as the same double. */
void co_stored_shortest(double value, char buf[CO_STORED_NUMBER]);
/* All of it: the sane text, in the arena; false for what is no number or none
 * that a double can hold. */
bool co_stored_number(struct co_arena *arena, struct co_str text,
                      struct co_str *out);

#endif

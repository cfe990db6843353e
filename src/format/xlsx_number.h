/* xlsx_number.h - the text of a number as a workbook stores it, made sane.
 *
 * Strict where other readers guess: xsd:double without INF and NaN, so no
 * "1,5", "0x10" or "NAN". The file's text is kept where it has at most 15
 * significant digits and no exponent; anything else is healed to the shortest
 * decimal that gives the same double, which undoes 132834.29999999999. */
#ifndef COLLATE_XLSX_NUMBER_H
#define COLLATE_XLSX_NUMBER_H

#include <stdbool.h>

#include "collate/status.h"

/* Digits without an exponent: value / 10^decimals. */
struct co_xlsx_digits {
  uint64_t value; /* wrong where count is above 19 */
  size_t count;   /* digits written */
  size_t decimals;
  bool negative;
};

enum { CO_XLSX_NUMBER_TEXT = 40, CO_XLSX_PLAIN_DIGITS = 15 };

/* Reads [-]digits[.digits] at p as far as it goes and returns its end. The
 * text must be followed by a byte that is neither digit nor point. */
const char *co_xlsx_digits(const char *p, struct co_xlsx_digits *digits);

/* The shortest text for the same double, for 16 to 19 digits: its length, or 0
 * where the quick way does not know. */
size_t co_xlsx_heal_quickly(const struct co_xlsx_digits *digits,
                            char buf[CO_XLSX_NUMBER_TEXT]);

/* True for a number; *plain where its text can stay as it is. */
bool co_xlsx_is_number(struct co_str text, bool *plain);
/* The shortest of %.15g to %.17g that reads back as the same double. */
void co_xlsx_shortest(double value, char buf[CO_XLSX_NUMBER_TEXT]);

#endif

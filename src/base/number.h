/* number.h - exact decimals, and what people write around them.
 *
 * A decimal is an integer in units of 10^-scale. No amount ever passes
 * through a double. Understood around a number: thousands separators (comma;
 * groups of three), a currency sign (£), a percent sign or the words for it,
 * brackets or a leading or trailing minus (also U+2212) for negatives, and the
 * exponent of numbers that a workbook stores (1.5E-3). Anything else is not a
 * number. */
#ifndef COLLATE_NUMBER_H
#define COLLATE_NUMBER_H

#include <stdbool.h>

#include "collate/status.h"

enum co_number_result {
  CO_NUMBER_OK,
  CO_NUMBER_ROUNDED, /* more decimals than the scale: rounded half to even */
  CO_NUMBER_NOT,     /* not a number */
  CO_NUMBER_TOO_BIG  /* does not fit 63 bits at this scale */
};

struct co_number {
  int64_t units;
  bool percent;  /* it was said to be percent; units are those written */
  bool currency; /* a currency sign was there */
};

enum co_number_result co_number_parse(struct co_str text, unsigned scale,
                                      struct co_number *out);

/* How many digits follow each other from there on. */
size_t co_count_digits(struct co_str text, size_t from);

/* Digits alone, of a number from 0 to max; false for anything else. */
bool co_whole_number(struct co_str text, uint32_t max, uint32_t *value);

/* a + b; false on overflow. */
bool co_units_add(int64_t a, int64_t b, int64_t *sum);

/* The last two digits of a value, printed to where the text goes on, which is
 * returned. By hand: there may be millions of dates, and printf is slow. */
char *co_put_two(char *to, unsigned value);

/* Shortest text: no trailing zeros, no exponent, "-0" is "0". Returns buf. */
enum { CO_DECIMAL_TEXT = 48 };
char *co_decimal_text(int64_t units, unsigned scale, char buf[CO_DECIMAL_TEXT]);

#endif

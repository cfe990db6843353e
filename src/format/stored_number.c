/* stored_number.c - see stored_number.h.
 *
 * Writers that print 16 or 17 digits do so for every other amount, so healing
 * has a quick way: round the digits to 15 and see, in exact integers, whether
 * the text lies within half a step of the double that the 15 digits give. If
 * it does, the 15 digits are what %.15g would print. strtod and %g do the
 * rest; they are fine here: the text is validated and nothing ever calls
 * setlocale. */
#include "stored_number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "str.h"

__extension__ typedef unsigned __int128 wide;

#define TEN_15 1000000000000000U
#define TEN_17 100000000000000000U

enum {
  LONGEST_DIGITS = 17, /* that a double can need */
  MANTISSA_BITS = 52,  /* of a double, without the leading one */
  EXPONENT_BIAS = 1075 /* with the mantissa taken as a whole number */
};

/* Powers of ten that are exact doubles; 19 digits need no more. */
static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,
                              1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13,
                              1e14, 1e15, 1e16, 1e17, 1e18};

static const char *add_digits(const char *p, uint64_t *value) {
  for (; co_is_digit(*p); p++)
    *value = *value * 10 + (uint64_t)(*p - '0');
  return p;
}

const char *co_stored_digits(const char *p, struct co_stored_digits *digits) {
  uint64_t value = 0;
  digits->negative = *p == '-';
  p += digits->negative;
  const char *end = add_digits(p, &value);
  digits->count = (size_t)(end - p);
  digits->decimals = 0;
  if (*end == '.') {
    p = end + 1;
    end = add_digits(p, &value);
    digits->decimals = (size_t)(end - p);
    digits->count += digits->decimals;
  }
  digits->value = value;
  return end;
}

/* value / 10^decimals without zeros at its end. */
static size_t write_plain(bool negative, uint64_t value, size_t decimals,
                          char *buf) {
  char digits[24];
  size_t n = 0, at = 0;
  for (; decimals && value % 10 == 0; decimals--)
    value /= 10;
  for (; value || n <= decimals; value /= 10)
    digits[n++] = (char)('0' + value % 10);
  if (negative) buf[at++] = '-';
  while (n) {
    if (n == decimals) buf[at++] = '.';
    buf[at++] = digits[--n];
  }
  buf[at] = '\0';
  return at;
}

/* True where value / 10^decimals is nearer to v than to the middle between v
 * and its neighbours. value is below 10^17, v between 10^-4 and 10^15: both
 * sides fit 128 bits. */
static bool rounds_to(uint64_t value, size_t decimals, double v) {
  uint64_t bits;
  memcpy(&bits, &v, sizeof bits);
  uint64_t mantissa = bits & ((1ULL << MANTISSA_BITS) - 1);
  if (mantissa == 0) return false; /* a power of two: steps are uneven */
  mantissa |= 1ULL << MANTISSA_BITS;
  int shift = EXPONENT_BIAS - (int)(bits >> MANTISSA_BITS);
  wide ten = 1;
  for (size_t i = 0; i < decimals; i++)
    ten *= 10;
  wide text = (wide)value << shift, middle = (wide)mantissa * ten;
  wide off = text > middle ? text - middle : middle - text;
  return 2 * off < ten;
}

size_t co_stored_heal(const struct co_stored_digits *digits,
                      char buf[CO_STORED_NUMBER]) {
  uint64_t value = digits->value;
  size_t drop = value >= 10 * (uint64_t)TEN_15 ? 2 : 1;
  if (digits->count > 19 || value < TEN_15 || value >= TEN_17 ||
      digits->decimals < drop)
    return 0;
  uint64_t rounded = drop == 2 ? (value + 50) / 100 : (value + 5) / 10;
  size_t decimals = digits->decimals - drop;
  double v = (double)rounded / tens[decimals];
  if (rounded >= TEN_15) return 0;
  if (!rounds_to(value, digits->decimals, v)) return 0;
  return write_plain(digits->negative, rounded, decimals, buf);
}

static const char *skip_digits(const char *p, const char *end,
                               unsigned *count) {
  const char *start = p;
  while (p < end && co_is_digit(*p))
    p++;
  *count += (unsigned)(p - start);
  return p;
}

bool co_stored_is_number(struct co_str text, bool *plain) {
  const char *p = text.ptr, *end = p + text.len;
  unsigned mantissa = 0, exponent = 0;
  bool scaled = false;
  if (p < end && (*p == '-' || *p == '+')) p++;
  p = skip_digits(p, end, &mantissa);
  if (p < end && *p == '.') p = skip_digits(p + 1, end, &mantissa);
  if (p < end && (*p == 'e' || *p == 'E')) {
    scaled = true;
    if (++p < end && (*p == '-' || *p == '+')) p++;
    p = skip_digits(p, end, &exponent);
  }
  *plain = mantissa <= CO_STORED_PLAIN && !scaled;
  return p == end && mantissa > 0 && (!scaled || exponent > 0);
}

void co_stored_shortest(double value, char buf[CO_STORED_NUMBER]) {
  int n = CO_STORED_PLAIN;
  do
    snprintf(buf, CO_STORED_NUMBER, "%.*g", n, value);
  while (n++ < LONGEST_DIGITS && strtod(buf, NULL) != value);
}

bool co_stored_number(struct co_arena *arena, struct co_str text,
                      struct co_str *out) {
  char buf[CO_STORED_NUMBER];
  bool plain;
  if (!co_stored_is_number(text, &plain)) return false;
  *out = co_arena_str(arena, text);
  if (plain) return true;
  double value = strtod(out->ptr, NULL);
  if (!isfinite(value)) return false;
  co_stored_shortest(value, buf);
  *out = co_arena_str(arena, co_str_of(buf));
  return true;
}

/* workbook_number.c - numbers and dates as a workbook stores them.
 *
 * A workbook holds doubles and shows 15 digits, so a text of at most 15
 * significant digits comes back as it was and is written as it is; no double
 * is made of it. Longer ones, ids of 17 digits among them, stay text, but for
 * fractions that are the text of a double, such as quotients that another
 * workbook worked out: as text, no sum would count them. Dates are days since
 * 1899-12-30, times fractions of a day (ECMA-376 part 1, 18.17.4); a fraction
 * is worked out in whole milliseconds. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "date.h"
#include "stored_number.h"
#include "workbook_parts.h"

enum { SERIAL_OF_1970 = 25569, FIRST_SERIAL = 61 };
enum { DIGITS = 15, PENNIES = 2, MOST_POWER = 22, DAY_MILLI = 86400000 };
#define MOST_MILLI UINT64_C(100000000000000) /* 3,000 years */

/* A decimal taken apart: digits without zeros at either end, and the power
 * of ten of the last one. */
struct decimal {
  bool negative;
  uint64_t digits;
  int count;
  int power;
};

static bool add_digit(struct decimal *d, unsigned digit) {
  if (d->digits == 0 && digit == 0) return true;
  if (d->count == 18) return false;
  d->digits = d->digits * 10 + digit;
  d->count++;
  return true;
}

static bool take_exponent(struct co_str text, size_t at, struct decimal *d) {
  int sign = 1, power = 0;
  if (at < text.len && (text.ptr[at] == '-' || text.ptr[at] == '+'))
    sign = text.ptr[at++] == '-' ? -1 : 1;
  if (at == text.len) return false;
  for (; at < text.len; at++) {
    if (!co_is_digit(text.ptr[at]) || power > 999) return false;
    power = power * 10 + (text.ptr[at] - '0');
  }
  d->power += sign * power;
  return true;
}

static bool take_apart(struct co_str text, struct decimal *d) {
  size_t at = 0;
  bool point = false, any = false;
  *d = (struct decimal){0};
  if (text.len && (text.ptr[0] == '-' || text.ptr[0] == '+'))
    d->negative = text.ptr[at++] == '-';
  for (; at < text.len; at++) {
    char c = text.ptr[at];
    if (c == '.' && !point) {
      point = true;
    } else if (co_is_digit(c)) {
      if (!add_digit(d, (unsigned)(c - '0'))) return false;
      any = true;
      d->power -= point;
    } else {
      break;
    }
  }
  if (!any) return false;
  if (at == text.len) return true;
  return (text.ptr[at] == 'E' || text.ptr[at] == 'e') &&
         take_exponent(text, at + 1, d);
}

/* Texts that need no change: no sign but minus, no needless zero, no exponent,
 * few digits. */
static bool is_shortest(struct co_str text) {
  const char *p = text.ptr, *end = p + text.len;
  p += text.len && *p == '-';
  const char *whole = p;
  while (p < end && co_is_digit(*p))
    p++;
  size_t digits = (size_t)(p - whole);
  if (!digits || (digits > 1 && *whole == '0')) return false;
  if (p == end) return digits <= DIGITS && (*whole != '0' || text.len == 1);
  if (*p++ != '.') return false;
  const char *decimals = p;
  while (p < end && co_is_digit(*p))
    p++;
  digits += (size_t)(p - decimals);
  return p == end && p > decimals && p[-1] != '0' && digits <= DIGITS;
}

static char *put_zeros(char *to, int count) {
  while (count-- > 0)
    *to++ = '0';
  return to;
}

/* Digits with a point after the first `whole` of them, zeros where there are
 * none. */
static char *put_plain(char *to, const char *digits, int count, int whole) {
  for (int i = 0; i < whole; i++)
    *to++ = i < count ? digits[i] : '0';
  if (whole <= 0) *to++ = '0';
  if (count <= whole) return to;
  *to++ = '.';
  to = put_zeros(to, -whole);
  for (int i = whole > 0 ? whole : 0; i < count; i++)
    *to++ = digits[i];
  return to;
}

/* The shortest of the two ways to write it. */
static size_t put_decimal(const struct decimal *d, char *buf) {
  char digits[24], *to = buf;
  int whole = d->count + d->power; /* digits before the point */
  snprintf(digits, sizeof digits, "%" PRIu64, d->digits);
  if (d->negative) *to++ = '-';
  if (whole <= DIGITS && d->count - whole < DIGITS) {
    to = put_plain(to, digits, d->count, whole);
    return (size_t)(to - buf);
  }
  to = put_plain(to, digits, d->count, 1);
  to += snprintf(to, 8, "E%+03d", whole - 1);
  return (size_t)(to - buf);
}

/* A fraction that comes back as it was, and the pennies of which show. */
static size_t put_double(struct co_str text, const struct decimal *d,
                         char buf[CO_BOOK_NUMBER_TEXT]) {
  char own[CO_STORED_NUMBER];
  if (d->power >= 0 || d->count + d->power > DIGITS - PENNIES ||
      text.len >= sizeof own)
    return 0;
  memcpy(own, text.ptr, text.len);
  own[text.len] = '\0';
  co_stored_shortest(strtod(own, NULL), buf);
  return co_str_is(text, buf) ? text.len : 0;
}

size_t co_book_number(struct co_str text, char to[CO_BOOK_NUMBER_TEXT]) {
  struct decimal d;
  if (is_shortest(text)) {
    memcpy(to, text.ptr, text.len);
    return text.len;
  }
  if (!take_apart(text, &d)) return 0;
  while (d.digits && d.digits % 10 == 0) {
    d.digits /= 10;
    d.count--;
    d.power++;
  }
  if (d.digits == 0) d = (struct decimal){.count = 1};
  if (d.count > DIGITS || d.power > MOST_POWER || d.power < -MOST_POWER)
    return put_double(text, &d, to);
  return put_decimal(&d, to);
}

/* Digits at a place as a number, or -1. */
static int digits_at(struct co_str text, size_t at, size_t count) {
  int value = 0;
  if (at + count > text.len) return -1;
  for (size_t i = at; i < at + count; i++) {
    if (!co_is_digit(text.ptr[i])) return -1;
    value = value * 10 + (text.ptr[i] - '0');
  }
  return value;
}

/* Milliseconds since midnight, or -1. */
static int64_t take_time(struct co_str text) {
  int hour = digits_at(text, 0, 2), minute = digits_at(text, 3, 2),
      second = digits_at(text, 6, 2), milli = 0;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 59 || text.ptr[2] != ':' || text.ptr[5] != ':')
    return -1;
  if (text.len > 8) {
    milli = text.len == 12 && text.ptr[8] == '.' ? digits_at(text, 9, 3) : -1;
    if (milli < 0) return -1;
  }
  return ((hour * 60 + minute) * 60 + second) * INT64_C(1000) + milli;
}

char *co_book_uint(char *to, uint64_t value) {
  char digits[20];
  size_t count = 0;
  do {
    digits[count++] = (char)('0' + value % 10);
    value /= 10;
  } while (value);
  while (count)
    *to++ = digits[--count];
  return to;
}

/* A day has 864 * 10^5 milliseconds. 16 decimals at most, or the product does
 * not fit; a double has no more of them anyway. */
static size_t put_serial(char *buf, int64_t days, int64_t milli, int decimals) {
  uint64_t fraction = (uint64_t)milli;
  char *to = co_book_uint(buf, (uint64_t)days);
  if (!milli) return (size_t)(to - buf);
  for (int i = 5; i < decimals; i++)
    fraction *= 10;
  fraction = (fraction + 432) / 864;
  for (; fraction % 10 == 0; fraction /= 10)
    decimals--;
  to += snprintf(to, 20, ".%0*" PRIu64, decimals, fraction);
  return (size_t)(to - buf);
}

size_t co_book_time(struct co_str text, char to[CO_BOOK_NUMBER_TEXT]) {
  int64_t milli = take_time(text);
  return milli < 0 ? 0 : put_serial(to, 0, milli, 16);
}

size_t co_book_date(struct co_str text, char to[CO_BOOK_NUMBER_TEXT],
                    bool *has_time) {
  struct co_date date = {digits_at(text, 0, 4), digits_at(text, 5, 2),
                         digits_at(text, 8, 2)};
  int64_t milli = 0;
  *has_time = text.len > 10;
  if (date.year < 0 || text.ptr[4] != '-' || text.ptr[7] != '-' ||
      !co_date_valid(date) || (*has_time && text.ptr[10] != 'T'))
    return 0;
  int64_t day = co_date_days(date) + SERIAL_OF_1970;
  if (*has_time)
    milli = take_time((struct co_str){text.ptr + 11, text.len - 11});
  if (day < FIRST_SERIAL || milli < 0) return 0;
  return put_serial(to, day, milli, 11);
}

size_t co_book_duration(struct co_str text, char to[CO_BOOK_NUMBER_TEXT]) {
  struct decimal d;
  if (!take_apart(text, &d) || d.negative || d.power < -3) return 0;
  for (d.power += 3; d.power > 0 && d.digits < MOST_MILLI; d.power--)
    d.digits *= 10;
  if (d.digits >= MOST_MILLI) return 0;
  return put_serial(to, (int64_t)(d.digits / DAY_MILLI),
                    (int64_t)(d.digits % DAY_MILLI), 11);
}

/* serial.c - serial numbers of days as dates, times and durations.
 *
 * Day 1 is 1900-01-01 and, for the sake of Lotus 1-2-3, day 60 the 29th of
 * February 1900: before it days count from 1899-12-31, after it from
 * 1899-12-30. In the 1904 system day 0 is 1904-01-01. A day is cut into
 * milliseconds, rounded, because 1/24 is no exact double.
 * Doubles are fine here: a serial is a place in time, no amount. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "date.h"
#include "number.h"
#include "numfmt.h"

#define MS_A_DAY 86400000LL

enum {
  LAST_SERIAL = 2958465, /* 9999-12-31 */
  FALSE_LEAP_DAY = 60,
  DAYS_1904 = 1462 /* 1904-01-01 in the 1900 system */
};

static void time_text(char *to, long long ms) {
  unsigned rest = (unsigned)(ms % 1000);
  to = co_put_two(to, (unsigned)(ms / 3600000));
  *to++ = ':';
  to = co_put_two(to, (unsigned)(ms / 60000 % 60));
  *to++ = ':';
  to = co_put_two(to, (unsigned)(ms / 1000 % 60));
  if (rest) {
    *to++ = '.';
    *to++ = (char)('0' + rest / 100);
    to = co_put_two(to, rest);
  }
  *to = '\0';
}

static enum co_cell_kind duration_text(bool negative, uint64_t ms, char *buf) {
  const char *sign = negative ? "-" : "";
  unsigned long long seconds = ms / 1000, rest = ms % 1000;
  if (rest)
    snprintf(buf, CO_SERIAL_TEXT, "%s%llu.%03llu", sign, seconds, rest);
  else
    snprintf(buf, CO_SERIAL_TEXT, "%s%llu", sign, seconds);
  return CO_CELL_DURATION;
}

enum co_cell_kind co_milliseconds_text(bool negative, uint64_t ms,
                                       char buf[CO_SERIAL_TEXT]) {
  if (negative || ms >= MS_A_DAY) return duration_text(negative, ms, buf);
  time_text(buf, (long long)ms);
  return CO_CELL_TIME;
}

static enum co_cell_kind date_text(long long day, long long ms, char *to) {
  const struct co_date zero = {1899, 12, 30};
  if (day < FALSE_LEAP_DAY) day++;
  struct co_date date = co_date_from_days(co_date_days(zero) + day);
  to += strlen(co_date_text(date, to));
  if (!ms) return CO_CELL_DATE;
  *to++ = 'T';
  time_text(to, ms);
  return CO_CELL_DATE;
}

enum co_cell_kind co_serial_text(double serial, enum co_numfmt format,
                                 bool epoch_1904, char buf[CO_SERIAL_TEXT]) {
  if (!co_numfmt_is_time(format) || !(fabs(serial) < LAST_SERIAL + 1.0))
    return CO_CELL_NUMBER;
  if (format == CO_NUMFMT_DURATION)
    return duration_text(
        serial < 0, (uint64_t)llround(fabs(serial) * (double)MS_A_DAY), buf);
  if (serial < 0) return CO_CELL_NUMBER;
  long long ms = llround(serial * (double)MS_A_DAY);
  long long day = ms / MS_A_DAY;
  ms %= MS_A_DAY;
  if (day == 0 && (!epoch_1904 || format == CO_NUMFMT_TIME)) {
    time_text(buf, ms);
    return CO_CELL_TIME;
  }
  if (!epoch_1904 && day == FALSE_LEAP_DAY) return CO_CELL_NUMBER;
  if (epoch_1904) day += DAYS_1904;
  return day > LAST_SERIAL ? CO_CELL_NUMBER : date_text(day, ms, buf);
}

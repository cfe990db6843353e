/* date.h - calendar dates as people write them (proleptic Gregorian).
 *
 * Understood: 2009-11-26 (and with a time, which is dropped), 26/11/2009,
 * 26.11.09, 26-Nov-2009, 26th November 2009, Nov 26 2009; month and year
 * alone (March 2008, Sept 08: the last day of the month, imprecise) and
 * ranges of months (April - March 2008: the end of the last one, imprecise).
 * Two-digit years are 1970 to 2069. Impossible dates are not dates. */
#ifndef COLLATE_DATE_H
#define COLLATE_DATE_H

#include <stdbool.h>

#include "collate/status.h"

enum co_date_order { CO_DMY, CO_MDY, CO_YMD };

struct co_date {
  int year, month, day;
};

/* False where the text is no date in that order. *imprecise (may be NULL) is
 * set where only a month or a range of months was given. */
bool co_date_parse(struct co_str text, enum co_date_order order,
                   struct co_date *out, bool *imprecise);
bool co_date_valid(struct co_date date);
/* ISO text: 10 characters and a NUL for a valid date. Returns buf. */
enum { CO_DATE_TEXT = 11 };
char *co_date_text(struct co_date date, char buf[CO_DATE_TEXT]);
/* Days since 1970-01-01, and back. */
int64_t co_date_days(struct co_date date);
struct co_date co_date_from_days(int64_t days);
/* Last day of a month. */
int co_month_days(int year, int month);

#endif

/* date.c - calendar dates as people write them.
 *
 * A text is cut into parts: numbers, names of months, separators. The
 * sequence of parts ("N-M-N" for 26-Nov-2009) is looked up in one table of
 * shapes, which says what each number is. A text of any other shape is no
 * date: an officer's "see above" or "2009/10" must not become one.
 *
 * Day counts use the calendar arithmetic on years that begin in March
 * (proleptic Gregorian, 400-year cycles of 146,097 days). */
#include "date.h"

#include <string.h>

#include "ascii.h"
#include "number.h"
#include "str.h"
#include "utf8.h"

enum { PARTS = 9, NUMBERS = 4 };

/* A date taken apart. */
struct parts {
  char shape[PARTS + 1]; /* N number, M month, - / . separators */
  size_t count;
  int number[NUMBERS], digits[NUMBERS];
  size_t numbers;
  int month[2]; /* named months, 1 to 12 */
  size_t months;
};

bool co_date_valid(struct co_date date) {
  return date.year >= 1 && date.year <= 9999 && date.month >= 1 &&
         date.month <= 12 && date.day >= 1 &&
         date.day <= co_month_days(date.year, date.month);
}

int co_month_days(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (month < 1 || month > 12) return 0;
  return days[month - 1] + (month == 2 && leap);
}

char *co_date_text(struct co_date date, char buf[CO_DATE_TEXT]) {
  char *to = co_put_two(buf, (unsigned)date.year / 100);
  to = co_put_two(to, (unsigned)date.year);
  *to++ = '-';
  to = co_put_two(to, (unsigned)date.month);
  *to++ = '-';
  *co_put_two(to, (unsigned)date.day) = '\0';
  return buf;
}

/* Days from 0000-03-01 to 1970-01-01. */
enum { EPOCH = 719468, CYCLE = 146097 };

int64_t co_date_days(struct co_date date) {
  int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  int64_t cycle = (year >= 0 ? year : year - 399) / 400;
  int64_t of_cycle = year - cycle * 400;
  int64_t month = (date.month + 9) % 12; /* March is 0 */
  int64_t of_year = (153 * month + 2) / 5 + date.day - 1;
  int64_t days = of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year;
  return cycle * CYCLE + days - EPOCH;
}

struct co_date co_date_from_days(int64_t days) {
  days += EPOCH;
  int64_t cycle = (days >= 0 ? days : days - CYCLE + 1) / CYCLE;
  int64_t rest = days - cycle * CYCLE;
  int64_t year = (rest - rest / 1460 + rest / 36524 - rest / (CYCLE - 1)) / 365;
  int64_t of_year = rest - (365 * year + year / 4 - year / 100);
  int64_t march = (5 * of_year + 2) / 153;
  int month = (int)(march < 10 ? march + 3 : march - 9);
  return (struct co_date){
      .year = (int)(year + cycle * 400) + (month <= 2),
      .month = month,
      .day = (int)(of_year - (153 * march + 2) / 5) + 1,
  };
}

/* Words, in lower case. */

static bool starts_word(struct co_str word, const char *full, size_t least) {
  return word.len >= least && word.len <= strlen(full) &&
         memcmp(word.ptr, full, word.len) == 0;
}

static bool is_one_of(struct co_str word, const char *const *list) {
  for (; *list; list++)
    if (co_str_is(word, *list)) return true;
  return false;
}

/* 1 to 12, or 0. The full name, its first three letters, or "sept". */
static int month_of(struct co_str word) {
  static const char *const names[] = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  for (int i = 0; i < 12; i++)
    if (co_str_is(word, names[i]) ||
        (word.len == 3 && starts_word(word, names[i], 3)))
      return i + 1;
  return co_str_is(word, "sept") ? 9 : 0;
}

static bool is_weekday(struct co_str word) {
  static const char *const names[] = {"monday",   "tuesday", "wednesday",
                                      "thursday", "friday",  "saturday",
                                      "sunday"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (starts_word(word, names[i], 3)) return true;
  return false;
}

/* Taking a text apart. */

static bool add_part(struct parts *parts, char part) {
  if (parts->count == PARTS) return false;
  parts->shape[parts->count++] = part;
  return true;
}

static bool add_number(struct parts *parts, const char *digits, size_t len) {
  if (parts->numbers == NUMBERS || len > 4) return false;
  int value = 0;
  for (size_t i = 0; i < len; i++)
    value = 10 * value + (digits[i] - '0');
  parts->number[parts->numbers] = value;
  parts->digits[parts->numbers++] = (int)len;
  return add_part(parts, 'N');
}

static bool add_word(struct parts *parts, struct co_str word, bool touches) {
  static const char *const ordinals[] = {"st", "nd", "rd", "th", NULL};
  static const char *const leads[] = {"by", "the", "end", NULL};
  int month = month_of(word);
  if (month && parts->months < 2) {
    parts->month[parts->months++] = month;
    return add_part(parts, 'M');
  }
  if (touches && is_one_of(word, ordinals)) return true;
  if (co_str_is(word, "of")) return true;
  if (co_str_is(word, "to")) return add_part(parts, '-');
  return parts->count == 0 && (is_weekday(word) || is_one_of(word, leads));
}

static size_t run_length(const char *p, const char *end, bool (*is)(char)) {
  const char *start = p;
  while (p < end && is(*p))
    p++;
  return (size_t)(p - start);
}

enum { WORD = 16 }; /* bytes; the longest word is "september" */

static bool take_word(struct parts *parts, const char *p, size_t len,
                      bool touches) {
  char word[WORD];
  if (len > WORD) return false;
  for (size_t i = 0; i < len; i++)
    word[i] = (char)(p[i] | 0x20);
  return add_word(parts, (struct co_str){word, len}, touches);
}

/* Hyphens, dashes and the minus sign. */
static bool is_dash(uint32_t c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* The marks of direction that Windows puts around each number of a date that
 * is copied from its windows; nobody sees them. */
static bool is_mark(uint32_t c) {
  return c == 0x200E || c == 0x200F;
}

static bool take_separator(struct parts *parts, uint32_t c) {
  if (co_is_space(c) || is_mark(c) || c == ',') return true;
  if (is_dash(c)) return add_part(parts, '-');
  return (c == '/' || c == '.') && add_part(parts, (char)c);
}

static bool take_apart(struct co_str text, struct parts *parts) {
  *parts = (struct parts){0};
  const char *end = text.ptr + text.len;
  for (const char *p = text.ptr; p < end;) {
    size_t digits = run_length(p, end, co_is_digit);
    size_t letters = run_length(p, end, co_is_letter);
    bool touches = p > text.ptr && co_is_digit(p[-1]);
    uint32_t c;
    if (digits) {
      if (!add_number(parts, p, digits)) return false;
      p += digits;
    } else if (letters) {
      if (!take_word(parts, p, letters, touches)) return false;
      p += letters;
    } else {
      p += co_utf8_next(p, end, &c);
      if (!take_separator(parts, c)) return false;
    }
  }
  return true;
}

/* Beside a named month a full stop or a slash says no more than a blank:
 * "26. Nov 2009", "Sept. 2008", "26/Nov/2009". */
static void simplify(struct parts *parts) {
  if (!parts->months) return;
  size_t kept = 0;
  for (size_t i = 0; i < parts->count; i++) {
    bool beside_month =
        (i > 0 && parts->shape[i - 1] == 'M') || parts->shape[i + 1] == 'M' ||
        (parts->shape[i] == '/' && i > 1 && parts->shape[i - 2] == 'M');
    bool dropped = parts->shape[i] == '.' || parts->shape[i] == '/';
    if (!(dropped && beside_month)) parts->shape[kept++] = parts->shape[i];
  }
  parts->shape[kept] = '\0';
}

/* Time of day: h:mm, h:mm:ss, h:mm:ss.fff, then Z, am or pm. The text's first
 * colon stands behind the digits at p. */
static bool is_time(const char *p, const char *end) {
  size_t hours = run_length(p, end, co_is_digit);
  if (hours < 1 || hours > 2) return false;
  p += hours;
  int fields = 0;
  for (; p < end && *p == ':' && fields < 2; fields++) {
    if (run_length(p + 1, end, co_is_digit) != 2) return false;
    p += 3;
  }
  if (fields == 2 && p < end && *p == '.')
    p += 1 + run_length(p + 1, end, co_is_digit);
  while (p < end && *p == ' ')
    p++;
  size_t left = (size_t)(end - p);
  if (left == 1) return (*p | 0x20) == 'z';
  if (left == 2)
    return ((*p | 0x20) == 'a' || (*p | 0x20) == 'p') && (p[1] | 0x20) == 'm';
  return left == 0;
}

/* The text without a time of day after a digit and a blank or a T. */
static struct co_str without_time(struct co_str text) {
  const char *colon = memchr(text.ptr, ':', text.len);
  if (!colon) return text;
  const char *p = colon;
  while (p > text.ptr && co_is_digit(p[-1]))
    p--;
  bool apart =
      p - text.ptr >= 2 && (p[-1] == ' ' || p[-1] == 'T') && co_is_digit(p[-2]);
  if (!apart || !is_time(p, text.ptr + text.len)) return text;
  return (struct co_str){text.ptr, (size_t)(p - 1 - text.ptr)};
}

/* Making a date of the parts. */

/* The full year of a number, 0 where it is none. */
static int year_of(const struct parts *parts, size_t i) {
  int value = parts->number[i];
  if (parts->digits[i] == 4) return value;
  if (parts->digits[i] != 2) return 0;
  return value + (value < 70 ? 2000 : 1900);
}

static bool is_short(const struct parts *parts, size_t i) {
  return parts->digits[i] <= 2;
}

static bool full_date(const struct parts *parts, size_t year, int month,
                      size_t day, struct co_date *out) {
  *out = (struct co_date){year_of(parts, year), month, parts->number[day]};
  return is_short(parts, day);
}

static bool from_numbers(const struct parts *parts, enum co_date_order order,
                         struct co_date *out) {
  size_t year = 2, month = 1, day = 0;
  if (parts->digits[0] == 4 || order == CO_YMD) {
    year = 0;
    day = 2;
  } else if (order == CO_MDY) {
    month = 0;
    day = 1;
  }
  return is_short(parts, month) &&
         full_date(parts, year, parts->number[month], day, out);
}

static bool from_day_month_year(const struct parts *parts,
                                enum co_date_order order, struct co_date *out) {
  bool year_first =
      parts->digits[0] == 4 || (order == CO_YMD && parts->digits[1] != 4);
  return full_date(parts, year_first ? 0 : 1, parts->month[0],
                   year_first ? 1 : 0, out);
}

static bool from_month_day_year(const struct parts *parts,
                                enum co_date_order order, struct co_date *out) {
  (void)order;
  return full_date(parts, 1, parts->month[0], 0, out);
}

/* The last day of the last month named, in the last year named. */
static bool from_months(const struct parts *parts, enum co_date_order order,
                        struct co_date *out) {
  (void)order;
  int year = year_of(parts, parts->numbers - 1);
  int month = parts->month[parts->months - 1];
  *out = (struct co_date){year, month, co_month_days(year, month)};
  return parts->numbers < 2 || year_of(parts, 0) > 0;
}

static const struct shape {
  const char *parts;
  bool imprecise;
  bool (*make)(const struct parts *, enum co_date_order, struct co_date *);
} shapes[] = {
    {"N-N-N", false, from_numbers},
    {"N/N/N", false, from_numbers},
    {"N.N.N", false, from_numbers},
    {"NMN", false, from_day_month_year},
    {"N-M-N", false, from_day_month_year},
    {"MNN", false, from_month_day_year},
    {"M-N-N", false, from_month_day_year},
    {"MN", true, from_months},
    {"M-N", true, from_months},
    {"M-MN", true, from_months},
    {"MN-MN", true, from_months},
};

enum {
  PLAIN = 10,  /* bytes of a date that has all its digits */
  LONGEST = 64 /* of any date; longer texts are prose */
};

/* The number that so many digits make; far below zero where they are none. */
static int digits_at(const char *p, size_t count) {
  int value = 0;
  for (size_t i = 0; i < count; i++)
    value = co_is_digit(p[i]) ? value * 10 + (p[i] - '0') : -10000;
  return value;
}

/* The usual date, in one go: 2010-03-31, 31/03/2010 and the like, all its
 * digits there. False for all that needs a closer look. */
static bool take_plain(struct co_str text, enum co_date_order order,
                       struct co_date *out) {
  const char *p = text.ptr;
  if (text.len != PLAIN) return false;
  bool year_first = !co_is_digit(p[4]);
  char first = p[year_first ? 4 : 2], second = p[year_first ? 7 : 5];
  if (first != second || (first != '-' && first != '/' && first != '.'))
    return false;
  if (year_first)
    *out = (struct co_date){digits_at(p, 4), digits_at(p + 5, 2),
                            digits_at(p + 8, 2)};
  else if (order == CO_MDY)
    *out = (struct co_date){digits_at(p + 6, 4), digits_at(p, 2),
                            digits_at(p + 3, 2)};
  else
    *out = (struct co_date){digits_at(p + 6, 4), digits_at(p + 3, 2),
                            digits_at(p, 2)};
  return (year_first || order != CO_YMD) && co_date_valid(*out);
}

bool co_date_parse(struct co_str text, enum co_date_order order,
                   struct co_date *out, bool *imprecise) {
  struct parts parts;
  text = co_str_trim(text);
  if (take_plain(text, order, out)) {
    if (imprecise) *imprecise = false;
    return true;
  }
  if (!text.len || text.len > LONGEST) return false;
  if (!take_apart(without_time(text), &parts)) return false;
  simplify(&parts);
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    if (strcmp(shapes[i].parts, parts.shape) != 0) continue;
    if (imprecise) *imprecise = shapes[i].imprecise;
    return shapes[i].make(&parts, order, out) && co_date_valid(*out);
  }
  return false;
}

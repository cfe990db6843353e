/* period.c - financial years and quarters as councils write them.
 *
 * Kept as "2009/10", "2009/10 Q2" or "2006/07 Q1-Q3". Understood besides:
 * 2009/2010, 2007/8, 09/10, a hyphen or dash with or without blanks in place
 * of the slash ("2007 – 08"), "Quarter 2" or "Qtr 2" for Q2, the quarter in
 * front of the year, a comma, dash or "of" between the two, and months that are
 * whole quarters of one year ("Apr 06 – Dec 06", "Apr 06 to Dec 06"). Four
 * quarters are the year. The second year must follow the first: 2009/11 is no
 * financial year, and a calendar year alone is none either. */
#include "period.h"

#include <string.h>

#include "ascii.h"

struct cursor {
  const char *at, *end;
};

static void skip_blanks(struct cursor *cur) {
  while (cur->at < cur->end) {
    if (*cur->at == ' ' || *cur->at == '\t')
      cur->at += 1;
    else if (cur->end - cur->at >= 2 && memcmp(cur->at, "\xC2\xA0", 2) == 0)
      cur->at += 2; /* no-break space */
    else
      return;
  }
}

static bool take_char(struct cursor *cur, char c) {
  if (cur->at == cur->end || *cur->at != c) return false;
  cur->at++;
  return true;
}

/* - and the dashes U+2010 to U+2014 (E2 80 90 to E2 80 94). */
static bool take_dash(struct cursor *cur) {
  if (take_char(cur, '-')) return true;
  if (cur->end - cur->at < 3 || memcmp(cur->at, "\xE2\x80", 2) != 0)
    return false;
  unsigned char last = (unsigned char)cur->at[2];
  if (last < 0x90 || last > 0x94) return false;
  cur->at += 3;
  return true;
}

/* Letters in any case; the word is given in small ones. */
static bool take_word(struct cursor *cur, const char *word) {
  size_t len = strlen(word);
  if ((size_t)(cur->end - cur->at) < len) return false;
  for (size_t i = 0; i < len; i++) {
    if (co_small(cur->at[i]) != word[i]) return false;
  }
  cur->at += len;
  return true;
}

/* Digits, at most four; their number, and the value in *out. */
static int take_digits(struct cursor *cur, int *out) {
  int count = 0;
  *out = 0;
  while (count < 4 && cur->at < cur->end && co_is_digit(*cur->at)) {
    *out = *out * 10 + (*cur->at++ - '0');
    count++;
  }
  return count;
}

/* The second year, written with so many digits, follows the first. */
static bool follows(int first, int second, int digits) {
  static const int modulus[] = {0, 10, 100, 0, 10000};
  return modulus[digits] && (first + 1) % modulus[digits] == second;
}

static bool take_year(struct cursor *cur, int *year) {
  int second = 0;
  int digits = take_digits(cur, year);
  if (digits == 2)
    *year += *year >= 70 ? 1900 : 2000; /* as in dates: 1970 to 2069 */
  else if (digits != 4 || *year < 1000)
    return false;
  skip_blanks(cur);
  if (!take_char(cur, '/') && !take_dash(cur)) return false;
  skip_blanks(cur);
  int more = take_digits(cur, &second);
  if (digits == 2 && more != 2) return false;
  return follows(*year, second, more);
}

static bool take_quarter(struct cursor *cur, int *quarter) {
  if (!take_word(cur, "quarter") && !take_word(cur, "qtr") &&
      !take_word(cur, "q"))
    return false;
  skip_blanks(cur);
  return take_digits(cur, quarter) == 1 && *quarter >= 1 && *quarter <= 4;
}

/* A month and year alone. */
static bool read_month(const char *from, const char *to, struct co_date *date) {
  bool imprecise = false;
  return co_date_parse(co_str_trim((struct co_str){from, (size_t)(to - from)}),
                       CO_DMY, date, &imprecise) &&
         imprecise;
}

/* The dash, or the word, between the first and the last month. */
static bool take_between(struct cursor *cur) {
  return take_dash(cur) || take_word(cur, " to ");
}

/* From the first month of a quarter to the last month of one, in one financial
 * year. */
static bool read_months(struct co_str text, struct co_period *out) {
  struct cursor cur = {text.ptr, text.ptr + text.len};
  struct co_date first, last;
  const char *dash = cur.at;
  while (dash < cur.end && (cur.at = dash, !take_between(&cur)))
    dash++;
  if (dash == cur.end || !read_month(text.ptr, dash, &first) ||
      !read_month(cur.at, cur.end, &last))
    return false;
  int from = (first.month + 8) % 12, to = (last.month + 8) % 12; /* April: 0 */
  out->year = first.month >= 4 ? first.year : first.year - 1;
  out->first = from / 3 + 1;
  out->last = to / 3 + 1;
  return from % 3 == 0 && to % 3 == 2 && out->last >= out->first &&
         (last.month >= 4 ? last.year : last.year - 1) == out->year;
}

/* One quarter, or from one to a later one. */
static bool take_quarters(struct cursor *cur, struct co_period *out) {
  if (!take_quarter(cur, &out->first)) return false;
  out->last = out->first;
  skip_blanks(cur);
  struct cursor behind = *cur;
  if (!take_dash(cur)) return true;
  skip_blanks(cur);
  if (take_quarter(cur, &out->last)) return out->last > out->first;
  out->last = out->first;
  *cur = behind; /* the dash is not theirs */
  return true;
}

static bool at_end(struct cursor *cur) {
  skip_blanks(cur);
  return cur->at == cur->end;
}

/* What may stand between quarters and their year. */
static void skip_between(struct cursor *cur) {
  skip_blanks(cur);
  if (take_char(cur, ',') || take_dash(cur) || take_word(cur, "of "))
    skip_blanks(cur);
}

/* A year alone, or with its quarters behind it or in front. */
static bool read_year(struct co_str text, struct co_period *out) {
  struct cursor cur = {text.ptr, text.ptr + text.len};
  if (at_end(&cur)) return false;
  bool in_front = *cur.at > '9';
  if (in_front && !take_quarters(&cur, out)) return false;
  if (in_front) skip_between(&cur);
  if (!take_year(&cur, &out->year)) return false;
  if (at_end(&cur)) return true;
  skip_between(&cur);
  return !in_front && take_quarters(&cur, out) && at_end(&cur);
}

bool co_period_parse(struct co_str text, struct co_period *out) {
  *out = (struct co_period){0};
  if (!read_year(text, out)) {
    *out = (struct co_period){0};
    if (!read_months(text, out)) return false;
  }
  if (out->first == 1 && out->last == 4) out->first = out->last = 0;
  return true;
}

struct co_str co_period_text(struct co_arena *arena, struct co_period period) {
  int next = (period.year + 1) % 100;
  if (!period.first)
    return co_arena_printf(arena, "%04d/%02d", period.year, next);
  if (period.first == period.last)
    return co_arena_printf(arena, "%04d/%02d Q%d", period.year, next,
                           period.first);
  return co_arena_printf(arena, "%04d/%02d Q%d-Q%d", period.year, next,
                         period.first, period.last);
}

bool co_period_valid(struct co_str text) {
  struct co_arena scratch = CO_ARENA_INIT;
  struct co_period period;
  bool valid = co_period_parse(text, &period) &&
               co_str_eq(text, co_period_text(&scratch, period));
  co_arena_clear(&scratch);
  return valid;
}

struct co_str co_year_shift(struct co_arena *arena, struct co_str year, int n) {
  struct co_period period;
  if (!co_period_parse(year, &period) || period.first)
    return (struct co_str){0};
  if (n < 1000 - period.year || n > 9998 - period.year)
    return (struct co_str){0};
  period.year += n;
  return co_period_text(arena, period);
}

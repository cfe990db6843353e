/* workbook_text.c - what a workbook can hold: texts, numbers, dates, names.
 *
 * libxlsxwriter hands on whatever it is given: control characters and bad
 * UTF-8 that make a whole part unreadable, ids of 17 digits rounded, dates
 * that never were, sheet names that Excel repairs. So all of it is decided
 * here first. ECMA-376 part 1, 22.9.2.19 (ST_Xstring escapes) and
 * 18.17.4 (dates). */
#include <string.h>

#include "date.h"
#include "workbook_parts.h"

enum { SECONDS_A_DAY = 86400, SERIAL_OF_1970 = 25569, FIRST_SERIAL = 61 };

static bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') ||
         (c >= 'a' && c <= 'f');
}

/* True where a reader would take what stands here for an escape. */
static bool looks_escaped(const char *p, size_t left) {
  return left >= 7 && p[0] == '_' && p[1] == 'x' && is_hex(p[2]) &&
         is_hex(p[3]) && is_hex(p[4]) && is_hex(p[5]) && p[6] == '_';
}

const char *co_book_escape(struct co_arena *arena, struct co_str clean) {
  size_t escapes = 0;
  for (size_t i = 0; i < clean.len; i++)
    escapes += looks_escaped(clean.ptr + i, clean.len - i);
  if (escapes == 0) return clean.ptr;
  char *out = co_alloc(arena, clean.len + 6 * escapes + 1);
  char *to = out;
  for (size_t i = 0; i < clean.len; i++) {
    if (looks_escaped(clean.ptr + i, clean.len - i)) {
      memcpy(to, "_x005F", 6);
      to += 6;
    }
    *to++ = clean.ptr[i];
  }
  return out;
}

/* A decimal taken apart: digits without zeros at either end, and the power
 * of ten of the last one. */
struct decimal {
  bool negative;
  uint64_t digits;
  int count;
  int power;
};

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

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
    if (!is_digit(text.ptr[at]) || power > 999) return false;
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
    } else if (is_digit(c)) {
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

bool co_book_number(struct co_str text, double *out) {
  struct decimal d;
  if (!take_apart(text, &d)) return false;
  while (d.digits && d.digits % 10 == 0) {
    d.digits /= 10;
    d.count--;
    d.power++;
  }
  if (d.digits == 0) {
    *out = 0;
    return true;
  }
  if (d.count > 15 || d.power > 22 || d.power < -22) return false;
  /* Digits and power of ten are both exact doubles, so one division or
   * multiplication rounds once: the nearest double. */
  double power = 1;
  for (int i = 0; i < (d.power < 0 ? -d.power : d.power); i++)
    power *= 10;
  *out = d.power < 0 ? (double)d.digits / power : (double)d.digits * power;
  if (d.negative) *out = -*out;
  return true;
}

/* Digits at a place as a number, or -1. */
static int digits_at(struct co_str text, size_t at, size_t count) {
  int value = 0;
  if (at + count > text.len) return -1;
  for (size_t i = at; i < at + count; i++) {
    if (!is_digit(text.ptr[i])) return -1;
    value = value * 10 + (text.ptr[i] - '0');
  }
  return value;
}

bool co_book_time(struct co_str text, double *serial) {
  int hour = digits_at(text, 0, 2), minute = digits_at(text, 3, 2),
      second = digits_at(text, 6, 2), milli = 0;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 59 || text.ptr[2] != ':' || text.ptr[5] != ':')
    return false;
  if (text.len > 8) {
    milli = text.len == 12 && text.ptr[8] == '.' ? digits_at(text, 9, 3) : -1;
    if (milli < 0) return false;
  }
  *serial =
      (hour * 3600 + minute * 60 + second + milli / 1000.0) / SECONDS_A_DAY;
  return true;
}

bool co_book_date(struct co_str text, double *serial, bool *has_time) {
  struct co_date date = {digits_at(text, 0, 4), digits_at(text, 5, 2),
                         digits_at(text, 8, 2)};
  *has_time = text.len > 10;
  if (date.year < 0 || text.ptr[4] != '-' || text.ptr[7] != '-' ||
      !co_date_valid(date) || (*has_time && text.ptr[10] != 'T'))
    return false;
  int64_t day = co_date_days(date) + SERIAL_OF_1970;
  double time = 0;
  if (*has_time &&
      !co_book_time((struct co_str){text.ptr + 11, text.len - 11}, &time))
    return false;
  *serial = (double)day + time;
  return day >= FIRST_SERIAL;
}

/* Cuts valid UTF-8 at a character so that it has at most units UTF-16 units. */
static struct co_str cut_units(struct co_str text, size_t units) {
  while (co_utf16_length(text) > units) {
    do
      text.len--;
    while (text.len && ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80);
  }
  return text;
}

static bool name_taken(const struct co_book *book, struct co_str folded) {
  for (size_t i = 0; i < book->folded_count; i++)
    if (co_str_eq(book->folded[i], folded)) return true;
  return co_str_is(folded, "history"); /* reserved by Excel */
}

/* Without what Excel forbids in any sheet's name. */
static struct co_str allowed_name(struct co_arena *arena,
                                  struct co_str wanted) {
  struct co_str clean = co_utf8_clean(arena, wanted);
  char *p = (char *)clean.ptr;
  for (size_t i = 0; i < clean.len; i++)
    if ((unsigned char)p[i] < 0x20 || strchr("[]:*?/\\", p[i])) p[i] = '_';
  clean = cut_units(clean, CO_BOOK_NAME_UNITS);
  if (clean.len && p[0] == '\'') p[0] = '_';
  if (clean.len && p[clean.len - 1] == '\'') p[clean.len - 1] = '_';
  return co_str_trim(clean).len ? clean : CO_LIT("Sheet");
}

struct co_str co_book_name(struct co_book *book, struct co_str wanted) {
  struct co_str base = allowed_name(&book->run, wanted), name = base;
  struct co_str folded = co_str_fold(&book->run, name);
  for (unsigned n = 2; name_taken(book, folded); n++) {
    struct co_str tail = co_arena_printf(&book->run, " (%u)", n);
    struct co_str head = cut_units(base, CO_BOOK_NAME_UNITS - tail.len);
    name = co_arena_printf(&book->run, "%.*s%.*s", CO_STR(head), CO_STR(tail));
    folded = co_str_fold(&book->run, name);
  }
  CO_GROW(book->folded, book->folded_count, book->folded_cap);
  book->folded[book->folded_count++] = folded;
  return co_arena_str(&book->run, name);
}

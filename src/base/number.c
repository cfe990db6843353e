/* number.c - exact decimals out of what people write.
 *
 * A number is taken apart in two steps: the dress around it (brackets, minus,
 * currency, percent), then its digits. The digits stay text until they are
 * counted into units, so no step can lose a penny: no double, no strtod.
 *
 * The rules are strict on purpose. "1,2,3" is a list, "12abc" a reference and
 * "0x10" a code; a guess here would be an amount in a signed-off total. */
#include "number.h"

#include <string.h>
#include <strings.h>

#include "ascii.h"
#include "str.h"

/* Digits of a plain number, still text. */
struct digits {
  struct co_str whole;    /* may hold thousands separators */
  struct co_str fraction; /* may be empty */
  int64_t exponent;
  bool grouped, has_exponent;
};

/* What was found around the digits. */
struct dress {
  bool minus, plus, brackets, currency, percent;
};

/* Takes a mark off the front (or the end) of the text, and the white space
 * behind it. */
static bool take_first(struct co_str *text, const char *mark) {
  if (!co_str_starts(*text, mark)) return false;
  size_t len = strlen(mark);
  *text = co_str_trim((struct co_str){text->ptr + len, text->len - len});
  return true;
}

static bool take_last(struct co_str *text, const char *mark) {
  size_t len = strlen(mark);
  if (text->len < len || memcmp(text->ptr + text->len - len, mark, len) != 0)
    return false;
  *text = co_str_trim((struct co_str){text->ptr, text->len - len});
  return true;
}

static bool take_minus(struct co_str *text,
                       bool (*take)(struct co_str *, const char *)) {
  return take(text, "-") || take(text, "−");
}

/* %, or the words for it, in capitals or not. */
static bool take_percent(struct co_str *text) {
  static const char *const words[] = {"per cent", "percent"};
  if (take_last(text, "%")) return true;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t len = strlen(words[i]);
    if (text->len <= len ||
        strncasecmp(text->ptr + text->len - len, words[i], len) != 0)
      continue;
    *text = co_str_trim((struct co_str){text->ptr, text->len - len});
    return true;
  }
  return false;
}

/* Undresses the text; false where the dress contradicts itself. Each mark may
 * stand once: "£-5", "-£5", "(£5)", "£(5)", "5-", "+5", "5%", "(5%)", "(5)%",
 * "5 per cent".
 */
static bool undress(struct co_str *text, struct dress *dress) {
  *dress = (struct dress){0};
  if (text->len && co_is_digit(text->ptr[0]) &&
      co_is_digit(text->ptr[text->len - 1]))
    return true; /* most are bare */
  for (bool found = true; found && text->len;) {
    found = false;
    if (!dress->minus && take_minus(text, take_first))
      found = dress->minus = true;
    if (!dress->plus && take_first(text, "+")) found = dress->plus = true;
    if (!dress->currency && take_first(text, "£"))
      found = dress->currency = true;
    if (!dress->percent && take_percent(text)) found = dress->percent = true;
    if (!dress->minus && take_minus(text, take_last))
      found = dress->minus = true;
    if (!dress->brackets && take_first(text, "(")) {
      if (!take_last(text, ")")) return false;
      found = dress->brackets = true;
    }
  }
  return dress->minus + dress->plus + dress->brackets <= 1 &&
         !(dress->currency && dress->percent);
}

size_t co_count_digits(struct co_str text, size_t from) {
  size_t at = from;
  while (at < text.len && co_is_digit(text.ptr[at]))
    at++;
  return at - from;
}

/* Digits in groups: one to three, then threes. Returns the length, 0 where
 * the grouping is wrong. */
static size_t scan_whole(struct co_str text, bool *grouped) {
  size_t at = co_count_digits(text, 0);
  *grouped = at < text.len && text.ptr[at] == ',';
  if (*grouped && (at < 1 || at > 3)) return 0;
  while (at < text.len && text.ptr[at] == ',') {
    if (co_count_digits(text, at + 1) != 3) return 0;
    at += 4;
  }
  return at;
}

enum { EXPONENT_MAX = 100000 }; /* far beyond what any scale can hold */

static size_t scan_exponent(struct co_str text, size_t at, int64_t *exponent) {
  size_t start = at + 1;
  bool minus = start < text.len && text.ptr[start] == '-';
  if (start < text.len && (minus || text.ptr[start] == '+')) start++;
  size_t len = co_count_digits(text, start);
  int64_t value = 0;
  for (size_t i = 0; i < len; i++)
    if (value < EXPONENT_MAX) value = 10 * value + (text.ptr[start + i] - '0');
  *exponent = minus ? -value : value;
  return len ? start + len : at;
}

/* True where the whole text is one plain number. */
static bool scan_digits(struct co_str text, struct digits *out) {
  *out = (struct digits){0};
  size_t at = scan_whole(text, &out->grouped);
  out->whole = (struct co_str){text.ptr, at};
  if (out->grouped && !at) return false;
  if (at < text.len && text.ptr[at] == '.') {
    size_t len = co_count_digits(text, at + 1);
    if (!len) return false;
    out->fraction = (struct co_str){text.ptr + at + 1, len};
    at += 1 + len;
  }
  if (at && at < text.len && (text.ptr[at] == 'E' || text.ptr[at] == 'e')) {
    out->has_exponent = true;
    at = scan_exponent(text, at, &out->exponent);
  }
  return at && at == text.len;
}

/* Counting digits into units: the first `kept` digits make the integer, the
 * others only decide how it is rounded. */
struct count {
  int64_t kept; /* digits still to be kept; may start below zero */
  int64_t units;
  int first_lost; /* the first digit that was not kept */
  bool more_lost; /* another one that is not zero */
  bool overflow;
};

static void count_digit(struct count *count, int digit) {
  if (count->kept > 0) {
    int64_t tenfold;
    count->overflow |= __builtin_mul_overflow(count->units, 10, &tenfold) ||
                       __builtin_add_overflow(tenfold, digit, &count->units);
  } else if (count->kept == 0) {
    count->first_lost = digit;
  } else {
    count->more_lost |= digit != 0;
  }
  count->kept--;
}

static void count_text(struct count *count, struct co_str text) {
  for (size_t i = 0; i < text.len; i++)
    if (text.ptr[i] != ',') count_digit(count, text.ptr[i] - '0');
}

static int64_t digits_in(struct co_str whole) {
  int64_t count = 0;
  for (size_t i = 0; i < whole.len; i++)
    count += whole.ptr[i] != ',';
  return count;
}

/* Half to even: the error of many roundings does not add up. */
static bool rounds_up(const struct count *count) {
  if (count->first_lost != 5 || count->more_lost) return count->first_lost >= 5;
  return count->units % 2 != 0;
}

static enum co_number_result count_units(const struct digits *digits,
                                         unsigned scale, int64_t *units) {
  struct count count = {.kept = digits_in(digits->whole) + digits->exponent +
                                (int64_t)scale};
  bool starts_late = count.kept < 0; /* even the first digit is far below */
  if (starts_late) count.kept = -1;
  count_text(&count, digits->whole);
  count_text(&count, digits->fraction);
  while (count.kept > 0 && count.units && !count.overflow)
    count_digit(&count, 0);
  bool rounded = count.first_lost || count.more_lost;
  if (rounds_up(&count))
    count.overflow |= !co_units_add(count.units, 1, &count.units);
  if (count.overflow) return CO_NUMBER_TOO_BIG;
  *units = count.units;
  return rounded ? CO_NUMBER_ROUNDED : CO_NUMBER_OK;
}

enum { PLAIN_DIGITS = 18 }; /* of which any number fits 63 bits */

/* The usual number, in one go: digits, perhaps a minus before them, no more
 * decimals than the scale has. False for all that needs a closer look. */
static bool take_plain(struct co_str text, unsigned scale, int64_t *units) {
  bool minus = text.len && text.ptr[0] == '-';
  int64_t value = 0;
  size_t at = minus, point = text.len;
  if (text.len > PLAIN_DIGITS) return false;
  for (; at < text.len; at++) {
    if (co_is_digit(text.ptr[at]))
      value = 10 * value + (text.ptr[at] - '0');
    else if (text.ptr[at] == '.' && point == text.len && at > minus)
      point = at;
    else
      return false;
  }
  size_t decimals = point < text.len ? text.len - point - 1 : 0;
  if (point <= minus || (point < text.len && !decimals) || decimals > scale ||
      point + scale > PLAIN_DIGITS)
    return false;
  for (; decimals < scale; decimals++)
    value *= 10;
  *units = minus ? -value : value;
  return true;
}

enum co_number_result co_number_parse(struct co_str text, unsigned scale,
                                      struct co_number *out) {
  struct dress dress;
  struct digits digits;
  *out = (struct co_number){0};
  text = co_str_trim(text);
  if (take_plain(text, scale, &out->units)) return CO_NUMBER_OK;
  if (!undress(&text, &dress) || !text.len || !scan_digits(text, &digits))
    return CO_NUMBER_NOT;
  if (dress.currency && co_str_is(text, "000"))
    return CO_NUMBER_NOT; /* £000 says of others that they are thousands */
  bool plain =
      !dress.currency && !dress.percent && !dress.brackets && !dress.plus;
  if (digits.has_exponent && (!plain || digits.grouped)) return CO_NUMBER_NOT;
  enum co_number_result result = count_units(&digits, scale, &out->units);
  if (dress.minus || dress.brackets) out->units = -out->units;
  out->percent = dress.percent;
  out->currency = dress.currency;
  return result;
}

char *co_put_two(char *to, unsigned value) {
  to[0] = (char)('0' + value / 10 % 10);
  to[1] = (char)('0' + value % 10);
  return to + 2;
}

bool co_whole_number(struct co_str text, uint32_t max, uint32_t *value) {
  uint64_t n = 0;
  if (text.len == 0 || text.len > 10) return false;
  for (size_t i = 0; i < text.len; i++) {
    if (!co_is_digit(text.ptr[i])) return false;
    n = n * 10 + (uint64_t)(text.ptr[i] - '0');
  }
  *value = (uint32_t)n;
  return n <= max;
}

bool co_units_add(int64_t a, int64_t b, int64_t *sum) {
  return !__builtin_add_overflow(a, b, sum);
}

char *co_decimal_text(int64_t units, unsigned scale,
                      char buf[CO_DECIMAL_TEXT]) {
  enum { SCALE_MAX = CO_DECIMAL_TEXT - 4 }; /* sign, 0, point and NUL */
  unsigned places = scale < SCALE_MAX ? scale : SCALE_MAX;
  uint64_t size = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
  char text[CO_DECIMAL_TEXT], *end = text + sizeof text, *p = end;
  for (; places && size % 10 == 0; places--)
    size /= 10;
  *--p = '\0';
  for (unsigned left = places; left; left--, size /= 10)
    *--p = (char)('0' + size % 10);
  if (places) *--p = '.';
  do
    *--p = (char)('0' + size % 10);
  while (size /= 10);
  if (units < 0) *--p = '-';
  return memcpy(buf, p, (size_t)(end - p));
}

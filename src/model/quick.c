/* quick.c - see quick.h. */
#include "quick.h"

#include <string.h>

enum { DIGITS = 18 }; /* so many always fit 63 bits */

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool co_quick_units(struct co_str text, unsigned scale, int64_t *units) {
  const char *p = text.ptr, *end = text.ptr + text.len, *point = NULL;
  if (!text.len || text.len + scale > DIGITS || !is_digit(end[-1]))
    return false;
  bool minus = *p == '-';
  p += minus;
  if (!is_digit(*p)) return false;
  uint64_t value = 0;
  for (; p < end; p++) {
    if (is_digit(*p))
      value = 10 * value + (uint64_t)(*p - '0');
    else if (*p == '.' && !point)
      point = p;
    else
      return false;
  }
  size_t places = point ? (size_t)(end - point) - 1 : 0;
  if (places > scale) return false;
  for (; places < scale; places++)
    value *= 10;
  *units = minus ? -(int64_t)value : (int64_t)value;
  return true;
}

/* The number that two digits make; far out of range where they are none. */
static int two_digits(const char *p) {
  return is_digit(p[0]) && is_digit(p[1]) ? 10 * (p[0] - '0') + (p[1] - '0')
                                          : -10000;
}

static int four_digits(const char *p) {
  return 100 * two_digits(p) + two_digits(p + 2);
}

bool co_quick_date(struct co_str text, enum co_date_order order,
                   struct co_date *date) {
  const char *p = text.ptr;
  if (text.len != 10) return false;
  bool year_first = !is_digit(p[4]);
  char first = p[year_first ? 4 : 2], second = p[year_first ? 7 : 5];
  if (first != second || (first != '-' && first != '/' && first != '.'))
    return false;
  if (year_first)
    *date =
        (struct co_date){four_digits(p), two_digits(p + 5), two_digits(p + 8)};
  else if (order == CO_MDY)
    *date =
        (struct co_date){four_digits(p + 6), two_digits(p), two_digits(p + 3)};
  else
    *date =
        (struct co_date){four_digits(p + 6), two_digits(p + 3), two_digits(p)};
  return (year_first || order != CO_YMD) && co_date_valid(*date);
}

/* Eight characters at once, the last ones again where they are no multiple of
 * eight. A bit at the top of a byte says that the byte is something. */
#define EACH(byte) (0x0101010101010101u * (byte))
enum { EIGHT = sizeof(uint64_t) };

static uint64_t eight(const char *p) {
  uint64_t word;
  memcpy(&word, p, sizeof word);
  return word;
}

static bool are_ascii(uint64_t word) {
  return !(word & EACH(0x80));
}

static bool has_control(uint64_t ascii) {
  return (ascii - EACH(' ')) & EACH(0x80);
}

static bool has_double_blank(uint64_t ascii) {
  uint64_t others = (ascii ^ EACH(' ')) + EACH(0x7F);
  uint64_t blanks = ~others & EACH(0x80);
  return blanks & blanks >> 8;
}

/* Up to seven characters, filled up with a visible one. */
static uint64_t few(struct co_str text) {
  uint64_t word = EACH('.');
  memcpy(&word, text.ptr, text.len);
  return word;
}

static bool is_line(uint64_t word) {
  return are_ascii(word) && !has_control(word) && !has_double_blank(word);
}

bool co_quick_line(struct co_str text) {
  if (text.len < EIGHT) return is_line(few(text));
  const size_t last = text.len - EIGHT;
  for (size_t at = 0; at < last; at += EIGHT - 1) /* pairs overlap */
    if (!is_line(eight(text.ptr + at))) return false;
  return is_line(eight(text.ptr + last));
}

bool co_quick_ascii(struct co_str text) {
  if (text.len < EIGHT) return are_ascii(few(text));
  const size_t last = text.len - EIGHT;
  uint64_t all = eight(text.ptr + last);
  for (size_t at = 0; at < last; at += EIGHT)
    all |= eight(text.ptr + at);
  return are_ascii(all);
}

/* Neither blank nor a footnote mark: not taken off when the text is folded. */
static bool is_firm(char c) {
  return co_quick_visible(c) && c != '*';
}

static char small(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool co_quick_same(struct co_str text, struct co_str folded) {
  size_t same = 0;
  if (!text.len || text.len != folded.len || !is_firm(text.ptr[0]) ||
      !is_firm(text.ptr[text.len - 1]))
    return false;
  while (same < text.len && (unsigned char)text.ptr[same] < 0x80 &&
         small(text.ptr[same]) == folded.ptr[same])
    same++;
  return same == text.len;
}

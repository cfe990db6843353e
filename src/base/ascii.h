/* ascii.h - single characters of ASCII.
 *
 * Those of <ctype.h> hang on the locale and take no char that is negative. */
#ifndef COLLATE_ASCII_H
#define COLLATE_ASCII_H

#include <stdbool.h>

static inline bool co_is_digit(char c) {
  return c >= '0' && c <= '9';
}

static inline bool co_is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What XML takes for white space. */
static inline bool co_is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A capital as the small letter. */
static inline char co_small(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* What a hexadecimal digit stands for; -1 for others. */
static inline int co_hex_value(char c) {
  if (co_is_digit(c)) return c - '0';
  c = co_small(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif

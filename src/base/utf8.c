/* utf8.c - decoding, checking and counting UTF-8 (RFC 3629).
 *
 * Overlong forms, surrogates and values above U+10FFFF are not UTF-8: a
 * workbook that holds one is damaged for Excel, so they are caught here and
 * not passed on. */
#include "utf8.h"

#include <string.h>

#include "str.h"

/* Length of the sequence and the range of its second byte, by lead byte. */
static size_t sequence(unsigned char lead, unsigned char *low,
                       unsigned char *high) {
  *low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  *high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

size_t co_utf8_next(const char *p, const char *end, uint32_t *code_point) {
  const unsigned char *s = (const unsigned char *)p;
  if (*s < 0x80) {
    *code_point = *s;
    return 1;
  }
  unsigned char low, high;
  size_t len = sequence(*s, &low, &high);
  *code_point = CO_UTF8_BAD;
  if (!len || (size_t)(end - p) < len || s[1] < low || s[1] > high) return 1;
  uint32_t value = *s & (0xFFu >> (len + 1));
  for (size_t i = 1; i < len; i++) {
    if ((s[i] & 0xC0) != 0x80) return 1;
    value = value << 6 | (s[i] & 0x3Fu);
  }
  *code_point = value;
  return len;
}

bool co_is_space(uint32_t c) {
  if (c <= 0x20) return c == 0x20 || (c >= 0x09 && c <= 0x0D);
  if (c < 0x85) return false;
  return c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

bool co_is_invisible(uint32_t c) {
  return c == 0x200B || c == 0xFEFF;
}

/* Skips ASCII eight bytes at a time: most texts are nothing else. */
static size_t skip_ascii(struct co_str text, size_t from) {
  uint64_t word;
  while (text.len - from >= sizeof word) {
    memcpy(&word, text.ptr + from, sizeof word);
    if (word & 0x8080808080808080u) break;
    from += sizeof word;
  }
  return from;
}

bool co_utf8_valid(struct co_str text, size_t *bad) {
  if (!text.len) return true;
  const char *end = text.ptr + text.len;
  size_t at = 0;
  while ((at = skip_ascii(text, at)) < text.len) {
    uint32_t c;
    size_t len = co_utf8_next(text.ptr + at, end, &c);
    if (c == CO_UTF8_BAD) {
      if (bad) *bad = at;
      return false;
    }
    at += len;
  }
  return true;
}

size_t co_utf8_length(struct co_str text) {
  size_t count = 0;
  for (size_t i = 0; i < text.len; i++)
    count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
  return count;
}

size_t co_utf16_length(struct co_str text) {
  size_t count = co_utf8_length(text);
  for (size_t i = 0; i < text.len; i++)
    count += (unsigned char)text.ptr[i] >= 0xF0; /* a surrogate pair */
  return count;
}

size_t co_utf8_put(uint32_t c, char out[4]) {
  size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  if (len == 1) {
    out[0] = (char)c;
    return 1;
  }
  for (size_t i = len; --i > 0; c >>= 6)
    out[i] = (char)(0x80 | (c & 0x3F));
  out[0] = (char)((0xF00u >> len & 0xF0u) | c);
  return len;
}

static bool forbidden(uint32_t c) {
  if (c < 0x20) return c != '\t' && c != '\n' && c != '\r';
  return c == CO_UTF8_BAD || c == 0xFFFE || c == 0xFFFF;
}

/* ASCII without control characters, looked at eight bytes at a time: a byte
 * below 0x20 borrows from its top bit when 0x20 is taken away. */
bool co_utf8_plain(struct co_str text) {
  size_t at = 0;
  uint64_t word;
  for (; text.len - at >= sizeof word; at += sizeof word) {
    memcpy(&word, text.ptr + at, sizeof word);
    if ((word | (word - 0x2020202020202020u)) & 0x8080808080808080u)
      return false;
  }
  for (; at < text.len; at++)
    if ((signed char)text.ptr[at] < 0x20) return false; /* 0x80 on, too */
  return true;
}

struct co_str co_utf8_clean(struct co_arena *arena, struct co_str text) {
  if (co_utf8_plain(text)) return co_arena_str(arena, text);
  char *out = co_alloc_array(arena, text.len + 1, 3), *to = out;
  for (size_t at = 0; at < text.len;) {
    uint32_t c;
    const char *p = text.ptr + at;
    size_t bytes = co_utf8_next(p, text.ptr + text.len, &c);
    if (forbidden(c)) {
      to += co_utf8_put(0xFFFD, to);
    } else {
      memcpy(to, p, bytes);
      to += bytes;
    }
    at += bytes;
  }
  return (struct co_str){out, (size_t)(to - out)};
}

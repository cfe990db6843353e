/* str.c - comparing, trimming and showing borrowed strings.
 *
 * Returns come out of word processors and web pages: no-break spaces, line
 * breaks inside cells and blanks at both ends are everywhere, so all trimming
 * looks at Unicode white space. Bytes that are no UTF-8 are kept as they are;
 * refusing them is the readers' business. Folding is in fold.c. */
#include "str.h"

#include <string.h>

#include "utf8.h"

struct co_str co_str_of(const char *text) {
  return (struct co_str){text, text ? strlen(text) : 0};
}

int co_str_cmp(struct co_str a, struct co_str b) {
  size_t common = a.len < b.len ? a.len : b.len;
  int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
  if (order) return order;
  return (a.len > b.len) - (a.len < b.len);
}

bool co_str_eq(struct co_str a, struct co_str b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool co_str_is(struct co_str a, const char *b) {
  return co_str_eq(a, co_str_of(b));
}

bool co_str_starts(struct co_str text, const char *prefix) {
  size_t len = strlen(prefix);
  return text.len >= len && (len == 0 || memcmp(text.ptr, prefix, len) == 0);
}

/* Bytes of the character that ends at end. */
static size_t last_character(const char *start, const char *end, uint32_t *c) {
  const char *p = end - 1;
  while (p > start && end - p < 4 && ((unsigned char)*p & 0xC0) == 0x80)
    p--;
  if (co_utf8_next(p, end, c) == (size_t)(end - p)) return (size_t)(end - p);
  *c = CO_UTF8_BAD;
  return 1;
}

struct co_str co_str_trim_ends(struct co_str text) {
  uint32_t c;
  while (text.len) {
    size_t len = co_utf8_next(text.ptr, text.ptr + text.len, &c);
    if (!co_is_space(c)) break;
    text.ptr += len;
    text.len -= len;
  }
  while (text.len) {
    size_t len = last_character(text.ptr, text.ptr + text.len, &c);
    if (!co_is_space(c)) break;
    text.len -= len;
  }
  return text;
}

#define ALL(byte) (0x0101010101010101u * (byte)) /* eight of them */

/* True where eight bytes are visible ASCII and blanks, no two of which stand
 * side by side. What is said of each byte is in its top bit. */
static bool is_line_word(const char *p) {
  uint64_t word;
  memcpy(&word, p, sizeof word);
  uint64_t strange = word | (word - ALL(0x20)) | (word + ALL(0x01));
  uint64_t blank = ~((word ^ ALL(' ')) + ALL(0x7F)) & ALL(0x80);
  return !(strange & ALL(0x80)) && !(blank & blank >> 8);
}

/* Words lie over each other by a byte, so that every pair is seen. */
bool co_str_is_line(struct co_str text) {
  const size_t word = sizeof(uint64_t);
  if (text.len >= word) {
    for (size_t at = 0; text.len - at > word; at += word - 1)
      if (!is_line_word(text.ptr + at)) return false;
    return is_line_word(text.ptr + text.len - word);
  }
  for (size_t i = 0; i < text.len; i++)
    if (!co_is_visible(text.ptr[i]) &&
        (text.ptr[i] != ' ' || text.ptr[i - 1] == ' ')) /* trimmed: i > 0 */
      return false;
  return true;
}

struct co_str co_str_collapse(struct co_arena *arena, struct co_str text) {
  text = co_str_trim(text);
  if (!text.len) return CO_LIT("");
  if (co_str_is_line(text)) return co_arena_str(arena, text);
  char *out = co_alloc(arena, text.len + 1);
  size_t used = 0;
  const char *end = text.ptr + text.len;
  for (const char *p = text.ptr; p < end;) {
    uint32_t c;
    size_t len = co_utf8_next(p, end, &c);
    if (!co_is_space(c)) {
      memcpy(out + used, p, len);
      used += len;
    } else if (out[used - 1] != ' ' && !co_is_invisible(c)) {
      out[used++] = ' '; /* trimmed: never the first */
    }
    p += len;
  }
  out[used] = '\0';
  return (struct co_str){out, used};
}

/* The bytes of the line break at p (CRLF is one); 0: none. */
static size_t break_at(const char *p, const char *end) {
  uint32_t c;
  size_t len = co_utf8_next(p, end, &c);
  if (c == '\r' && p + 1 < end && p[1] == '\n') return 2;
  bool is_break =
      (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
  return is_break ? len : 0;
}

struct co_str co_str_breaks(struct co_arena *arena, struct co_str text) {
  if (co_utf8_plain(text)) return text;
  char *out = co_alloc(arena, text.len + 1);
  size_t used = 0;
  const char *end = text.ptr + text.len;
  for (const char *p = text.ptr; p < end;) {
    size_t len = break_at(p, end);
    out[used++] = len ? '\n' : *p;
    p += len ? len : 1;
  }
  out[used] = '\0';
  return (struct co_str){out, used};
}

struct co_str co_str_lines(struct co_arena *arena, struct co_str text) {
  text = co_str_breaks(arena, co_str_trim(text));
  if (!text.len) return CO_LIT("");
  if (co_str_is_line(text)) return co_arena_str(arena, text);
  char *out = co_alloc(arena, text.len + 1);
  size_t used = 0;
  const char *end = text.ptr + text.len;
  for (const char *p = text.ptr; p < end;) {
    uint32_t c;
    size_t len = co_utf8_next(p, end, &c);
    bool blank = co_is_space(c) && c != '\n';
    if (c == '\n' && out[used - 1] == ' ') used--; /* trimmed: not the first */
    if (!blank) {
      memcpy(out + used, p, len);
      used += len;
    } else if (out[used - 1] != ' ' && !co_is_invisible(c)) {
      out[used++] = ' ';
    }
    p += len;
  }
  out[used] = '\0';
  return (struct co_str){out, used};
}

struct co_str co_str_join(struct co_arena *arena, const struct co_str *texts,
                          size_t count, const char *between) {
  size_t len = 0, gap = strlen(between);
  for (size_t i = 0; i < count; i++)
    len += (i ? gap : 0) + texts[i].len;
  char *out = co_alloc(arena, len + 1), *to = out;
  for (size_t i = 0; i < count; i++) {
    if (i) to = (char *)memcpy(to, between, gap) + gap;
    if (texts[i].len) memcpy(to, texts[i].ptr, texts[i].len);
    to += texts[i].len;
  }
  return (struct co_str){out, len};
}

/* Characters that would disturb a message: controls, line separators, those
 * that turn the direction of writing and those that nobody sees. */
static bool disturbs(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2069) || co_is_invisible(c);
}

static void show_character(struct co_buf *buf, const char *p, size_t len,
                           uint32_t c) {
  if (c == CO_UTF8_BAD)
    co_buf_printf(buf, "\\x%02X", (unsigned)(unsigned char)*p);
  else if (c == '\n' || c == '\r' || c == '\t')
    co_buf_printf(buf, "\\%c", c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
  else if (disturbs(c))
    co_buf_printf(buf, "\\u%04X", (unsigned)c);
  else
    co_buf_add(buf, p, len);
}

struct co_str co_str_show(struct co_arena *arena, struct co_str text,
                          size_t max) {
  if (!text.len) return CO_LIT("");
  struct co_buf buf = {0};
  const char *end = text.ptr + text.len;
  size_t shown = 0;
  for (const char *p = text.ptr; p < end;) {
    if (shown++ == max) {
      co_buf_add(&buf, "…", strlen("…"));
      break;
    }
    uint32_t c;
    size_t len = co_utf8_next(p, end, &c);
    show_character(&buf, p, len, c);
    p += len;
  }
  struct co_str out = co_arena_str(arena, co_buf_str(&buf));
  co_buf_clear(&buf);
  return out;
}

struct co_str co_str_name(struct co_arena *arena, struct co_str name) {
  size_t bad;
  return co_utf8_valid(name, &bad) ? name : co_str_show(arena, name, SIZE_MAX);
}

/* fold.c - the comparison form of names, and the nearest of several names.
 *
 * Headers, labels and aliases are compared folded (see str.h). Footnote marks
 * go before normalisation, because NFKC turns a superscript 2 into a digit;
 * quotes, dashes and & are made one spelling after it.
 * Nearest names serve "did you mean" in messages; texts above 256 characters
 * are nobody's misspelling and are not measured. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "str.h"
#include "utf8.h"

static bool is_mark(uint32_t c) {
  return c == '*' || c == 0xA7 || c == 0x2020 || c == 0x2021 || c == 0xB9 ||
         c == 0xB2 || c == 0xB3 || c == 0x2070 || (c >= 0x2074 && c <= 0x2079);
}

/* A letter, figure or sign of ASCII that no footnote mark is. */
static bool is_firm(char byte) {
  return byte > 0x20 && byte < 0x7F && byte != '*';
}

/* Without white space and footnote marks at both ends. */
static struct co_str strip(struct co_str text) {
  if (is_firm(text.ptr[0]) && is_firm(text.ptr[text.len - 1])) return text;
  const char *end = text.ptr + text.len;
  const char *first = end, *last = end;
  for (const char *p = text.ptr; p < end;) {
    uint32_t c;
    size_t len = co_utf8_next(p, end, &c);
    bool kept = !co_is_space(c) && !is_mark(c);
    if (kept && first == end) first = p;
    p += len;
    if (kept) last = p;
  }
  return (struct co_str){first, (size_t)(last - first)};
}

static bool lower_ascii(char *text, size_t len) {
  unsigned char all = 0;
  for (size_t i = 0; i < len; i++) {
    bool capital = text[i] >= 'A' && text[i] <= 'Z';
    text[i] = (char)(text[i] | (capital ? 0x20 : 0));
    all |= (unsigned char)text[i];
  }
  return all < 0x80;
}

enum {
  SAME_CASE = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD,
  SAME_FORM = SAME_CASE | UTF8PROC_COMPAT | UTF8PROC_IGNORE
};

static struct co_str normalise(struct co_arena *arena, struct co_str text,
                               int options) {
  utf8proc_uint8_t *out = NULL;
  utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)text.ptr,
                                      (utf8proc_ssize_t)text.len, &out,
                                      (utf8proc_option_t)options);
  if (len < 0) return text; /* no UTF-8: compared as it stands */
  struct co_str made =
      co_arena_str(arena, (struct co_str){(char *)out, (size_t)len});
  free(out);
  return made;
}

struct co_str co_str_fold_case(struct co_arena *arena, struct co_str text) {
  return text.len ? normalise(arena, text, SAME_CASE) : text;
}

/* What word processors and hands write otherwise, in one spelling: the straight
 * quote, the hyphen, the word "and". */
static struct co_str one_spelling(uint32_t c, struct co_str as_it_is) {
  if (c == '&') return CO_LIT(" and ");
  if (c == 0x2018 || c == 0x2019) return CO_LIT("'");
  if (c == 0x201C || c == 0x201D) return CO_LIT("\"");
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return CO_LIT("-");
  return as_it_is;
}

static struct co_str respell(struct co_arena *arena, struct co_str text) {
  enum { LONGEST = sizeof " and " - 1 };
  char *out = CO_NEW_ARRAY(arena, text.len * LONGEST, char);
  const char *end = text.ptr + text.len;
  size_t len = 0;
  for (const char *p = text.ptr; p < end;) {
    uint32_t c;
    size_t bytes = co_utf8_next(p, end, &c);
    struct co_str as = one_spelling(c, (struct co_str){p, bytes});
    memcpy(out + len, as.ptr, as.len);
    len += as.len;
    p += bytes;
  }
  return co_str_collapse(arena, (struct co_str){out, len});
}

struct co_str co_str_fold(struct co_arena *arena, struct co_str text) {
  if (text.len) text = strip(text);
  if (!text.len) return CO_LIT("");
  struct co_str plain = co_str_collapse(arena, text);
  bool ascii = lower_ascii((char *)(uintptr_t)plain.ptr, plain.len);
  if (ascii && !memchr(plain.ptr, '&', plain.len)) return plain;
  return respell(arena, ascii ? plain : normalise(arena, plain, SAME_FORM));
}

void co_str_lower(struct co_buf *out, struct co_str text) {
  size_t before = out->len;
  if (!text.len || !co_buf_add_str(out, text)) return;
  if (lower_ascii(out->ptr + before, text.len)) return;
  out->len = before;
  for (const char *p = text.ptr, *end = p + text.len; p < end;) {
    uint32_t c;
    char letter[4];
    size_t len = co_utf8_next(p, end, &c);
    if (c == CO_UTF8_BAD)
      co_buf_add(out, p, len);
    else
      co_buf_add(out, letter,
                 co_utf8_put((uint32_t)utf8proc_tolower((int32_t)c), letter));
    p += len;
  }
}

enum { MEASURED = 256 }; /* characters */

/* Characters of a text, or MEASURED + 1 where there are more. */
static size_t characters(struct co_str text, uint32_t out[MEASURED]) {
  if (!text.len) return 0;
  const char *end = text.ptr + text.len;
  size_t count = 0;
  for (const char *p = text.ptr; p < end; count++) {
    if (count == MEASURED) return MEASURED + 1;
    p += co_utf8_next(p, end, &out[count]);
  }
  return count;
}

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

/* Optimal string alignment: insert, delete, replace, swap neighbours. Three
 * rows of the table are enough. */
static size_t align(const uint32_t *a, size_t a_len, const uint32_t *b,
                    size_t b_len) {
  size_t rows[3][MEASURED + 1];
  size_t *before = rows[0], *above = rows[1], *row = rows[2];
  for (size_t j = 0; j <= b_len; j++)
    above[j] = before[j] = j;
  for (size_t i = 1; i <= a_len; i++) {
    row[0] = i;
    for (size_t j = 1; j <= b_len; j++) {
      size_t cost = a[i - 1] != b[j - 1];
      row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = least(row[j], before[j - 2] + 1);
    }
    size_t *spare = before;
    before = above;
    above = row;
    row = spare;
  }
  return above[b_len];
}

size_t co_str_distance(struct co_str a, struct co_str b, size_t limit) {
  if (co_str_eq(a, b)) return 0;
  uint32_t left[MEASURED], right[MEASURED];
  size_t a_len = characters(a, left), b_len = characters(b, right);
  if (a_len > MEASURED || b_len > MEASURED) return limit + 1;
  size_t longer = a_len > b_len ? a_len - b_len : b_len - a_len;
  if (longer > limit) return limit + 1;
  return least(align(left, a_len, right, b_len), limit + 1);
}

int co_str_nearest(struct co_str text, const struct co_str *candidates,
                   size_t count) {
  struct co_arena arena = CO_ARENA_INIT;
  struct co_str wanted = co_str_fold(&arena, text);
  size_t limit = co_utf8_length(wanted) / 3;
  size_t best = limit + 1;
  int nearest = -1;
  for (size_t i = 0; i < count; i++) {
    struct co_str name = co_str_fold(&arena, candidates[i]);
    size_t distance = co_str_distance(wanted, name, limit);
    if (distance >= best) continue;
    best = distance;
    nearest = (int)i;
  }
  co_arena_clear(&arena);
  return nearest;
}

/* str.h - borrowed strings: comparison, trimming, folding, nearest match.
 *
 * Folding is the one comparison form of names: NFKC, case folded, white space
 * (no-break spaces and line breaks too) collapsed and trimmed, footnote marks
 * (* † ‡ § and superscript digits) at either end removed, curly quotes
 * straight, dashes hyphens, & written out. Unicode work is utf8proc's. Nothing
 * here depends on the locale. */
#ifndef COLLATE_STR_H
#define COLLATE_STR_H

#include <stdbool.h>

#include "arena.h"

struct co_str co_str_of(const char *text); /* NULL gives the empty string */
bool co_str_eq(struct co_str a, struct co_str b);
bool co_str_is(struct co_str a, const char *b);
int co_str_cmp(struct co_str a, struct co_str b); /* bytewise, as memcmp */
bool co_str_starts(struct co_str text, const char *prefix);

/* A visible ASCII character: most texts begin and end with one. */
static inline bool co_is_visible(char byte) {
  return byte > 0x20 && byte < 0x7F;
}

/* Without white space at both ends (Unicode blanks, no-break spaces too).
 * Inline, because every cell is trimmed, most of them more than once. */
struct co_str co_str_trim_ends(struct co_str text);
static inline struct co_str co_str_trim(struct co_str text) {
  bool trimmed = text.len && co_is_visible(text.ptr[0]) &&
                 co_is_visible(text.ptr[text.len - 1]);
  return trimmed ? text : co_str_trim_ends(text);
}
/* Whether a trimmed text is visible ASCII with single blanks between, which
 * collapsing leaves as it is. */
bool co_str_is_line(struct co_str text);
/* Trimmed, every run of white space made one space, U+200B and U+FEFF gone. */
struct co_str co_str_collapse(struct co_arena *arena, struct co_str text);
/* Every line break (CRLF, CR, VT, FF, U+0085, U+2028, U+2029) made LF, and
 * nothing else; a plain text is borrowed. */
struct co_str co_str_breaks(struct co_arena *arena, struct co_str text);
/* Trimmed, breaks made LF and kept, each line collapsed but for one blank at
 * its beginning. */
struct co_str co_str_lines(struct co_arena *arena, struct co_str text);
/* One behind the other, with what stands between. */
struct co_str co_str_join(struct co_arena *arena, const struct co_str *texts,
                          size_t count, const char *between);
struct co_str co_str_fold(struct co_arena *arena, struct co_str text);
/* Capitals and composed characters made alike, nothing else: the form in which
 * Excel compares names of sheets. */
struct co_str co_str_fold_case(struct co_arena *arena, struct co_str text);

/* True for valid UTF-8 without surrogates; *bad (may be NULL) is the offset
 * of the first bad byte. */
bool co_utf8_valid(struct co_str text, size_t *bad);
/* Characters (code points) in valid UTF-8; UTF-16 units likewise. */
size_t co_utf8_length(struct co_str text);
size_t co_utf16_length(struct co_str text);
/* Appends a code point; returns the bytes written (1 to 4). */
size_t co_utf8_put(uint32_t code_point, char out[4]);

/* Damerau-Levenshtein distance of two folded texts, counted up to limit. */
size_t co_str_distance(struct co_str a, struct co_str b, size_t limit);
/* Index of the nearest of count candidates, or -1 where none is within a
 * third of the text's length. The candidates are compared folded. */
int co_str_nearest(struct co_str text, const struct co_str *candidates,
                   size_t count);

/* A text for messages: control characters and invalid bytes escaped, cut
 * with an ellipsis after max characters. */
struct co_str co_str_show(struct co_arena *arena, struct co_str text,
                          size_t max);

/* A file's name as text: itself, unless it is no UTF-8, as after unpacking an
 * old archive; then as messages show it. */
struct co_str co_str_name(struct co_arena *arena, struct co_str name);

/* A text buffer that grows up to limit bytes. */
struct co_buf {
  char *ptr;
  size_t len, cap;
  size_t limit; /* 0: none */
};
void co_buf_clear(struct co_buf *buf);                      /* frees */
bool co_buf_add(struct co_buf *buf, const char *p, size_t); /* false: limit */
bool co_buf_add_str(struct co_buf *buf, struct co_str text);
bool co_buf_printf(struct co_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct co_str co_buf_str(const struct co_buf *buf); /* borrowed */
/* Adds the text with its letters, of any alphabet, made small. */
void co_str_lower(struct co_buf *buf, struct co_str text);

#endif

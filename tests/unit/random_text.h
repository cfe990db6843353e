/* random_text.h - texts made at random of the pieces that matter, the same
 * every time: for laws that hold for every text. */
#ifndef COLLATE_TEST_RANDOM_TEXT_H
#define COLLATE_TEST_RANDOM_TEXT_H

#include "str.h"
#include "table.h"

enum { RANDOM_TEXTS = 200000 };

static inline uint32_t random_below(uint32_t limit) {
  static uint32_t seed;
  seed = seed * 1664525 + 1013904223;
  return (seed >> 8) % limit;
}

/* A text of up to `longest` (24) of the pieces, which are of four bytes at
 * most. Borrowed until the next one is made. */
static inline struct co_str random_text(const char *const *pieces, size_t count,
                                        uint32_t longest) {
  static char text[24 * 4];
  size_t len = 0;
  for (uint32_t left = random_below(longest + 1); left > 0; left--) {
    const char *piece = pieces[random_below((uint32_t)count)];
    size_t size = strlen(piece);
    memcpy(text + len, piece, size);
    len += size;
  }
  return (struct co_str){text, len};
}

/* The text with an ending. Borrowed likewise. */
static inline struct co_str random_text_with(struct co_str text,
                                             const char *ending) {
  static char longer[24 * 4 + 16];
  size_t more = strlen(ending);
  memcpy(longer, text.ptr, text.len);
  memcpy(longer + text.len, ending, more);
  return (struct co_str){longer, text.len + more};
}

/* Letters, blanks and all that trimming, collapsing and folding change. */
static const char *const odd_pieces[] = {"a",
                                         "B",
                                         "Re",
                                         "f",
                                         "2",
                                         " ",
                                         "*",
                                         "\t",
                                         "\n",
                                         "-",
                                         "%",
                                         "&",
                                         "\xE2\x80\x93",
                                         "\x7F",
                                         "\xC2\xA0",
                                         "\xC2\xB2",
                                         "\xC3\x89",
                                         "\xC3\x9F",
                                         "\xCC\x81",
                                         "\xE2\x80\x8B",
                                         "\xEF\xAC\x81",
                                         "\xE2\x84\xAA"};

#endif

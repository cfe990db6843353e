/* utf16.h - UTF-16 to UTF-8, block by block.
 *
 * For text files and XML parts that exporters wrote as "Unicode". A block may
 * end anywhere, also inside a pair. A lone surrogate is an error: the text
 * would not survive being written again. */
#ifndef COLLATE_UTF16_H
#define COLLATE_UTF16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct co_utf16 {
  bool big;      /* big-endian */
  bool half;     /* one byte of a unit is waiting */
  uint8_t byte;  /* that byte */
  uint32_t high; /* the high surrogate that waits for its partner, or 0 */
};

/* out needs room for CO_UTF16_ROOM(len) bytes. Returns the bytes written;
 * false in *ok at a lone surrogate. */
#define CO_UTF16_ROOM(len) (2 * (len) + 8)
size_t co_utf16_feed(struct co_utf16 *state, const unsigned char *in,
                     size_t len, char *out, bool *ok);
/* True where the text does not end inside a character. */
bool co_utf16_done(const struct co_utf16 *state);

#endif

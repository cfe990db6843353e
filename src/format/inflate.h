/* inflate.h - raw deflate streams and CRC-32, by the fastest library there is.
 *
 * ISA-L's igzip where the build found it (COLLATE_HAVE_ISAL), zlib otherwise:
 * 448 MB of sheet XML take 0.23 s against 0.7 s. Callers see one interface
 * and hold one block of input and one of output at a time. Limits are the
 * caller's business (see part.c). */
#ifndef COLLATE_INFLATE_H
#define COLLATE_INFLATE_H

#include "codec.h"

struct co_inflate;

enum co_inflate_result {
  CO_INFLATE_MORE, /* wants more input or more room */
  CO_INFLATE_END,  /* the stream is complete */
  CO_INFLATE_BAD   /* not a deflate stream */
};

struct co_inflate *co_inflate_new(void);
void co_inflate_free(struct co_inflate *state); /* NULL is fine */
enum co_inflate_result co_inflate_run(struct co_inflate *state,
                                      struct co_codec_io *io);

/* CRC-32 as zip uses it; start with 0. */
uint32_t co_crc32(uint32_t crc, const void *bytes, size_t len);

#endif

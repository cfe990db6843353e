/* deflate.h - raw deflate streams, packed by the fastest library there is.
 *
 * The other half of inflate.h: ISA-L's igzip at level 2 where the build found
 * it (COLLATE_HAVE_ISAL; as fast as its level 1, a little smaller), zlib at
 * level 2 otherwise (as fast as its level 1, a tenth smaller). 530 MB of sheet
 * XML take 0.8 s and make 107 MB, or 2.9 s and 106 MB. Who wants them small
 * gets zlib's level 6: 9 s and 85 MB.
 *
 * A stream ends with a flush, not with a final block, so that streams can be
 * put one behind the other; CO_DEFLATE_END, the shortest final block, closes
 * the whole. */
#ifndef COLLATE_DEFLATE_H
#define COLLATE_DEFLATE_H

#include <stdbool.h>

#include "codec.h"

struct co_deflate;

/* NULL only for a zlib of another version than its header. */
struct co_deflate *co_deflate_new(bool small);
void co_deflate_free(struct co_deflate *state); /* NULL is fine */

/* Packs what it is given. True once all of it is taken and, with flush, all
 * that was held back is written; until then it wants more room. */
bool co_deflate_run(struct co_deflate *state, struct co_codec_io *io,
                    bool flush);

/* An empty final block. */
#define CO_DEFLATE_END "\x03\x00"
enum { CO_DEFLATE_END_LEN = 2 };

/* The CRC of two texts one behind the other; len is that of the second. */
uint32_t co_crc32_join(uint32_t first, uint32_t second, uint64_t len);

#endif

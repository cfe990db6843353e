/* deflate.c - igzip or zlib behind deflate.h.
 *
 * A sync flush ends the last block and puts an empty stored one behind it,
 * which brings the stream to a whole byte (RFC 1951, 3.2.4). What follows
 * never refers back into another stream's bytes, so the order is free. */
#include "deflate.h"

#include <zlib.h>

enum { FAST = 2, SMALL = 6 }; /* levels of zlib */

uint32_t co_crc32_join(uint32_t first, uint32_t second, uint64_t len) {
  return (uint32_t)crc32_combine(first, second, (z_off_t)len);
}

#ifdef COLLATE_HAVE_ISAL

#include <isa-l/igzip_lib.h>

#include "igzip.h"

struct igzip {
  struct isal_zstream stream;
  uint8_t level[ISAL_DEF_LVL2_LARGE];
};

static struct igzip *igzip_new(void) {
  struct igzip *igzip = co_xmalloc(sizeof *igzip);
  isal_deflate_init(&igzip->stream);
  igzip->stream.level = 2;
  igzip->stream.level_buf = igzip->level;
  igzip->stream.level_buf_size = sizeof igzip->level;
  igzip->stream.gzip_flag = IGZIP_DEFLATE;
  return igzip;
}

static bool igzip_run(struct igzip *igzip, struct co_codec_io *io, bool flush) {
  struct isal_zstream *s = &igzip->stream;
  s->next_in = co_codec_in(io);
  s->avail_in = co_codec_most(io->in_len);
  s->next_out = io->out;
  s->avail_out = co_codec_most(io->out_len);
  s->flush = flush ? SYNC_FLUSH : NO_FLUSH;
  isal_deflate(s); /* fails only for settings that are not those above */
  co_igzip_done();
  co_codec_moved(io, s->avail_in, s->avail_out);
  return !io->in_len && s->avail_out > 0;
}

#else

/* Never made: all goes to zlib. */
struct igzip;
static struct igzip *igzip_new(void) {
  return NULL;
}
static bool igzip_run(struct igzip *igzip, struct co_codec_io *io, bool flush) {
  (void)igzip;
  (void)io;
  (void)flush;
  return false;
}

#endif

struct co_deflate {
  struct igzip *igzip; /* NULL: zlib */
  z_stream stream;
};

struct co_deflate *co_deflate_new(bool small) {
  struct co_deflate *packer = co_xcalloc(1, sizeof *packer);
  if (!small) packer->igzip = igzip_new();
  if (packer->igzip) return packer;
  packer->stream.zalloc = co_codec_alloc;
  packer->stream.zfree = co_codec_free;
  if (deflateInit2(&packer->stream, small ? SMALL : FAST, Z_DEFLATED,
                   -MAX_WBITS, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) == Z_OK)
    return packer;
  free(packer);
  return NULL;
}

void co_deflate_free(struct co_deflate *packer) {
  if (!packer) return;
  if (!packer->igzip) deflateEnd(&packer->stream);
  free(packer->igzip);
  free(packer);
}

bool co_deflate_run(struct co_deflate *packer, struct co_codec_io *io,
                    bool flush) {
  z_stream *z = &packer->stream;
  if (packer->igzip) return igzip_run(packer->igzip, io, flush);
  z->next_in = co_codec_in(io);
  z->avail_in = co_codec_most(io->in_len);
  z->next_out = io->out;
  z->avail_out = co_codec_most(io->out_len);
  deflate(z, flush ? Z_SYNC_FLUSH : Z_NO_FLUSH);
  co_codec_moved(io, z->avail_in, z->avail_out);
  return !io->in_len && z->avail_out > 0;
}

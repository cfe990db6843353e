/* inflate.c - igzip or zlib behind inflate.h.
 *
 * Both keep the 32 KiB window themselves. igzip has no end-of-stream result:
 * its block state says FINISH once everything was flushed. zlib's Z_BUF_ERROR
 * only says that nothing could be done with what it got, which is no error
 * here: the caller sees that neither side moved. */
#include "inflate.h"

#include <limits.h>
#include <stdlib.h>

#include "arena.h"

#ifdef COLLATE_HAVE_ISAL

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include "igzip.h"

struct co_inflate {
  struct inflate_state state;
};

struct co_inflate *co_inflate_new(void) {
  struct co_inflate *inflate = co_xmalloc(sizeof *inflate);
  isal_inflate_init(&inflate->state);
  inflate->state.crc_flag = ISAL_DEFLATE;
  return inflate;
}

void co_inflate_free(struct co_inflate *state) {
  free(state);
}

enum co_inflate_result co_inflate_run(struct co_inflate *state,
                                      struct co_inflate_io *io) {
  struct inflate_state *s = &state->state;
  uint32_t in = io->in_len > UINT32_MAX ? UINT32_MAX : (uint32_t)io->in_len;
  uint32_t out = io->out_len > UINT32_MAX ? UINT32_MAX : (uint32_t)io->out_len;
  s->next_in = (uint8_t *)(uintptr_t)io->in; /* never written through */
  s->avail_in = in;
  s->next_out = io->out;
  s->avail_out = out;
  int result = isal_inflate(s);
  co_igzip_done();
  io->in += in - s->avail_in;
  io->in_len -= in - s->avail_in;
  io->out += out - s->avail_out;
  io->out_len -= out - s->avail_out;
  if (result != ISAL_DECOMP_OK && result != ISAL_END_INPUT)
    return CO_INFLATE_BAD;
  return s->block_state == ISAL_BLOCK_FINISH ? CO_INFLATE_END : CO_INFLATE_MORE;
}

uint32_t co_crc32(uint32_t crc, const void *bytes, size_t len) {
  crc = crc32_gzip_refl(crc, bytes, len);
  co_igzip_done();
  return crc;
}

#else

#include <zlib.h>

struct co_inflate {
  z_stream stream;
};

static void *zalloc_x(void *opaque, unsigned count, unsigned size) {
  (void)opaque;
  return co_xcalloc(count, size);
}

static void zfree_x(void *opaque, void *memory) {
  (void)opaque;
  free(memory);
}

struct co_inflate *co_inflate_new(void) {
  struct co_inflate *inflate = co_xcalloc(1, sizeof *inflate);
  inflate->stream.zalloc = zalloc_x;
  inflate->stream.zfree = zfree_x;
  if (inflateInit2(&inflate->stream, -MAX_WBITS) != Z_OK) {
    free(inflate);
    return NULL; /* only for a zlib of another version than its header */
  }
  return inflate;
}

void co_inflate_free(struct co_inflate *state) {
  if (!state) return;
  inflateEnd(&state->stream);
  free(state);
}

enum co_inflate_result co_inflate_run(struct co_inflate *state,
                                      struct co_inflate_io *io) {
  z_stream *z = &state->stream;
  unsigned in = io->in_len > UINT_MAX ? UINT_MAX : (unsigned)io->in_len;
  unsigned out = io->out_len > UINT_MAX ? UINT_MAX : (unsigned)io->out_len;
  z->next_in = (Bytef *)(uintptr_t)io->in; /* never written through */
  z->avail_in = in;
  z->next_out = io->out;
  z->avail_out = out;
  int result = inflate(z, Z_NO_FLUSH);
  io->in += in - z->avail_in;
  io->in_len -= in - z->avail_in;
  io->out += out - z->avail_out;
  io->out_len -= out - z->avail_out;
  if (result == Z_STREAM_END) return CO_INFLATE_END;
  return result == Z_OK || result == Z_BUF_ERROR ? CO_INFLATE_MORE
                                                 : CO_INFLATE_BAD;
}

uint32_t co_crc32(uint32_t crc, const void *bytes, size_t len) {
  return (uint32_t)crc32_z(crc, bytes, len);
}

#endif

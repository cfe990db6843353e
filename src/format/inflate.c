/* inflate.c - igzip or zlib behind inflate.h.
 *
 * Both keep the 32 KiB window themselves. igzip has no end-of-stream result:
 * its block state says FINISH once everything was flushed. zlib's Z_BUF_ERROR
 * only says that nothing could be done with what it got, which is no error
 * here: the caller sees that neither side moved. */
#include "inflate.h"

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
                                      struct co_codec_io *io) {
  struct inflate_state *s = &state->state;
  s->next_in = co_codec_in(io);
  s->avail_in = co_codec_most(io->in_len);
  s->next_out = io->out;
  s->avail_out = co_codec_most(io->out_len);
  int result = isal_inflate(s);
  co_igzip_done();
  co_codec_moved(io, s->avail_in, s->avail_out);
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

struct co_inflate *co_inflate_new(void) {
  struct co_inflate *inflate = co_xcalloc(1, sizeof *inflate);
  inflate->stream.zalloc = co_codec_alloc;
  inflate->stream.zfree = co_codec_free;
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
                                      struct co_codec_io *io) {
  z_stream *z = &state->stream;
  z->next_in = co_codec_in(io);
  z->avail_in = co_codec_most(io->in_len);
  z->next_out = io->out;
  z->avail_out = co_codec_most(io->out_len);
  int result = inflate(z, Z_NO_FLUSH);
  co_codec_moved(io, z->avail_in, z->avail_out);
  if (result == Z_STREAM_END) return CO_INFLATE_END;
  return result == Z_OK || result == Z_BUF_ERROR ? CO_INFLATE_MORE
                                                 : CO_INFLATE_BAD;
}

uint32_t co_crc32(uint32_t crc, const void *bytes, size_t len) {
  return (uint32_t)crc32_z(crc, bytes, len);
}

#endif

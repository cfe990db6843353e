/* codec.h - what inflate.c and deflate.c share: the bytes that go through a
 * stream of igzip or zlib.
 *
 * Both libraries count in 32 bits, and a call may leave some of what it got. */
#ifndef COLLATE_CODEC_H
#define COLLATE_CODEC_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "arena.h"

/* What is left to read and where to write; both move during a call. */
struct co_codec_io {
  const unsigned char *in;
  size_t in_len;
  unsigned char *out;
  size_t out_len;
};

/* As much of a length as a stream can be given at once. */
static inline uint32_t co_codec_most(size_t len) {
  return len > UINT32_MAX ? UINT32_MAX : (uint32_t)len;
}

/* The input as the libraries ask for it; they never write through it. */
static inline unsigned char *co_codec_in(const struct co_codec_io *io) {
  return (unsigned char *)(uintptr_t)io->in;
}

/* Moves on, after a call that left so much of what it was given. */
static inline void co_codec_moved(struct co_codec_io *io, uint32_t in_left,
                                  uint32_t out_left) {
  size_t in = co_codec_most(io->in_len) - in_left;
  size_t out = co_codec_most(io->out_len) - out_left;
  io->in += in;
  io->in_len -= in;
  io->out += out;
  io->out_len -= out;
}

/* For zlib, so that it takes its memory where we take ours. */
static inline void *co_codec_alloc(void *opaque, unsigned count,
                                   unsigned size) {
  (void)opaque;
  return co_xcalloc(count, size);
}

static inline void co_codec_free(void *opaque, void *memory) {
  (void)opaque;
  free(memory);
}

#endif

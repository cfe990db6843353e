/* fingerprint.c - see fingerprint.h.
 *
 * The input is read in blocks, so its size is of no matter. A file that
 * cannot be read to its end has no hash rather than a wrong one; why it cannot
 * be read is told by whoever reads it in earnest. */
#include "fingerprint.h"

#include <nettle/sha2.h>
#include <stdlib.h>

#include "arena.h"

enum { BLOCK = 256 * 1024 };

static bool add_all(struct co_input *in, struct sha256_ctx *context,
                    unsigned char *block) {
  uint64_t at = 0;
  size_t got = BLOCK;
  for (; got == BLOCK; at += got) {
    if (co_input_read(in, at, block, BLOCK, &got, NULL)) return false;
    sha256_update(context, got, block);
  }
  return at == in->size;
}

void co_input_sha256(struct co_input *in, char text[CO_SHA256_TEXT]) {
  static const char digits[] = "0123456789abcdef";
  struct sha256_ctx context;
  unsigned char hash[SHA256_DIGEST_SIZE];
  unsigned char *block = co_xmalloc(BLOCK);
  sha256_init(&context);
  bool whole = add_all(in, &context, block);
  sha256_digest(&context, sizeof hash, hash);
  char *to = text;
  for (size_t i = 0; whole && i < sizeof hash; i++) {
    *to++ = digits[hash[i] >> 4];
    *to++ = digits[hash[i] & 15];
  }
  *to = '\0';
  free(block);
}

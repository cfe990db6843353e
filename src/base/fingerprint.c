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

static enum co_status add_all(struct co_input *in, struct sha256_ctx *context,
                              unsigned char *block, struct co_err *err) {
  enum co_status status = CO_OK;
  size_t got = BLOCK;
  for (uint64_t at = 0; !status && got == BLOCK; at += got) {
    status = co_input_read(in, at, block, BLOCK, &got, err);
    if (!status) sha256_update(context, got, block);
  }
  return status;
}

enum co_status co_input_sha256(struct co_input *in, char text[CO_SHA256_TEXT],
                               struct co_err *err) {
  static const char digits[] = "0123456789abcdef";
  struct sha256_ctx context;
  unsigned char hash[SHA256_DIGEST_SIZE];
  unsigned char *block = co_xmalloc(BLOCK);
  sha256_init(&context);
  enum co_status status = add_all(in, &context, block, err);
  sha256_digest(&context, sizeof hash, hash);
  char *to = text;
  for (size_t i = 0; !status && i < sizeof hash; i++) {
    *to++ = digits[hash[i] >> 4];
    *to++ = digits[hash[i] & 15];
  }
  *to = '\0';
  free(block);
  return status;
}

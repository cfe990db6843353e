/* sum.c - see sum.h. The state is xxhash's own. */
#include "sum.h"

#include <xxhash.h>

#include "arena.h"

static XXH3_state_t *state_of(struct co_checksum *sum) {
  return (XXH3_state_t *)sum;
}

struct co_checksum *co_checksum_new(void) {
  XXH3_state_t *state = XXH3_createState();
  if (!state) co_out_of_memory();
  XXH3_64bits_reset(state);
  return (struct co_checksum *)state;
}

void co_checksum_free(struct co_checksum *sum) {
  XXH3_freeState(state_of(sum));
}

void co_checksum_add(struct co_checksum *sum, const void *bytes, size_t len) {
  if (len) XXH3_64bits_update(state_of(sum), bytes, len);
}

uint64_t co_checksum_value(const struct co_checksum *sum) {
  return XXH3_64bits_digest((const XXH3_state_t *)sum);
}

uint64_t co_text_checksum(struct co_str text, uint64_t seed) {
  return XXH3_64bits_withSeed(text.ptr, text.len, seed);
}

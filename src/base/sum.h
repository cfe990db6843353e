/* sum.h - summing up bytes, to see whether what came back is what was written.
 *
 * FNV-1a, 64 bits: against accidents, not against malice. Bytes count one by
 * one, so it makes no difference in which pieces they come:
 *
 *   uint64_t sum = CO_SUM_START;
 *   sum = co_sum_bytes(sum, bytes, len); ... */
#ifndef COLLATE_SUM_H
#define COLLATE_SUM_H

#include <stddef.h>
#include <stdint.h>

#define CO_SUM_START 0xCBF29CE484222325u

static inline uint64_t co_sum_bytes(uint64_t sum, const void *bytes,
                                    size_t len) {
  const unsigned char *byte = bytes;
  for (size_t i = 0; i < len; i++)
    sum = (sum ^ byte[i]) * 0x100000001B3u;
  return sum;
}

#endif

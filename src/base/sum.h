/* sum.h - summing up bytes, to see whether what came back is what was written.
 *
 * XXH3, 64 bits: against accidents, not against malice; it costs next to
 * nothing beside reading the bytes. It makes no difference in which pieces
 * they come:
 *
 *   struct co_checksum *sum = co_checksum_new();
 *   co_checksum_add(sum, bytes, len); ...
 *   uint64_t value = co_checksum_value(sum);
 *   co_checksum_free(sum);
 *
 * Sums of files are compared within one run only. */
#ifndef COLLATE_SUM_H
#define COLLATE_SUM_H

#include <stddef.h>
#include <stdint.h>

#include "collate/status.h"

struct co_checksum;

struct co_checksum *co_checksum_new(void);
void co_checksum_free(struct co_checksum *sum); /* NULL is none */
void co_checksum_add(struct co_checksum *sum, const void *bytes, size_t len);
uint64_t co_checksum_value(const struct co_checksum *sum); /* so far */

/* That of one text; another one for every seed, the same in every run. */
uint64_t co_text_checksum(struct co_str text, uint64_t seed);

#endif

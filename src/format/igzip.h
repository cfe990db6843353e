/* igzip.h - after every call of ISA-L (libisal).
 *
 * Its AVX code returns with the upper halves of the vector registers in use.
 * From then on each SSE instruction of everybody else, so of all code here and
 * of SQLite, waits for them: a twentieth of a whole run. One instruction sets
 * them free (Intel 64 and IA-32 Architectures Optimization Reference Manual,
 * "Mixing AVX code with SSE code"). */
#ifndef COLLATE_IGZIP_H
#define COLLATE_IGZIP_H

#ifdef __x86_64__

#include <immintrin.h>

__attribute__((target("avx"))) static void co_igzip_free_registers(void) {
  _mm256_zeroupper();
}

static inline void co_igzip_done(void) {
  if (__builtin_cpu_supports("avx")) co_igzip_free_registers();
}

#else

static inline void co_igzip_done(void) {
}

#endif

#endif

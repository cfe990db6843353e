/* bytes.h - many bytes at a time: the next one that matters, all harmless?
 *
 * Text files and the bulk parts of workbooks are long runs of ordinary bytes
 * between few special ones. SSE2 belongs to every x86-64; elsewhere plain
 * loops do the same. */
#ifndef COLLATE_BYTES_H
#define COLLATE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Four bytes to look for; where there are fewer, one of them twice. */
struct co_bytes {
  char any[4];
};

enum { CO_STRIDE = 16 };

/* Bit i is set where p[i] is one of them; reads CO_STRIDE bytes. */
static inline uint32_t co_match_bytes(const char *p,
                                      const struct co_bytes *bytes) {
#ifdef __SSE2__
  __m128i block = _mm_loadu_si128((const __m128i *)(const void *)p);
  __m128i a = _mm_cmpeq_epi8(block, _mm_set1_epi8(bytes->any[0])),
          b = _mm_cmpeq_epi8(block, _mm_set1_epi8(bytes->any[1])),
          c = _mm_cmpeq_epi8(block, _mm_set1_epi8(bytes->any[2])),
          d = _mm_cmpeq_epi8(block, _mm_set1_epi8(bytes->any[3]));
  return (uint32_t)_mm_movemask_epi8(
      _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d)));
#else
  uint32_t found = 0;
  for (int i = 0; i < CO_STRIDE; i++)
    found |= (uint32_t)(p[i] == bytes->any[0] || p[i] == bytes->any[1] ||
                        p[i] == bytes->any[2] || p[i] == bytes->any[3])
             << i;
  return found;
#endif
}

/* The first of them in [p, end), or end. */
static inline const char *co_find_byte(const char *p, const char *end,
                                       const struct co_bytes *bytes) {
  for (; end - p >= CO_STRIDE; p += CO_STRIDE) {
    uint32_t found = co_match_bytes(p, bytes);
    if (found) return p + __builtin_ctz(found);
  }
  while (p < end && *p != bytes->any[0] && *p != bytes->any[1] &&
         *p != bytes->any[2] && *p != bytes->any[3])
    p++;
  return p;
}

/* Bit i is set where p[i] is no ordinary byte of XML: a control character,
 * beyond ASCII (negative, where chars have a sign), or one that markup or an
 * escape begins or ends with; reads CO_STRIDE bytes. */
static inline uint32_t co_match_markup(const char *p) {
  static const struct co_bytes special = {{'&', '<', '>', '"'}};
  uint32_t found = co_match_bytes(p, &special);
#ifdef __SSE2__
  __m128i block = _mm_loadu_si128((const __m128i *)(const void *)p);
  __m128i odd = _mm_or_si128(_mm_cmplt_epi8(block, _mm_set1_epi8(0x20)),
                             _mm_cmpeq_epi8(block, _mm_set1_epi8('_')));
  found |= (uint32_t)_mm_movemask_epi8(odd);
#else
  for (int i = 0; i < CO_STRIDE; i++)
    found |=
        (uint32_t)((unsigned char)p[i] < 0x20 || p[i] & 0x80 || p[i] == '_')
        << i;
#endif
  return found;
}

enum { CO_ALL = 64 };

/* True where CO_ALL bytes from p are ASCII and none is below least. */
static inline bool co_all_ascii(const char *p, char least) {
#ifdef __SSE2__
  __m128i low = _mm_set1_epi8(least), odd = _mm_setzero_si128();
  for (size_t i = 0; i < CO_ALL; i += CO_STRIDE) { /* bytes have a sign here */
    __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
    odd = _mm_or_si128(odd, _mm_cmplt_epi8(block, low));
  }
  return _mm_movemask_epi8(odd) == 0;
#else
  bool all = true;
  for (size_t i = 0; i < CO_ALL; i++)
    all &= !(p[i] & 0x80) && p[i] >= least;
  return all;
#endif
}

#endif

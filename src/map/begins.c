/* begins.c - see begins.h.
 *
 * Only letters and figures of ASCII are looked at: folding makes capitals
 * small and leaves the others, but may take a mark off or make one character
 * of several. A letter that an accent behind it makes another character is no
 * ASCII once folded, so a name that goes on beyond ASCII goes on with any. */
#include "begins.h"

/* That a name goes on with a mark, or that it ends: no bit of a character. */
#define OTHERWISE ((uint64_t)1 << 63)

/* The place of a letter or figure, capitals as small ones; -1 for others. */
static int place_of(unsigned char c) {
  unsigned char small = c | 0x20;
  if (small >= 'a' && small <= 'z') return small - 'a';
  return c >= '0' && c <= '9' ? 26 + (c - '0') : -1;
}

static void add_any(struct co_begins *begins) {
  for (size_t i = 0; i < CO_BEGIN_CHARACTERS; i++)
    begins->seconds[i] = UINT64_MAX;
}

/* A name that begins with a mark of ASCII is no text that begins with a letter;
 * a text that does not is always let through. */
void co_begins_add(struct co_begins *begins, struct co_str name) {
  if (!name.len) return;
  if ((unsigned char)name.ptr[0] >= 0x80) add_any(begins);
  int first = place_of((unsigned char)name.ptr[0]);
  if (first < 0) return;
  uint64_t *seconds = &begins->seconds[first];
  bool any = name.len == 1 || (unsigned char)name.ptr[1] >= 0x80;
  int second = any ? -1 : place_of((unsigned char)name.ptr[1]);
  *seconds |= any ? UINT64_MAX : second < 0 ? OTHERWISE : (uint64_t)1 << second;
}

bool co_begins_like(const struct co_begins *begins, struct co_str text) {
  int first = place_of((unsigned char)text.ptr[0]);
  if (first < 0) return true;
  uint64_t seconds = begins->seconds[first];
  if (!seconds || text.len == 1) return seconds != 0;
  int second = place_of((unsigned char)text.ptr[1]);
  return second < 0 || (seconds >> second & 1);
}

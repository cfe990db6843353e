/* hint.c - see hint.h. */
#include "hint.h"

#include <stdlib.h>
#include <uchardet/uchardet.h>

#include "str.h"

enum { SAMPLE = 64 * 1024 };

static bool same_name(struct co_str a, struct co_str b) {
  bool same = a.len == b.len;
  for (size_t i = 0; same && i < a.len; i++)
    same = (a.ptr[i] | 0x20) == (b.ptr[i] | 0x20);
  return same;
}

static struct co_str judge(const char *bytes, size_t len,
                           struct co_arena *arena) {
  uchardet_t detector = uchardet_new();
  struct co_str name = {0};
  if (!detector) return name;
  if (uchardet_handle_data(detector, bytes, len) == 0) {
    uchardet_data_end(detector);
    name = co_arena_str(arena, co_str_of(uchardet_get_charset(detector)));
  }
  uchardet_delete(detector);
  return name;
}

struct co_str co_encoding_hint(struct co_input *in, uint64_t around,
                               struct co_str chosen, struct co_arena *arena) {
  char *bytes = co_xmalloc(SAMPLE);
  size_t got = 0;
  struct co_str name = {0};
  uint64_t from = around > SAMPLE / 2 ? around - SAMPLE / 2 : 0;
  if (!co_input_read(in, from, bytes, SAMPLE, &got, NULL) && got)
    name = judge(bytes, got, arena);
  free(bytes);
  /* ASCII: the sample's odd bytes were passed over */
  return same_name(name, chosen) || co_str_is(name, "ASCII")
             ? (struct co_str){0}
             : name;
}

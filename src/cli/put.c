/* put.c - a text from outside, as a terminal and a log may see it. */
#include "arena.h"
#include "cli.h"
#include "str.h"

void cli_put(FILE *to, struct co_str text, size_t max) {
  struct co_arena arena = CO_ARENA_INIT;
  struct co_str plain = co_str_show(&arena, text, max);
  fwrite(plain.ptr, 1, plain.len, to);
  co_arena_clear(&arena);
}

/* arena.c - memory by lifetime, and allocation that does not fail.
 *
 * Blocks are a list, newest first; each is twice the size of the one before,
 * up to 1 MiB, and a larger request gets a block of its own size. A reset
 * keeps the newest block, so that an arena used row by row soon stops calling
 * malloc.
 *
 * Under AddressSanitizer every request is a block of its own and a reset
 * frees all, so that overruns and uses of a row's memory after the row are
 * reported. */
#include "arena.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_CHECKED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_CHECKED 1
#endif

#ifdef ARENA_CHECKED
enum { FIRST_BLOCK = 0, LARGEST_BLOCK = 0 };
#else
enum { FIRST_BLOCK = 4096 - 32, LARGEST_BLOCK = 1 << 20 }; /* bytes */
#endif

struct co_block {
  struct co_block *older;
  size_t size; /* of data */
  alignas(max_align_t) char data[];
};

/* Memory ends for all threads at once, but only one may call exit(), which
 * takes the temporary files away; the others wait for the end. */
static void end_process(void) {
  static atomic_flag ending = ATOMIC_FLAG_INIT;
  while (atomic_flag_test_and_set(&ending))
    pause();
  fputs(
      "collate: out of memory; close other programs, or process fewer or "
      "smaller returns at once [memory]\n",
      stderr);
  exit(70);
}

static _Atomic(void (*)(void)) no_memory = end_process;

void co_on_no_memory(void (*handler)(void)) {
  atomic_store(&no_memory, handler ? handler : end_process);
}

_Noreturn void co_out_of_memory(void) {
  atomic_load (&no_memory)();
  abort(); /* the handler broke its promise not to return */
}

void *co_xmalloc(size_t size) {
  void *p = malloc(size ? size : 1);
  if (!p) co_out_of_memory();
  return p;
}

void *co_xcalloc(size_t count, size_t size) {
  void *p = calloc(count ? count : 1, size ? size : 1);
  if (!p) co_out_of_memory();
  return p;
}

void *co_xrealloc(void *old, size_t size) {
  void *p = realloc(old, size ? size : 1);
  if (!p) co_out_of_memory();
  return p;
}

char *co_xstrdup(const char *text) {
  size_t size = strlen(text) + 1;
  return memcpy(co_xmalloc(size), text, size);
}

void *co_grow(void *list, size_t *cap, size_t size) {
  *cap = *cap ? 2 * *cap : 8;
  return co_xrealloc(list, *cap * size);
}

static void add_block(struct co_arena *arena, size_t wanted) {
  size_t size = arena->block ? 2 * arena->block->size : FIRST_BLOCK;
  if (size > LARGEST_BLOCK) size = LARGEST_BLOCK;
  if (size < wanted) size = wanted;
  if (size > SIZE_MAX - sizeof(struct co_block)) co_out_of_memory();
  struct co_block *block = co_xmalloc(sizeof *block + size);
  block->older = arena->block;
  block->size = size;
  arena->block = block;
  arena->used = 0;
}

/* As co_alloc, but not zeroed. */
static void *take(struct co_arena *arena, size_t size) {
  const size_t step = alignof(max_align_t);
  if (size > SIZE_MAX - step) co_out_of_memory();
  size_t start = (arena->used + step - 1) / step * step;
  struct co_block *block = arena->block;
  if (!block || start > block->size || size > block->size - start) {
    add_block(arena, size);
    block = arena->block;
    start = 0;
  }
  arena->used = start + size;
  return block->data + start;
}

void *co_alloc(struct co_arena *arena, size_t size) {
  return memset(take(arena, size), 0, size);
}

void *co_alloc_array(struct co_arena *arena, size_t count, size_t size) {
  if (size && count > SIZE_MAX / size) co_out_of_memory();
  return co_alloc(arena, count * size);
}

static void free_blocks(struct co_block *block) {
  while (block) {
    struct co_block *older = block->older;
    free(block);
    block = older;
  }
}

void co_arena_clear(struct co_arena *arena) {
  free_blocks(arena->block);
  *arena = (struct co_arena)CO_ARENA_INIT;
}

void co_arena_reset(struct co_arena *arena) {
#ifdef ARENA_CHECKED
  co_arena_clear(arena);
#else
  if (!arena->block) return;
  free_blocks(arena->block->older);
  arena->block->older = NULL;
  arena->used = 0;
#endif
}

char *co_arena_cstr(struct co_arena *arena, struct co_str text) {
  if (text.len == SIZE_MAX) co_out_of_memory();
  char *copy = take(arena, text.len + 1);
  if (text.len) memcpy(copy, text.ptr, text.len);
  copy[text.len] = '\0';
  return copy;
}

struct co_str co_arena_str(struct co_arena *arena, struct co_str text) {
  return (struct co_str){co_arena_cstr(arena, text), text.len};
}

/* nonnull: without it gcc's -Wformat-truncation sees a NULL format under the
 * sanitizers. */
__attribute__((nonnull(2))) struct co_str co_arena_vprintf(
    struct co_arena *arena, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  int needed = vsnprintf(NULL, 0, format, args);
  size_t len = needed > 0 ? (size_t)needed : 0;
  char *text = co_alloc(arena, len + 1);
  vsnprintf(text, len + 1, format, again);
  va_end(again);
  return (struct co_str){text, len};
}

struct co_str co_arena_printf(struct co_arena *arena, const char *format, ...) {
  va_list args;
  va_start(args, format);
  struct co_str text = co_arena_vprintf(arena, format, args);
  va_end(args);
  return text;
}

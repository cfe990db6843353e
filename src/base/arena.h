/* arena.h - memory by lifetime: run, file, row.
 *
 * An arena hands out memory that is released all at once. It never returns
 * NULL: out of memory ends the process cleanly with exit code 70 after
 * removing temporary outputs (see output.h), so callers need no checks.
 *
 * Ownership: what an arena gave belongs to the arena. */
#ifndef COLLATE_ARENA_H
#define COLLATE_ARENA_H

#include <stdarg.h>

#include "collate/status.h"

struct co_arena {
  struct co_block *block; /* newest first */
  size_t used;            /* bytes handed out of the newest block */
};

#define CO_ARENA_INIT \
  { 0 }

/* size bytes, zeroed, aligned for any type. */
void *co_alloc(struct co_arena *arena, size_t size);
/* count * size bytes, zeroed; an overflow is out of memory. */
void *co_alloc_array(struct co_arena *arena, size_t count, size_t size);
#define CO_NEW(arena, type) ((type *)co_alloc((arena), sizeof(type)))
#define CO_NEW_ARRAY(arena, count, type) \
  ((type *)co_alloc_array((arena), (count), sizeof(type)))

/* Forgets all, keeps the first block for the next round. */
void co_arena_reset(struct co_arena *arena);
/* Releases all; the arena can be used again. */
void co_arena_clear(struct co_arena *arena);

/* Copies; NUL-terminated (the NUL is not counted in len). */
struct co_str co_arena_str(struct co_arena *arena, struct co_str text);
char *co_arena_cstr(struct co_arena *arena, struct co_str text);
struct co_str co_arena_printf(struct co_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct co_str co_arena_vprintf(struct co_arena *arena, const char *format,
                               va_list args)
    __attribute__((format(printf, 2, 0)));

/* malloc/calloc/realloc that do not return NULL, for buffers that grow. */
void *co_xmalloc(size_t size);
void *co_xcalloc(size_t count, size_t size);
void *co_xrealloc(void *old, size_t size);
char *co_xstrdup(const char *text);

/* For a library that says memory is gone where only a mistake in the data is
 * expected: ends as the functions above do. */
_Noreturn void co_out_of_memory(void);

/* What to do when memory is gone: by default a message and exit code 70.
 * The function must not return. */
void co_on_no_memory(void (*handler)(void));

/* A list that grows: CO_GROW(list, count, cap) makes room for one more. */
#define CO_GROW(list, count, cap) \
  ((count) < (cap) ? (void)0      \
                   : (void)((list) = co_grow((list), &(cap), sizeof *(list))))
void *co_grow(void *list, size_t *cap, size_t size);

#endif

/* fuzz_sqlite.h - makes SQLite cheap for a fuzz target: no locks, no counting,
 * and memory from a pool of its own.
 *
 * SQLite is not what is tested here, and it allocates more often than all of
 * our code: through the checkers' malloc that is a third of the time. Blocks
 * are powers of two, kept in lists when freed; memory is never given back. */
#ifndef COLLATE_FUZZ_SQLITE_H
#define COLLATE_FUZZ_SQLITE_H

#include <sqlite3.h>

#include "fuzz.h"

enum { FUZZ_HEAD = 16, FUZZ_CLASSES = 31, FUZZ_CHUNK = 1 << 20 };

/* In front of each block; keeps it aligned to 16 bytes. */
union fuzz_block {
  unsigned size_class;
  union fuzz_block *next;
  char room[FUZZ_HEAD];
};
static union fuzz_block *fuzz_free[FUZZ_CLASSES];

FUZZ_PLAIN static void *fuzz_pool_take(int size) {
  static char *chunk;
  static size_t left;
  unsigned class = 5;
  while ((size_t)1 << class < (size_t)size + FUZZ_HEAD)
    class ++;
  size_t bytes = (size_t)1 << class;
  union fuzz_block *block = fuzz_free[class];
  if (block) {
    fuzz_free[class] = block->next;
  } else if (bytes > FUZZ_CHUNK) {
    block = co_xmalloc(bytes);
  } else {
    if (left < bytes) chunk = co_xmalloc(left = FUZZ_CHUNK);
    block = (union fuzz_block *)(void *)chunk;
    chunk += bytes;
    left -= bytes;
  }
  block->size_class = class;
  return block + 1;
}

FUZZ_PLAIN static void fuzz_pool_give(void *p) {
  union fuzz_block *block = (union fuzz_block *)p - 1;
  unsigned class = block->size_class;
  block->next = fuzz_free[class];
  fuzz_free[class] = block;
}

static int fuzz_pool_size(void *p) {
  return (1 << ((union fuzz_block *)p - 1)->size_class) - FUZZ_HEAD;
}

FUZZ_PLAIN static void *fuzz_pool_grow(void *p, int size) {
  if (fuzz_pool_size(p) >= size) return p;
  void *grown = fuzz_pool_take(size);
  memcpy(grown, p, (size_t)fuzz_pool_size(p));
  fuzz_pool_give(p);
  return grown;
}

static int fuzz_pool_round(int size) {
  return (size + 7) & ~7;
}

static int fuzz_pool_open(void *unused) {
  (void)unused;
  return SQLITE_OK;
}

static void fuzz_pool_close(void *unused) {
  (void)unused;
}

/* Before SQLite is used at all. */
static inline void fuzz_sqlite(void) {
  static const sqlite3_mem_methods pool = {
      fuzz_pool_take,  fuzz_pool_give, fuzz_pool_grow,  fuzz_pool_size,
      fuzz_pool_round, fuzz_pool_open, fuzz_pool_close, NULL};
  if (sqlite3_config(SQLITE_CONFIG_SINGLETHREAD) ||
      sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) ||
      sqlite3_config(SQLITE_CONFIG_MALLOC, &pool))
    abort();
}

#endif

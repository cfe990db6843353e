/* alloc_fault.c - a library to preload that makes allocations fail.
 *
 * COLLATE_FAULT_AT=N    the N-th malloc, calloc or realloc gives NULL
 * COLLATE_FAULT_ON=1    and all after it
 * COLLATE_FAULT_COUNT=F  into the file F goes a line for the first allocation
 *                        of each way of calls: its number and the way, which
 *                        is the same in every run of one build
 *
 * Counting begins when this library's turn to begin has come and goes on in a
 * forked process where its parent stood, so that both meet their N-th. The
 * real functions are looked up at the first call; what dlsym itself might ask
 * for meanwhile comes from a small block that is never freed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  EARLY = 4096, /* bytes */
  DEPTH = 12,   /* innermost calls that make a way */
  WAYS = 1 << 18
};

static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static void (*real_free)(void *);

static _Alignas(16) char early[EARLY];
static size_t early_used;
static atomic_long counted;
static long fail_at = -1;
static int from_then_on, ready;
static const char *count_in;
static _Atomic uint64_t ways[WAYS]; /* hashes, each where its low bits say */

static long number(const char *name) {
  const char *text = getenv(name);
  return text ? strtol(text, NULL, 10) : -1;
}

static void find(const char *name, void *function) {
  void *found = dlsym(RTLD_NEXT, name);
  memcpy(function, &found, sizeof found); /* ISO C has no cast for it */
}

/* True once the real functions are known. */
static int found_real(void) {
  static int finding;
  if (real_free || finding) return real_free != NULL;
  finding = 1;
  find("malloc", &real_malloc);
  find("calloc", &real_calloc);
  find("realloc", &real_realloc);
  find("free", &real_free);
  return 1;
}

__attribute__((constructor)) static void begin(void) {
  fail_at = number("COLLATE_FAULT_AT");
  from_then_on = number("COLLATE_FAULT_ON") == 1;
  count_in = getenv("COLLATE_FAULT_COUNT");
  void *frame;
  if (count_in) backtrace(&frame, 1); /* it allocates when first called */
  ready = 1;
}

/* By write alone, at once: a forked process may end by _exit. */
static void say(long count, uint64_t way) {
  char line[48];
  int fd = open(count_in, O_WRONLY | O_CREAT | O_APPEND, 0666);
  if (fd < 0) abort();
  int len = snprintf(line, sizeof line, "%ld %" PRIx64 "\n", count, way);
  if (write(fd, line, (size_t)len) != len) abort();
  close(fd);
}

static uint64_t hash_of(const uintptr_t *numbers, int count) {
  uint64_t hash = 1469598103934665603u; /* FNV-1a */
  for (int i = 0; i < count; i++)
    hash = (hash ^ numbers[i]) * 1099511628211u;
  return hash;
}

static int is_new(uint64_t way) {
  for (size_t at = way % WAYS;; at = (at + 1) % WAYS) {
    uint64_t there = 0;
    if (atomic_compare_exchange_strong(&ways[at], &there, way)) return 1;
    if (there == way) return 0;
  }
}

/* A call is told by its place in its library: where that lies changes from run
 * to run. */
static void count_way(long mine) {
  void *frames[DEPTH];
  uintptr_t places[DEPTH];
  int depth = backtrace(frames, DEPTH);
  for (int i = 0; i < depth; i++)
    places[i] = (uintptr_t)frames[i];
  if (!is_new(hash_of(places, depth))) return;
  for (int i = 0; i < depth; i++) {
    Dl_info library = {0};
    dladdr(frames[i], &library);
    places[i] -= (uintptr_t)library.dli_fbase;
  }
  say(mine, hash_of(places, depth));
}

static int fails(void) {
  if (!ready) return 0;
  long mine = atomic_fetch_add(&counted, 1) + 1;
  if (count_in) count_way(mine);
  if (fail_at < 0 || mine < fail_at || (mine > fail_at && !from_then_on))
    return 0;
  errno = ENOMEM;
  return 1;
}

static void *from_early(size_t size) {
  size_t start = (early_used + 15) / 16 * 16;
  if (size > EARLY || start > EARLY - size) abort();
  early_used = start + size;
  return early + start;
}

static int is_early(const void *p) {
  return (const char *)p >= early && (const char *)p < early + EARLY;
}

void *malloc(size_t size) {
  if (!found_real()) return from_early(size);
  return fails() ? NULL : real_malloc(size);
}

void *calloc(size_t count, size_t size) {
  if (!found_real()) return from_early(count * size); /* zero as it is static */
  return fails() ? NULL : real_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  if (is_early(old)) {
    void *fresh = malloc(size);
    return fresh ? memcpy(fresh, old, size) : NULL; /* longer than it was */
  }
  if (!found_real()) return from_early(size);
  return fails() ? NULL : real_realloc(old, size);
}

void free(void *p) {
  if (p && !is_early(p) && found_real()) real_free(p);
}

/* wrap.h - library calls that fail when a test wants them to.
 *
 * A line WRAP(type, name, (parameters), (arguments), failure) at the start of
 * a line of a test makes the build link that test with --wrap=name: every call
 * of name in our own code comes here first. The calls are told apart by the
 * stack that led to them, so that a sweep needs one run for each way on which
 * a call can be reached, not one for each of thousands of calls. Where there
 * are few, wrap_nth names them by their number. */
#ifndef COLLATE_TEST_WRAP_H
#define COLLATE_TEST_WRAP_H

#include <errno.h>
#include <execinfo.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { WRAP_FRAMES = 8, WRAP_DEPTH = 64, WRAP_WAYS = 20000 };

static struct {
  uint64_t ways[WRAP_WAYS]; /* hashes of the stacks seen */
  const char *names[WRAP_WAYS];
  size_t count;
  int base;         /* frames below those that tell ways apart */
  uint64_t fail_at; /* the way on which the next call fails; 0: none */
  int error;        /* errno of that failure; 0: EIO */
  unsigned repeats; /* it goes on failing that often */
  bool learning, failed;
  const char *call; /* calls of this name fail: NULL: none */
  unsigned spare;   /* but for the first ones */
  bool onwards;     /* all after them, not one */
} wrap;

/* To be called by the function that is run again and again: stacks are told
 * apart by what lies between it and the call. */
static inline void wrap_here(void) {
  void *frames[WRAP_DEPTH];
  wrap.base = backtrace(frames, WRAP_DEPTH) - 1;
}

static uint64_t wrap_way(const char *name) {
  void *frames[WRAP_DEPTH];
  int count = backtrace(frames, WRAP_DEPTH) - wrap.base;
  uint64_t hash = 14695981039346656037u;
  for (const char *p = name; *p; p++)
    hash = (hash ^ (unsigned char)*p) * 1099511628211u;
  for (int i = 0; i < count && i < WRAP_FRAMES; i++)
    hash = (hash ^ (uintptr_t)frames[i]) * 1099511628211u;
  return hash | 1;
}

static bool wrap_failure(void) {
  wrap.failed = true;
  errno = wrap.error ? wrap.error : EIO;
  return true;
}

/* From here the call of a name with a number from 0 fails, or all from it on;
 * wrap.failed then says whether it came to that. wrap_none ends it. */
static inline void wrap_nth(const char *name, unsigned number, int error,
                            bool onwards) {
  wrap.call = name;
  wrap.spare = number;
  wrap.error = error;
  wrap.onwards = onwards;
  wrap.failed = false;
}

static inline void wrap_none(void) {
  wrap.call = NULL;
}

static bool wrap_nth_fails(void) {
  if (wrap.spare) {
    wrap.spare--;
    return false;
  }
  if (!wrap.onwards) wrap.call = NULL;
  return wrap_failure();
}

/* True where this call is to fail. */
static bool wrap_fails(const char *name) {
  if (wrap.call && strcmp(wrap.call, name) == 0) return wrap_nth_fails();
  if (!wrap.learning && !wrap.fail_at) return false;
  uint64_t way = wrap_way(name);
  if (wrap.learning) {
    for (size_t i = 0; i < wrap.count; i++)
      if (wrap.ways[i] == way) return false;
    if (wrap.count == WRAP_WAYS) return false;
    wrap.names[wrap.count] = name;
    wrap.ways[wrap.count++] = way;
  } else if (way == wrap.fail_at) {
    if (wrap.repeats)
      wrap.repeats--;
    else
      wrap.fail_at = 0;
    return wrap_failure();
  }
  return false;
}

#define WRAP(type, name, parameters, arguments, failure) \
  type __real_##name parameters;                         \
  type __wrap_##name parameters;                         \
  type __wrap_##name parameters {                        \
    if (wrap_fails(#name)) return failure;               \
    return __real_##name arguments;                      \
  }

#endif

/* readers.h - returns read by several threads, kept in the order of inputs.
 *
 *   co_readers_start(&readers, kit, paths, count, limits, jobs);
 *   for (each input) co_readers_next(&readers, intake, &reading);
 *   co_readers_stop(&readers);
 *
 * Each thread reads a return onto a tape (tape.h); the caller plays the tapes
 * one after the other, so what the intake is told does not depend on the
 * number of threads. With one job there is no thread: the return is read
 * straight into the intake.
 *
 * Ownership: embedded; paths, kit and limits must live until the stop. */
#ifndef COLLATE_READERS_H
#define COLLATE_READERS_H

#include "read.h"
#include "tape.h"

enum { CO_READERS_MOST = 64 }; /* threads */

struct co_readers_slot;

struct co_readers {
  const struct co_kit *kit;
  const char *const *paths;
  size_t count;
  const struct co_limits *limits;
  pthread_t threads[CO_READERS_MOST];
  unsigned thread_count; /* 0: no threads */
  pthread_mutex_t lock;
  pthread_cond_t played_one;
  size_t begun, played; /* returns, in their order */
  bool stopped;
  struct co_readers_slot *slots; /* a ring of the returns that are begun */
  size_t slot_count;
};

/* jobs: threads wanted, at most CO_READERS_MOST; where the system gives none,
 * the caller's thread reads. */
void co_readers_start(struct co_readers *readers, const struct co_kit *kit,
                      const char *const *paths, size_t count,
                      const struct co_limits *limits, unsigned jobs);

/* Tells the intake the next return and how reading it ended. A failure of the
 * intake ends the reading too, as its status. */
void co_readers_next(struct co_readers *readers, struct co_intake *intake,
                     struct co_reading *reading);

/* Stops threads that still read, and releases everything. */
void co_readers_stop(struct co_readers *readers);

#endif

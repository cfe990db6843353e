/* readers.c - see readers.h.
 *
 * Returns are begun in their order and at most two for each thread are ahead
 * of the caller, so that a folder of thousands needs no more memory than one
 * of ten. */
#include "readers.h"

#include <stdlib.h>

enum { SLOTS_PER_THREAD = 2 };

struct co_readers_slot {
  struct co_tape tape;
  struct co_reading reading; /* complete when the tape has ended */
};

/* The next return to be read, or false where there is none. */
static bool begin(struct co_readers *r, size_t *index) {
  pthread_mutex_lock(&r->lock);
  while (!r->stopped && r->begun < r->count &&
         r->begun - r->played >= r->slot_count)
    pthread_cond_wait(&r->played_one, &r->lock);
  bool more = !r->stopped && r->begun < r->count;
  if (more) *index = r->begun++;
  pthread_mutex_unlock(&r->lock);
  return more;
}

static void *work(void *context) {
  struct co_readers *r = context;
  size_t index;
  while (begin(r, &index)) {
    struct co_readers_slot *slot = &r->slots[index % r->slot_count];
    co_return_read(r->kit, r->paths[index], r->limits, &slot->tape.intake,
                   &slot->reading);
    co_queue_end(&slot->tape.queue);
  }
  return NULL;
}

void co_readers_start(struct co_readers *r, const struct co_kit *kit,
                      const char *const *paths, size_t count,
                      const struct co_limits *limits, unsigned jobs) {
  *r = (struct co_readers){
      .kit = kit, .paths = paths, .count = count, .limits = limits};
  if (jobs > CO_READERS_MOST) jobs = CO_READERS_MOST;
  if (jobs < 2) return;
  pthread_mutex_init(&r->lock, NULL);
  pthread_cond_init(&r->played_one, NULL);
  r->slot_count = SLOTS_PER_THREAD * jobs;
  r->slots = co_xcalloc(r->slot_count, sizeof *r->slots);
  for (size_t i = 0; i < r->slot_count; i++)
    co_tape_init(&r->slots[i].tape);
  while (r->thread_count < jobs &&
         pthread_create(&r->threads[r->thread_count], NULL, work, r) == 0)
    r->thread_count++;
}

void co_readers_next(struct co_readers *r, struct co_intake *intake,
                     struct co_reading *reading) {
  size_t index = r->played;
  struct co_err err = {0};
  if (!r->thread_count) {
    r->played++;
    co_return_read(r->kit, r->paths[index], r->limits, intake, reading);
    return;
  }
  struct co_readers_slot *slot = &r->slots[index % r->slot_count];
  enum co_status status = co_tape_play(&slot->tape, intake, &err);
  *reading = slot->reading;
  if (status != CO_OK) {
    reading->status = status;
    reading->why = err;
  }
  co_queue_again(&slot->tape.queue);
  pthread_mutex_lock(&r->lock);
  r->played++;
  pthread_cond_broadcast(&r->played_one);
  pthread_mutex_unlock(&r->lock);
}

void co_readers_stop(struct co_readers *r) {
  if (!r->slots) return;
  pthread_mutex_lock(&r->lock);
  r->stopped = true;
  pthread_cond_broadcast(&r->played_one);
  pthread_mutex_unlock(&r->lock);
  for (size_t i = 0; i < r->slot_count; i++)
    co_queue_stop(&r->slots[i].tape.queue);
  for (unsigned i = 0; i < r->thread_count; i++)
    pthread_join(r->threads[i], NULL);
  for (size_t i = 0; i < r->slot_count; i++)
    co_tape_clear(&r->slots[i].tape);
  free(r->slots);
  pthread_mutex_destroy(&r->lock);
  pthread_cond_destroy(&r->played_one);
  *r = (struct co_readers){0};
}

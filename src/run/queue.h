/* queue.h - what one thread hands to another, in order, in blocks.
 *
 * The giving thread copies items, and all that they point to, into the open
 * block; full blocks go over whole, so the lock is taken once for some
 * thousand items. A queue holds a few blocks at most: a giver that is far
 * ahead waits, and memory stays flat.
 *
 * Ownership: embedded; co_queue_clear releases what was not taken and what is
 * kept for the next items, once no thread uses the queue any more. */
#ifndef COLLATE_QUEUE_H
#define COLLATE_QUEUE_H

#include <pthread.h>
#include <stdbool.h>

#include "arena.h"

/* What every item begins with. */
struct co_queue_item {
  struct co_queue_item *next; /* in its block */
};

struct co_queue_block {
  struct co_queue_block *next;
  struct co_arena arena;
  struct co_queue_item *first, *last;
  size_t bytes;
};

struct co_queue {
  pthread_mutex_t lock;
  pthread_cond_t moved;                /* any of these changed: */
  struct co_queue_block *first, *last; /* given and not yet taken */
  size_t blocks;                       /* given and not yet released */
  struct co_queue_block *spare;        /* released, to be filled again */
  bool ended;                          /* nothing more comes */
  bool stopped;                        /* nothing more is wanted */
  struct co_queue_block *open;         /* the giver's own */
};

void co_queue_init(struct co_queue *queue);
void co_queue_clear(struct co_queue *queue);

/* The giver: a new item of that size, zeroed, or NULL where nothing more is
 * wanted; copies of what it points to (NULL for no bytes). */
void *co_queue_add(struct co_queue *queue, size_t size);
void *co_queue_copy(struct co_queue *queue, const void *from, size_t size);
void co_queue_keep(struct co_queue *queue, struct co_str *text);
/* Waits until all that was added has been taken and released. */
void co_queue_drain(struct co_queue *queue);
/* The giver's last word. */
void co_queue_end(struct co_queue *queue);

/* The taker: waits for the next block; NULL at the end. */
struct co_queue_block *co_queue_take(struct co_queue *queue);
void co_queue_release(struct co_queue *queue, struct co_queue_block *block);

/* After the end, when all has been taken and released: the giver may begin
 * anew. */
void co_queue_again(struct co_queue *queue);

/* Anybody: from now on nothing is wanted. */
void co_queue_stop(struct co_queue *queue);

#endif

/* queue.c - see queue.h. */
#include "queue.h"

#include <stdlib.h>
#include <string.h>

enum {
  BLOCK_BYTES = 512 << 10, /* roughly, of one block */
  MOST_BLOCKS = 8          /* given and not released */
};

static void free_block(struct co_queue_block *block) {
  co_arena_clear(&block->arena);
  free(block);
}

static void free_blocks(struct co_queue_block *block) {
  while (block) {
    struct co_queue_block *next = block->next;
    free_block(block);
    block = next;
  }
}

void co_queue_init(struct co_queue *queue) {
  *queue = (struct co_queue){0};
  pthread_mutex_init(&queue->lock, NULL);
  pthread_cond_init(&queue->moved, NULL);
}

void co_queue_clear(struct co_queue *queue) {
  free_blocks(queue->first);
  free_blocks(queue->spare);
  if (queue->open) free_block(queue->open);
  pthread_mutex_destroy(&queue->lock);
  pthread_cond_destroy(&queue->moved);
}

static void append(struct co_queue *queue, struct co_queue_block *block) {
  if (queue->last)
    queue->last->next = block;
  else
    queue->first = block;
  queue->last = block;
  queue->blocks++;
  pthread_cond_broadcast(&queue->moved);
}

/* Gives the open block over, unless nothing is wanted. */
static void give(struct co_queue *queue) {
  struct co_queue_block *block = queue->open;
  if (!block) return;
  queue->open = NULL;
  pthread_mutex_lock(&queue->lock);
  while (queue->blocks == MOST_BLOCKS && !queue->stopped)
    pthread_cond_wait(&queue->moved, &queue->lock);
  bool wanted = !queue->stopped;
  if (wanted) append(queue, block);
  pthread_mutex_unlock(&queue->lock);
  if (!wanted) free_block(block);
}

/* An empty block to fill, a released one where there is one; NULL where
 * nothing more is wanted. */
static struct co_queue_block *new_block(struct co_queue *queue) {
  pthread_mutex_lock(&queue->lock);
  bool wanted = !queue->stopped;
  struct co_queue_block *block = wanted ? queue->spare : NULL;
  if (block) queue->spare = block->next;
  pthread_mutex_unlock(&queue->lock);
  if (!wanted) return NULL;
  if (!block) return co_xcalloc(1, sizeof *block);
  *block = (struct co_queue_block){.arena = block->arena};
  return block;
}

void *co_queue_add(struct co_queue *queue, size_t size) {
  if (queue->open && queue->open->bytes >= BLOCK_BYTES) give(queue);
  if (!queue->open) queue->open = new_block(queue);
  if (!queue->open) return NULL;
  struct co_queue_block *block = queue->open;
  struct co_queue_item *item = co_alloc(&block->arena, size);
  if (block->last)
    block->last->next = item;
  else
    block->first = item;
  block->last = item;
  block->bytes += size;
  return item;
}

void *co_queue_copy(struct co_queue *queue, const void *from, size_t size) {
  queue->open->bytes += size;
  return size ? memcpy(co_alloc(&queue->open->arena, size), from, size) : NULL;
}

void co_queue_keep(struct co_queue *queue, struct co_str *text) {
  text->ptr = co_queue_copy(queue, text->ptr, text->len);
}

void co_queue_drain(struct co_queue *queue) {
  give(queue);
  pthread_mutex_lock(&queue->lock);
  while (queue->blocks && !queue->stopped)
    pthread_cond_wait(&queue->moved, &queue->lock);
  pthread_mutex_unlock(&queue->lock);
}

void co_queue_end(struct co_queue *queue) {
  give(queue);
  pthread_mutex_lock(&queue->lock);
  queue->ended = true;
  pthread_cond_broadcast(&queue->moved);
  pthread_mutex_unlock(&queue->lock);
}

void co_queue_again(struct co_queue *queue) {
  pthread_mutex_lock(&queue->lock);
  queue->ended = queue->stopped = false;
  pthread_mutex_unlock(&queue->lock);
}

struct co_queue_block *co_queue_take(struct co_queue *queue) {
  pthread_mutex_lock(&queue->lock);
  while (!queue->first && !queue->ended)
    pthread_cond_wait(&queue->moved, &queue->lock);
  struct co_queue_block *block = queue->first;
  if (block) {
    queue->first = block->next;
    if (!queue->first) queue->last = NULL;
  }
  pthread_mutex_unlock(&queue->lock);
  return block;
}

void co_queue_release(struct co_queue *queue, struct co_queue_block *block) {
  co_arena_reset(&block->arena);
  pthread_mutex_lock(&queue->lock);
  block->next = queue->spare;
  queue->spare = block;
  queue->blocks--;
  pthread_cond_broadcast(&queue->moved);
  pthread_mutex_unlock(&queue->lock);
}

void co_queue_stop(struct co_queue *queue) {
  pthread_mutex_lock(&queue->lock);
  queue->stopped = true;
  pthread_cond_broadcast(&queue->moved);
  pthread_mutex_unlock(&queue->lock);
}

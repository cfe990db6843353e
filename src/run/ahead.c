/* ahead.c - see ahead.h. The thread gives chunks over through a queue; the last
 * one says why there are no more: an error, or none where the bytes end. */
#include "ahead.h"

#include <stdlib.h>
#include <string.h>

#include "queue.h"

enum { CHUNK = 256 << 10 };

struct chunk {
  struct co_queue_item item;
  enum co_status status;
  struct co_err err;
  size_t len;
  char bytes[CHUNK];
};

struct ahead {
  co_byte_source *read; /* of the source, called by the thread only */
  void *source;
  struct co_queue queue;
  pthread_t thread;
  struct co_queue_block *block; /* the reader's; NULL before and after all */
  const struct chunk *chunk;    /* the reader's, of that block */
  size_t at;                    /* bytes of it that were used */
};

static void *work(void *context) {
  struct ahead *ahead = context;
  struct chunk *chunk;
  do {
    chunk = co_queue_add(&ahead->queue, sizeof *chunk);
    if (chunk)
      chunk->status = ahead->read(ahead->source, chunk->bytes, CHUNK,
                                  &chunk->len, &chunk->err);
  } while (chunk && !chunk->status && chunk->len);
  co_queue_end(&ahead->queue);
  return NULL;
}

static void *start(co_byte_source *read, void *source) {
  struct ahead *ahead = co_xcalloc(1, sizeof *ahead);
  ahead->read = read;
  ahead->source = source;
  co_queue_init(&ahead->queue);
  if (pthread_create(&ahead->thread, NULL, work, ahead) == 0) return ahead;
  co_queue_clear(&ahead->queue);
  free(ahead);
  return NULL;
}

/* The next chunk, unless this is the last. */
static void next_chunk(struct ahead *ahead) {
  const struct chunk *chunk = ahead->chunk;
  const struct co_queue_item *next = chunk ? chunk->item.next : NULL;
  if (chunk && (chunk->status || !chunk->len)) return;
  if (!next) {
    if (ahead->block) co_queue_release(&ahead->queue, ahead->block);
    ahead->block = co_queue_take(&ahead->queue);
    next = ahead->block->first;
  }
  ahead->chunk = (const struct chunk *)next;
  ahead->at = 0;
}

static enum co_status take(void *started, void *buf, size_t len, size_t *got,
                           struct co_err *err) {
  struct ahead *ahead = started;
  if (!ahead->chunk || ahead->at == ahead->chunk->len) next_chunk(ahead);
  const struct chunk *chunk = ahead->chunk;
  size_t left = chunk->len - ahead->at;
  *got = left < len ? left : len;
  memcpy(buf, chunk->bytes + ahead->at, *got);
  ahead->at += *got;
  if (chunk->status && err) *err = chunk->err;
  return chunk->status;
}

static void stop(void *started) {
  struct ahead *ahead = started;
  co_queue_stop(&ahead->queue);
  pthread_join(ahead->thread, NULL);
  if (ahead->block) co_queue_release(&ahead->queue, ahead->block);
  co_queue_clear(&ahead->queue);
  free(ahead);
}

const struct co_ahead co_ahead = {start, take, stop};

/* relay.c - see relay.h.
 *
 * The sink behind is used by one thread at a time: by the relay's while rows
 * are under way, by the caller's after co_queue_drain(). */
#include "relay.h"

struct row {
  struct co_queue_item item;
  struct co_row row;
};

static void push(struct co_relay *relay, const struct co_queue_block *block) {
  const struct co_queue_item *item = block->first;
  for (; item && !relay->status && !relay->passed_over; item = item->next) {
    enum co_status status = relay->to->row(
        relay->to, &((const struct row *)item)->row, &relay->err);
    if (status == CO_STOP)
      relay->passed_over = true;
    else
      relay->status = status;
  }
}

static void *work(void *context) {
  struct co_relay *relay = context;
  struct co_queue_block *block;
  while ((block = co_queue_take(&relay->queue)) != NULL) {
    push(relay, block);
    bool failed = relay->status != CO_OK;
    co_queue_release(&relay->queue, block);
    if (failed) co_queue_stop(&relay->queue);
  }
  return NULL;
}

/* Waits for the thread; its failure, if it had one. */
static enum co_status catch_up(struct co_relay *relay, struct co_err *err) {
  if (!relay->threaded) return CO_OK;
  co_queue_drain(&relay->queue);
  if (relay->status && err) *err = relay->err;
  return relay->status;
}

static enum co_status take_sheet(struct co_sink *sink,
                                 const struct co_sheet *sheet,
                                 struct co_err *err) {
  struct co_relay *relay = (struct co_relay *)sink;
  enum co_status status = catch_up(relay, err);
  relay->passed_over = false;
  return status ? status : relay->to->sheet(relay->to, sheet, err);
}

static enum co_status take_row(struct co_sink *sink, const struct co_row *row,
                               struct co_err *err) {
  struct co_relay *relay = (struct co_relay *)sink;
  if (!relay->threaded) return relay->to->row(relay->to, row, err);
  struct row *kept = co_queue_add(&relay->queue, sizeof *kept);
  if (!kept) return catch_up(relay, err);
  kept->row = *row;
  struct co_cell *cells =
      co_queue_copy(&relay->queue, row->cells, row->count * sizeof *cells);
  for (uint32_t i = 0; i < row->count; i++) {
    co_queue_keep(&relay->queue, &cells[i].text);
    co_queue_keep(&relay->queue, &cells[i].formula);
    co_queue_keep(&relay->queue, &cells[i].link);
  }
  kept->row.cells = cells;
  return CO_OK;
}

static enum co_status take_range(struct co_sink *sink,
                                 const struct co_range *range,
                                 struct co_err *err) {
  struct co_relay *relay = (struct co_relay *)sink;
  enum co_status status = catch_up(relay, err);
  return status ? status : relay->to->range(relay->to, range, err);
}

static enum co_status take_end(struct co_sink *sink, struct co_err *err) {
  struct co_relay *relay = (struct co_relay *)sink;
  enum co_status status = catch_up(relay, err);
  return status ? status : relay->to->end(relay->to, err);
}

void co_relay_start(struct co_relay *relay, struct co_sink *to, bool threads) {
  *relay = (struct co_relay){.sink = {.sheet = take_sheet,
                                      .row = take_row,
                                      .end = take_end,
                                      .range = to->range ? take_range : NULL},
                             .to = to};
  if (!threads) return;
  co_queue_init(&relay->queue);
  relay->threaded = pthread_create(&relay->thread, NULL, work, relay) == 0;
  if (!relay->threaded) co_queue_clear(&relay->queue);
}

void co_relay_stop(struct co_relay *relay) {
  if (!relay->threaded) return;
  co_queue_end(&relay->queue);
  pthread_join(relay->thread, NULL);
  co_queue_clear(&relay->queue);
  relay->threaded = false;
}

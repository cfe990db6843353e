/* relay.h - a sink whose rows are taken by a thread of their own.
 *
 *   co_relay_start(&relay, &writer, threads);  ... push into &relay.sink ...
 *   co_relay_stop(&relay);
 *
 * While the caller makes the next rows (runs a query), the thread pushes the
 * last ones into the sink behind (encodes and packs them). Only rows go ahead:
 * at a new sheet, a range or the end the thread has caught up, and the sink
 * behind is called by the caller's own thread. A failure of a row is told by
 * one of the next calls.
 *
 * Ownership: embedded; borrows the sink behind and never frees it. */
#ifndef COLLATE_RELAY_H
#define COLLATE_RELAY_H

#include "collate/grid.h"
#include "queue.h"

struct co_relay {
  struct co_sink sink; /* first: the sink is the relay */
  struct co_sink *to;
  struct co_queue queue;
  pthread_t thread;
  bool threaded;         /* false: no thread, rows are passed on at once */
  bool passed_over;      /* the sink behind wants no more rows of the sheet */
  enum co_status status; /* of the thread; read when it has caught up */
  struct co_err err;
};

/* threads false, or none to be had: everything is passed on at once. */
void co_relay_start(struct co_relay *relay, struct co_sink *to, bool threads);
void co_relay_stop(struct co_relay *relay);

#endif

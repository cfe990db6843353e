/* tape.h - records what one thread tells an intake, for another to play.
 *
 * A reading thread maps a return into the tape's intake; the run's own thread
 * plays the tape into the store, while it is still being recorded:
 *
 *   reader:  ... push into &tape->intake ...; co_queue_end(&tape->queue);
 *   run:     status = co_tape_play(tape, store_intake, err);
 *
 * What is pushed after co_queue_stop(&tape->queue) is answered CO_STOP.
 *
 * Ownership: embedded; cleared when no thread uses it any more. */
#ifndef COLLATE_TAPE_H
#define COLLATE_TAPE_H

#include "collate/record.h"
#include "queue.h"

struct co_tape {
  struct co_intake intake; /* first: the intake is the tape */
  struct co_queue queue;
};

void co_tape_init(struct co_tape *tape);
void co_tape_clear(struct co_tape *tape);

/* Waits for what is recorded and pushes it into an intake, to the end of the
 * tape. After a failure of the intake the rest is thrown away, to the end. */
enum co_status co_tape_play(struct co_tape *tape, struct co_intake *intake,
                            struct co_err *err);

#endif

/* tape.c - see tape.h.
 *
 * An event is copied with all that it points to, since what is pushed into an
 * intake lives only during the call. */
#include "tape.h"

enum event_kind { SOURCE, REGION, RECORD, FINDING, LEDGER, TALLY };

struct event {
  struct co_queue_item item;
  enum event_kind kind;
  union {
    struct co_source source;
    struct co_region region;
    struct co_record record;
    struct co_finding finding;
    struct co_ledger ledger;
    struct co_tally tally;
  } as;
};

/* Recording */

/* A new event; NULL where nothing more is wanted. */
static struct event *add(struct co_intake *intake, enum event_kind kind,
                         struct co_queue **queue) {
  *queue = &((struct co_tape *)intake)->queue;
  struct event *event = co_queue_add(*queue, sizeof *event);
  if (event) event->kind = kind;
  return event;
}

static enum co_status take_source(struct co_intake *intake,
                                  const struct co_source *source,
                                  struct co_err *err) {
  struct co_queue *queue;
  struct event *event = add(intake, SOURCE, &queue);
  (void)err;
  if (!event) return CO_STOP;
  struct co_source *s = &event->as.source;
  *s = *source;
  co_queue_keep(queue, &s->path);
  co_queue_keep(queue, &s->format);
  co_queue_keep(queue, &s->layout);
  co_queue_keep(queue, &s->encoding);
  co_queue_keep(queue, &s->outcome);
  co_queue_keep(queue, &s->sha256);
  return CO_OK;
}

static enum co_status take_region(struct co_intake *intake,
                                  const struct co_region *region,
                                  struct co_err *err) {
  struct co_queue *queue;
  struct event *event = add(intake, REGION, &queue);
  (void)err;
  if (!event) return CO_STOP;
  struct co_region *r = &event->as.region;
  *r = *region;
  co_queue_keep(queue, &r->sheet);
  co_queue_keep(queue, &r->table);
  r->origins = co_queue_copy(queue, r->origins,
                             r->kind->field_count * sizeof *r->origins);
  return CO_OK;
}

static enum co_status take_record(struct co_intake *intake,
                                  const struct co_record *record,
                                  struct co_err *err) {
  struct co_queue *queue;
  struct event *event = add(intake, RECORD, &queue);
  (void)err;
  if (!event) return CO_STOP;
  struct co_record *r = &event->as.record;
  *r = *record;
  size_t count = r->kind->field_count;
  struct co_value *values =
      co_queue_copy(queue, r->values, count * sizeof *values);
  for (size_t f = 0; f < count; f++)
    co_queue_keep(queue, &values[f].text);
  r->values = values;
  r->overrides = co_queue_copy(queue, r->overrides,
                               r->override_count * sizeof *r->overrides);
  return CO_OK;
}

static enum co_status take_finding(struct co_intake *intake,
                                   const struct co_finding *finding,
                                   struct co_err *err) {
  struct co_queue *queue;
  struct event *event = add(intake, FINDING, &queue);
  (void)err;
  if (!event) return CO_STOP;
  struct co_finding *f = &event->as.finding;
  *f = *finding;
  co_queue_keep(queue, &f->check);
  co_queue_keep(queue, &f->sheet);
  co_queue_keep(queue, &f->field);
  co_queue_keep(queue, &f->raw);
  co_queue_keep(queue, &f->message);
  co_queue_keep(queue, &f->remedy);
  return CO_OK;
}

static enum co_status take_ledger(struct co_intake *intake,
                                  const struct co_ledger *run,
                                  struct co_err *err) {
  struct co_queue *queue;
  struct event *event = add(intake, LEDGER, &queue);
  (void)err;
  if (!event) return CO_STOP;
  event->as.ledger = *run;
  co_queue_keep(queue, &event->as.ledger.sheet);
  co_queue_keep(queue, &event->as.ledger.rule);
  return CO_OK;
}

static enum co_status take_tally(struct co_intake *intake,
                                 const struct co_tally *tally,
                                 struct co_err *err) {
  struct co_queue *queue;
  struct event *event = add(intake, TALLY, &queue);
  (void)err;
  if (!event) return CO_STOP;
  event->as.tally = *tally;
  co_queue_keep(queue, &event->as.tally.sheet);
  co_queue_keep(queue, &event->as.tally.column);
  return CO_OK;
}

void co_tape_init(struct co_tape *tape) {
  tape->intake = (struct co_intake){take_source,  take_region, take_record,
                                    take_finding, take_ledger, take_tally};
  co_queue_init(&tape->queue);
}

void co_tape_clear(struct co_tape *tape) {
  co_queue_clear(&tape->queue);
}

/* Playing */

static enum co_status play(const struct event *event, struct co_intake *to,
                           struct co_err *err) {
  switch (event->kind) {
    case SOURCE:
      return to->source(to, &event->as.source, err);
    case REGION:
      return to->region(to, &event->as.region, err);
    case RECORD:
      return to->record(to, &event->as.record, err);
    case FINDING:
      return to->finding(to, &event->as.finding, err);
    case LEDGER:
      return to->ledger(to, &event->as.ledger, err);
    case TALLY:
      break;
  }
  return to->tally(to, &event->as.tally, err);
}

enum co_status co_tape_play(struct co_tape *tape, struct co_intake *intake,
                            struct co_err *err) {
  enum co_status status = CO_OK;
  struct co_queue_block *block;
  while ((block = co_queue_take(&tape->queue)) != NULL) {
    const struct co_queue_item *item = block->first;
    for (; item && status == CO_OK; item = item->next)
      status = play((const struct event *)item, intake, err);
    co_queue_release(&tape->queue, block);
    if (status != CO_OK) co_queue_stop(&tape->queue);
  }
  return status;
}

/* tee.c - a sink that feeds two others: see digest.h for its rules. */
#include "digest.h"

/* Notes a sink's answer; CO_STOP is the tee's own affair. */
static enum co_status note(struct co_tee *tee, int i, enum co_status answer) {
  if (answer != CO_STOP) return answer;
  tee->stopped[i] = true;
  return CO_OK;
}

static enum co_status both_stopped(const struct co_tee *tee) {
  return tee->stopped[0] && tee->stopped[1] ? CO_STOP : CO_OK;
}

static enum co_status tee_sheet(struct co_sink *sink,
                                const struct co_sheet *sheet,
                                struct co_err *err) {
  struct co_tee *tee = (struct co_tee *)sink;
  for (int i = 0; i < 2; i++) {
    tee->stopped[i] = false;
    enum co_status status =
        note(tee, i, tee->to[i]->sheet(tee->to[i], sheet, err));
    if (status) return status;
  }
  return both_stopped(tee);
}

static enum co_status tee_row(struct co_sink *sink, const struct co_row *row,
                              struct co_err *err) {
  struct co_tee *tee = (struct co_tee *)sink;
  for (int i = 0; i < 2; i++) {
    if (tee->stopped[i]) continue;
    enum co_status status = note(tee, i, tee->to[i]->row(tee->to[i], row, err));
    if (status) return status;
  }
  return both_stopped(tee);
}

static enum co_status tee_range(struct co_sink *sink,
                                const struct co_range *range,
                                struct co_err *err) {
  struct co_tee *tee = (struct co_tee *)sink;
  for (int i = 0; i < 2; i++) {
    if (!tee->to[i]->range) continue;
    enum co_status status = tee->to[i]->range(tee->to[i], range, err);
    if (status) return status;
  }
  return CO_OK;
}

static enum co_status tee_end(struct co_sink *sink, struct co_err *err) {
  struct co_tee *tee = (struct co_tee *)sink;
  for (int i = 0; i < 2; i++) {
    enum co_status status = tee->to[i]->end(tee->to[i], err);
    if (status) return status;
  }
  return CO_OK;
}

void co_tee_init(struct co_tee *tee, struct co_sink *first,
                 struct co_sink *second) {
  *tee = (struct co_tee){
      .sink = {.sheet = tee_sheet,
               .row = tee_row,
               .range = tee_range,
               .end = tee_end},
      .to = {first, second},
  };
}

/* nowhere.c - an intake that takes nothing in: for the pass that only looks. */
#include "mapper.h"

static enum co_status no_source(struct co_intake *intake,
                                const struct co_source *source,
                                struct co_err *err) {
  (void)intake, (void)source, (void)err;
  return CO_OK;
}

static enum co_status no_region(struct co_intake *intake,
                                const struct co_region *region,
                                struct co_err *err) {
  (void)intake, (void)region, (void)err;
  return CO_OK;
}

static enum co_status no_record(struct co_intake *intake,
                                const struct co_record *record,
                                struct co_err *err) {
  (void)intake, (void)record, (void)err;
  return CO_OK;
}

static enum co_status no_finding(struct co_intake *intake,
                                 const struct co_finding *finding,
                                 struct co_err *err) {
  (void)intake, (void)finding, (void)err;
  return CO_OK;
}

static enum co_status no_ledger(struct co_intake *intake,
                                const struct co_ledger *ledger,
                                struct co_err *err) {
  (void)intake, (void)ledger, (void)err;
  return CO_OK;
}

static enum co_status no_tally(struct co_intake *intake,
                               const struct co_tally *tally,
                               struct co_err *err) {
  (void)intake, (void)tally, (void)err;
  return CO_OK;
}

struct co_intake *co_intake_nowhere(void) {
  static struct co_intake nowhere = {no_source,  no_region, no_record,
                                     no_finding, no_ledger, no_tally};
  return &nowhere;
}

/* outputs.h - the outputs of a run, by the kind of their names.
 *
 * All are written beside their targets first; they get their final names
 * together, when every one of them is whole. */
#ifndef COLLATE_OUTPUTS_H
#define COLLATE_OUTPUTS_H

#include "kit.h"
#include "output.h"
#include "store.h"

struct co_outputs {
  struct co_output *list;
  size_t count, cap;
  enum co_plan_shape workbook; /* working or publish */
  bool small;                  /* workbooks packed small */
};

/* CO_EUSAGE where a name says no kind we write, is one of the inputs, is given
 * twice, or is the store. */
enum co_status co_outputs_check(const struct co_run_options *options,
                                const char *const *inputs, size_t input_count,
                                struct co_err *err);

/* Writes one output beside its target. */
enum co_status co_outputs_write(struct co_outputs *outputs, const char *name,
                                const struct co_kit *kit,
                                struct co_store *store,
                                const struct co_limits *limits,
                                struct co_err *err);

/* Gives all of them their names; after a failure none further. */
enum co_status co_outputs_commit(struct co_outputs *outputs,
                                 const struct co_run_events *events,
                                 struct co_err *err);
/* Removes what was not committed, and the list. */
void co_outputs_clear(struct co_outputs *outputs);

/* The kinds there are, for help: name and description, {NULL} ends. */
struct co_output_kind {
  const char *suffix, *describes;
  enum co_status (*write)(struct co_outputs *outputs, const char *name,
                          const struct co_kit *kit, struct co_store *store,
                          const struct co_limits *limits, struct co_err *err);
};
extern const struct co_output_kind co_output_kinds[];

#endif

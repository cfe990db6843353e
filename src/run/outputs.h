/* outputs.h - the outputs of a run, by the kind of their names.
 *
 * Before anything is read, the run takes the lock of every output and of its
 * store and refuses targets that it could not replace in the end. All are
 * written beside their targets and read back; then, the store among them, they
 * get their names together: all of them, or none. */
#ifndef COLLATE_OUTPUTS_H
#define COLLATE_OUTPUTS_H

#include "kit.h"
#include "lock.h"
#include "store.h"
#include "targets.h"
#include "written.h"

struct co_outputs {
  struct co_written **list; /* the store first, where there is one */
  size_t count, cap;
  struct co_lock *locks;
  size_t lock_count, lock_cap;
  char **folders; /* made by this run, for as long as nothing is in them */
  size_t folder_count, folder_cap;
  char *journal; /* of the store's copy */
  bool has_store;
  enum co_plan_shape workbook; /* working or publish */
  bool threads;                /* rows may be written by one of their own */
  bool small;                  /* workbooks packed small */
  uint32_t sheet_rows;         /* of a workbook's sheet */
};

/* Locks and looks at all targets. CO_ELOCKED where another run writes one of
 * them, CO_EOUTPUT where one cannot be written. */
enum co_status co_outputs_begin(struct co_outputs *outputs,
                                const struct co_targets *targets,
                                const struct co_run_options *options,
                                struct co_err *err);

/* Opens the run's store: in memory, or a copy that is an output like others. */
enum co_status co_outputs_open_store(struct co_outputs *outputs,
                                     struct co_store **store,
                                     const struct co_model *model,
                                     const char *path, struct co_err *err);

/* Writes all outputs beside their targets and reads them back. */
enum co_status co_outputs_write(struct co_outputs *outputs,
                                const struct co_targets *targets,
                                const struct co_kit *kit,
                                struct co_store *store, struct co_err *err);

/* Gives all of them their names, or none. */
enum co_status co_outputs_commit(struct co_outputs *outputs,
                                 struct co_store *store,
                                 const struct co_run_events *events,
                                 struct co_err *err);
/* Removes what was not committed, and ends the locks. */
void co_outputs_clear(struct co_outputs *outputs);

/* The kinds there are, for help: name and description, {NULL} ends. */
struct co_output_kind {
  const char *suffix, *describes;
  /* Names its files; NULL where the output is the one file of its name. */
  void (*name_files)(struct co_targets *targets, struct co_target *target,
                     const struct co_kit *kit);
  enum co_status (*write)(struct co_outputs *outputs,
                          const struct co_target *target,
                          const struct co_kit *kit, struct co_store *store,
                          struct co_err *err);
};
extern const struct co_output_kind co_output_kinds[];

#endif

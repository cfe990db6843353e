/* targets.h - the files that the outputs of a run become, known beforehand.
 *
 * An output is named once and may become several files: records/ one for each
 * kind of record, master.csv one for each table of the plan. This list has all
 * of them before anything is read, and is what everybody asks: whether a
 * return would be replaced, whether a file could be (outputs.h), what stands
 * in a folder of returns only because an earlier run wrote it there
 * (inputs.h), and what to write to.
 *
 * Ownership: options and kit are borrowed; co_targets_clear releases the
 * rest. */
#ifndef COLLATE_TARGETS_H
#define COLLATE_TARGETS_H

#include "kit.h"

/* An output, or the store. */
struct co_target {
  const char *name;                  /* as the user gave it */
  const struct co_output_kind *kind; /* NULL: the store */
  const char **files;
  size_t count, cap;
};

struct co_targets {
  struct co_arena arena; /* keeps the names of files */
  struct co_target *list;
  size_t count; /* in the order of the options; the store, if any, is last */
  bool force;   /* what has the name of an output is no return */
};

/* CO_EUSAGE where a name says no kind that we write. */
enum co_status co_targets_find(struct co_targets *targets,
                               const struct co_run_options *options,
                               const struct co_kit *kit, struct co_err *err);
/* CO_EUSAGE where a file is one of the inputs or belongs to two outputs. */
enum co_status co_targets_check(const struct co_targets *targets,
                                const char *const *inputs, size_t count,
                                struct co_err *err);
/* CO_EUSAGE where tables as CSV would come to lie in a folder that is searched
 * for returns: nothing tells them from returns, unless force does. */
enum co_status co_targets_check_folder(const struct co_targets *targets,
                                       const char *folder, struct co_err *err);
void co_targets_clear(struct co_targets *targets);

/* What names the files of a kind of output that has several. */
void co_target_records(struct co_targets *targets, struct co_target *target,
                       const struct co_kit *kit);
void co_target_tables(struct co_targets *targets, struct co_target *target,
                      const struct co_kit *kit);
/* True for a file that is there and that the run would replace. */
bool co_targets_have(const struct co_targets *targets, const char *path);
/* True for a folder of records. */
bool co_target_is_folder(const struct co_target *target);

/* True where both names lead to the same file. */
bool co_same_file(const char *a, const char *b);

#endif

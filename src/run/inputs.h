/* inputs.h - the files of a run: named files and what folders hold.
 *
 * Folders are searched through, for files with an extension that a reader
 * knows; hidden files and Excel's lock files (~$NAME) are left out. A file
 * that is named is taken whatever it is called. The list is sorted and has no
 * file twice, so that the order of arguments and folders does not matter. */
#ifndef COLLATE_INPUTS_H
#define COLLATE_INPUTS_H

#include <stdbool.h>

#include "arena.h"
#include "targets.h"

struct co_inputs {
  struct co_arena arena; /* keeps the paths */
  const char **paths;
  size_t count, cap;
  const struct co_targets *targets; /* of the run; during the search */
};

/* A name that does not exist stays in the list: reading it will say so. What
 * earlier runs wrote to the run's own outputs (targets, or NULL) is left out
 * of folders; the same file under two names is taken once. */
enum co_status co_inputs_find(struct co_inputs *inputs,
                              const char *const *names, size_t count,
                              const struct co_targets *targets,
                              struct co_err *err);
void co_inputs_clear(struct co_inputs *inputs);

#endif

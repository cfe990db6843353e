/* inputs.h - the files of a run: named files and what folders hold.
 *
 * Folders are searched through. Taken are files with an extension that a
 * reader knows, and documents and old workbooks, which are refused as if they
 * were named: a department may have sent them for a return. Hidden files and
 * Excel's lock files (~$NAME) are left out; what else is passed over is told,
 * and so is a folder without a return. A folder that is closed to us is in the
 * list too, and refused when it is read; a link back to a folder above is
 * passed over. A file that is named is taken whatever it is called. The list is
 * sorted, by folder, name and ending, and has no file twice, so that the order
 * of arguments and folders does not matter. */
#ifndef COLLATE_INPUTS_H
#define COLLATE_INPUTS_H

#include <stdbool.h>

#include "arena.h"
#include "store.h"
#include "targets.h"

struct co_inputs {
  struct co_arena arena; /* keeps the paths */
  const char **paths;
  size_t count, cap;
  const struct co_targets *targets; /* of the run; during the search */
  struct co_untaken *untaken;       /* by name */
  size_t untaken_count, untaken_cap;
};

/* What was met and is no input, with the name of the finding that tells it. */
struct co_untaken {
  const char *path, *finding;
};

/* A name that does not exist stays in the list: reading it will say so. What
 * earlier runs wrote to the run's own outputs (targets, or NULL) is left out
 * of folders; the same file under two names is taken once. */
enum co_status co_inputs_find(struct co_inputs *inputs,
                              const char *const *names, size_t count,
                              const struct co_targets *targets,
                              struct co_err *err);
/* Stores the findings about what was not taken; after the checks. */
enum co_status co_inputs_tell(const struct co_inputs *inputs,
                              struct co_store *store, struct co_err *err);

void co_inputs_clear(struct co_inputs *inputs);

#endif

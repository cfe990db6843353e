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

struct co_inputs {
  struct co_arena arena; /* keeps the paths */
  const char **paths;
  size_t count, cap;
  const char *const *outputs; /* of the run; during the search */
  size_t output_count;
};

/* A name that does not exist stays in the list: reading it will say so. What
 * a folder holds of the run's own outputs is left out; the same file under two
 * names is taken once. */
enum co_status co_inputs_find(struct co_inputs *inputs,
                              const char *const *names, size_t count,
                              const char *const *outputs, size_t output_count,
                              struct co_err *err);

/* True where both names lead to the same file. */
bool co_same_file(const char *a, const char *b);
void co_inputs_clear(struct co_inputs *inputs);

#endif

/* output.h - an output file: written beside its target, then renamed.
 *
 * The target is old or new, never half: bytes go to a temporary file in the
 * target's folder (".NAME.XXXXXX.part"), commit flushes and renames, discard
 * removes. Temporary files still open when the process ends through exit()
 * or a caught signal are removed. */
#ifndef COLLATE_OUTPUT_H
#define COLLATE_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "collate/status.h"

struct co_output {
  char *target; /* NULL: stdout */
  char *temp;
  FILE *file; /* open on temp; writers that need a path use temp instead */
  bool small; /* set after opening: packed small rather than fast */
};

/* target "-" is standard output. */
enum co_status co_output_open(struct co_output *out, const char *target,
                              struct co_err *err);
/* Flushes to disk and renames; on failure the target is untouched. */
enum co_status co_output_commit(struct co_output *out, struct co_err *err);
void co_output_discard(struct co_output *out);

/* Removes the temporary files of all open outputs; for a signal handler
 * (async-signal-safe). Runs by itself at exit(). */
void co_output_discard_all(void);

#endif

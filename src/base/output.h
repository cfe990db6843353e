/* output.h - an output file: written beside its target, then renamed.
 *
 * The target is old or new, never half: bytes go to a temporary file in the
 * target's folder (".NAME.XXXXXX.part"); finish flushes them to the disk and
 * reads them back; publish renames. Several outputs that belong together are
 * published together: all of them, or none. Temporary files still open when
 * the process ends through exit() or a caught signal are removed.
 *
 * Who writes a target for good holds its lock (lock.h). An output must stay
 * where it is in memory from open to discard. */
#ifndef COLLATE_OUTPUT_H
#define COLLATE_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "collate/status.h"

struct co_output {
  char *target; /* NULL: stdout */
  char *temp;
  char *aside;  /* while being published: a name for the old version */
  char *buffer; /* of file */
  FILE *file;   /* open on temp; writers that need a path use temp instead */
  int fd;       /* of file */
  uint64_t at;  /* where file stands */
  struct co_checksum *sum; /* of the bytes handed to file, as far as they ... */
  uint64_t size;           /* ... follow each other; and how many they are */
  bool jumped; /* some were written elsewhere: the sum says nothing */
  bool kept;   /* the old version has that name */
  bool placed; /* temp has become the target */
  bool small;  /* set after opening: packed small rather than fast */
};

/* Refuses what an output cannot replace without harm: a link, a folder, a
 * pipe or device, a file with a second name, one that is read-only. */
enum co_status co_output_check_target(const char *target, struct co_err *err);

/* target "-" is standard output. Removes what a dead run left beside it. */
enum co_status co_output_open(struct co_output *out, const char *target,
                              struct co_err *err);
/* Flushes to disk, closes, and compares what is there with what was written.
 * May be called again. */
enum co_status co_output_finish(struct co_output *out, struct co_err *err);
/* Gives all of them their names, or on failure none: every target is as it
 * was. They must be finished; they stay the caller's to discard. */
enum co_status co_output_publish(struct co_output *const *list, size_t count,
                                 struct co_err *err);
/* finish, publish and discard of a single one. */
enum co_status co_output_commit(struct co_output *out, struct co_err *err);
void co_output_discard(struct co_output *out);

/* What an errno means for an output. */
enum co_error co_output_error(int error);
/* Fails where an earlier write to a stream did; for writers, now and then. */
enum co_status co_output_check(FILE *file, struct co_err *err);

/* Removes the temporary files of all open outputs; for a signal handler
 * (async-signal-safe). Runs by itself at exit(). */
void co_output_discard_all(void);

#endif

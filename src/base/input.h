/* input.h - bytes of an input, by position; from a file or from memory.
 *
 * Only regular files are read; a directory, pipe or device is refused. */
#ifndef COLLATE_INPUT_H
#define COLLATE_INPUT_H

#include <stdbool.h>

#include "collate/status.h"

/* What a file was when it was looked at. */
struct co_stamp {
  uint64_t device, inode, size;
  int64_t modified[2], changed[2]; /* seconds and nanoseconds */
};

struct co_input {
  const char *path; /* for messages; borrowed */
  uint64_t size;
  struct co_stamp stamp; /* when it was opened */
  int fd;                /* -1: memory */
  const unsigned char *memory;
};

/* Messages do not name the file: callers put its name in front.
 * Refuses files larger than max_bytes (CO_ELIMIT), missing and irregular
 * files (CO_EINPUT), each with what to do. */
enum co_status co_input_open(struct co_input *in, const char *path,
                             uint64_t max_bytes, struct co_err *err);
void co_input_memory(struct co_input *in, const char *path, const void *bytes,
                     size_t len);
void co_input_close(struct co_input *in);

/* After reading: CO_EINPUT where the file has changed since it was opened, or
 * another one has taken its name. */
enum co_status co_input_unchanged(const struct co_input *in,
                                  struct co_err *err);
/* The same between two readings; a file that is not there has no stamp, and
 * all such stamps are equal. */
void co_stamp_take(struct co_stamp *stamp, const char *path);
enum co_status co_stamp_compare(const struct co_stamp *stamp, const char *path,
                                struct co_err *err);

/* Reads up to len bytes at offset; *got < len only at the end. */
enum co_status co_input_read(struct co_input *in, uint64_t offset, void *buf,
                             size_t len, size_t *got, struct co_err *err);

/* Reads a whole small file (pack files, queries) into malloc'ed memory. */
enum co_status co_file_slurp(char **out, size_t *len, const char *path,
                             size_t max_bytes, struct co_err *err);

#endif

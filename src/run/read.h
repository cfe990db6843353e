/* read.h - one return: recognised and mapped, then kept in the store or
 * refused.
 *
 * Reading tells an intake and touches nothing else, so it can be done by any
 * thread; keeping is done by the run's own, in the order of the inputs. */
#ifndef COLLATE_READ_H
#define COLLATE_READ_H

#include "fingerprint.h"
#include "kit.h"
#include "store.h"

/* How reading a return ended. */
struct co_reading {
  const char *path;
  enum co_status status;          /* why it was refused, or CO_OK */
  struct co_err why;              /* with a status that is not CO_OK */
  const struct co_format *format; /* NULL: not found out */
  uint64_t bytes;
  char sha256[CO_SHA256_TEXT]; /* empty: not found out */
};

/* Reads a return into an intake. */
void co_return_read(const struct co_kit *kit, const char *path,
                    const struct co_limits *limits, struct co_intake *intake,
                    struct co_reading *reading);

/* Ends what co_store_mark() began: keeps a return that was read whole, or
 * takes out what came of it and leaves a refused source, with a finding that
 * says why. Fails where the store does, or where the reading did for another
 * reason than its input. */
enum co_status co_return_keep(struct co_store *store,
                              const struct co_reading *reading,
                              struct co_err *err);

#endif

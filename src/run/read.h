/* read.h - one return into the store: recognised, mapped, or refused. */
#ifndef COLLATE_READ_H
#define COLLATE_READ_H

#include "kit.h"
#include "store.h"

/* Always leaves the source in the store, as read or as refused with a finding
 * that says why. *refusal is CO_OK, CO_EINPUT or CO_ELIMIT. Fails only where
 * the store does. */
enum co_status co_read_return(const struct co_kit *kit, struct co_store *store,
                              const char *path, const struct co_limits *limits,
                              enum co_status *refusal, struct co_err *err);

#endif

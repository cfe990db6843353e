/* lock.h - one run per output: a lock file beside it.
 *
 * The lock is the system's (flock), so it ends with the process however that
 * ends; the empty file is removed with it, and one that a killed run left is
 * no obstacle. Two names of the same place have the same lock file. */
#ifndef COLLATE_LOCK_H
#define COLLATE_LOCK_H

#include "collate/status.h"

struct co_lock {
  char *path; /* NULL: not held */
  int fd;
};

/* Takes the lock of an output, FOLDER/.NAME.lock; of a folder of outputs,
 * FOLDER/.lock, where target ends with a slash. CO_ELOCKED at once where
 * another run holds it; CO_EOUTPUT where none can be made. */
enum co_status co_lock_take(struct co_lock *lock, const char *target,
                            struct co_err *err);
void co_lock_release(struct co_lock *lock);

/* For a forked copy of this process: the locks stay its parent's alone, and
 * end with that also where the copy takes a moment longer to end. */
void co_locks_leave(void);

/* The lock file of a target, malloc'ed. */
char *co_lock_path(const char *target);

#endif

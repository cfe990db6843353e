/* lock.c - see lock.h.
 *
 * A lock file that is removed when the lock ends needs care: another run may
 * have opened it just before. So whoever gets the lock looks whether the file
 * still has its name, and starts again where it has not. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE /* flock */

#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "str.h"
#include "temp.h"

enum { ATTEMPTS = 1000 };

/* What this process holds, as descriptor + 1; 0: free. Every lock is noted as a
 * temporary file too, so there is room for each. */
static _Atomic int held[CO_TEMPS];

static void swap_held(int from, int to) {
  for (size_t i = 0; i < CO_TEMPS; i++) {
    int expected = from;
    if (atomic_compare_exchange_strong(&held[i], &expected, to)) return;
  }
}

char *co_lock_path(const char *target) {
  char *stem = co_temp_stem(target);
  struct co_buf path = {0};
  co_buf_printf(&path, "%s%slock", stem,
                target[co_folder_length(target)] ? "." : "");
  free(stem);
  return path.ptr;
}

/* Everybody who may write to the folder may take the lock. Where it may not be
 * made, it is not for a folder that is missing. */
static int open_file(const char *path) {
  int flags = O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  int fd = open(path, O_RDWR | flags, 0666);
  if (fd >= 0) {
    (void)fchmod(fd, 0666);
  } else if (errno == EACCES) {
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) errno = EACCES;
  }
  return fd;
}

static bool has_name(int fd, const char *path) {
  struct stat file, name;
  return fstat(fd, &file) == 0 && lstat(path, &name) == 0 &&
         file.st_dev == name.st_dev && file.st_ino == name.st_ino;
}

static enum co_status cannot(const char *target, struct co_err *err) {
  if (errno != EWOULDBLOCK) return co_fail_target(target, err);
  return co_fail(err, CO_X_LOCKED,
                 "another run is writing '%s'; wait until it has ended, then "
                 "start again",
                 target);
}

static enum co_status hold(struct co_lock *lock, int fd, char *path,
                           struct co_err *err) {
  *lock = (struct co_lock){path, fd};
  if (co_temp_note(path)) {
    swap_held(0, fd + 1);
    return CO_OK;
  }
  co_lock_release(lock);
  return co_fail(err, CO_X_LIMIT_OUTPUTS, "too many outputs are named at once");
}

enum co_status co_lock_take(struct co_lock *lock, const char *target,
                            struct co_err *err) {
  char *path = co_lock_path(target);
  enum co_status status = CO_OK;
  *lock = (struct co_lock){.fd = -1};
  for (int attempt = 0; attempt < ATTEMPTS && !status; attempt++) {
    int fd = open_file(path);
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0)
      status = cannot(target, err);
    else if (has_name(fd, path))
      return hold(lock, fd, path, err);
    if (fd >= 0) close(fd);
  }
  free(path);
  errno = EAGAIN;
  return status ? status : cannot(target, err);
}

void co_lock_release(struct co_lock *lock) {
  if (!lock->path) return;
  unlink(lock->path);
  co_temp_forget(lock->path);
  swap_held(lock->fd + 1, 0);
  close(lock->fd);
  free(lock->path);
  *lock = (struct co_lock){.fd = -1};
}

void co_locks_leave(void) {
  for (size_t i = 0; i < CO_TEMPS; i++) {
    int fd = atomic_exchange(&held[i], 0) - 1;
    if (fd >= 0) close(fd);
  }
}

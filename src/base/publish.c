/* publish.c - the outputs of a run get their names together.
 *
 * A rename is atomic, several are not. So each old version is kept aside
 * under a second name (".NAME.XXXXXX.old", a hard link where the file system
 * has them) until every output has its name and the folders are on the disk.
 * When one fails, those renamed are put back. Signals wait meanwhile. What a
 * kill in the middle leaves is whole files, some old and some new, and second
 * names that the next run on the same output takes away.
 *
 * Running out of memory ends the process, so nothing is allocated from the
 * first rename to the last: the second names are thought of before. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output.h"
#include "temp.h"

enum { ATTEMPTS = 100 };

/* Without hard links the old version is moved away: for a moment the target
 * is missing, and a run that is killed just then leaves it to the next one to
 * move it back. */
static enum co_status keep_old(struct co_output *out, struct co_err *err) {
  struct stat info;
  if (lstat(out->target, &info) != 0 && errno == ENOENT) return CO_OK;
  for (unsigned attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt) co_temp_rename(out->aside, ".old", attempt);
    out->kept = link(out->target, out->aside) == 0 ||
                (errno != EEXIST && rename(out->target, out->aside) == 0);
    if (out->kept) return CO_OK;
    if (errno != EEXIST) break;
  }
  return co_fail_target(out->target, err);
}

/* The target is looked at again: somebody may have made a folder of it since.
 */
static enum co_status place(struct co_output *out, struct co_err *err) {
  enum co_status status = co_output_check_target(out->target, err);
  if (!status) status = keep_old(out, err);
  if (status) return status;
  if (rename(out->temp, out->target) != 0)
    return co_fail_target(out->target, err);
  out->placed = true;
  return CO_OK;
}

static bool same_folder(const char *a, const char *b) {
  int len = co_folder_length(a);
  return len == co_folder_length(b) && memcmp(a, b, (size_t)len) == 0;
}

/* Some file systems cannot sync a folder, and some folders may be written to
 * but not read; a disk that fails is another matter. */
static enum co_status sync_folder(const struct co_output *out,
                                  struct co_err *err) {
  int len = co_folder_length(out->target);
  char first = out->target[len];
  out->target[len] = '\0'; /* for a moment: a copy would need memory */
  int fd = open(len ? out->target : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  out->target[len] = first;
  bool failed = fd >= 0 && fsync(fd) != 0 && errno != EINVAL &&
                errno != ENOTSUP && errno != EBADF;
  enum co_status status = failed ? co_fail_target(out->target, err) : CO_OK;
  if (fd >= 0) close(fd);
  return status;
}

/* A new output keeps the name of its temporary file for discard. */
static void put_back(struct co_output *out, struct co_err *err) {
  if (!out->placed && !out->kept) return;
  int failed =
      out->kept ? rename(out->aside, out->target) : unlink(out->target);
  /* rename does nothing when both are one file: aside is still there */
  if (!failed && out->kept) unlink(out->aside);
  if (failed)
    co_err_prefix(err, "'%s' could not be put back (%s); its old version is %s",
                  out->target, strerror(errno),
                  out->kept ? out->aside : "none");
}

static void release(struct co_output *out, bool published) {
  if (published && out->kept) unlink(out->aside);
  free(out->aside);
  out->aside = NULL;
  out->kept = false;
}

static void hold_signals(sigset_t *before) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  sigprocmask(SIG_BLOCK, &set, before);
}

enum co_status co_output_publish(struct co_output *const *list, size_t count,
                                 struct co_err *err) {
  sigset_t before;
  enum co_status status = CO_OK;
  for (size_t i = 0; i < count; i++)
    list[i]->aside = co_temp_name(list[i]->target, ".old", 0);
  hold_signals(&before);
  for (size_t i = 0; i < count && !status; i++)
    status = place(list[i], err);
  for (size_t i = 0; i < count && !status; i++)
    if (!i || !same_folder(list[i - 1]->target, list[i]->target))
      status = sync_folder(list[i], err);
  for (size_t i = count; i-- > 0 && status;)
    put_back(list[i], err);
  for (size_t i = 0; i < count; i++)
    release(list[i], !status);
  sigprocmask(SIG_SETMASK, &before, NULL);
  return status;
}

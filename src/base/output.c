/* output.c - an output file: written beside its target, then renamed.
 *
 * A temporary file in the target's own folder makes the rename atomic. It is
 * created with O_EXCL and the permissions an ordinary new file has (those of
 * mkstemp would lock colleagues out of a shared folder), or with those of the
 * file that it will replace.
 *
 * The names of temporary files are kept in a fixed table of atomic pointers,
 * so that a signal handler can remove them: unlink is all it needs. */
#define _XOPEN_SOURCE 700 /* realpath */

#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "arena.h"
#include "str.h"

enum { TEMPS = 256 }; /* outputs open at once */

static _Atomic(char *) temps[TEMPS];

void co_output_discard_all(void) {
  for (size_t i = 0; i < TEMPS; i++) {
    char *temp = atomic_exchange(&temps[i], NULL);
    if (temp) unlink(temp); /* not freed: this may be a signal handler */
  }
}

static bool keep_temp(char *temp) {
  static atomic_flag registered = ATOMIC_FLAG_INIT;
  if (!atomic_flag_test_and_set(&registered)) atexit(co_output_discard_all);
  for (size_t i = 0; i < TEMPS; i++) {
    char *none = NULL;
    if (atomic_compare_exchange_strong(&temps[i], &none, temp)) return true;
  }
  return false;
}

static void forget_temp(char *temp) {
  for (size_t i = 0; i < TEMPS; i++) {
    char *same = temp;
    if (atomic_compare_exchange_strong(&temps[i], &same, NULL)) return;
  }
}

enum co_error co_output_error(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: /* with ulimit -f, as quotas are kept in some places */
      return CO_X_OUTPUT_FULL;
    case ENOENT:
    case ENOTDIR:
      return CO_X_OUTPUT_FOLDER;
    case EACCES:
    case EPERM:
    case EROFS:
      return CO_X_OUTPUT_PERMISSION;
    default:
      return CO_X_OUTPUT_WRITE;
  }
}

static const char *advice(enum co_error code) {
  if (code == CO_X_OUTPUT_FULL) return "free space on the disk";
  if (code == CO_X_OUTPUT_FOLDER)
    return "make its folder first, or correct the name";
  if (code == CO_X_OUTPUT_PERMISSION)
    return "choose a folder that you may write to";
  return "choose another place";
}

static enum co_status fail(const char *target, struct co_err *err) {
  int error = errno;
  enum co_error code = co_output_error(error);
  return co_fail(err, code, "'%s' cannot be written (%s); %s", target,
                 strerror(error), advice(code));
}

/* errno is still that of the write that failed: what came between were writes
 * into memory. */
enum co_status co_output_check(FILE *file, struct co_err *err) {
  if (!ferror(file)) return CO_OK;
  int error = errno;
  enum co_error code = co_output_error(error);
  return co_fail(err, code, "the output cannot be written (%s); %s",
                 strerror(error), advice(code));
}

/* The file behind a name: a link is followed, so that what it points to is
 * replaced and not the link. Other names stay as the user wrote them. */
static char *resolve(const char *target) {
  struct stat info;
  char real[PATH_MAX];
  bool link = lstat(target, &info) == 0 && S_ISLNK(info.st_mode);
  return co_xstrdup(link && realpath(target, real) ? real : target);
}

/* ".NAME.XXXXXX.part" beside the target. Six letters of time and a counter;
 * O_EXCL decides whether they are free. */
static char *temp_name(const char *target, unsigned attempt) {
  static atomic_uint calls;
  const char *slash = strrchr(target, '/');
  int folder = slash ? (int)(slash + 1 - target) : 0;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  uint64_t seed = (uint64_t)now.tv_nsec * 1000003u +
                  (uint64_t)getpid() * 7919u + atomic_fetch_add(&calls, 1) +
                  attempt;
  char letters[7] = "";
  for (int i = 0; i < 6; i++, seed /= 26)
    letters[i] = (char)('a' + seed % 26);
  struct co_buf name = {0};
  /* 200 bytes of the name: the whole must stay under 255 */
  co_buf_printf(&name, "%.*s.%.200s.%s.part", folder, target, target + folder,
                letters);
  return name.ptr;
}

static int create_temp(const char *target, char **temp) {
  for (unsigned attempt = 0;; attempt++) {
    *temp = temp_name(target, attempt);
    int fd = open(*temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0) return fd;
    free(*temp);
    *temp = NULL;
    if (errno != EEXIST || attempt == 100) return -1;
  }
}

/* A target that is there must be an ordinary file; its permissions stay. */
static enum co_status check_target(const char *target, mode_t *mode,
                                   struct co_err *err) {
  struct stat info;
  *mode = 0;
  if (stat(target, &info) != 0) return CO_OK;
  if (!S_ISREG(info.st_mode))
    return co_fail(err, CO_X_OUTPUT_NOT_FILE,
                   "'%s' is %s; give the output the name of a file", target,
                   S_ISDIR(info.st_mode) ? "a folder" : "no ordinary file");
  *mode = info.st_mode & 0777;
  return CO_OK;
}

static enum co_status open_temp(struct co_output *out, mode_t mode,
                                struct co_err *err) {
  int fd = create_temp(out->target, &out->temp);
  if (fd < 0) return fail(out->target, err);
  if (!keep_temp(out->temp)) {
    close(fd);
    return co_fail(err, CO_X_LIMIT_OUTPUTS,
                   "more than %d outputs are open at once", TEMPS);
  }
  if (mode) (void)fchmod(fd, mode); /* a wish: not all file systems can */
  out->file = fdopen(fd, "w+b");
  if (out->file) return CO_OK;
  close(fd);
  return fail(out->target, err);
}

enum co_status co_output_open(struct co_output *out, const char *target,
                              struct co_err *err) {
  *out = (struct co_output){0};
  if (strcmp(target, "-") == 0) {
    out->file = stdout;
    return CO_OK;
  }
  mode_t mode;
  enum co_status status = check_target(target, &mode, err);
  if (status) return status;
  out->target = resolve(target);
  status = open_temp(out, mode, err);
  if (status) co_output_discard(out);
  return status;
}

/* Closes the stream; a write that failed earlier is reported here. */
static enum co_status close_file(struct co_output *out, struct co_err *err) {
  FILE *file = out->file;
  out->file = NULL;
  if (!file) return CO_OK;
  errno = EIO; /* for a failure that is remembered without its reason */
  int failed = fflush(file) != 0 || ferror(file);
  enum co_status status = CO_OK;
  if (failed) status = fail(out->target ? out->target : "-", err);
  if (file != stdout && fclose(file) != 0 && !status)
    status = fail(out->target, err);
  return status;
}

/* Asks the system to put a file or folder on the disk, whoever wrote it. */
static bool sync_path(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  int rc = fsync(fd);
  int error = errno;
  close(fd);
  errno = error;
  return rc == 0;
}

static void sync_folder(const char *target) {
  char *folder = co_xstrdup(target);
  char *slash = strrchr(folder, '/');
  if (slash) slash[slash == folder] = '\0';
  (void)sync_path(slash ? folder : "."); /* some file systems cannot */
  free(folder);
}

enum co_status co_output_commit(struct co_output *out, struct co_err *err) {
  enum co_status status = close_file(out, err);
  if (!out->target) return status;
  if (!status && !sync_path(out->temp)) status = fail(out->target, err);
  if (!status && rename(out->temp, out->target) != 0)
    status = fail(out->target, err);
  if (!status) {
    sync_folder(out->target);
    forget_temp(out->temp);
    free(out->temp);
    out->temp = NULL;
  }
  co_output_discard(out);
  return status;
}

void co_output_discard(struct co_output *out) {
  if (out->file && out->file != stdout) fclose(out->file);
  if (out->temp) {
    unlink(out->temp);
    forget_temp(out->temp);
  }
  free(out->temp);
  free(out->target);
  *out = (struct co_output){0};
}

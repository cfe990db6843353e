/* output.c - an output file: written beside its target, read back.
 *
 * The temporary file is created with O_EXCL and the permissions an ordinary
 * new file has (those of mkstemp would lock colleagues out of a shared
 * folder), or with those of the file that it will replace.
 *
 * Writers get a stream of our own making (fopencookie), so that every byte
 * they hand over is summed up on its way to the system. A write that fails is
 * in the sum all the same: a writer that forgets to look cannot pass a cut
 * file off as whole. */
#define _GNU_SOURCE /* fopencookie */

#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "str.h"
#include "sum.h"
#include "temp.h"

enum { BLOCK = 64 * 1024, ATTEMPTS = 100 };

/* --- the stream ----------------------------------------------------------- */

static void note_bytes(struct co_output *out, const char *bytes, size_t len) {
  if (out->at != out->size) out->jumped = true;
  out->at += len;
  out->size += len;
  if (!out->jumped) co_checksum_add(out->sum, bytes, len);
}

/* 0 is how a stream is told of a failure. */
static ssize_t stream_write(void *cookie, const char *bytes, size_t len) {
  struct co_output *out = cookie;
  note_bytes(out, bytes, len);
  for (size_t done = 0; done < len;) {
    ssize_t n = write(out->fd, bytes + done, len - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return 0;
    done += (size_t)n;
  }
  return (ssize_t)len;
}

static ssize_t stream_read(void *cookie, char *bytes, size_t len) {
  struct co_output *out = cookie;
  ssize_t n;
  do
    n = read(out->fd, bytes, len);
  while (n < 0 && errno == EINTR);
  if (n > 0) out->at += (uint64_t)n;
  return n;
}

static int stream_seek(void *cookie, off64_t *offset, int whence) {
  struct co_output *out = cookie;
  off64_t at = lseek(out->fd, *offset, whence);
  if (at < 0) return -1;
  *offset = at;
  out->at = (uint64_t)at;
  return 0;
}

static int stream_close(void *cookie) {
  struct co_output *out = cookie;
  int fd = out->fd;
  out->fd = -1;
  return close(fd);
}

static FILE *open_stream(struct co_output *out) {
  static const cookie_io_functions_t functions = {stream_read, stream_write,
                                                  stream_seek, stream_close};
  FILE *file = fopencookie(out, "w+b", functions);
  if (!file) return NULL;
  out->buffer = co_xmalloc(BLOCK); /* glibc heeds no size without one */
  setvbuf(file, out->buffer, _IOFBF, BLOCK);
  return file;
}

/* --- opening -------------------------------------------------------------- */

static int create_temp(const char *target, char **temp) {
  for (unsigned attempt = 0;; attempt++) {
    *temp = co_temp_name(target, ".part", attempt);
    int fd = open(*temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0) return fd;
    free(*temp);
    *temp = NULL;
    if (errno != EEXIST || attempt == ATTEMPTS) return -1;
  }
}

static enum co_error harm(const char *target, const struct stat *info,
                          const char **why) {
  *why = "is a link; give the output the name of the file itself";
  if (S_ISLNK(info->st_mode)) return CO_X_OUTPUT_LINK;
  *why = "is a folder; give the output the name of a file";
  if (S_ISDIR(info->st_mode)) return CO_X_OUTPUT_NOT_FILE;
  *why = "is no ordinary file; give the output the name of a file";
  if (!S_ISREG(info->st_mode)) return CO_X_OUTPUT_NOT_FILE;
  *why =
      "is one file under two names (a hard link), and would be one no "
      "longer; give the output another name, or remove it first";
  if (info->st_nlink > 1) return CO_X_OUTPUT_LINK;
  *why =
      "is read-only; give the output another name, or make the file "
      "writable";
  if (!(info->st_mode & 0222) || access(target, W_OK) != 0)
    return CO_X_OUTPUT_READ_ONLY;
  return CO_X_NONE;
}

static enum co_status check(const char *target, mode_t *mode,
                            struct co_err *err) {
  struct stat info;
  const char *why;
  *mode = 0;
  if (lstat(target, &info) != 0)
    return errno == ENOENT ? CO_OK : co_fail_target(target, err);
  enum co_error code = harm(target, &info, &why);
  if (code) return co_fail(err, code, "'%s' %s", target, why);
  *mode = info.st_mode & 0777;
  return CO_OK;
}

enum co_status co_output_check_target(const char *target, struct co_err *err) {
  mode_t mode;
  return check(target, &mode, err);
}

static enum co_status open_temp(struct co_output *out, mode_t mode,
                                struct co_err *err) {
  out->fd = create_temp(out->target, &out->temp);
  if (out->fd < 0) return co_fail_target(out->target, err);
  if (!co_temp_note(out->temp))
    return co_fail(err, CO_X_LIMIT_OUTPUTS,
                   "too many outputs are open at once");
  if (mode) (void)fchmod(out->fd, mode); /* a wish: not all systems can */
  out->sum = co_checksum_new();
  out->file = open_stream(out);
  return out->file ? CO_OK : co_fail_target(out->target, err);
}

enum co_status co_output_open(struct co_output *out, const char *target,
                              struct co_err *err) {
  *out = (struct co_output){.fd = -1};
  if (strcmp(target, "-") == 0) {
    out->file = stdout;
    return CO_OK;
  }
  mode_t mode;
  co_temp_clean(target);
  enum co_status status = check(target, &mode, err);
  if (status) return status;
  out->target = co_xstrdup(target);
  status = open_temp(out, mode, err);
  if (status) co_output_discard(out);
  return status;
}

/* --- finishing ------------------------------------------------------------ */

/* Closes the stream; a write that failed earlier is reported here. */
static enum co_status close_file(struct co_output *out, struct co_err *err) {
  FILE *file = out->file;
  const char *name = out->target ? out->target : "-";
  out->file = NULL;
  if (!file) return CO_OK;
  int before = ferror(file);
  enum co_status status = CO_OK;
  if (fflush(file) != 0 || before) {
    if (before) errno = EIO; /* remembered without its reason */
    status = co_fail_target(name, err);
  }
  if (file != stdout && fclose(file) != 0 && !status)
    status = co_fail_target(name, err);
  return status;
}

static bool read_sum(int fd, struct co_checksum *sum, uint64_t *size) {
  char *block = co_xmalloc(BLOCK);
  ssize_t n;
  *size = 0;
  while ((n = read(fd, block, BLOCK)) > 0 || (n < 0 && errno == EINTR)) {
    if (n < 0) continue;
    co_checksum_add(sum, block, (size_t)n);
    *size += (uint64_t)n;
  }
  free(block);
  return n == 0;
}

/* What is on the disk is what the stream was given; false where that cannot be
 * read. */
static bool compare(const struct co_output *out, int fd, bool *same,
                    uint64_t *size) {
  struct co_checksum *sum = co_checksum_new();
  bool ok = read_sum(fd, sum, size);
  *same = *size == out->size &&
          co_checksum_value(sum) == co_checksum_value(out->sum);
  co_checksum_free(sum);
  return ok;
}

/* On the disk, whoever wrote it, and what the stream was given. */
static enum co_status sync_and_compare(struct co_output *out,
                                       struct co_err *err) {
  uint64_t size = 0;
  bool same = true;
  int fd = open(out->temp, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return co_fail_target(out->target, err);
  bool ok = fsync(fd) == 0;
  if (ok && out->size > 0 && !out->jumped) ok = compare(out, fd, &same, &size);
  enum co_status status = ok ? CO_OK : co_fail_target(out->target, err);
  close(fd);
  if (ok && !same)
    return co_fail(err, CO_X_OUTPUT_DAMAGED,
                   "'%s' was written, but read back it is not what was meant "
                   "(%llu bytes of %llu); check the disk",
                   out->target, (unsigned long long)size,
                   (unsigned long long)out->size);
  return status;
}

enum co_status co_output_finish(struct co_output *out, struct co_err *err) {
  bool open = out->file != NULL;
  enum co_status status = close_file(out, err);
  if (!status && open && out->target) status = sync_and_compare(out, err);
  return status;
}

enum co_status co_output_commit(struct co_output *out, struct co_err *err) {
  enum co_status status = co_output_finish(out, err);
  if (!status && out->target) status = co_output_publish(&out, 1, err);
  co_output_discard(out);
  return status;
}

void co_output_discard(struct co_output *out) {
  if (out->file && out->file != stdout)
    fclose(out->file);
  else if (out->temp && out->fd >= 0)
    close(out->fd);
  if (out->temp) {
    if (!out->placed) unlink(out->temp);
    co_temp_forget(out->temp);
  }
  co_checksum_free(out->sum);
  free(out->buffer);
  free(out->temp);
  free(out->target);
  *out = (struct co_output){.fd = -1};
}

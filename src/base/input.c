/* input.c - bytes of an input, by position.
 *
 * A file that somebody saves while it is read would give half of each version:
 * identity, size and times are taken when it is opened and compared at the end.
 *
 * Files are opened without blocking, so that a pipe laid in place of a return
 * cannot hang a nightly job, and only regular files are read. Reads are by
 * position (pread): readers of packages jump, and two of them may share one
 * input. */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"

static struct co_stamp stamp_of(const struct stat *info) {
  return (struct co_stamp){
      .device = (uint64_t)info->st_dev,
      .inode = (uint64_t)info->st_ino,
      .size = (uint64_t)info->st_size,
      .modified = {info->st_mtim.tv_sec, info->st_mtim.tv_nsec},
      .changed = {info->st_ctim.tv_sec, info->st_ctim.tv_nsec}};
}

static bool same_stamp(const struct co_stamp *a, const struct co_stamp *b) {
  return a->device == b->device && a->inode == b->inode && a->size == b->size &&
         a->modified[0] == b->modified[0] && a->modified[1] == b->modified[1] &&
         a->changed[0] == b->changed[0] && a->changed[1] == b->changed[1];
}

void co_stamp_take(struct co_stamp *stamp, const char *path) {
  struct stat info;
  *stamp = (struct co_stamp){0};
  if (stat(path, &info) == 0) *stamp = stamp_of(&info);
}

enum co_status co_stamp_compare(const struct co_stamp *stamp, const char *path,
                                struct co_err *err) {
  struct co_stamp now;
  co_stamp_take(&now, path);
  if (same_stamp(stamp, &now)) return CO_OK;
  return co_fail(err, CO_X_FILE_CHANGED,
                 "the file was changed while it was read; let whoever writes "
                 "it finish, then start again");
}

static enum co_status check_file(const struct stat *info, uint64_t max_bytes,
                                 struct co_err *err) {
  if (S_ISDIR(info->st_mode))
    return co_fail(err, CO_X_FILE_IS_FOLDER,
                   "a folder is no file; name a file in it");
  if (!S_ISREG(info->st_mode))
    return co_fail(err, CO_X_FILE_NOT_ORDINARY,
                   "this is not an ordinary file; save it as one first");
  if ((uint64_t)info->st_size > max_bytes)
    return co_fail(err, CO_X_LIMIT_FILE_BYTES,
                   "the file has %llu bytes, more than the limit of %llu; "
                   "split it into smaller files",
                   (unsigned long long)info->st_size,
                   (unsigned long long)max_bytes);
  return CO_OK;
}

static bool is_folder(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static enum co_status cannot_open(const char *path, int error,
                                  struct co_err *err) {
  if (is_folder(path))
    return co_fail(err, CO_X_FOLDER_UNREADABLE,
                   "the folder cannot be opened (%s); ask for permission to "
                   "read it, or leave it out",
                   strerror(error));
  enum co_error code = CO_X_FILE_UNREADABLE;
  const char *advice = "try again, or copy the file to another place";
  if (error == ENOENT || error == ENOTDIR) {
    code = CO_X_FILE_MISSING;
    advice = "check its name and folder";
  } else if (error == EACCES || error == EPERM) {
    code = CO_X_FILE_PERMISSION;
    advice = "ask for permission to read it";
  }
  return co_fail(err, code, "the file cannot be opened (%s); %s",
                 strerror(error), advice);
}

enum co_status co_input_open(struct co_input *in, const char *path,
                             uint64_t max_bytes, struct co_err *err) {
  *in = (struct co_input){.path = path, .fd = -1};
  int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return cannot_open(path, errno, err);
  enum co_status status = CO_OK;
  struct stat info;
  if (fstat(fd, &info) != 0) status = cannot_open(path, errno, err);
  if (!status) status = check_file(&info, max_bytes, err);
  if (status) {
    close(fd);
    return status;
  }
  in->fd = fd;
  in->size = (uint64_t)info.st_size;
  in->stamp = stamp_of(&info);
  return CO_OK;
}

enum co_status co_input_unchanged(const struct co_input *in,
                                  struct co_err *err) {
  return in->fd < 0 ? CO_OK : co_stamp_compare(&in->stamp, in->path, err);
}

void co_input_memory(struct co_input *in, const char *path, const void *bytes,
                     size_t len) {
  *in = (struct co_input){.path = path, .size = len, .fd = -1, .memory = bytes};
}

void co_input_close(struct co_input *in) {
  if (in->fd >= 0) close(in->fd);
  in->fd = -1;
  in->memory = NULL;
}

static size_t read_memory(const struct co_input *in, uint64_t offset, void *buf,
                          size_t len) {
  uint64_t left = offset < in->size ? in->size - offset : 0;
  size_t got = left < len ? (size_t)left : len;
  if (got) memcpy(buf, in->memory + offset, got);
  return got;
}

enum co_status co_input_read(struct co_input *in, uint64_t offset, void *buf,
                             size_t len, size_t *got, struct co_err *err) {
  *got = 0;
  if (in->fd < 0) {
    *got = read_memory(in, offset, buf, len);
    return CO_OK;
  }
  while (*got < len) {
    ssize_t n =
        pread(in->fd, (char *)buf + *got, len - *got, (off_t)(offset + *got));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      return co_fail(err, CO_X_FILE_UNREADABLE,
                     "the file cannot be read (%s); try again, or copy it to "
                     "another place",
                     strerror(errno));
    if (n == 0) break;
    *got += (size_t)n;
  }
  return CO_OK;
}

enum co_status co_file_slurp(char **out, size_t *len, const char *path,
                             size_t max_bytes, struct co_err *err) {
  *out = NULL;
  *len = 0;
  struct co_input in;
  enum co_status status = co_input_open(&in, path, max_bytes, err);
  if (status) return status;
  char *bytes = co_xmalloc((size_t)in.size + 1);
  status = co_input_read(&in, 0, bytes, (size_t)in.size, len, err);
  co_input_close(&in);
  if (status) {
    free(bytes);
    return status;
  }
  bytes[*len] = '\0';
  *out = bytes;
  return CO_OK;
}

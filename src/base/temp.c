/* temp.c - names of temporary files beside a target, and their removal.
 *
 * A temporary file in the target's own folder makes the rename atomic, and
 * needs no TMPDIR. Names to be removed are kept in a fixed table of atomic
 * pointers, so that a signal handler can go through it: unlink and rmdir are
 * all it needs. */
#include "temp.h"

#include <dirent.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "arena.h"
#include "output.h"
#include "str.h"
#include "sum.h"

enum {
  LETTERS = sizeof "XXXXXX" - 1, /* of a temporary name */
  ATTEMPTS = 100,                /* to find one that is free */
  /* of the target's name: with what comes before and behind under 255 bytes */
  NAME_BYTES = 200,
  NAME_BEGINS = NAME_BYTES - 1 - 16 /* with its checksum as long */
};

static _Atomic(char *) temps[CO_TEMPS];

/* Folders after the files in them. Nothing is freed: this may be a signal
 * handler. */
void co_output_discard_all(void) {
  for (size_t i = 0; i < CO_TEMPS; i++) {
    char *temp = atomic_load(&temps[i]);
    if (temp && unlink(temp) == 0) atomic_store(&temps[i], NULL);
  }
  for (size_t i = 0; i < CO_TEMPS; i++) {
    char *temp = atomic_exchange(&temps[i], NULL);
    if (temp) rmdir(temp);
  }
}

bool co_temp_note(char *path) {
  static atomic_flag registered = ATOMIC_FLAG_INIT;
  if (!atomic_flag_test_and_set(&registered)) atexit(co_output_discard_all);
  for (size_t i = 0; i < CO_TEMPS; i++) {
    char *none = NULL;
    if (atomic_compare_exchange_strong(&temps[i], &none, path)) return true;
  }
  return false;
}

void co_temp_forget(const char *path) {
  for (size_t i = 0; i < CO_TEMPS; i++) {
    if (atomic_load(&temps[i]) != path) continue;
    atomic_store(&temps[i], NULL);
    return;
  }
}

int co_folder_length(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? (int)(slash + 1 - path) : 0;
}

/* Six letters of time and a counter; O_EXCL decides whether they are free. */
void co_temp_rename(char *name, const char *suffix, unsigned attempt) {
  static atomic_uint calls;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  uint64_t seed = (uint64_t)now.tv_nsec * 1000003u +
                  (uint64_t)getpid() * 7919u + atomic_fetch_add(&calls, 1) +
                  attempt;
  char *letter = name + strlen(name) - strlen(suffix) - LETTERS;
  for (int i = 0; i < LETTERS; i++, seed /= 26)
    *letter++ = (char)('a' + seed % 26);
}

char *co_temp_stem(const char *target) {
  int folder = co_folder_length(target);
  struct co_str name = co_str_of(target + folder);
  struct co_buf stem = {0};
  co_buf_printf(&stem, "%.*s.", folder, target);
  if (name.len <= NAME_BYTES)
    co_buf_add_str(&stem, name);
  else
    co_buf_printf(&stem, "%.*s-%016llx", NAME_BEGINS, name.ptr,
                  (unsigned long long)co_text_checksum(name, 0));
  return stem.ptr;
}

char *co_temp_name(const char *target, const char *suffix, unsigned attempt) {
  char *stem = co_temp_stem(target);
  struct co_buf name = {0};
  co_buf_printf(&name, "%s.XXXXXX%s", stem, suffix);
  co_temp_rename(name.ptr, suffix, attempt);
  free(stem);
  return name.ptr;
}

/* --- folders ---------------------------------------------------------------
 */

char *co_temp_folder(const char *target) {
  for (unsigned attempt = 0;; attempt++) {
    char *folder = co_temp_name(target, ".part", attempt);
    bool made = mkdir(folder, 0777) == 0;
    if (made && co_temp_note(folder)) return folder;
    int error = made ? EMFILE : errno;
    if (made) rmdir(folder);
    free(folder);
    errno = error;
    if (error != EEXIST || attempt == ATTEMPTS) return NULL;
  }
}

static void remove_folder(const char *folder) {
  DIR *dir = opendir(folder);
  for (struct dirent *entry; dir && (entry = readdir(dir));) {
    struct co_buf path = {0};
    if (entry->d_name[0] == '.') continue; /* . and .. */
    co_buf_printf(&path, "%s/%s", folder, entry->d_name);
    unlink(path.ptr);
    co_buf_clear(&path);
  }
  if (dir) closedir(dir);
  rmdir(folder);
}

void co_temp_folder_remove(char *folder) {
  if (!folder) return;
  remove_folder(folder);
  co_temp_forget(folder);
  free(folder);
}

/* --- what a run that was killed left -------------------------------------- */

/* The suffix of a name ".NAME.XXXXXX.SUFFIX", given .NAME; or NULL. */
static const char *suffix_of(const char *file, const char *stem) {
  size_t len = strlen(stem);
  if (strncmp(file, stem, len) != 0) return NULL;
  const char *rest = file + len;
  if (*rest++ != '.') return NULL;
  for (int i = 0; i < LETTERS; i++, rest++)
    if (*rest < 'a' || *rest > 'z') return NULL;
  return rest;
}

static void clean_file(const char *path, const char *suffix,
                       const char *target) {
  struct stat info;
  if (strcmp(suffix, ".part") == 0 && unlink(path) != 0 && errno == EISDIR)
    remove_folder(path);
  else if (strcmp(suffix, ".part-journal") == 0)
    unlink(path);
  else if (strcmp(suffix, ".old") != 0)
    return;
  else if (lstat(target, &info) == 0)
    unlink(path);
  else
    rename(path, target);
}

void co_temp_clean(const char *target) {
  int folder = co_folder_length(target);
  struct co_buf place = {0};
  char *stem = co_temp_stem(target);
  co_buf_printf(&place, "%.*s", folder ? folder : 2, folder ? target : "./");
  DIR *dir = opendir(place.ptr);
  for (struct dirent *entry; dir && (entry = readdir(dir));) {
    const char *suffix = suffix_of(entry->d_name, stem + folder);
    if (!suffix) continue;
    struct co_buf path = {0};
    co_buf_printf(&path, "%s%s", place.ptr, entry->d_name);
    clean_file(path.ptr, suffix, target);
    co_buf_clear(&path);
  }
  if (dir) closedir(dir);
  co_buf_clear(&place);
  free(stem);
}

/* --- messages ------------------------------------------------------------- */

enum co_error co_output_error(int error) {
  switch (error) {
    case ENOMEM:
      return CO_X_MEMORY;
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

static const char *advice(int error) {
  enum co_error code = co_output_error(error);
  if (error == ENAMETOOLONG) return "give it a shorter name";
  if (code == CO_X_MEMORY) return "close other programs";
  if (code == CO_X_OUTPUT_FULL) return "free space on the disk";
  if (code == CO_X_OUTPUT_FOLDER)
    return "make its folder first, or correct the name";
  if (code == CO_X_OUTPUT_PERMISSION)
    return "choose a folder that you may write to";
  return "choose another place";
}

enum co_status co_fail_target(const char *target, struct co_err *err) {
  int error = errno;
  return co_fail(err, co_output_error(error), "'%s' cannot be written (%s); %s",
                 target, strerror(error), advice(error));
}

/* errno is still that of the write that failed: what came between were writes
 * into memory. */
enum co_status co_output_check(FILE *file, struct co_err *err) {
  if (!ferror(file)) return CO_OK;
  int error = errno;
  return co_fail(err, co_output_error(error),
                 "the output cannot be written (%s); %s", strerror(error),
                 advice(error));
}

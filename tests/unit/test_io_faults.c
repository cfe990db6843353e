/* test_io_faults.c - inputs and outputs when a system call fails.
 *
 * Each call in turn fails with each reason: a target then holds what it held
 * or what was written, nothing else, and no temporary file stays; an input is
 * read right or refused with words. A call that was interrupted (EINTR) is
 * made again and nobody hears of it. */
#define _GNU_SOURCE /* fopencookie */

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input.h"
#include "output.h"
#include "str.h"
#include "table.h"
#include "wrap.h"

WRAP(int, open64, (const char *path, int flags, mode_t mode),
     (path, flags, mode), -1)
WRAP(ssize_t, pread64, (int fd, void *p, size_t n, off_t at), (fd, p, n, at),
     -1)
WRAP(ssize_t, read, (int fd, void *p, size_t n), (fd, p, n), -1)
WRAP(ssize_t, write, (int fd, const void *p, size_t n), (fd, p, n), -1)
WRAP(int, fstat64, (int fd, struct stat *info), (fd, info), -1)
WRAP(int, fsync, (int fd), (fd), -1)
WRAP(int, fchmod, (int fd, mode_t mode), (fd, mode), -1)
WRAP(int, rename, (const char *from, const char *to), (from, to), -1)
WRAP(FILE *, fdopen, (int fd, const char *mode), (fd, mode), NULL)
WRAP(FILE *, fopencookie,
     (void *cookie, const char *mode, cookie_io_functions_t functions),
     (cookie, mode, functions), NULL)
WRAP(int, lstat64, (const char *path, struct stat *info), (path, info), -1)
WRAP(int, access, (const char *path, int how), (path, how), -1)
WRAP(off_t, lseek64, (int fd, off_t at, int whence), (fd, at, whence), -1)
WRAP(int, fflush, (FILE * file), (file), EOF)
WRAP(int, ferror, (FILE * file), (file), 1)

/* What closes the file must close it also when it says that it failed. */
int __real_fclose(FILE *file);
static int fclose_fails(FILE *file) {
  int error = errno;
  __real_fclose(file);
  errno = error;
  return EOF;
}
WRAP(int, fclose, (FILE * file), (file), fclose_fails(file))

static const int errors[] = {EIO,    ENOSPC, EDQUOT, ENOENT, ENOTDIR,
                             EACCES, EPERM,  EROFS,  EEXIST, EINTR};

static char folder[] = "/tmp/collate-io-faults-XXXXXX";
static char target[60];

static void put_old(void) {
  FILE *file = fopen(target, "wb");
  assert_non_null(file);
  fputs("old", file);
  assert_int_equal(__real_fclose(file), 0);
}

static void text_of(char text[10]) {
  int fd = __real_open64(target, O_RDONLY, 0);
  ssize_t n = __real_read(fd, text, 9);
  assert_true(fd >= 0 && n >= 0);
  text[n] = '\0';
  close(fd);
}

static size_t files_in_folder(void) {
  DIR *dir = opendir(folder);
  size_t count = 0;
  assert_non_null(dir);
  for (struct dirent *e; (e = readdir(dir));)
    count += e->d_name[0] != '.' || strlen(e->d_name) > 2;
  closedir(dir);
  return count;
}

static enum co_status write_new(struct co_err *err) {
  struct co_output out;
  wrap_here();
  enum co_status status = co_output_open(&out, target, err);
  if (status) return status;
  fputs("new", out.file);
  return co_output_commit(&out, err);
}

/* In how many ways a call of that name is reached. */
static size_t learned(const char *name) {
  size_t ways = 0;
  for (size_t i = 0; i < wrap.count; i++)
    ways += strcmp(wrap.names[i], name) == 0;
  return ways;
}

static void outputs_are_old_or_new(void **state) {
  (void)state;
  struct co_err err = {0};
  unsigned refused = 0;
  put_old();
  wrap.learning = true;
  assert_int_equal(write_new(&err), CO_OK);
  wrap.learning = false;
  assert_true(wrap.count > 4);
  assert_int_equal(learned("fsync"), 2); /* the file and its folder */
  for (size_t i = 0; i < wrap.count; i++)
    for (size_t e = 0; e < COUNT(errors); e++) {
      char text[10];
      err = (struct co_err){0};
      put_old();
      wrap.fail_at = wrap.ways[i];
      wrap.error = errors[e];
      enum co_status status = write_new(&err);
      text_of(text);
      CHECK(strcmp(text, status ? "old" : "new") == 0, "%s, %s: %d, '%s'",
            wrap.names[i], strerror(errors[e]), status, text);
      if (status)
        CHECK(status == CO_EOUTPUT && strstr(err.text, "; "), "%s, %s: %s",
              wrap.names[i], strerror(errors[e]), err.text);
      CHECK(files_in_folder() == 1, "%s, %s: something is left behind",
            wrap.names[i], strerror(errors[e]));
      refused += status != CO_OK;
    }
  assert_true(refused > COUNT(errors));
}

/* Somebody else takes every name that we try for the temporary file. */
static void gives_up_at_last(void **state) {
  (void)state;
  struct co_err err = {0};
  unsigned refused = 0;
  put_old();
  for (size_t i = 0; i < wrap.count; i++) {
    if (strcmp(wrap.names[i], "open64") != 0) continue;
    wrap.fail_at = wrap.ways[i];
    wrap.error = EEXIST;
    wrap.repeats = 1000;
    refused += write_new(&err) != CO_OK;
    wrap.repeats = 0;
    wrap.fail_at = 0;
  }
  assert_true(refused > 0);
  assert_int_equal(files_in_folder(), 1);
}

/* More outputs at once than the process may have open files. */
static void tells_when_files_run_out(void **state) {
  enum { MANY = 100 };
  static struct co_output outputs[MANY];
  (void)state;
  struct rlimit before, few;
  struct co_err err = {0};
  enum co_status status = CO_OK;
  size_t count = 0;
  assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
  few = before;
  few.rlim_cur = MANY / 2;
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
  while (!status && count < MANY) {
    char name[80];
    snprintf(name, sizeof name, "%s-%zu", target, count);
    status = co_output_open(&outputs[count], name, &err);
    count += status == CO_OK;
  }
  while (count)
    co_output_discard(&outputs[--count]);
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
  CHECK(status == CO_EOUTPUT && err.text[0], "%d %s", status, err.text);
  assert_int_equal(files_in_folder(), 1);
}

/* A writer may go back, read, and write over: then there is no sum to compare,
 * and an interrupted call is made again. */
static void streams_can_be_read(void **state) {
  (void)state;
  struct co_output out;
  struct co_err err = {0};
  char text[10] = "";
  assert_int_equal(co_output_open(&out, target, &err), CO_OK);
  fputs("0123456789", out.file);
  assert_int_equal(fseek(out.file, 5, SEEK_SET), 0);
  wrap_nth("read", 0, EINTR, false);
  assert_int_equal(fread(text, 1, sizeof text, out.file), 5);
  assert_memory_equal(text, "56789", 5);
  assert_true(wrap.failed && feof(out.file));
  wrap_nth("lseek64", 0, EIO, false);
  assert_int_equal(fseek(out.file, 2, SEEK_SET), -1);
  assert_true(wrap.failed);
  assert_int_equal(fseek(out.file, 2, SEEK_SET), 0);
  wrap_nth("read", 0, EIO, false);
  assert_int_equal(fread(text, 1, sizeof text, out.file), 0);
  assert_true(wrap.failed && ferror(out.file));
  clearerr(out.file);
  assert_int_equal(fseek(out.file, 2, SEEK_SET), 0);
  fputs("--", out.file);
  assert_int_equal(co_output_commit(&out, &err), CO_OK);
  text_of(text);
  assert_string_equal(text, "01--45678");
}

/* The first of two reasons is told. */
static void closing_fails_after_a_write(void **state) {
  (void)state;
  struct co_output out;
  struct co_err err = {0};
  put_old();
  assert_int_equal(co_output_open(&out, target, &err), CO_OK);
  fputs("new", out.file);
  wrap_nth("write", 0, ENOSPC, false);
  assert_int_not_equal(fflush(out.file), 0);
  assert_true(wrap.failed);
  wrap_nth("fclose", 0, EDQUOT, false);
  assert_int_equal(co_output_finish(&out, &err), CO_EOUTPUT);
  assert_true(wrap.failed);
  CHECK(strstr(err.text, strerror(EIO)), "%s", err.text);
  co_output_discard(&out);
  assert_int_equal(files_in_folder(), 1);
}

static enum co_status read_input(char text[10], struct co_err *err) {
  struct co_input in;
  size_t got = 0;
  wrap_here();
  enum co_status status = co_input_open(&in, target, 100, err);
  if (status) return status;
  status = co_input_read(&in, 0, text, 9, &got, err);
  text[got] = '\0';
  co_input_close(&in);
  return status;
}

static enum co_status slurp(char text[10], struct co_err *err) {
  char *bytes = NULL;
  size_t len;
  wrap_here();
  enum co_status status = co_file_slurp(&bytes, &len, target, 100, err);
  if (!status) snprintf(text, 10, "%s", bytes);
  free(bytes);
  return status;
}

static void inputs_are_right_or_refused(void **state) {
  static enum co_status (*const ways[])(char *, struct co_err *) = {read_input,
                                                                    slurp};
  (void)state;
  put_old();
  for (size_t w = 0; w < COUNT(ways); w++) {
    char text[10];
    struct co_err err = {0};
    unsigned refused = 0;
    wrap.count = 0;
    wrap.learning = true;
    assert_int_equal(ways[w](text, &err), CO_OK);
    wrap.learning = false;
    for (size_t i = 0; i < wrap.count; i++)
      for (size_t e = 0; e < COUNT(errors); e++) {
        wrap.fail_at = wrap.ways[i];
        wrap.error = errors[e];
        memset(text, 0, sizeof text);
        enum co_status status = ways[w](text, &err);
        CHECK(status == CO_EINPUT ? strstr(err.text, "; ") != NULL
                                  : strcmp(text, "old") == 0,
              "%s, %s: %d %s", wrap.names[i], strerror(errors[e]), status,
              err.text);
        if (errors[e] == EINTR && strcmp(wrap.names[i], "pread64") == 0)
          assert_int_equal(status, CO_OK);
        refused += status != CO_OK;
      }
    assert_true(refused > COUNT(errors));
  }
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(outputs_are_old_or_new),
      cmocka_unit_test(gives_up_at_last),
      cmocka_unit_test(tells_when_files_run_out),
      cmocka_unit_test(streams_can_be_read),
      cmocka_unit_test(closing_fails_after_a_write),
      cmocka_unit_test(inputs_are_right_or_refused)};
  if (!mkdtemp(folder)) return 1;
  snprintf(target, sizeof target, "%s/target", folder);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  unlink(target);
  rmdir(folder);
  return failed;
}

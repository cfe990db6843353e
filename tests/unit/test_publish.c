/* test_publish.c - outputs get their names together, whatever fails then.
 *
 * Four outputs in three folders, two of them new. Each call that publishing
 * makes fails in turn, with each reason: afterwards all targets are old or all
 * are new, and nothing stands beside them. Where the same call goes on
 * failing, each target is old or new, and whole. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "input.h"
#include "output.h"
#include "table.h"
#include "wrap.h"

WRAP(int, link, (const char *from, const char *to), (from, to), -1)
WRAP(int, rename, (const char *from, const char *to), (from, to), -1)
WRAP(int, unlink, (const char *path), (path), -1)
WRAP(int, lstat64, (const char *path, struct stat *info), (path, info), -1)
WRAP(int, open64, (const char *path, int flags, mode_t mode),
     (path, flags, mode), -1)
WRAP(int, fsync, (int fd), (fd), -1)
WRAP(void *, malloc, (size_t size), (size), NULL)
WRAP(void *, realloc, (void *old, size_t size), (old, size), NULL)

enum { OUTPUTS = 4, PATH = 80 };

static const char *const calls[] = {"link",    "rename", "unlink",
                                    "lstat64", "open64", "fsync"};
static const int errors[] = {EIO,   EEXIST, EINVAL, ENOTSUP,
                             EBADF, ENOENT, EACCES, ENOSPC};

static const struct {
  const char *name, *old, *new; /* old NULL: is not there yet */
} files[OUTPUTS] = {{"a.txt", "old a", "new a"},
                    {"one/b.txt", NULL, "new b"},
                    {"one/c.txt", "old c", "new c"},
                    {"two/d.txt", NULL, "new d"}};

static char folder[] = "/tmp/collate-publish-XXXXXX";
static char paths[OUTPUTS][PATH], folders[3][PATH];

static void put_old(void) {
  for (size_t i = 0; i < OUTPUTS; i++) {
    unlink(paths[i]);
    if (!files[i].old) continue;
    FILE *file = fopen(paths[i], "wb");
    assert_non_null(file);
    fputs(files[i].old, file);
    assert_int_equal(fclose(file), 0);
  }
}

/* A text of NULL: there is no such file. */
static bool holds(size_t i, const char *text) {
  char *bytes = NULL;
  size_t len;
  if (!text) return access(paths[i], F_OK) != 0;
  bool same = co_file_slurp(&bytes, &len, paths[i], 100, NULL) == CO_OK &&
              strcmp(bytes, text) == 0;
  free(bytes);
  return same;
}

static size_t count_old(void) {
  size_t count = 0;
  for (size_t i = 0; i < OUTPUTS; i++)
    count += holds(i, files[i].old);
  return count;
}

static size_t count_new(void) {
  size_t count = 0;
  for (size_t i = 0; i < OUTPUTS; i++)
    count += holds(i, files[i].new);
  return count;
}

/* Takes away what stands beside the targets, and counts it. */
static size_t left_beside(void) {
  size_t count = 0;
  for (size_t i = 0; i < COUNT(folders); i++) {
    DIR *dir = opendir(folders[i]);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
      count += entry->d_name[0] == '.' &&
               unlinkat(dirfd(dir), entry->d_name, 0) == 0;
    closedir(dir);
  }
  return count;
}

/* Written and finished, before anything fails. */
static void write_all(struct co_output out[OUTPUTS],
                      struct co_output *list[OUTPUTS]) {
  put_old();
  for (size_t i = 0; i < OUTPUTS; i++) {
    assert_int_equal(co_output_open(&out[i], paths[i], NULL), CO_OK);
    fputs(files[i].new, out[i].file);
    assert_int_equal(co_output_finish(&out[i], NULL), CO_OK);
    list[i] = &out[i];
  }
}

static enum co_status publish(const char *call, unsigned number, int error,
                              bool onwards, struct co_err *err) {
  struct co_output out[OUTPUTS], *list[OUTPUTS];
  write_all(out, list);
  wrap_nth(call, number, error, onwards);
  enum co_status status = co_output_publish(list, OUTPUTS, err);
  wrap_none();
  for (size_t i = 0; i < OUTPUTS; i++)
    co_output_discard(&out[i]);
  return status;
}

static void all_old_or_all_new(void **state) {
  (void)state;
  unsigned refused = 0, done = 0;
  for (size_t c = 0; c < COUNT(calls); c++)
    for (unsigned number = 0, failed = 1; failed; number++)
      for (size_t e = failed = 0; e < COUNT(errors); e++) {
        struct co_err err = {0};
        const char *why = strerror(errors[e]);
        enum co_status status =
            publish(calls[c], number, errors[e], false, &err);
        CHECK((status ? count_old() : count_new()) == OUTPUTS,
              "%s %u, %s: %d %s", calls[c], number, why, status, err.text);
        CHECK(!status || (status == CO_EOUTPUT && err.text[0]), "%s %u, %s: %d",
              calls[c], number, why, status);
        CHECK(left_beside() == 0 || strcmp(calls[c], "unlink") == 0,
              "%s %u, %s: something is left", calls[c], number, why);
        refused += status != CO_OK;
        done += status == CO_OK && wrap.failed;
        failed |= wrap.failed;
      }
  assert_true(refused > 20 && done > 20);
}

/* Then some may have their new names; it is told what stands where. */
static void each_is_whole(void **state) {
  (void)state;
  unsigned told = 0;
  for (size_t c = 0; c < COUNT(calls); c++)
    for (unsigned number = 0, failed = 1; failed; number++)
      for (size_t e = failed = 0; e < COUNT(errors); e++) {
        struct co_err err = {0};
        enum co_status status =
            publish(calls[c], number, errors[e], true, &err);
        CHECK(count_old() + count_new() >= OUTPUTS, "%s %u, %s: %d %s",
              calls[c], number, strerror(errors[e]), status, err.text);
        CHECK(status || count_new() == OUTPUTS, "%s %u, %s: not all are new",
              calls[c], number, strerror(errors[e]));
        told += strstr(err.text, "could not be put back") != NULL;
        left_beside();
        failed |= wrap.failed;
      }
  assert_true(told > 0);
}

/* A new output that cannot be taken away again stays, and has no old one. */
static void what_stays_is_told(void **state) {
  (void)state;
  struct co_output out[OUTPUTS], *list[OUTPUTS];
  struct co_err err = {0};
  write_all(out, list);
  assert_int_equal(mkdir(paths[3], 0700), 0);
  wrap_nth("unlink", 0, EIO, true);
  assert_int_equal(co_output_publish(list, OUTPUTS, &err), CO_EOUTPUT);
  wrap_none();
  assert_int_equal(rmdir(paths[3]), 0);
  assert_non_null(strstr(err.text, "b.txt' could not be put back"));
  assert_non_null(strstr(err.text, "its old version is none"));
  for (size_t i = 0; i < OUTPUTS; i++)
    co_output_discard(&out[i]);
  assert_true(holds(0, "old a") && holds(1, "new b") && holds(2, "old c"));
  left_beside();
}

static void end_child(void) {
  wrap_none(); /* what comes at the end needs memory */
  exit(70);
}

/* The process ends where memory does: not in the middle. */
static void memory_ends_before_or_never(void **state) {
  static const char *const takes[] = {"malloc", "realloc"};
  (void)state;
  unsigned ended = 0;
  for (size_t c = 0; c < COUNT(takes); c++)
    for (unsigned number = 0; number < 4 * OUTPUTS; number++) {
      struct co_output out[OUTPUTS], *list[OUTPUTS];
      int how = 0;
      write_all(out, list);
      pid_t child = fork();
      if (child == 0) {
        co_on_no_memory(end_child);
        wrap_nth(takes[c], number, ENOMEM, true);
        enum co_status status = co_output_publish(list, OUTPUTS, NULL);
        wrap_none();
        exit(status != CO_OK);
      }
      assert_int_equal(waitpid(child, &how, 0), child);
      for (size_t i = 0; i < OUTPUTS; i++)
        co_output_discard(&out[i]);
      CHECK(how == 0 || WEXITSTATUS(how) == 70, "%s %u: %d", takes[c], number,
            how);
      CHECK((how ? count_old() : count_new()) == OUTPUTS && !left_beside(),
            "%s %u: %d, and not all are the same", takes[c], number, how);
      ended += how != 0;
    }
  assert_true(ended > 0);
}

static bool make_folders(void) {
  if (!mkdtemp(folder)) return false;
  snprintf(folders[0], PATH, "%s", folder);
  snprintf(folders[1], PATH, "%s/one", folder);
  snprintf(folders[2], PATH, "%s/two", folder);
  for (size_t i = 0; i < OUTPUTS; i++)
    snprintf(paths[i], PATH, "%s/%s", folder, files[i].name);
  return mkdir(folders[1], 0700) == 0 && mkdir(folders[2], 0700) == 0;
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_old_or_all_new), cmocka_unit_test(each_is_whole),
      cmocka_unit_test(what_stays_is_told),
      cmocka_unit_test(memory_ends_before_or_never)};
  if (!make_folders()) return 1;
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  for (size_t i = 0; i < OUTPUTS; i++)
    unlink(paths[i]);
  for (size_t i = COUNT(folders); i-- > 0;)
    rmdir(folders[i]);
  return failed;
}

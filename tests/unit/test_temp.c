/* test_temp.c - temporary names and locks: what is taken, and what fails. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lock.h"
#include "output.h"
#include "table.h"
#include "temp.h"
#include "wrap.h"

/* Another file system's file of the same number. */
int __real_lstat64(const char *path, struct stat *info);
static int lstat_fails(const char *path, struct stat *info) {
  if (wrap.error != EXDEV) return -1;
  int failed = __real_lstat64(path, info);
  info->st_dev++;
  return failed;
}
WRAP(int, lstat64, (const char *path, struct stat *info), (path, info),
     lstat_fails(path, info))
WRAP(int, fstat64, (int fd, struct stat *info), (fd, info), -1)
WRAP(int, open64, (const char *path, int flags, mode_t mode),
     (path, flags, mode), -1)
/* Another run takes its lock file away when it is opened here already, and a
 * third has made one anew: that is the one to be locked. */
int __real_flock(int fd, int how);
static bool replace_lock_file(void);
static int flock_fails(int fd, int how) {
  return wrap.error == ESTALE && replace_lock_file() ? __real_flock(fd, how)
                                                     : -1;
}
WRAP(int, flock, (int fd, int how), (fd, how), flock_fails(fd, how))
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode), -1)
WRAP(int, unlink, (const char *path), (path), -1)
WRAP(DIR *, opendir, (const char *path), (path), NULL)

enum { PATH = 300, TABLE = 4096 /* places for names to be removed */ };

static char folder[] = "/tmp/collate-temp-XXXXXX";
static char target[PATH];

static const char *beside(const char *name, char path[PATH]) {
  snprintf(path, PATH, "%s/%s", folder, name);
  return path;
}

static void put(const char *name) {
  char path[PATH];
  FILE *file = fopen(beside(name, path), "wb");
  assert_non_null(file);
  assert_int_equal(fclose(file), 0);
}

static bool is_there(const char *name) {
  char path[PATH];
  return access(beside(name, path), F_OK) == 0;
}

static size_t files_in_folder(void) {
  DIR *dir = __real_opendir(folder);
  size_t count = 0;
  assert_non_null(dir);
  for (struct dirent *entry; (entry = readdir(dir));)
    count += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
  closedir(dir);
  return count;
}

/* --- names ---------------------------------------------------------------- */

/* Beside "target.txt": what a dead run may have left, and what is like it. */
static const struct {
  const char *name;
  bool goes;
} left[] = {
    {".target.txt.abcdef.part", true},
    {".target.txt.abcdef.part-journal", true},
    {".target.txt.abcdef.old", true}, /* the target has its name */
    {".target.txt.abcdef.other", false},
    {".target.txt.abcde.part", false},
    {".target.txt.abCdef.part", false},
    {".target.txt.abc~ef.part", false},
    {".target.txt-abcdef.part", false},
    {".target.old.abcdef.part", false},
    {"xtarget.txt.abcdef.part", false},
};

static void only_own_names_go(void **state) {
  char path[PATH];
  (void)state;
  put("target.txt");
  for (size_t i = 0; i < COUNT(left); i++)
    put(left[i].name);
  co_temp_clean(target);
  for (size_t i = 0; i < COUNT(left); i++) {
    CHECK(is_there(left[i].name) != left[i].goes, "%s", left[i].name);
    unlink(beside(left[i].name, path));
  }
  unlink(target);
  assert_int_equal(files_in_folder(), 0);
}

/* As long as names can be, and different at the end only. */
static void long_names_are_told_apart(void **state) {
  char a[256] = "", b[256] = "";
  (void)state;
  memset(a, 'a', 255);
  memset(b, 'a', 255);
  b[254] = 'b';
  char *lock = co_lock_path(a), *other = co_lock_path(b);
  assert_string_not_equal(lock, other);
  assert_true(strlen(lock) < 255);
  free(other);
  free(lock);
  char *temp = co_temp_name(a, ".part-journal", 0);
  assert_true(strlen(temp) < 255);
  put(temp);
  char path[sizeof folder + 256];
  snprintf(path, sizeof path, "%s/%s", folder, b);
  co_temp_clean(path);
  assert_int_equal(files_in_folder(), 1);
  snprintf(path, sizeof path, "%s/%s", folder, a);
  co_temp_clean(path);
  assert_int_equal(files_in_folder(), 0);
  free(temp);
}

static void folders_of_dead_runs_go(void **state) {
  char path[PATH];
  (void)state;
  assert_int_equal(mkdir(beside(".target.txt.abcdef.part", path), 0700), 0);
  put(".target.txt.abcdef.part/frame");
  co_temp_clean(target);
  assert_int_equal(files_in_folder(), 0);
}

/* What cannot be removed or read stays, and is no reason not to go on. */
static void cleaning_never_fails(void **state) {
  char path[PATH];
  (void)state;
  put(".target.txt.abcdef.part");
  wrap_nth("unlink", 0, EIO, false);
  co_temp_clean(target);
  assert_true(wrap.failed);
  wrap_nth("opendir", 0, EACCES, false);
  co_temp_clean(target);
  assert_true(wrap.failed);
  assert_int_equal(files_in_folder(), 1);
  unlink(beside(".target.txt.abcdef.part", path));
  char *made = co_temp_folder(target);
  assert_non_null(made);
  wrap_nth("opendir", 0, EACCES, false);
  co_temp_folder_remove(made);
  assert_int_equal(files_in_folder(), 0);
}

static void folders_need_a_free_name(void **state) {
  (void)state;
  wrap_nth("mkdir", 0, EEXIST, false);
  char *made = co_temp_folder(target);
  assert_non_null(made);
  assert_true(wrap.failed);
  co_temp_folder_remove(made);
  wrap_nth("mkdir", 0, EACCES, true);
  assert_null(co_temp_folder(target));
  assert_int_equal(errno, EACCES);
  wrap_nth("mkdir", 0, EEXIST, true);
  assert_null(co_temp_folder(target));
  assert_int_equal(errno, EEXIST);
  wrap_none();
  assert_int_equal(files_in_folder(), 0);
}

/* The table of names is as long as it is; nothing stays of what has no place
 * in it. */
static void the_table_can_be_full(void **state) {
  static char names[TABLE][8];
  struct co_output out;
  struct co_lock lock;
  struct co_err err = {0};
  size_t noted = 0;
  (void)state;
  while (noted < TABLE && co_temp_note(names[noted]))
    noted++;
  assert_false(co_temp_note(folder));
  assert_null(co_temp_folder(target));
  assert_int_equal(co_output_open(&out, target, &err), CO_ELIMIT);
  assert_int_equal(err.code, CO_X_LIMIT_OUTPUTS);
  assert_int_equal(co_lock_take(&lock, target, &err), CO_ELIMIT);
  assert_int_equal(err.code, CO_X_LIMIT_OUTPUTS);
  assert_null(lock.path);
  assert_int_equal(files_in_folder(), 0);
  while (noted)
    co_temp_forget(names[--noted]);
  co_temp_forget(folder); /* not there: no harm */
}

static void folders_go_with_the_rest(void **state) {
  (void)state;
  char *made = co_temp_folder(target);
  assert_non_null(made);
  assert_int_equal(files_in_folder(), 1);
  co_output_discard_all();
  assert_int_equal(files_in_folder(), 0);
  free(made);
}

/* --- messages ------------------------------------------------------------- */

static const struct {
  int error;
  enum co_error code;
  const char *advice;
} reasons[] = {
    {ENOMEM, CO_X_MEMORY, "close other programs"},
    {ENOSPC, CO_X_OUTPUT_FULL, "free space"},
    {EDQUOT, CO_X_OUTPUT_FULL, "free space"},
    {EFBIG, CO_X_OUTPUT_FULL, "free space"},
    {ENOENT, CO_X_OUTPUT_FOLDER, "make its folder first"},
    {ENOTDIR, CO_X_OUTPUT_FOLDER, "make its folder first"},
    {EACCES, CO_X_OUTPUT_PERMISSION, "a folder that you may write to"},
    {EPERM, CO_X_OUTPUT_PERMISSION, "a folder that you may write to"},
    {EROFS, CO_X_OUTPUT_PERMISSION, "a folder that you may write to"},
    {ENAMETOOLONG, CO_X_OUTPUT_WRITE, "a shorter name"},
    {EIO, CO_X_OUTPUT_WRITE, "choose another place"},
};

static void reasons_are_told(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(reasons); i++) {
    struct co_err err = {0};
    errno = reasons[i].error;
    co_fail_target(target, &err);
    CHECK(err.code == reasons[i].code && strstr(err.text, reasons[i].advice),
          "%s: %s", strerror(reasons[i].error), err.text);
  }
}

/* --- locks ---------------------------------------------------------------- */

static const struct {
  const char *call;
  int error;
  bool onwards;
  enum co_status status;
} faults[] = {
    {"open64", EACCES, false, CO_OK}, /* for reading it is there */
    {"open64", EACCES, true, CO_EOUTPUT},
    {"open64", ENOSPC, false, CO_EOUTPUT},
    {"flock", EWOULDBLOCK, false, CO_ELOCKED},
    {"flock", ENOLCK, false, CO_EOUTPUT},
    /* no longer the file of that name: once more */
    {"fstat64", EIO, false, CO_OK},
    {"lstat64", ENOENT, false, CO_OK},
    {"lstat64", EXDEV, false, CO_OK},
    {"lstat64", ENOENT, true, CO_ELOCKED},
};

static void locks_are_sure(void **state) {
  char path[PATH];
  (void)state;
  for (size_t i = 0; i < COUNT(faults); i++) {
    struct co_lock lock;
    struct co_err err = {0};
    put(".target.txt.lock");
    wrap_nth(faults[i].call, 0, faults[i].error, faults[i].onwards);
    enum co_status status = co_lock_take(&lock, target, &err);
    CHECK(wrap.failed, "%s was not called", faults[i].call);
    wrap_none();
    CHECK(status == faults[i].status, "%s, %s: %d %s", faults[i].call,
          strerror(faults[i].error), status, err.text);
    CHECK(!lock.path == (status != CO_OK), "%s", faults[i].call);
    co_lock_release(&lock);
    unlink(beside(".target.txt.lock", path));
  }
}

static bool replace_lock_file(void) {
  char from[PATH], path[PATH];
  put("new");
  return rename(beside("new", from), beside(".target.txt.lock", path)) == 0;
}

static void a_new_lock_file_counts(void **state) {
  char path[PATH];
  struct stat held, named;
  struct co_lock lock;
  (void)state;
  put(".target.txt.lock");
  wrap_nth("flock", 0, ESTALE, false);
  assert_int_equal(co_lock_take(&lock, target, NULL), CO_OK);
  assert_int_equal(__real_fstat64(lock.fd, &held), 0);
  assert_int_equal(__real_lstat64(beside(".target.txt.lock", path), &named), 0);
  assert_int_equal(held.st_ino, named.st_ino);
  co_lock_release(&lock);
  assert_int_equal(files_in_folder(), 0);
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(only_own_names_go),
      cmocka_unit_test(long_names_are_told_apart),
      cmocka_unit_test(folders_of_dead_runs_go),
      cmocka_unit_test(cleaning_never_fails),
      cmocka_unit_test(folders_need_a_free_name),
      cmocka_unit_test(the_table_can_be_full),
      cmocka_unit_test(folders_go_with_the_rest),
      cmocka_unit_test(reasons_are_told),
      cmocka_unit_test(locks_are_sure),
      cmocka_unit_test(a_new_lock_file_counts)};
  if (!mkdtemp(folder)) return 1;
  snprintf(target, sizeof target, "%s/target.txt", folder);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  rmdir(folder);
  return failed;
}

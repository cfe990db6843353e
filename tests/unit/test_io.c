/* test_io.c - inputs and outputs: what is refused, what is left behind. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "input.h"
#include "lock.h"
#include "output.h"
#include "str.h"
#include "table.h"

static char folder[32];
static char path[4][64];

static int make_folder(void **state) {
  (void)state;
  strcpy(folder, "/tmp/test_io.XXXXXX");
  if (!mkdtemp(folder)) return -1;
  for (int i = 0; i < 4; i++)
    snprintf(path[i], sizeof path[i], "%s/file%d.txt", folder, i);
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  for (int i = 0; i < 4; i++)
    unlink(path[i]);
  return rmdir(folder); /* fails where a temporary file was left */
}

static void put(const char *name, const char *text) {
  FILE *file = fopen(name, "wb");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
}

static void assert_holds(const char *name, const char *text) {
  char *bytes;
  size_t len;
  assert_int_equal(co_file_slurp(&bytes, &len, name, 1000, NULL), CO_OK);
  assert_string_equal(bytes, text);
  assert_int_equal(len, strlen(text));
  free(bytes);
}

static size_t files_in_folder(void) {
  DIR *dir = opendir(folder);
  size_t count = 0;
  assert_non_null(dir);
  for (struct dirent *entry; (entry = readdir(dir));)
    count += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
  closedir(dir);
  return count;
}

static void reads_by_position(void **state) {
  (void)state;
  put(path[0], "0123456789");
  struct co_input inputs[2];
  assert_int_equal(co_input_open(&inputs[0], path[0], 10, NULL), CO_OK);
  co_input_memory(&inputs[1], "memory", "0123456789", 10);
  for (int i = 0; i < 2; i++) {
    struct co_input *in = &inputs[i];
    char buf[16];
    size_t got;
    assert_int_equal(in->size, 10);
    assert_int_equal(co_input_read(in, 3, buf, 4, &got, NULL), CO_OK);
    assert_int_equal(got, 4);
    assert_memory_equal(buf, "3456", 4);
    assert_int_equal(co_input_read(in, 8, buf, 4, &got, NULL), CO_OK);
    assert_int_equal(got, 2);
    assert_memory_equal(buf, "89", 2);
    assert_int_equal(co_input_read(in, 10, buf, 4, &got, NULL), CO_OK);
    assert_int_equal(got, 0);
    assert_int_equal(co_input_read(in, 1000, buf, 4, &got, NULL), CO_OK);
    assert_int_equal(got, 0);
    co_input_close(in);
    co_input_close(in);
  }
}

static void refuses_what_is_no_file(void **state) {
  (void)state;
  struct co_input in;
  struct co_err err = {0};
  assert_int_equal(co_input_open(&in, path[1], 10, &err), CO_EINPUT);
  CHECK(strstr(err.text, "No such file"), "%s", err.text);
  assert_int_equal(co_input_open(&in, folder, 10, &err), CO_EINPUT);
  CHECK(strstr(err.text, "a folder is no file"), "%s", err.text);
  assert_int_equal(co_input_open(&in, "/dev/null", 10, &err), CO_EINPUT);
  assert_int_equal(mkfifo(path[1], 0600), 0);
  assert_int_equal(co_input_open(&in, path[1], 10, &err), CO_EINPUT);
  CHECK(strstr(err.text, "not an ordinary file"), "%s", err.text);
  assert_int_equal(err.code, CO_X_FILE_NOT_ORDINARY);
  unlink(path[1]);
  put(path[1], "0123456789");
  assert_int_equal(co_input_open(&in, path[1], 9, &err), CO_ELIMIT);
  CHECK(strstr(err.text, "limit of 9"), "%s", err.text);
  assert_int_equal(err.code, CO_X_LIMIT_FILE_BYTES);
  char *bytes = folder;
  size_t len;
  assert_int_equal(co_file_slurp(&bytes, &len, path[1], 9, NULL), CO_ELIMIT);
  assert_null(bytes);
  put(path[1], "");
  assert_holds(path[1], "");
}

static void replaces_the_target_at_once(void **state) {
  (void)state;
  put(path[2], "old");
  chmod(path[2], 0640);
  struct co_output out;
  assert_int_equal(co_output_open(&out, path[2], NULL), CO_OK);
  fputs("new", out.file);
  fflush(out.file);
  assert_holds(path[2], "old");
  assert_holds(out.temp, "new");
  struct co_str temp = co_str_of(strrchr(out.temp, '/') + 1);
  assert_true(co_str_starts(temp, ".file2.txt."));
  assert_string_equal(temp.ptr + temp.len - 5, ".part");
  assert_int_equal(co_output_commit(&out, NULL), CO_OK);
  assert_holds(path[2], "new");
  struct stat info;
  assert_int_equal(stat(path[2], &info), 0);
  assert_int_equal(info.st_mode & 0777, 0640);
}

static void discards(void **state) {
  (void)state;
  put(path[2], "old");
  size_t before = files_in_folder();
  struct co_output out;
  assert_int_equal(co_output_open(&out, path[2], NULL), CO_OK);
  fputs("new", out.file);
  assert_int_equal(files_in_folder(), before + 1);
  co_output_discard(&out);
  co_output_discard(&out);
  assert_int_equal(files_in_folder(), before);
  assert_holds(path[2], "old");
}

/* A writer that wants a path closes nothing and opens the file again. */
static void lets_others_write_the_path(void **state) {
  (void)state;
  struct co_output out;
  assert_int_equal(co_output_open(&out, path[2], NULL), CO_OK);
  put(out.temp, "by path");
  assert_int_equal(co_output_commit(&out, NULL), CO_OK);
  assert_holds(path[2], "by path");
}

static void refuses_targets(void **state) {
  (void)state;
  struct co_output out;
  struct co_err err = {0};
  assert_int_equal(co_output_open(&out, folder, &err), CO_EOUTPUT);
  CHECK(strstr(err.text, "is a folder"), "%s", err.text);
  assert_int_equal(co_output_open(&out, "/dev/null", &err), CO_EOUTPUT);
  assert_int_equal(err.code, CO_X_OUTPUT_NOT_FILE);
  assert_int_equal(co_output_open(&out, "/nowhere/x", &err), CO_EOUTPUT);
  CHECK(strstr(err.text, "make its folder first"), "%s", err.text);
}

/* What cannot be replaced without harm; and nothing is left of trying. */
static void refuses_links_and_read_only_files(void **state) {
  (void)state;
  struct co_output out;
  struct co_err err = {0};
  put(path[2], "old");
  unlink(path[3]);
  assert_int_equal(symlink(path[2], path[3]), 0);
  assert_int_equal(co_output_open(&out, path[3], &err), CO_EOUTPUT);
  CHECK(strstr(err.text, "is a link"), "%s", err.text);
  unlink(path[3]);
  assert_int_equal(link(path[2], path[3]), 0);
  assert_int_equal(co_output_open(&out, path[3], &err), CO_EOUTPUT);
  CHECK(strstr(err.text, "hard link"), "%s", err.text);
  unlink(path[3]);
  size_t before = files_in_folder();
  chmod(path[2], 0444);
  assert_int_equal(co_output_open(&out, path[2], &err), CO_EOUTPUT);
  CHECK(strstr(err.text, "is read-only"), "%s", err.text);
  chmod(path[2], 0644);
  assert_int_equal(files_in_folder(), before);
  assert_holds(path[2], "old");
}

static void open_with(struct co_output *out, const char *name,
                      const char *text) {
  assert_int_equal(co_output_open(out, name, NULL), CO_OK);
  fputs(text, out->file);
  assert_int_equal(co_output_finish(out, NULL), CO_OK);
}

/* The second target has become a folder since: the first is put back. */
static void publishes_all_or_none(void **state) {
  (void)state;
  struct co_output a, b, c;
  struct co_output *all[] = {&a, &b, &c};
  struct co_err err = {0};
  put(path[0], "old a");
  unlink(path[1]);
  unlink(path[3]);
  size_t before = files_in_folder();
  open_with(&a, path[0], "new a");
  open_with(&b, path[1], "new b");
  open_with(&c, path[3], "new c");
  assert_int_equal(mkdir(path[3], 0700), 0);
  assert_int_equal(co_output_publish(all, 3, &err), CO_EOUTPUT);
  assert_holds(path[0], "old a");
  assert_int_equal(access(path[1], F_OK), -1);
  rmdir(path[3]);
  for (int i = 0; i < 3; i++)
    co_output_discard(all[i]);
  assert_int_equal(files_in_folder(), before);
}

/* A disk that is full: the write is in the buffer, the flush fails. */
static void reports_a_failed_write(void **state) {
  (void)state;
  put(path[2], "old");
  size_t before = files_in_folder();
  struct co_output out;
  struct co_err err = {0};
  assert_int_equal(co_output_open(&out, path[2], &err), CO_OK);
  int full = open("/dev/full", O_WRONLY);
  assert_true(full >= 0);
  assert_true(dup2(full, out.fd) >= 0);
  close(full);
  fputs("new", out.file);
  assert_int_equal(co_output_commit(&out, &err), CO_EOUTPUT);
  CHECK(strstr(err.text, "No space left"), "%s", err.text);
  assert_int_equal(files_in_folder(), before);
  assert_holds(path[2], "old");
}

static void cut_short(struct co_output *out) {
  assert_int_equal(truncate(out->temp, 5), 0);
}

static void put_other_bytes(struct co_output *out) {
  put(out->temp, "other and longer");
}

static void count_one_more(struct co_output *out) {
  out->size++;
}

/* The stream says all is well, but the file is another behind its back: too
 * short, as long but not the same, as it was but for a byte that was counted
 * and never came (the sum alone does not show it). */
static void reads_back_what_was_written(void **state) {
  (void)state;
  static const struct {
    void (*spoil)(struct co_output *);
    const char *says;
  } rows[] = {{cut_short, "5 bytes of 16"},
              {put_other_bytes, "16 bytes of 16"},
              {count_one_more, "16 bytes of 17"}};
  put(path[2], "old");
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct co_output out;
    struct co_err err = {0};
    assert_int_equal(co_output_open(&out, path[2], &err), CO_OK);
    fputs("newer and longer", out.file);
    fflush(out.file);
    rows[i].spoil(&out);
    assert_int_equal(co_output_commit(&out, &err), CO_EOUTPUT);
    CHECK(strstr(err.text, rows[i].says), "%s", err.text);
    assert_holds(path[2], "old");
  }
}

/* Of a run that was killed: its files are recognised by their names, and an
 * old version that has lost its name gets it back. */
static void cleans_up_after_a_dead_run(void **state) {
  (void)state;
  char part[96], aside[96], other[96];
  unlink(path[2]);
  size_t before = files_in_folder();
  snprintf(part, sizeof part, "%s/.file2.txt.abcdef.part", folder);
  snprintf(aside, sizeof aside, "%s/.file2.txt.ghijkl.old", folder);
  snprintf(other, sizeof other, "%s/.file2.txt.mine.part", folder);
  put(part, "half");
  put(aside, "old");
  put(other, "somebody's");
  struct co_output out;
  assert_int_equal(co_output_open(&out, path[2], NULL), CO_OK);
  co_output_discard(&out);
  assert_holds(path[2], "old");
  assert_holds(other, "somebody's");
  unlink(other);
  assert_int_equal(files_in_folder(), before + 1);
}

static void locks_once(void **state) {
  (void)state;
  struct co_lock one, two;
  struct co_err err = {0};
  size_t before = files_in_folder();
  assert_int_equal(co_lock_take(&one, path[2], &err), CO_OK);
  assert_int_equal(co_lock_take(&two, path[2], &err), CO_ELOCKED);
  CHECK(strstr(err.text, path[2]), "%s", err.text);
  assert_int_equal(co_lock_take(&two, path[3], &err), CO_OK);
  co_lock_release(&two);
  co_lock_release(&one);
  co_lock_release(&one);
  assert_int_equal(co_lock_take(&two, path[2], &err), CO_OK);
  co_lock_release(&two);
  assert_int_equal(files_in_folder(), before);
}

static void notices_a_change(void **state) {
  (void)state;
  struct co_input in;
  struct co_err err = {0};
  put(path[0], "0123456789");
  assert_int_equal(co_input_open(&in, path[0], 10, NULL), CO_OK);
  assert_int_equal(co_input_unchanged(&in, &err), CO_OK);
  put(path[0], "0123");
  assert_int_equal(co_input_unchanged(&in, &err), CO_EINPUT);
  CHECK(strstr(err.text, "changed while it was read"), "%s", err.text);
  assert_int_equal(err.code, CO_X_FILE_CHANGED);
  unlink(path[0]);
  assert_int_equal(co_input_unchanged(&in, &err), CO_EINPUT);
  co_input_close(&in);
  co_input_memory(&in, "memory", "0123456789", 10);
  assert_int_equal(co_input_unchanged(&in, &err), CO_OK);
}

static void removes_temporary_files_at_exit(void **state) {
  (void)state;
  size_t before = files_in_folder();
  pid_t child = fork();
  if (child == 0) {
    struct co_output out;
    bool opened = co_output_open(&out, path[2], NULL) == CO_OK &&
                  files_in_folder() == before + 1;
    co_output_discard_all();
    bool removed = files_in_folder() == before;
    co_output_discard(&out);
    opened = opened && co_output_open(&out, path[2], NULL) == CO_OK;
    exit(opened && removed ? 0 : 1);
  }
  int code;
  assert_int_equal(waitpid(child, &code, 0), child);
  assert_int_equal(code, 0);
  assert_int_equal(files_in_folder(), before);
}

static void writes_to_standard_output(void **state) {
  (void)state;
  struct co_output out;
  assert_int_equal(co_output_open(&out, "-", NULL), CO_OK);
  assert_ptr_equal(out.file, stdout);
  assert_null(out.target);
  assert_int_equal(co_output_commit(&out, NULL), CO_OK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_by_position),
      cmocka_unit_test(refuses_what_is_no_file),
      cmocka_unit_test(replaces_the_target_at_once),
      cmocka_unit_test(discards),
      cmocka_unit_test(lets_others_write_the_path),
      cmocka_unit_test(refuses_targets),
      cmocka_unit_test(reports_a_failed_write),
      cmocka_unit_test(refuses_links_and_read_only_files),
      cmocka_unit_test(publishes_all_or_none),
      cmocka_unit_test(reads_back_what_was_written),
      cmocka_unit_test(cleans_up_after_a_dead_run),
      cmocka_unit_test(locks_once),
      cmocka_unit_test(notices_a_change),
      cmocka_unit_test(removes_temporary_files_at_exit),
      cmocka_unit_test(writes_to_standard_output),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

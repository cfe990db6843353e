/* test_errors.c - the table of errors, and errors that other tests do not
 * come across: a disk's and a folder's refusals, and more of something than a
 * run takes. tests/cross/test_reached.sh sees to it that none is left out. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input.h"
#include "inputs.h"
#include "lock.h"
#include "output.h"
#include "pack.h"
#include "str.h"
#include "table.h"
#include "temp.h"

static void every_row_is_whole(void **state) {
  (void)state;
  for (const struct co_known_error *e = co_known_errors + 1; e->name; e++) {
    CHECK(e->status > CO_STOP && e->cause[0] && e->remedy[0], "%s", e->name);
    CHECK(co_known_error(co_str_of(e->name)) == e, "%s twice", e->name);
  }
  assert_null(co_known_error(CO_LIT("")));
  assert_null(co_known_error(CO_LIT("nothing_of_the_kind")));
}

static void tells_what_an_output_met(void **state) {
  (void)state;
  static const struct {
    int error;
    enum co_error code;
  } rows[] = {{ENOSPC, CO_X_OUTPUT_FULL},      {EDQUOT, CO_X_OUTPUT_FULL},
              {EFBIG, CO_X_OUTPUT_FULL},       {ENOENT, CO_X_OUTPUT_FOLDER},
              {ENOTDIR, CO_X_OUTPUT_FOLDER},   {EACCES, CO_X_OUTPUT_PERMISSION},
              {EROFS, CO_X_OUTPUT_PERMISSION}, {EPERM, CO_X_OUTPUT_PERMISSION},
              {EIO, CO_X_OUTPUT_WRITE},        {EPIPE, CO_X_OUTPUT_WRITE}};
  for (size_t i = 0; i < COUNT(rows); i++)
    assert_int_equal(co_output_error(rows[i].error), rows[i].code);
}

/* Nobody, for as long as a call takes: permissions do not hold for root. */
static void be_nobody(bool nobody) {
  if (getuid() == 0) assert_int_equal(seteuid(nobody ? 65534 : 0), 0);
}

static void needs_permission(void **state) {
  (void)state;
  char outer[] = "/tmp/collate-errors-XXXXXX", folder[64], file[80];
  const char *const names[] = {folder};
  struct co_inputs inputs = {0};
  struct co_err err = {0};
  struct co_input in;
  struct co_pack *pack;
  assert_non_null(mkdtemp(outer));
  snprintf(folder, sizeof folder, "%s/closed", outer);
  snprintf(file, sizeof file, "%s/return.csv", outer);
  FILE *made = fopen(file, "w");
  assert_non_null(made);
  fclose(made);
  assert_int_equal(mkdir(folder, 0) | chmod(outer, 0755) | chmod(file, 0), 0);
  be_nobody(true);
  enum co_status status = co_inputs_find(&inputs, names, 1, NULL, &err);
  if (!status && inputs.count == 1)
    status = co_input_open(&in, inputs.paths[0], 10, &err);
  be_nobody(false);
  CHECK(status == CO_EINPUT && err.code == CO_X_FOLDER_UNREADABLE, "%s",
        err.text);
  be_nobody(true);
  status = co_input_open(&in, file, 10, &err);
  be_nobody(false);
  CHECK(status == CO_EINPUT && err.code == CO_X_FILE_PERMISSION, "%s",
        err.text);
  be_nobody(true);
  status = co_pack_open(&pack, folder, &err);
  be_nobody(false);
  CHECK(status == CO_EPACK && strstr(err.text, "may not be opened"), "%s",
        err.text);
  co_inputs_clear(&inputs);
  assert_int_equal(unlink(file) | rmdir(folder) | rmdir(outer), 0);
}

/* A lock that may not be made is not for a folder that is missing. */
static void needs_permission_to_lock(void **state) {
  (void)state;
  char folder[] = "/tmp/collate-errors-XXXXXX", target[64];
  struct co_err err = {0};
  struct co_lock lock;
  assert_non_null(mkdtemp(folder));
  assert_int_equal(chmod(folder, 0555), 0);
  snprintf(target, sizeof target, "%s/master.xlsx", folder);
  be_nobody(true);
  enum co_status status = co_lock_take(&lock, target, &err);
  be_nobody(false);
  CHECK(status == CO_EOUTPUT && err.code == CO_X_OUTPUT_PERMISSION, "%s",
        err.text);
  assert_int_equal(rmdir(folder), 0);
}

/* The first page of a process is never there: the system says EIO. */
static void cannot_be_read(void **state) {
  (void)state;
  struct co_input in;
  struct co_err err = {0};
  char byte;
  size_t got;
  assert_int_equal(co_input_open(&in, "/proc/self/mem", 10, &err), CO_OK);
  assert_int_equal(co_input_read(&in, 0, &byte, 1, &got, &err), CO_EINPUT);
  assert_int_equal(err.code, CO_X_FILE_UNREADABLE);
  co_input_close(&in);
}

static void too_many_inputs(void **state) {
  (void)state;
  enum { MANY = 100001 };
  const char **names = co_xcalloc(MANY, sizeof *names);
  struct co_inputs inputs = {0};
  struct co_err err = {0};
  for (size_t i = 0; i < MANY; i++)
    names[i] = "absent.csv";
  assert_int_equal(co_inputs_find(&inputs, names, MANY, NULL, &err), CO_ELIMIT);
  assert_int_equal(err.code, CO_X_LIMIT_INPUTS);
  co_inputs_clear(&inputs);
  free(names);
}

static void too_many_outputs(void **state) {
  (void)state;
  static char name[] = "/tmp/collate-errors.csv";
  struct co_output out;
  struct co_err err = {0};
  size_t noted = 0;
  while (co_temp_note(name))
    noted++;
  assert_int_equal(co_output_open(&out, name, &err), CO_ELIMIT);
  assert_int_equal(err.code, CO_X_LIMIT_OUTPUTS);
  co_output_discard(&out);
  while (noted--)
    co_temp_forget(name);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_row_is_whole),
      cmocka_unit_test(tells_what_an_output_met),
      cmocka_unit_test(needs_permission),
      cmocka_unit_test(needs_permission_to_lock),
      cmocka_unit_test(cannot_be_read),
      cmocka_unit_test(too_many_inputs),
      cmocka_unit_test(too_many_outputs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

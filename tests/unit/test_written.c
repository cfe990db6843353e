/* test_written.c - a workbook is believed only when it gives back what was
 * meant, sheet by sheet and value by value. */
#include <unistd.h>

#include "table.h"
#include "written.h"

static char folder[] = "/tmp/collate-written-XXXXXX";

static enum co_status write_book(bool spoil, bool threads, struct co_err *err) {
  char path[64];
  snprintf(path, sizeof path, "%s/book.xlsx", folder);
  struct co_written *book;
  assert_int_equal(
      co_written_new(&book, path, co_format_by_name("xlsx"),
                     &(struct co_write_options){.threads = threads}, err),
      CO_OK);
  struct co_sink *sink = &book->tee.sink;
  struct co_sheet sheet = {.name = CO_LIT("Actions")};
  struct co_cell cell = {.kind = CO_CELL_TEXT, .text = CO_LIT("Open a centre")};
  struct co_row row = {.count = 1, .cells = &cell};
  assert_int_equal(sink->sheet(sink, &sheet, err), CO_OK);
  assert_int_equal(sink->row(sink, &row, err), CO_OK);
  assert_int_equal(sink->end(sink, err), CO_OK);
  if (spoil) book->meant.hash ^= 1;
  enum co_status status = co_written_check(book, err);
  co_written_free(book);
  return status;
}

static void believes_what_comes_back(void **state) {
  (void)state;
  for (int threads = 0; threads < 2; threads++) {
    struct co_err err = {0};
    CHECK(write_book(false, threads, &err) == CO_OK, "%s", err.text);
  }
}

static void refuses_what_was_not_meant(void **state) {
  (void)state;
  for (int threads = 0; threads < 2; threads++) {
    struct co_err err = {0};
    assert_int_equal(write_book(true, threads, &err), CO_EOUTPUT);
    assert_int_equal(err.code, CO_X_OUTPUT_DAMAGED);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(believes_what_comes_back),
      cmocka_unit_test(refuses_what_was_not_meant)};
  if (!mkdtemp(folder)) return 1;
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  return rmdir(folder) || failed;
}

/* test_faults.c - whole runs in which one library call fails.
 *
 * One promise is tried at every place where our code asks a library or the
 * system for something: a run that meets a fault either tells an error in
 * words, or refuses the input that it could not read, or what it writes is byte
 * for byte what it would have written without the fault; and no output is ever
 * there in half. The run is of the small pack in mini/ and writes every kind
 * of output. */
#include <dirent.h>
#include <expat.h>
#include <fcntl.h>
#include <minizip/unzip.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "collate/run.h"
#include "input.h"
#include "table.h"
#include "wrap.h"

/* Every other time the workbook library says that all is well. */
static unsigned lies;

#define OTHER \
  TEST_SOURCE_DIR "/fixtures/council/returns/exchequer-2007-08-q4.xlsx"

/* the build reads the names behind 'WRAP(' at the start of a line */
WRAP(int, sqlite3_step, (sqlite3_stmt * s), (s), SQLITE_IOERR)
WRAP(int, sqlite3_exec,
     (sqlite3 * db, const char *sql, int (*f)(void *, int, char **, char **),
      void *a, char **e),
     (db, sql, f, a, e), SQLITE_IOERR)
WRAP(int, sqlite3_prepare_v2,
     (sqlite3 * db, const char *sql, int n, sqlite3_stmt **s, const char **t),
     (db, sql, n, s, t), SQLITE_IOERR)
WRAP(int, sqlite3_prepare_v3,
     (sqlite3 * db, const char *sql, int n, unsigned f, sqlite3_stmt **s,
      const char **t),
     (db, sql, n, f, s, t), SQLITE_IOERR)
WRAP(int, sqlite3_create_function,
     (sqlite3 * db, const char *name, int n, int f, void *p,
      void (*a)(sqlite3_context *, int, sqlite3_value **),
      void (*b)(sqlite3_context *, int, sqlite3_value **),
      void (*c)(sqlite3_context *)),
     (db, name, n, f, p, a, b, c), SQLITE_IOERR)
WRAP(int, sqlite3_set_authorizer,
     (sqlite3 * db,
      int (*f)(void *, int, const char *, const char *, const char *,
               const char *),
      void *p),
     (db, f, p), SQLITE_IOERR)
WRAP(int, fsync, (int fd), (fd), -1)
WRAP(int, rename, (const char *a, const char *b), (a, b), -1)
WRAP(int, unlink, (const char *a), (a), -1)
WRAP(int, fflush, (FILE * f), (f), EOF)
WRAP(int, ferror, (FILE * f), (f), 1)
WRAP(size_t, fread, (void *p, size_t a, size_t b, FILE *f), (p, a, b, f), 0)
WRAP(int, fseeko64, (FILE * f, off_t at, int whence), (f, at, whence), -1)
WRAP(int, mkdir, (const char *a, mode_t m), (a, m), -1)
WRAP(FILE *, fdopen, (int fd, const char *mode), (fd, mode), NULL)
WRAP(DIR *, opendir, (const char *a), (a), NULL)
WRAP(XML_Parser, XML_ParserCreate_MM,
     (const XML_Char *a, const XML_Memory_Handling_Suite *b, const XML_Char *c),
     (a, b, c), NULL)
WRAP(void *, XML_GetBuffer, (XML_Parser p, int n), (p, n), NULL)
WRAP(enum XML_Status, XML_ParseBuffer, (XML_Parser p, int n, int f), (p, n, f),
     XML_STATUS_ERROR)
WRAP(int, unzGetGlobalInfo64, (unzFile f, unz_global_info64 *i), (f, i),
     UNZ_ERRNO)
WRAP(int, unzGetCurrentFileInfo64,
     (unzFile f, unz_file_info64 *i, char *n, uLong a, void *x, uLong b,
      char *c, uLong d),
     (f, i, n, a, x, b, c, d), UNZ_ERRNO)
WRAP(int, unzOpenCurrentFile2, (unzFile f, int *a, int *b, int c), (f, a, b, c),
     UNZ_ERRNO)
WRAP(int, unzGoToNextFile, (unzFile f), (f), UNZ_ERRNO)
WRAP(lxw_workbook *, workbook_new_opt, (const char *a, lxw_workbook_options *o),
     (a, o), NULL)
WRAP(lxw_error, workbook_close, (lxw_workbook * b), (b),
     lies++ % 2 ? LXW_NO_ERROR : LXW_ERROR_CREATING_TMPFILE)
WRAP(lxw_error, worksheet_write_blank,
     (lxw_worksheet * w, lxw_row_t r, lxw_col_t c, lxw_format *f), (w, r, c, f),
     lies++ % 2 ? LXW_NO_ERROR : LXW_ERROR_MEMORY_MALLOC_FAILED)
WRAP(lxw_error, worksheet_repeat_rows,
     (lxw_worksheet * w, lxw_row_t a, lxw_row_t b), (w, a, b),
     LXW_ERROR_MEMORY_MALLOC_FAILED)
WRAP(lxw_error, worksheet_data_validation_range,
     (lxw_worksheet * w, lxw_row_t a, lxw_col_t b, lxw_row_t c, lxw_col_t d,
      lxw_data_validation *v),
     (w, a, b, c, d, v), LXW_ERROR_MEMORY_MALLOC_FAILED)
WRAP(lxw_error, worksheet_conditional_format_range,
     (lxw_worksheet * w, lxw_row_t a, lxw_col_t b, lxw_row_t c, lxw_col_t d,
      lxw_conditional_format *f),
     (w, a, b, c, d, f), LXW_ERROR_MEMORY_MALLOC_FAILED)
WRAP(lxw_error, workbook_set_properties,
     (lxw_workbook * b, lxw_doc_properties *p), (b, p),
     LXW_ERROR_MEMORY_MALLOC_FAILED)
WRAP(lxw_worksheet *, workbook_add_worksheet, (lxw_workbook * b, const char *n),
     (b, n), NULL)
WRAP(lxw_format *, workbook_add_format, (lxw_workbook * b), (b), NULL)
WRAP(lxw_chart *, workbook_add_chart, (lxw_workbook * b, uint8_t t), (b, t),
     NULL)
WRAP(lxw_chart_series *, chart_add_series,
     (lxw_chart * c, const char *a, const char *b), (c, a, b), NULL)
WRAP(lxw_error, worksheet_add_table,
     (lxw_worksheet * w, lxw_row_t a, lxw_col_t b, lxw_row_t c, lxw_col_t d,
      lxw_table_options *o),
     (w, a, b, c, d, o), LXW_ERROR_MEMORY_MALLOC_FAILED)
WRAP(lxw_error, worksheet_write_string,
     (lxw_worksheet * w, lxw_row_t r, lxw_col_t c, const char *t,
      lxw_format *f),
     (w, r, c, t, f), LXW_ERROR_MEMORY_MALLOC_FAILED)
WRAP(lxw_error, worksheet_insert_chart_opt,
     (lxw_worksheet * w, lxw_row_t r, lxw_col_t c, lxw_chart *h,
      lxw_chart_options *o),
     (w, r, c, h, o), LXW_ERROR_MEMORY_MALLOC_FAILED)
/* what is read back is another workbook */
WRAP(enum co_status, co_input_open,
     (struct co_input * in, const char *path, uint64_t most,
      struct co_err *err),
     (in, path, most, err),
     __real_co_input_open(in, strstr(path, ".part") ? OTHER : path, most, err))

enum { PATH = 300 };

static char folder[] = "/tmp/collate-faults-XXXXXX";

static const char *in_folder(const char *name, char path[PATH]) {
  snprintf(path, PATH, "%s/%s", folder, name);
  return path;
}

/* --- A run and what it wrote ---------------------------------------------- */

#define MINI TEST_SOURCE_DIR "/tests/unit/mini"

static const char *const returns[] = {MINI "/in/old-parks.csv",
                                      MINI "/in/parks.csv"};
static const char *const names[] = {
    "out.xlsx",     "out.sqlite",   "out.html",   "out.json",
    "r/return.csv", "r/action.csv", "r/task.csv", "r/control_total.csv"};

static char *bytes_of(const char *name, size_t *len) {
  char *bytes = NULL, path[PATH];
  struct co_err err = {0};
  if (co_file_slurp(&bytes, len, in_folder(name, path), 1 << 26, &err))
    *len = 0;
  return bytes;
}

static void remove_outputs(void) {
  char path[PATH];
  for (size_t i = 0; i < COUNT(names); i++)
    unlink(in_folder(names[i], path));
}

/* Either all outputs from a store in memory, or the workbook for publishing
 * from a store that an earlier run has left. */
static struct {
  char *bytes;
  size_t len;
} kept;

static void restore_store(void) {
  char path[PATH];
  FILE *file = fopen(in_folder("kept.sqlite", path), "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(kept.bytes, 1, kept.len, file), kept.len);
  assert_int_equal(fclose(file), 0);
}

static enum co_status run(size_t *refused, struct co_err *err) {
  struct co_run_options options;
  struct co_run_summary summary;
  char path[6][PATH];
  const char *outputs[] = {
      in_folder("out.xlsx", path[0]), in_folder("out.sqlite", path[1]),
      in_folder("out.html", path[2]), in_folder("out.json", path[3]),
      in_folder("r/", path[4])};
  co_run_options_init(&options);
  options.pack = MINI;
  options.jobs = 1;
  options.inputs = returns;
  options.input_count = COUNT(returns);
  options.outputs = outputs;
  options.output_count = COUNT(outputs);
  if (kept.bytes) {
    restore_store();
    options.store = in_folder("kept.sqlite", path[5]);
    options.as_at = "2009-12-31";
    options.publish = true;
    options.output_count = 1;
  }
  remove_outputs();
  wrap_here();
  enum co_status status = co_run(&options, &summary, err);
  wrap.learning = false; /* what the test itself calls does not fail */
  wrap.fail_at = 0;
  *refused = summary.refused;
  return status;
}

struct wanted {
  char *bytes[COUNT(names)];
  size_t len[COUNT(names)];
  size_t refused;
};

static void learn(struct wanted *wanted) {
  struct co_err err = {0};
  CHECK(run(&wanted->refused, &err) == CO_OK, "undisturbed: %s", err.text);
  for (size_t i = 0; i < COUNT(names); i++)
    wanted->bytes[i] = bytes_of(names[i], &wanted->len[i]);
  CHECK(wanted->len[0] > 0, "%s is missing", names[0]);
}

static void forget(struct wanted *wanted) {
  for (size_t i = 0; i < COUNT(names); i++)
    free(wanted->bytes[i]);
  remove_outputs();
}

static enum co_status check_run(const struct wanted *wanted, const char *call) {
  struct co_err err = {0};
  size_t refused;
  enum co_status status = run(&refused, &err);
  CHECK(!status || err.text[0], "%s: an error without words", call);
  for (size_t i = 0; i < COUNT(names); i++) {
    size_t len = 0;
    char *bytes = bytes_of(names[i], &len);
    if (refused > wanted->refused)
      CHECK(status || !bytes == !wanted->bytes[i], "%s failed, and %s is gone",
            call, names[i]);
    else if (!status || bytes)
      CHECK(len == wanted->len[i] &&
                (!len || !memcmp(bytes, wanted->bytes[i], len)),
            "%s failed: '%s', and %s differs", call, err.text, names[i]);
    free(bytes);
  }
  return status;
}

static void sweep(void) {
  struct wanted wanted;
  size_t failed = 0, unlike = 0;
  wrap.count = 0;
  wrap.learning = true;
  learn(&wanted);
  check_run(&wanted, "nothing");
  for (size_t i = 0; i < wrap.count; i++) {
    wrap.fail_at = wrap.ways[i];
    wrap.failed = false;
    enum co_status status = check_run(&wanted, wrap.names[i]);
    unlike += status && strcmp(wrap.names[i], "co_input_open") == 0;
    failed += wrap.failed;
  }
  /* a few depend on what the run before has left behind */
  CHECK(failed + 5 > wrap.count && failed > 100, "only %zu of %zu calls failed",
        failed, wrap.count);
  CHECK(unlike > 0, "a workbook unlike the one meant was not noticed");
  forget(&wanted);
}

static void all_outputs_from_memory(void **state) {
  (void)state;
  sweep();
}

static void publishing_from_a_kept_store(void **state) {
  struct co_err err = {0};
  size_t refused, len;
  (void)state;
  CHECK(run(&refused, &err) == CO_OK, "%s", err.text);
  kept.bytes = bytes_of("out.sqlite", &len); /* is such a store */
  kept.len = len;
  sweep();
  free(kept.bytes);
  kept.bytes = NULL;
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_outputs_from_memory),
      cmocka_unit_test(publishing_from_a_kept_store)};
  char path[PATH];
  setenv("SOURCE_DATE_EPOCH", "1262304000", 1);
  if (!mkdtemp(folder) || mkdir(in_folder("r", path), 0700)) return 1;
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  unlink(in_folder("kept.sqlite", path));
  rmdir(in_folder("r", path));
  rmdir(folder);
  return failed;
}

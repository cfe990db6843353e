/* test_formats.c - the table of formats: what a file is taken for, refusals
 * with their remedies, and the four text writers. */
#include "formats.h"
#include "output.h"
#include "recorder.h"
/* cmocka first */
#include "zip_make.h"

static void finds_formats_by_name(void **state) {
  (void)state;
  static const struct {
    const char *path, *name; /* NULL: none */
  } rows[] = {
      {"a.xlsx", "xlsx"}, {"dir.csv/a.XLSM", "xlsm"},
      {"a.xltx", "xlsm"}, {"a.CSV", "csv"},
      {"a.tsv", "tab"},   {"a.txt", "tab"},
      {"a.tab", "tab"},   {"a.ods", "ods"},
      {"a.OTS", "ods"},   {"a.fods", "fods"},
      {"a", NULL},        {"a.xlsx.bak", NULL},
      {"", NULL},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct co_format *f = co_format_by_path(rows[i].path);
    CHECK(rows[i].name ? f && strcmp(f->name, rows[i].name) == 0 : !f, "%s",
          rows[i].path);
  }
  for (size_t i = 0; co_formats[i]; i++)
    assert_ptr_equal(co_format_by_name(co_formats[i]->name), co_formats[i]);
  assert_null(co_format_by_name("xls"));
}

static enum co_status read_bytes(const char *path, const char *bytes,
                                 size_t len, const struct co_format **found,
                                 struct recorder *r, struct co_err *err) {
  struct co_input in;
  co_input_memory(&in, path, bytes, len);
  record_start(r);
  return co_read(&in, NULL, &r->sink, found, err);
}

static void reads_by_content(void **state) {
  (void)state;
  static const struct {
    const char *path, *text, *name, *want;
  } rows[] = {
      {"a.csv", "x,y\n", "csv", "[a UTF-8 ,] A1=s:x B1=s:y /"},
      {"a.tsv", "x\ty\n", "tab", "[a UTF-8 T] A1=s:x B1=s:y /"},
      {"a.txt", "x|y\n", "tab", "[a UTF-8 |] A1=s:x B1=s:y /"},
      {"a", "x;y\n", "csv", "[a UTF-8 ;] A1=s:x B1=s:y /"},
      {"a.dat", "x,y\n", "csv", "[a UTF-8 ,] A1=s:x B1=s:y /"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct recorder r;
    struct co_err err = {0};
    const struct co_format *found;
    enum co_status status = read_bytes(rows[i].path, rows[i].text,
                                       strlen(rows[i].text), &found, &r, &err);
    CHECK(!status, "%s: %s", rows[i].path, err.text);
    CHECK(strcmp(found->name, rows[i].name) == 0, "%s: %s", rows[i].path,
          found->name);
    CHECK(strcmp(recorded(&r), rows[i].want) == 0, "%s", recorded(&r));
    co_buf_clear(&r.text);
  }
}

/* A compound file whose directory, in its second sector, has one name. */
static void compound(char out[1536], const char *name) {
  memset(out, 0, 1536);
  memcpy(out, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  out[30] = 9;
  out[48] = 1; /* sector 1 begins at 1024 */
  for (size_t i = 0; name[i]; i++)
    out[1024 + 2 * i] = name[i];
}

static void refuses_other_files(void **state) {
  (void)state;
  static const struct {
    const char *path, *bytes, *says;
    enum co_error code;
  } rows[] = {
      {"a.csv", "", "empty", CO_X_FILE_EMPTY},
      {"a.xlsx", "%PDF-1.4\n", "PDF", CO_X_FILE_DOCUMENT},
      {"a.csv", "{\\rtf1", "RTF", CO_X_FILE_DOCUMENT},
      {"a.xlsx", "\n<!DOCTYPE HTML>", "web page", CO_X_FILE_CONVERT},
      {"a.xls", "<HTML>", "web page", CO_X_FILE_CONVERT},
      {"a.xls", "\xEF\xBB\xBF<table>", "web page", CO_X_FILE_CONVERT},
      {"a.xml", "<?xml version='1.0'?>", "XML", CO_X_FILE_CONVERT},
      {"a.gz", "\x1F\x8B\x08", "gzip", CO_X_FILE_PACKED},
      {"a.xlsx", "a,b\n1,2\n", "text file", CO_X_FILE_EXTENSION},
      {"a.csv", "PK\3\4....", "zip file", CO_X_FILE_EXTENSION},
      {"a.xlsx", "PK\3\4....", "damaged", CO_X_ZIP_TRUNCATED},
      {"a", "\1\2\3\4\5\6\7", "no spreadsheet", CO_X_FILE_NO_SPREADSHEET},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct recorder r;
    struct co_err err = {0};
    enum co_status status = read_bytes(rows[i].path, rows[i].bytes,
                                       strlen(rows[i].bytes), NULL, &r, &err);
    CHECK(status == CO_EINPUT && err.code == rows[i].code, "%s: %d",
          rows[i].bytes, err.code);
    CHECK(strstr(err.text, rows[i].says), "%s: %s", rows[i].bytes, err.text);
    co_buf_clear(&r.text);
  }
}

static void tells_compound_files_apart(void **state) {
  (void)state;
  static const char *const rows[][2] = {{"EncryptedPackage", "password"},
                                        {"Workbook", "97-2003 workbook"},
                                        {"Book", "97-2003 workbook"},
                                        {"WordDocument", "Word"}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    char bytes[1536];
    struct recorder r;
    struct co_err err = {0};
    compound(bytes, rows[i][0]);
    enum co_status status =
        read_bytes("a.xlsx", bytes, sizeof bytes, NULL, &r, &err);
    CHECK(status == CO_EINPUT && strstr(err.text, rows[i][1]), "%s: %s",
          rows[i][0], err.text);
    co_buf_clear(&r.text);
  }
}

static void tells_packages_apart(void **state) {
  (void)state;
  static const char *const rows[][2] = {{"xl/workbook.bin", ".xlsb"},
                                        {"mimetype", "OpenDocument"},
                                        {"word/document.xml", "Word"},
                                        {"Index/Document.iwa", "Numbers"},
                                        {"x", "without a workbook"}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct recorder r;
    struct co_err err = {0};
    struct zip zip = {0};
    zip_add(&zip, (struct zip_part){.name = rows[i][0], .text = "x"});
    struct co_input in = zip_input(&zip, "a.xlsx");
    record_start(&r);
    enum co_status status = co_read(&in, NULL, &r.sink, NULL, &err);
    CHECK(status == CO_EINPUT && strstr(err.text, rows[i][1]), "%s: %s",
          rows[i][0], err.text);
    zip_free(&zip);
  }
}

/* Writers: one sheet with all that must be escaped. */

static void write_sheet(struct co_sink *sink) {
  struct co_sheet sheet = {.name = CO_LIT("A\tB"), .visibility = CO_HIDDEN};
  struct co_cell first[] = {
      {.col = 0, .kind = CO_CELL_TEXT, .text = CO_LIT("=1+1")},
      {.col = 2, .kind = CO_CELL_NUMBER, .text = CO_LIT("-5")},
      {.col = 3, .kind = CO_CELL_TEXT, .text = CO_LIT("a,\"b\"")}};
  struct co_cell third[] = {
      {.col = 1, .kind = CO_CELL_TEXT, .text = CO_LIT("x\\y\nz\tw\r")},
      {.col = 2, .kind = CO_CELL_FORMULA}};
  struct co_row rows[] = {{.row = 0, .count = 3, .cells = first},
                          {.row = 2, .count = 2, .cells = third}};
  assert_int_equal(sink->sheet(sink, &sheet, NULL), CO_OK);
  assert_int_equal(sink->row(sink, &rows[0], NULL), CO_OK);
  assert_int_equal(sink->row(sink, &rows[1], NULL), CO_OK);
}

/* What a format makes of it; to be freed. */
static char *written(const char *name) {
  struct co_sink *sink;
  struct co_output out = {0};
  out.file = tmpfile();
  assert_non_null(out.file);
  const struct co_format *format = co_format_by_name(name);
  assert_int_equal(format->writer(&sink, &out, NULL), CO_OK);
  write_sheet(sink);
  assert_int_equal(sink->end(sink, NULL), CO_OK);
  sink->free(sink);
  char *text = calloc(1, 4096);
  rewind(out.file);
  assert_true(fread(text, 1, 4095, out.file) > 0);
  fclose(out.file);
  return text;
}

static void writes_text_formats(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"tsv",
       "#sheet\t1\tA\\tB\thidden\nA\\tB\tA1\ts\t=1+1\nA\\tB\tC1\tn\t-5\n"
       "A\\tB\tD1\ts\ta,\"b\"\nA\\tB\tB3\ts\tx\\\\y\\nz\\tw\\r\n"
       "A\\tB\tC3\tf\t\n"},
      {"csv", "'=1+1,,-5,\"a,\"\"b\"\"\"\r\n\r\n,\"x\\y\nz\tw\r\",,\r\n"},
      {"tab", "'=1+1\t\t-5\t\"a,\"\"b\"\"\"\r\n\r\n\t\"x\\y\nz\tw\r\"\t\t\r\n"},
      {"text",
       "Sheet 'A\\tB', hidden: A1 to D3, 5 cells\n"
       "          A     B        C                 D\n"
       "       1  =1+1           -5                a,\"b\"\n"
       "       3        x\\y z w  (not calculated)\n"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    char *text = written(rows[i][0]);
    CHECK(strcmp(text, rows[i][1]) == 0, "%s:\n%s", rows[i][0], text);
    free(text);
  }
}

static void writes_one_sheet_to_csv(void **state) {
  (void)state;
  struct co_sink *sink;
  struct co_output out = {0};
  struct co_err err = {0};
  struct co_sheet sheet = {.name = CO_LIT("Second")};
  out.file = tmpfile();
  assert_non_null(out.file);
  assert_int_equal(co_csv_writer(&sink, &out, NULL), CO_OK);
  write_sheet(sink);
  assert_int_equal(sink->sheet(sink, &sheet, &err), CO_EUSAGE);
  assert_non_null(strstr(err.text, "'Second'"));
  sink->free(sink);
  fclose(out.file);
}

static void says_when_writing_fails(void **state) {
  (void)state;
  static const char *const names[] = {"tsv", "csv", "tab", "text"};
  for (size_t i = 0; i < COUNT(names); i++) {
    struct co_sink *sink;
    struct co_output out = {0};
    out.file = fopen("/dev/full", "w");
    assert_non_null(out.file);
    const struct co_format *format = co_format_by_name(names[i]);
    assert_int_equal(format->writer(&sink, &out, NULL), CO_OK);
    write_sheet(sink);
    CHECK(sink->end(sink, NULL) == CO_EOUTPUT, "%s", names[i]);
    sink->free(sink);
    fclose(out.file);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(finds_formats_by_name),
      cmocka_unit_test(reads_by_content),
      cmocka_unit_test(refuses_other_files),
      cmocka_unit_test(tells_compound_files_apart),
      cmocka_unit_test(tells_packages_apart),
      cmocka_unit_test(writes_text_formats),
      cmocka_unit_test(writes_one_sheet_to_csv),
      cmocka_unit_test(says_when_writing_fails),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

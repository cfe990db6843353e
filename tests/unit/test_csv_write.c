/* test_csv_write.c - cells as CSV: what is quoted, and what would be run as a
 * formula by the program that opens the file. */
#define _XOPEN_SOURCE 700 /* open_memstream */

#include "collate/format.h"
#include "output.h"
#include "str.h"
#include "table.h"

static struct co_sink *open_writer(FILE *file) {
  struct co_sink *sink = NULL;
  struct co_output out = {.file = file};
  assert_int_equal(co_format_by_name("csv")->writer(&sink, &out, NULL), CO_OK);
  return sink;
}

static void writes_cells(void **state) {
  static const struct {
    enum co_cell_kind kind;
    const char *text, *want;
  } rows[] = {
      {CO_CELL_TEXT, "plain", "plain"},
      {CO_CELL_TEXT, "", ""},
      {CO_CELL_TEXT, "a,b", "\"a,b\""},
      {CO_CELL_TEXT, "a\"b", "\"a\"\"b\""},
      {CO_CELL_TEXT, "a\nb", "\"a\nb\""},
      {CO_CELL_TEXT, "a\rb", "\"a\rb\""},
      {CO_CELL_TEXT, " a", "\" a\""},
      {CO_CELL_TEXT, "a ", "\"a \""},
      {CO_CELL_TEXT, "=1+1", "'=1+1"},
      {CO_CELL_TEXT, "+CMD", "'+CMD"},
      {CO_CELL_TEXT, "-a", "'-a"},
      {CO_CELL_TEXT, "@SUM(1)", "'@SUM(1)"},
      {CO_CELL_TEXT, "\ta", "\"'\ta\""},
      {CO_CELL_TEXT, "\na", "\"'\na\""},
      {CO_CELL_TEXT, "＝1+1", "'＝1+1"},
      {CO_CELL_TEXT, "a;=1", "\"a;=1\""},
      {CO_CELL_TEXT, "\ra", "\"'\ra\""},
      {CO_CELL_TEXT, "=1,2", "\"'=1,2\""},
      {CO_CELL_TEXT, "a=1", "a=1"},
      /* what people write and no program runs */
      {CO_CELL_TEXT, "-5", "-5"},
      {CO_CELL_TEXT, "+44.5%", "+44.5%"},
      {CO_CELL_TEXT, "-1,234.50", "\"-1,234.50\""},
      {CO_CELL_TEXT, "----", "----"},
      {CO_CELL_TEXT, "-", "-"},
      {CO_CELL_TEXT, "-+5", "-+5"},
      /* sums are run */
      {CO_CELL_TEXT, "-1+2", "'-1+2"},
      {CO_CELL_TEXT, "+1-2", "'+1-2"},
      {CO_CELL_TEXT, "-1/2", "'-1/2"},
      {CO_CELL_TEXT, "-1:2", "'-1:2"},
      /* only texts can be formulas */
      {CO_CELL_NUMBER, "-5", "-5"},
      {CO_CELL_NUMBER, "-1E-5", "-1E-5"},
      {CO_CELL_ERROR, "=x", "=x"},
  };
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    char *text = NULL;
    size_t len = 0;
    FILE *file = open_memstream(&text, &len);
    struct co_sink *sink = open_writer(file);
    struct co_sheet sheet = {.name = CO_LIT("S")};
    struct co_cell cells[] = {
        {.col = 1, .kind = rows[i].kind, .text = co_str_of(rows[i].text)},
        {.col = 3, .kind = CO_CELL_TEXT, .text = CO_LIT("z")}};
    struct co_row row = {.row = 1, .count = 2, .cells = cells};
    char want[100];
    assert_int_equal(sink->sheet(sink, &sheet, NULL), CO_OK);
    assert_int_equal(sink->row(sink, &row, NULL), CO_OK);
    assert_int_equal(sink->end(sink, NULL), CO_OK);
    sink->free(sink);
    fclose(file);
    snprintf(want, sizeof want, "\r\n,%s,,z\r\n", rows[i].want);
    CHECK(strcmp(text, want) == 0, "'%s': %s", rows[i].text, text);
    free(text);
  }
}

/* Rows that end early have as many fields as the first one; a longer one is
 * not cut, and a blank one stays a blank line. */
static void fills_rows_up(void **state) {
  (void)state;
  static const struct {
    uint32_t row, col;
  } cells[] = {{0, 2}, {1, 0}, {3, 1}, {4, 3}};
  char *text = NULL;
  size_t len = 0;
  FILE *file = open_memstream(&text, &len);
  struct co_sink *sink = open_writer(file);
  struct co_sheet sheet = {.name = CO_LIT("S")};
  assert_int_equal(sink->sheet(sink, &sheet, NULL), CO_OK);
  for (size_t i = 0; i < COUNT(cells); i++) {
    struct co_cell cell = {
        .col = cells[i].col, .kind = CO_CELL_TEXT, .text = CO_LIT("x")};
    struct co_row row = {.row = cells[i].row, .count = 1, .cells = &cell};
    assert_int_equal(sink->row(sink, &row, NULL), CO_OK);
  }
  assert_int_equal(sink->end(sink, NULL), CO_OK);
  sink->free(sink);
  fclose(file);
  assert_string_equal(text, ",,x\r\nx,,\r\n\r\n,x,\r\n,,,x\r\n");
  free(text);
}

static void takes_one_sheet(void **state) {
  (void)state;
  char *text = NULL;
  size_t len = 0;
  FILE *file = open_memstream(&text, &len);
  struct co_sink *sink = open_writer(file);
  struct co_sheet sheet = {.name = CO_LIT("Second")};
  struct co_err err = {0};
  assert_int_equal(sink->sheet(sink, &sheet, NULL), CO_OK);
  assert_int_equal(sink->sheet(sink, &sheet, &err), CO_EUSAGE);
  CHECK(strstr(err.text, "'Second'"), "%s", err.text);
  sink->free(sink);
  fclose(file);
  free(text);
}

/* Every writer of text, at a disk that is full: the error comes at the latest
 * at the end, and once it has come it stays. */
static void tells_a_full_disk(void **state) {
  static const char *const formats[] = {"csv", "tsv", "json", "html", "text"};
  (void)state;
  for (size_t i = 0; i < COUNT(formats); i++) {
    const struct co_format *format = co_format_by_name(formats[i]);
    if (!format) continue;
    for (int buffered = 0; buffered < 2; buffered++) {
      FILE *file = fopen("/dev/full", "wb");
      struct co_sink *sink = NULL;
      struct co_output out = {.file = file};
      struct co_err err = {0};
      struct co_sheet sheet = {.name = CO_LIT("S")};
      struct co_cell cells[] = {
          {.col = 0, .kind = CO_CELL_TEXT, .text = CO_LIT("a")},
          {.col = 1, .kind = CO_CELL_TEXT, .text = CO_LIT("b")}};
      struct co_row row = {.count = 2, .cells = cells};
      assert_non_null(file);
      if (!buffered) setvbuf(file, NULL, _IONBF, 0);
      assert_int_equal(format->writer(&sink, &out, NULL), CO_OK);
      enum co_status status = sink->sheet(sink, &sheet, &err);
      for (; !status && row.row < 5; row.row++)
        status = sink->row(sink, &row, &err);
      if (!status) status = sink->end(sink, &err);
      CHECK(status == CO_EOUTPUT && err.text[0], "%s, buffered %d: %d %s",
            formats[i], buffered, status, err.text);
      sink->free(sink);
      fclose(file);
    }
  }
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(writes_cells), cmocka_unit_test(fills_rows_up),
      cmocka_unit_test(takes_one_sheet), cmocka_unit_test(tells_a_full_disk)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

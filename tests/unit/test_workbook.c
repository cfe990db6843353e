/* test_workbook.c - the XLSX writer, event by event.
 *
 * Each case pushes cells into the writer and looks for the XML that Excel
 * will see; the package is opened with our own reader, so lengths and CRCs
 * are checked on the way. */
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "formats.h"
#include "input.h"
#include "output.h"
#include "package.h"
#include "str.h"

enum { ROOM = 16 << 20 };

struct writing {
  char folder[32], path[64];
  struct co_output out;
  struct co_sink *sink;
  struct co_err err;
};

static void start(struct writing *w) {
  strcpy(w->folder, "/tmp/co-workbook-XXXXXX");
  assert_non_null(mkdtemp(w->folder));
  snprintf(w->path, sizeof w->path, "%s/a.xlsx", w->folder);
  assert_int_equal(co_output_open(&w->out, w->path, &w->err), CO_OK);
  assert_int_equal(co_workbook_writer(&w->sink, &w->out, &w->err), CO_OK);
}

static enum co_status sheet(struct writing *w, const char *name) {
  struct co_sheet s = {.name = co_str_of(name), .freeze_rows = 3};
  return w->sink->sheet(w->sink, &s, &w->err);
}

static enum co_status put(struct writing *w, uint32_t row,
                          struct co_cell cell) {
  struct co_row r = {.row = row, .count = 1, .cells = &cell};
  return w->sink->row(w->sink, &r, &w->err);
}

static void finish(struct writing *w) {
  enum co_status status = w->sink->end(w->sink, &w->err);
  if (status) fail_msg("%s", w->err.text);
  w->sink->free(w->sink);
  assert_int_equal(co_output_commit(&w->out, &w->err), CO_OK);
}

static void drop(struct writing *w) {
  w->sink->free(w->sink);
  co_output_discard(&w->out);
  assert_int_equal(rmdir(w->folder), 0); /* nothing is left behind */
}

static void remove_file(struct writing *w) {
  assert_int_equal(unlink(w->path), 0);
  assert_int_equal(rmdir(w->folder), 0);
}

/* The text of a part; freed by the caller. */
static char *part(const char *path, const char *name) {
  struct co_err err = {0};
  struct co_input in;
  struct co_package package;
  struct co_part *p = NULL;
  char *text = co_xcalloc(1, ROOM);
  size_t got = 1, len = 0;
  assert_int_equal(co_input_open(&in, path, 1 << 28, &err), CO_OK);
  assert_int_equal(co_package_open(&package, &in, &co_limits_default, &err),
                   CO_OK);
  const struct co_entry *entry = co_package_find(&package, co_str_of(name));
  assert_non_null(entry);
  assert_int_equal(co_part_open(&p, &package, entry, &err), CO_OK);
  while (got) {
    assert_int_equal(co_part_read(p, text + len, ROOM - 1 - len, &got, &err),
                     CO_OK);
    len += got;
  }
  co_part_close(p);
  co_package_close(&package);
  co_input_close(&in);
  return text;
}

static void expect_part(const struct writing *w, const char *name,
                        const char *want) {
  char *text = part(w->path, name);
  if (!strstr(text, want)) fail_msg("%s lacks: %s\n%s", name, want, text);
  free(text);
}

#define SHEET1 "xl/worksheets/sheet1.xml"
#define STRINGS "xl/sharedStrings.xml"

static const struct cell_case {
  struct co_cell cell;
  const char *part;
  const char *want;
} cell_cases[] = {
    {{.kind = CO_CELL_NUMBER, .text = {"1234.50", 7}, .look = CO_LOOK_MONEY},
     SHEET1,
     "<v>1234.5</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {"-0", 2}}, SHEET1, "<v>0</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {"70740.49", 8}},
     SHEET1,
     "<v>70740.49</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {"-0.05", 5}}, SHEET1, "<v>-0.05</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {"+007.", 5}}, SHEET1, "<v>7</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {".50", 3}}, SHEET1, "<v>0.5</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {"1E5", 3}}, SHEET1, "<v>100000</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {"0.00001", 7}},
     SHEET1,
     "<v>0.00001</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {"12e20", 5}}, SHEET1, "<v>1.2E+21</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {"-1.5e-20", 8}},
     SHEET1,
     "<v>-1.5E-20</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {"1.5E-3", 6}}, SHEET1, "<v>0.0015</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {"123456789012345", 15}},
     SHEET1,
     "<v>123456789012345</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {"1234567890123456", 16}},
     STRINGS,
     "<t>1234567890123456</t>"},
    {{.kind = CO_CELL_NUMBER, .text = {"nan", 3}}, STRINGS, "<t>nan</t>"},
    {{.kind = CO_CELL_NUMBER, .text = {"0x10", 4}}, STRINGS, "<t>0x10</t>"},
    {{.kind = CO_CELL_NUMBER, .text = {"1e999", 5}}, STRINGS, "<t>1e999</t>"},
    {{.kind = CO_CELL_NUMBER, .text = {"0.5", 3}, .look = CO_LOOK_PERCENT},
     "xl/styles.xml",
     "formatCode=\"0%"},
    {{.kind = CO_CELL_NUMBER, .text = {"0.125", 5}, .look = CO_LOOK_PERCENT},
     "xl/styles.xml",
     "formatCode=\"0.0%"},
    {{.kind = CO_CELL_NUMBER, .text = {"0.51944", 7}, .look = CO_LOOK_PERCENT},
     "xl/styles.xml",
     "formatCode=\"0.00%"},
    {{.kind = CO_CELL_DATE, .text = {"2009-11-26", 10}},
     SHEET1,
     "<v>40143</v>"},
    {{.kind = CO_CELL_DATE, .text = {"2009-11-26", 10}},
     "xl/styles.xml",
     "dd-mmm-yyyy"},
    {{.kind = CO_CELL_DATE, .text = {"1900-03-01", 10}}, SHEET1, "<v>61</v>"},
    {{.kind = CO_CELL_DATE, .text = {"1900-02-28", 10}},
     STRINGS,
     "<t>1900-02-28</t>"},
    {{.kind = CO_CELL_DATE, .text = {"2009-02-30", 10}},
     STRINGS,
     "<t>2009-02-30</t>"},
    {{.kind = CO_CELL_DATE, .text = {"2009-11-26T12:00:00", 19}},
     SHEET1,
     "<v>40143.5</v>"},
    {{.kind = CO_CELL_DATE, .text = {"2009-11-26T08:00:00.001", 23}},
     SHEET1,
     "<v>40143.33333334491</v>"},
    {{.kind = CO_CELL_DATE, .text = {"9999-12-31", 10}},
     SHEET1,
     "<v>2958465</v>"},
    {{.kind = CO_CELL_TIME, .text = {"18:00:00", 8}}, SHEET1, "<v>0.75</v>"},
    {{.kind = CO_CELL_TIME, .text = {"08:00:00", 8}},
     SHEET1,
     "<v>0.3333333333333333</v>"},
    {{.kind = CO_CELL_TIME, .text = {"23:59:59.999", 12}},
     SHEET1,
     "<v>0.9999999884259259</v>"},
    {{.kind = CO_CELL_TIME, .text = {"24:00:00", 8}},
     STRINGS,
     "<t>24:00:00</t>"},
    {{.kind = CO_CELL_DURATION, .text = {"129600", 6}}, SHEET1, "<v>1.5</v>"},
    {{.kind = CO_CELL_BOOL, .text = {"TRUE", 4}},
     SHEET1,
     "t=\"b\" r=\"A5\"><v>1</v>"},
    {{.kind = CO_CELL_TEXT, .text = {"=1+1", 4}}, STRINGS, "<t>=1+1</t>"},
    {{.kind = CO_CELL_TEXT, .text = {"00123", 5}}, STRINGS, "<t>00123</t>"},
    {{.kind = CO_CELL_TEXT, .text = {" a", 2}},
     STRINGS,
     "xml:space=\"preserve\"> a<"},
    {{.kind = CO_CELL_TEXT, .text = {"a\x01\0b\xFF", 5}},
     STRINGS,
     "<t>a\xEF\xBF\xBD\xEF\xBF\xBD"
     "b\xEF\xBF\xBD</t>"},
    {{.kind = CO_CELL_TEXT, .text = {"a\r\nb\t\"&<>", 9}},
     STRINGS,
     "<t>a_x000D_\nb\t\"&amp;&lt;&gt;</t>"},
    {{.kind = CO_CELL_TEXT, .text = {"\xF0\x9F\x98\x80\xC3\xA9", 6}},
     STRINGS,
     "<t>\xF0\x9F\x98\x80\xC3\xA9</t>"},
    {{.kind = CO_CELL_TEXT, .text = {"\xEF\xBF\xBE", 3}},
     STRINGS,
     "<t>\xEF\xBF\xBD</t>"},
    {{.kind = CO_CELL_TEXT, .text = {"a_x000D_b", 9}},
     STRINGS,
     "<t>a_x005F_x000D_b</t>"},
    {{.kind = CO_CELL_TEXT, .text = {"_x00e9_x00e9_", 13}},
     STRINGS,
     "<t>_x005F_x00e9_x005F_x00e9_</t>"},
    {{.kind = CO_CELL_TEXT, .text = {"a_x00G0_b", 9}},
     STRINGS,
     "<t>a_x00G0_b</t>"},
    {{.kind = CO_CELL_ERROR, .text = {"#REF!", 5}},
     SHEET1,
     "<c t=\"e\" r=\"A5\"><v>#REF!</v></c>"},
    {{.kind = CO_CELL_ERROR, .text = {"Err:502", 7}},
     STRINGS,
     "<t>Err:502</t>"},
    {{.kind = CO_CELL_NUMBER,
      .text = {"18", 2},
      .formula = {"COUNTIFS(Actions[Status],\"On Target\")", 37}},
     SHEET1,
     "<f>COUNTIFS(Actions[Status],\"On Target\")</f><v>18</v>"},
    {{.kind = CO_CELL_TEXT, .text = {"Yes", 3}, .formula = {"=IF(1,2)", 8}},
     SHEET1,
     "t=\"str\" r=\"A5\"><f>IF(1,2)</f><v>Yes</v>"},
    {{.kind = CO_CELL_NUMBER, .text = {"1", 1}, .formula = {"=A1&\"<\"", 7}},
     SHEET1,
     "<f>A1&amp;\"&lt;\"</f><v>1</v>"},
    {{.kind = CO_CELL_TEXT,
      .text = {"go", 2},
      .link = {"internal:'Sources'!A5", 21}},
     SHEET1,
     "location=\"'Sources'!A5\""},
    {{.kind = CO_CELL_TEXT,
      .text = {"go", 2},
      .link = {"internal:'A \"&\" B'!A5", 21}},
     SHEET1,
     "<hyperlinks><hyperlink ref=\"A5\" location=\"'A &quot;&amp;&quot; "
     "B'!A5\" "
     "display=\"'A &quot;&amp;&quot; B'!A5\"/></hyperlinks>"},
    {{.kind = CO_CELL_TEXT,
      .text = {"go", 2},
      .link = {"https://example.org/?a&b", 24}},
     "xl/worksheets/_rels/sheet1.xml.rels",
     "Target=\"https://example.org/?a&amp;b\""},
    {{.kind = CO_CELL_TEXT, .text = {"go", 2}, .link = {"file:///etc", 11}},
     STRINGS,
     "<t>go</t>"},
};

static void cells(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof cell_cases / sizeof *cell_cases; i++) {
    struct writing w = {0};
    start(&w);
    assert_int_equal(sheet(&w, "S"), CO_OK);
    assert_int_equal(put(&w, 4, cell_cases[i].cell), CO_OK);
    finish(&w);
    expect_part(&w, cell_cases[i].part, cell_cases[i].want);
    remove_file(&w);
  }
}

static void foreign_links_are_not_links(void **state) {
  (void)state;
  struct writing w = {0};
  start(&w);
  sheet(&w, "S");
  put(&w, 0,
      (struct co_cell){.kind = CO_CELL_TEXT,
                       .text = CO_LIT("go"),
                       .link = CO_LIT("file:///etc")});
  finish(&w);
  char *text = part(w.path, SHEET1);
  assert_null(strstr(text, "hyperlink"));
  free(text);
  remove_file(&w);
}

static const char *const names[][2] = {
    {"Summary", "name=\"Summary\""},
    {"summary", "name=\"summary (2)\""},
    {"History", "name=\"History (2)\""},
    {"a:b/c", "name=\"a_b_c\""},
    {"'quoted'", "name=\"_quoted_\""},
    {"", "name=\"Sheet\""},
    {"12345678901234567890123456789012",
     "name=\"1234567890123456789012345678901\""},
    {"123456789012345678901234567890123",
     "name=\"123456789012345678901234567 (2)\""},
    {"\xC3\x89t\xC3\xA9", "name=\"\xC3\x89t\xC3\xA9\""},
    {"\xC3\xA9t\xC3\x89", "name=\"\xC3\xA9t\xC3\x89 (2)\""},
    {"\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80"
     "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80"
     "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80"
     "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80",
     "\xF0\x9F\x98\x80\xF0\x9F\x98\x80\xF0\x9F\x98\x80\"" /* cut to 15 */},
};

static void sheet_names(void **state) {
  (void)state;
  struct writing w = {0};
  size_t count = sizeof names / sizeof *names;
  start(&w);
  for (size_t i = 0; i < count; i++)
    assert_int_equal(sheet(&w, names[i][0]), CO_OK);
  finish(&w);
  for (size_t i = 0; i < count; i++)
    expect_part(&w, "xl/workbook.xml", names[i][1]);
  remove_file(&w);
}

static void long_text_names_the_cell(void **state) {
  (void)state;
  struct writing w = {0};
  char *text = co_xmalloc(32768);
  memset(text, 'x', 32768);
  struct co_cell cell = {.col = 1, .kind = CO_CELL_TEXT, .text = {text, 32767}};
  start(&w);
  sheet(&w, "Notes");
  assert_int_equal(put(&w, 5, cell), CO_OK);
  cell.text.len = 32768;
  assert_int_equal(put(&w, 6, cell), CO_EOUTPUT);
  assert_int_equal(w.err.code, CO_X_OUTPUT_CELL_LONG);
  assert_non_null(strstr(w.err.text, "sheet 'Notes', cell B7: the text 'xx"));
  assert_non_null(strstr(w.err.text, "' has 32768 characters"));
  free(text);
  drop(&w);
}

static void long_formula(void **state) {
  (void)state;
  struct writing w = {0};
  char *text = co_xmalloc(8193);
  memset(text, '1', 8193);
  struct co_cell cell = {
      .kind = CO_CELL_NUMBER, .text = CO_LIT("1"), .formula = {text, 8193}};
  start(&w);
  sheet(&w, "S");
  assert_int_equal(put(&w, 0, cell), CO_EOUTPUT);
  assert_int_equal(w.err.code, CO_X_OUTPUT_FORMULA_LONG);
  free(text);
  drop(&w);
}

static void past_the_last_cell(void **state) {
  (void)state;
  struct writing w = {0};
  start(&w);
  sheet(&w, "S");
  struct co_cell cell = {.kind = CO_CELL_TEXT, .text = CO_LIT("x")};
  assert_int_equal(put(&w, 1048576, cell), CO_EOUTPUT);
  cell.col = 16384;
  assert_int_equal(put(&w, 0, cell), CO_EOUTPUT);
  assert_int_equal(w.err.code, CO_X_OUTPUT_SHEET_FULL);
  drop(&w);
}

static const struct co_choice choices[] = {
    {CO_LIT("On Target"), CO_LIT("C6EFCE"), CO_LIT("006100"),
     CO_LIT("\xE2\x97\x8F")},
    {CO_LIT("Say \"so\""), CO_LIT("000000"), CO_LIT("FFFFFF"), CO_LIT("")},
};

static const char *const headers[] = {"Ref", "Status"};

static enum co_status put_header(struct writing *w, const char *second) {
  struct co_cell cells[] = {{.kind = CO_CELL_TEXT,
                             .look = CO_LOOK_HEADER,
                             .text = co_str_of(headers[0])},
                            {.col = 1,
                             .kind = CO_CELL_TEXT,
                             .look = CO_LOOK_HEADER,
                             .text = co_str_of(second)}};
  struct co_row row = {.row = 2, .count = 2, .cells = cells};
  return w->sink->row(w->sink, &row, &w->err);
}

/* A table of two columns, headers in row 3 (zero-based 2). */
static enum co_status range(struct writing *w, const char *second, bool open) {
  struct co_column columns[] = {
      {.label = co_str_of(headers[0]), .width = 12, .right = true},
      {.label = co_str_of(second),
       .width = 20,
       .choices = choices,
       .choice_count = 2,
       .formula = CO_LIT("=Actions[[#This Row],[Ref]]&\"<\"")},
  };
  struct co_range r = {.name = CO_LIT("Actions"),
                       .first_row = 2,
                       .last_row = open ? 0 : 2,
                       .last_col = 1,
                       .columns = columns,
                       .open = open};
  return w->sink->range(w->sink, &r, &w->err);
}

static enum co_status table(struct writing *w, const char *second) {
  enum co_status status = range(w, second, true);
  if (!status) status = put_header(w, second);
  return status ? status : range(w, second, false);
}

/* Right-aligned where its column is one of numbers, but for the first: there it
 * would be a label. Nothing else in the workbook has that format. */
static void word_in_column_of_numbers(uint32_t col, bool right) {
  struct writing w = {0};
  struct co_column columns[] = {{.label = CO_LIT("Ref"), .right = true},
                                {.label = CO_LIT("Status"), .right = true}};
  struct co_range r = {.name = CO_LIT("Words"),
                       .first_row = 2,
                       .last_col = 1,
                       .columns = columns,
                       .open = true};
  struct co_cell word = {
      .col = col, .kind = CO_CELL_TEXT, .text = CO_LIT("No Data")};
  struct co_row row = {.row = 3, .count = 1, .cells = &word};
  start(&w);
  sheet(&w, "Words");
  assert_int_equal(w.sink->range(w.sink, &r, &w.err), CO_OK);
  assert_int_equal(put_header(&w, "Status"), CO_OK);
  assert_int_equal(w.sink->row(w.sink, &row, &w.err), CO_OK);
  r.open = false;
  r.last_row = 3;
  assert_int_equal(w.sink->range(w.sink, &r, &w.err), CO_OK);
  finish(&w);
  expect_part(&w, SHEET1, right ? "<c s=\"2\" t=\"" : "<c t=\"");
  if (right) expect_part(&w, "xl/styles.xml", "@_)");
  remove_file(&w);
}

static void words_in_columns_of_numbers(void **state) {
  (void)state;
  word_in_column_of_numbers(0, false);
  word_in_column_of_numbers(1, true);
}

/* Up to its first row. */
static void begin_table(struct writing *w) {
  start(w);
  sheet(w, "Actions");
  assert_int_equal(range(w, "Status", true), CO_OK);
  assert_int_equal(put_header(w, "Status"), CO_OK);
}

static void tables(void **state) {
  (void)state;
  struct writing w = {0};
  start(&w);
  sheet(&w, "Actions");
  assert_int_equal(table(&w, "Status"), CO_OK);
  finish(&w);
  expect_part(&w, "xl/tables/table1.xml",
              "displayName=\"Actions\" ref=\"A3:B4\"");
  expect_part(&w, "xl/tables/table1.xml", "<autoFilter ref=\"A3:B4\"/>");
  expect_part(&w, "xl/tables/table1.xml",
              "<tableColumn id=\"1\" name=\"Ref\"/>"
              "<tableColumn id=\"2\" name=\"Status\">"
              "<calculatedColumnFormula>Actions[[#This Row],[Ref]]&amp;\"&lt;\""
              "</calculatedColumnFormula></tableColumn></tableColumns>");
  expect_part(&w, SHEET1, "<formula>\"On Target\"</formula>");
  expect_part(&w, SHEET1, "<formula>\"Say \"\"so\"\"\"</formula>");
  expect_part(&w, SHEET1, "<conditionalFormatting sqref=\"B4\">");
  expect_part(&w, SHEET1, "<dataValidation type=\"list\"");
  expect_part(&w, SHEET1, "ySplit=\"3\"");
  expect_part(&w, SHEET1, "orientation=\"landscape\"");
  expect_part(&w, SHEET1, "paperSize=\"9\"");
  expect_part(&w, "xl/workbook.xml", "Print_Titles");
  expect_part(&w, "xl/styles.xml", "&quot;\xE2\x97\x8F &quot;@");
  expect_part(&w, "xl/styles.xml", "FFC6EFCE");
  remove_file(&w);
}

/* The header over numbers stands to the right, the other does not; a row has
 * the height that its widths ask for; the table says where it ends. */
static void rows_of_a_table(void **state) {
  (void)state;
  struct writing w = {0};
  begin_table(&w);
  assert_int_equal(put(&w, 3,
                       (struct co_cell){.kind = CO_CELL_NUMBER,
                                        .text = CO_LIT("5"),
                                        .look = CO_LOOK_WHOLE}),
                   CO_OK);
  assert_int_equal(
      put(&w, 4,
          (struct co_cell){
              .col = 1,
              .kind = CO_CELL_TEXT,
              .look = CO_LOOK_WRAP,
              .text = CO_LIT("twenty-seven wide characters\nand more")}),
      CO_OK);
  assert_int_equal(range(&w, "Status", false), CO_OK);
  assert_int_equal(put(&w, 5,
                       (struct co_cell){.kind = CO_CELL_TEXT,
                                        .look = CO_LOOK_HEADING,
                                        .text = CO_LIT("Next")}),
                   CO_OK);
  finish(&w);
  expect_part(&w, SHEET1, "<dimension ref=\"A3:B6\"/>");
  expect_part(&w, SHEET1,
              "<sheetData><row r=\"3\"><c s=\"1\" t=\"s\" r=\"A3\"><v>0</v></c>"
              "<c s=\"2\" t=\"s\" r=\"B3\"><v>1</v></c></row>"
              "<row r=\"4\"><c s=\"3\" r=\"A4\"><v>5</v></c></row>"
              "<row r=\"5\" ht=\"45\" customHeight=\"1\">"
              "<c s=\"4\" t=\"s\" r=\"B5\"><v>2</v></c></row>"
              "<row r=\"6\" ht=\"18\" customHeight=\"1\">"
              "<c s=\"5\" t=\"s\" r=\"A6\"><v>3</v></c></row></sheetData>");
  expect_part(&w, "xl/styles.xml", "<cellXfs count=\"6\">");
  expect_part(&w, "xl/styles.xml",
              "<alignment horizontal=\"right\" vertical=\"center\"");
  expect_part(&w, STRINGS, "count=\"4\" uniqueCount=\"4\"");
  remove_file(&w);
}

/* A heading in that row, a block below it down to the last one, and a chart of
 * so many rows. */
static void block(struct writing *w, uint32_t heading, uint32_t last,
                  uint32_t chart_rows) {
  static const struct co_str value = CO_LIT("1");
  static const struct co_series series = {.values = &value};
  struct co_cell cell = {
      .kind = CO_CELL_TEXT, .look = CO_LOOK_HEADING, .text = CO_LIT("Next")};
  struct co_column column = {.label = CO_LIT("Ref")};
  struct co_chart chart = {.row = last + 2,
                           .rows = chart_rows,
                           .labels = &value,
                           .bars = 1,
                           .series = &series,
                           .series_count = 1};
  struct co_range r = {.first_row = heading + 1,
                       .last_row = last,
                       .columns = &column,
                       .chart = chart_rows ? &chart : NULL};
  assert_int_equal(put(w, heading, cell), CO_OK);
  cell.look = CO_LOOK_PLAIN;
  assert_int_equal(put(w, last, cell), CO_OK);
  assert_int_equal(w->sink->range(w->sink, &r, &w->err), CO_OK);
}

/* An A4 page has room for 32 rows: the second block fits below the first, the
 * third does not, nor its chart; the fourth is longer than a page, so what
 * follows begins a page, too, and so does the chart at the end. */
static void ends_of_pages(void **state) {
  (void)state;
  struct writing w = {0};
  start(&w);
  sheet(&w, "Blocks");
  block(&w, 2, 9, 0);
  block(&w, 11, 28, 0);
  block(&w, 30, 38, 24);
  block(&w, 65, 99, 0);
  block(&w, 101, 102, 31);
  finish(&w);
  expect_part(&w, SHEET1,
              "<rowBreaks count=\"5\" manualBreakCount=\"5\">"
              "<brk id=\"30\" max=\"16383\" man=\"1\"/>"
              "<brk id=\"39\" max=\"16383\" man=\"1\"/>"
              "<brk id=\"65\" max=\"16383\" man=\"1\"/>"
              "<brk id=\"101\" max=\"16383\" man=\"1\"/>"
              "<brk id=\"103\" max=\"16383\" man=\"1\"/></rowBreaks>");
  remove_file(&w);
}

/* Columns of a range grow where a number would show as ####. */
static void wide_numbers(void **state) {
  (void)state;
  struct writing w = {0};
  begin_table(&w);
  struct co_cell cell = {.kind = CO_CELL_NUMBER,
                         .text = CO_LIT("-1234567890123.5"),
                         .look = CO_LOOK_MONEY};
  assert_int_equal(put(&w, 3, cell), CO_OK); /* -1,234,567,890,123.50_ */
  cell.text = CO_LIT("0.123456789012345");
  cell.col = 1;
  assert_int_equal(put(&w, 4, cell), CO_OK);
  assert_int_equal(range(&w, "Status", false), CO_OK);
  finish(&w);
  expect_part(&w, SHEET1, "<col min=\"1\" max=\"1\" width=\"23.7109375\"");
  expect_part(&w, SHEET1, "<col min=\"2\" max=\"2\" width=\"20.7109375\"");
  remove_file(&w);
}

static void a_header_of_other_words(void **state) {
  (void)state;
  struct writing w = {0};
  start(&w);
  sheet(&w, "Actions");
  assert_int_equal(range(&w, "Status", true), CO_OK);
  assert_int_equal(put_header(&w, "State"), CO_EBUG);
  assert_int_equal(range(&w, "Status", false), CO_EBUG);
  drop(&w);
}

static void rows_out_of_order(void **state) {
  (void)state;
  struct writing w = {0};
  struct co_cell cell = {.kind = CO_CELL_TEXT, .text = CO_LIT("x")};
  struct co_cell cells[] = {{.col = 4, .kind = CO_CELL_BLANK},
                            {.col = 4, .kind = CO_CELL_BLANK}};
  struct co_row row = {.row = 9, .count = 2, .cells = cells};
  start(&w);
  sheet(&w, "S");
  assert_int_equal(put(&w, 5, cell), CO_OK);
  assert_int_equal(put(&w, 5, cell), CO_EBUG);
  assert_int_equal(w.sink->row(w.sink, &row, &w.err), CO_EBUG);
  drop(&w);
}

/* A column that repeats itself shares its texts, one that does not keeps
 * them; whichever way, they come back. */
static void repeated_texts(void **state) {
  (void)state;
  struct writing w = {0};
  char unique[32];
  struct co_cell cells[2] = {{.kind = CO_CELL_TEXT, .text = CO_LIT("same")},
                             {.col = 1, .kind = CO_CELL_TEXT}};
  start(&w);
  sheet(&w, "S");
  for (uint32_t i = 0; i < 2000; i++) {
    struct co_row row = {.row = i, .count = 2, .cells = cells};
    snprintf(unique, sizeof unique, "text %u", (unsigned)i);
    cells[1].text = co_str_of(unique);
    assert_int_equal(w.sink->row(w.sink, &row, &w.err), CO_OK);
  }
  finish(&w);
  expect_part(&w, STRINGS, "count=\"2512\" uniqueCount=\"513\"");
  expect_part(&w, SHEET1, "<c t=\"s\" r=\"A2000\"><v>0</v></c>");
  expect_part(&w, SHEET1, "<c t=\"s\" r=\"B512\"><v>512</v></c>");
  expect_part(&w, SHEET1,
              "<c t=\"inlineStr\" r=\"B513\"><is><t>text 512</t></is></c>");
  remove_file(&w);
}

static void too_many_links(void **state) {
  (void)state;
  struct writing w = {0};
  enum { LINKS = 65530 };
  struct co_cell cell = {.kind = CO_CELL_TEXT,
                         .text = CO_LIT("go"),
                         .link = CO_LIT("internal:'S'!A1")};
  start(&w);
  sheet(&w, "S");
  for (uint32_t i = 0; i < LINKS + 5; i++)
    assert_int_equal(put(&w, i, cell), CO_OK);
  finish(&w);
  char *text = part(w.path, SHEET1);
  size_t links = 0;
  for (const char *p = text; *p; p++) /* strstr() is slow in a checked build */
    links += *p == '<' && strncmp(p, "<hyperlink ", 11) == 0;
  assert_int_equal(links, LINKS);
  assert_non_null(strstr(text, "<c t=\"s\" r=\"A65535\"><v>0</v></c>"));
  free(text);
  remove_file(&w);
}

static void nothing_in_it(void **state) {
  (void)state;
  struct writing w = {0};
  start(&w);
  sheet(&w, "Empty");
  finish(&w);
  expect_part(&w, SHEET1, "<dimension ref=\"A1\"/>");
  expect_part(&w, SHEET1, "<sheetData></sheetData><pageMargins");
  remove_file(&w);
}

static void headers_twice(void **state) {
  (void)state;
  struct writing w = {0};
  start(&w);
  sheet(&w, "Actions");
  assert_int_equal(table(&w, "REF"), CO_EOUTPUT);
  assert_int_equal(w.err.code, CO_X_OUTPUT_TABLE_HEADER);
  assert_non_null(strstr(w.err.text, "two columns have the header"));
  drop(&w);
}

static char *whole(const char *path, size_t *len) {
  char *bytes = NULL;
  assert_int_equal(co_file_slurp(&bytes, len, path, ROOM, NULL), CO_OK);
  return bytes;
}

static void same_bytes(void **state) {
  (void)state;
  struct writing w[2] = {0};
  char *bytes[2];
  size_t len[2];
  for (int i = 0; i < 2; i++) {
    start(&w[i]);
    sheet(&w[i], "Actions");
    put(&w[i], 0,
        (struct co_cell){.kind = CO_CELL_TEXT,
                         .look = CO_LOOK_TITLE,
                         .text = CO_LIT("Master <workbook>")});
    table(&w[i], "Status");
    finish(&w[i]);
    expect_part(&w[i], "docProps/core.xml", "2000-01-01T00:00:00Z");
    expect_part(&w[i], "docProps/core.xml",
                "<dc:title>Master &lt;workbook&gt;</dc:title>");
    bytes[i] = whole(w[i].path, &len[i]);
    remove_file(&w[i]);
  }
  assert_int_equal(len[0], len[1]);
  assert_memory_equal(bytes[0], bytes[1], len[0]);
  free(bytes[0]);
  free(bytes[1]);
}

static void hidden_things(void **state) {
  (void)state;
  struct writing w = {0};
  struct co_sheet first = {.name = CO_LIT("A"), .visibility = CO_HIDDEN};
  struct co_row row = {.row = 1, .hidden = true};
  start(&w);
  w.sink->sheet(w.sink, &first, &w.err);
  sheet(&w, "B");
  assert_int_equal(w.sink->row(w.sink, &row, &w.err), CO_OK);
  finish(&w);
  expect_part(&w, "xl/workbook.xml",
              "name=\"A\" sheetId=\"1\" state=\"hidden\"");
  expect_part(&w, "xl/workbook.xml", "activeTab=\"1\"");
  expect_part(&w, "xl/worksheets/sheet2.xml", "hidden=\"1\"");
  remove_file(&w);
}

static void not_to_stdout(void **state) {
  (void)state;
  struct co_output out = {0};
  struct co_sink *sink = NULL;
  struct co_err err = {0};
  assert_int_equal(co_workbook_writer(&sink, &out, &err), CO_EUSAGE);
  assert_int_equal(err.code, CO_X_OUTPUT_NO_STREAM);
  assert_null(sink);
}

int main(void) {
  unsetenv("SOURCE_DATE_EPOCH");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cells),
      cmocka_unit_test(foreign_links_are_not_links),
      cmocka_unit_test(sheet_names),
      cmocka_unit_test(long_text_names_the_cell),
      cmocka_unit_test(long_formula),
      cmocka_unit_test(past_the_last_cell),
      cmocka_unit_test(tables),
      cmocka_unit_test(words_in_columns_of_numbers),
      cmocka_unit_test(rows_of_a_table),
      cmocka_unit_test(ends_of_pages),
      cmocka_unit_test(wide_numbers),
      cmocka_unit_test(a_header_of_other_words),
      cmocka_unit_test(rows_out_of_order),
      cmocka_unit_test(repeated_texts),
      cmocka_unit_test(too_many_links),
      cmocka_unit_test(nothing_in_it),
      cmocka_unit_test(headers_twice),
      cmocka_unit_test(same_bytes),
      cmocka_unit_test(hidden_things),
      cmocka_unit_test(not_to_stdout),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

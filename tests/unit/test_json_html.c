/* test_json_html.c - cells as the writers of JSON and of pages write them. */
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <stdio.h>
#include <string.h>

#include "collate/format.h"
#include "output.h"
#include "str.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static struct co_sink *open_writer(const char *format, FILE *file) {
  struct co_sink *sink = NULL;
  struct co_output out = {.file = file};
  assert_int_equal(co_format_by_name(format)->writer(&sink, &out, NULL), CO_OK);
  return sink;
}

static void push(struct co_sink *sink, uint32_t row,
                 const struct co_cell *cells, uint32_t count) {
  struct co_row event = {.row = row, .count = count, .cells = cells};
  assert_int_equal(sink->row(sink, &event, NULL), CO_OK);
}

static void begin(struct co_sink *sink, const char *name) {
  struct co_sheet sheet = {.name = co_str_of(name)};
  assert_int_equal(sink->sheet(sink, &sheet, NULL), CO_OK);
}

/* All that was written, after the end. */
static const char *finish(struct co_sink *sink, FILE *file) {
  static char text[16384];
  assert_int_equal(sink->end(sink, NULL), CO_OK);
  sink->free(sink);
  rewind(file);
  text[fread(text, 1, sizeof text - 1, file)] = '\0';
  fclose(file);
  return text;
}

#define CELL(k, l, t)                                                      \
  {                                                                        \
    .kind = CO_CELL_##k, .look = CO_LOOK_##l, .text = { t, sizeof(t) - 1 } \
  }

static const struct {
  struct co_cell cell;
  const char *json, *html;
} cells[] = {
    {CELL(NUMBER, PLAIN, "0.1"), "0.1", "0.1"},
    {CELL(NUMBER, PLAIN, "-12345.678"), "-12345.678",
     "\xE2\x88\x92"
     "12,345.678"},
    {CELL(NUMBER, PLAIN, "1.5E+300"), "1.5E+300", "1.5E+300"},
    {CELL(NUMBER, PLAIN, "1E-07"), "1E-07", "0.0000001"},
    {CELL(NUMBER, PLAIN, ".5"), "\".5\"", "0.5"},
    {CELL(NUMBER, PLAIN, "007"), "\"007\"", "7"},
    {CELL(NUMBER, PLAIN, "nan"), "\"nan\"", "nan"},
    {CELL(NUMBER, PLAIN, "1."), "\"1.\"", "1."},
    {CELL(NUMBER, PLAIN, "0.1234567891"), "0.1234567891", "0.1234567891"},
    {CELL(NUMBER, PLAIN, "1.x"), "\"1.x\"", "1.x"},
    {CELL(NUMBER, PLAIN, "-"), "\"-\"", "-"},
    {CELL(NUMBER, PLAIN, "1e"), "\"1e\"", "1e"},
    {CELL(NUMBER, PLAIN, "1e+"), "\"1e+\"", "1e+"},
    {CELL(NUMBER, PLAIN, "1e-x"), "\"1e-x\"", "1e-x"},
    {CELL(NUMBER, PLAIN, "1/2"), "\"1/2\"", "1/2"},
    {CELL(NUMBER, PLAIN, "1:2"), "\"1:2\"", "1:2"},
    {CELL(NUMBER, PLAIN, "2e3"), "2e3", "2,000"},
    {CELL(NUMBER, PLAIN, "0"), "0", "0"},
    {CELL(NUMBER, MONEY, "x"), "\"x\"", "x"},
    {CELL(NUMBER, MONEY, "99999999999999999999"), "99999999999999999999",
     "99999999999999999999"},
    {CELL(NUMBER, PERCENT, "0.12345678901"), "0.12345678901", "12.35%"},
    {CELL(DURATION, PLAIN, "90"), "90", "90"},
    {CELL(BLANK, PLAIN, ""), "null", ""},
    {CELL(DATE, PLAIN, "2009-02-30"), "\"2009-02-30\"", "2009-02-30"},
    {CELL(DATE, PLAIN, "soon"), "\"soon\"", "soon"},
    {CELL(TEXT, PLAIN, "a\rb"), "\"a\\u000db\"", "a&#13;b"},
    {CELL(NUMBER, MONEY, "1234567.5"), "1234567.5", "1,234,567.50"},
    {CELL(NUMBER, MONEY, "-999"), "-999",
     "\xE2\x88\x92"
     "999.00"},
    {CELL(NUMBER, MONEY, "0.05"), "0.05", "0.05"},
    {CELL(NUMBER, PERCENT, "0.125"), "0.125", "12.5%"},
    {CELL(NUMBER, PERCENT, "-0.5"), "-0.5",
     "\xE2\x88\x92"
     "50%"},
    {CELL(NUMBER, PERCENT, "0.519444"), "0.519444", "51.94%"},
    {CELL(NUMBER, WHOLE, "1000000"), "1000000", "1,000,000"},
    {CELL(NUMBER, WHOLE, "12"), "12", "12"},
    {CELL(TEXT, MONEY, "12"), "\"12\"", "12"},
    {CELL(DATE, PLAIN, "2009-11-06"), "\"2009-11-06\"", "6 Nov 2009"},
    {CELL(DATE, PLAIN, "2009-11-06T10:00:00"), "\"2009-11-06T10:00:00\"",
     "2009-11-06T10:00:00"},
    {CELL(BOOL, PLAIN, "TRUE"), "true", "TRUE"},
    {CELL(BOOL, PLAIN, "FALSE"), "false", "FALSE"},
    {CELL(ERROR, PLAIN, "#REF!"), "\"#REF!\"", "#REF!"},
    {CELL(FORMULA, PLAIN, ""), "null", ""},
    {CELL(TEXT, PLAIN, "a\"b\\c\n\t\x01"), "\"a\\\"b\\\\c\\n\\t\\u0001\"",
     "a&quot;b\\c\n\t\xEF\xBF\xBD"},
    {CELL(TEXT, PLAIN, "\xE2\x80\xA8\xE2\x80\xA9\x7F"),
     "\"\\u2028\\u2029\\u007f\"", "\xE2\x80\xA8\xE2\x80\xA9\x7F"},
    {CELL(TEXT, PLAIN, "\xFF\xC3"), "\"\\ufffd\\ufffd\"",
     "\xEF\xBF\xBD\xEF\xBF\xBD"},
    {CELL(TEXT, PLAIN, "<&>'"), "\"<&>'\"", "&lt;&amp;&gt;&#39;"},
};

static void json_values(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(cells); i++) {
    FILE *file = tmpfile();
    char expect[256];
    struct co_sink *sink = open_writer("json", file);
    begin(sink, "S");
    push(sink, 0, &cells[i].cell, 1);
    snprintf(expect, sizeof expect, "{\n  \"S\": [\n    {\"A\": %s}\n  ]\n}\n",
             cells[i].json);
    assert_string_equal(finish(sink, file), expect);
  }
}

/* Two cells, so that they are a table. */
static void html_values(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(cells); i++) {
    FILE *file = tmpfile();
    char expect[256];
    struct co_cell row[2] = {cells[i].cell, CELL(TEXT, PLAIN, "end")};
    struct co_sink *sink = open_writer("html", file);
    row[1].col = 2;
    begin(sink, "S");
    push(sink, 0, row, 2);
    snprintf(expect, sizeof expect, ">%s</td><td></td><td>end</td></tr>",
             cells[i].html);
    const char *page = finish(sink, file);
    if (!strstr(page, expect)) fail_msg("%s is not in %s", expect, page);
  }
}

static void json_rows(void **state) {
  FILE *file = tmpfile();
  struct co_sink *sink = open_writer("json", file);
  struct co_cell header[] = {CELL(TEXT, HEADER, "Ref"),
                             CELL(TEXT, HEADER, "Sum")};
  struct co_cell row[] = {CELL(NUMBER, PLAIN, "1"), CELL(TEXT, PLAIN, "x")};
  (void)state;
  begin(sink, "Empty");
  begin(sink, "One \"two\"");
  push(sink, 0, row, 1); /* before a header: letters */
  header[1].col = 2;
  push(sink, 1, header, 2);
  push(sink, 2, row, 1); /* what it lacks is null */
  row[0].col = 1;        /* under no header, and behind the last */
  row[1].col = 3;
  push(sink, 3, row, 2);
  assert_string_equal(finish(sink, file),
                      "{\n  \"Empty\": [],\n  \"One \\\"two\\\"\": [\n"
                      "    {\"A\": 1},\n"
                      "    {\"Ref\": 1, \"Sum\": null},\n"
                      "    {\"Ref\": null, \"B\": 1, \"Sum\": null, \"D\": "
                      "\"x\"}\n  ]\n}\n");
  file = tmpfile();
  assert_string_equal(finish(open_writer("json", file), file), "{}\n");
}

/* Only places in the page, the web and mail. */
static const struct {
  const char *link, *expect;
} links[] = {
    {"internal:'A b'!C12", "<a href=\"#s-A_20b-12\">"},
    {"internal:'A b'!A1", "<a href=\"#s-A_20b\">"},
    {"internal:'A''b'!C12", "<a href=\"#s-A_27b-12\">"},
    {"internal:'A", "<a href=\"#s-A\">"},
    {"https://example.org/?a=1&b=\"",
     "<a href=\"https://example.org/?a=1&amp;b=&quot;\">"},
    {"mailto:x@example.org", "<a href=\"mailto:x@example.org\">"},
    {"javascript:alert(1)", ">text</td>"},
    {"http://example.org", ">text</td>"},
    {"internal:", ">text</td>"},
};

static void html_links(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(links); i++) {
    FILE *file = tmpfile();
    struct co_cell row[2] = {CELL(TEXT, PLAIN, "text"),
                             CELL(TEXT, PLAIN, "end")};
    struct co_sink *sink = open_writer("html", file);
    row[0].link = co_str_of(links[i].link);
    row[1].col = 1;
    begin(sink, "S");
    push(sink, 0, row, 2);
    const char *page = finish(sink, file);
    if (!strstr(page, links[i].expect))
      fail_msg("%s is not in %s", links[i].expect, page);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(json_values),
      cmocka_unit_test(json_rows),
      cmocka_unit_test(html_values),
      cmocka_unit_test(html_links),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_show.c - what `collate show` says of a sheet: its size, what it holds,
 * and the first rows as far as they fit on a line. */
#define _XOPEN_SOURCE 700 /* open_memstream */

#include "formats.h"
#include "output.h"
#include "str.h"
#include "table.h"

struct showing {
  struct co_output out;
  struct co_sink *sink;
  char *text;
  size_t len;
};

static void start(struct showing *s) {
  *s = (struct showing){0};
  s->out.file = open_memstream(&s->text, &s->len);
  assert_non_null(s->out.file);
  assert_int_equal(co_text_writer(&s->sink, &s->out, NULL), CO_OK);
}

static void sheet(struct showing *s, struct co_sheet sheet) {
  assert_int_equal(s->sink->sheet(s->sink, &sheet, NULL), CO_OK);
}

static void row(struct showing *s, uint32_t at, uint32_t col, const char *text,
                enum co_cell_kind kind) {
  struct co_cell cell = {.col = col, .kind = kind, .text = co_str_of(text)};
  struct co_row row = {.row = at, .count = 1, .cells = &cell};
  assert_int_equal(s->sink->row(s->sink, &row, NULL), CO_OK);
}

static void finish(struct showing *s) {
  assert_int_equal(s->sink->end(s->sink, NULL), CO_OK);
  s->sink->free(s->sink);
  fclose(s->out.file);
}

static void expect(const struct showing *s, const char *want) {
  CHECK(strstr(s->text, want), "lacks '%s':\n%s", want, s->text);
}

static void sheets_and_their_marks(void **state) {
  static const struct co_named tables[] = {{CO_LIT("Plan"), CO_LIT("A1:D9")},
                                           {CO_LIT("Staff"), CO_LIT("F1:G4")}};
  static const struct {
    char delimiter;
    const char *name;
  } delimiters[] = {{',', "comma"},
                    {';', "semicolon"},
                    {'\t', "tab"},
                    {'|', "bar"},
                    {':', "other"}};
  (void)state;
  struct showing s;
  start(&s);
  for (size_t i = 0; i < COUNT(delimiters); i++)
    sheet(&s, (struct co_sheet){.name = CO_LIT("a\nb"),
                                .encoding = CO_LIT("UTF-8"),
                                .delimiter = delimiters[i].delimiter,
                                .hint = CO_LIT("KOI8-R")});
  sheet(&s, (struct co_sheet){.name = CO_LIT("b"),
                              .visibility = CO_HIDDEN,
                              .tables = tables,
                              .table_count = 2});
  row(&s, 4, 2, "x", CO_CELL_TEXT);
  finish(&s);
  for (size_t i = 0; i < COUNT(delimiters); i++) {
    char want[80];
    snprintf(want, sizeof want, "Sheet 'a\\nb': empty, UTF-8, parted by %s\n",
             delimiters[i].name);
    expect(&s, want);
  }
  expect(&s, "(by its letters it could be KOI8-R)\n");
  expect(&s, "Sheet 'b', hidden: A1 to C5, 1 cell\n");
  expect(&s, "Tables: Plan A1:D9, Staff F1:G4\n");
  CHECK(!strstr(s.text, "1904"), "%s", s.text);
  free(s.text);
}

static void what_holds_for_the_file(void **state) {
  struct co_named names[40];
  (void)state;
  for (size_t i = 0; i < COUNT(names); i++)
    names[i] = (struct co_named){CO_LIT("Total"), CO_LIT("'S'!$A$1")};
  for (size_t count = 0; count < COUNT(names); count += 39)
    for (int epoch = 0; epoch < 2; epoch++) {
      struct showing s;
      start(&s);
      sheet(&s, (struct co_sheet){.name = CO_LIT("S"),
                                  .epoch_1904 = epoch,
                                  .names = names,
                                  .name_count = count});
      sheet(&s, (struct co_sheet){.name = CO_LIT("T"), .epoch_1904 = epoch});
      finish(&s);
      bool told = strstr(s.text, "Dates count from 1904\n") != NULL;
      CHECK(told == epoch, "%s", s.text);
      if (count) expect(&s, "Defined names: Total 'S'!$A$1, Total 'S'!$A$1,");
      if (count) expect(&s, " more\n");
      expect(&s, "Sheet 'T': empty\n");
      free(s.text);
    }
}

static void rows_as_they_fit(void **state) {
  struct showing s;
  (void)state;
  start(&s);
  sheet(&s, (struct co_sheet){.name = CO_LIT("S")});
  row(&s, 0, 1, "a  b", CO_CELL_TEXT);
  row(&s, 1, 3, "", CO_CELL_FORMULA);
  for (uint32_t i = 0; i < 300; i++)
    row(&s, 5 + i, i, "a text of twenty-two.", CO_CELL_TEXT);
  finish(&s);
  expect(&s, "A1 to KN305, 302 cells\n");
  expect(&s,
         "\n       1                         a b\n"); /* collapsed; no blanks at
                                                         the end */
  expect(&s, "(not calculated)\n");
  expect(&s, " more\n"); /* columns */
  expect(&s, "...  to row 305\n");
  for (const char *p = s.text; *p; p += strcspn(p, "\n") + 1)
    CHECK(strcspn(p, "\n") < 140, "%s", p);
  free(s.text);
  start(&s); /* one column that is wider than a line stands alone */
  sheet(&s, (struct co_sheet){.name = CO_LIT("S")});
  row(&s, 0, 0, "x", CO_CELL_TEXT);
  finish(&s);
  expect(&s, "       1  x\n");
  CHECK(!strstr(s.text, "more") && !strstr(s.text, "..."), "%s", s.text);
  free(s.text);
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(sheets_and_their_marks),
      cmocka_unit_test(what_holds_for_the_file),
      cmocka_unit_test(rows_as_they_fit)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

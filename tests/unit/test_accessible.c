/* test_accessible.c - the rules for published spreadsheets, one by one.
 *
 * A sheet that keeps them all is spoilt in one way at a time; exactly that
 * departure must be told, with its cell. */
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <stdio.h>
#include <string.h>

#include "accessible.h"
#include "str.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static char told[512];

static void tell(void *context, const struct co_departure *d) {
  size_t len = strlen(told);
  (void)context;
  assert_true(d->what.len && d->remedy.len);
  snprintf(told + len, sizeof told - len, "%.*s@%.*s!%.*s ", CO_STR(d->rule),
           CO_STR(d->sheet), CO_STR(d->cell));
}

/* What is wrong with a sheet; all zero: nothing. */
struct spoilt {
  struct co_marks marks;
  enum co_visibility visibility;
  size_t tables; /* 0: one */
  bool no_table, no_title, no_words, gap, shifted, hidden_row, merged;
  bool text_only, blank_title, blank_row, hidden_column, light, band;
};

static void push(struct co_accessible *check, uint32_t row, uint32_t col,
                 uint32_t count, const char *text, bool hidden,
                 size_t hidden_columns) {
  static const struct co_columns second = {1, 1};
  struct co_cell cells[4];
  for (uint32_t i = 0; i < count; i++)
    cells[i] = (struct co_cell){
        .col = col + i, .kind = CO_CELL_TEXT, .text = co_str_of(text)};
  struct co_row event = {.row = row,
                         .count = count,
                         .cells = cells,
                         .hidden = hidden,
                         .hidden_columns = &second,
                         .hidden_column_count = hidden_columns};
  assert_int_equal(check->sink.row(&check->sink, &event, NULL), CO_OK);
}

/* A row "Row | an empty cell in a colour | Row", the texts with another or
 * none.
 */
static void push_light(struct co_accessible *check, uint32_t row, bool band) {
  uint32_t fill = CO_FILL | 0x00B050;
  struct co_str text = CO_LIT("Row");
  struct co_cell cells[] = {
      {.col = 0, .kind = CO_CELL_TEXT, .text = text, .fill = band ? fill : 0},
      {.col = 1, .kind = CO_CELL_BLANK, .fill = fill},
      {.col = 2, .kind = CO_CELL_TEXT, .text = text, .fill = CO_FILL}};
  struct co_row event = {.row = row, .count = 3, .cells = cells};
  assert_int_equal(check->sink.row(&check->sink, &event, NULL), CO_OK);
}

static void push_sheet(struct co_accessible *check, const char *name,
                       const struct spoilt *s) {
  static const struct co_merge merge = {4, 1, 4, 2};
  struct co_sheet sheet = {.name = co_str_of(name),
                           .visibility = s->visibility,
                           .marks = s->marks,
                           .merges = &merge,
                           .merge_count = s->merged,
                           .table_count = s->tables ? s->tables : 1};
  if (s->no_table || s->text_only) sheet.table_count = 0;
  check->sink.sheet(&check->sink, &sheet, NULL);
  uint32_t col = s->shifted, width = s->text_only ? 1 : 3;
  if (!s->no_title)
    push(check, 0, 0, 1, s->blank_title ? " \xC2\xA0" : "Title", false, 0);
  push(check, 1, s->shifted && s->no_title ? col : 0, 1,
       s->no_words ? "Note" : "This worksheet contains one table", false, 0);
  push(check, 2, col, width, "Header", false, s->hidden_column);
  if (s->blank_row) push(check, 3, col, width, " ", false, 0);
  uint32_t next = s->gap || s->blank_row ? 4 : 3;
  push(check, next, col, width, "Row", s->hidden_row, s->hidden_column);
  if (s->light || s->band) push_light(check, next + 1, s->band);
  if (s->light) push_light(check, next + 2, false); /* told once */
}

static const struct {
  struct spoilt sheet;
  const char *expect;
} cases[] = {
    {{.gap = false}, ""},
    {{.text_only = true}, ""},
    {{.text_only = true, .no_words = true}, ""},
    {{.no_words = true}, "one_table_said@Data!A2 "},
    {{.gap = true}, "blank_row@Data!A4 "},
    {{.blank_row = true}, "blank_row@Data!A4 "},
    {{.blank_title = true}, "blank_row@Data!A1 title@Data!A1 "},
    {{.merged = true}, "merged@Data!B5 "},
    {{.tables = 2}, "one_table@Data! "},
    {{.no_table = true}, "marked_table@Data! "},
    {{.visibility = CO_HIDDEN}, "hidden_sheet@Data! "},
    {{.visibility = CO_VERY_HIDDEN}, "hidden_sheet@Data! "},
    {{.hidden_row = true}, "hidden_row@Data!A4 "},
    {{.hidden_column = true}, "hidden_column@Data!B3 "},
    {{.light = true}, "colour_only@Data!B5 "},
    {{.band = true}, ""},
    {{.marks = {.frozen = true}}, "frozen@Data! "},
    {{.marks = {.filter = true}}, "filter@Data! "},
    {{.marks = {.header_footer = true}}, "header_footer@Data! "},
    {{.no_title = true}, "blank_row@Data!A1 title@Data!A1 "},
    {{.no_title = true, .shifted = true, .no_words = true},
     "blank_row@Data!A1 title@Data!A1 one_table_said@Data!A2 "
     "column_a@Data!B1 "},
};

static void one_at_a_time(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct co_accessible check;
    told[0] = '\0';
    co_accessible_init(&check, tell, NULL);
    push_sheet(&check, "Data", &cases[i].sheet);
    push_sheet(&check, "Notes", &(struct spoilt){.gap = false});
    check.sink.end(&check.sink, NULL);
    assert_string_equal(told, cases[i].expect);
    assert_int_equal(check.departures > 0, *cases[i].expect != '\0');
  }
}

static void notes_are_wanted(void **state) {
  struct co_accessible check;
  (void)state;
  told[0] = '\0';
  co_accessible_init(&check, tell, NULL);
  push_sheet(&check, "Data", &(struct spoilt){.gap = false});
  check.sink.end(&check.sink, NULL);
  assert_string_equal(told, "notes@! ");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_at_a_time),
      cmocka_unit_test(notes_are_wanted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

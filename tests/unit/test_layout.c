/* test_layout.c - layouts read: what is a mistake, where, and in which words.
 */
#include "layout_dir.h"

static const struct mistake {
  const char *layout, *said;
} mistakes[] = {
    {HEAD, ""},
    {"layout: test\n", "test.yaml:1:1: "},
    {HEAD "tabels: []\n", "did you mean 'tables'"},
    {HEAD "dates: dym\n", "3:8: the order of dates is dmy, mdy or ymd"},
    {HEAD "facts: [{ match: 'Q(?<q>[1-4' }]\n", "3:18: "},
    {HEAD "facts: [{ match: 'Quarter' }]\n", "names nothing"},
    {HEAD "tables:\n  - table: a\n    header: [Ref, Title]\n    records:\n"
          "      - record: acton\n",
     "7:17: the model has no record kind 'acton'; did you mean 'action'?"},
    {HEAD "tables:\n  - table: a\n    header: [Ref, Title]\n    records:\n"
          "      - record: action\n        columns: { Reff: ref }\n",
     "there is no column 'Reff' here; did you mean 'Ref'?"},
    {HEAD "tables:\n  - table: a\n    header: [Ref, Title]\n    records:\n"
          "      - record: action\n        columns: { Ref: reff }\n",
     "action has no field 'reff'; did you mean 'ref'?"},
    {HEAD "tables:\n  - table: a\n    header: [Ref, Title]\n    records:\n"
          "      - record: action\n        set: { level: '{ref' }\n",
     "opens a brace and does not close it"},
    {HEAD
     "tables:\n  - table: a\n    header: [L, B]\n    formulas: ['A + B']\n",
     "a formula reads 'Result = Term + Term - Term'"},
    {HEAD "tables:\n  - table: a\n    header: [L, B]\n    header_rows: 0\n",
     "6:18: a header has 1 to 4 rows, not '0'"},
    {HEAD "dates: [mdy]\n", "3:8: expected a text, found a list"},
    {HEAD "tables:\n  - table: a\n    header: [{ name: L, also: [[M]] }]\n",
     "expected a text, found a list"},
    {HEAD
     "tables:\n  - table: a\n    header: [L]\n    records:\n"
     "      - record: action\n        columns: { L: { field: [title] } }\n",
     "expected a text, found a list"},
    {HEAD "tables:\n  - table: ab\n    header: [L]\n    records:\n"
          "      - record: action\n        columns: { L: title }\n"
          "  - table: abs\n    header: [L]\n",
     "9:5: nothing is made of this table: it needs 'records'; did you mean "
     "'ab'?"},
    {HEAD "forms:\n  - form: a\n    start: L\n",
     "4:5: nothing is made of this form: it needs 'records'"},
    {HEAD "tables:\n  - table: a\n    header: [L]\n    records:\n"
          "      - record: action\n        set: { title: One }\n",
     "7:9: a record is made of cells: it needs 'columns' or 'each'"},
#define SETS(what)                                                       \
  HEAD "tables:\n  - table: a\n    header: [L]\n    records:\n"          \
       "      - record: measure\n        each: [{ column: L }]\n"        \
       "        value: { number: value, unit: unit, unit_is: number }\n" \
       "        set: { " what " }\n"
    {SETS("kind: tagret"),
     "10:22: 'tagret' is no value for the field 'kind'; "
     "did you mean 'target'?"},
    {SETS("kind: { from: '{L}', when: [{ match: x, use: '?' }] }"),
     "'?' is no value for the field 'kind'"},
    {SETS("kind: { from: '{L}', otherwise: many }"),
     "'many' is no value for the field 'kind'"},
    {SETS("period: '2010'"), "'2010' is no value for the field 'period'"},
    {SETS("kind: Target, period: '2009/10'"), ""},
    {SETS("kind: { from: none, code: measure_kind }"), ""},
    {HEAD "tables:\n  - table: b\n    like: a\n", "there is no 'a' to be like"},
};

static void read_mistake(const struct mistake *m) {
  struct co_pack *pack = NULL;
  struct co_layouts layouts;
  struct co_err err = {0};
  struct co_buf said = {0};
  put_layout(m->layout);
  assert_int_equal(co_pack_open(&pack, dir, &err), CO_OK);
  co_layouts_load(&layouts, pack);
  for (size_t i = 0; i < pack->problems.count; i++) {
    const struct co_problem *p = &pack->problems.list[i];
    co_buf_printf(&said, "%.*s:%u:%u: %.*s\n", CO_STR(p->file), p->line,
                  p->column, CO_STR(p->text));
  }
  co_buf_add(&said, "", 1);
  if (!*m->said) assert_string_equal(said.ptr, "");
  if (!strstr(said.ptr, m->said))
    fail_msg("expected '%s' in:\n%s", m->said, said.ptr);
  co_buf_clear(&said);
  co_layouts_free(&layouts);
  co_pack_free(pack);
}

static void test_mistakes(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
    read_mistake(&mistakes[i]);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_mistakes)};
  return cmocka_run_group_tests(tests, set_up, tear_down);
}

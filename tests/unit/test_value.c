/* test_value.c - cells made values: types, percentages, periods, codes. */
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "pattern.h"
#include "str.h"
#include "value_text.h"

static const struct co_str aliases_done[] = {
    {"done", 4}, {"completed", 9}, {"100% complete", 13}};
static const struct co_str aliases_late[] = {{"late", 4}, {"delayed", 7}};
static const struct co_code code_rows[] = {{.code = {"done", 4},
                                            .label = {"Completed", 9},
                                            .aliases = aliases_done,
                                            .alias_count = 3},
                                           {.code = {"late", 4},
                                            .label = {"Delayed", 7},
                                            .aliases = aliases_late,
                                            .alias_count = 2}};
static const struct co_codes codes = {.codes = code_rows, .count = 2};

static const struct co_field line = {.type = CO_TYPE_LINE};
static const struct co_field ref = {.type = CO_TYPE_LINE, .key = true};
static const struct co_field text = {.type = CO_TYPE_TEXT};
static const struct co_field date = {.type = CO_TYPE_DATE};
static const struct co_field decimal = {.type = CO_TYPE_DECIMAL, .scale = 4};
static const struct co_field whole = {.type = CO_TYPE_DECIMAL, .scale = 0};
static const struct co_field period = {.type = CO_TYPE_PERIOD};
static const struct co_field code = {.type = CO_TYPE_CODE, .codes = &codes};

struct value_case {
  const struct co_field *field;
  enum co_cell_kind kind;
  enum co_look look;
  const char *raw;
  enum co_value_result result;
  const char *text; /* as exported */
  bool percent;
};

#define T CO_CELL_TEXT, CO_LOOK_PLAIN
#define N CO_CELL_NUMBER, CO_LOOK_PLAIN
#define P CO_CELL_NUMBER, CO_LOOK_PERCENT
#define D CO_CELL_DATE, CO_LOOK_PLAIN

static const struct value_case cases[] = {
    {&line, T, "  a \n b\xC2\xA0 ", CO_VALUE_OK, "a b", false},
    {&line, N, "1234.50", CO_VALUE_OK, "1234.50", false},
    /* what a spreadsheet leaves of a long reference */
    {&ref, T, "1.23457E+11", CO_VALUE_DAMAGED, "1.23457E+11", false},
    {&ref, T, "1E+11", CO_VALUE_DAMAGED, "1E+11", false},
    {&ref, CO_CELL_DATE, CO_LOOK_PLAIN, "2010-01-02", CO_VALUE_DATED,
     "2010-01-02", false},
    {&ref, T, "02-Jan", CO_VALUE_DATED, "02-Jan", false},
    {&ref, T, "2-DEC", CO_VALUE_DATED, "2-DEC", false},
    {&ref, T, "Jan-10", CO_VALUE_OK, "Jan-10", false},
    {&ref, T, "02-Jam", CO_VALUE_OK, "02-Jam", false},
    {&ref, T, "2/1", CO_VALUE_OK, "2/1", false},
    {&ref, T, "1.5e+11", CO_VALUE_DAMAGED, "1.5e+11", false},
    {&line, T, "1.23457E+11", CO_VALUE_OK, "1.23457E+11", false},
    {&ref, T, "SP1", CO_VALUE_OK, "SP1", false},
    {&ref, T, "1", CO_VALUE_OK, "1", false},
    {&ref, T, "12E+11", CO_VALUE_OK, "12E+11", false},
    {&ref, T, "1.E+11", CO_VALUE_OK, "1.E+11", false},
    {&ref, T, "1.5", CO_VALUE_OK, "1.5", false},
    {&ref, T, "1.5X+11", CO_VALUE_OK, "1.5X+11", false},
    {&ref, T, "1.5E-11", CO_VALUE_OK, "1.5E-11", false},
    {&ref, T, "1.5E+1x", CO_VALUE_OK, "1.5E+1x", false},
    {&ref, T, "1.5E+11x", CO_VALUE_OK, "1.5E+11x", false},
    {&line, T, " \xC2\xA0\n ", CO_VALUE_BLANK, "", false},
    {&line, T, "", CO_VALUE_BLANK, "", false},
    {&line, CO_CELL_BLANK, CO_LOOK_PLAIN, "", CO_VALUE_BLANK, "", false},
    {&line, CO_CELL_FORMULA, CO_LOOK_PLAIN, "", CO_VALUE_BLANK, "", false},
    {&line, CO_CELL_ERROR, CO_LOOK_PLAIN, "#REF!", CO_VALUE_ERROR_CELL, "",
     false},
    {&decimal, CO_CELL_ERROR, CO_LOOK_PLAIN, "#N/A", CO_VALUE_ERROR_CELL, "",
     false},
    {&text, T, " a  \r\nb ", CO_VALUE_OK, "a\nb", false},

    {&date, D, "2009-11-26T00:00:00", CO_VALUE_OK, "2009-11-26", false},
    {&date, T, "31-Mar-2010", CO_VALUE_OK, "2010-03-31", false},
    {&date, T, "26/11/2009", CO_VALUE_OK, "2009-11-26", false},
    {&date, T, "March 2008", CO_VALUE_OK, "2008-03-31", false},
    {&date, T, "Feb 2008", CO_VALUE_OK, "2008-02-29", false},
    {&date, T, "31/02/2009", CO_VALUE_NOT_DATE, "", false},
    {&date, N, "40178", CO_VALUE_NOT_DATE, "", false},
    {&date, N, "2009", CO_VALUE_NOT_DATE, "", false},
    {&date, T, "TBA", CO_VALUE_NOT_DATE, "", false},

    {&decimal, N, "12.5", CO_VALUE_OK, "12.5", false},
    {&decimal, N, "0", CO_VALUE_OK, "0", false},
    {&decimal, P, "0.1175", CO_VALUE_OK, "11.75", true},
    {&decimal, P, "7.9", CO_VALUE_OK, "790", true},
    {&decimal, P, "1", CO_VALUE_OK, "100", true},
    {&decimal, P, "0.001", CO_VALUE_OK, "0.1", true},
    {&decimal, P, "1.5E-3", CO_VALUE_OK, "0.15", true},
    {&decimal, P, "0.333333333", CO_VALUE_ROUNDED, "33.3333", true},
    {&whole, P, "0.29", CO_VALUE_OK, "29", true},
    {&whole, P, "0.575", CO_VALUE_ROUNDED, "58", true},
    {&decimal, T, "11.75%", CO_VALUE_OK, "11.75", true},
    {&decimal, CO_CELL_TEXT, CO_LOOK_PERCENT, "81", CO_VALUE_OK, "81", false},
    {&decimal, T,
     "\xC2\xA3"
     "1,234.50",
     CO_VALUE_OK, "1234.5", false},
    {&decimal, T, "(42)", CO_VALUE_OK, "-42", false},
    {&decimal, N, "1.00005", CO_VALUE_ROUNDED, "1", false},
    {&decimal, N, "922337203685477.5807", CO_VALUE_OK, "922337203685477.5807",
     false},
    {&decimal, P, "922337203685477.5807", CO_VALUE_TOO_BIG, "", false},
    {&decimal, T, "No Data", CO_VALUE_NOT_NUMBER, "", false},
    {&decimal, T, "12 days", CO_VALUE_NOT_NUMBER, "", false},
    {&decimal, D, "2009-11-26", CO_VALUE_NOT_NUMBER, "", false},
    {&decimal, CO_CELL_BOOL, CO_LOOK_PLAIN, "TRUE", CO_VALUE_NOT_NUMBER, "",
     false},
    {&decimal, CO_CELL_DURATION, CO_LOOK_PLAIN, "90", CO_VALUE_NOT_NUMBER, "",
     false},

    {&period, T, "2009/10", CO_VALUE_OK, "2009/10", false},
    {&period, T, "2009/2010 Q2", CO_VALUE_OK, "2009/10 Q2", false},
    {&period, T, "2006/07 q1 - q3", CO_VALUE_OK, "2006/07 Q1-Q3", false},
    {&period, T, "2007 \xE2\x80\x93 08", CO_VALUE_OK, "2007/08", false},
    {&period, T, "Apr 06 \xE2\x80\x93 Dec 06", CO_VALUE_OK, "2006/07 Q1-Q3",
     false},
    {&period, T, "Jan 07 - Mar 07", CO_VALUE_OK, "2006/07 Q4", false},
    {&period, T, "May 06 - Dec 06", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "Jan 06 - Dec 06", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T,
     "\xC2\xA0"
     "2009/10\xC2\xA0Q1\xE2\x80\x93Q2",
     CO_VALUE_OK, "2009/10 Q1-Q2", false},
    {&period, T,
     "2009\xE2\x80\xA6"
     "10",
     CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2007/8", CO_VALUE_OK, "2007/08", false},
    {&period, T, "06/07", CO_VALUE_OK, "2006/07", false},
    {&period, T, "1999/00", CO_VALUE_OK, "1999/00", false},
    {&period, T, "2009/10 Quarter 4", CO_VALUE_OK, "2009/10 Q4", false},
    {&period, T, "2009/10 \xE2\x80\x93 Quarter 3", CO_VALUE_OK, "2009/10 Q3",
     false},
    {&period, T, "2009/10, Q3", CO_VALUE_OK, "2009/10 Q3", false},
    {&period, T, "Quarter 3 of 2009/10", CO_VALUE_OK, "2009/10 Q3", false},
    {&period, T, "Quarter 3 - 2009/10", CO_VALUE_OK, "2009/10 Q3", false},
    {&period, T, "2009/10 -", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "of 2009/10", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/10\tQtr 2", CO_VALUE_OK, "2009/10 Q2", false},
    {&period, T, "Q3 2026/27", CO_VALUE_OK, "2026/27 Q3", false},
    {&period, T, "Quarter 3, 2026-27", CO_VALUE_OK, "2026/27 Q3", false},
    {&period, T, "Q1 - Q2 2026/27", CO_VALUE_OK, "2026/27 Q1-Q2", false},
    {&period, T, "Q1 2026/27 Q2", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "Q3 2026", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "Q3, ", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2026/27 Q1-Q4", CO_VALUE_OK, "2026/27", false},
    {&period, T, "Apr 26 - Mar 27", CO_VALUE_OK, "2026/27", false},
    {&period, T, "October 2026 to December 2026", CO_VALUE_OK, "2026/27 Q3",
     false},
    {&period, T, "Oct 06 - Mar 07", CO_VALUE_OK, "2006/07 Q3-Q4", false},
    {&period, T, "2009\u200b10", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009\u201910", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/010", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "0009/10", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "09/2010", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/10 Q", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/10 Q0", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/10 Q12", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/10 Q1 Q2", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/10 Q1-x", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/10 Q2-Q2", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "1 Apr 06 - Dec 06", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "Apr 06 - x", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "Apr 06 - Nov 06", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "Oct 06 - Jun 06", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "Apr 06 - Dec 07", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/11", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/10 Q5", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/10 Q3-Q1", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009/10 Q1-Q3 x", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "2009", CO_VALUE_NOT_PERIOD, "", false},
    {&period, T, "Q2", CO_VALUE_NOT_PERIOD, "", false},
    {&period, N, "2009", CO_VALUE_NOT_PERIOD, "", false},
    {&period, D, "2009-10-01", CO_VALUE_NOT_PERIOD, "", false},

    {&code, T, "done", CO_VALUE_OK, "done", false},
    {&code, T, " COMPLETED* ", CO_VALUE_OK, "done", false},
    {&code, T, "De\nlayed", CO_VALUE_NOT_CODE, "", false},
    {&code, T, "Delayed", CO_VALUE_OK, "late", false},
    {&code, T, "never", CO_VALUE_NOT_CODE, "", false},
};

static void cells_become_values(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const struct value_case *c = &cases[i];
    struct co_arena arena = CO_ARENA_INIT;
    struct co_value value;
    bool percent = !c->percent;
    enum co_value_result result =
        co_value_parse(&arena, c->field, co_str_of(c->raw), c->kind, c->look,
                       CO_DMY, &value, &percent);
    struct co_str shown = value_text(&arena, c->field, &value);
    if (result != c->result || !co_str_is(shown, c->text) ||
        percent != c->percent)
      fail_msg("'%s' gave %d '%.*s'%s", c->raw, (int)result, CO_STR(shown),
               percent ? " percent" : "");
    assert_int_equal(value.present, result == CO_VALUE_OK ||
                                        result == CO_VALUE_ROUNDED ||
                                        co_value_doubtful(result));
    co_arena_clear(&arena);
  }
}

static void order_of_dates_counts(void **state) {
  (void)state;
  struct co_arena arena = CO_ARENA_INIT;
  struct co_value value;
  assert_int_equal(co_value_parse(&arena, &date, CO_LIT("03/04/2009"), T,
                                  CO_MDY, &value, NULL),
                   CO_VALUE_OK);
  assert_true(co_str_is(value.text, "2009-03-04"));
  co_arena_clear(&arena);
}

static void patterns_hold_the_whole_value(void **state) {
  (void)state;
  struct co_arena arena = CO_ARENA_INIT;
  struct co_pattern *pattern = NULL;
  struct co_value value;
  assert_int_equal(co_pattern_new(&pattern, CO_LIT("[A-Z]+-\\d+"), NULL),
                   CO_OK);
  struct co_field field = {.type = CO_TYPE_LINE, .pattern = pattern};
  assert_int_equal(co_value_parse(&arena, &field, CO_LIT(" FIN-12 "), T, CO_DMY,
                                  &value, NULL),
                   CO_VALUE_OK);
  assert_int_equal(co_value_parse(&arena, &field, CO_LIT("FIN-12b"), T, CO_DMY,
                                  &value, NULL),
                   CO_VALUE_PATTERN);
  assert_false(value.present);
  co_pattern_free(pattern);
  co_arena_clear(&arena);
}

static void only_one_way_of_writing_is_valid(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool valid;
  } periods[] = {
      {"2009/10", true},        {"2009/10 Q2", true},  {"2006/07 Q1-Q3", true},
      {"1999/00", true},        {"2009/2010", false},  {"2009/10 q2", false},
      {"2009/10  Q2", false},   {" 2009/10", false},   {"2009/11", false},
      {"2006/07 Q1-Q1", false}, {"2006/07 Q0", false}, {"", false},
  };
  for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
    assert_int_equal(co_period_valid(co_str_of(periods[i].text)),
                     periods[i].valid);
}

static void years_are_shifted(void **state) {
  (void)state;
  static const struct {
    const char *year;
    int n;
    const char *want;
  } years[] = {
      {"2009/10", -1, "2008/09"},  {"2009/10", 0, "2009/10"},
      {"1998/99", 1, "1999/00"},   {"2009/2010", 1, "2010/11"},
      {"09/10", 2, "2011/12"},     {"75/76", 0, "1975/76"},
      {"2009/10 Q2", 1, ""},       {"2009", 1, ""},
      {"2009/11", 1, ""},          {"2009/10", -5000, ""},
      {"2009/10", 2147483647, ""}, {"2009/10", -2147483647 - 1, ""},
  };
  struct co_arena arena = CO_ARENA_INIT;
  for (size_t i = 0; i < sizeof years / sizeof *years; i++)
    assert_true(
        co_str_is(co_year_shift(&arena, co_str_of(years[i].year), years[i].n),
                  years[i].want));
  co_arena_clear(&arena);
}

/* A pack that lint would refuse must not bring anything down. */
static void codes_without_a_list_are_none(void **state) {
  (void)state;
  static const struct co_field lost = {.type = CO_TYPE_CODE};
  struct co_arena arena = CO_ARENA_INIT;
  struct co_value value;
  assert_int_equal(
      co_value_parse(&arena, &lost, CO_LIT("done"), T, CO_DMY, &value, NULL),
      CO_VALUE_NOT_CODE);
  co_arena_clear(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cells_become_values),
      cmocka_unit_test(order_of_dates_counts),
      cmocka_unit_test(patterns_hold_the_whole_value),
      cmocka_unit_test(only_one_way_of_writing_is_valid),
      cmocka_unit_test(years_are_shifted),
      cmocka_unit_test(codes_without_a_list_are_none),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_stored_number.c - numbers as workbooks store them: which texts are
 * numbers, and the shortest decimal of a double, by both ways to it. */
#include "stored_number.h"
#include "str.h"
#include "table.h"

static void knows_numbers(void **state) {
  static const struct {
    const char *text;
    bool number, plain;
  } rows[] = {
      {"0", true, true},
      {"-12.5", true, true},
      {"+12.5", true, true},
      {"12.", true, true},
      {".5", true, true},
      {"123456789012345", true, true},
      {"1234567890123456", true, false},
      {"1E5", true, false},
      {"1e+5", true, false},
      {"1.5E-10", true, false},
      {"", false, true},
      {"-", false, true},
      {"+", false, true},
      {".", false, true},
      {"e5", false, false},
      {"1e", false, false},
      {"1e-", false, false},
      {"1e+", false, false},
      {"1/2", false, true},
      {"1:2", false, true},
      {"1,5", false, true},
      {"1.5.2", false, true},
      {"--1", false, true},
      {"0x10", false, true},
      {"nan", false, true},
      {"inf", false, true},
  };
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    bool plain;
    bool number = co_stored_is_number(co_str_of(rows[i].text), &plain);
    CHECK(number == rows[i].number, "'%s': number %d", rows[i].text, number);
    CHECK(plain == rows[i].plain, "'%s': plain %d", rows[i].text, plain);
  }
}

/* "": not the quick way's business, or no number. */
static const struct {
  const char *text, *quick, *shortest;
} healed[] = {
    {"132834.29999999999", "132834.3", "132834.3"},
    {"-132834.29999999999", "-132834.3", "-132834.3"},
    {"0.10000000000000001", "0.1", "0.1"},
    {"1.1000000000000001", "1.1", "1.1"},
    {"0.1", "", "0.1"},
    {"12345.678901234567", "", "12345.678901234567"},
    {"1.0000000000000002", "", "1.0000000000000002"},
    {"1.9999999999999999", "", "2"},
    {"9.9999999999999999", "", "10"},
    {"99999999999999999", "", "1e+17"},
    {"999999999999999.9", "", "999999999999999.9"},
    {"123456789012345678", "", "1.2345678901234568e+17"},
    {"1234567890123456", "", "1234567890123456"},
    {"1234567890123456.7", "", "1234567890123456.8"},
    {"0.00001234567890123456", "", "1.234567890123456e-05"},
    {"0.00000000000000000001234567890123456", "", "1.234567890123456e-20"},
    {"1.50000000000000000000", "", "1.5"},
    {"0.00012345678901234501", "", "0.00012345678901234502"},
    {"4.0000000000000001", "", "4"},
    {"1.6000000000000001", "1.6", "1.6"},
    {"1.23456789012345E+5", "", "123456.789012345"},
    {"1e400", "", ""},
    {"-1e400", "", ""},
    {"123456789012345.00", "123456789012345", "123456789012345"},
    {".0001234567890123450", "0.000123456789012345", "0.000123456789012345"},
    {"12a", "", ""},
};

static void finds_the_shortest(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(healed); i++) {
    struct co_arena arena = CO_ARENA_INIT;
    struct co_str got = {0};
    bool ok = co_stored_number(&arena, co_str_of(healed[i].text), &got);
    CHECK(ok == (healed[i].shortest[0] != 0), "%s", healed[i].text);
    if (ok)
      CHECK(co_str_is(got, healed[i].shortest), "%s: got %.*s", healed[i].text,
            CO_STR(got));
    co_arena_clear(&arena);
  }
}

/* The quick way may leave a number to the slow one, but never differ. */
static void quick_way_agrees(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(healed); i++) {
    struct co_stored_digits digits;
    char buf[CO_STORED_NUMBER] = "";
    if (*co_stored_digits(healed[i].text, &digits)) continue; /* no plain one */
    size_t len = co_stored_heal(&digits, buf);
    CHECK(len == strlen(buf), "%s: %zu", healed[i].text, len);
    CHECK(strcmp(buf, healed[i].quick) == 0, "%s: got '%s'", healed[i].text,
          buf);
  }
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(knows_numbers), cmocka_unit_test(finds_the_shortest),
      cmocka_unit_test(quick_way_agrees)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_number.c - exact decimals: what is a number, what is not, rounding. */
#include "number.h"
#include "random_text.h"
#include "str.h"

static const struct row {
  const char *text;
  unsigned scale;
  enum co_number_result result;
  int64_t units;
  bool percent, currency;
} rows[] = {
    {"0", 2, CO_NUMBER_OK, 0, false, false},
    {"1", 0, CO_NUMBER_OK, 1, false, false},
    {"007", 0, CO_NUMBER_OK, 7, false, false},
    {"1234.5", 2, CO_NUMBER_OK, 123450, false, false},
    {"132834.3", 2, CO_NUMBER_OK, 13283430, false, false},
    {".5", 2, CO_NUMBER_OK, 50, false, false},
    {"1.50", 1, CO_NUMBER_OK, 15, false, false},
    {"1.000000000000000000000", 0, CO_NUMBER_OK, 1, false, false},
    {" 42 ", 0, CO_NUMBER_OK, 42, false, false},
    {"\xC2\xA0"
     "42\xC2\xA0",
     0, CO_NUMBER_OK, 42, false, false},
    /* thousands */
    {"1,234", 0, CO_NUMBER_OK, 1234, false, false},
    {"12,345,678.90", 2, CO_NUMBER_OK, 1234567890, false, false},
    {"£1,234.56", 2, CO_NUMBER_OK, 123456, false, true},
    {"£ 1,234.56", 2, CO_NUMBER_OK, 123456, false, true},
    {"1,2,3", 0, CO_NUMBER_NOT, 0, false, false},
    {"1,23", 0, CO_NUMBER_NOT, 0, false, false},
    {"1234,567", 0, CO_NUMBER_NOT, 0, false, false},
    {",123", 0, CO_NUMBER_NOT, 0, false, false},
    {"1,234,", 0, CO_NUMBER_NOT, 0, false, false},
    {"1.234,56", 2, CO_NUMBER_NOT, 0, false, false},
    /* negatives */
    {"-5", 0, CO_NUMBER_OK, -5, false, false},
    {"−5", 0, CO_NUMBER_OK, -5, false, false},
    {"- 5", 0, CO_NUMBER_OK, -5, false, false},
    {"1,234-", 0, CO_NUMBER_OK, -1234, false, false},
    {"5−", 0, CO_NUMBER_OK, -5, false, false},
    {"(1,234)", 0, CO_NUMBER_OK, -1234, false, false},
    {"( 1,234 )", 0, CO_NUMBER_OK, -1234, false, false},
    {"(£5.25)", 2, CO_NUMBER_OK, -525, false, true},
    {"£(5.25)", 2, CO_NUMBER_OK, -525, false, true},
    {"-£5", 0, CO_NUMBER_OK, -5, false, true},
    {"£-5", 0, CO_NUMBER_OK, -5, false, true},
    {"-0", 2, CO_NUMBER_OK, 0, false, false},
    {"(-5)", 0, CO_NUMBER_NOT, 0, false, false},
    {"-(5)", 0, CO_NUMBER_NOT, 0, false, false},
    {"-5-", 0, CO_NUMBER_NOT, 0, false, false},
    {"--5", 0, CO_NUMBER_NOT, 0, false, false},
    {"((5))", 0, CO_NUMBER_NOT, 0, false, false},
    {"(5", 0, CO_NUMBER_NOT, 0, false, false},
    {"5)", 0, CO_NUMBER_NOT, 0, false, false},
    /* what a variance shows */
    {"+250", 0, CO_NUMBER_OK, 250, false, false},
    {"+£1,250.50", 2, CO_NUMBER_OK, 125050, false, true},
    {"£+5", 0, CO_NUMBER_OK, 5, false, true},
    {"+3.5%", 1, CO_NUMBER_OK, 35, true, false},
    {"+-5", 0, CO_NUMBER_NOT, 0, false, false},
    {"+(5)", 0, CO_NUMBER_NOT, 0, false, false},
    {"++5", 0, CO_NUMBER_NOT, 0, false, false},
    {"5+", 0, CO_NUMBER_NOT, 0, false, false},
    {"+", 0, CO_NUMBER_NOT, 0, false, false},
    {"+1E2", 0, CO_NUMBER_NOT, 0, false, false},
    /* percent */
    {"12.5%", 1, CO_NUMBER_OK, 125, true, false},
    {"12.5 %", 1, CO_NUMBER_OK, 125, true, false},
    {"-3%", 0, CO_NUMBER_OK, -3, true, false},
    {"(3%)", 0, CO_NUMBER_OK, -3, true, false},
    {"(3)%", 0, CO_NUMBER_OK, -3, true, false},
    {"94.59 per cent", 2, CO_NUMBER_OK, 9459, true, false},
    {"(5) Percent", 0, CO_NUMBER_OK, -5, true, false},
    {"5PER CENT", 0, CO_NUMBER_OK, 5, true, false},
    {"5 per cent %", 0, CO_NUMBER_NOT, 0, false, false},
    {"£5 per cent", 0, CO_NUMBER_NOT, 0, false, false},
    {"per cent", 0, CO_NUMBER_NOT, 0, false, false},
    {"5 cent", 0, CO_NUMBER_NOT, 0, false, false},
    {"5%%", 0, CO_NUMBER_NOT, 0, false, false},
    {"%5", 0, CO_NUMBER_NOT, 0, false, false},
    {"£5%", 0, CO_NUMBER_NOT, 0, false, false},
    {"£000", 0, CO_NUMBER_NOT, 0, false, false},
    {"(£000)", 0, CO_NUMBER_NOT, 0, false, false},
    {"£0", 0, CO_NUMBER_OK, 0, false, true},
    {"000", 0, CO_NUMBER_OK, 0, false, false},
    /* exponents, as workbooks store them */
    {"1.5E-3", 4, CO_NUMBER_OK, 15, false, false},
    {"1.5e3", 0, CO_NUMBER_OK, 1500, false, false},
    {"1E+2", 2, CO_NUMBER_OK, 10000, false, false},
    {"-2.5E1", 0, CO_NUMBER_OK, -25, false, false},
    {"0E99999", 2, CO_NUMBER_OK, 0, false, false},
    {"0E999999999999999999999", 2, CO_NUMBER_OK, 0, false, false},
    {"1E-999999999999999999999", 2, CO_NUMBER_ROUNDED, 0, false, false},
    {"9E-20", 2, CO_NUMBER_ROUNDED, 0, false, false},
    {"1E", 0, CO_NUMBER_NOT, 0, false, false},
    {"1E+", 0, CO_NUMBER_NOT, 0, false, false},
    {"E5", 0, CO_NUMBER_NOT, 0, false, false},
    {"1,000E2", 0, CO_NUMBER_NOT, 0, false, false},
    {"£1E2", 0, CO_NUMBER_NOT, 0, false, false},
    {"1E2%", 0, CO_NUMBER_NOT, 0, false, false},
    {"1E2.5", 0, CO_NUMBER_NOT, 0, false, false},
    /* half to even */
    {"0.125", 2, CO_NUMBER_ROUNDED, 12, false, false},
    {"0.135", 2, CO_NUMBER_ROUNDED, 14, false, false},
    {"0.1251", 2, CO_NUMBER_ROUNDED, 13, false, false},
    {"0.12500000000000000000000001", 2, CO_NUMBER_ROUNDED, 13, false, false},
    {"0.126", 2, CO_NUMBER_ROUNDED, 13, false, false},
    {"0.124", 2, CO_NUMBER_ROUNDED, 12, false, false},
    {"-0.125", 2, CO_NUMBER_ROUNDED, -12, false, false},
    {"0.005", 2, CO_NUMBER_ROUNDED, 0, false, false},
    {"0.0051", 2, CO_NUMBER_ROUNDED, 1, false, false},
    {"0.05E-1", 2, CO_NUMBER_ROUNDED, 0, false, false},
    {"7E-3", 2, CO_NUMBER_ROUNDED, 1, false, false},
    {"9.995", 2, CO_NUMBER_ROUNDED, 1000, false, false},
    {"25E-1", 0, CO_NUMBER_ROUNDED, 2, false, false},
    /* 63 bits */
    {"9223372036854775807", 0, CO_NUMBER_OK, INT64_MAX, false, false},
    {"-9223372036854775807", 0, CO_NUMBER_OK, -INT64_MAX, false, false},
    {"92233720368547758.07", 2, CO_NUMBER_OK, INT64_MAX, false, false},
    {"9223372036854775808", 0, CO_NUMBER_TOO_BIG, 0, false, false},
    {"92233720368547758.08", 2, CO_NUMBER_TOO_BIG, 0, false, false},
    {"9223372036854775807.5", 0, CO_NUMBER_TOO_BIG, 0, false, false},
    {"99999999999999999999", 0, CO_NUMBER_TOO_BIG, 0, false, false},
    {"1E19", 0, CO_NUMBER_TOO_BIG, 0, false, false},
    {"1E99999999999999", 0, CO_NUMBER_TOO_BIG, 0, false, false},
    {"1E18", 2, CO_NUMBER_TOO_BIG, 0, false, false},
    {"1", 30, CO_NUMBER_TOO_BIG, 0, false, false},
    {"0", 30, CO_NUMBER_OK, 0, false, false},
    /* no numbers */
    {"", 0, CO_NUMBER_NOT, 0, false, false},
    {" ", 0, CO_NUMBER_NOT, 0, false, false},
    {"-", 0, CO_NUMBER_NOT, 0, false, false},
    {"£", 0, CO_NUMBER_NOT, 0, false, false},
    {"%", 0, CO_NUMBER_NOT, 0, false, false},
    {"()", 0, CO_NUMBER_NOT, 0, false, false},
    {".", 0, CO_NUMBER_NOT, 0, false, false},
    {"5.", 0, CO_NUMBER_NOT, 0, false, false},
    {"1.2.3", 0, CO_NUMBER_NOT, 0, false, false},
    {"12abc", 0, CO_NUMBER_NOT, 0, false, false},
    {"0x10", 0, CO_NUMBER_NOT, 0, false, false},
    {"1 234", 0, CO_NUMBER_NOT, 0, false, false},
    {"nan", 0, CO_NUMBER_NOT, 0, false, false},
    {"inf", 0, CO_NUMBER_NOT, 0, false, false},
    {"N/A", 0, CO_NUMBER_NOT, 0, false, false},
    {"$5", 0, CO_NUMBER_NOT, 0, false, false},
    {"£££5", 0, CO_NUMBER_NOT, 0, false, false},
    {"２", 0, CO_NUMBER_NOT, 0, false, false},
};

static void parses(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct row *row = &rows[i];
    struct co_number got;
    enum co_number_result result =
        co_number_parse(co_str_of(row->text), row->scale, &got);
    CHECK(result == row->result, "'%s': result %d", row->text, result);
    if (result > CO_NUMBER_ROUNDED) continue;
    CHECK(got.units == row->units, "'%s': %lld units", row->text,
          (long long)got.units);
    CHECK(got.percent == row->percent, "'%s': percent", row->text);
    CHECK(got.currency == row->currency, "'%s': currency", row->text);
  }
}

static void ignores_what_follows(void **state) {
  (void)state;
  struct co_number got;
  assert_int_equal(co_number_parse((struct co_str){"12345", 2}, 0, &got),
                   CO_NUMBER_OK);
  assert_int_equal(got.units, 12);
  assert_int_equal(co_number_parse((struct co_str){NULL, 0}, 0, &got),
                   CO_NUMBER_NOT);
}

static const struct {
  int64_t units;
  unsigned scale;
  const char *text;
} texts[] = {
    {0, 2, "0"},
    {5, 2, "0.05"},
    {-5, 2, "-0.05"},
    {50, 2, "0.5"},
    {100, 2, "1"},
    {12345, 2, "123.45"},
    {-12340, 2, "-123.4"},
    {7, 0, "7"},
    {100, 0, "100"},
    {-1000, 3, "-1"},
    {INT64_MAX, 2, "92233720368547758.07"},
    {INT64_MIN, 0, "-9223372036854775808"},
    {1, 18, "0.000000000000000001"},
    {1, 40, "0.0000000000000000000000000000000000000001"},
};

static void writes(void **state) {
  (void)state;
  char buf[CO_DECIMAL_TEXT];
  for (size_t i = 0; i < COUNT(texts); i++)
    assert_string_equal(co_decimal_text(texts[i].units, texts[i].scale, buf),
                        texts[i].text);
  assert_true(strlen(co_decimal_text(INT64_MIN, 1000, buf)) < sizeof buf);
}

/* What is written is read back as the same number. */
static void round_trips(void **state) {
  (void)state;
  uint64_t seed = 20091231;
  for (int i = 0; i < 20000; i++) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    int64_t units = (int64_t)(seed >> (i % 60)) * (i % 2 ? 1 : -1);
    if (units == INT64_MIN) continue;
    unsigned scale = (unsigned)i % 7;
    char buf[CO_DECIMAL_TEXT];
    co_decimal_text(units, scale, buf);
    struct co_number got;
    enum co_number_result result = co_number_parse(co_str_of(buf), scale, &got);
    CHECK(result == CO_NUMBER_OK && got.units == units, "%s", buf);
  }
}

/* The usual number is read in one go, with an exponent of 0 step by step. */
static void reads_the_usual_as_any_other(void **state) {
  (void)state;
  static const char *const pieces[] = {"0", "1", "5", "9", "27", "4", ".", "-"};
  size_t numbers = 0;
  for (size_t i = 0; i < RANDOM_TEXTS; i++) {
    struct co_str text = random_text(pieces, COUNT(pieces), 20);
    unsigned scale = random_below(6);
    struct co_number usual, other;
    if (!text.len || !strchr("0123456789", text.ptr[text.len - 1])) continue;
    enum co_number_result result = co_number_parse(text, scale, &usual);
    enum co_number_result want =
        co_number_parse(random_text_with(text, "E0"), scale, &other);
    CHECK(result == want && usual.units == other.units, "%.*s at scale %u",
          CO_STR(text), scale);
    numbers += result == CO_NUMBER_OK;
  }
  assert_true(numbers > RANDOM_TEXTS / 50);
}

static void adds(void **state) {
  (void)state;
  int64_t got;
  assert_true(co_units_add(2, -5, &got));
  assert_int_equal(got, -3);
  assert_false(co_units_add(INT64_MAX, 1, &got));
  assert_false(co_units_add(INT64_MIN, -1, &got));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parses),
      cmocka_unit_test(ignores_what_follows),
      cmocka_unit_test(writes),
      cmocka_unit_test(round_trips),
      cmocka_unit_test(reads_the_usual_as_any_other),
      cmocka_unit_test(adds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

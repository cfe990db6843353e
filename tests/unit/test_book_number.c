/* test_book_number.c - what a workbook stores for numbers, dates, times and
 * durations, and ISO texts read from one; empty: it stays text. */
#include "iso.h"
#include "str.h"
#include "table.h"
#include "workbook_parts.h"

struct row {
  const char *text, *want;
};

static size_t date(struct co_str text, char to[CO_BOOK_NUMBER_TEXT]) {
  bool has_time;
  size_t len = co_book_date(text, to, &has_time);
  if (len) assert_int_equal(has_time, text.len > 10);
  return len;
}

static void check(const struct row *rows, size_t count,
                  size_t (*store)(struct co_str, char *)) {
  for (size_t i = 0; i < count; i++) {
    char buf[CO_BOOK_NUMBER_TEXT];
    size_t len = store(co_str_of(rows[i].text), buf);
    CHECK(co_str_is((struct co_str){buf, len}, rows[i].want),
          "'%s': got '%.*s'", rows[i].text, (int)len, buf);
  }
}

static void numbers(void **state) {
  static const struct row rows[] = {
      {"0", "0"},
      {"-5", "-5"},
      {"12.5", "12.5"},
      {"0.5", "0.5"},
      {"123456789012345", "123456789012345"},
      {"1234567890123456", ""},
      {"12345678901234.56", ""},
      {"1234567890123450", "1.23456789012345E+15"},
      {"1234567890123.456", "1234567890123.456"},
      {"0.1234567890123456", "0.1234567890123456"},
      {"0.12345678901234567", ""},
      {"0.123456789012345678", ""},
      {"0.24611515707675186", "0.24611515707675186"},
      {"-1.1641532182693482e-13", "-1.1641532182693482e-13"},
      {"132834.29999999999", ""},
      {"012", "12"},
      {"00", "0"},
      {"-", ""},
      {"+", ""},
      {"", ""},
      {".", ""},
      {"1.", "1"},
      {"1.50", "1.5"},
      {"1.2.3", ""},
      {"+1", "1"},
      {"-.5", "-0.5"},
      {"-0.0", "0"},
      {"12a", ""},
      {"a", ""},
      {"1e", ""},
      {"1e+", ""},
      {"1e-", ""},
      {"1ex", ""},
      {"1e2x", ""},
      {"1e+2", "100"},
      {"1E-2", "0.01"},
      {"1e9999", ""},
      {"1e99999999999", ""},
      {"1e22", "1E+22"},
      {"1e23", ""},
      {"1e-22", "1E-22"},
      {"1e-23", "1e-23"},
      {"1000000000000000000", ""},
      {"1234567890123456789", ""},
      {"0.0000000000000000001", "1E-19"},
  };
  (void)state;
  check(rows, COUNT(rows), co_book_number);
}

static void dates(void **state) {
  static const struct row rows[] = {
      {"1900-03-01", "61"},
      {"1900-02-28", ""},
      {"2009-11-26", "40143"},
      {"2009-11-26T06:00:00", "40143.25"},
      {"2009-11-26T06:00:00.000", "40143.25"},
      {"2009-11-26 06:00:00", ""},
      {"2009-11-26T06:00", ""},
      {"2009-11-26T24:00:00", ""},
      {"2009-11-2", ""},
      {"2009-1-26", ""},
      {"2009-11-31", ""},
      {"2009/11-26", ""},
      {"2009-11/26", ""},
      {"x009-11-26", ""},
      {"", ""},
  };
  (void)state;
  check(rows, COUNT(rows), date);
}

static void times(void **state) {
  static const struct row rows[] = {
      {"00:00:00", "0"},
      {"12:00:00", "0.5"},
      {"18:00:00.000", "0.75"},
      {"00:00:43.200", "0.0005"},
      {"23:60:00", ""},
      {"23:59:60", ""},
      {"24:00:00", ""},
      {"x1:00:00", ""},
      {"01:x0:00", ""},
      {"01:00:x0", ""},
      {"01-00:00", ""},
      {"01:00-00", ""},
      {"01:00", ""},
      {"01:00:00.0", ""},
      {"01:00:00,000", ""},
      {"01:00:00.0x0", ""},
      {"01:00:00.0000", ""},
      {"", ""},
  };
  (void)state;
  check(rows, COUNT(rows), co_book_time);
}

static void durations(void **state) {
  static const struct row rows[] = {
      {"0", "0"},
      {"86400", "1"},
      {"43200.5", "0.50000578704"},
      {"0.001", "0.00000001157"},
      {"0.0001", ""},
      {"-1", ""},
      {"x", ""},
      {"1e5", "1.15740740741"},
      {"99999999999", "1157407.40739583333"},
      {"100000000000", ""},
      {"1e20", ""},
  };
  (void)state;
  check(rows, COUNT(rows), co_book_duration);
}

/* Each text where it stands decides what must be escaped. */
static void texts(void **state) {
  static const struct {
    const char *text, *formula, *attribute, *string;
  } rows[] = {
      {"a&b<c>d\"e", "a&amp;b&lt;c&gt;d\"e", "a&amp;b&lt;c&gt;d&quot;e",
       "a&amp;b&lt;c&gt;d\"e"},
      {"a\nb\tc\rd", "a\nb\tc&#13;d", "a&#10;b&#9;c&#13;d", "a\nb\tc_x000D_d"},
      {"_x000d_", "_x000d_", "_x000d_", "_x005F_x000d_"},
      {"_x00_ _x00G0_ _x000D-", "_x00_ _x00G0_ _x000D-",
       "_x00_ _x00G0_ _x000D-", "_x00_ _x00G0_ _x000D-"},
      {"_X000D_ _xAbCf_ _", "_X000D_ _xAbCf_ _", "_X000D_ _xAbCf_ _",
       "_X000D_ _x005F_xAbCf_ _"},
      {"\x01\xC3\xA9\xFF\xEF\xBF\xBF",
       "\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD",
       "\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD",
       "\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD"},
  };
  static const enum co_book_xml kinds[] = {CO_BOOK_FORMULA, CO_BOOK_ATTRIBUTE,
                                           CO_BOOK_XSTRING};
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++)
    for (size_t k = 0; k < COUNT(kinds); k++) {
      char buf[300];
      const char *want = k == 0   ? rows[i].formula
                         : k == 1 ? rows[i].attribute
                                  : rows[i].string;
      *co_book_xml(buf, co_str_of(rows[i].text), kinds[k]) = '\0';
      CHECK(strcmp(buf, want) == 0, "row %zu, kind %zu: %s", i, k, buf);
    }
}

/* --- ISO texts read ------------------------------------------------------- */

static void check_iso(const struct row *rows, size_t count,
                      enum co_cell_kind (*read)(struct co_arena *,
                                                struct co_str,
                                                struct co_str *)) {
  for (size_t i = 0; i < count; i++) {
    struct co_arena arena = CO_ARENA_INIT;
    struct co_str out = {0};
    char got[60];
    enum co_cell_kind kind = read(&arena, co_str_of(rows[i].text), &out);
    snprintf(got, sizeof got, "%s %.*s", co_cell_letter(kind), CO_STR(out));
    CHECK(strcmp(got, rows[i].want) == 0, "'%s': got '%s'", rows[i].text, got);
    co_arena_clear(&arena);
  }
}

static void moments(void **state) {
  static const struct row rows[] = {
      {"2009-11-26", "d 2009-11-26"},
      {"2009-11-26T00:00:00", "d 2009-11-26"},
      {"2009-11-26T00:00:00.000Z", "d 2009-11-26"},
      {"2009-11-26T14:05", "d 2009-11-26T14:05:00"},
      {"2009-11-26T14:05:06", "d 2009-11-26T14:05:06"},
      {"2009-11-26T14:05:06.1234567", "d 2009-11-26T14:05:06.123"},
      {"14:05", "t 14:05:00"},
      {"14:05:06.5Z", "t 14:05:06.5"},
      {"24:00", " "},
      {"14:60", " "},
      {"14:05:60", " "},
      {"14:05:6", " "},
      {"14:05x06", " "},
      {"14:05:06,5", " "},
      {"14:05:06.", " "},
      {"14:05:06.5x", " "},
      {"14:05:06.5-", " "},
      {"2009-00-26", " "},
      {"2009-13-26", " "},
      {"2009-11-00", " "},
      {"2009-11-32", " "},
      {"2009-11-26 14:05", " "},
      {"2009-11-26T", " "},
      {"2009-11-26Tnoon", " "},
      {"2009-11-2x", " "},
      {"2009-11-2/", " "},
      {"26/11/2009", " "},
      {"Z", " "},
      {"", " "},
  };
  (void)state;
  check_iso(rows, COUNT(rows), co_iso_moment);
}

static void iso_durations(void **state) {
  static const struct row rows[] = {
      {"PT0S", "t 00:00:00"},
      {"PT18H", "t 18:00:00"},
      {"PT1H2M3.5S", "t 01:02:03.500"},
      {"PT1M0.0001S", "t 00:01:00"},
      {"PT994H39M23.999999999S", "D 3580764"},
      {"PT914H00M00.000000001S", "D 3290400"},
      {"PT814H0-1M59.999999999S", "D 2930400"},
      {"PT814H0-1M30S", "D 2930370"},
      {"PT0H0-1M59S", " "},
      {"PT0-1M", " "},
      {"PT0-1H", " "},
      {"P1D", "D 86400"},
      {"P1DT1H", "D 90000"},
      {"-PT1S", "D -1"},
      {"-PT0.25S", "D -0.250"},
      {"", " "},
      {"-", " "},
      {"P", " "},
      {"PT", " "},
      {"1D", " "},
      {"P1", " "},
      {"P1H", " "},
      {"P1X", " "},
      {"PT1", " "},
      {"PT1D", " "},
      {"PT1S1S", " "},
      {"PT1M1H", " "},
      {"PT1.5H", " "},
      {"PTxS", " "},
      {"PT:S", " "},
      {"PT1HT1M", " "},
      {"PT12345678901S", " "},
      {"PT1.xS", " "},
      {"PT1.:S", " "},
      {"PT1.5", " "},
  };
  (void)state;
  check_iso(rows, COUNT(rows), co_iso_duration);
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers),      cmocka_unit_test(dates),
      cmocka_unit_test(times),        cmocka_unit_test(durations),
      cmocka_unit_test(texts),        cmocka_unit_test(moments),
      cmocka_unit_test(iso_durations)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

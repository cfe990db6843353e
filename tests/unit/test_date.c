/* test_date.c - dates as people write them, and the calendar. */
#include "date.h"
#include "random_text.h"
#include "str.h"

static const struct row {
  const char *text;
  enum co_date_order order;
  const char *iso; /* NULL: no date */
  bool imprecise;
} rows[] = {
    /* ISO, whatever the order */
    {"2009-11-26", CO_DMY, "2009-11-26", false},
    {"2009-11-26", CO_MDY, "2009-11-26", false},
    {"2009-11-26", CO_YMD, "2009-11-26", false},
    {"2009/11/26", CO_DMY, "2009-11-26", false},
    {"2009-11-26T14:05:59", CO_DMY, "2009-11-26", false},
    {"2009-11-26T14:05:59.123Z", CO_DMY, "2009-11-26", false},
    {"2009-11-26 00:00", CO_DMY, "2009-11-26", false},
    {"26/11/2009 2:05 pm", CO_DMY, "2009-11-26", false},
    {"2009-11-26T14", CO_DMY, NULL, false},
    {"2009-11-26 14:5", CO_DMY, NULL, false},
    {"2009-11-26 14:05 hours", CO_DMY, NULL, false},
    {"14:05", CO_DMY, NULL, false},
    {"26/11/2009 2:05 am", CO_DMY, "2009-11-26", false},
    {"26/11/2009 2:05:06z", CO_DMY, "2009-11-26", false},
    {"26/11/2009 2:05:06.5", CO_DMY, "2009-11-26", false},
    {"26/11/2009 2:05:06.", CO_DMY, "2009-11-26", false},
    {"26/11/2009 2:05:06;", CO_DMY, NULL, false},
    {"26/11/2009 2:05:06:07", CO_DMY, NULL, false},
    {"26/11/2009 2:05 xm", CO_DMY, NULL, false},
    {"26/11/2009 2:05 ax", CO_DMY, NULL, false},
    {"26/11/2009 2:05x", CO_DMY, NULL, false},
    {"26/11/2009 :05", CO_DMY, NULL, false},
    {"26/11/2009 002:05", CO_DMY, NULL, false},
    {"March 2:05", CO_DMY, NULL, false},
    {"26/11/2009-2:05", CO_DMY, NULL, false},
    /* numbers only */
    {"26/11/2009", CO_DMY, "2009-11-26", false},
    {"11/26/2009", CO_MDY, "2009-11-26", false},
    {"26.11.09", CO_DMY, "2009-11-26", false},
    {"26-11-2009", CO_DMY, "2009-11-26", false},
    {"1/2/2010", CO_DMY, "2010-02-01", false},
    {"1/2/2010", CO_MDY, "2010-01-02", false},
    {"10/1/2", CO_YMD, "2010-01-02", false},
    {"31 Mar", CO_DMY, NULL, false},
    {"11/26/2009", CO_DMY, NULL, false},
    {"26/11/2009", CO_MDY, NULL, false},
    {"26/11/2009", CO_YMD, NULL, false},
    {"26/11-2009", CO_DMY, NULL, false},
    {"26/11/200", CO_DMY, NULL, false},
    {"26/11/20099", CO_DMY, NULL, false},
    {"26/11", CO_DMY, NULL, false},
    {"26//11/2009", CO_DMY, NULL, false},
    {"26 11 2009", CO_DMY, NULL, false},
    {"26/11/2009.", CO_DMY, NULL, false},
    {"26-1111-2009", CO_DMY, NULL, false},
    /* marks of direction, as Windows puts them around the numbers */
    {"\xE2\x80\x8E"
     "26/\xE2\x80\x8F"
     "11/\xE2\x80\x8E"
     "2009",
     CO_DMY, "2009-11-26", false},
    {"26\xE2\x88\x92"
     "11\xE2\x80\x95"
     "2009",
     CO_DMY, "2009-11-26", false},
    {"26\xE2\x80\xA6"
     "11\xE2\x80\xA6"
     "2009",
     CO_DMY, NULL, false},
    {"26{11{2009", CO_DMY, NULL, false},
    {"----------", CO_DMY, NULL, false},
    {"//////////", CO_DMY, NULL, false},
    {"..........", CO_DMY, NULL, false},
    {"1 2 3 March April - - - 5 - -", CO_DMY, NULL, false},
    /* two-digit years */
    {"01/01/69", CO_DMY, "2069-01-01", false},
    {"01/01/70", CO_DMY, "1970-01-01", false},
    {"01/01/00", CO_DMY, "2000-01-01", false},
    /* impossible */
    {"31/02/2024", CO_DMY, NULL, false},
    {"30/02/2024", CO_DMY, NULL, false},
    {"29/02/2024", CO_DMY, "2024-02-29", false},
    {"29/02/2023", CO_DMY, NULL, false},
    {"29/02/1900", CO_DMY, NULL, false},
    {"29/02/2000", CO_DMY, "2000-02-29", false},
    {"31/04/2010", CO_DMY, NULL, false},
    {"0/1/2010", CO_DMY, NULL, false},
    {"1/0/2010", CO_DMY, NULL, false},
    {"1/13/2010", CO_DMY, NULL, false},
    {"0000-01-01", CO_DMY, NULL, false},
    /* named months */
    {"31st March 2008", CO_DMY, "2008-03-31", false},
    {"31st of March 2008", CO_DMY, "2008-03-31", false},
    {"09-Sep-1931", CO_DMY, "1931-09-09", false},
    {"31-Mar-2010", CO_DMY, "2010-03-31", false},
    {"31-MAR-10", CO_DMY, "2010-03-31", false},
    {"31/Mar/2010", CO_DMY, "2010-03-31", false},
    {"1 Sept. 2008", CO_DMY, "2008-09-01", false},
    {"1. Sep 2008", CO_DMY, "2008-09-01", false},
    {"26 November, 2009", CO_DMY, "2009-11-26", false},
    {"26November2009", CO_DMY, "2009-11-26", false},
    {"Nov 26 2009", CO_DMY, "2009-11-26", false},
    {"November 26th, 2009", CO_DMY, "2009-11-26", false},
    {"Thursday 26 November 2009", CO_DMY, "2009-11-26", false},
    {"Thu, 26 Nov 2009 14:05:00", CO_DMY, "2009-11-26", false},
    {"2009-Nov-26", CO_DMY, "2009-11-26", false},
    {"09-Nov-26", CO_YMD, "2009-11-26", false},
    {"09-Nov-26", CO_DMY, "2026-11-09", false},
    {"26\xC2\xA0Nov\xC2\xA0"
     "2009",
     CO_DMY, "2009-11-26", false},
    {"31 June 2009", CO_DMY, NULL, false},
    {"29 Feb 2010", CO_DMY, NULL, false},
    {"31 Marsh 2010", CO_DMY, NULL, false},
    {"26 Nov 2009", CO_YMD, "2009-11-26", false},
    {"Nov 26/2009", CO_DMY, "2009-11-26", false},
    {"Sept./2008", CO_DMY, "2008-09-30", true},
    {"25/26 Nov 2009", CO_DMY, NULL, false},
    {"1 25/26 Nov 2009", CO_DMY, NULL, false},
    {"Jan Feb Mar 2009", CO_DMY, NULL, false},
    {"Mo 26 Nov 2009", CO_DMY, NULL, false},
    {"Mondays 26 Nov 2009", CO_DMY, NULL, false},
    {"26 Novembernovembers 2009", CO_DMY, NULL, false},
    /* months and ranges of months */
    {"March 2008", CO_DMY, "2008-03-31", true},
    {"end of March 2008", CO_DMY, "2008-03-31", true},
    {"By the end of Mar-08", CO_DMY, "2008-03-31", true},
    {"by 31 March 2008", CO_DMY, "2008-03-31", false},
    {"March end 2008", CO_DMY, NULL, false},
    {"end of 2008", CO_DMY, NULL, false},
    {"Sept 2008", CO_DMY, "2008-09-30", true},
    {"Sept 08", CO_DMY, "2008-09-30", true},
    {"Sep-08", CO_DMY, "2008-09-30", true},
    {"FEBRUARY 2008", CO_DMY, "2008-02-29", true},
    {"April – March 2008", CO_DMY, "2008-03-31", true},
    {"April - March 2008", CO_DMY, "2008-03-31", true},
    {"Apr to Jun 2009", CO_DMY, "2009-06-30", true},
    {"Apr 2007 - Mar 2008", CO_DMY, "2008-03-31", true},
    {"Jan-Mar 2008", CO_DMY, "2008-03-31", true},
    {"Apr 123 - Mar 2008", CO_DMY, NULL, false},
    {"March 208", CO_DMY, NULL, false},
    /* no dates */
    {"", CO_DMY, NULL, false},
    {"March", CO_DMY, NULL, false},
    {"2008", CO_DMY, NULL, false},
    {"2009/10", CO_DMY, NULL, false},
    {"11/2009", CO_DMY, NULL, false},
    {"2009/10 Q2", CO_DMY, NULL, false},
    {"Ongoing", CO_DMY, NULL, false},
    {"TBA", CO_DMY, NULL, false},
    {"May be late", CO_DMY, NULL, false},
    {"See 26/11/2009", CO_DMY, NULL, false},
    {"26/11/2009 (revised)", CO_DMY, NULL, false},
    {"1-5 March 2008", CO_DMY, NULL, false},
    {"12.5", CO_DMY, NULL, false},
    {"1.2.3.4", CO_DMY, NULL, false},
    {"-", CO_DMY, NULL, false},
    {"\xFF\xFE", CO_DMY, NULL, false},
    {"1/1/1/1/1/1/1/1/1/1/1/1", CO_DMY, NULL, false},
    {"a text that is far longer than any date would be, 26/11/2009 or so",
     CO_DMY, NULL, false},
};

static void parses(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct row *row = &rows[i];
    struct co_date date;
    bool imprecise = false;
    char buf[16] = "none";
    if (co_date_parse(co_str_of(row->text), row->order, &date, &imprecise))
      co_date_text(date, buf);
    const char *want = row->iso ? row->iso : "none";
    CHECK(strcmp(buf, want) == 0, "'%s': got %s", row->text, buf);
    if (row->iso)
      CHECK(imprecise == row->imprecise, "'%s': imprecise", row->text);
  }
  struct co_date date;
  assert_true(co_date_parse(CO_LIT("2009-11-26"), CO_DMY, &date, NULL));
}

static void counts_days(void **state) {
  (void)state;
  static const struct {
    struct co_date date;
    int64_t days;
  } known[] = {
      {{1970, 1, 1}, 0},        {{1970, 1, 2}, 1},
      {{1969, 12, 31}, -1},     {{2000, 2, 29}, 11016},
      {{2000, 3, 1}, 11017},    {{1900, 3, 1}, -25508},
      {{1, 1, 1}, -719162},     {{9999, 12, 31}, 2932896},
      {{1899, 12, 30}, -25569}, {{0, 3, 1}, -719468},
      {{0, 2, 29}, -719469},    {{-400, 3, 1}, -719468 - 146097},
  };
  for (size_t i = 0; i < COUNT(known); i++) {
    struct co_date back = co_date_from_days(known[i].days);
    assert_int_equal(co_date_days(known[i].date), known[i].days);
    assert_int_equal(co_date_days(back), known[i].days);
    assert_int_equal(back.year, known[i].date.year);
  }
  static const struct co_date none[] = {{0, 1, 1},    {10000, 1, 1},
                                        {2009, 0, 1}, {2009, 13, 1},
                                        {2009, 1, 0}, {2009, 1, 32}};
  for (size_t i = 0; i < COUNT(none); i++)
    assert_false(co_date_valid(none[i]));
}

/* Every day from 0001-01-01 to 9999-12-31 follows the one before. */
static void knows_every_day(void **state) {
  (void)state;
  struct co_date before = co_date_from_days(-719162);
  for (int64_t days = -719161; days <= 2932896; days++) {
    struct co_date date = co_date_from_days(days);
    bool next_day = date.year == before.year && date.month == before.month &&
                    date.day == before.day + 1;
    bool first =
        date.day == 1 && before.day == co_month_days(before.year, before.month);
    if (!(next_day || first) || !co_date_valid(date) ||
        co_date_days(date) != days)
      CHECK(false, "day %lld", (long long)days);
    before = date;
  }
}

/* The usual date is read in one go, with a time of day part by part. */
static void reads_the_usual_as_any_other(void **state) {
  (void)state;
  static const char *const pieces[] = {"01", "12", "31", "20", "19",
                                       "00", "/",  "-",  ".",  "2a"};
  size_t dates = 0;
  for (size_t i = 0; i < 5 * RANDOM_TEXTS; i++) {
    struct co_str text = random_text(pieces, COUNT(pieces), 6);
    enum co_date_order order = (enum co_date_order)random_below(3);
    struct co_date usual = {0}, other = {0};
    if (!text.len || !strchr("0123", text.ptr[text.len - 1])) continue;
    bool is = co_date_parse(text, order, &usual, NULL);
    bool want =
        co_date_parse(random_text_with(text, " 00:00"), order, &other, NULL);
    CHECK(is == want && (!is || co_date_days(usual) == co_date_days(other)),
          "%.*s in order %d", CO_STR(text), (int)order);
    dates += is;
  }
  assert_true(dates > 100);
}

static void knows_months(void **state) {
  (void)state;
  assert_int_equal(co_month_days(2023, 2), 28);
  assert_int_equal(co_month_days(2024, 2), 29);
  assert_int_equal(co_month_days(1900, 2), 28);
  assert_int_equal(co_month_days(2000, 2), 29);
  assert_int_equal(co_month_days(2000, 0), 0);
  assert_int_equal(co_month_days(2000, 13), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parses),
      cmocka_unit_test(counts_days),
      cmocka_unit_test(knows_every_day),
      cmocka_unit_test(reads_the_usual_as_any_other),
      cmocka_unit_test(knows_months),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

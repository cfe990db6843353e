/* test_numfmt.c - number format codes and serial numbers. */
#include "numfmt.h"
#include "str.h"
#include "table.h"

static void judges_codes(void **state) {
  (void)state;
  static const struct {
    const char *code;
    enum co_numfmt want;
  } rows[] = {
      {"General", CO_NUMFMT_NUMBER},
      {"", CO_NUMFMT_NUMBER},
      {"0.00", CO_NUMFMT_NUMBER},
      {"#,##0;[Red]-#,##0", CO_NUMFMT_NUMBER},
      {"0.00E+00", CO_NUMFMT_NUMBER},
      {"##0.0E-0", CO_NUMFMT_NUMBER},
      {"\"day\" 0", CO_NUMFMT_NUMBER},
      {"0\\d", CO_NUMFMT_NUMBER},
      {"_d0_)", CO_NUMFMT_NUMBER},
      {"[$\xC2\xA3-809]#,##0.00", CO_NUMFMT_NUMBER},
      {"[Red]0;[Magenta]-0", CO_NUMFMT_NUMBER},
      {"0;\"dd\";", CO_NUMFMT_NUMBER},
      {"@", CO_NUMFMT_NUMBER},
      {"0\"", CO_NUMFMT_NUMBER},
      {"[h", CO_NUMFMT_NUMBER},
      {"$#,##0.00", CO_NUMFMT_FOREIGN},
      {"[$\xE2\x82\xAC-2] #,##0.00", CO_NUMFMT_FOREIGN},
      {"#,##0.00\\ [$USD]", CO_NUMFMT_FOREIGN},
      {"#,##0.00\\ \"\xE2\x82\xAC\"", CO_NUMFMT_FOREIGN},
      {"_(\\$* #,##0_)", CO_NUMFMT_FOREIGN},
      {"_-\"\xC2\xA3\"* #,##0.00_-", CO_NUMFMT_NUMBER},
      {"[$GBP] #,##0", CO_NUMFMT_NUMBER},
      {"[$-409]#,##0", CO_NUMFMT_NUMBER},
      {"#,##0,", CO_NUMFMT_SCALED},
      {"#,##0,;(#,##0,)", CO_NUMFMT_SCALED},
      {"0.0,,\"m\"", CO_NUMFMT_SCALED},
      {"#,##0,.0", CO_NUMFMT_SCALED},
      {"#,###,##0", CO_NUMFMT_NUMBER},
      {"0%", CO_NUMFMT_PERCENT},
      {"[Green]0.0%;[Red]-0.0%", CO_NUMFMT_PERCENT},
      {"0\"%\"", CO_NUMFMT_NUMBER},
      {"0\\%", CO_NUMFMT_NUMBER},
      {"dd/mm/yyyy", CO_NUMFMT_DATE},
      {"[$-F800]dddd, mmmm dd, yyyy", CO_NUMFMT_DATE},
      {"[$-409]d-mmm-yy;@", CO_NUMFMT_DATE},
      {"mmm", CO_NUMFMT_DATE},
      {"mmm-yy", CO_NUMFMT_MONTH},
      {"[$-809]mmmm\\ yyyy;@", CO_NUMFMT_MONTH},
      {"yyyy/mm", CO_NUMFMT_MONTH},
      {"mm/yyyy hh:mm", CO_NUMFMT_DATE},
      {"yy h:mm", CO_NUMFMT_DATE},
      {"[=0]yy;0", CO_NUMFMT_DATE},
      {"yyyy-mm-dd\\Thh:mm:ss", CO_NUMFMT_DATE},
      {"d \"of\" mmmm", CO_NUMFMT_DATE},
      {"DD.MM.YY", CO_NUMFMT_DATE},
      {"[Red]yyyy", CO_NUMFMT_DATE},
      {"h:mm AM/PM", CO_NUMFMT_TIME},
      {"mm:ss.0", CO_NUMFMT_TIME},
      {"h:mm a/p", CO_NUMFMT_TIME},
      {"[h]:mm", CO_NUMFMT_DURATION},
      {"[hh]:mm:ss", CO_NUMFMT_DURATION},
      {"[mm]:ss", CO_NUMFMT_DURATION},
      {"[ss]", CO_NUMFMT_DURATION},
      {"[s].000", CO_NUMFMT_DURATION},
      {"[=0]\"\";dd/mm/yyyy", CO_NUMFMT_DATE},
      {"[Red][=0]\"-\";[<1]\"\";[h]:mm", CO_NUMFMT_DURATION},
      {"[=1]\"Yes\";[=0]\"No\"", CO_NUMFMT_NUMBER},
      {"[=1]\"Yes\";[=0]\"No\";0%", CO_NUMFMT_PERCENT},
      {"[<100]0;dd/mm/yyyy", CO_NUMFMT_NUMBER},
      {"\"closed\";dd/mm/yyyy", CO_NUMFMT_NUMBER},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    CHECK(co_numfmt_code(co_str_of(rows[i].code)) == rows[i].want, "%s",
          rows[i].code);
}

static void knows_built_in_formats(void **state) {
  (void)state;
  static const struct {
    uint32_t id;
    enum co_numfmt want;
  } rows[] = {
      {0, CO_NUMFMT_NUMBER},    {2, CO_NUMFMT_NUMBER},
      {9, CO_NUMFMT_PERCENT},   {10, CO_NUMFMT_PERCENT},
      {11, CO_NUMFMT_NUMBER},   {13, CO_NUMFMT_NUMBER},
      {14, CO_NUMFMT_DATE},     {16, CO_NUMFMT_DATE},
      {17, CO_NUMFMT_MONTH},    {18, CO_NUMFMT_TIME},
      {21, CO_NUMFMT_TIME},     {22, CO_NUMFMT_DATE},
      {37, CO_NUMFMT_NUMBER},   {45, CO_NUMFMT_TIME},
      {46, CO_NUMFMT_DURATION}, {47, CO_NUMFMT_TIME},
      {49, CO_NUMFMT_NUMBER},   {57, CO_NUMFMT_DATE},
      {164, CO_NUMFMT_NUMBER},  {UINT32_MAX, CO_NUMFMT_NUMBER},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    CHECK(co_numfmt_builtin(rows[i].id) == rows[i].want, "%u",
          (unsigned)rows[i].id);
}

static void turns_serials_into_text(void **state) {
  (void)state;
  enum {
    DATE = CO_NUMFMT_DATE,
    TIME = CO_NUMFMT_TIME,
    SPAN = CO_NUMFMT_DURATION
  };
  static const struct {
    double serial;
    int format;
    bool epoch_1904;
    enum co_cell_kind kind;
    const char *text;
  } rows[] = {
      {1, DATE, false, CO_CELL_DATE, "1900-01-01"},
      {59, DATE, false, CO_CELL_DATE, "1900-02-28"},
      {60, DATE, false, CO_CELL_NUMBER, ""},
      {60.5, DATE, false, CO_CELL_NUMBER, ""},
      {61, DATE, false, CO_CELL_DATE, "1900-03-01"},
      {39813, DATE, false, CO_CELL_DATE, "2008-12-31"},
      {45382, DATE, false, CO_CELL_DATE, "2024-03-31"},
      {45382, DATE, true, CO_CELL_DATE, "2028-04-01"},
      {0, DATE, true, CO_CELL_DATE, "1904-01-01"},
      {60, DATE, true, CO_CELL_DATE, "1904-03-01"},
      {2958465, DATE, false, CO_CELL_DATE, "9999-12-31"},
      {2958466, DATE, false, CO_CELL_NUMBER, ""},
      {2957004, DATE, true, CO_CELL_NUMBER, ""},
      {-1, DATE, false, CO_CELL_NUMBER, ""},
      {1e300, DATE, false, CO_CELL_NUMBER, ""},
      {1e300, SPAN, false, CO_CELL_NUMBER, ""},
      {39813.541666666664, DATE, false, CO_CELL_DATE, "2008-12-31T13:00:00"},
      {39813.000005, DATE, false, CO_CELL_DATE, "2008-12-31T00:00:00.432"},
      {39812.999999999, DATE, false, CO_CELL_DATE, "2008-12-31"},
      {0.75, DATE, false, CO_CELL_TIME, "18:00:00"},
      {0, TIME, false, CO_CELL_TIME, "00:00:00"},
      {0.5, TIME, true, CO_CELL_TIME, "12:00:00"},
      {0.25, DATE, true, CO_CELL_DATE, "1904-01-01T06:00:00"},
      {1.5, TIME, false, CO_CELL_DATE, "1900-01-01T12:00:00"},
      {1.5, SPAN, false, CO_CELL_DURATION, "129600"},
      {-0.5, SPAN, false, CO_CELL_DURATION, "-43200"},
      {0.00000578703703703704, SPAN, false, CO_CELL_DURATION, "0.500"},
      {5, CO_NUMFMT_NUMBER, false, CO_CELL_NUMBER, ""},
      {5, CO_NUMFMT_PERCENT, false, CO_CELL_NUMBER, ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    char buf[CO_SERIAL_TEXT] = "";
    enum co_cell_kind kind =
        co_serial_text(rows[i].serial, (enum co_numfmt)rows[i].format,
                       rows[i].epoch_1904, buf);
    CHECK(kind == rows[i].kind && strcmp(buf, rows[i].text) == 0,
          "%g: got %s %s", rows[i].serial, co_cell_letter(kind), buf);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(judges_codes),
      cmocka_unit_test(knows_built_in_formats),
      cmocka_unit_test(turns_serials_into_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

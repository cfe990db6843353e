/* test_ods.c - OpenDocument sheets: cells, repeats, texts, refusals; packed and
 * flat must give the same. */
#include "formats.h"
#include "iso.h"
#include "recorder.h"
/* cmocka first */
#include "zip_make.h"

#define ODF "urn:oasis:names:tc:opendocument:xmlns:"
#define NAMES                                                               \
  " xmlns:o='" ODF "office:1.0' xmlns:t='" ODF "table:1.0' xmlns:x='" ODF   \
  "text:1.0' xmlns:s='" ODF                                                 \
  "style:1.0' xmlns:c='urn:org:documentfoundation:names:experimental:calc:" \
  "xmlns:calcext:1.0'"

static enum co_status read_packed(const char *content, const char *manifest,
                                  const struct co_read_options *options,
                                  struct recorder *r, struct co_err *err) {
  struct zip zip = {0};
  if (manifest)
    zip_add(&zip, (struct zip_part){.name = "META-INF/manifest.xml",
                                    .text = manifest});
  zip_add(&zip, (struct zip_part){.name = "content.xml", .text = content});
  struct co_input in = zip_input(&zip, "a.ods");
  record_start(r);
  enum co_status status = co_ods_read(&in, options, &r->sink, err);
  zip_free(&zip);
  return status;
}

/* A document of one sheet S with these rows. */
static struct co_buf document(const char *rows) {
  struct co_buf text = {0};
  co_buf_printf(&text,
                "<o:document" NAMES
                "><o:body><o:spreadsheet><t:table "
                "t:name='S'>%s</t:table></o:spreadsheet></o:body></o:document>",
                rows);
  return text;
}

#define ROW(cells) "<t:table-row>" cells "</t:table-row>"
#define TEXT(text) "<t:table-cell o:value-type='string'>" text "</t:table-cell>"
#define SHOWN(value, shown)                                            \
  "<t:table-cell o:value-type='float' o:value='" value "'><x:p>" shown \
  "</x:p></t:table-cell>"
#define FLOAT(value) "<t:table-cell o:value-type='float' o:value='" value "'/>"

static const struct {
  const char *rows, *want;
} good[] = {
    {"", "[S]"},
    {ROW(FLOAT("1.50")), "[S] A1=n:1.50 /"},
    {ROW(FLOAT("132834.29999999999")), "[S] A1=n:132834.3 /"},
    {ROW("<t:table-cell o:value-type='percentage' o:value='0.5'><x:p>50%</x:p>"
         "</t:table-cell>"),
     "[S] A1=n%:0.5 /"},
    {ROW("<t:table-cell o:value-type='currency' o:currency='GBP' "
         "o:value='-3'/>"),
     "[S] A1=n:-3 /"},
    {ROW("<t:table-cell o:value-type='date' o:date-value='2024-03-01'><x:p>"
         "Mar-24</x:p></t:table-cell><t:table-cell o:value-type='date' "
         "o:date-value='2024-03-01'><x:p>01/03/24</x:p></t:table-cell>"),
     "[S] A1=dm:2024-03-01 B1=d:2024-03-01 /"},
    {ROW("<t:table-cell o:value-type='date' o:date-value='2024-03-31'/>"
         "<t:table-cell o:value-type='date' o:date-value='2024-03-31T12:30:05."
         "250000000'/>"),
     "[S] A1=d:2024-03-31 B1=d:2024-03-31T12:30:05.250 /"},
    {ROW("<t:table-cell o:value-type='time' o:time-value='PT11H12M13S'/>"
         "<t:table-cell o:value-type='time' o:time-value='PT27H00M00.5S'/>"),
     "[S] A1=t:11:12:13 B1=D:97200.500 /"},
    {ROW("<t:table-cell o:value-type='boolean' o:boolean-value='true'/>"
         "<t:table-cell o:value-type='boolean' o:boolean-value='false'/>"),
     "[S] A1=b:TRUE B1=b:FALSE /"},
    {ROW("<t:table-cell o:value-type='float' o:value='1'><x:p>TRUE</x:p>"
         "</t:table-cell>"
         "<t:table-cell o:value-type='float' o:value='0'><x:p>FALSE</x:p>"
         "</t:table-cell>"
         "<t:table-cell o:value-type='float' o:value='0'><x:p>TRUE</x:p>"
         "</t:table-cell>"),
     "[S] A1=b:TRUE B1=b:FALSE C1=n:0 /"},
    {ROW("<t:table-cell o:value-type='float' o:value='0.73'><x:p>73%</x:p>"
         "</t:table-cell>"
         "<t:table-cell o:value-type='float' o:value='73'><x:p>73%</x:p>"
         "</t:table-cell>"
         "<t:table-cell o:value-type='float' o:value='-0.0514'><x:p>-5.1%</x:p>"
         "</t:table-cell>"),
     "[S] A1=n%:0.73 B1=n:73 C1=n%:-0.0514 /"},
    /* shown in thousands, in millions; rounded only; 1234 as Germans see it */
    {ROW(SHOWN("1234567", "1,235") SHOWN("-750", "(1)")
             SHOWN("1234567.5", "1.2m") SHOWN("12500", "12.50")),
     "[S] A1=nk:1234567 B1=nk:-750 C1=nk:1234567.5 D1=nk:12500 /"},
    {ROW(SHOWN("1234567", "1,234,567") SHOWN("0.4", "0") SHOWN("1000.4", "1000")
             SHOWN("1234", "1.234") SHOWN("400", "0")),
     "[S] A1=n:1234567 B1=n:0.4 C1=n:1000.4 D1=n:1234 E1=n:400 /"},
    {ROW(TEXT("<x:p>a</x:p><x:p>b</x:p>")), "[S] A1=s:a\nb /"},
    {ROW(TEXT("<x:p>a<x:s x:c='3'/>b<x:tab/><x:line-break/>"
              "<x:span>c<x:a>d</x:a></x:span></x:p>")),
     "[S] A1=s:a   b\t\ncd /"},
    {ROW(TEXT("<o:annotation><x:p>no</x:p></o:annotation><x:p>yes"
              "<x:note><x:p>no</x:p></x:note></x:p>")),
     "[S] A1=s:yes /"},
    {ROW("<t:table-cell o:value-type='string' o:string-value='really'><x:p>seen"
         "</x:p></t:table-cell>"),
     "[S] A1=s:really /"},
    {ROW(TEXT("")) ROW("<t:table-cell/>"), "[S]"},
    {ROW("<t:table-cell t:number-columns-repeated='3' o:value-type='float' "
         "o:value='7'/>"),
     "[S] A1=n:7 B1=n:7 C1=n:7 /"},
    {ROW("<t:table-cell t:number-columns-repeated='16383'/>" FLOAT("1")),
     "[S] XFD1=n:1 /"},
    {"<t:table-row t:number-rows-repeated='2'>" FLOAT(
         "1") "</t:table-row>"
              "<t:table-row t:number-rows-repeated='1048573'><t:table-cell "
              "t:number-columns-repeated='16384'/></t:table-row>" ROW(
                  FLOAT("2")),
     "[S] A1=n:1 / A2=n:1 / A1048576=n:2 /"},
    {ROW("<t:covered-table-cell/><t:covered-table-cell o:value-type='float' "
         "o:value='2'/>"),
     "[S] B1=n:2 /"},
    {"<t:table-row t:visibility='filter'>" FLOAT(
         "1") "</t:table-row>"
              "<t:table-row-group t:display='false'>" ROW(FLOAT(
                  "2")) "<t:table-row-group>" ROW(FLOAT("3")) "</"
                                                              "t:table-row-"
                                                              "group>"
                                                              "</"
                                                              "t:table-row-"
                                                              "group>" ROW(
                                                                  FLOAT("4")),
     "[S] A1=n:1 ~ A2=n:2 ~ A3=n:3 ~ A4=n:4 /"},
    {"<t:table-column/><t:table-column-group><t:table-header-columns>"
     "<t:table-column t:visibility='collapse' t:number-columns-repeated='2'/>"
     "</t:table-header-columns></t:table-column-group><t:table-column/>"
     "<t:table-column t:visibility='collapse' "
     "t:number-columns-repeated='99999'/>" ROW("<t:table-cell "
                                               "t:number-columns-repeated='5' "
                                               "o:value-type='float' "
                                               "o:value='7'/>"),
     "[S] A1=n:7 ~B1=n:7 ~C1=n:7 D1=n:7 ~E1=n:7 /"},
    {"<t:table-header-rows>" ROW(
         FLOAT("1")) "</t:table-header-rows>"
                     "<t:shapes><t:table><t:table-row>" FLOAT(
                         "9") "</t:table-row></t:table>"
                              "</t:shapes><t:table-rows>" ROW(
                                  FLOAT("2")) "</t:table-rows>",
     "[S] A1=n:1 / A2=n:2 /"},
    {ROW(FLOAT("1")) "</t:table>"
                     "<t:table "
                     "t:name=\"'file:///C:/a.ods'#S\"><t:table-source/>" ROW(
                         FLOAT("9")) "</t:table><t:table "
                                     "t:name='It&apos;s#1'>" ROW(FLOAT("2")),
     "[S] A1=n:1 /[It's#1] A1=n:2 /"},
    {ROW("<t:table-cell t:formula='of:=1'/>"), "[S] A1=f: /"},
    {ROW("<t:table-cell t:formula='of:=&quot;&quot;'><x:p/></t:table-cell>"),
     "[S]"},
    {ROW("<t:table-cell t:formula='of:=1' o:value-type='float' o:value='4'/>"),
     "[S] A1=n:4 /"},
    {ROW("<t:table-cell t:formula='of:=1/0' o:value-type='float' o:value='0'>"
         "<x:p>#DIV/0!</x:p></t:table-cell>"),
     "[S] A1=e:#DIV/0! /"},
    {ROW("<t:table-cell t:formula='of:=1/0' o:value-type='string' "
         "o:string-value='' c:value-type='error'><x:p>#REF!</x:p>"
         "</t:table-cell>"),
     "[S] A1=e:#REF! /"},
    {ROW("<t:table-cell t:formula='of:=NA()' o:value-type='string' "
         "o:string-value='#N/A'><x:p>#N/A</x:p></t:table-cell>"
         "<t:table-cell t:formula='of:=&quot;#N/A&quot;' "
         "o:value-type='string' o:string-value='#N/A' c:value-type='string'>"
         "<x:p>#N/A</x:p></t:table-cell>" TEXT("<x:p>#N/A</x:p>")),
     "[S] A1=e:#N/A B1=s:#N/A C1=s:#N/A /"},
};

static void reads_cells(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(good); i++) {
    struct recorder packed, flat;
    struct co_err err = {0};
    struct co_input in;
    struct co_buf text = document(good[i].rows);
    enum co_status status = read_packed(text.ptr, NULL, NULL, &packed, &err);
    CHECK(!status && packed.ended, "%s: %s", good[i].rows, err.text);
    CHECK(strcmp(recorded(&packed), good[i].want) == 0, "%s: %s", good[i].rows,
          recorded(&packed));
    co_input_memory(&in, "a.fods", text.ptr, text.len);
    record_start(&flat);
    assert_int_equal(co_fods_read(&in, NULL, &flat.sink, NULL), CO_OK);
    assert_string_equal(recorded(&flat), good[i].want);
    co_buf_clear(&packed.text);
    co_buf_clear(&flat.text);
    co_buf_clear(&text);
  }
}

static const struct {
  const char *rows;
  enum co_error code;
  const char *says;
} bad[] = {
    {ROW(FLOAT("1,5")), CO_X_CELL_VALUE, "cell A1"},
    {ROW(FLOAT("1") FLOAT("NaN")), CO_X_CELL_VALUE, "cell B1"},
    {ROW("<t:table-cell o:value-type='float'/>"), CO_X_CELL_VALUE, "cell A1"},
    {ROW("<t:table-cell o:value-type='date' o:date-value='soon'/>"),
     CO_X_CELL_VALUE, "'soon'"},
    {ROW("<t:table-cell o:value-type='time' o:time-value='PT'/>"),
     CO_X_CELL_VALUE, "'PT'"},
    {ROW("<t:table-cell o:value-type='boolean' o:boolean-value='2'/>"),
     CO_X_CELL_VALUE, "'2'"},
    {ROW(FLOAT("1") "<t:table-cell o:value-type='odd'/>"), CO_X_CELL_TYPE,
     "cell B1: 'odd'"},
    {"</t:table><t:table t:name='S'>", CO_X_SHEET_DUPLICATE, "two sheets"},
    {"<t:table-row>", CO_X_XML_MALFORMED, "line 1"},
    {ROW(ROW(FLOAT("1"))), CO_X_XML_MALFORMED, "a row or a cell where"},
    {ROW("<t:table-cell>" FLOAT("1") "</t:table-cell>"), CO_X_XML_MALFORMED,
     "a row or a cell where"},
};

static void refuses_cells(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(bad); i++) {
    struct recorder r;
    struct co_err err = {0};
    struct co_buf text = document(bad[i].rows);
    enum co_status status = read_packed(text.ptr, NULL, NULL, &r, &err);
    CHECK(status == CO_EINPUT && err.code == bad[i].code && !r.ended, "%s: %d",
          bad[i].rows, err.code);
    CHECK(strstr(err.text, bad[i].says) && strstr(err.text, "sheet 'S'"),
          "%s: %s", bad[i].rows, err.text);
    co_buf_clear(&r.text);
    co_buf_clear(&text);
  }
}

static void refuses_documents(void **state) {
  (void)state;
  static const struct {
    const char *content, *manifest;
    enum co_error code;
    const char *says;
  } rows[] = {
      {"not XML", "<m><file-entry><encryption-data/></file-entry></m>",
       CO_X_ENCRYPTED, "password"},
      {"<!DOCTYPE d [<!ENTITY e 'x'>]><d/>", NULL, CO_X_XML_DOCTYPE,
       "document type"},
      {"<d/>", NULL, CO_X_NO_SHEETS, "no sheets"},
      {"", NULL, CO_X_XML_MALFORMED, "content.xml"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct recorder r;
    struct co_err err = {0};
    enum co_status status =
        read_packed(rows[i].content, rows[i].manifest, NULL, &r, &err);
    CHECK(status == CO_EINPUT && err.code == rows[i].code, "%zu: %d", i,
          err.code);
    CHECK(strstr(err.text, rows[i].says), "%zu: %s", i, err.text);
    co_buf_clear(&r.text);
  }
}

static void tells_merges_and_visibility(void **state) {
  (void)state;
  struct co_read_options options = {.merges = true};
  struct recorder r;
  static const char text[] =
      "<o:document-content" NAMES
      "><o:automatic-styles><s:style s:name='h' s:family='table'>"
      "<s:table-properties t:display='false'/></s:style><s:style s:name='v' "
      "s:family='table'><s:table-properties/></s:style></o:automatic-styles>"
      "<o:body><o:spreadsheet><t:table t:name='A' t:style-name='h'>"
      "<t:table-row><t:table-cell t:number-columns-spanned='2' "
      "t:number-rows-spanned='3' o:value-type='float' o:value='1'/>"
      "</t:table-row></t:table><t:table t:name='B' t:style-name='v'/>"
      "</o:spreadsheet></o:body></o:document-content>";
  assert_int_equal(read_packed(text, NULL, &options, &r, NULL), CO_OK);
  assert_string_equal(recorded(&r), "[A v1 A1:B3] A1=n:1 /[B]");
  co_buf_clear(&r.text);
}

static void keeps_limits(void **state) {
  (void)state;
  static const char *const settings[] = {"cells=5",   "rows=3",
                                         "columns=2", "field-bytes=4",
                                         "sheets=1",  "xml-depth=5"};
  static const enum co_error codes[] = {
      CO_X_LIMIT_CELLS,       CO_X_LIMIT_ROWS,   CO_X_LIMIT_COLUMNS,
      CO_X_LIMIT_FIELD_BYTES, CO_X_LIMIT_SHEETS, CO_X_LIMIT_XML_DEPTH};
  struct
      co_buf text = document("<t:table-row t:number-rows-repeated='4'>" FLOAT("1") FLOAT("2") FLOAT("3") TEXT(
          "<x:p>12345</x:p>") "</t:table-row></t:table><t:table "
                              "t:name='T'>");
  for (size_t i = 0; i < COUNT(settings); i++) {
    struct co_limits limits = co_limits_default;
    struct co_read_options options = {.limits = &limits};
    struct recorder r;
    struct co_err err = {0};
    assert_int_equal(co_limit_set(&limits, settings[i], NULL), CO_OK);
    enum co_status status = read_packed(text.ptr, NULL, &options, &r, &err);
    CHECK(status == CO_ELIMIT && err.code == codes[i], "%s: %d %s", settings[i],
          err.code, err.text);
    if (codes[i] == CO_X_LIMIT_FIELD_BYTES)
      CHECK(strstr(err.text, "cell D1"), "%s", err.text);
    size_t name = strcspn(settings[i], "=");
    char how[40];
    snprintf(how, sizeof how, "--limit %.*s=", (int)name, settings[i]);
    CHECK(strstr(err.text, how), "%s: %s", settings[i], err.text);
    co_buf_clear(&r.text);
  }
  co_buf_clear(&text);
}

static void sets_limits_by_name(void **state) {
  (void)state;
  static const struct {
    const char *text;
    uint64_t rows; /* 0: refused */
  } rows[] = {{"rows=7", 7},
              {"rows=64K", 65536},
              {"rows=2G", 1U << 31},
              {"rows", 0},
              {"rows=", 0},
              {"rows=0", 0},
              {"rows=-1", 0},
              {"rows=1.5", 0},
              {"rows=8G", 0},
              {"rows=K", 0},
              {"row=1", 0},
              {"=1", 0},
              {"rows=9999999999999", 0}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct co_limits limits = co_limits_default;
    enum co_status status = co_limit_set(&limits, rows[i].text, NULL);
    CHECK(rows[i].rows ? !status && limits.rows == rows[i].rows
                       : status == CO_EUSAGE,
          "%s: %d", rows[i].text, status);
  }
}

static void reads_durations(void **state) {
  (void)state;
  static const struct {
    const char *text;
    enum co_cell_kind kind;
    const char *want;
  } rows[] = {{"PT0S", CO_CELL_TIME, "00:00:00"},
              {"PT23H59M59.999S", CO_CELL_TIME, "23:59:59.999"},
              {"P1DT1H", CO_CELL_DURATION, "90000"},
              {"-PT1M", CO_CELL_DURATION, "-60"},
              {"PT90M", CO_CELL_TIME, "01:30:00"},
              {"P1Y", CO_CELL_BLANK, ""},
              {"PT1M1H", CO_CELL_BLANK, ""},
              {"PT1.5H", CO_CELL_BLANK, ""},
              {"P", CO_CELL_BLANK, ""},
              {"", CO_CELL_BLANK, ""}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct co_arena arena = CO_ARENA_INIT;
    struct co_str text = {0};
    enum co_cell_kind kind =
        co_iso_duration(&arena, co_str_of(rows[i].text), &text);
    CHECK(kind == rows[i].kind && co_str_is(text, rows[i].want), "%s: %d %.*s",
          rows[i].text, kind, CO_STR(text));
    co_arena_clear(&arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_cells),
      cmocka_unit_test(refuses_cells),
      cmocka_unit_test(refuses_documents),
      cmocka_unit_test(tells_merges_and_visibility),
      cmocka_unit_test(keeps_limits),
      cmocka_unit_test(sets_limits_by_name),
      cmocka_unit_test(reads_durations),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

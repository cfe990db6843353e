/* test_xlsx.c - workbooks made in memory, read cell by cell.
 *
 * Most cases are one sheet's XML and what a recorder must have written down,
 * or the status and the words of the refusal. */
#include "formats.h"
#include "recorder.h"
#include "stored_number.h"
#include "xlsx.h"
/* cmocka first */
#include "zip_make.h"

#define MAIN "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
#define REL                                                         \
  "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/" \
  "relationships'"
#define TYPE \
  "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* The parts of a small workbook; NULL leaves one out. */
struct book {
  const char *workbook, *rels, *styles, *strings, *sheet;
};

static const struct book usual = {
    .workbook = "<workbook " MAIN " " REL
                "><workbookPr/><sheets><sheet name='S' sheetId='1' "
                "r:id='rId1'/></sheets></workbook>",
    .rels =
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/"
        "2006/relationships'>"
        "<Relationship Id='rId1' Type='" TYPE
        "worksheet' Target='worksheets/sheet1.xml'/>"
        "<Relationship Id='rId2' Type='" TYPE
        "sharedStrings' Target='sharedStrings.xml'/>"
        "<Relationship Id='rId3' Type='" TYPE
        "styles' Target='styles.xml'/>"
        "<Relationship Id='rId4' Type='" TYPE
        "chartsheet' Target='chartsheets/sheet1.xml'/>"
        "<Relationship Id='rId5' Type='" TYPE
        "worksheet' TargetMode='External' Target='worksheets/sheet1.xml'/>"
        "</Relationships>",
    .styles = "<styleSheet " MAIN
              "><numFmts><numFmt numFmtId='164' formatCode='&quot;d&quot; 0'/>"
              "<numFmt numFmtId='165' formatCode='[h]:mm'/></numFmts>"
              "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs>"
              "<xf/><xf numFmtId='14'/><xf numFmtId='10'/><xf numFmtId='164'/>"
              "<xf numFmtId='165'/><xf numFmtId='20'/></cellXfs></styleSheet>",
    .strings = "<sst " MAIN
               "><si><t>alpha</t></si><si><r><t>ri</t></r><r><t "
               "xml:space='preserve'> ch</t></r><rPh><t>PH</t></rPh></si>"
               "<si><t/></si></sst>",
    .sheet = "",
};

static void add(struct zip *zip, const char *name, const char *text) {
  if (text) zip_add(zip, (struct zip_part){.name = name, .text = text});
}

static enum co_status read_in_blocks(const struct book *book,
                                     const struct co_read_options *options,
                                     size_t block, struct recorder *r,
                                     struct co_err *err) {
  struct zip zip = {0};
  add(&zip, "xl/workbook.xml", book->workbook);
  add(&zip, "xl/_rels/workbook.xml.rels", book->rels);
  add(&zip, "xl/styles.xml", book->styles);
  add(&zip, "xl/sharedStrings.xml", book->strings);
  add(&zip, "xl/worksheets/sheet1.xml", book->sheet);
  struct co_input in = zip_input(&zip, "a.xlsx");
  enum co_status status =
      co_xlsx_read_blocks(&in, options, block, &r->sink, err);
  zip_free(&zip);
  return status;
}

static enum co_status read_book(const struct book *book,
                                const struct co_read_options *options,
                                struct recorder *r, struct co_err *err) {
  return read_in_blocks(book, options, 0, r, err);
}

/* The rows of a sheet; a text that begins with "<worksheet" is the part. */
static enum co_status read_rows(const char *rows, struct recorder *r,
                                struct co_err *err) {
  struct book book = usual;
  struct co_buf sheet = {0};
  bool whole = strncmp(rows, "<w", 2) == 0 || strncmp(rows, "<x:w", 4) == 0;
  if (!whole) co_buf_printf(&sheet, "<worksheet " MAIN "><sheetData>");
  co_buf_add(&sheet, rows, strlen(rows));
  if (!whole) co_buf_printf(&sheet, "</sheetData></worksheet>");
  book.sheet = sheet.ptr;
  record_start(r);
  enum co_status status = read_book(&book, NULL, r, err);
  co_buf_clear(&sheet);
  return status;
}

#define ROW(cells) "<row r='1'>" cells "</row>"

static const struct {
  const char *rows, *want;
} good[] = {
    {"", "[S]"},
    {ROW("<c r='A1'><v>1.50</v></c>"), "[S] A1=n:1.50 /"},
    {ROW("<c r='A1'><v> 7\n</v></c>"), "[S] A1=n:7 /"},
    {ROW("<c r='A1'><v>12<!-- x -->34</v></c>"), "[S] A1=n:1234 /"},
    {ROW("<c r='A1'><v>1<![CDATA[2]]>&#51;</v></c>"), "[S] A1=n:123 /"},
    {ROW("<c r='A1'><v>132834.29999999999</v></c>"), "[S] A1=n:132834.3 /"},
    {ROW("<c r='A1'><v>0.30000000000000004</v></c>"),
     "[S] A1=n:0.30000000000000004 /"},
    {ROW("<c r='A1'><v>1234567890123456</v></c>"),
     "[S] A1=n:1234567890123456 /"},
    {ROW("<c r='A1'><v>1.5E-3</v></c>"), "[S] A1=n:0.0015 /"},
    {ROW("<c r='A1' s='1'><v>39813</v></c>"), "[S] A1=d:2008-12-31 /"},
    {ROW("<c r='A1' s='1'><v>60</v></c>"), "[S] A1=n:60 /"},
    {ROW("<c r='A1' s='2'><v>0.5</v></c>"), "[S] A1=n%:0.5 /"},
    {ROW("<c r='A1' s='3'><v>5</v></c>"), "[S] A1=n:5 /"},
    {ROW("<c r='A1' s='4'><v>1.5</v></c>"), "[S] A1=D:129600 /"},
    {ROW("<c r='A1' s='5'><v>0.5</v></c>"), "[S] A1=t:12:00:00 /"},
    {ROW("<c r='A1' t='n' s='1'><v>39813.5</v></c>"),
     "[S] A1=d:2008-12-31T12:00:00 /"},
    {ROW("<c r='A1' t='s'><v>0</v></c><c t='s' r='B1'><v>1</v></c>"),
     "[S] A1=s:alpha B1=s:ri ch /"},
    {ROW("<c r='A1' t='s'><v>2</v></c><c r='B1' t='s'><v/></c>"), "[S]"},
    {ROW("<c r='A1' t='str'><f>B1</f><v>00123</v></c>"), "[S] A1=s:00123 /"},
    {ROW("<c r='A1' t='str'><f>B1</f><v></v></c>"), "[S]"},
    {ROW("<c r='A1' t='str'><f>B1</f></c>"), "[S] A1=f: /"},
    {ROW("<c r='A1'><f>B1</f></c>"), "[S] A1=f: /"},
    {ROW("<c r='A1'><f>B1</f><v/></c>"), "[S] A1=f: /"},
    {ROW("<c r='A1'><f>B1</f><v>9</v></c>"), "[S] A1=n:9 /"},
    {ROW("<c r='A1' t='b'><v>1</v></c><c r='B1' t='b'><v>false</v></c>"),
     "[S] A1=b:TRUE B1=b:FALSE /"},
    {ROW("<c r='A1' t='e'><v>#REF!</v></c>"), "[S] A1=e:#REF! /"},
    {ROW("<c r='A1' t='d'><v>2024-03-31</v></c>"), "[S] A1=d:2024-03-31 /"},
    {ROW("<c r='A1' t='d'><v>2024-03-31T12:30:00.5Z</v></c>"),
     "[S] A1=d:2024-03-31T12:30:00.5 /"},
    {ROW("<c r='A1' t='d'><v>2024-03-31T00:00:00</v></c>"),
     "[S] A1=d:2024-03-31 /"},
    {ROW("<c r='A1' t='d'><v>12:30</v></c>"), "[S] A1=t:12:30:00 /"},
    {ROW("<c r='A1' t='d'><v>soon</v></c>"), "[S] A1=s:soon /"},
    {ROW("<c r='A1' t='inlineStr'><is><t>a_x000D_b</t></is></c>"),
     "[S] A1=s:a\rb /"},
    {ROW("<c r='A1' t='inlineStr'><is><t>a_x005F_x000D_b</t></is></c>"),
     "[S] A1=s:a_x000D_b /"},
    {ROW("<c r='A1' t='inlineStr'><is><t>_xD83D__xDE00_</t></is></c>"),
     "[S] A1=s:\xF0\x9F\x98\x80 /"},
    {ROW("<c r='A1' t='inlineStr'><is><t>_xD83D_ _x12_ _xZZZZ_</t></is></c>"),
     "[S] A1=s:_xD83D_ _x12_ _xZZZZ_ /"},
    {ROW("<c r='A1' t='inlineStr'><is><t>_x0041__x00e9__x00E9_</t></is></c>"),
     "[S] A1=s:A\xC3\xA9\xC3\xA9 /"},
    {ROW("<c r='A1' t='inlineStr'><is><t>_x00g9_ _x00G9_ _x00@9_ _x00`9_ "
         "_x00/9_ _x00:9_ _x0041- _y0041_ -x0041_ _x004</t></is></c>"),
     "[S] A1=s:_x00g9_ _x00G9_ _x00@9_ _x00`9_ _x00/9_ _x00:9_ _x0041- "
     "_y0041_ -x0041_ _x004 /"},
    {ROW("<c r='A1' t='inlineStr'><is><t>_xDC00_ _xD83D_x "
         "_xD83D__x0041_ _xD83D__xE000_</t></is></c>"),
     "[S] A1=s:_xDC00_ _xD83D_x _xD83D_A _xD83D_\xEE\x80\x80 /"},
    {ROW("<c r='A1' t='inlineStr'><is><t xml:space='default'> a </t></is></c>"),
     "[S] A1=s:a /"},
    {ROW("<c r='A1' t='inlineStr'><is><t>\t\r\n a\r\n\t </t></is></c>"),
     "[S] A1=s:a /"},
    {ROW("<c r='A1'><v>\t\r\n 7\r\n\t </v></c>"), "[S] A1=n:7 /"},
    {ROW("<c r='A1' t='b'><v>true</v></c><c r='B1' t='b'><v>0</v></c>"),
     "[S] A1=b:TRUE B1=b:FALSE /"},
    {ROW("<c r='A1' t='n' s='1'><v>-5</v></c><c r='B1' s='1'><v>1.25</v></c>"
         "<c r='C1' s='1'><v>99999999</v></c>"),
     "[S] A1=n:-5 B1=d:1900-01-01T06:00:00 C1=n:99999999 /"},
    {"<row r='2' hidden='true'><c r='A2'><v>1</v></c></row>"
     "<row r='3' hidden='0'><c r='A3'><v>1</v></c></row>",
     "[S] A2=n:1 ~ A3=n:1 /"},
    {ROW("<c r='A1' t='inlineStr'><is><t> a </t></is></c>"), "[S] A1=s:a /"},
    {ROW("<c r='A1' t='inlineStr'><is><r><t>a</t></r><r><t>\n</t></r>"
         "<r><t>b </t></r></is></c>"),
     "[S] A1=s:a\nb  /"},
    {ROW("<c r='A1' t='inlineStr'><is><t xml:space='preserve'> a "
         "</t></is></c>"),
     "[S] A1=s: a  /"},
    {"<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
     "[S] A1=n:1 B1=n:2 / A2=n:3 /"},
    {"<row r='3'><c r='B3'><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v>"
     "</c></row>",
     "[S] B3=n:1 C3=n:2 / A4=n:3 /"},
    {ROW("<c r='C1'><v>3</v></c><c r='A1'><v>1</v></c>"),
     "[S] A1=n:1 C1=n:3 /"},
    {"<row r='2' hidden='1'><c r='A2'><v>1</v></c></row>", "[S] A2=n:1 ~"},
    {ROW("<c r='A1' s='1'/><c r='B1'><v>1</v></c>"), "[S] B1=n:1 /"},
    {ROW("<c r='A4'><v/></c><c r='B1'><v>1</v></c>"), "[S] B1=n:1 /"},
    {ROW("<c r='A1'><v>1</v></c>") "<row r='1048576'><c "
                                   "r='XFD1048576'><v>9</v></c></row>",
     "[S] A1=n:1 / XFD1048576=n:9 /"},
    {"<x:worksheet xmlns:x='u'><x:dimension ref='A1:XFD1048576'/><x:sheetData>"
     "<x:row><x:c><x:v>1</x:v></x:c><y:c xmlns:y='v'><y:v>2</y:v></y:c></x:row>"
     "</x:sheetData><x:row/></x:worksheet>",
     "[S] A1=n:1 /"},
    {"<worksheet><cols><col min='1' max='1'/><col min='2' max='3' hidden='1'/>"
     "<col min='3' max='9' hidden='1'/><col min='4' max='2' hidden='1'/>"
     "<col min='0' max='9' hidden='1'/><col max='9' hidden='true'/>"
     "<col min='5' max='16384' hidden='true'/></cols><sheetData>" ROW(
         "<c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c><c><v>5"
         "</v></c>") "</sheetData></worksheet>",
     "[S] A1=n:1 ~B1=n:2 ~C1=n:3 D1=n:4 ~E1=n:5 /"},
};

static void reads_cells(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(good); i++) {
    struct recorder r;
    struct co_err err = {0};
    enum co_status status = read_rows(good[i].rows, &r, &err);
    CHECK(!status && r.ended, "%s: %s", good[i].rows, err.text);
    CHECK(strcmp(recorded(&r), good[i].want) == 0, "%s: %s", good[i].rows,
          recorded(&r));
    co_buf_clear(&r.text);
  }
}

/* The quick ways against the tokenizer: blocks too small for a whole cell give
 * the same as blocks that hold the sheet, and so do all sizes between. */
static void block_size_does_not_matter(void **state) {
  (void)state;
  static const char text[] =
      "<worksheet><sheetData>"
      "<row r='1' spans='1:9'><c r='A1' t='s'><v>1</v></c></row>"
      "<row r=\"2\" spans=\"1:9\"><c r=\"A2\" t=\"s\"><v>0</v></c>"
      "<c r=\"B2\" s=\"1\"><v>40000</v></c><c r=\"C2\" s=\"2\"><v>0.5</v></c>"
      "<c r=\"E2\" s=\"1\"/><c r=\"F2\"><v>969097.1800000001</v></c>"
      "<c r=\"G2\" t=\"str\"><f>A1</f><v>x y</v></c>"
      "<c r=\"AA2\"><f>A1</f><v>-12.50</v></c></row>"
      "<row r=\"3\" spans=\"1:9\"><c r=\"A3\" t=\"s\"><v>2</v></c>"
      "<c r=\"B3\" t=\"str\"><v>a&amp;b</v></c>"
      "<c r=\"C3\"><v>1<!-- -->2</v></c><c r=\"D3\"><v>3</v></c></row>"
      "<row r=\"4\" spans=\"1:9\"/><row r=\"5\" spans=\"1:9\" hidden=\"1\">"
      "<c r=\"A5\" t=\"n\"><v>5</v></c></row><row r=\"6\" spans=\"1:9\" "
      "hidden=\"1\"><c r=\"A6\" t=\"str\"><v></v></c><c r=\"B6\"><v>6</v></c>"
      "</row></sheetData></worksheet>";
  static const char want[] =
      "[S] A1=s:ri ch / A2=s:alpha B2=d:2009-07-06 C2=n%:0.5 "
      "F2=n:969097.18 G2=s:x y AA2=n:-12.50 / B3=s:a&b C3=n:12 D3=n:3 / "
      "A5=n:5 ~ B6=n:6 ~";
  struct book book = usual;
  book.sheet = text;
  for (size_t block = 1; block < sizeof text; block++) {
    struct recorder r;
    struct co_err err = {0};
    record_start(&r);
    enum co_status status = read_in_blocks(&book, NULL, block, &r, &err);
    CHECK(!status, "blocks of %zu: %s", block, err.text);
    CHECK(strcmp(recorded(&r), want) == 0, "blocks of %zu: %s", block,
          recorded(&r));
    co_buf_clear(&r.text);
  }
}

/* Healing quickly gives what strtod and %g give, or nothing. */
static void heals_numbers(void **state) {
  (void)state;
  uint64_t roll = 1;
  unsigned quick = 0;
  for (unsigned i = 0; i < 200000; i++) {
    char text[40], healed[CO_STORED_NUMBER], want[CO_STORED_NUMBER];
    struct co_stored_digits digits;
    roll = roll * 6364136223846793005U + 1442695040888963407U;
    double value = (double)(roll >> 40) / (i % 3 ? 100 : 1000);
    if (i % 5 == 0) value = (double)(roll >> 11) * 0x1p-40;
    snprintf(text, sizeof text, "%.*g", 15 + (int)(i % 3), value);
    if (strchr(text, 'e')) continue;
    co_stored_digits(text, &digits);
    size_t len = co_stored_heal(&digits, healed);
    if (!len) continue;
    quick++;
    co_stored_shortest(strtod(text, NULL), want);
    CHECK(strcmp(healed, want) == 0, "%s: %s, not %s", text, healed, want);
  }
  CHECK(quick > 20000, "only %u were healed", quick);
}

#define TEN(n)                                                                \
  " " n "0='' " n "1='' " n "2='' " n "3='' " n "4='' " n "5='' " n "6='' " n \
  "7='' " n "8='' " n "9=''"

static const struct {
  const char *rows;
  enum co_error code;
  const char *says;
} bad[] = {
    {ROW("<c r='A1'><v>abc</v></c>"), CO_X_CELL_VALUE, "cell A1"},
    {ROW("<c r='B1'><v>1,5</v></c>"), CO_X_CELL_VALUE, "cell B1"},
    {ROW("<c r='A1'><v>0x10</v></c>"), CO_X_CELL_VALUE, "'0x10'"},
    {ROW("<c r='A1'><v>NAN</v></c>"), CO_X_CELL_VALUE, "'NAN'"},
    {ROW("<c r='A1'><v>INF</v></c>"), CO_X_CELL_VALUE, "'INF'"},
    {ROW("<c r='A1'><v>1e400</v></c>"), CO_X_CELL_VALUE, "'1e400'"},
    {ROW("<c r='A1'><v>1e</v></c>"), CO_X_CELL_VALUE, "'1e'"},
    {ROW("<c r='A1'><v>.</v></c>"), CO_X_CELL_VALUE, "'.'"},
    {ROW("<c r='A1'><v>1 2</v></c>"), CO_X_CELL_VALUE, "'1 2'"},
    {ROW("<c r='A1' t='s'><v>3</v></c>"), CO_X_SHARED_STRING_INDEX, "cell A1"},
    {ROW("<c r='A1' t='s'><v>-1</v></c>"), CO_X_SHARED_STRING_INDEX, "cell A1"},
    {ROW("<c r='A1' t='s'><v>1000000000000</v></c>"), CO_X_SHARED_STRING_INDEX,
     "cell A1"},
    {ROW("<c r='A1' t='b'><v>2</v></c>"), CO_X_CELL_VALUE, "cell A1"},
    {ROW("<c r='A1' t='z'><v>2</v></c>"), CO_X_CELL_TYPE, "'z'"},
    {ROW("<c r='A1' s='6'><v>2</v></c>"), CO_X_CELL_FORMAT, "format"},
    {ROW("<c r='1A'><v>1</v></c>"), CO_X_CELL_REFERENCE, "'1A'"},
    {ROW("<c r='a1'><v>1</v></c>"), CO_X_CELL_REFERENCE, "'a1'"},
    {ROW("<c r='$A$1'><v>1</v></c>"), CO_X_CELL_REFERENCE, "'$A$1'"},
    {ROW("<c r='A0'><v>1</v></c>"), CO_X_CELL_REFERENCE, "'A0'"},
    {ROW("<c r=''><v>1</v></c>"), CO_X_CELL_REFERENCE, "''"},
    {ROW("<c r='A'><v>1</v></c>"), CO_X_CELL_REFERENCE, "'A'"},
    {ROW("<c r='1'><v>1</v></c>"), CO_X_CELL_REFERENCE, "'1'"},
    {ROW("<c r='ABCD1'><v>1</v></c>"), CO_X_CELL_REFERENCE, "'ABCD1'"},
    {ROW("<c r='A1x'><v>1</v></c>"), CO_X_CELL_REFERENCE, "'A1x'"},
    {ROW("<c r='A1:'><v>1</v></c>"), CO_X_CELL_REFERENCE, "'A1:'"},
    {ROW("<c r='[1'><v>1</v></c>"), CO_X_CELL_REFERENCE, "'[1'"},
    {ROW("<c r='A1' s='99999999999'><v>1</v></c>"), CO_X_CELL_FORMAT, "format"},
    {ROW("<c r='A1' s='x'><v>1</v></c>"), CO_X_CELL_FORMAT, "format"},
    {"<row r=''/>", CO_X_CELL_REFERENCE, "''"},
    {"<row r='99999999999'/>", CO_X_CELL_REFERENCE, "'99999999999'"},
    {ROW("<c r='XFE1'><v>1</v></c>"), CO_X_CELL_REFERENCE, "'XFE1'"},
    {ROW("<c r='A1048577'><v>1</v></c>"), CO_X_CELL_REFERENCE, "'A1048577'"},
    {ROW("<c r='A4294967297'><v>1</v></c>"), CO_X_CELL_REFERENCE,
     "'A4294967297'"},
    {ROW("<c r='A99999999999999999999'><v>1</v></c>"), CO_X_CELL_REFERENCE,
     "cannot be"},
    {ROW("<c r='A5'><v>1</v></c>"), CO_X_CELL_REFERENCE, "another row"},
    {ROW("<c r='A1'><v>1</v></c><c r='A1'><v>2</v></c>"), CO_X_CELL_DUPLICATE,
     "twice"},
    {ROW("<c r='A1'><v>1</v></c><c r='A1' s='1'/>"), CO_X_CELL_DUPLICATE,
     "twice"},
    {ROW("<c r='A1'><v>1</v></c>") ROW("<c r='B1'><v>2</v></c>"),
     CO_X_ROW_ORDER, "row 1"},
    {"<row r='2'/><row r='1'/>", CO_X_ROW_ORDER, "row 1"},
    {"<row r='0'/>", CO_X_CELL_REFERENCE, "'0'"},
    {"<row r='1048577'/>", CO_X_CELL_REFERENCE, "'1048577'"},
    {"<row r='x'/>", CO_X_CELL_REFERENCE, "'x'"},
    {"<row><c></row>", CO_X_XML_MALFORMED, "damaged"},
    {"<row>&x;<c t='str'><v>&x;</v></c></row>", CO_X_XML_MALFORMED,
     "reference"},
    {"<worksheet><sheetData>", CO_X_XML_MALFORMED, "cut short"},
    {"<!DOCTYPE x><worksheet/>", CO_X_XML_DOCTYPE, "document type"},
    {"<row" TEN("a") TEN("b") TEN("c") TEN("d") TEN("e") TEN("f") TEN("g") "/>",
     CO_X_LIMIT_XML_ATTRIBUTES, "64 attributes"},
};

static void refuses_cells(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(bad); i++) {
    struct recorder r;
    struct co_err err = {0};
    enum co_status status = read_rows(bad[i].rows, &r, &err);
    CHECK(status && err.code == bad[i].code && !r.ended, "%s: %d", bad[i].rows,
          err.code);
    CHECK(strstr(err.text, bad[i].says) && strstr(err.text, "sheet 'S'"),
          "%s: %s", bad[i].rows, err.text);
    co_buf_clear(&r.text);
  }
}

/* Workbooks; each row changes some of the usual parts. */

#define SHEETS(list) \
  "<workbook " MAIN " " REL "><sheets>" list "</sheets></workbook>"
#define ONE                                \
  "<worksheet " MAIN                       \
  "><sheetData><row><c><v>1</v></c></row>" \
  "</sheetData></worksheet>"

static const struct {
  struct book book;
  enum co_error code;
  const char *want; /* what is recorded, or what the message says */
} books[] = {
    {{.workbook = SHEETS("<sheet name='B' r:id='rId1' state='veryHidden'/>"
                         "<sheet name='C' r:id='rId4'/>"
                         "<sheet name=' ' r:id=''/>"
                         "<sheet name='A' r:id='rId1' state='hidden'/>")},
     CO_X_NONE,
     "[B v2] A1=n:1 /[A v1] A1=n:1 /"},
    {{.workbook = SHEETS("<sheet name='S' r:id='rId1'/>"
                         "<sheet name='s' r:id='rId1'/>")},
     CO_X_SHEET_DUPLICATE,
     "two sheets"},
    {{.rels = "<Relationships><Relationship Id='rId1' Type='" TYPE
              "worksheet' Target='worksheets/sheet1.xml'/><Relationship "
              "Id='rId1' Type='" TYPE
              "styles' Target='styles.xml'/></Relationships>"},
     CO_X_RELATION_DUPLICATE,
     "'rId1'"},
    {{.workbook = SHEETS("<sheet name='Gone' r:id='rId9'/>")},
     CO_X_PART_MISSING,
     "'Gone'"},
    {{.workbook = SHEETS("<sheet name='Far' r:id='rId5'/>")},
     CO_X_PART_MISSING,
     "'Far'"},
    {{.workbook = SHEETS("")}, CO_X_NO_SHEETS, "no sheets"},
    {{.workbook = SHEETS("<sheet r:id='rId1'/>")}, CO_X_SHEET_NAME, "no name"},
    {{.styles = "<styleSheet><numFmts><xf/></numFmts><cellXfs><numFmt/>"
                "<xf numFmtId='x'/></cellXfs></styleSheet>"},
     CO_X_NONE,
     "[S] A1=n:1 /"},
    {{.workbook = "<!DOCTYPE a [<!ENTITY b 'c'>]><workbook/>"},
     CO_X_XML_DOCTYPE,
     "document type"},
    {{.workbook = "<workbook>"}, CO_X_XML_MALFORMED, "line 1"},
    {{.workbook = "<?xml version='1.0' encoding='latin1'?><workbook/>"},
     CO_X_XML_ENCODING,
     "latin1"},
    {{.strings = "<!DOCTYPE sst><sst/>"}, CO_X_XML_DOCTYPE, "document type"},
    {{.strings = "<sst><si>"}, CO_X_XML_MALFORMED, "cut short"},
    {{.styles = "<styleSheet"}, CO_X_XML_MALFORMED, "styles.xml"},
};

static void reads_workbooks(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(books); i++) {
    struct book book = usual;
    struct recorder r;
    struct co_err err = {0};
    book.sheet = ONE;
    if (books[i].book.workbook) book.workbook = books[i].book.workbook;
    if (books[i].book.strings) book.strings = books[i].book.strings;
    if (books[i].book.rels) book.rels = books[i].book.rels;
    if (books[i].book.styles) book.styles = books[i].book.styles;
    record_start(&r);
    enum co_status status = read_book(&book, NULL, &r, &err);
    CHECK(err.code == books[i].code, "book %zu: %d %s", i, err.code, err.text);
    const char *got = status ? err.text : recorded(&r);
    CHECK(strstr(got, books[i].want), "book %zu: %s", i, got);
    co_buf_clear(&r.text);
  }
}

static void reads_1904_dates(void **state) {
  (void)state;
  struct book book = usual;
  struct recorder r;
  book.workbook = "<workbook " MAIN " " REL
                  "><workbookPr date1904='1'/><sheets><sheet name='S' "
                  "r:id='rId1'/></sheets><extLst><ext><workbookPr/></ext>"
                  "</extLst></workbook>";
  book.sheet =
      "<worksheet><sheetData><row><c s='1'><v>45382</v></c></row>"
      "</sheetData></worksheet>";
  record_start(&r);
  assert_int_equal(read_book(&book, NULL, &r, NULL), CO_OK);
  assert_string_equal(recorded(&r), "[S] A1=d:2028-04-01 /");
  co_buf_clear(&r.text);
}

/* Whole cells, as the quick way reads them, and others. */
static void knows_formulas_without_result(void **state) {
  (void)state;
  struct book book = usual;
  struct recorder r;
  book.workbook = "<workbook " MAIN " " REL
                  "><sheets><sheet name='S' sheetId='1' r:id='rId1'/></sheets>"
                  "<calcPr calcId='124519' fullCalcOnLoad='1'/></workbook>";
  book.sheet =
      "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><f>B1</f><v>0</v></c>"
      "<c r=\"B1\"><v>0</v></c><c r=\"C1\"><f>B1</f><v>7</v></c>"
      "<c r=\"D1\"><f t=\"shared\" si=\"0\"/><v>0</v></c>"
      "<c r=\"E1\" s=\"2\"><f>B1</f><v>0</v></c>"
      "<c r=\"F1\" t=\"str\"><f>B1</f><v>0</v></c>"
      "<c r=\"G1\"><v>9</v></c></row></sheetData></worksheet>";
  record_start(&r);
  assert_int_equal(read_book(&book, NULL, &r, NULL), CO_OK);
  assert_string_equal(
      recorded(&r),
      "[S] A1=n?:0 B1=n:0 C1=n:7 D1=n?:0 E1=n?:0 F1=s:0 G1=n:9 /");
  co_buf_clear(&r.text);
}

static void reads_merges_when_asked(void **state) {
  (void)state;
  struct book book = usual;
  struct co_read_options options = {.merges = true};
  static const struct {
    const char *merges, *want; /* NULL: refused */
  } rows[] = {
      {"<mergeCell ref='A1:B2'/><mergeCell ref='C3'/>",
       "[S A1:B2 C3:C3] A1=n:1 /"},
      {"", "[S] A1=n:1 /"},
      {"<mergeCell ref='B2:A1'/>", NULL},
      {"<mergeCell ref='A1:XFE1'/>", NULL},
      {"<mergeCell/>", NULL},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct recorder r;
    struct co_buf sheet = {0};
    co_buf_printf(&sheet,
                  "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData>"
                  "<mergeCells>%s</mergeCells></worksheet>",
                  rows[i].merges);
    book.sheet = sheet.ptr;
    record_start(&r);
    struct co_err err = {0};
    enum co_status status = read_book(&book, &options, &r, &err);
    enum co_error code = rows[i].want ? CO_X_NONE : CO_X_MERGE_RANGE;
    CHECK(err.code == code, "%s", rows[i].merges);
    if (!status) assert_string_equal(recorded(&r), rows[i].want);
    co_buf_clear(&r.text);
    co_buf_clear(&sheet);
  }
}

static void skips_the_rest_when_told(void **state) {
  (void)state;
  struct book book = usual;
  struct recorder r;
  book.workbook =
      SHEETS("<sheet name='A' r:id='rId1'/><sheet name='B' r:id='rId1'/>");
  book.sheet = "<worksheet><sheetData><row><c><v>1</v></c></row><row><c><v>x";
  record_start(&r);
  r.stop_after = 1;
  assert_int_equal(read_book(&book, NULL, &r, NULL), CO_OK);
  assert_string_equal(recorded(&r), "[A] A1=n:1 /[B] A1=n:1 /");
  assert_true(r.ended);
  co_buf_clear(&r.text);
}

static void keeps_limits(void **state) {
  (void)state;
  struct co_limits base = co_limits_default;
  struct co_limits limits[9];
  static const enum co_error codes[COUNT(limits)] = {
      CO_X_LIMIT_CELLS,          CO_X_LIMIT_ROWS,
      CO_X_LIMIT_COLUMNS,        CO_X_LIMIT_SHEETS,
      CO_X_LIMIT_SHARED_STRINGS, CO_X_LIMIT_STRING_BYTES,
      CO_X_LIMIT_CELL_FORMATS,   CO_X_LIMIT_XML_DEPTH,
      CO_X_LIMIT_MERGES};
  for (size_t i = 0; i < COUNT(limits); i++)
    limits[i] = base;
  limits[0].cells = 1;
  limits[1].rows = 1;
  limits[2].columns = 1;
  limits[3].sheets = 0;
  limits[4].shared_strings = 2;
  limits[5].string_bytes = 6;
  limits[6].cell_formats = 5;
  limits[7].xml_depth = 3;
  limits[8].merges = 1;
  for (size_t i = 0; i < COUNT(limits); i++) {
    struct book book = usual;
    struct recorder r;
    struct co_err err = {0};
    struct co_read_options options = {.limits = &limits[i], .merges = true};
    book.sheet =
        "<worksheet><sheetData><row><c><v>1</v></c><c><v>2</v></c>"
        "</row><row><c/></row></sheetData><mergeCells><mergeCell ref='A1:B1'/>"
        "<mergeCell ref='A2:B2'/></mergeCells></worksheet>";
    record_start(&r);
    enum co_status status = read_book(&book, &options, &r, &err);
    CHECK(status == CO_ELIMIT && err.code == codes[i], "limit %zu: %d %s", i,
          err.code, err.text);
    co_buf_clear(&r.text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_cells),
      cmocka_unit_test(block_size_does_not_matter),
      cmocka_unit_test(heals_numbers),
      cmocka_unit_test(refuses_cells),
      cmocka_unit_test(reads_workbooks),
      cmocka_unit_test(reads_1904_dates),
      cmocka_unit_test(knows_formulas_without_result),
      cmocka_unit_test(reads_merges_when_asked),
      cmocka_unit_test(skips_the_rest_when_told),
      cmocka_unit_test(keeps_limits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

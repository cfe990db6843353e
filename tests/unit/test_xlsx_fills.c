/* test_xlsx_fills.c - the colours that cells are filled with: what the styles
 * and the theme make of a fill, and which cells show theirs. */
#include "formats.h"
#include "recorder.h"
#include "xlsx_fills.h"
/* cmocka first */
#include "zip_make.h"

#define TYPE \
  "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const char workbook[] = "<workbook xmlns:r='" TYPE
                               "relationships'><sheets><sheet name='S' "
                               "sheetId='1' r:id='i'/></sheets></workbook>";
static const char rels[] =
    "<Relationships><Relationship Id='i' Type='" TYPE
    "worksheet' Target='s.xml'/><Relationship Id='f' Type='" TYPE
    "styles' Target='f.xml'/><Relationship Id='h' Type='" TYPE
    "theme' Target='h.xml'/></Relationships>";
static const char theme[] =
    "<theme><themeElements><clrScheme>"
    "<dk1><sysClr val='windowText' lastClr='000000'/></dk1>"
    "<lt1><sysClr val='window' lastClr='FFFFFF'/></lt1>"
    "<dk2><srgbClr val='1F497D'/></dk2><lt2><srgbClr val='EEECE1'/></lt2>"
    "<accent1><srgbClr val='4F81BD'/></accent1>"
    "<accent2><srgbClr val='C0504D'/></accent2>"
    "<accent6><srgbClr val='odd'/></accent6>"
    "</clrScheme></themeElements><extra><accent1><srgbClr val='123456'/>"
    "</accent1></extra></theme>";

struct book {
  const char *styles, *theme, *rows, *behind_rows;
};

static enum co_status read_book(const struct book *book,
                                const struct co_read_options *options,
                                size_t block, struct recorder *r,
                                struct co_err *err) {
  struct zip zip = {0};
  struct co_buf styles = {0}, sheet = {0};
  co_buf_printf(&styles, "<styleSheet>%s</styleSheet>", book->styles);
  co_buf_printf(&sheet, "<worksheet><sheetData>%s</sheetData>%s</worksheet>",
                book->rows, book->behind_rows ? book->behind_rows : "");
  zip_add(&zip, (struct zip_part){.name = "xl/workbook.xml", .text = workbook});
  zip_add(&zip, (struct zip_part){.name = "xl/_rels/workbook.xml.rels",
                                  .text = rels});
  zip_add(&zip, (struct zip_part){.name = "xl/f.xml", .text = styles.ptr});
  zip_add(&zip, (struct zip_part){.name = "xl/s.xml", .text = sheet.ptr});
  if (book->theme)
    zip_add(&zip, (struct zip_part){.name = "xl/h.xml", .text = book->theme});
  struct co_input in = zip_input(&zip, "a.xlsx");
  record_start(r);
  enum co_status status =
      co_xlsx_read_blocks(&in, options, block, &r->sink, err);
  zip_free(&zip);
  co_buf_clear(&styles);
  co_buf_clear(&sheet);
  return status;
}

#define SOLID(colour) \
  "<fill><patternFill patternType='solid'>" colour "</patternFill></fill>"
#define ONE(fill) "<fills>" fill "</fills><cellXfs><xf fillId='0'/></cellXfs>"
#define COLOUR(attributes) ONE(SOLID("<fgColor " attributes "/>"))
#define NONE "[S]"

/* One cell of the only format. */
static void knows_colours(void **state) {
  static const struct {
    const char *styles, *want;
  } rows[] = {
      {COLOUR("rgb='FFFF0000'"), "[S] A1=#FF0000: /"},
      {COLOUR("rgb='0000b050'"), "[S] A1=#00B050: /"},
      {COLOUR("rgb='FFC000'"), "[S] A1=#FFC000: /"},
      {COLOUR("rgb='FF000000'"), "[S] A1=#000000: /"},
      {COLOUR("rgb='FFFF000'"), NONE},
      {COLOUR("rgb='0xFF0000'"), NONE},
      {COLOUR("auto='1'"), NONE},
      {COLOUR("indexed='2'"), "[S] A1=#FF0000: /"},
      {COLOUR("indexed='10'"), "[S] A1=#FF0000: /"},
      {COLOUR("indexed='17'"), "[S] A1=#008000: /"},
      {COLOUR("indexed='63'"), "[S] A1=#333333: /"},
      {COLOUR("indexed='64'"), NONE},
      {COLOUR("indexed='-1'"), NONE},
      {COLOUR("indexed='4294967295'"), NONE},
      {COLOUR("indexed='1'") "<colors><indexedColors><rgbColor rgb='FF112233'/>"
                             "<rgbColor rgb='FF445566'/></indexedColors>"
                             "</colors>",
       "[S] A1=#445566: /"},
      {COLOUR("indexed='1'") "<colors><indexedColors><rgbColor rgb='FF112233'/>"
                             "</indexedColors></colors>",
       "[S] A1=#FFFFFF: /"},
      /* 0 and 1, 2 and 3 change places between file and number */
      {COLOUR("theme='0'"), "[S] A1=#FFFFFF: /"},
      {COLOUR("theme='1'"), "[S] A1=#000000: /"},
      {COLOUR("theme='2'"), "[S] A1=#EEECE1: /"},
      {COLOUR("theme='3'"), "[S] A1=#1F497D: /"},
      {COLOUR("theme='4'"), "[S] A1=#4F81BD: /"}, /* the first one of two */
      {COLOUR("theme='6'"), NONE},                /* not in the theme */
      {COLOUR("theme='9'"), NONE},                /* no colour there */
      {COLOUR("theme='12'"), NONE},
      /* as Excel shows them, give or take one */
      {COLOUR("theme='3' tint='0.7999'"), "[S] A1=#C6D9F1: /"},
      {COLOUR("theme='4' tint='-0.5'"), "[S] A1=#254061: /"},
      {COLOUR("theme='5' tint='0.6'"), "[S] A1=#E6B9B8: /"},
      {COLOUR("theme='0' tint='-0.25'"), "[S] A1=#BFBFBF: /"},
      {COLOUR("theme='1' tint='0.5'"), "[S] A1=#808080: /"},
      {COLOUR("theme='4' tint='2'"), "[S] A1=#4F81BD: /"},
      {COLOUR("theme='4' tint='nan'"), "[S] A1=#4F81BD: /"},
      {ONE(SOLID("")), NONE},
      {ONE("<fill/>"), NONE},
      {ONE("<fill><patternFill patternType='gray125'>"
           "<fgColor rgb='FFFF0000'/></patternFill></fill>"),
       NONE},
      {ONE("<fill><patternFill><fgColor rgb='FFFF0000'/></patternFill></fill>"),
       NONE},
      {ONE(SOLID("<bgColor rgb='FFFF0000'/>")), NONE},
      {ONE("<fill><gradientFill><stop><color rgb='FFFF0000'/></stop>"
           "</gradientFill></fill>"),
       NONE},
      /* of a conditional format, which is not looked at */
      {"<fills>" SOLID("<fgColor rgb='FFFF0000'/>") "</fills><dxfs><dxf>" SOLID(
           "<fgColor rgb='FF00FF00'/>") "</dxf></dxfs>"
                                        "<cellXfs><xf/></cellXfs>",
       "[S] A1=#FF0000: /"},
      {"<fills/><cellXfs><xf fillId='7'/></cellXfs>", NONE},
      {"<cellXfs><xf fillId='x'/></cellXfs>", NONE},
      {"<fgColor rgb='FFFF0000'/>", NONE},
  };
  static const struct co_read_options fills = {.fills = true};
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct recorder r;
    struct co_err err = {0};
    struct book book = {rows[i].styles, theme, "<row r='1'><c r='A1'/></row>",
                        NULL};
    enum co_status status = read_book(&book, &fills, 0, &r, &err);
    CHECK(!status, "row %zu: %s", i, err.text);
    CHECK(strcmp(recorded(&r), rows[i].want) == 0, "row %zu: %s", i,
          recorded(&r));
    co_buf_clear(&r.text);
  }
}

#define STYLES \
  "<fills><fill/>" SOLID("<fgColor rgb='FFFF0000'/>") SOLID(        \
      "<fgColor rgb='FF00B050'/>") "</fills><cellXfs><xf/>"         \
                                   "<xf fillId='1'/><xf numFmtId='9' " \
                                   "fillId='2'/></cellXfs>"

/* The second row has the usual form, the others are for the tokenizer. */
static const char cells[] =
    "<row r='1'><c r='A1' s='1'/><c r='B1'/><c s='2' r='C1'><v>1</v></c></row>"
    "<row r=\"2\"><c r=\"A2\" s=\"1\"/><c r=\"B2\" s=\"0\"/>"
    "<c r=\"C2\" s=\"2\"><v>1</v></c><c r=\"D2\" s=\"1\" t=\"str\"><v></v></c>"
    "</row><row r='3'><c r='B3'/></row>"
    "<row r='4'><c r='A4' s='1'/><c r='B4' s='2'/></row>"
    "<row r='5'><c r='A5' s='1'/><c r='B5' s='2'/></row>"
    "<row r='6'><c r='A6' s='1'/></row>";

static void tells_fills(void **state) {
  static const struct {
    const char *merges, *want;
    bool asked;
  } rows[] = {
      {NULL, "[S] C1=n%:1 / C2=n%:1 /", false},
      {NULL,
       "[S] A1=#FF0000: C1=n%#00B050:1 / A2=#FF0000: C2=n%#00B050:1 "
       "D2=#FF0000: / A4=#FF0000: B4=#00B050: / A5=#FF0000: B5=#00B050: / "
       "A6=#FF0000: /",
       true},
      {"<mergeCells><mergeCell ref='A4:B5'/><mergeCell ref='A1:A2'/>"
       "</mergeCells>",
       "[S A1:A2 A4:B5] A1=#FF0000: C1=n%#00B050:1 / C2=n%#00B050:1 "
       "D2=#FF0000: / A4=#FF0000: / A6=#FF0000: /",
       true},
      {"<mergeCells><mergeCell ref='A3:XFD1048576'/></mergeCells>",
       "[S A3:XFD1048576] A1=#FF0000: C1=n%#00B050:1 / A2=#FF0000: "
       "C2=n%#00B050:1 D2=#FF0000: /",
       true},
  };
  static const size_t blocks[] = {0, 1, 7, 64};
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++)
    for (size_t b = 0; b < COUNT(blocks); b++) {
      struct recorder r;
      struct co_err err = {0};
      struct book book = {STYLES, theme, cells, rows[i].merges};
      struct co_read_options options = {.fills = rows[i].asked};
      enum co_status status = read_book(&book, &options, blocks[b], &r, &err);
      CHECK(!status, "row %zu: %s", i, err.text);
      CHECK(strcmp(recorded(&r), rows[i].want) == 0, "row %zu: %s", i,
            recorded(&r));
      co_buf_clear(&r.text);
    }
}

static void refuses_what_it_must(void **state) {
  struct co_limits few = co_limits_default, small = co_limits_default;
  few.cell_formats = 3;
  small.cells = 8;
  const struct {
    struct book book;
    struct co_read_options options;
    enum co_status status;
  } rows[] = {
      {{STYLES, theme, cells, NULL}, {.limits = &few, .fills = true}, CO_OK},
      {{STYLES "<fills><fill/></fills>", theme, cells, NULL},
       {.limits = &few, .fills = true},
       CO_ELIMIT},
      {{STYLES "<fills><fill/></fills>", theme, cells, NULL},
       {.limits = &few},
       CO_OK},
      /* filled cells count as cells */
      {{STYLES, theme, cells, NULL},
       {.limits = &small, .fills = true},
       CO_ELIMIT},
      {{STYLES, theme, cells, NULL}, {.limits = &small}, CO_OK},
      {{STYLES, NULL, cells, NULL}, {.fills = true}, CO_OK},
      {{STYLES, "<theme", cells, NULL}, {.fills = true}, CO_EINPUT},
      {{STYLES, "<theme", cells, NULL}, {.fills = false}, CO_OK},
  };
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct recorder r;
    struct co_err err = {0};
    enum co_status status =
        read_book(&rows[i].book, &rows[i].options, 0, &r, &err);
    CHECK(status == rows[i].status, "row %zu: %d %s", i, status, err.text);
    co_buf_clear(&r.text);
  }
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(knows_colours), cmocka_unit_test(tells_fills),
      cmocka_unit_test(refuses_what_it_must)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_xlsx_marks.c - what a workbook says besides its cells: names, tables,
 * merged ranges, frozen panes, filters, headers and footers. */
#include "formats.h"
#include "str.h"
#include "table.h"
/* cmocka first */
#include "zip_make.h"

#define TYPE \
  "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* Writes the sheet down: marks as letters, merges, tables, names. */
struct notes {
  struct co_sink sink;
  struct co_buf text;
};

static enum co_status on_sheet(struct co_sink *sink, const struct co_sheet *s,
                               struct co_err *err) {
  struct notes *n = (struct notes *)sink;
  (void)err;
  co_buf_printf(&n->text, "%.*s%s%s%s", CO_STR(s->name),
                s->marks.frozen ? " Z" : "", s->marks.filter ? " F" : "",
                s->marks.header_footer ? " H" : "");
  for (size_t i = 0; i < s->merge_count; i++)
    co_buf_printf(&n->text, " %u:%u", (unsigned)s->merges[i].first_row,
                  (unsigned)s->merges[i].last_col);
  for (size_t i = 0; i < s->table_count; i++)
    co_buf_printf(&n->text, " T(%.*s %.*s)", CO_STR(s->tables[i].name),
                  CO_STR(s->tables[i].refers));
  for (size_t i = 0; i < s->name_count; i++)
    co_buf_printf(&n->text, " N(%.*s %.*s)", CO_STR(s->names[i].name),
                  CO_STR(s->names[i].refers));
  return CO_OK;
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  (void)sink, (void)row, (void)err;
  return CO_OK;
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  (void)sink, (void)err;
  return CO_OK;
}

/* What each row puts into the workbook, its sheet and the sheet's relations. */
struct book {
  const char *names, *behind_rows, *rels, *table;
};

static void add(struct zip *zip, const char *name, struct co_buf *text) {
  zip_add(zip, (struct zip_part){.name = name, .text = text->ptr});
  co_buf_clear(text);
}

static enum co_status read_book(const struct book *book,
                                const struct co_limits *limits,
                                struct notes *notes, struct co_err *err) {
  struct zip zip = {0};
  struct co_buf text = {0};
  struct co_read_options options = {.limits = limits, .merges = true};
  co_buf_printf(
      &text,
      "<workbook xmlns:r='http://schemas.openxmlformats.org/"
      "officeDocument/2006/relationships'><sheets><sheet name='S' sheetId='1' "
      "r:id='i'/></sheets><definedNames>%s</definedNames></workbook>",
      book->names ? book->names : "");
  add(&zip, "xl/workbook.xml", &text);
  co_buf_printf(&text, "<Relationships><Relationship Id='i' Type='" TYPE
                       "worksheet' Target='s.xml'/></Relationships>");
  add(&zip, "xl/_rels/workbook.xml.rels", &text);
  co_buf_printf(&text,
                "<worksheet><sheetData><row><c><v>1</v></c></row>"
                "</sheetData>%s</worksheet>",
                book->behind_rows ? book->behind_rows : "");
  add(&zip, "xl/s.xml", &text);
  if (book->rels) {
    co_buf_printf(&text, "<Relationships>%s</Relationships>", book->rels);
    add(&zip, "xl/_rels/s.xml.rels", &text);
  }
  if (book->table) {
    co_buf_printf(&text, "%s", book->table);
    add(&zip, "xl/t.xml", &text);
  }
  *notes = (struct notes){.sink = {on_sheet, on_row, NULL, on_end, NULL}};
  struct co_input in = zip_input(&zip, "a.xlsx");
  enum co_status status = co_xlsx_read(&in, &options, &notes->sink, err);
  zip_free(&zip);
  return status;
}

#define TABLE_REL "<Relationship Id='t' Type='" TYPE "table' Target='t.xml'/>"

static void tells_marks(void **state) {
  static const struct {
    struct book book;
    const char *want;
  } rows[] = {
      {{0}, "S"},
      {{.names = "<definedName name='Total'>'S'!$A$1</definedName>"
                 "<definedName name='Rate'>0.2</definedName>"},
       "S N(Total 'S'!$A$1) N(Rate 0.2)"},
      {{.names = "<definedName name='_xlnm.Print_Area'>S!A1</definedName>"
                 "<definedName name='Inner' hidden='1'>1</definedName>"
                 "<definedName>2</definedName>"
                 "<definedName name='Seen' hidden='0'>3</definedName>"
                 "<other name='No'>4</other>"},
       "S N(Seen 3)"},
      {{.behind_rows = "<autoFilter ref='A1'/>"}, "S F"},
      {{.behind_rows = "<deep><autoFilter ref='A1'/></deep>"}, "S"},
      {{.behind_rows = "<headerFooter><oddHeader>x</oddHeader></headerFooter>"},
       "S H"},
      {{.behind_rows = "<headerFooter><oddFooter>x</oddFooter></headerFooter>"},
       "S H"},
      {{.behind_rows = "<headerFooter><evenHeader/></headerFooter>"}, "S H"},
      {{.behind_rows = "<headerFooter><evenFooter/></headerFooter>"}, "S H"},
      {{.behind_rows = "<headerFooter><firstHeader/></headerFooter>"}, "S H"},
      {{.behind_rows = "<headerFooter><firstFooter/></headerFooter>"}, "S H"},
      {{.behind_rows = "<headerFooter><other/></headerFooter>"}, "S"},
      {{.behind_rows = "<v><w><pane state='frozen'/></w></v>"}, "S Z"},
      {{.behind_rows = "<v><w><pane state='frozenSplit'/></w></v>"}, "S Z"},
      {{.behind_rows = "<v><w><pane state='split'/></w></v>"}, "S"},
      {{.behind_rows = "<v><w><pane/><other state='frozen'/></w></v>"}, "S"},
      {{.behind_rows = "<mergeCells><mergeCell ref='A1:C2'/></mergeCells>"},
       "S 0:2"},
      {{.rels = TABLE_REL,
        .table = "<table displayName='Plan' name='x' ref='A1:B9'>"
                 "<autoFilter ref='A1:B9'/></table>"},
       "S F T(Plan A1:B9)"},
      {{.rels = TABLE_REL, .table = "<table name='Plan' ref='A1:B9'/>"},
       "S T(Plan A1:B9)"},
      {{.rels = TABLE_REL,
        .table = "<table ref='A1'><table name='x'/></table>"},
       "S"},
      {{.rels = TABLE_REL, .table = "<other name='Plan' ref='A1:B9'/>"}, "S"},
      {{.rels = TABLE_REL}, "S"}, /* the part is not there */
      {{.rels = "<Relationship Id='t' Type='" TYPE
                "table' TargetMode='External' Target='t.xml'/>"
                "<Relationship Id='u' Type='" TYPE
                "drawing' TargetMode='Internal' Target='t.xml'/>"
                "<Relationship Id='v' Type='table' Target='t.xml'/>",
        .table = "<table name='Plan' ref='A1:B9'/>"},
       "S T(Plan A1:B9)"},
  };
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct notes notes;
    struct co_err err = {0};
    enum co_status status =
        read_book(&rows[i].book, &co_limits_default, &notes, &err);
    CHECK(!status, "row %zu: %s", i, err.text);
    CHECK(co_str_is(co_buf_str(&notes.text), rows[i].want), "row %zu: %.*s", i,
          CO_STR(co_buf_str(&notes.text)));
    co_buf_clear(&notes.text);
  }
}

static void refuses_false_marks(void **state) {
  struct co_limits few = co_limits_default;
  few.merges = 1;
  const struct {
    struct book book;
    const struct co_limits *limits;
    enum co_status status;
  } rows[] = {
      {{.behind_rows = "<mergeCells><mergeCell ref='C2:A1'/></mergeCells>"},
       &co_limits_default,
       CO_EINPUT},
      {{.behind_rows = "<mergeCells><mergeCell ref='A2:B1'/></mergeCells>"},
       &co_limits_default,
       CO_EINPUT},
      {{.behind_rows = "<mergeCells><mergeCell ref='A1:B2'/><mergeCell "
                       "ref='A3:B4'/></mergeCells>"},
       &few,
       CO_ELIMIT},
      {{.behind_rows = "<mergeCells><mergeCell ref='A1:B2'/></mergeCells>"},
       &few,
       CO_OK},
      {{.rels = TABLE_REL, .table = "<table"}, &co_limits_default, CO_EINPUT},
      {{.rels = "<Relationship"}, &co_limits_default, CO_EINPUT},
  };
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct notes notes;
    struct co_err err = {0};
    enum co_status status =
        read_book(&rows[i].book, rows[i].limits, &notes, &err);
    CHECK(status == rows[i].status, "row %zu: %d %s", i, status, err.text);
    co_buf_clear(&notes.text);
  }
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(tells_marks), cmocka_unit_test(refuses_false_marks)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

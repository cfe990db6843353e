/* fuzz_book.h - a workbook around one part that is the input. */
#ifndef COLLATE_FUZZ_BOOK_H
#define COLLATE_FUZZ_BOOK_H

#include "fuzz.h"
#include "xlsx.h"

#define FUZZ_TYPE \
  "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const char *const fuzz_parts[][2] = {
    {"xl/workbook.xml",
     "<workbook xmlns:r='" FUZZ_TYPE
     "relationships'><sheets><sheet name='S' r:id='a'/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships><Relationship Id='a' Type='" FUZZ_TYPE
     "worksheet' Target='s.xml'/><Relationship Id='b' Type='" FUZZ_TYPE
     "sharedStrings' Target='t.xml'/><Relationship Id='c' Type='" FUZZ_TYPE
     "styles' Target='f.xml'/></Relationships>"},
    {"xl/s.xml",
     "<worksheet><sheetData><row><c t='s'><v>0</v></c><c s='1'><v>40000.5</v>"
     "</c></row></sheetData></worksheet>"},
    {"xl/t.xml",
     "<sst><si><t>alpha</t></si><si><t>beta</t></si><si><t/></si></sst>"},
    {"xl/f.xml",
     "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='[h]:mm'/>"
     "</numFmts><cellXfs><xf/><xf numFmtId='14'/><xf numFmtId='9'/>"
     "<xf numFmtId='164'/><xf numFmtId='20'/></cellXfs></styleSheet>"}};

/* Reads it in big blocks and in tiny ones, which must give the same: the quick
 * ways against the tokenizer. */
static inline void fuzz_book(const char *part, const uint8_t *data,
                             size_t size) {
  struct fuzz_zip zip = {0};
  const struct co_read_options options = {&fuzz_limits, false};
  for (size_t i = 0; i < sizeof fuzz_parts / sizeof *fuzz_parts; i++) {
    const char *text = fuzz_parts[i][1];
    bool here = strcmp(fuzz_parts[i][0], part) == 0;
    fuzz_zip_add(&zip, fuzz_parts[i][0], here ? (const void *)data : text,
                 here ? size : strlen(text));
  }
  struct co_input in = fuzz_zip_close(&zip, "a.xlsx");
  struct fuzz_sink quick = fuzz_sink_new(), slow = fuzz_sink_new();
  enum co_status a = co_xlsx_read_blocks(&in, &options, 0, &quick.sink, NULL);
  enum co_status b = co_xlsx_read_blocks(&in, &options, 3, &slow.sink, NULL);
  fuzz_same(a, &quick, b, &slow);
  fuzz_zip_free(&zip);
}

#endif

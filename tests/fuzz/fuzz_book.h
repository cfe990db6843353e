/* fuzz_book.h - a workbook around one part that is the input.
 *
 * The other parts are made into a package and read once; then the input takes
 * the place of its part's bytes, behind the package, and only that part and
 * the sheet are read anew. To open a package costs ten times what it costs to
 * read a short sheet, and packages have targets of their own. */
#ifndef COLLATE_FUZZ_BOOK_H
#define COLLATE_FUZZ_BOOK_H

#include "fuzz.h"
#include "xlsx_fills.h"

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
     "</numFmts><fills><fill/><fill><patternFill patternType='solid'>"
     "<fgColor rgb='FFFF0000'/></patternFill></fill></fills>"
     "<cellXfs><xf/><xf numFmtId='14' fillId='1'/><xf numFmtId='9'/>"
     "<xf numFmtId='164'/><xf numFmtId='20'/></cellXfs></styleSheet>"}};

enum fuzz_part { FUZZ_SHEET = 2, FUZZ_STRINGS, FUZZ_STYLES };

/* What stays from input to input; the bytes have room behind for the input. */
static struct fuzz_zip fuzz_zip;
static struct co_input fuzz_in;
static struct co_xlsx fuzz_xlsx = {.limits = &fuzz_limits, .wants_fills = true};

static inline struct co_entry *fuzz_entry(enum fuzz_part part) {
  const char *name = fuzz_parts[part][0];
  for (size_t i = 0; i < fuzz_xlsx.package.count; i++)
    if (co_str_is(fuzz_xlsx.package.entries[i].name, name))
      return &fuzz_xlsx.package.entries[i];
  abort();
}

static inline void fuzz_book_open(void) {
  for (size_t i = 0; i < sizeof fuzz_parts / sizeof *fuzz_parts; i++)
    fuzz_zip_add(&fuzz_zip, fuzz_parts[i][0], fuzz_parts[i][1],
                 strlen(fuzz_parts[i][1]));
  fuzz_in = fuzz_zip_close(&fuzz_zip, "a.xlsx");
  if (co_xlsx_open(&fuzz_xlsx, &fuzz_in, NULL)) abort();
}

/* The part's bytes are now the input's. */
static inline void fuzz_book_put(enum fuzz_part part, const uint8_t *data,
                                 size_t size) {
  struct co_entry *entry = fuzz_entry(part);
  static size_t start; /* where inputs begin: behind the package */
  if (!start) start = (size_t)fuzz_in.size;
  fuzz_zip.bytes.len = start;
  co_buf_add(&fuzz_zip.bytes, (const char *)data, size);
  fuzz_in.memory = (const unsigned char *)fuzz_zip.bytes.ptr;
  fuzz_in.size = start + size;
  entry->data = start;
  entry->size = entry->packed = size;
  entry->crc = co_crc32(0, data, size);
}

static inline enum co_status fuzz_book_read(enum fuzz_part part, size_t block,
                                            struct fuzz_sink *sink) {
  struct co_cover cover = {0};
  enum co_status status = CO_OK;
  fuzz_xlsx.block = block;
  fuzz_xlsx.package.inflated = fuzz_xlsx.cells = 0;
  if (part == FUZZ_STRINGS) {
    fuzz_xlsx.strings.text.len = fuzz_xlsx.strings.count = 0;
    status = co_xlsx_strings(&fuzz_xlsx, NULL);
  }
  if (part == FUZZ_STYLES) {
    fuzz_xlsx.format_count = 0;
    status = co_xlsx_styles(&fuzz_xlsx, NULL);
  }
  for (size_t i = 0; i < fuzz_xlsx.strings.count; i++)
    fuzz_add(sink, fuzz_xlsx.strings.starts[i]);
  for (size_t i = 0; i < fuzz_xlsx.format_count; i++)
    fuzz_add(sink, fuzz_xlsx.formats[i]);
  return status ? status
                : co_xlsx_rows(&fuzz_xlsx, fuzz_xlsx.sheets, &cover,
                               &sink->sink, NULL);
}

/* Reads it in big blocks and in tiny ones, which must give the same: the quick
 * ways against the tokenizer. */
static inline void fuzz_book(enum fuzz_part part, const uint8_t *data,
                             size_t size) {
  if (!fuzz_zip.count) fuzz_book_open();
  fuzz_book_put(part, data, size);
  struct fuzz_sink quick = fuzz_sink_new(), slow = fuzz_sink_new();
  size_t tiny = 3 + size / 64; /* long parts need not cost hundreds of blocks */
  enum co_status a = fuzz_book_read(part, 0, &quick);
  enum co_status b = fuzz_book_read(part, tiny, &slow);
  fuzz_same(a, &quick, b, &slow);
}

#endif

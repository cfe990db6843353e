/* xlsx.h - a workbook that is being read: what its parts have in common.
 *
 * Opened in this order: package, relationships, workbook part, styles, shared
 * strings; then sheet by sheet, each a stream (xlsx_sheet.c). ECMA-376 part 1,
 * chapter 18; strict and transitional alike, because names are compared
 * without their namespace. */
#ifndef COLLATE_XLSX_H
#define COLLATE_XLSX_H

#include "numfmt.h"
#include "package.h"
#include "str.h"
#include "xml_scan.h"

/* Distinct strings: one text and where each begins in it. */
struct co_strings {
  struct co_buf text;
  uint32_t *starts; /* count + 1 of them */
  size_t count, cap;
};

struct co_xlsx_sheet {
  struct co_str name, folded; /* folded: to be compared with others */
  enum co_visibility visibility;
  const struct co_entry *part; /* NULL: no sheet of cells, passed over */
};

struct co_xlsx {
  struct co_package package;
  const struct co_limits *limits;
  size_t block; /* bytes a tokenizer asks for at a time; 0: the usual */
  const struct co_ahead *ahead; /* for long parts, or NULL */
  struct co_arena arena;
  const struct co_entry *workbook, *styles_part, *strings_part, *theme_part;
  const struct co_entry *properties_part; /* NULL: none, as with the others */
  bool epoch_1904;
  bool pending; /* formulas are worked out when the workbook is opened */
  struct co_xlsx_sheet *sheets;
  size_t sheet_count, sheet_cap;
  struct co_named *names; /* malloc'ed, texts in the arena */
  size_t name_count, name_cap;
  uint8_t *formats; /* enum co_numfmt of each cell format */
  size_t format_count, format_cap;
  bool wants_fills;
  uint32_t *fills; /* of each cell format; NULL where they are not wanted */
  size_t fill_cap;
  struct co_strings strings;
  uint64_t cells; /* pushed so far */
};

/* What a cell's format makes of its number. */
static inline enum co_numfmt co_xlsx_format(const struct co_xlsx *xlsx,
                                            uint32_t index) {
  return index < xlsx->format_count ? (enum co_numfmt)xlsx->formats[index]
                                    : CO_NUMFMT_NUMBER;
}

/* Reads everything but the sheets; limits, block and wants_fills are set. Close
 * also after an error. */
enum co_status co_xlsx_open(struct co_xlsx *xlsx, struct co_input *in,
                            struct co_err *err);
void co_xlsx_close(struct co_xlsx *xlsx);

enum co_status co_xlsx_styles(struct co_xlsx *xlsx, struct co_err *err);
enum co_status co_xlsx_strings(struct co_xlsx *xlsx, struct co_err *err);

/* What the workbook holds that could do something: "macros, links to other
 * files"; empty for nothing. Lives as long as the workbook. */
struct co_str co_xlsx_active(struct co_xlsx *xlsx);

/* Pushes the rows of one sheet; CO_STOP where the sink wants no more. cover:
 * the cells whose fill is not seen (xlsx_fills.h). */
struct co_cover;
enum co_status co_xlsx_rows(struct co_xlsx *xlsx,
                            const struct co_xlsx_sheet *sheet,
                            struct co_cover *cover, struct co_sink *sink,
                            struct co_err *err);
/* The merged ranges of a sheet, malloc'ed (a pass over its whole part). */
enum co_status co_xlsx_merges(struct co_xlsx *xlsx,
                              const struct co_xlsx_sheet *sheet,
                              struct co_merge **merges, size_t *count,
                              struct co_marks *marks, struct co_err *err);

/* The tables of a sheet, malloc'ed, their texts in the arena. */
enum co_status co_xlsx_tables(struct co_xlsx *xlsx,
                              const struct co_xlsx_sheet *sheet,
                              struct co_named **tables, size_t *count,
                              struct co_marks *marks, struct co_err *err);

/* A tokenizer over a part, and its end. */
struct co_xlsx_stream {
  struct co_part *part;
  const struct co_ahead *ahead; /* NULL: the part is read when it is wanted */
  void *started;
  struct co_xml_scan scan;
};
enum co_status co_xlsx_stream_open(struct co_xlsx_stream *stream,
                                   struct co_xlsx *xlsx,
                                   const struct co_entry *entry,
                                   struct co_err *err);
void co_xlsx_stream_close(struct co_xlsx_stream *stream);

/* Texts. Each is called after the START of its element and returns after the
 * END; what was read is appended. Raw: every character data of an element.
 * Rich: the runs of <si> or <is>, without phonetics. */
enum co_status co_xlsx_raw_text(struct co_xml_scan *scan, struct co_buf *out,
                                struct co_err *err);
enum co_status co_xlsx_rich_text(struct co_xml_scan *scan, struct co_buf *out,
                                 struct co_err *err);
/* Undoes _xHHHH_ in out from an offset on, once. */
void co_xlsx_unescape(struct co_buf *out, size_t from);

/* Cells */

/* A1 text to a place; false where it is none on a sheet. */
bool co_xlsx_place(struct co_str text, uint32_t *row, uint32_t *col);

/* A cell's type (t), and by its name: false for a name that is none. */
enum co_xlsx_type {
  CO_XLSX_NUMBER,
  CO_XLSX_SHARED,
  CO_XLSX_STRING,
  CO_XLSX_INLINE,
  CO_XLSX_BOOL,
  CO_XLSX_ERROR,
  CO_XLSX_DATE
};
bool co_xlsx_type_of(struct co_str name, enum co_xlsx_type *type);

/* Programs that cannot calculate (XlsxWriter, libxlsxwriter) write 0 under
 * every formula and ask for all to be worked out on opening. */
static inline bool co_xlsx_is_pending(const struct co_xlsx *xlsx, bool formula,
                                      struct co_str value) {
  return formula && xlsx->pending && co_str_is(value, "0");
}

/* The fill of a cell format. */
static inline uint32_t co_xlsx_fill(const struct co_xlsx *xlsx,
                                    uint32_t format) {
  return xlsx->fills && format < xlsx->format_count ? xlsx->fills[format] : 0;
}

/* What a cell's element said. */
struct co_xlsx_raw_cell {
  enum co_xlsx_type type;
  uint32_t format; /* s */
  bool has_value, has_formula;
  struct co_str value; /* of <v> or <is>, decoded */
};
/* Turns it into a cell; kind BLANK where there is nothing to say. Texts come
 * from the arena or from the shared strings. Messages do not name the cell. */
enum co_status co_xlsx_cell(const struct co_xlsx *xlsx, struct co_arena *arena,
                            const struct co_xlsx_raw_cell *raw,
                            struct co_cell *cell, struct co_err *err);

/* co_xlsx_read with blocks of another size, for tests: with blocks of one byte
 * the quick ways of xlsx_fast.h never see a whole cell, and the result must be
 * the same. */
enum co_status co_xlsx_read_blocks(struct co_input *in,
                                   const struct co_read_options *options,
                                   size_t block, struct co_sink *sink,
                                   struct co_err *err);

#endif

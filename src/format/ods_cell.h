/* ods_cell.h - one cell of an OpenDocument sheet: its texts and its value. */
#ifndef COLLATE_ODS_CELL_H
#define COLLATE_ODS_CELL_H

#include "arena.h"
#include "collate/grid.h"
#include "str.h"

#define CO_ODS_OFFICE "urn:oasis:names:tc:opendocument:xmlns:office:1.0\n"
#define CO_ODS_TABLE "urn:oasis:names:tc:opendocument:xmlns:table:1.0\n"
#define CO_ODS_TEXT "urn:oasis:names:tc:opendocument:xmlns:text:1.0\n"
#define CO_ODS_STYLE "urn:oasis:names:tc:opendocument:xmlns:style:1.0\n"
#define CO_ODS_CALC \
  "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\n"

enum co_ods_type {
  CO_ODS_NONE,
  CO_ODS_NUMBER, /* float */
  CO_ODS_PERCENT,
  CO_ODS_CURRENCY,
  CO_ODS_DATE,
  CO_ODS_TIME,
  CO_ODS_BOOL,
  CO_ODS_STRING
};

/* What a cell's start tag said, and the text collected in it. */
struct co_ods_cell {
  enum co_ods_type type;
  bool formula;
  bool error, no_error; /* as LibreOffice says of a text */
  bool foreign;         /* a currency other than pounds */
  bool has_value;
  struct co_str value; /* of the attribute that belongs to the type */
  uint64_t repeated;   /* columns */
  struct co_buf text;  /* paragraphs, parted by LF */
  uint32_t paragraphs;
};

/* Reads the attributes of a cell; texts go into the arena. The buffer of an
 * earlier cell is used again. */
enum co_status co_ods_begin(struct co_ods_cell *cell, struct co_arena *arena,
                            const char **attributes, struct co_err *err);

/* A paragraph begins; its text, as it comes. False: over the limit. */
void co_ods_paragraph(struct co_ods_cell *cell);
bool co_ods_text(struct co_ods_cell *cell, struct co_str text);
/* <text:s text:c="2"/>, <text:tab/>, <text:line-break/>. */
bool co_ods_blanks(struct co_ods_cell *cell, char blank, uint32_t count);

/* The cell's kind, look and text; BLANK where it holds nothing. */
enum co_status co_ods_value(const struct co_ods_cell *from,
                            struct co_arena *arena, struct co_cell *cell,
                            struct co_err *err);

#endif

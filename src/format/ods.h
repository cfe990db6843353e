/* ods.h - OpenDocument spreadsheets (.ods, .ots, .fods): what ods_read.c and
 * ods_sheet.c share.
 *
 * ODF 1.2 part 1: chapter 9 (tables), 6.1 (text), 19.385 (value types). The
 * content is one XML document, read as a stream by expat; ods_sheet.c is the
 * handler that makes sheets and rows of it. */
#ifndef COLLATE_ODS_H
#define COLLATE_ODS_H

#include "collate/format.h"
#include "properties.h"

struct co_ods;

/* Both must outlive it. */
struct co_ods *co_ods_new(const struct co_limits *limits,
                          const struct co_properties *properties);
void co_ods_free(struct co_ods *ods);

/* The handler for one pass over the content. With sink NULL it only gathers
 * merged ranges, which stand in the cells while a sheet is announced before
 * its rows; a later pass tells them with the sheets. */
struct co_xml_handler co_ods_handler(struct co_ods *ods, struct co_sink *sink);
/* The sheet in which a failed pass ended, for the message; may be empty. */
struct co_str co_ods_sheet(const struct co_ods *ods);
size_t co_ods_sheet_count(const struct co_ods *ods);

#endif

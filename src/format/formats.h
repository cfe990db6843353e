/* formats.h - what the files of this layer share: the entries of the table.
 *
 * Each reader and writer is one function named here; the table that binds
 * them to names, extensions and signatures is in formats.c. */
#ifndef COLLATE_FORMATS_H
#define COLLATE_FORMATS_H

#include <stdio.h>

#include "collate/format.h"
#include "libraries.h"

/* Workbooks (.xlsx, .xlsm, .xltx, .xltm): xlsx_read.c, workbook.c. */
enum co_status co_xlsx_read(struct co_input *in,
                            const struct co_read_options *options,
                            struct co_sink *sink, struct co_err *err);
enum co_status co_workbook_writer(struct co_sink **sink, struct co_output *out,
                                  struct co_err *err);

/* OpenDocument spreadsheets (.ods, .ots) and flat ones (.fods): ods_read.c. */
enum co_status co_ods_read(struct co_input *in,
                           const struct co_read_options *options,
                           struct co_sink *sink, struct co_err *err);
enum co_status co_fods_read(struct co_input *in,
                            const struct co_read_options *options,
                            struct co_sink *sink, struct co_err *err);

/* Delimited text: csv_read.c, csv_write.c. */
enum co_status co_csv_read(struct co_input *in,
                           const struct co_read_options *options,
                           struct co_sink *sink, struct co_err *err);
enum co_status co_csv_writer(struct co_sink **sink, struct co_output *out,
                             struct co_err *err);
enum co_status co_tab_writer(struct co_sink **sink, struct co_output *out,
                             struct co_err *err);

/* A cell's text as the CSV writer writes it: one that a spreadsheet program
 * would calculate has an apostrophe in front. Borrowed or in the arena. */
struct co_arena;
struct co_str co_csv_text(struct co_arena *arena, const struct co_cell *cell);

/* Every cell on a line of its own: dump_write.c. */
enum co_status co_dump_writer(struct co_sink **sink, struct co_output *out,
                              struct co_err *err);

/* A text as JSON has it, in quotes: U+2028, U+2029, which end a line in some
 * programs, are escaped like control characters; what is no UTF-8 is U+FFFD. */
void co_json_text(FILE *out, struct co_str text);

/* Rows by their headers, and a page to read: json_write.c, html_write.c. */
enum co_status co_json_writer(struct co_sink **sink, struct co_output *out,
                              struct co_err *err);
enum co_status co_html_writer(struct co_sink **sink, struct co_output *out,
                              struct co_err *err);

/* The first rows of each sheet for a person to look at: text_write.c. */
enum co_status co_text_writer(struct co_sink **sink, struct co_output *out,
                              struct co_err *err);

/* Says what a file is that is no spreadsheet we read, and what to do; CO_OK
 * where nothing speaks against it: refuse.c. head are its first bytes. */
enum co_status co_refuse(struct co_input *in, const unsigned char *head,
                         size_t len, struct co_err *err);
/* Likewise for a zip package without a workbook in it. */
struct co_package;
enum co_status co_refuse_package(const struct co_package *package,
                                 struct co_err *err);

/* The libraries of this layer, each told. */
void co_format_libraries(co_library_tell *tell, void *context);

/* The limits a read works under. */
const struct co_limits *co_limits_of(const struct co_read_options *options);

#endif

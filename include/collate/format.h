/* format.h - the table of file formats: detection, readers, writers.
 *
 * One const struct per format and one array; detection, help and the choice
 * of an output by its name all read that array.
 *
 * Ownership: a writer is a heap sink, released through its free(). Inputs and
 * outputs stay the caller's. */
#ifndef COLLATE_FORMAT_H
#define COLLATE_FORMAT_H

#include "collate/grid.h"

struct co_input;
struct co_output;

/* Every limit of the readers. Crossing one gives CO_ELIMIT with its name. */
struct co_limits {
  uint64_t file_bytes;     /* 256 MiB */
  uint32_t zip_entries;    /* 2,000 */
  uint64_t part_bytes;     /* inflated, one part: 1 GiB */
  uint64_t total_bytes;    /* inflated, all parts: 2 GiB */
  uint32_t inflate_ratio;  /* 500, above ratio_floor inflated bytes */
  uint64_t ratio_floor;    /* 16 MiB */
  uint64_t cells;          /* per file: 20,000,000 */
  uint32_t rows;           /* per sheet: 1,048,576 */
  uint32_t columns;        /* 16,384 */
  uint32_t xml_depth;      /* 64 */
  uint32_t sheets;         /* 1,024 */
  uint32_t merges;         /* 100,000 */
  uint32_t cell_formats;   /* 65,490 */
  uint64_t shared_strings; /* 5,000,000 */
  uint64_t string_bytes;   /* all shared strings: 512 MiB */
  uint64_t field_bytes;    /* one cell's text: 1 MiB */
  uint32_t sheet_rows;     /* of a workbook that is written: 1,048,576 */
};
extern const struct co_limits co_limits_default;

/* A limit by its name ("file-bytes"); the table is NULL-ended. */
struct co_limit {
  const char *name;
  enum co_error crossed;
  const char *describes;
  size_t offset, size; /* of its field in co_limits */
};
extern const struct co_limit co_limit_table[];
uint64_t co_limit_get(const struct co_limits *limits,
                      const struct co_limit *limit);
/* Takes "NAME=NUMBER", with K, M or G behind the number; CO_EUSAGE. */
enum co_status co_limit_set(struct co_limits *limits, const char *assignment,
                            struct co_err *err);

/* Bytes one after the other: up to len of them, none only at the end. */
typedef enum co_status co_byte_source(void *source, void *buf, size_t len,
                                      size_t *got, struct co_err *err);

/* Somebody who fetches such bytes while the last ones are looked at. */
struct co_ahead {
  void *(*start)(co_byte_source *read, void *source); /* NULL: cannot */
  co_byte_source *read; /* from what start() gave */
  void (*stop)(void *started);
};

struct co_read_options {
  const struct co_limits *limits; /* NULL: the defaults */
  bool merges;                    /* fill co_sheet.merges (costs a pass) */
  bool fills;                     /* and co_cell.fill; with it, merges too */
  bool properties;                /* and co_sheet.properties */
  char delimiter;                 /* of text files; 0: by what they say */
  const struct co_ahead *ahead;   /* for long parts of a workbook, or NULL */
};

struct co_format {
  const char *name;
  const char *describes;
  const char *const *extensions; /* ".xlsx", ...; NULL-ended */
  /* True where the first bytes look like this format. NULL: never sniffed. */
  bool (*sniff)(const unsigned char *head, size_t len);
  /* Pushes all sheets and rows into the sink. NULL: cannot be read. */
  enum co_status (*read)(struct co_input *in,
                         const struct co_read_options *options,
                         struct co_sink *sink, struct co_err *err);
  /* A sink that writes to out. NULL: cannot be written. */
  enum co_status (*writer)(struct co_sink **sink, struct co_output *out,
                           struct co_err *err);
};

/* All formats, NULL-ended, in the order in which they are sniffed. */
extern const struct co_format *const co_formats[];

/* By name ("tsv") or by the extension of a path; NULL where there is none. */
const struct co_format *co_format_by_name(const char *name);
const struct co_format *co_format_by_path(const char *path);

/* True for a name that ends as a spreadsheet or document does that is not read
 * but refused with what to do, such as .xls, .docx or .pdf. */
bool co_format_is_refused(const char *path);

/* True for a workbook that the workbook writer made, even if it was changed
 * since; false for all else, also for what cannot be read. */
bool co_workbook_is_ours(const char *path);

/* Reads a file of whatever format its bytes show. Refuses, with the reason
 * and what to do, what is no spreadsheet: encrypted workbooks, .xls, PDF...
 * *found (may be NULL) is set to the format. Calls sink->end on success. */
enum co_status co_read(struct co_input *in,
                       const struct co_read_options *options,
                       struct co_sink *sink, const struct co_format **found,
                       struct co_err *err);

#endif

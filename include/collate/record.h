/* record.h - records, findings and the ledger, and the intake that takes them.
 *
 * The second of the two contracts: the mapper pushes what it made of a source
 * into an intake; the store is an intake, so is the test recorder.
 *
 * Order of events for a source: source, then region before the first record
 * that names it, records, findings and ledger runs in any order, tallies at
 * the end of each sheet. Everything pushed lives only during the call. */
#ifndef COLLATE_RECORD_H
#define COLLATE_RECORD_H

#include "collate/grid.h"
#include "collate/model.h"

/* A typed field value. Absent where the return says nothing. */
struct co_value {
  bool present;
  int64_t number;     /* decimals: units of 10^-scale; codes: index */
  struct co_str text; /* all other types; dates ISO */
};

/* A cell of the sheet that a record's region or a finding names; or of another
 * one of the same file: then sheet is its index + 1. */
struct co_place {
  uint32_t row, col, sheet;
};

/* Where one field of a record stands when that is not the rule of its region.
 */
struct co_origin {
  unsigned field;
  struct co_place at;
};

/* No fixed row or column: the record's own. */
#define CO_OWN UINT32_MAX

/* A table or form found in a sheet, for one kind of record. The rule of
 * lineage: field f of a record of this region stands in row
 * origins[f].row (CO_OWN: the record's row) and column origins[f].col
 * (CO_OWN: the record's column). */
struct co_region {
  uint32_t id; /* from 1, unique within the source */
  struct co_str sheet;
  uint32_t sheet_index;
  struct co_str table; /* the layout's name for it */
  const struct co_kind *kind;
  uint32_t first_row;             /* its header */
  const struct co_place *origins; /* kind->field_count of them */
};

struct co_record {
  const struct co_kind *kind;
  uint32_t region;
  uint32_t row, col;                 /* its own cell */
  const struct co_value *values;     /* kind->field_count of them */
  const struct co_origin *overrides; /* fields that stand elsewhere */
  size_t override_count;
};

enum co_severity { CO_INFO, CO_WARNING, CO_ERROR, CO_SEVERITIES };
extern const char *const co_severity_names[CO_SEVERITIES];

/* Something noticed about the data. sheet empty: about the whole file;
 * row CO_OWN: about the whole sheet. */
struct co_finding {
  enum co_severity severity;
  struct co_str check; /* its stable name */
  struct co_str sheet;
  uint32_t row, col;
  struct co_str field;   /* model field, or empty */
  struct co_str raw;     /* what the file said, or empty */
  struct co_str message; /* what is wrong, in the user's words */
  struct co_str remedy;  /* what to do */
};

/* What became of a row. Every non-empty row has exactly one. */
enum co_disposition {
  CO_ROW_CONTEXT,
  CO_ROW_HEADER,
  CO_ROW_RECORD,
  CO_ROW_CONTINUATION,
  CO_ROW_SECTION,
  CO_ROW_TOTAL,
  CO_ROW_SKIPPED,
  CO_ROW_REJECTED,
  CO_ROW_UNRECOGNISED,
  CO_DISPOSITIONS
};
extern const char *const co_disposition_names[CO_DISPOSITIONS];

/* A run of consecutive non-empty rows with the same fate. */
struct co_ledger {
  struct co_str sheet;
  uint32_t sheet_index;
  uint32_t first_row, last_row;
  uint32_t rows; /* non-empty rows in it */
  enum co_disposition disposition;
  struct co_str rule; /* the table, the skip rule or the reason */
};

/* Rows of a sheet as the reader counted them, and the sum of each amount
 * column: as its cells say, before any mapping; of figures that are a part of
 * a cell's text or stand in a form, what was read. Units of 10^-scale. The
 * accepted side is never told by the mapper: the store counts it. */
struct co_tally {
  struct co_str sheet;
  uint32_t sheet_index;
  uint32_t rows; /* non-empty rows read; in tallies without a column */
  bool has_column;
  uint32_t col;
  struct co_str column; /* its header */
  const struct co_kind *kind;
  unsigned field; /* the decimal field that it feeds */
  unsigned scale;
  int64_t in, excluded, rejected;
};

/* An input file. */
struct co_source {
  struct co_str path;   /* as given */
  struct co_str format; /* "xlsx" */
  struct co_str layout; /* empty: none matched, or refused */
  struct co_str encoding;
  struct co_str outcome; /* "read" or "refused" */
  uint64_t bytes;
  struct co_str sha256; /* of the file, 64 hexadecimal digits, or empty */
};

struct co_intake {
  enum co_status (*source)(struct co_intake *, const struct co_source *,
                           struct co_err *);
  enum co_status (*region)(struct co_intake *, const struct co_region *,
                           struct co_err *);
  enum co_status (*record)(struct co_intake *, const struct co_record *,
                           struct co_err *);
  enum co_status (*finding)(struct co_intake *, const struct co_finding *,
                            struct co_err *);
  enum co_status (*ledger)(struct co_intake *, const struct co_ledger *,
                           struct co_err *);
  enum co_status (*tally)(struct co_intake *, const struct co_tally *,
                          struct co_err *);
};

#endif

/* written.h - a file that is written, read back, and only then believed.
 *
 * Every kind of output goes through here. What a sink was given is summed up
 * while it is written; then the file is flushed, closed and opened anew:
 *
 *   any file    its bytes are those that were handed to the system (output.h)
 *   .xlsx .csv  our own reader finds every sheet, row and value again (also
 *               of text parted by tabs)
 *   .sqlite     SQLite finds it sound, and every value of every table is there
 *
 * The library that writes workbooks calls many a failed write a success; the
 * others are checked because a promise with exceptions is none. */
#ifndef COLLATE_WRITTEN_H
#define COLLATE_WRITTEN_H

#include "collate/format.h"
#include "digest.h"
#include "output.h"
#include "relay.h"
#include "store.h"

struct co_written {
  struct co_output out;
  const struct co_format *format; /* NULL: a database */
  /* Cells of any origin: a workbook's writer makes text of what Excel cannot
   * hold as a number or date, so only their number can be compared. */
  bool any_cells;
  bool threads;
  struct co_sink *writer;
  struct co_relay relay; /* in front of the writer */
  struct co_digest meant;
  struct co_tee tee; /* its sink is what sheets are pushed into */
};

struct co_write_options {
  bool small;   /* a workbook is packed small, not fast */
  bool threads; /* others encode rows, and unpack what is read back */
};

/* Opens a file beside its target, to be written in a format. Heap: free it. */
enum co_status co_written_new(struct co_written **out, const char *target,
                              const struct co_format *format,
                              const struct co_write_options *options,
                              struct co_err *err);
/* After the sink's end: flushed, closed and read back. */
enum co_status co_written_check(struct co_written *written, struct co_err *err);
/* A database was written to out.temp: it must hold what the store holds. */
enum co_status co_written_check_store(struct co_written *written,
                                      struct co_store *store,
                                      struct co_err *err);
/* Removes what was not published. */
void co_written_free(struct co_written *written);

#endif

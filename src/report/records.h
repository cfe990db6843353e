/* records.h - all records of one kind as one sheet, for -o records/.
 *
 * The header is the model's fields, then _source, _sheet, _cell; the rows
 * are text in input order, as co_query_records gives them. */
#ifndef COLLATE_RECORDS_H
#define COLLATE_RECORDS_H

#include <stdbool.h>

#include "store.h"

/* Writes the sheet, named after the kind, and ends the sink. */
enum co_status co_records_write(struct co_store *store,
                                const struct co_kind *kind,
                                struct co_sink *sink, struct co_err *err);

/* True for a CSV file that was written so, even if it was changed below its
 * header since; false for all else, also for what cannot be read. */
bool co_records_is_ours(const char *path);

#endif

/* plan.h - report plans: the sheets of an output, and the query behind each.
 *
 * A plan is pack data, reports/NAME.yaml (docs/reports.md tells how to write
 * one). It is read once, checked against an empty or filled store, and
 * written into any sink: workbook, CSV, text.
 *
 * Ownership: a plan belongs to its caller and must go before its pack. */
#ifndef COLLATE_PLAN_H
#define COLLATE_PLAN_H

#include "pack.h"
#include "store.h"

struct co_plan;

/* The names of the plans in a pack, sorted, NULL-ended, in its arena. */
const char *const *co_plan_names(struct co_pack *pack);

/* Reads reports/NAME.yaml. Mistakes go to pack->problems and leave CO_OK;
 * CO_EPACK only where there is no such plan. *out is NULL where the file
 * could not be read as YAML at all. */
enum co_status co_plan_load(struct co_plan **out, struct co_pack *pack,
                            const char *name, struct co_err *err);
void co_plan_free(struct co_plan *plan);

/* Prepares every query on the store and looks for the columns that the plan
 * takes from it. */
void co_plan_prepare(const struct co_plan *plan, struct co_store *store,
                     struct co_problems *problems);

/* What a plan becomes. */
enum co_plan_shape {
  CO_PLAN_WORKING, /* a workbook to work with: sheets as the plan has them */
  CO_PLAN_PUBLISH, /* a workbook to publish: every table on its own sheet */
  CO_PLAN_DATA,    /* tables for programs: header in row 1, nothing else */
  CO_PLAN_PAGE     /* one page to read: the sheets that are marked for it */
};

/* The names of the sheets that CO_PLAN_DATA makes, in their order; in the
 * arena. */
const struct co_str *co_plan_tables(const struct co_plan *plan,
                                    struct co_arena *arena, size_t *count);

/* Writes all sheets into the sink and ends it. The plan must be without
 * mistakes. In a workbook no sheet gets more rows than sheet_rows, of which
 * CO_PLAN_FEWEST_ROWS are the least and CO_SHEET_ROWS the most: what is longer
 * goes on on another sheet. */
enum { CO_PLAN_FEWEST_ROWS = 16 };
enum co_status co_plan_write(const struct co_plan *plan,
                             enum co_plan_shape shape, uint32_t sheet_rows,
                             struct co_store *store, struct co_sink *sink,
                             struct co_err *err);

#endif

/* accept.c - the accepted side of the money columns of a source.
 *
 * What was accepted is added up here, record by record as they are stored,
 * under the cell's column that each amount came from; it is never told by the
 * mapper. That is what makes the reconciliation worth signing: the sums of the
 * cells come from the mapper, those of the records from the store, and they
 * can disagree.
 *
 * Sums are exact or nothing: where 64 bits do not hold, the column has no
 * accepted amount, which the check ledger_money reports. */
#include "number.h"
#include "store_part.h"

/* Where a field of a record stands: by the record, by its region, or in the
 * record's own cell. */
static uint32_t column_of(const struct co_record *record,
                          const struct co_store_region *region,
                          unsigned field) {
  for (size_t i = 0; i < record->override_count; i++)
    if (record->overrides[i].field == field &&
        record->overrides[i].at.col != CO_OWN)
      return record->overrides[i].at.col;
  uint32_t col = region->fields[field].col;
  return col == CO_OWN ? record->col : col;
}

static bool is_of(const struct co_store_sum *sum,
                  const struct co_store_region *region, unsigned field,
                  uint32_t col) {
  return sum->col == col && sum->sheet_index == region->sheet_index &&
         sum->field == field && sum->kind == region->kind;
}

/* The place of the sum for a field and column, new at its first amount. */
static size_t find_sum(struct co_store *store,
                       const struct co_store_region *region, unsigned field,
                       uint32_t col) {
  size_t i = 0;
  while (i < store->sum_count && !is_of(&store->sums[i], region, field, col))
    i++;
  if (i < store->sum_count) return i;
  CO_GROW(store->sums, store->sum_count, store->sum_cap);
  store->sums[store->sum_count++] =
      (struct co_store_sum){.kind = region->kind,
                            .sheet_index = region->sheet_index,
                            .field = field,
                            .col = col};
  return i;
}

static void add(struct co_store *store, const struct co_record *record,
                struct co_store_region *region, unsigned field) {
  uint32_t col = column_of(record, region, field);
  size_t *last = &region->fields[field].sum; /* mostly the same column */
  if (*last >= store->sum_count ||
      !is_of(&store->sums[*last], region, field, col))
    *last = find_sum(store, region, field, col);
  struct co_store_sum *sum = &store->sums[*last];
  if (!co_units_add(sum->units, record->values[field].number, &sum->units))
    sum->overflow = true;
}

void co_accept_record(struct co_store *store, const struct co_record *record,
                      struct co_store_region *region) {
  const struct co_kind *kind = record->kind;
  for (size_t f = 0; f < kind->field_count; f++)
    if (kind->fields[f].type == CO_TYPE_DECIMAL && record->values[f].present)
      add(store, record, region, (unsigned)f);
}

static enum co_status write_sum(struct co_store *store,
                                const struct co_store_sum *sum,
                                struct co_err *err) {
  sqlite3_stmt *update = store->fixed[CO_SQL_ACCEPTED];
  if (sum->overflow)
    sqlite3_bind_null(update, 1);
  else
    sqlite3_bind_int64(update, 1, sum->units);
  sqlite3_bind_int64(update, 2, store->ids.source);
  sqlite3_bind_int64(update, 3, sum->sheet_index);
  sqlite3_bind_int64(update, 4, sum->col);
  co_sql_bind_text(update, 5, sum->kind->name);
  sqlite3_bind_int64(update, 6, sum->field);
  return co_sql_run(store, update, err);
}

/* A sum whose column the mapper told nothing of has no row to go to: what the
 * return's own record holds stands in no table or form. */
enum co_status co_accept_write(struct co_store *store, struct co_err *err) {
  enum co_status status =
      co_sql_run_on(store, "UPDATE t_money SET accepted = 0 WHERE source = ?",
                    store->ids.source, 0, err);
  for (size_t i = 0; !status && i < store->sum_count; i++)
    status = write_sum(store, &store->sums[i], err);
  if (status) return status;
  return co_sql_run_on(store,
                       "UPDATE t_money SET difference = co_add(read, -accepted,"
                       " -excluded, -rejected) WHERE source = ?",
                       store->ids.source, 0, err);
}

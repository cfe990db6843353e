/* findings.c - findings of checks, kept apart from those of the files.
 *
 * A check names a record and a field; the cell is looked up where lineage
 * knows it, also for a field that the return leaves blank. Checks run over
 * all that is in the store, so their earlier findings are forgotten first. */
#include "store_part.h"

enum co_status co_store_forget_checks(struct co_store *store,
                                      struct co_err *err) {
  return co_sql_exec(store, "DELETE FROM t_finding WHERE computed", err);
}

enum co_status co_store_source_finding(struct co_store *store, int64_t source,
                                       const struct co_finding *finding,
                                       struct co_err *err) {
  return co_intake_finding(store, source, true, finding, err);
}

enum co_status co_store_record_finding(struct co_store *store, int64_t record,
                                       const struct co_finding *finding,
                                       struct co_err *err) {
  struct co_finding placed = *finding;
  sqlite3_stmt *place = store->fixed[CO_SQL_PLACE];
  sqlite3_bind_int64(place, 1, record);
  co_sql_bind_text(place, 2, finding->field);
  int code = sqlite3_step(place);
  int64_t source = 0;
  if (code == SQLITE_ROW) {
    co_arena_reset(&store->scratch);
    source = sqlite3_column_int64(place, 0);
    placed.sheet = co_arena_str(&store->scratch, co_sql_text(place, 1));
    placed.row = (uint32_t)sqlite3_column_int64(place, 2);
    placed.col = (uint32_t)sqlite3_column_int64(place, 3);
  }
  sqlite3_reset(place);
  if (code == SQLITE_ROW)
    return co_intake_finding(store, source, true, &placed, err);
  if (code != SQLITE_DONE) return co_sql_fail(store, "be read", err);
  return co_fail(err, CO_EPACK, "there is no record with the number %lld",
                 (long long)record);
}

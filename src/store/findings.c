/* findings.c - findings of checks, kept apart from those of the files.
 *
 * A check names a record and a field; the cell is looked up where lineage
 * knows it, also for a field that the return leaves blank. Checks run over
 * all that is in the store, so their earlier findings are forgotten first.
 *
 * One root cause is told once: a blank field is no news where the reader has
 * said already what is wrong with its cell, nor is a cell that several records
 * share and a check fires on with the same words. */
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

static enum co_status is_told(struct co_store *store, int64_t source,
                              const struct co_finding *finding, bool blank,
                              bool *told, struct co_err *err) {
  sqlite3_stmt *select = store->fixed[CO_SQL_TOLD];
  sqlite3_bind_int64(select, 1, source);
  co_sql_bind_text(select, 2, finding->sheet);
  co_sql_bind_place(select, 3, finding->row);
  co_sql_bind_place(select, 4, finding->col);
  sqlite3_bind_int(select, 5, blank);
  co_sql_bind_text(select, 6, finding->check);
  co_sql_bind_text(select, 7, finding->message);
  int code = sqlite3_step(select);
  *told = code == SQLITE_ROW;
  enum co_status status = code == SQLITE_ROW || code == SQLITE_DONE
                              ? CO_OK
                              : co_sql_fail(store, "be read", err);
  sqlite3_reset(select);
  return status;
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
  bool blank = false, told = false;
  if (code == SQLITE_ROW) {
    co_arena_reset(&store->scratch);
    source = sqlite3_column_int64(place, 0);
    placed.sheet = co_arena_str(&store->scratch,
                                co_sql_text(sqlite3_column_value(place, 1)));
    placed.row = (uint32_t)sqlite3_column_int64(place, 2);
    placed.col = (uint32_t)sqlite3_column_int64(place, 3);
    blank = !sqlite3_column_int(place, 4);
  }
  sqlite3_reset(place);
  if (code == SQLITE_DONE)
    return co_fail(err, CO_X_CHECK_ID,
                   "there is no record with the number %lld",
                   (long long)record);
  if (code != SQLITE_ROW) return co_sql_fail(store, "be read", err);
  enum co_status status = is_told(store, source, &placed, blank, &told, err);
  return status || told ? status
                        : co_intake_finding(store, source, true, &placed, err);
}

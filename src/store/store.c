/* store.c - a run: begin, mark, undo or keep for each source, commit.
 *
 * A run is one transaction (BEGIN IMMEDIATE: a second run on the same file
 * learns at once that it has to wait), a source one savepoint in it. A run
 * that is never committed leaves no trace: closing rolls it back.
 *
 * Layouts declare formulas and what stated totals count anew in every run;
 * begin forgets the earlier ones. */
#include <string.h>

#include "store_part.h"

static enum co_status set_as_at(struct co_store *store, struct co_str as_at,
                                struct co_err *err) {
  sqlite3_stmt *insert = NULL;
  enum co_status status =
      co_sql_prepare(store, &insert,
                     "INSERT INTO t_meta(name, value) VALUES('as_at', ?)", err);
  if (status) return status;
  co_sql_bind_text(insert, 1, as_at);
  status = co_sql_run(store, insert, err);
  sqlite3_finalize(insert);
  return status;
}

enum co_status co_store_begin(struct co_store *store, struct co_str as_at,
                              struct co_err *err) {
  if (store->running)
    return co_fail(err, CO_X_BUG, "a run began before the last one ended");
  enum co_status status = co_sql_exec(store, "BEGIN IMMEDIATE", err);
  if (status) return status;
  store->running = true;
  status = co_sql_exec(store,
                       "DELETE FROM t_meta WHERE name = 'as_at';"
                       "DELETE FROM t_formula_term;"
                       "DELETE FROM t_control_rule",
                       err);
  return status || !as_at.len ? status : set_as_at(store, as_at, err);
}

enum co_status co_store_commit(struct co_store *store, struct co_err *err) {
  if (!store->running || store->marked)
    return co_fail(err, CO_X_BUG, "a run was committed that is not complete");
  enum co_status status = co_sql_exec(store, "COMMIT", err);
  if (!status) store->running = false;
  return status;
}

enum co_status co_store_records(struct co_store *store, int64_t *records,
                                struct co_err *err) {
  static const char sql[] =
      "SELECT COALESCE(SUM(last_record - first_record + 1), 0)"
      " FROM t_source WHERE superseded_by IS NULL";
  return co_sql_number(store, sql, records, err);
}

enum co_status co_store_mark(struct co_store *store, struct co_err *err) {
  if (!store->running || store->marked)
    return co_fail(err, CO_X_BUG, "a source began inside another one");
  enum co_status status = co_sql_exec(store, "SAVEPOINT source", err);
  if (status) return status;
  store->marked = true;
  store->marked_ids = store->ids;
  return CO_OK;
}

enum co_status co_store_undo(struct co_store *store, struct co_err *err) {
  if (!store->marked)
    return co_fail(err, CO_X_BUG, "a source was undone that never began");
  enum co_status status =
      co_sql_exec(store, "ROLLBACK TO source; RELEASE source", err);
  if (status) return status;
  store->marked = store->in_source = false;
  store->ids = store->marked_ids;
  /* Some of the columns noted went with the rest: note them again. */
  memset(store->columns, 0, sizeof store->columns);
  return CO_OK;
}

enum co_status co_store_keep(struct co_store *store, struct co_err *err) {
  if (!store->marked)
    return co_fail(err, CO_X_BUG, "a source was kept that never began");
  enum co_status status =
      store->in_source ? co_finish_source(store, err) : CO_OK;
  if (!status) status = co_sql_exec(store, "RELEASE source", err);
  if (!status) store->marked = store->in_source = false;
  return status;
}

/* A folded text in the scratch arena. */
static struct co_str fold(struct co_store *store, struct co_str text) {
  return co_str_fold(&store->scratch, text);
}

enum co_status co_store_formula_term(struct co_store *store,
                                     struct co_str layout,
                                     const struct co_formula_term *term,
                                     struct co_err *err) {
  sqlite3_stmt *insert = NULL;
  enum co_status status =
      co_sql_prepare(store, &insert,
                     "INSERT OR IGNORE INTO t_formula_term(layout, formula,"
                     " table_name, line_key, occurrence, sign)"
                     " VALUES(?, ?, ?, ?, ?, ?)",
                     err);
  if (status) return status;
  co_sql_bind_text(insert, 1, layout);
  co_sql_bind_text(insert, 2, term->formula);
  co_sql_bind_text(insert, 3, term->table);
  co_sql_bind_text(insert, 4, term->line_key);
  sqlite3_bind_int64(insert, 5, term->occurrence);
  sqlite3_bind_int(insert, 6, term->sign);
  status = co_sql_run(store, insert, err);
  sqlite3_finalize(insert);
  return status;
}

enum co_status co_store_control_rule(struct co_store *store,
                                     struct co_str layout,
                                     const struct co_control_rule *rule,
                                     struct co_err *err) {
  sqlite3_stmt *insert = NULL;
  enum co_status status =
      co_sql_prepare(store, &insert,
                     "INSERT OR IGNORE INTO t_control_rule(layout, scope, name,"
                     " kind, table_name, status) VALUES(?, ?, ?, ?, ?, ?)",
                     err);
  if (status) return status;
  co_arena_reset(&store->scratch);
  co_sql_bind_text(insert, 1, layout);
  co_sql_bind_text(insert, 2, fold(store, rule->scope));
  co_sql_bind_text(insert, 3, fold(store, rule->name));
  co_sql_bind_text(insert, 4, rule->kind);
  co_sql_bind_text(insert, 5, rule->table);
  co_sql_bind_text(insert, 6, rule->status);
  status = co_sql_run(store, insert, err);
  sqlite3_finalize(insert);
  return status;
}

void co_store_libraries(co_library_tell *tell, void *context) {
  tell(context, "sqlite", sqlite3_libversion());
}

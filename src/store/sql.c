/* sql.c - statements, and SQLite's errors as ours.
 *
 * An error in a statement of our own is our fault (CO_EBUG) unless SQLite
 * says that the disk or another process is to blame; out of memory it ends the
 * run, as everywhere. Texts are always bound, never spliced into SQL; they are
 * bound without a copy, since every statement runs before the call that lent
 * them returns. */

#include "store_part.h"

enum co_error co_sql_error(int code) {
  switch (code & 0xff) {
    case SQLITE_NOMEM:
      return CO_X_MEMORY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return CO_X_LOCKED;
    case SQLITE_TOOBIG:
      return CO_X_LIMIT_VALUE;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return CO_X_STORE_OPEN;
    case SQLITE_IOERR:
    case SQLITE_PROTOCOL:
      return CO_X_STORE_WRITE;
    case SQLITE_FULL:
      return CO_X_STORE_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return CO_X_STORE_DAMAGED;
    default:
      return CO_X_BUG;
  }
}

enum co_status co_sql_fail(struct co_store *store, const char *doing,
                           struct co_err *err) {
  enum co_error code = co_sql_error(sqlite3_extended_errcode(store->db));
  if (code == CO_X_MEMORY) co_out_of_memory();
  if (code == CO_X_LOCKED)
    return co_fail(err, code,
                   "the store '%s' is in use by another run: wait until that "
                   "has ended, then start again",
                   store->name);
  return co_fail(err, code, "the store '%s' could not %s: %s", store->name,
                 doing, sqlite3_errmsg(store->db));
}

enum co_status co_sql_exec(struct co_store *store, const char *sql,
                           struct co_err *err) {
  if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK) return CO_OK;
  return co_sql_fail(store, "be written", err);
}

enum co_status co_sql_prepare(struct co_store *store, sqlite3_stmt **out,
                              const char *sql, struct co_err *err) {
  if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out,
                         NULL) == SQLITE_OK)
    return CO_OK;
  return co_sql_fail(store, "be used", err);
}

enum co_status co_sql_run(struct co_store *store, sqlite3_stmt *statement,
                          struct co_err *err) {
  enum co_status status = CO_OK;
  if (sqlite3_step(statement) != SQLITE_DONE)
    status = co_sql_fail(store, "be written", err);
  sqlite3_reset(statement);
  return status;
}

enum co_status co_sql_run_on(struct co_store *store, const char *sql, int64_t a,
                             int64_t b, struct co_err *err) {
  sqlite3_stmt *statement = NULL;
  enum co_status status = co_sql_prepare(store, &statement, sql, err);
  if (status) return status;
  int count = sqlite3_bind_parameter_count(statement);
  if (count > 0) sqlite3_bind_int64(statement, 1, a);
  if (count > 1) sqlite3_bind_int64(statement, 2, b);
  status = co_sql_run(store, statement, err);
  sqlite3_finalize(statement);
  return status;
}

enum co_status co_sql_number(struct co_store *store, const char *sql,
                             int64_t *out, struct co_err *err) {
  sqlite3_stmt *statement = NULL;
  enum co_status status = co_sql_prepare(store, &statement, sql, err);
  if (status) return status;
  if (sqlite3_step(statement) == SQLITE_ROW)
    *out = sqlite3_column_int64(statement, 0);
  else
    status = co_sql_fail(store, "be read", err);
  sqlite3_finalize(statement);
  return status;
}

void co_sql_bind_text(sqlite3_stmt *statement, int index, struct co_str text) {
  if (text.len)
    sqlite3_bind_text64(statement, index, text.ptr, text.len, SQLITE_STATIC,
                        SQLITE_UTF8);
  else
    sqlite3_bind_null(statement, index);
}

void co_sql_bind_place(sqlite3_stmt *statement, int index, uint32_t place) {
  if (place == CO_OWN)
    sqlite3_bind_null(statement, index);
  else
    sqlite3_bind_int64(statement, index, place);
}

struct co_str co_sql_text(sqlite3_value *value) {
  const char *text = (const char *)sqlite3_value_text(value);
  if (!text && sqlite3_value_type(value) != SQLITE_NULL)
    co_out_of_memory(); /* a number could not be made a text */
  return (struct co_str){text, text ? (size_t)sqlite3_value_bytes(value) : 0};
}

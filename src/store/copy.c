/* copy.c - copies of a store, and whether they are true.
 *
 * A run with --store works on a copy that takes the store's place at the end,
 * like any other output; `-o NAME.sqlite` is a copy, too. Before it gets its
 * name, a copy is opened anew: SQLite looks whether it is sound (quick_check),
 * and every value of every table is summed up on both sides.
 *
 * Pages are copied by SQLite's backup, which takes up what a journal holds.
 * The original stays locked until the run ends: what another program wrote
 * meanwhile would be lost when the copy takes its place. */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "store_part.h"
#include "sum.h"

enum { BUSY_MS = 1000 };

static enum co_error output_error(int code) {
  if (code == SQLITE_NOMEM) return CO_X_MEMORY;
  return code == SQLITE_FULL ? CO_X_OUTPUT_FULL : CO_X_OUTPUT_WRITE;
}

/* A file on a disk, whatever the store itself is on: a store in memory would
 * write its copy to memory. RFC 3986 with the parameter `vfs` of SQLite's "URI
 * Filenames"; in the scratch arena. */
static struct co_str file_uri(struct co_store *store, const char *path) {
  const char *full = co_store_path(store, path);
  struct co_buf uri = {0};
  co_buf_printf(&uri, full[0] == '/' ? "file://" : "file:");
  for (const char *p = full; *p; p++)
    co_buf_printf(
        &uri,
        isalnum((unsigned char)*p) || strchr("/._-", *p) ? "%c" : "%%%02X",
        (unsigned char)*p);
  co_buf_printf(&uri, "?vfs=%s", sqlite3_vfs_find(NULL)->zName);
  struct co_str text = co_arena_str(&store->scratch, co_buf_str(&uri));
  co_buf_clear(&uri);
  return text;
}

enum co_status co_store_copy(struct co_store *store, const char *path,
                             struct co_err *err) {
  sqlite3_stmt *vacuum = NULL;
  enum co_status status = co_sql_prepare(store, &vacuum, "VACUUM INTO ?", err);
  if (status) return status;
  co_sql_bind_text(vacuum, 1, file_uri(store, path));
  if (sqlite3_step(vacuum) != SQLITE_DONE)
    status = co_fail(err, output_error(sqlite3_errcode(store->db)),
                     "the store could not be written to '%s': %s", path,
                     sqlite3_errmsg(store->db));
  sqlite3_finalize(vacuum);
  return status;
}

/* SQLite's code for opening a store once more. */
static int open_again(sqlite3 **out, const char *path) {
  int code = sqlite3_open_v2(path, out,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  return code ? code : sqlite3_busy_timeout(*out, BUSY_MS);
}

/* Nobody else writes the original until the run ends. A second connection
 * reads it: pages are not copied from one that is about to write. */
static int hold_and_copy(struct co_store *store, const char *from) {
  sqlite3 *reader = NULL;
  int code = open_again(&store->original, from);
  if (!code)
    code = sqlite3_exec(store->original, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  if (!code) code = open_again(&reader, from);
  sqlite3_backup *backup =
      code ? NULL : sqlite3_backup_init(store->db, "main", reader, "main");
  if (backup) {
    while ((code = sqlite3_backup_step(backup, -1)) == SQLITE_OK) {
    }
    sqlite3_backup_finish(backup);
  } else if (!code) {
    code = sqlite3_errcode(store->db);
  }
  sqlite3_close_v2(reader);
  return code;
}

enum co_status co_copy_file(struct co_store *store, const char *from,
                            struct co_err *err) {
  int code = hold_and_copy(store, from);
  if (code == SQLITE_DONE) return CO_OK;
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    return co_fail(err, CO_X_LOCKED,
                   "the store '%s' is in use by another program: wait until "
                   "that has ended, then start again",
                   store->name);
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    return co_fail(err, CO_X_STORE_DAMAGED,
                   "the store '%s' is damaged: put back a copy of it, or make "
                   "it anew from the returns",
                   store->name);
  return co_fail(err,
                 code == SQLITE_NOMEM  ? CO_X_MEMORY
                 : code == SQLITE_FULL ? CO_X_STORE_FULL
                                       : CO_X_STORE_WRITE,
                 "the store '%s' could not be copied: %s", store->name,
                 sqlite3_errstr(code));
}

/* --- is a copy true? ------------------------------------------------------ */

/* Type, length and bytes of a value; numbers as they are in memory. */
static void add_value(struct co_checksum *sum, sqlite3_stmt *row, int column) {
  int type = sqlite3_column_type(row, column);
  co_checksum_add(sum, &type, sizeof type);
  if (type == SQLITE_INTEGER) {
    sqlite3_int64 value = sqlite3_column_int64(row, column);
    co_checksum_add(sum, &value, sizeof value);
    return;
  }
  if (type == SQLITE_FLOAT) {
    double value = sqlite3_column_double(row, column);
    co_checksum_add(sum, &value, sizeof value);
    return;
  }
  const void *bytes = sqlite3_column_blob(row, column);
  int len = sqlite3_column_bytes(row, column);
  co_checksum_add(sum, &len, sizeof len);
  if (bytes) co_checksum_add(sum, bytes, (size_t)len);
}

/* Adds all that a statement gives; SQLite's code where it fails. */
static int add_rows(sqlite3 *db, const char *sql, struct co_checksum *sum) {
  sqlite3_stmt *row = NULL;
  int code = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
  if (!code)
    while ((code = sqlite3_step(row)) == SQLITE_ROW)
      for (int i = 0; i < sqlite3_column_count(row); i++)
        add_value(sum, row, i);
  sqlite3_finalize(row);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int add_database(sqlite3 *db, struct co_checksum *sum) {
  static const char schema[] =
      "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name";
  static const char tables[] =
      "SELECT 'SELECT * FROM \"' || name || '\"' FROM sqlite_schema"
      " WHERE type = 'table' ORDER BY name";
  sqlite3_stmt *table = NULL;
  int code = add_rows(db, schema, sum);
  if (!code) code = sqlite3_prepare_v2(db, tables, -1, &table, NULL);
  while (!code && (code = sqlite3_step(table)) == SQLITE_ROW)
    code = add_rows(db, (const char *)sqlite3_column_text(table, 0), sum);
  sqlite3_finalize(table);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int sum_database(sqlite3 *db, uint64_t *value) {
  struct co_checksum *sum = co_checksum_new();
  int code = add_database(db, sum);
  *value = co_checksum_value(sum);
  co_checksum_free(sum);
  return code;
}

/* SQLITE_CORRUPT for a database that is not sound. A page for which there was
 * no memory is one more that is damaged for SQLite; errno knows better. */
static int check_sound(sqlite3 *db) {
  sqlite3_stmt *check = NULL;
  errno = 0;
  int code = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &check, NULL);
  if (!code) code = sqlite3_step(check);
  if (code == SQLITE_ROW) {
    bool ok = co_str_is(co_sql_text(sqlite3_column_value(check, 0)), "ok");
    code = ok ? SQLITE_OK : errno == ENOMEM ? SQLITE_NOMEM : SQLITE_CORRUPT;
  }
  sqlite3_finalize(check);
  return code;
}

static enum co_status not_true(int code, bool sound, const char *name,
                               struct co_err *err) {
  if (code == SQLITE_NOMEM)
    return co_fail(err, CO_X_MEMORY,
                   "'%s' could not be read back: out of memory; close other "
                   "programs and try again",
                   name);
  return co_fail(err, CO_X_OUTPUT_DAMAGED,
                 "'%s' was written, but %s; check the disk and its free space",
                 name,
                 sound ? "read back it does not hold what was meant"
                       : "the database is damaged");
}

enum co_status co_store_verify(struct co_store *store, const char *path,
                               const char *name, struct co_err *err) {
  sqlite3 *copy = NULL;
  uint64_t meant, found = 0;
  const char *full = co_store_path(store, path);
  int code = sum_database(store->db, &meant);
  if (code)
    return co_fail(err, co_sql_error(code),
                   "the store '%s' could not be read: %s", store->name,
                   sqlite3_errstr(code));
  code = sqlite3_open_v2(full, &copy,
                         SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
  if (!code) code = check_sound(copy);
  bool sound = !code;
  if (sound) code = sum_database(copy, &found);
  sqlite3_close_v2(copy);
  return !code && meant == found ? CO_OK : not_true(code, sound, name, err);
}

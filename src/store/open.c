/* open.c - opening a store, in memory or a file.
 *
 * A file may come from anywhere, so it is looked at before SQLite is (magic
 * and application_id of the header, SQLite's "Database File Format" 1.3),
 * opened with everything off that a hostile schema could use (defensive,
 * trusted_schema and triggers off), and believed only when its schema is
 * letter by letter the one that we would make for the model. A code list may
 * grow at its end and change its labels, but not its order.
 *
 * A path always gets a folder in front: SQLite would take ":memory:" and
 * "file:..." for something else than names of files.
 *
 * A store in memory sorts in memory too: its temporary files are SQLite's
 * "memdb" files, so that nothing of a return is ever laid down on a disk. What
 * is sorted is sorted in runs of the size of the cache, which has no other use
 * there; runs that a processor's own cache holds take half the time of large
 * ones. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "input.h"
#include "store_part.h"

enum {
  HEADER = 100,        /* bytes of a database header */
  APPLICATION_AT = 68, /* big-endian, four bytes */
  BUSY_MS = 1000,      /* how long another run is waited for */
  TEXT_MAX = 256 << 20 /* bytes of one value */
};

static enum co_status refuse(struct co_store *store, const char *why,
                             struct co_err *err) {
  return co_fail(err, CO_X_STORE_FOREIGN,
                 "the store '%s' cannot be used: %s. Give the name of a new "
                 "file, or of a store that collate made with this pack",
                 store->name, why);
}

/* A file that is not there yet, or is empty, becomes a new store. */
static enum co_status check_header(struct co_store *store, const char *path,
                                   struct co_err *err) {
  if (access(path, F_OK)) return CO_OK;
  struct co_input in;
  struct co_err why = {0};
  unsigned char head[HEADER];
  size_t got = 0;
  enum co_status status = co_input_open(&in, path, INT64_MAX, &why);
  if (status == CO_OK) {
    status = co_input_read(&in, 0, head, sizeof head, &got, &why);
    co_input_close(&in);
  }
  if (status) return co_fail(err, CO_X_STORE_OPEN, "the store: %s", why.text);
  if (!got) return CO_OK;
  if (got < HEADER || memcmp(head, "SQLite format 3", 16))
    return refuse(store, "it is no database", err);
  const unsigned char *id = head + APPLICATION_AT;
  if (((unsigned)id[0] << 24 | (unsigned)id[1] << 16 | (unsigned)id[2] << 8 |
       id[3]) != CO_STORE_APPLICATION)
    return refuse(store, "it is a database of another program", err);
  return CO_OK;
}

static enum co_status configure(struct co_store *store, bool in_memory,
                                struct co_err *err) {
  static const struct {
    int option, value;
  } options[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1},
                 {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                 {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                 {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                 {SQLITE_DBCONFIG_DQS_DDL, 0},
                 {SQLITE_DBCONFIG_DQS_DML, 0}};
  for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
    if (sqlite3_db_config(store->db, options[i].option, options[i].value,
                          (int *)NULL))
      return co_sql_fail(store, "be opened safely", err);
  sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, TEXT_MAX);
  sqlite3_busy_timeout(store->db, BUSY_MS);
  if (sqlite3_set_authorizer(store->db, co_authorize, store))
    return co_sql_fail(store, "be opened safely", err);
  return co_sql_exec(store,
                     in_memory
                         ? "PRAGMA cache_size = -1024"
                         : "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
                           "PRAGMA cache_size = -65536;"
                           "PRAGMA temp_store = MEMORY;",
                     err);
}

static enum co_status fill_fields(struct co_store *store, struct co_err *err) {
  sqlite3_stmt *insert = NULL;
  enum co_status status = co_sql_prepare(
      store, &insert, "INSERT INTO t_field(kind, field, name) VALUES(?, ?, ?)",
      err);
  for (size_t i = 0; !status && i < store->model->kind_count; i++) {
    const struct co_kind *kind = &store->model->kinds[i];
    for (size_t f = 0; !status && f < kind->field_count; f++) {
      co_sql_bind_text(insert, 1, kind->name);
      sqlite3_bind_int64(insert, 2, (int64_t)f);
      co_sql_bind_text(insert, 3, kind->fields[f].name);
      status = co_sql_run(store, insert, err);
    }
  }
  sqlite3_finalize(insert);
  return status;
}

static enum co_status create(struct co_store *store, struct co_err *err) {
  struct co_buf ddl = {0}, shape = {0};
  sqlite3_stmt *meta = NULL;
  co_buf_printf(&ddl, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
                CO_STORE_APPLICATION, CO_STORE_VERSION);
  co_schema_text(&ddl, store->model);
  enum co_status status = co_sql_exec(store, ddl.ptr, err);
  if (!status)
    status = co_sql_prepare(
        store, &meta, "INSERT INTO t_meta(name, value) VALUES('model', ?)",
        err);
  if (!status) {
    co_schema_shape(&shape, store->model);
    co_sql_bind_text(meta, 1, co_buf_str(&shape));
    status = co_sql_run(store, meta, err);
  }
  if (!status) status = fill_fields(store, err);
  sqlite3_finalize(meta);
  co_buf_clear(&ddl);
  co_buf_clear(&shape);
  return status;
}

/* All texts that a statement gives in its first column, one a line. */
static enum co_status lines_of(struct co_store *store, const char *sql,
                               struct co_buf *out, struct co_err *err) {
  sqlite3_stmt *statement = NULL;
  enum co_status status = co_sql_prepare(store, &statement, sql, err);
  if (status) return status;
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    co_buf_add_str(out, co_sql_text(sqlite3_column_value(statement, 0)));
    co_buf_add(out, "\n", 1);
  }
  if (code != SQLITE_DONE) status = co_sql_fail(store, "be read", err);
  sqlite3_finalize(statement);
  return status;
}

/* Compares what a statement gives in this store and in a fresh one. */
static enum co_status compare(struct co_store *store, struct co_store *fresh,
                              const char *sql, const char *otherwise,
                              struct co_err *err) {
  struct co_buf ours = {0}, theirs = {0};
  enum co_status status = lines_of(store, sql, &theirs, err);
  if (!status) status = lines_of(fresh, sql, &ours, err);
  if (!status && !co_str_eq(co_buf_str(&ours), co_buf_str(&theirs)))
    status = refuse(store, otherwise, err);
  co_buf_clear(&ours);
  co_buf_clear(&theirs);
  return status;
}

static enum co_status check_schema(struct co_store *store, struct co_err *err) {
  int64_t version = 0;
  enum co_status status =
      co_sql_number(store, "PRAGMA user_version", &version, err);
  if (status) return status;
  if (version != CO_STORE_VERSION)
    return refuse(store, "another version of collate made it", err);
  struct co_store *fresh = NULL;
  status = co_store_open(&fresh, store->model, NULL, err);
  if (!status)
    status =
        compare(store, fresh, "SELECT value FROM t_meta WHERE name = 'model'",
                "it holds records of another model (the kinds or fields "
                "of the pack are different)",
                err);
  if (!status)
    status = compare(store, fresh,
                     "SELECT type || ' ' || name || ' ' || tbl_name || ' ' ||"
                     " COALESCE(sql, '') FROM sqlite_schema ORDER BY 1",
                     "its tables were changed by another program", err);
  co_store_free(fresh);
  return status;
}

/* The code that the file has at a place must be the model's. */
static enum co_status check_code(struct co_store *store, sqlite3_stmt *select,
                                 const struct co_codes *list, size_t i,
                                 struct co_err *err) {
  co_sql_bind_text(select, 1, list->name);
  sqlite3_bind_int64(select, 2, (int64_t)i);
  enum co_status status = CO_OK;
  int code = sqlite3_step(select);
  if (code == SQLITE_ROW) {
    struct co_str old = co_sql_text(sqlite3_column_value(select, 0));
    if (i >= list->count || !co_str_eq(old, list->codes[i].code))
      status = co_fail(err, CO_X_STORE_CODES,
                       "the store '%s' was made with another code list '%.*s':"
                       " its code number %zu was '%.*s'. Add new codes at the "
                       "end of the list and take none away",
                       store->name, CO_STR(list->name), i + 1, CO_STR(old));
  } else if (code != SQLITE_DONE) {
    status = co_sql_fail(store, "be read", err);
  }
  sqlite3_reset(select);
  return status;
}

static void bind_code(sqlite3_stmt *insert, const struct co_codes *list,
                      size_t i) {
  const struct co_code *code = &list->codes[i];
  co_sql_bind_text(insert, 1, list->name);
  sqlite3_bind_int64(insert, 2, (int64_t)i);
  co_sql_bind_text(insert, 3, code->code);
  co_sql_bind_text(insert, 4, code->label);
  co_sql_bind_text(insert, 5, code->rag);
  co_sql_bind_text(insert, 6, code->colour);
  co_sql_bind_text(insert, 7, code->text_colour);
  co_sql_bind_text(insert, 8, code->symbol);
  sqlite3_bind_int(insert, 9, code->closes);
}

static enum co_status fill_codes(struct co_store *store, struct co_err *err) {
  sqlite3_stmt *select = NULL, *insert = NULL;
  enum co_status status = co_sql_prepare(
      store, &select, "SELECT code FROM t_code WHERE list = ? AND position = ?",
      err);
  if (!status)
    status = co_sql_prepare(store, &insert,
                            "INSERT OR REPLACE INTO t_code(list, position,"
                            " code, label, rag, colour, text_colour, symbol,"
                            " closes) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            err);
  for (size_t l = 0; !status && l < store->model->code_list_count; l++) {
    const struct co_codes *list = &store->model->code_lists[l];
    for (size_t i = 0; !status && i <= list->count; i++) {
      status = check_code(store, select, list, i, err);
      if (status || i == list->count) continue;
      bind_code(insert, list, i);
      status = co_sql_run(store, insert, err);
    }
  }
  sqlite3_finalize(select);
  sqlite3_finalize(insert);
  return status;
}

static enum co_status last_ids(struct co_store *store, struct co_err *err) {
  enum co_status status =
      co_sql_number(store, "SELECT COALESCE(MAX(id), 0) FROM t_source",
                    &store->ids.source, err);
  if (!status)
    status = co_sql_number(store, "SELECT COALESCE(MAX(id), 0) FROM t_region",
                           &store->ids.region, err);
  if (!status)
    status = co_sql_number(store,
                           "SELECT COALESCE(MAX(last_record), 0) FROM t_source",
                           &store->ids.record, err);
  if (!status)
    status = co_sql_number(store, "SELECT COALESCE(MAX(seq), 0) FROM t_ledger",
                           &store->ids.ledger, err);
  return status;
}

/* In one transaction, so that two runs cannot both make a new store. */
static enum co_status make_ready(struct co_store *store, struct co_err *err) {
  int64_t objects = 0;
  enum co_status status = co_sql_exec(store, "BEGIN IMMEDIATE", err);
  if (!status)
    status = co_sql_number(store, "SELECT COUNT(*) FROM sqlite_schema",
                           &objects, err);
  if (!status) status = objects ? check_schema(store, err) : create(store, err);
  if (!status) status = fill_codes(store, err);
  if (!status) status = last_ids(store, err);
  if (!status) status = co_sql_exec(store, "COMMIT", err);
  if (!status) status = co_finish_functions(store, err);
  if (!status) status = co_intake_prepare(store, err);
  return status;
}

const char *co_store_path(struct co_store *store, const char *path) {
  return co_arena_printf(&store->scratch, "%s%s", path[0] == '/' ? "" : "./",
                         path)
      .ptr;
}

static enum co_status no_memory(struct co_err *err) {
  return co_fail(err, CO_X_MEMORY, "no memory for the store");
}

static enum co_status open_database(struct co_store *store, const char *path,
                                    struct co_err *err) {
  int code = sqlite3_open_v2(co_store_path(store, path), &store->db,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                                 SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
                             NULL);
  if (code == SQLITE_OK) return CO_OK;
  if (code == SQLITE_NOMEM) return no_memory(err);
  return co_fail(err, CO_X_STORE_OPEN,
                 "the store '%s' cannot be opened: %s. Check the folder and "
                 "its permissions",
                 store->name, sqlite3_errmsg(store->db));
}

/* Not with SQLITE_OPEN_MEMORY: VACUUM INTO would inherit it, and write its
 * copy to memory in silence. */
static enum co_status open_memory(struct co_store *store, struct co_err *err) {
  if (sqlite3_open_v2(":memory:", &store->db,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                          SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
                      "memdb") == SQLITE_OK)
    return CO_OK;
  return no_memory(err);
}

/* The copy is nobody else's and is flushed when it is complete: it needs no
 * care against a crash. Its journal stands beside it, for what a run undoes. */
static enum co_status open_copy(struct co_store *store, const char *path,
                                const char *temp, struct co_err *err) {
  enum co_status status = open_database(store, temp, err);
  if (!status) status = co_sql_exec(store, "PRAGMA synchronous = OFF", err);
  if (!status && access(path, F_OK) == 0)
    status = co_copy_file(store, co_store_path(store, path), err);
  return status;
}

static enum co_status open_store(struct co_store **out,
                                 const struct co_model *model, const char *path,
                                 const char *temp, struct co_err *err) {
  struct co_store *store = co_xcalloc(1, sizeof *store);
  enum co_status status = CO_OK;
  *out = NULL;
  store->model = model;
  store->name = co_xstrdup(path ? path : "in memory");
  co_store_limit_steps(store, 0);
  store->insert = co_xcalloc(model->kind_count + 1, sizeof *store->insert);
  store->asked = co_xcalloc(model->kind_count + 1, sizeof *store->asked);
  co_intake_init(store);
  if (path) status = check_header(store, co_store_path(store, path), err);
  if (!status)
    status = !path  ? open_memory(store, err)
             : temp ? open_copy(store, path, temp, err)
                    : open_database(store, path, err);
  if (!status) status = configure(store, !path, err);
  if (!status) status = make_ready(store, err);
  if (status)
    co_store_free(store);
  else
    *out = store;
  return status;
}

enum co_status co_store_sort_beside(struct co_store *store,
                                    struct co_err *err) {
  return co_sql_exec(store, "PRAGMA threads = 1", err);
}

enum co_status co_store_open(struct co_store **out,
                             const struct co_model *model, const char *path,
                             struct co_err *err) {
  return open_store(out, model, path, NULL, err);
}

enum co_status co_store_open_copy(struct co_store **out,
                                  const struct co_model *model,
                                  const char *path, const char *temp,
                                  struct co_err *err) {
  return open_store(out, model, path, temp, err);
}

void co_store_free(struct co_store *store) {
  if (!store) return;
  for (int i = 0; i < CO_SQL_FIXED; i++)
    sqlite3_finalize(store->fixed[i]);
  for (int i = 0; i < CO_SAID; i++)
    sqlite3_finalize(store->said[i]);
  for (size_t i = 0; i < store->model->kind_count; i++)
    sqlite3_finalize(store->insert[i]);
  sqlite3_close_v2(store->db);
  sqlite3_close_v2(store->original);
  co_arena_clear(&store->scratch);
  co_arena_clear(&store->source);
  free(store->sums);
  free(store->insert);
  free(store->asked);
  free(store->regions);
  free(store->name);
  free(store);
}

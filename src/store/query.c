/* query.c - SQL of users, and the exports' query.
 *
 * A user's query is one SELECT: prepared under the authorizer, refused when
 * anything but blanks and comments follows it, counted by the progress handler
 * while it runs. The guard is on for every step too, since SQLite may prepare
 * a statement again behind our back.
 *
 * Its mistakes are the pack's (CO_EPACK), with line and column in the text. */
#include <stdlib.h>
#include <string.h>

#include "store_part.h"

enum { PROGRESS_STEPS = 1000, MOST_NAMES = 256 };

static const uint64_t default_steps = 2000000000; /* about twenty seconds */

struct co_query {
  struct co_store *store;
  sqlite3_stmt *statement;
  struct co_arena row; /* texts of numbers, until the next step */
  uint64_t steps;
  bool trusted; /* our own SQL: no guard, no limit */
};

static int count_steps(void *argument) {
  struct co_store *store = argument;
  struct co_query *query = store->stepping;
  if (!query || query->trusted) return 0;
  query->steps += PROGRESS_STEPS;
  return query->steps > store->step_limit;
}

void co_store_limit_steps(struct co_store *store, uint64_t steps) {
  store->step_limit = steps ? steps : default_steps;
}

void co_store_error_place(const struct co_store *store, unsigned *line,
                          unsigned *column) {
  *line = store->error_line;
  *column = store->error_column;
}

/* Line and column, from 1, of a byte of the query. */
static void note_place(struct co_store *store, struct co_str sql, size_t at) {
  store->error_line = store->error_column = 1;
  for (size_t i = 0; i < at && i < sql.len; i++) {
    store->error_column++;
    if (sql.ptr[i] != '\n') continue;
    store->error_line++;
    store->error_column = 1;
  }
}

/* What queries can select from: the views, and what a plan shares. */
static size_t selectable(struct co_store *store, struct co_arena *arena,
                         struct co_str names[MOST_NAMES]) {
  static const char sql[] =
      "SELECT name FROM sqlite_schema WHERE type = 'view' AND name NOT LIKE "
      "'t!_%' ESCAPE '!' UNION SELECT name FROM sqlite_temp_schema WHERE "
      "type = 'table' ORDER BY 1";
  sqlite3_stmt *all = NULL;
  size_t count = 0;
  store->guarded = false;
  if (sqlite3_prepare_v2(store->db, sql, -1, &all, NULL) == SQLITE_OK)
    while (count < MOST_NAMES && sqlite3_step(all) == SQLITE_ROW)
      names[count++] =
          co_arena_str(arena, co_sql_text(sqlite3_column_value(all, 0)));
  sqlite3_finalize(all);
  return count;
}

/* A name without a table may be a word that wants quotes. */
static const char *column_hint(struct co_arena *arena, const char *name) {
  const char *dot = strrchr(name, '.'), *field = dot ? dot + 1 : name;
  size_t len = strlen(field), end = strlen("_key");
  if (len > end && strcmp(field + len - end, "_key") == 0)
    return co_arena_printf(arena,
                           "; '%s' is there where the model says `key: yes` of "
                           "the field '%.*s'",
                           field, (int)(len - end), field)
        .ptr;
  if (dot) return "";
  return co_arena_printf(arena, "; if a word is meant, write '%s'", name).ptr;
}

/* What may have been meant, behind SQLite's own words. */
static const char *hint(struct co_store *store, struct co_arena *arena,
                        const char *why) {
  static const char table[] = "no such table: ", column[] = "no such column: ";
  struct co_str names[MOST_NAMES], text = co_str_of(why);
  if (co_str_starts(text, column))
    return column_hint(arena, why + strlen(column));
  if (!co_str_starts(text, table)) return "";
  size_t count = selectable(store, arena, names);
  int near = co_str_nearest(co_str_of(why + strlen(table)), names, count);
  if (near < 0) return "";
  return co_arena_printf(arena, "; did you mean '%.*s'?", CO_STR(names[near]))
      .ptr;
}

static enum co_status mistake(struct co_store *store, struct co_str sql,
                              struct co_err *err) {
  struct co_arena arena = CO_ARENA_INIT;
  if (sqlite3_errcode(store->db) == SQLITE_NOMEM) co_out_of_memory();
  int at = sqlite3_error_offset(store->db);
  const char *said = sqlite3_errmsg(store->db);
  const char *why =
      co_arena_cstr(&arena, co_str_of(store->denied[0] ? store->denied : said));
  note_place(store, sql, at > 0 ? (size_t)at : 0);
  const char *line =
      at < 0 ? ""
             : co_arena_printf(&arena, " (line %u)", store->error_line).ptr;
  enum co_status status =
      co_fail(err, CO_X_PACK_SQL, "the query cannot be used: %s%s%s", why,
              hint(store, &arena, why), line);
  co_arena_clear(&arena);
  return status;
}

/* Anything but a SELECT alone: the message; NULL where it is fine. */
static const char *not_one_select(struct co_query *query, const char *tail) {
  sqlite3_stmt *second = NULL;
  if (!query->statement) return "it holds no SELECT";
  if (!sqlite3_stmt_readonly(query->statement) ||
      sqlite3_stmt_isexplain(query->statement) ||
      !sqlite3_column_count(query->statement))
    return "only a SELECT is allowed";
  if (sqlite3_bind_parameter_count(query->statement))
    return "it has a place for a value (? or :name); write the value itself";
  int code = sqlite3_prepare_v2(query->store->db, tail, -1, &second, NULL);
  bool more = code != SQLITE_OK || second;
  if (code == SQLITE_NOMEM) co_out_of_memory();
  sqlite3_finalize(second);
  return more ? "more than one statement; keep the first SELECT only" : NULL;
}

static enum co_status prepare(struct co_query *query, struct co_str sql,
                              struct co_err *err) {
  struct co_store *store = query->store;
  const char *tail = "";
  char *text = co_xmalloc(sql.len + 1); /* SQLite wants the tail ended too */
  if (sql.len) memcpy(text, sql.ptr, sql.len);
  text[sql.len] = '\0';
  store->denied[0] = '\0';
  store->error_line = store->error_column = 1;
  store->guarded = true;
  enum co_status status = CO_OK;
  if (strlen(text) != sql.len)
    status = co_fail(err, CO_X_PACK_SQL, "the query holds a NUL character");
  else if (sqlite3_prepare_v2(store->db, text, -1, &query->statement, &tail))
    status = mistake(store, sql, err);
  const char *why = status ? NULL : not_one_select(query, tail);
  if (why) {
    note_place(store, sql, query->statement ? (size_t)(tail - text) : 0);
    status = co_fail(err, CO_X_PACK_SQL, "the query cannot be used: %s", why);
  }
  store->guarded = false;
  free(text);
  return status;
}

static struct co_query *query_new(struct co_store *store, bool trusted) {
  struct co_query *query = co_xcalloc(1, sizeof *query);
  query->store = store;
  query->trusted = trusted;
  sqlite3_progress_handler(store->db, PROGRESS_STEPS, count_steps, store);
  return query;
}

enum co_status co_query_new(struct co_query **out, struct co_store *store,
                            struct co_str sql, struct co_err *err) {
  *out = query_new(store, false);
  enum co_status status = prepare(*out, sql, err);
  if (!status) return CO_OK;
  co_query_free(*out);
  *out = NULL;
  return status;
}

enum co_status co_query_run(struct co_store *store, struct co_str sql,
                            struct co_err *err) {
  struct co_query *query = query_new(store, false);
  bool more = false;
  store->guarded = store->sharing = true;
  int code = sqlite3_prepare_v2(store->db, sql.ptr, (int)sql.len,
                                &query->statement, NULL);
  store->guarded = false;
  enum co_status status =
      code ? mistake(store, sql, err) : co_query_step(query, &more, err);
  store->sharing = false;
  co_query_free(query);
  return status;
}

struct co_str co_query_select(const struct co_query *query) {
  struct co_str text = co_str_trim(co_str_of(sqlite3_sql(query->statement)));
  if (text.len && text.ptr[text.len - 1] == ';') text.len--;
  return text;
}

void co_query_free(struct co_query *query) {
  if (!query) return;
  sqlite3_finalize(query->statement);
  co_arena_clear(&query->row);
  free(query);
}

unsigned co_query_columns(const struct co_query *query) {
  return (unsigned)sqlite3_column_count(query->statement);
}

struct co_str co_query_name(const struct co_query *query, unsigned column) {
  const char *name = sqlite3_column_name(query->statement, (int)column);
  if (!name) co_out_of_memory();
  return co_str_of(name);
}

int co_query_column(const struct co_query *query, struct co_str name) {
  unsigned count = co_query_columns(query);
  for (unsigned i = 0; i < count; i++)
    if (co_str_eq(co_query_name(query, i), name)) return (int)i;
  return -1;
}

static enum co_status step_failed(struct co_query *query, int code,
                                  struct co_err *err) {
  struct co_store *store = query->store;
  switch (code & 0xff) {
    case SQLITE_NOMEM:
      co_out_of_memory();
    case SQLITE_INTERRUPT:
      return co_fail(err, CO_X_LIMIT_QUERY,
                     "the query took more than %llu steps and was stopped: "
                     "make it simpler, or join on _source and a key",
                     (unsigned long long)store->step_limit);
    case SQLITE_ERROR:
    case SQLITE_AUTH:
    case SQLITE_MISMATCH:
    case SQLITE_CONSTRAINT:
      return co_fail(err, query->trusted ? CO_X_BUG : CO_X_QUERY_FAILED,
                     "the query could not be worked out: %s",
                     sqlite3_errmsg(store->db));
    default:
      return co_sql_fail(store, "be read", err);
  }
}

enum co_status co_query_step(struct co_query *query, bool *more,
                             struct co_err *err) {
  struct co_store *store = query->store;
  co_arena_reset(&query->row);
  store->denied[0] = '\0';
  store->guarded = !query->trusted;
  store->stepping = query;
  int code = sqlite3_step(query->statement);
  store->guarded = false;
  store->stepping = NULL;
  *more = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE) return CO_OK;
  return step_failed(query, code, err);
}

sqlite3_value *co_query_value(const struct co_query *query, unsigned column) {
  return sqlite3_column_value(query->statement, (int)column);
}

enum co_query_type co_query_type(const struct co_query *query,
                                 unsigned column) {
  switch (sqlite3_value_type(co_query_value(query, column))) {
    case SQLITE_NULL:
      return CO_QUERY_NULL;
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:
      return CO_QUERY_NUMBER;
    default:
      return CO_QUERY_TEXT;
  }
}

/* A quotient is written with 15 digits: those that a double keeps. */
struct co_str co_query_text(struct co_query *query, unsigned column) {
  sqlite3_value *value = co_query_value(query, column);
  if (sqlite3_value_type(value) != SQLITE_FLOAT) return co_sql_text(value);
  char text[48];
  sqlite3_snprintf(sizeof text, text, "%.15g", sqlite3_value_double(value));
  return co_arena_str(&query->row, co_str_of(text));
}

int64_t co_query_int(const struct co_query *query, unsigned column) {
  return sqlite3_value_int64(co_query_value(query, column));
}

enum co_status co_query_number(struct co_store *store, struct co_str sql,
                               int64_t *number, struct co_err *err) {
  struct co_query *query = NULL;
  bool more = false;
  enum co_status status = co_query_new(&query, store, sql, err);
  if (!status) status = co_query_step(query, &more, err);
  *number = !status && more ? co_query_int(query, 0) : 0;
  co_query_free(query);
  return status;
}

static void add_export_column(struct co_buf *sql, const struct co_field *f) {
  struct co_str name = f->name;
  if (f->type == CO_TYPE_DECIMAL)
    co_buf_printf(sql, "co_decimal(\"%.*s_exact\", %u) AS \"%.*s\", ",
                  CO_STR(name), f->scale, CO_STR(name));
  else
    co_buf_printf(sql, "\"%.*s\", ", CO_STR(name));
}

enum co_status co_query_records(struct co_query **out, struct co_store *store,
                                const struct co_kind *kind,
                                struct co_err *err) {
  struct co_buf sql = {0};
  co_buf_printf(&sql, "SELECT ");
  for (size_t f = 0; f < kind->field_count; f++)
    add_export_column(&sql, &kind->fields[f]);
  co_buf_printf(&sql,
                "_file AS _source, _sheet, _cell FROM \"%.*s\" ORDER BY _id",
                CO_STR(kind->name));
  *out = query_new(store, true);
  enum co_status status =
      co_sql_prepare(store, &(*out)->statement, sql.ptr, err);
  co_buf_clear(&sql);
  if (!status) return CO_OK;
  co_query_free(*out);
  *out = NULL;
  return status;
}

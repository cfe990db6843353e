/* authorizer.c - what SQL from a pack may do: read the documented views.
 *
 * Default-deny: SELECT, reading one of our views, what such a view reads
 * itself, and functions from a list of harmless ones that PostgreSQL knows
 * too. Nothing of the clock or of chance (a report must come out the same
 * tomorrow), nothing that reads files or builds huge texts.
 *
 * What is shared (co_store_share) are temporary tables, the only ones; they are
 * made by a statement of our own around a SELECT that was allowed by itself.
 *
 * SQLite's fifth argument ("context" here) names the view whose text asks. It
 * also names common table expressions, so it counts only when it is a view. */
#include <stdio.h>
#include <string.h>

#include "store_part.h"

static const char *const functions[] = {
    "abs",          "avg",         "coalesce",    "count",     "cume_dist",
    "dense_rank",   "first_value", "ifnull",      "lag",       "last_value",
    "lead",         "length",      "like",        "lower",     "ltrim",
    "max",          "min",         "nth_value",   "ntile",     "nullif",
    "percent_rank", "rank",        "replace",     "round",     "row_number",
    "rtrim",        "sign",        "substr",      "substring", "sum",
    "trim",         "upper",       "group_concat"};

static int deny(struct co_store *store, const char *format, const char *what) {
  if (!store->denied[0])
    snprintf(store->denied, sizeof store->denied, format, what ? what : "");
  return SQLITE_DENY;
}

static bool starts(const char *text, const char *prefix) {
  return !strncmp(text, prefix, strlen(prefix));
}

/* A table of which no column is read, as by COUNT(*), comes without a context,
 * also from inside a view, and looks like a common table expression: counting
 * rows is all that can be done to it. */
static bool may_count(const char *table, const char *column) {
  return !column[0] && !starts(table, "sqlite_");
}

static bool is_temporary(const char *database) {
  return database && !strcmp(database, "temp");
}

static bool is_shared(const char *table, const char *database) {
  return is_temporary(database) && !starts(table, "sqlite_");
}

bool co_store_asked(const struct co_store *store, const struct co_kind *kind) {
  return store->asked[kind->index];
}

static void note_kind(struct co_store *store, const char *table) {
  const struct co_kind *kind = co_model_kind(store->model, co_str_of(table));
  if (kind) store->asked[kind->index] = true;
}

static int may_read(struct co_store *store, const char *table,
                    const char *column, const char *database,
                    const char *context) {
  note_kind(store, table);
  if (co_schema_is_view(store->model, table) || is_shared(table, database))
    return SQLITE_OK;
  bool inside = context && (!strcmp(context, "t_place") ||
                            co_schema_is_view(store->model, context));
  if (inside && !starts(table, "sqlite_")) return SQLITE_OK;
  if (may_count(table, column)) return SQLITE_OK;
  return deny(store, "there is no view '%s'", table);
}

static int may_call(struct co_store *store, const char *name) {
  for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
    if (!sqlite3_stricmp(name, functions[i])) return SQLITE_OK;
  return deny(store, "the function %s() is not allowed", name);
}

int co_authorize(void *argument, int action, const char *a, const char *b,
                 const char *database, const char *context) {
  struct co_store *store = argument;
  if (!store->guarded) return SQLITE_OK;
  if (store->sharing && is_temporary(database)) return SQLITE_OK;
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_READ:
      return may_read(store, a, b, database, context);
    case SQLITE_FUNCTION:
      return may_call(store, b);
    default:
      return deny(store, "only a SELECT is allowed%s", NULL);
  }
}

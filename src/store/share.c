/* share.c - rows of a user's query, kept for other queries.
 *
 * They become a temporary table, which lies in memory and is gone with the
 * store. The SELECT was allowed by itself; what is written here around it is
 * ours.
 *
 * SQLite groups by sorting all rows. Where half a million of them make fifty
 * groups it costs half as much to add each one up in the row of its group,
 * which an index finds: `add_up`. That table is strict, so a sum that outgrows
 * a whole number is an error and never one that is nearly right. It has a name
 * of its own until it is full, which no query can have: the query may select
 * from a view that is called like what it makes. */
#include "store_part.h"

static void add_name(struct co_buf *sql, struct co_str name) {
  co_buf_add(sql, "\"", 1);
  for (size_t i = 0; i < name.len; i++)
    co_buf_add(sql, name.ptr[i] == '"' ? "\"\"" : &name.ptr[i],
               1 + (name.ptr[i] == '"'));
  co_buf_add(sql, "\"", 1);
}

static void add_sums_name(struct co_buf *sql, const struct co_shared *shared) {
  co_buf_printf(sql, "temp.\"rows of %.*s\"", CO_STR(shared->name));
}

static bool is_added_up(const struct co_shared *shared, struct co_str column) {
  for (size_t i = 0; i < shared->add_up_count; i++)
    if (co_str_eq(shared->add_up[i], column)) return true;
  return false;
}

static void add_table(struct co_buf *sql, const struct co_shared *shared,
                      const struct co_query *query) {
  co_buf_printf(sql, "CREATE TABLE ");
  add_sums_name(sql, shared);
  for (unsigned i = 0; i < co_query_columns(query); i++) {
    struct co_str column = co_query_name(query, i);
    co_buf_printf(sql, i ? ", " : "(");
    add_name(sql, column);
    co_buf_printf(sql, is_added_up(shared, column) ? " INTEGER" : " ANY");
  }
  co_buf_printf(sql, ") STRICT");
}

/* The columns that tell rows apart. To an index no two NULLs are the same, so
 * an empty blob, which no query gives, stands for them. */
static void add_index(struct co_buf *sql, const struct co_shared *shared,
                      const struct co_query *query) {
  const char *between = "(";
  co_buf_printf(sql,
                "CREATE UNIQUE INDEX temp.\"groups of %.*s\" ON"
                " \"rows of %.*s\" ",
                CO_STR(shared->name), CO_STR(shared->name));
  for (unsigned i = 0; i < co_query_columns(query); i++) {
    struct co_str column = co_query_name(query, i);
    if (is_added_up(shared, column)) continue;
    co_buf_printf(sql, "%sifnull(", between);
    add_name(sql, column);
    co_buf_printf(sql, ", x'')");
    between = ", ";
  }
  co_buf_printf(sql, ")");
}

static void add_sum(struct co_buf *sql, struct co_str column) {
  static const char *const parts[] = {" = coalesce(", " + excluded.", ", ",
                                      ", excluded.", ")"};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    add_name(sql, column);
    co_buf_printf(sql, "%s", parts[i]);
  }
}

static void add_rows(struct co_buf *sql, const struct co_shared *shared,
                     const struct co_query *query) {
  co_buf_printf(sql, "INSERT INTO ");
  add_sums_name(sql, shared);
  co_buf_printf(sql,
                " SELECT * FROM (\n%.*s\n) WHERE true"
                " ON CONFLICT DO UPDATE SET ",
                CO_STR(co_query_select(query)));
  for (size_t i = 0; i < shared->add_up_count; i++) {
    if (i) co_buf_printf(sql, ", ");
    add_sum(sql, shared->add_up[i]);
  }
}

static void add_whole(struct co_buf *sql, const struct co_shared *shared,
                      const struct co_query *query) {
  co_buf_printf(sql, "CREATE TEMP TABLE ");
  add_name(sql, shared->name);
  co_buf_printf(sql, " AS\n%.*s", CO_STR(co_query_select(query)));
}

static void add_sums(struct co_buf *sql, const struct co_shared *shared,
                     const struct co_query *query) {
  (void)query;
  co_buf_printf(sql, "CREATE TEMP TABLE ");
  add_name(sql, shared->name);
  co_buf_printf(sql, " AS SELECT * FROM ");
  add_sums_name(sql, shared);
}

static void drop_rows(struct co_buf *sql, const struct co_shared *shared,
                      const struct co_query *query) {
  (void)query;
  co_buf_printf(sql, "DROP TABLE IF EXISTS ");
  add_sums_name(sql, shared);
}

typedef void make_statement(struct co_buf *sql, const struct co_shared *shared,
                            const struct co_query *query);

/* The statements that keep the rows, in their order. */
static make_statement *const all_rows[] = {add_whole, NULL};
static make_statement *const sums[] = {add_table, add_index, add_rows,
                                       add_sums,  drop_rows, NULL};

static enum co_status keep(struct co_store *store,
                           const struct co_shared *shared,
                           const struct co_query *query, struct co_err *err) {
  make_statement *const *make = shared->add_up_count ? sums : all_rows;
  enum co_status status = CO_OK;
  struct co_buf sql = {0};
  store->sharing = true;
  for (; *make && !status; make++) {
    sql.len = 0;
    (*make)(&sql, shared, query);
    status = co_query_run(store, co_buf_str(&sql), err);
  }
  sql.len = 0;
  drop_rows(&sql, shared, query);
  if (status) (void)co_query_run(store, co_buf_str(&sql), NULL);
  store->sharing = false;
  co_buf_clear(&sql);
  return status;
}

static enum co_status is_kept(struct co_store *store, struct co_str name,
                              bool *kept, struct co_err *err) {
  struct co_buf sql = {0};
  int64_t count = 0;
  co_buf_printf(&sql,
                "SELECT COUNT(*) FROM sqlite_temp_schema WHERE name = '%.*s'",
                CO_STR(name));
  enum co_status status = co_sql_number(store, sql.ptr, &count, err);
  co_buf_clear(&sql);
  *kept = count > 0;
  return status;
}

enum co_status co_store_share(struct co_store *store,
                              const struct co_shared *shared,
                              struct co_err *err) {
  struct co_query *query = NULL;
  bool kept = false;
  enum co_status status = co_query_new(&query, store, shared->sql, err);
  if (!status) status = is_kept(store, shared->name, &kept, err);
  if (!status && !kept) status = keep(store, shared, query, err);
  co_query_free(query);
  return status;
}

/* share.c - rows of a user's query, kept for other queries.
 *
 * They become a temporary table, which lies in memory and is gone with the
 * store. The SELECT was allowed by itself; what is written here around it is
 * ours. */
#include "store_part.h"

static enum co_status keep_rows(struct co_store *store,
                                const struct co_shared *shared,
                                const struct co_query *query,
                                struct co_err *err) {
  struct co_buf sql = {0};
  co_buf_printf(&sql, "CREATE TEMP TABLE \"%.*s\" AS\n%.*s",
                CO_STR(shared->name), CO_STR(co_query_select(query)));
  enum co_status status = co_query_run(store, co_buf_str(&sql), err);
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
  if (!status && !kept)
    status = shared->add_up_count ? co_sums_keep(store, shared, query, err)
                                  : keep_rows(store, shared, query, err);
  co_query_free(query);
  return status;
}

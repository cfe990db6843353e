/* sums.c - rows of a user's query, added up by the columns that they share.
 *
 * SQLite groups by sorting all rows. Where half a million of them make fifty
 * groups it costs a third to find the group of each in a table of checksums. A
 * group keeps its first row's values; two rows are of one group where SQLite
 * would group them: 1 and 1.0 are one value, NULL is one, '1' is another.
 *
 * A sum is a whole number or an error, never one that is nearly right. */
#include <stdlib.h>
#include <string.h>

#include "store_part.h"
#include "sum.h"

struct group {
  uint64_t hash;
  struct co_str key;
  struct amount {
    sqlite3_value *value; /* of a column that is not added up; owned */
    int64_t sum;
    bool any;  /* something was added to sum */
  } * amounts; /* one for each column */
};

struct sums {
  struct co_query *query;
  struct co_str name;
  unsigned columns;
  bool *added; /* by column */
  struct co_arena arena;
  struct group *groups; /* in the order of their first rows */
  size_t count, cap;
  size_t *slots; /* number of a group from 1, or 0; as many as a power of 2 */
  size_t slot_count;
  struct co_buf key; /* of the row at hand */
};

static bool is_added_up(const struct co_shared *shared, struct co_str column) {
  for (size_t i = 0; i < shared->add_up_count; i++)
    if (co_str_eq(shared->add_up[i], column)) return true;
  return false;
}

static void begin(struct sums *sums, const struct co_shared *shared,
                  struct co_query *query) {
  enum { FIRST_SLOTS = 256 };
  unsigned columns = co_query_columns(query);
  *sums = (struct sums){.query = query,
                        .name = shared->name,
                        .columns = columns,
                        .added = co_xcalloc(columns, sizeof(bool)),
                        .slots = co_xcalloc(FIRST_SLOTS, sizeof(size_t)),
                        .slot_count = FIRST_SLOTS};
  for (unsigned i = 0; i < columns; i++)
    sums->added[i] = is_added_up(shared, co_query_name(query, i));
}

static void end(struct sums *sums) {
  for (size_t g = 0; g < sums->count; g++)
    for (unsigned i = 0; i < sums->columns; i++)
      sqlite3_value_free(sums->groups[g].amounts[i].value);
  free(sums->added);
  free(sums->slots);
  free(sums->groups);
  co_buf_clear(&sums->key);
  co_arena_clear(&sums->arena);
}

/* --- the group of a row --------------------------------------------------- */

/* True for a fraction that is a whole number, which is then in *whole. */
static bool is_whole(double number, int64_t *whole) {
  const double end_of_range = 9223372036854775808.0; /* 2 to the 63 */
  if (number < -end_of_range || number >= end_of_range) return false;
  *whole = (int64_t)number;
  return (double)*whole == number;
}

static void add_to_key(struct co_buf *key, sqlite3_value *value) {
  struct {
    int64_t type, number; /* a number, or the length of what follows */
  } part = {sqlite3_value_type(value), 0};
  struct co_str bytes = {0};
  double number = 0;
  if (part.type == SQLITE_INTEGER) {
    part.number = sqlite3_value_int64(value);
  } else if (part.type == SQLITE_FLOAT) {
    number = sqlite3_value_double(value);
    if (is_whole(number, &part.number))
      part.type = SQLITE_INTEGER;
    else
      memcpy(&part.number, &number, sizeof number);
  } else if (part.type != SQLITE_NULL) {
    bytes = co_sql_text(value);
    part.number = (int64_t)bytes.len;
  }
  co_buf_add(key, (const char *)&part, sizeof part);
  co_buf_add_str(key, bytes);
}

static size_t slot_of(const struct sums *sums, uint64_t hash,
                      struct co_str key) {
  size_t at = hash & (sums->slot_count - 1);
  for (; sums->slots[at]; at = (at + 1) & (sums->slot_count - 1)) {
    const struct group *group = &sums->groups[sums->slots[at] - 1];
    if (group->hash == hash && co_str_eq(group->key, key)) break;
  }
  return at;
}

static void double_slots(struct sums *sums) {
  free(sums->slots);
  sums->slot_count *= 2;
  sums->slots = co_xcalloc(sums->slot_count, sizeof *sums->slots);
  for (size_t g = 0; g < sums->count; g++)
    sums->slots[slot_of(sums, sums->groups[g].hash, sums->groups[g].key)] =
        g + 1;
}

static void new_group(struct sums *sums, size_t slot, uint64_t hash) {
  struct group group = {
      hash, co_arena_str(&sums->arena, co_buf_str(&sums->key)),
      CO_NEW_ARRAY(&sums->arena, sums->columns, struct amount)};
  for (unsigned i = 0; i < sums->columns; i++) {
    if (sums->added[i]) continue;
    sqlite3_value *value = co_query_value(sums->query, i);
    group.amounts[i].value = sqlite3_value_dup(value);
    if (!group.amounts[i].value) co_out_of_memory();
  }
  CO_GROW(sums->groups, sums->count, sums->cap);
  sums->groups[sums->count++] = group;
  sums->slots[slot] = sums->count;
  if (2 * sums->count > sums->slot_count) double_slots(sums);
}

static struct group *group_of_row(struct sums *sums) {
  sums->key.len = 0;
  for (unsigned i = 0; i < sums->columns; i++)
    if (!sums->added[i]) add_to_key(&sums->key, co_query_value(sums->query, i));
  struct co_str key = co_buf_str(&sums->key);
  uint64_t hash = co_text_checksum(key, 0);
  size_t slot = slot_of(sums, hash, key);
  if (sums->slots[slot]) return &sums->groups[sums->slots[slot] - 1];
  new_group(sums, slot, hash);
  return &sums->groups[sums->count - 1];
}

/* --- adding up ------------------------------------------------------------ */

static enum co_status cannot_add(const struct sums *sums, unsigned column,
                                 const char *why, struct co_err *err) {
  struct co_str value = co_query_text(sums->query, column);
  enum { MOST = 60 };
  return co_fail(err, CO_X_QUERY_FAILED,
                 "the query could not be worked out: column '%.*s' of '%.*s' "
                 "cannot be added up: '%.*s' %s",
                 CO_STR(co_query_name(sums->query, column)), CO_STR(sums->name),
                 (int)(value.len < MOST ? value.len : MOST), value.ptr, why);
}

static enum co_status add_value(const struct sums *sums, struct group *group,
                                unsigned column, struct co_err *err) {
  struct amount *amount = &group->amounts[column];
  sqlite3_value *value = co_query_value(sums->query, column);
  int64_t whole = 0;
  int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL) return CO_OK;
  if (type == SQLITE_INTEGER)
    whole = sqlite3_value_int64(value);
  else if (type != SQLITE_FLOAT ||
           !is_whole(sqlite3_value_double(value), &whole))
    return cannot_add(sums, column, "is no whole number", err);
  amount->any = true;
  return __builtin_add_overflow(amount->sum, whole, &amount->sum)
             ? cannot_add(sums, column, "makes the sum too large", err)
             : CO_OK;
}

static enum co_status add_row(struct sums *sums, struct co_err *err) {
  struct group *group = group_of_row(sums);
  enum co_status status = CO_OK;
  for (unsigned i = 0; i < sums->columns && !status; i++)
    if (sums->added[i]) status = add_value(sums, group, i, err);
  return status;
}

static enum co_status add_rows(struct sums *sums, struct co_err *err) {
  bool more = false;
  enum co_status status = co_query_step(sums->query, &more, err);
  while (!status && more) {
    status = add_row(sums, err);
    if (!status) status = co_query_step(sums->query, &more, err);
  }
  return status;
}

/* --- the groups as a table ------------------------------------------------ */

static void add_name(struct co_buf *sql, struct co_str name) {
  co_buf_add(sql, "\"", 1);
  for (size_t i = 0; i < name.len; i++)
    co_buf_add(sql, name.ptr[i] == '"' ? "\"\"" : &name.ptr[i],
               1 + (name.ptr[i] == '"'));
  co_buf_add(sql, "\"", 1);
}

static enum co_status make_table(const struct sums *sums,
                                 struct co_store *store, struct co_err *err) {
  struct co_buf sql = {0};
  co_buf_printf(&sql, "CREATE TEMP TABLE \"%.*s\"", CO_STR(sums->name));
  for (unsigned i = 0; i < sums->columns; i++) {
    co_buf_printf(&sql, i ? ", " : "(");
    add_name(&sql, co_query_name(sums->query, i));
    if (sums->added[i]) co_buf_printf(&sql, " INTEGER");
  }
  co_buf_printf(&sql, ")");
  enum co_status status = co_query_run(store, co_buf_str(&sql), err);
  co_buf_clear(&sql);
  return status;
}

static enum co_status put_group(const struct sums *sums,
                                const struct group *group,
                                struct co_store *store, sqlite3_stmt *insert,
                                struct co_err *err) {
  for (unsigned i = 0; i < sums->columns; i++) {
    const struct amount *amount = &group->amounts[i];
    int code =
        amount->value ? sqlite3_bind_value(insert, (int)i + 1, amount->value)
        : amount->any ? sqlite3_bind_int64(insert, (int)i + 1, amount->sum)
                      : sqlite3_bind_null(insert, (int)i + 1);
    if (code != SQLITE_OK) return co_sql_fail(store, "be written", err);
  }
  return co_sql_run(store, insert, err);
}

static enum co_status put_groups(const struct sums *sums,
                                 struct co_store *store, struct co_err *err) {
  struct co_buf sql = {0};
  sqlite3_stmt *insert = NULL;
  co_buf_printf(&sql, "INSERT INTO temp.\"%.*s\" VALUES", CO_STR(sums->name));
  for (unsigned i = 0; i < sums->columns; i++)
    co_buf_printf(&sql, i ? ",?" : "(?");
  co_buf_printf(&sql, ")");
  enum co_status status = co_sql_prepare(store, &insert, sql.ptr, err);
  for (size_t g = 0; g < sums->count && !status; g++)
    status = put_group(sums, &sums->groups[g], store, insert, err);
  sqlite3_finalize(insert);
  co_buf_clear(&sql);
  return status;
}

enum co_status co_sums_keep(struct co_store *store,
                            const struct co_shared *shared,
                            struct co_query *query, struct co_err *err) {
  struct sums sums;
  begin(&sums, shared, query);
  enum co_status status = add_rows(&sums, err);
  if (!status) status = make_table(&sums, store, err);
  if (!status) status = put_groups(&sums, store, err);
  end(&sums);
  return status;
}

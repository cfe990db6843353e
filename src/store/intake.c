/* intake.c - what the mapper pushes, into the tables.
 *
 * One prepared insert for each kind of record; texts are bound without a
 * copy. A source that was read takes the place of the earlier one of its path:
 * its records are one range of ids, which makes taking it out cheap. What that
 * one was is kept in mind, to be told where it was another return. One that was
 * refused stands beside what an earlier run read.
 *
 * The mapper is trusted code of ours; what it does against the contract of
 * record.h (a record before its region) is our own fault, CO_EBUG. */
#include <stdlib.h>

#include "store_part.h"

static struct co_store *store_of(struct co_intake *intake) {
  return (struct co_store *)intake;
}

static enum co_status not_in_source(struct co_err *err) {
  return co_fail(err, CO_X_BUG, "the store was given a row before its source");
}

/* Takes out all that an earlier read of a file left, but for the columns; a
 * return that it replaced counts again. */
static enum co_status forget(struct co_store *store, int64_t source,
                             int64_t first, int64_t last, struct co_err *err) {
  static const char *const by_source[] = {
      ("DELETE FROM t_origin WHERE region IN"
       " (SELECT id FROM t_region WHERE source = ?)"),
      "DELETE FROM t_region WHERE source = ?",
      "DELETE FROM t_finding WHERE source = ?",
      "DELETE FROM t_ledger WHERE source = ?",
      "DELETE FROM t_money WHERE source = ?",
      "DELETE FROM t_sheet WHERE source = ?",
      "DELETE FROM t_source WHERE id = ?"};
  enum co_status status = co_finish_settle(store, source, source, err);
  if (!status)
    status = co_sql_run_on(
        store, "DELETE FROM t_override WHERE record BETWEEN ? AND ?", first,
        last, err);
  for (size_t i = 0; !status && i < store->model->kind_count; i++) {
    char sql[160];
    sqlite3_snprintf(sizeof sql, sql,
                     "DELETE FROM \"r_%.*s\" WHERE id BETWEEN ? AND ?",
                     CO_STR(store->model->kinds[i].name));
    status = co_sql_run_on(store, sql, first, last, err);
  }
  for (size_t i = 0; !status && i < sizeof by_source / sizeof by_source[0]; i++)
    status = co_sql_run_on(store, by_source[i], source, 0, err);
  return status;
}

enum co_status co_store_forget_refused(struct co_store *store,
                                       bool (*is_gone)(const char *path),
                                       struct co_err *err) {
  sqlite3_stmt *select = NULL;
  int64_t *list = NULL;
  size_t count = 0, cap = 0;
  int code = SQLITE_DONE;
  enum co_status status = co_sql_prepare(
      store, &select,
      "SELECT id, path FROM t_source WHERE outcome = 'refused' ORDER BY id",
      err);
  while (!status && (code = sqlite3_step(select)) == SQLITE_ROW) {
    const char *path = (const char *)sqlite3_column_text(select, 1);
    if (!path || !is_gone(path)) continue;
    CO_GROW(list, count, cap);
    list[count++] = sqlite3_column_int64(select, 0);
  }
  if (!status && code != SQLITE_DONE)
    status = co_sql_fail(store, "be read", err);
  sqlite3_finalize(select);
  for (size_t i = 0; i < count && !status; i++) /* it has no records */
    status = forget(store, list[i], 1, 0, err);
  free(list);
  return status;
}

/* An earlier refusal says nothing, and takes nothing away from what it said. */
static void keep_in_mind(struct co_store *store, sqlite3_stmt *select) {
  struct co_str department = co_sql_text(sqlite3_column_value(select, 3));
  struct co_str period = co_sql_text(sqlite3_column_value(select, 4));
  if (!department.len && !period.len) return;
  store->earlier =
      (struct co_store_earlier){co_arena_str(&store->source, department),
                                co_arena_str(&store->source, period)};
}

/* The earlier source of that path that a new one with that outcome replaces;
 * 0 where there is none. */
static enum co_status find_earlier(struct co_store *store,
                                   const struct co_source *source,
                                   int64_t found[3], struct co_err *err) {
  sqlite3_stmt *select = store->fixed[CO_SQL_EARLIER];
  enum co_status status = CO_OK;
  co_sql_bind_text(select, 1, source->path);
  co_sql_bind_text(select, 2, source->outcome);
  int code = sqlite3_step(select);
  for (int i = 0; i < 3; i++)
    found[i] = code == SQLITE_ROW ? sqlite3_column_int64(select, i) : 0;
  if (code == SQLITE_ROW) keep_in_mind(store, select);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    status = co_sql_fail(store, "be read", err);
  sqlite3_reset(select);
  return status;
}

/* What was read goes only for what was read, a refusal for either. */
static enum co_status replace_earlier(struct co_store *store,
                                      const struct co_source *source,
                                      struct co_err *err) {
  int64_t found[3];
  enum co_status status = find_earlier(store, source, found, err);
  while (!status && found[0]) {
    status = forget(store, found[0], found[1], found[2], err);
    if (!status) status = find_earlier(store, source, found, err);
  }
  return status;
}

static struct co_str last_part(struct co_str path) {
  for (size_t i = path.len; i > 0; i--)
    if (path.ptr[i - 1] == '/' && i < path.len)
      return (struct co_str){path.ptr + i, path.len - i};
  return path;
}

static enum co_status take_source(struct co_intake *intake,
                                  const struct co_source *source,
                                  struct co_err *err) {
  struct co_store *store = store_of(intake);
  if (!store->marked)
    return co_fail(err, CO_X_BUG, "the store was given an unmarked source");
  enum co_status status =
      store->in_source ? co_finish_source(store, err) : CO_OK;
  co_arena_reset(&store->scratch);
  co_arena_reset(&store->source);
  store->earlier = (struct co_store_earlier){0};
  struct co_source named = *source;
  named.path = co_str_name(&store->scratch, source->path);
  if (!status) status = replace_earlier(store, &named, err);
  if (status) return status;
  sqlite3_stmt *insert = store->fixed[CO_SQL_SOURCE];
  sqlite3_bind_int64(insert, 1, ++store->ids.source);
  co_sql_bind_text(insert, 2, named.path);
  co_sql_bind_text(insert, 3, last_part(named.path));
  co_sql_bind_text(insert, 4, source->format);
  co_sql_bind_text(insert, 5, source->layout);
  co_sql_bind_text(insert, 6, source->encoding);
  sqlite3_bind_int64(insert, 7, (int64_t)source->bytes);
  co_sql_bind_text(insert, 8, source->outcome);
  co_sql_bind_text(insert, 9, source->sha256);
  store->in_source = true;
  store->first_record = store->ids.record + 1;
  store->region_base = store->ids.region;
  store->region_count = store->sum_count = 0;
  store->sheet_seen = CO_OWN;
  return co_sql_run(store, insert, err);
}

static enum co_status note_sheet(struct co_store *store, uint32_t index,
                                 struct co_str name, struct co_err *err) {
  if (store->sheet_seen == index) return CO_OK;
  store->sheet_seen = index;
  sqlite3_stmt *insert = store->fixed[CO_SQL_SHEET];
  sqlite3_bind_int64(insert, 1, store->ids.source);
  sqlite3_bind_int64(insert, 2, index);
  co_sql_bind_text(insert, 3, name);
  return co_sql_run(store, insert, err);
}

static enum co_status insert_column(struct co_store *store, uint32_t col,
                                    struct co_err *err) {
  char a1[CO_A1_TEXT];
  struct co_str name = co_str_of(co_a1(0, col, a1));
  name.len--; /* the row's "1" */
  sqlite3_stmt *insert = store->fixed[CO_SQL_COLUMN];
  sqlite3_bind_int64(insert, 1, col);
  co_sql_bind_text(insert, 2, name);
  return co_sql_run(store, insert, err);
}

enum co_status co_intake_column(struct co_store *store, uint32_t col,
                                struct co_err *err) {
  if (col == CO_OWN) return CO_OK;
  if (col < CO_STORE_COLUMNS) {
    if (store->columns[col]) return CO_OK;
    store->columns[col] = true;
  }
  return insert_column(store, col, err);
}

/* Region ids of a source need not be without gaps, but small. */
static void note_region(struct co_store *store, const struct co_region *r) {
  while (store->region_count < r->id) {
    CO_GROW(store->regions, store->region_count, store->region_cap);
    store->regions[store->region_count++] = (struct co_store_region){0};
  }
  struct co_store_region region = {
      r->kind, r->sheet_index,
      CO_NEW_ARRAY(&store->source, r->kind->field_count,
                   struct co_store_place)};
  for (size_t f = 0; f < r->kind->field_count; f++)
    region.fields[f].col = r->origins[f].col;
  store->regions[r->id - 1] = region;
  if (store->region_base + r->id > store->ids.region)
    store->ids.region = store->region_base + r->id;
}

/* A fixed place of a field (origin of a region, override of a record). */
static enum co_status put_place(struct co_store *store, enum co_fixed which,
                                int64_t id, size_t field, struct co_place at,
                                struct co_err *err) {
  if (at.row == CO_OWN && at.col == CO_OWN) return CO_OK;
  sqlite3_stmt *insert = store->fixed[which];
  sqlite3_bind_int64(insert, 1, id);
  sqlite3_bind_int64(insert, 2, (int64_t)field);
  co_sql_bind_place(insert, 3, at.row);
  co_sql_bind_place(insert, 4, at.col);
  sqlite3_bind_int64(insert, 5, at.sheet);
  enum co_status status = co_sql_run(store, insert, err);
  return status ? status : co_intake_column(store, at.col, err);
}

static enum co_status take_region(struct co_intake *intake,
                                  const struct co_region *region,
                                  struct co_err *err) {
  struct co_store *store = store_of(intake);
  if (!store->in_source) return not_in_source(err);
  if (!region->id || region->id > 1u << 24)
    return co_fail(err, CO_X_LIMIT_TABLES, "a file has too many tables (%u)",
                   region->id);
  note_region(store, region);
  int64_t id = store->region_base + region->id;
  sqlite3_stmt *insert = store->fixed[CO_SQL_REGION];
  sqlite3_bind_int64(insert, 1, id);
  sqlite3_bind_int64(insert, 2, store->ids.source);
  co_sql_bind_text(insert, 3, region->sheet);
  sqlite3_bind_int64(insert, 4, region->sheet_index);
  co_sql_bind_text(insert, 5, region->table);
  co_sql_bind_text(insert, 6, region->kind->name);
  sqlite3_bind_int64(insert, 7, region->first_row);
  enum co_status status = co_sql_run(store, insert, err);
  if (!status)
    status = note_sheet(store, region->sheet_index, region->sheet, err);
  for (size_t f = 0; !status && f < region->kind->field_count; f++)
    status = put_place(store, CO_SQL_ORIGIN, id, f, region->origins[f], err);
  return status;
}

static void bind_value(struct co_store *store, sqlite3_stmt *insert, int *index,
                       const struct co_field *field,
                       const struct co_value *value) {
  bool folded = co_field_folded(field);
  if (!value->present) {
    sqlite3_bind_null(insert, (*index)++);
    if (folded) sqlite3_bind_null(insert, (*index)++);
  } else if (field->type == CO_TYPE_DECIMAL) {
    sqlite3_bind_int64(insert, (*index)++, value->number);
  } else if (field->type == CO_TYPE_CODE) {
    co_sql_bind_text(insert, (*index)++,
                     field->codes->codes[value->number].code);
  } else {
    co_sql_bind_text(insert, (*index)++, value->text);
    if (folded)
      co_sql_bind_text(insert, (*index)++,
                       co_str_fold(&store->scratch, value->text));
  }
}

static enum co_status take_record(struct co_intake *intake,
                                  const struct co_record *record,
                                  struct co_err *err) {
  struct co_store *store = store_of(intake);
  if (!store->in_source) return not_in_source(err);
  uint32_t region = record->region;
  if (!region || region > store->region_count ||
      store->regions[region - 1].kind != record->kind)
    return co_fail(err, CO_X_BUG, "a record names a table not announced");
  co_arena_reset(&store->scratch);
  int64_t id = ++store->ids.record;
  sqlite3_stmt *insert = store->insert[record->kind->index];
  sqlite3_bind_int64(insert, 1, id);
  sqlite3_bind_int64(insert, 2, store->ids.source);
  sqlite3_bind_int64(insert, 3, store->region_base + region);
  sqlite3_bind_int64(insert, 4, record->row);
  sqlite3_bind_int64(insert, 5, record->col);
  int index = 6;
  for (size_t f = 0; f < record->kind->field_count; f++)
    bind_value(store, insert, &index, &record->kind->fields[f],
               &record->values[f]);
  enum co_status status = co_sql_run(store, insert, err);
  if (!status) co_accept_record(store, record, &store->regions[region - 1]);
  if (!status) status = co_intake_column(store, record->col, err);
  for (size_t i = 0; !status && i < record->override_count; i++)
    status = put_place(store, CO_SQL_OVERRIDE, id, record->overrides[i].field,
                       record->overrides[i].at, err);
  return status;
}

enum co_status co_intake_finding(struct co_store *store, int64_t source,
                                 bool computed, const struct co_finding *f,
                                 struct co_err *err) {
  sqlite3_stmt *insert = store->fixed[CO_SQL_FINDING];
  if (source)
    sqlite3_bind_int64(insert, 1, source);
  else
    sqlite3_bind_null(insert, 1);
  sqlite3_bind_int(insert, 2, computed);
  sqlite3_bind_int(insert, 3, (int)f->severity);
  co_sql_bind_text(insert, 4, f->check);
  co_sql_bind_text(insert, 5, f->sheet);
  co_sql_bind_place(insert, 6, f->row);
  co_sql_bind_place(insert, 7, f->col);
  co_sql_bind_text(insert, 8, f->field);
  co_sql_bind_text(insert, 9, f->raw);
  co_sql_bind_text(insert, 10, f->message);
  co_sql_bind_text(insert, 11, f->remedy);
  enum co_status status = co_sql_run(store, insert, err);
  return status ? status : co_intake_column(store, f->col, err);
}

static enum co_status take_finding(struct co_intake *intake,
                                   const struct co_finding *finding,
                                   struct co_err *err) {
  struct co_store *store = store_of(intake);
  if (!store->in_source) return not_in_source(err);
  return co_intake_finding(store, store->ids.source, false, finding, err);
}

static enum co_status take_ledger(struct co_intake *intake,
                                  const struct co_ledger *run,
                                  struct co_err *err) {
  struct co_store *store = store_of(intake);
  if (!store->in_source) return not_in_source(err);
  sqlite3_stmt *insert = store->fixed[CO_SQL_LEDGER];
  sqlite3_bind_int64(insert, 1, store->ids.source);
  sqlite3_bind_int64(insert, 2, ++store->ids.ledger);
  sqlite3_bind_int64(insert, 3, run->sheet_index);
  sqlite3_bind_int64(insert, 4, run->first_row);
  sqlite3_bind_int64(insert, 5, run->last_row);
  sqlite3_bind_int64(insert, 6, run->rows);
  sqlite3_bind_int(insert, 7, (int)run->disposition);
  co_sql_bind_text(insert, 8, run->rule);
  enum co_status status = co_sql_run(store, insert, err);
  return status ? status : note_sheet(store, run->sheet_index, run->sheet, err);
}

static enum co_status take_rows(struct co_store *store,
                                const struct co_tally *tally,
                                struct co_err *err) {
  sqlite3_stmt *update = store->fixed[CO_SQL_ROWS_IN];
  sqlite3_bind_int64(update, 1, tally->rows);
  sqlite3_bind_int64(update, 2, store->ids.source);
  sqlite3_bind_int64(update, 3, tally->sheet_index);
  return co_sql_run(store, update, err);
}

static enum co_status take_money(struct co_store *store,
                                 const struct co_tally *tally,
                                 struct co_err *err) {
  sqlite3_stmt *insert = store->fixed[CO_SQL_MONEY];
  sqlite3_bind_int64(insert, 1, store->ids.source);
  sqlite3_bind_int64(insert, 2, tally->sheet_index);
  sqlite3_bind_int64(insert, 3, tally->col);
  co_sql_bind_text(insert, 4, tally->kind->name);
  sqlite3_bind_int64(insert, 5, tally->field);
  co_sql_bind_text(insert, 6, tally->column);
  sqlite3_bind_int64(insert, 7, tally->scale);
  sqlite3_bind_int64(insert, 8, tally->in);
  sqlite3_bind_int64(insert, 9, tally->excluded);
  sqlite3_bind_int64(insert, 10, tally->rejected);
  enum co_status status = co_sql_run(store, insert, err);
  return status ? status : co_intake_column(store, tally->col, err);
}

static enum co_status take_tally(struct co_intake *intake,
                                 const struct co_tally *tally,
                                 struct co_err *err) {
  struct co_store *store = store_of(intake);
  if (!store->in_source) return not_in_source(err);
  enum co_status status =
      note_sheet(store, tally->sheet_index, tally->sheet, err);
  if (status) return status;
  return tally->has_column ? take_money(store, tally, err)
                           : take_rows(store, tally, err);
}

void co_intake_init(struct co_store *store) {
  store->intake = (struct co_intake){take_source,  take_region, take_record,
                                     take_finding, take_ledger, take_tally};
}

struct co_intake *co_store_intake(struct co_store *store) {
  return &store->intake;
}

static const char *const fixed_sql[CO_SQL_FIXED] = {
    [CO_SQL_SOURCE] =
        "INSERT INTO t_source(id, path, name, format, layout,"
        " encoding, bytes, outcome, sha256) VALUES(?,?,?,?,?,?,?,?,?)",
    [CO_SQL_REGION] =
        "INSERT INTO t_region(id, source, sheet, sheet_index,"
        " table_name, kind, first_row) VALUES(?,?,?,?,?,?,?)",
    [CO_SQL_ORIGIN] =
        "INSERT INTO t_origin(region, field, row, col, sheet)"
        " VALUES(?,?,?,?,?)",
    [CO_SQL_OVERRIDE] =
        "INSERT OR REPLACE INTO t_override(record, field, row,"
        " col, sheet) VALUES(?,?,?,?,?)",
    [CO_SQL_FINDING] =
        "INSERT INTO t_finding(source, computed, severity,"
        " check_name, sheet, row, col, field, raw, message,"
        " remedy) VALUES(?,?,?,?,?,?,?,?,?,?,?)",
    [CO_SQL_SHEET] =
        "INSERT INTO t_sheet(source, sheet_index, name)"
        " VALUES(?,?,?) ON CONFLICT DO NOTHING",
    [CO_SQL_ROWS_IN] =
        "UPDATE t_sheet SET rows_in = ? WHERE source = ?"
        " AND sheet_index = ?",
    [CO_SQL_LEDGER] =
        "INSERT INTO t_ledger(source, seq, sheet_index,"
        " first_row, last_row, row_count, disposition, rule)"
        " VALUES(?,?,?,?,?,?,?,?)",
    /* Two tables of a sheet may feed one field from the same column. */
    [CO_SQL_MONEY] =
        "INSERT INTO t_money(source, sheet_index, col, kind,"
        " field, header, scale, read, excluded, rejected)"
        " VALUES(?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT DO UPDATE SET"
        " read = co_add(read, excluded.read),"
        " excluded = co_add(t_money.excluded, excluded.excluded),"
        " rejected = co_add(rejected, excluded.rejected)",
    [CO_SQL_ACCEPTED] =
        "UPDATE t_money SET accepted = ? WHERE source = ?"
        " AND sheet_index = ? AND col = ? AND kind = ? AND field = ?",
    [CO_SQL_COLUMN] =
        "INSERT INTO t_column(col, name) VALUES(?,?)"
        " ON CONFLICT DO NOTHING",
    /* The field's cell, and whether it is filled; the record's own cell where
     * it has no such field. */
    [CO_SQL_PLACE] =
        "SELECT _source, sheet,"
        " CASE WHEN field = ?2 THEN row ELSE own_row END,"
        " CASE WHEN field = ?2 THEN col ELSE own_col END,"
        " CASE WHEN field = ?2 THEN present ELSE 1 END"
        " FROM t_place WHERE _id = ?1"
        " ORDER BY field = ?2 DESC LIMIT 1",
    [CO_SQL_TOLD] =
        "SELECT 1 FROM t_finding WHERE source = ?1 AND sheet IS ?2"
        " AND row = ?3 AND col = ?4 AND ((?5 AND NOT computed)"
        " OR (computed AND check_name = ?6 AND message = ?7)) LIMIT 1",
    [CO_SQL_EARLIER] =
        "SELECT id, first_record, last_record,"
        " CASE WHEN superseded_by IS NULL THEN department END,"
        " CASE WHEN superseded_by IS NULL THEN period END"
        " FROM t_source WHERE path = ?1"
        " AND (?2 = 'read' OR outcome <> 'read') ORDER BY id LIMIT 1",
    [CO_SQL_DESCRIBE] =
        "UPDATE t_source SET department = ?, period = ?,"
        " as_at = ?, first_record = ?, last_record = ?,"
        " return_key = layout || char(10) || ?"
        " || CASE WHEN ?2 IS NULL THEN char(10) || sha256 ELSE '' END,"
        " dated = ? WHERE id = ?",
    /* The one that counts: the last by date where all have one, else by id. */
    [CO_SQL_SETTLE] =
        "UPDATE t_source SET superseded_by ="
        " (SELECT NULLIF(l.id, t_source.id) FROM t_source l"
        " WHERE l.return_key = t_source.return_key AND l.id <> ?2"
        " ORDER BY CASE (SELECT COUNT(*) - COUNT(d.dated) FROM t_source d"
        " WHERE d.return_key = l.return_key AND d.id <> ?2)"
        " WHEN 0 THEN l.dated END DESC, l.id DESC LIMIT 1)"
        " WHERE id <> ?2"
        " AND return_key = (SELECT return_key FROM t_source WHERE id = ?1)"};

static enum co_status prepare_kind(struct co_store *store,
                                   const struct co_kind *kind,
                                   struct co_err *err) {
  struct co_buf sql = {0};
  size_t places = 0;
  co_buf_printf(&sql, "INSERT INTO \"r_%.*s\" VALUES(?,?,?,?,?",
                CO_STR(kind->name));
  for (size_t f = 0; f < kind->field_count; f++)
    places += co_field_folded(&kind->fields[f]) ? 2 : 1;
  for (size_t i = 0; i < places; i++)
    co_buf_add(&sql, ",?", 2);
  co_buf_add(&sql, ")", 1);
  enum co_status status =
      co_sql_prepare(store, &store->insert[kind->index], sql.ptr, err);
  co_buf_clear(&sql);
  return status;
}

enum co_status co_intake_prepare(struct co_store *store, struct co_err *err) {
  enum co_status status = CO_OK;
  for (int i = 0; !status && i < CO_SQL_FIXED; i++)
    status = co_sql_prepare(store, &store->fixed[i], fixed_sql[i], err);
  for (size_t i = 0; !status && i < store->model->kind_count; i++)
    status = prepare_kind(store, &store->model->kinds[i], err);
  return status;
}

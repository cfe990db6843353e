/* finish.c - what is known only when a source is complete.
 *
 * Its department, period and date come from its records of kind `return`
 * (docs/store.md, view source); the date falls back to the last day of the
 * period.
 *
 * A return sent again replaces the one sent before: both files have the same
 * layout, period, authority, directorate, department and service (an authority
 * alone says too little about who sent it); one without a period only where all
 * bytes are the same, since nothing says that it is about the same time. Where
 * all of them say when they were printed, the last one counts; else the newest.
 * The others stay, marked, and come back when the file that counts turns out to
 * be another return in a later run. A file that takes the place of another
 * return because it has its path is told.
 *
 * Sums are exact or nothing: co_add() gives NULL where 64 bits do not hold,
 * which the check ledger_money then reports. It is only used in statements of
 * ours, so that the views need no functions; lower() is for those of packs. */
#include <stdio.h>

#include "ascii.h"
#include "date.h"
#include "findings.h"
#include "number.h"
#include "period.h"
#include "store_part.h"

/* The sum of its arguments. */
static void sql_add(sqlite3_context *context, int count,
                    sqlite3_value **values) {
  int64_t sum = 0;
  for (int i = 0; i < count; i++)
    if (sqlite3_value_type(values[i]) != SQLITE_INTEGER ||
        !co_units_add(sum, sqlite3_value_int64(values[i]), &sum))
      return;
  sqlite3_result_int64(context, sum);
}

/* A decimal's text, for the exports. */
static void sql_decimal(sqlite3_context *context, int count,
                        sqlite3_value **values) {
  (void)count;
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
  char text[CO_DECIMAL_TEXT];
  co_decimal_text(sqlite3_value_int64(values[0]),
                  (unsigned)sqlite3_value_int(values[1]), text);
  sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

/* lower(): SQLite's own knows the letters A to Z only, and would keep CAFÉ and
 * Café apart, which formulas in a workbook take for one. */
static void sql_lower(sqlite3_context *context, int count,
                      sqlite3_value **values) {
  (void)count;
  const char *text = (const char *)sqlite3_value_text(values[0]);
  if (!text) return;
  struct co_buf small = {0};
  co_str_lower(&small,
               (struct co_str){text, (size_t)sqlite3_value_bytes(values[0])});
  sqlite3_result_text(context, small.len ? small.ptr : "", (int)small.len,
                      SQLITE_TRANSIENT);
  co_buf_clear(&small);
}

enum co_status co_finish_functions(struct co_store *store, struct co_err *err) {
  const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
  if (sqlite3_create_function(store->db, "co_add", -1, flags, NULL, sql_add,
                              NULL, NULL) ||
      sqlite3_create_function(store->db, "co_decimal", 2, flags, NULL,
                              sql_decimal, NULL, NULL) ||
      sqlite3_create_function(
          store->db, "lower", 1,
          SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
          sql_lower, NULL, NULL))
    return co_sql_fail(store, "be prepared", err);
  return CO_OK;
}

static const char *const said_fields[CO_SAID] = {
    [CO_SAID_AUTHORITY] = "authority",   [CO_SAID_DIRECTORATE] = "directorate",
    [CO_SAID_DEPARTMENT] = "department", [CO_SAID_SERVICE] = "service",
    [CO_SAID_PERIOD] = "period",         [CO_SAID_AS_AT] = "as_at",
    [CO_SAID_PRINTED_ON] = "printed_on"};

/* The statement that reads a field; NULL where the model has no such one. */
static enum co_status prepare_said(struct co_store *store, enum co_said said,
                                   sqlite3_stmt **select, struct co_err *err) {
  const struct co_kind *kind = co_model_kind(store->model, CO_LIT("return"));
  const char *field = said_fields[said];
  enum co_status status = CO_OK;
  if (!store->said[said] && kind &&
      co_kind_field(kind, co_str_of(field)) >= 0) {
    char sql[256];
    snprintf(sql, sizeof sql,
             "SELECT \"f_%s\" FROM r_return WHERE id BETWEEN ? AND ?"
             " AND \"f_%s\" IS NOT NULL ORDER BY id LIMIT 1",
             field, field);
    status = co_sql_prepare(store, &store->said[said], sql, err);
  }
  *select = store->said[said];
  return status;
}

/* The first text that a record of the source's return has in a field; empty
 * where the model has no such field. In the scratch arena. */
static enum co_status return_text(struct co_store *store, enum co_said said,
                                  struct co_str *out, struct co_err *err) {
  sqlite3_stmt *select;
  *out = CO_LIT("");
  enum co_status status = prepare_said(store, said, &select, err);
  if (status || !select) return status;
  sqlite3_bind_int64(select, 1, store->first_record);
  sqlite3_bind_int64(select, 2, store->ids.record);
  int code = sqlite3_step(select);
  if (code == SQLITE_ROW)
    *out = co_arena_str(&store->scratch,
                        co_sql_text(sqlite3_column_value(select, 0)));
  else if (code != SQLITE_DONE)
    status = co_sql_fail(store, "be read", err);
  sqlite3_reset(select);
  return status;
}

/* The first of the fields that says anything; CO_SAID ends them. */
static enum co_status first_text(struct co_store *store,
                                 const enum co_said *fields, struct co_str *out,
                                 struct co_err *err) {
  enum co_status status = CO_OK;
  *out = CO_LIT("");
  for (; !status && !out->len && *fields != CO_SAID; fields++)
    status = return_text(store, *fields, out, err);
  return status;
}

/* The last day of a period; financial years end on 31 March. Empty for a text
 * that is no period. */
static struct co_str period_end(struct co_store *store, struct co_str text) {
  static const int months[] = {3, 6, 9, 12, 3}; /* by quarter; 0 the year */
  struct co_period period;
  if (!co_period_parse(text, &period)) return CO_LIT("");
  bool next_year = !period.last || period.last == 4;
  struct co_date date = {period.year + next_year, months[period.last], 0};
  date.day = co_month_days(date.year, date.month);
  char iso[CO_DATE_TEXT];
  return co_arena_str(&store->scratch, co_str_of(co_date_text(date, iso)));
}

/* Whether a text of a heading names anybody. What a failed lookup, an empty
 * choice or a word for nothing (codes/missing.csv) leaves there does not, and
 * stands in the returns of several departments alike. */
static bool names(const struct co_store *store, struct co_str text) {
  const struct co_codes *missing =
      co_model_codes(store->model, CO_LIT("missing"));
  bool letter = false;
  for (size_t i = 0; i < text.len; i++)
    letter |= co_is_letter(text.ptr[i]) || (text.ptr[i] & 0x80);
  return letter && text.ptr[0] != '#' &&
         (!missing || co_codes_find(missing, text) < 0);
}

/* What makes two files the same return, but for the layout and, without a
 * period, the bytes; empty for a return that does not say who sent it. In the
 * scratch arena. */
static enum co_status identity(struct co_store *store, struct co_str period,
                               struct co_str *out, struct co_err *err) {
  static const enum co_said fields[] = {CO_SAID_AUTHORITY, CO_SAID_DIRECTORATE,
                                        CO_SAID_DEPARTMENT, CO_SAID_SERVICE};
  struct co_buf key = {0};
  enum co_status status = CO_OK;
  bool said = false;
  co_buf_add_str(&key, period);
  for (size_t i = 0; !status && i < sizeof fields / sizeof fields[0]; i++) {
    struct co_str text;
    status = return_text(store, fields[i], &text, err);
    if (status) break;
    if (!names(store, text)) text.len = 0;
    said |= i && text.len;
    co_buf_add(&key, "\n", 1);
    co_buf_add_str(&key, co_str_fold(&store->scratch, text));
  }
  *out = CO_LIT("");
  if (said) *out = co_arena_str(&store->scratch, co_buf_str(&key));
  co_buf_clear(&key);
  return status;
}

/* Both say something, and not the same. */
static bool differs(struct co_store *store, struct co_str before,
                    struct co_str now) {
  return before.len && now.len &&
         !co_str_eq(co_str_fold(&store->scratch, before),
                    co_str_fold(&store->scratch, now));
}

/* A file of the same name as in another quarter took the place of that one. */
static enum co_status tell_reuse(struct co_store *store,
                                 struct co_str department, struct co_str period,
                                 struct co_err *err) {
  const struct co_store_earlier *before = &store->earlier;
  if (!differs(store, before->department, department) &&
      !differs(store, before->period, period))
    return CO_OK;
  struct co_finding finding = co_finding_of("path_reused");
  finding.message = co_arena_printf(
      &store->scratch,
      "An earlier run read the return of %.*s%s%.*s from this path. This file "
      "took its place, and that return is in the store no more.",
      CO_STR(co_str_show(&store->scratch, before->department, 80)),
      before->period.len ? " for " : "", CO_STR(before->period));
  return co_intake_finding(store, store->ids.source, false, &finding, err);
}

static enum co_status describe(struct co_store *store, struct co_err *err) {
  static const enum co_said departments[] = {
      CO_SAID_DEPARTMENT, CO_SAID_SERVICE, CO_SAID_DIRECTORATE,
      CO_SAID_AUTHORITY, CO_SAID};
  static const enum co_said dates[] = {CO_SAID_AS_AT, CO_SAID_PRINTED_ON,
                                       CO_SAID};
  static const enum co_said printed[] = {CO_SAID_PRINTED_ON, CO_SAID_AS_AT,
                                         CO_SAID};
  struct co_str department, period, as_at, dated, key;
  sqlite3_stmt *update = store->fixed[CO_SQL_DESCRIBE];
  co_arena_reset(&store->scratch);
  enum co_status status = first_text(store, departments, &department, err);
  if (!status) status = return_text(store, CO_SAID_PERIOD, &period, err);
  if (!status) status = first_text(store, dates, &as_at, err);
  if (!status) status = first_text(store, printed, &dated, err);
  if (!status) status = identity(store, period, &key, err);
  if (status) return status;
  if (!as_at.len) as_at = period_end(store, period);
  co_sql_bind_text(update, 1, department);
  co_sql_bind_text(update, 2, period);
  co_sql_bind_text(update, 3, as_at);
  sqlite3_bind_int64(update, 4, store->first_record);
  sqlite3_bind_int64(update, 5, store->ids.record);
  co_sql_bind_text(update, 6, key);
  co_sql_bind_text(update, 7, dated);
  sqlite3_bind_int64(update, 8, store->ids.source);
  status = co_sql_run(store, update, err);
  return status ? status : tell_reuse(store, department, period, err);
}

enum co_status co_finish_settle(struct co_store *store, int64_t source,
                                int64_t without, struct co_err *err) {
  sqlite3_stmt *update = store->fixed[CO_SQL_SETTLE];
  sqlite3_bind_int64(update, 1, source);
  sqlite3_bind_int64(update, 2, without);
  return co_sql_run(store, update, err);
}

enum co_status co_finish_source(struct co_store *store, struct co_err *err) {
  enum co_status status = describe(store, err);
  if (!status) status = co_accept_write(store, err);
  return status ? status : co_finish_settle(store, store->ids.source, 0, err);
}

/* ledger.c - the built-in checks: nothing is dropped, to the row and penny.
 *
 * ledger_rows: every non-empty row that was read has exactly one disposition.
 * ledger_money: what the cells of a money column hold is what was accepted,
 * excluded as totals, rejected or superseded. They hold for any pack and so
 * are no part of one. */
#include "check_part.h"
#include "number.h"

static const char rows_sql[] =
    "SELECT _source, sheet, rows_in, rows_explained FROM tally"
    " WHERE rows_in <> rows_explained ORDER BY _source, sheet_index";
static const char money_sql[] =
    "SELECT _source, sheet, col_name, COALESCE(header, ''), scale, in_exact,"
    " accepted_exact, excluded_exact, rejected_exact, superseded_exact,"
    " difference_exact FROM money"
    " WHERE difference_exact IS NULL OR difference_exact <> 0"
    " ORDER BY _source, sheet_index, col_name, kind, field";
enum { SCALE = 4, IN, ACCEPTED, EXCLUDED, REJECTED, SUPERSEDED, DIFFERENCE };

static struct co_str rows_message(struct co_arena *arena,
                                  struct co_query *query) {
  return co_arena_printf(
      arena, "%lld rows of the sheet were read, but %lld are accounted for.",
      (long long)co_query_int(query, 2), (long long)co_query_int(query, 3));
}

static struct co_str amount(struct co_arena *arena, struct co_query *query,
                            unsigned column) {
  char text[CO_DECIMAL_TEXT];
  if (co_query_null(query, column)) return CO_LIT("(too large to add up)");
  co_decimal_text(co_query_int(query, column),
                  (unsigned)co_query_int(query, SCALE), text);
  return co_arena_str(arena, co_str_of(text));
}

static struct co_str money_message(struct co_arena *arena,
                                   struct co_query *query) {
  struct co_str texts[DIFFERENCE + 1];
  for (unsigned i = IN; i <= DIFFERENCE; i++)
    texts[i] = amount(arena, query, i);
  struct co_str column = co_arena_str(arena, co_query_text(query, 2));
  struct co_str header = co_str_show(arena, co_query_text(query, 3), 80);
  return co_arena_printf(
      arena,
      "Column %.*s '%.*s' holds %.*s; accepted %.*s, totals left out %.*s, "
      "rejected %.*s, superseded %.*s: the difference is %.*s.",
      CO_STR(column), CO_STR(header), CO_STR(texts[IN]),
      CO_STR(texts[ACCEPTED]), CO_STR(texts[EXCLUDED]), CO_STR(texts[REJECTED]),
      CO_STR(texts[SUPERSEDED]), CO_STR(texts[DIFFERENCE]));
}

static enum co_status ledger_check(struct co_store *store, const char *sql,
                                   struct co_str name,
                                   struct co_str (*message)(struct co_arena *,
                                                            struct co_query *),
                                   struct co_err *err) {
  struct co_arena arena = CO_ARENA_INIT;
  struct co_query *query = NULL;
  bool more = true;
  enum co_status status = co_query_new(&query, store, co_str_of(sql), err);
  while (!status) {
    status = co_query_step(query, &more, err);
    if (status || !more) break;
    co_arena_reset(&arena);
    struct co_finding finding = {
        .severity = CO_ERROR,
        .check = name,
        .sheet = co_arena_str(&arena, co_query_text(query, 1)),
        .row = CO_OWN,
        .col = CO_OWN,
        .message = message(&arena, query),
        .remedy = CO_LIT("Do not use the figures of this return before the "
                         "difference is explained: compare the sheet with its "
                         "rows in the ledger.")};
    status =
        co_store_source_finding(store, co_query_int(query, 0), &finding, err);
  }
  co_query_free(query);
  co_arena_clear(&arena);
  return status;
}

enum co_status co_ledger_check(struct co_store *store, struct co_err *err) {
  enum co_status status =
      ledger_check(store, rows_sql, CO_LIT("ledger_rows"), rows_message, err);
  return status ? status
                : ledger_check(store, money_sql, CO_LIT("ledger_money"),
                               money_message, err);
}

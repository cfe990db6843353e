/* ledger.c - the built-in checks: nothing is dropped, to the row and penny.
 *
 * ledger_rows: every non-empty row that was read has exactly one disposition.
 * ledger_money: what the cells of a money column hold is what was accepted,
 * excluded as totals, rejected or superseded. superseded: a return was sent
 * again; superseded_by_name: and nothing in the two says which is the later.
 * same_content: two files are one and the same. They hold for any pack and so
 * are no part of one. */
#include "check_part.h"
#include "findings.h"
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
/* Dates decide, or the bytes are the same and it does not matter; else names
 * decide, or runs. */
#define SENT_AGAIN(CERTAIN)                                                   \
  "SELECT s._id, NULL, s.department, s.period, l.path, s.dated, l.dated,"     \
  " s.dated < l.dated FROM source s JOIN source l ON l._id = s.superseded_by" \
  " WHERE COALESCE(s.dated < l.dated OR s.sha256 = l.sha256, 0) = " CERTAIN   \
  " ORDER BY s._id"
static const char superseded_sql[] = SENT_AGAIN("1");
static const char by_name_sql[] = SENT_AGAIN("0");
static const char same_sql[] =
    "SELECT s._id, NULL, f.path FROM source s"
    " JOIN (SELECT sha256, MIN(_id) AS _id FROM source"
    " WHERE outcome = 'read' AND sha256 IS NOT NULL GROUP BY sha256) x"
    " ON x.sha256 = s.sha256 AND x._id < s._id"
    " JOIN source f ON f._id = x._id WHERE s.outcome = 'read' ORDER BY s._id";
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
  if (co_query_type(query, column) == CO_QUERY_NULL)
    return CO_LIT("(too large to add up)");
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

static struct co_str sent_again(struct co_arena *arena, struct co_query *query,
                                struct co_str why) {
  struct co_str department = co_str_show(arena, co_query_text(query, 2), 80);
  struct co_str period = co_str_show(arena, co_query_text(query, 3), 20);
  if (period.len) period = co_arena_printf(arena, " for %.*s", CO_STR(period));
  struct co_str later = co_str_show(arena, co_query_text(query, 4), 200);
  return co_arena_printf(arena,
                         "The return of %.*s%.*s was sent again: %.*s "
                         "counts (%.*s), and nothing of this file.",
                         CO_STR(department), CO_STR(period), CO_STR(later),
                         CO_STR(why));
}

static struct co_str superseded_message(struct co_arena *arena,
                                        struct co_query *query) {
  struct co_str why = CO_LIT("the two are the same, byte for byte");
  if (co_query_int(query, 7))
    why = co_arena_printf(arena, "dated %.*s, this file %.*s",
                          CO_STR(co_query_text(query, 6)),
                          CO_STR(co_query_text(query, 5)));
  return sent_again(arena, query, why);
}

static struct co_str by_name_message(struct co_arena *arena,
                                     struct co_query *query) {
  return sent_again(arena, query,
                    CO_LIT("only as the later by its name or run: no date of "
                           "printing decides it"));
}

static struct co_str same_message(struct co_arena *arena,
                                  struct co_query *query) {
  struct co_str first = co_str_show(arena, co_query_text(query, 2), 200);
  return co_arena_printf(arena,
                         "The file is the same, byte for byte, as %.*s, and "
                         "both count.",
                         CO_STR(first));
}

/* Queries give the source and the sheet first. */
static const struct builtin {
  const char *name, *sql;
  struct co_str (*message)(struct co_arena *arena, struct co_query *query);
} builtins[] = {{"ledger_rows", rows_sql, rows_message},
                {"ledger_money", money_sql, money_message},
                {"superseded", superseded_sql, superseded_message},
                {"superseded_by_name", by_name_sql, by_name_message},
                {"same_content", same_sql, same_message}};

static enum co_status make(const struct builtin *check, struct co_store *store,
                           struct co_err *err) {
  struct co_finding finding = co_finding_of(check->name);
  struct co_arena arena = CO_ARENA_INIT;
  struct co_query *query = NULL;
  bool more = true;
  enum co_status status =
      co_query_new(&query, store, co_str_of(check->sql), err);
  while (!status) {
    status = co_query_step(query, &more, err);
    if (status || !more) break;
    co_arena_reset(&arena);
    finding.sheet = co_arena_str(&arena, co_query_text(query, 1));
    finding.message = check->message(&arena, query);
    status =
        co_store_source_finding(store, co_query_int(query, 0), &finding, err);
  }
  co_query_free(query);
  co_arena_clear(&arena);
  return status;
}

enum co_status co_ledger_check(struct co_store *store, struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; !status && i < sizeof builtins / sizeof builtins[0]; i++)
    status = make(&builtins[i], store, err);
  return status;
}

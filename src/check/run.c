/* run.c - running the checks of a pack over a store.
 *
 * The rows of a check are gathered before its findings are written: a check
 * may read the view `finding` itself. They are then put in the order of the
 * records, whatever order the query chose.
 *
 * A check that cannot be worked out must not look like one that found
 * nothing, and must not keep the rest of the run from its results: it becomes
 * an error finding. */
#include <stdlib.h>

#include "check_part.h"
#include "findings.h"

struct hit {
  int64_t record;
  size_t row; /* of the query, where a record has several */
  struct co_str field, raw, message, remedy;
};

struct hits {
  struct co_arena arena;
  struct hit *list;
  size_t count, cap;
  size_t left_out; /* beyond CO_CHECK_FINDINGS */
};

static int by_record(const void *a, const void *b) {
  const struct hit *x = a, *y = b;
  if (x->record != y->record) return x->record < y->record ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* A column's text in the arena; empty where there is none of that name. */
static struct co_str column_text(struct hits *hits, struct co_query *query,
                                 struct co_str name) {
  int column = co_query_column(query, name);
  if (column < 0) return CO_LIT("");
  return co_arena_str(&hits->arena, co_query_text(query, (unsigned)column));
}

static enum co_status add_hit(struct hits *hits, const struct co_check *check,
                              struct co_query *query, struct co_err *err) {
  int id = co_query_column(query, CO_LIT("_id"));
  if (id < 0 || co_query_type(query, (unsigned)id) != CO_QUERY_NUMBER)
    return co_fail(err, CO_X_CHECK_ID,
                   "the query gave no _id, the number of a record");
  if (hits->count == CO_CHECK_FINDINGS) {
    hits->left_out++;
    return CO_OK;
  }
  CO_GROW(hits->list, hits->count, hits->cap);
  struct hit *hit = &hits->list[hits->count];
  hit->record = co_query_int(query, (unsigned)id);
  hit->row = hits->count++;
  hit->field = column_text(hits, query, CO_LIT("_field"));
  if (!hit->field.len) hit->field = check->field;
  hit->raw = column_text(hits, query, hit->field);
  hit->message = co_message_fill(&hits->arena, check->message, query);
  hit->remedy = co_message_fill(&hits->arena, check->remedy, query);
  return CO_OK;
}

static enum co_status gather(struct hits *hits, const struct co_check *check,
                             struct co_query *query, struct co_err *err) {
  for (;;) {
    bool more = false;
    enum co_status status = co_query_step(query, &more, err);
    if (!status && more) status = add_hit(hits, check, query, err);
    if (status || !more) return status;
  }
}

static enum co_status tell_left_out(const struct hits *hits,
                                    const struct co_check *check,
                                    struct co_store *store,
                                    struct co_arena *arena,
                                    struct co_err *err) {
  struct co_finding finding = {
      .severity = check->severity,
      .check = check->name,
      .row = CO_OWN,
      .col = CO_OWN,
      .message = co_arena_printf(
          arena,
          "The check '%.*s' fires on %zu more record%s; the first %d are "
          "listed.",
          CO_STR(check->name), hits->left_out, hits->left_out == 1 ? "" : "s",
          CO_CHECK_FINDINGS)};
  return co_store_source_finding(store, 0, &finding, err);
}

static enum co_status put_hits(struct hits *hits, const struct co_check *check,
                               struct co_store *store, struct co_err *err) {
  enum co_status status = CO_OK;
  if (hits->count)
    qsort(hits->list, hits->count, sizeof *hits->list, by_record);
  for (size_t i = 0; !status && i < hits->count; i++) {
    const struct hit *hit = &hits->list[i];
    struct co_finding finding = {.severity = check->severity,
                                 .check = check->name,
                                 .field = hit->field,
                                 .raw = hit->raw,
                                 .message = hit->message,
                                 .remedy = hit->remedy};
    status = co_store_record_finding(store, hit->record, &finding, err);
  }
  if (!status && hits->left_out)
    status = tell_left_out(hits, check, store, &hits->arena, err);
  return status;
}

static enum co_status put_failure(struct hits *hits,
                                  const struct co_check *check,
                                  struct co_store *store,
                                  const struct co_err *why,
                                  struct co_err *err) {
  struct co_finding finding = co_finding_of("check_failed");
  finding.message =
      co_arena_printf(&hits->arena, "The check '%.*s' could not be made: %s",
                      CO_STR(check->name), why->text);
  return co_store_source_finding(store, 0, &finding, err);
}

static enum co_status run_check(const struct co_check *check,
                                struct co_store *store, struct co_err *err) {
  struct hits hits = {0};
  struct co_query *query = NULL;
  struct co_err why = {0};
  enum co_status status = co_query_new(&query, store, check->sql, err);
  if (!status) {
    enum co_status ran = gather(&hits, check, query, &why);
    co_query_free(query);
    if (!ran)
      status = put_hits(&hits, check, store, err);
    else if (ran == CO_EPACK || ran == CO_ELIMIT)
      status = put_failure(&hits, check, store, &why, err);
    else
      status = co_fail(err, why.code, "%s", why.text);
  }
  if (status) co_err_prefix(err, "%s", check->file);
  free(hits.list);
  co_arena_clear(&hits.arena);
  return status;
}

enum co_status co_checks_run(struct co_checks *checks, struct co_store *store,
                             struct co_err *err) {
  enum co_status status = co_store_forget_checks(store, err);
  if (!status) status = co_ledger_check(store, err);
  for (size_t i = 0; !status && i < checks->count; i++)
    status = run_check(&checks->list[i], store, err);
  return status;
}

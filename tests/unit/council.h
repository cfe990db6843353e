/* council.h - a small model like the shipped one, and records written as text,
 * for the tests of store and check.
 *
 * A record is "field=value|field=value"; every field stands in the column of
 * its number, a record in the row that it is given (zero-based). */
#ifndef COLLATE_TEST_COUNCIL_H
#define COLLATE_TEST_COUNCIL_H

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <string.h>

#include "number.h"
#include "store.h"
#include "str.h"

#define S(literal) \
  { literal, sizeof(literal) - 1 }
#define COUNT(list) (sizeof(list) / sizeof(list)[0])
enum { MAX_FIELDS = 12 };

static const struct co_code status_codes[] = {
    {.code = S("on_target"), .label = S("On Target"), .rag = S("green")},
    {.code = S("completed"), .label = S("Completed"), .closes = true},
    {.code = S("delayed"), .label = S("Delayed"), .rag = S("red")},
    {.code = S("green"), .label = S("Green")},
    {.code = S("red"), .label = S("Red")},
    {.code = S("cancelled"), .label = S("Cancelled"), .closes = true},
    {.code = S("on_hold"), .label = S("On Hold")}};
static const struct co_code unit_codes[] = {
    {.code = S("percent"), .label = S("%")}, {.code = S("gbp")}};
static const struct co_code measure_codes[] = {
    {.code = S("actual")},         {.code = S("target")},
    {.code = S("traffic_light")},  {.code = S("estimate")},
    {.code = S("projection")},     {.code = S("result")},
    {.code = S("target_expected")}};
static const struct co_code result_codes[] = {
    {.code = S("exceeded"), .label = S("Exceeded")},
    {.code = S("missed"), .label = S("Missed")}};
static const struct co_code outcome_codes[] = {{.code = S("higher")},
                                               {.code = S("lower")}};
static const struct co_codes code_lists[] = {
    {S("status"), status_codes, COUNT(status_codes)},
    {S("unit"), unit_codes, COUNT(unit_codes)},
    {S("measure_kind"), measure_codes, COUNT(measure_codes)},
    {S("result"), result_codes, COUNT(result_codes)},
    {S("outcome"), outcome_codes, COUNT(outcome_codes)}};

#define LINE(n) \
  { .name = S(n), .type = CO_TYPE_LINE }
#define KEY(n) \
  { .name = S(n), .type = CO_TYPE_LINE, .key = true }
#define TEXT(n) \
  { .name = S(n), .type = CO_TYPE_TEXT }
#define DATE(n) \
  { .name = S(n), .type = CO_TYPE_DATE }
#define PERIOD(n) \
  { .name = S(n), .type = CO_TYPE_PERIOD }
#define DECIMAL(n, s) \
  { .name = S(n), .type = CO_TYPE_DECIMAL, .scale = s }
#define CODE(n, list) \
  { .name = S(n), .type = CO_TYPE_CODE, .codes = &code_lists[list] }

static const struct co_field return_fields[] = {
    LINE("authority"), LINE("directorate"), LINE("department"), LINE("service"),
    PERIOD("period"),  DATE("printed_on"),  DATE("as_at")};
static const struct co_field action_fields[] = {
    KEY("ref"),        KEY("title"),         DATE("deadline"),
    CODE("status", 0), LINE("lead_officer"), LINE("authorising_officer")};
static const struct co_field milestone_fields[] = {
    KEY("action_ref"), LINE("number"),           KEY("title"),
    DATE("deadline"),  CODE("status", 0),        TEXT("commentary"),
    LINE("due_text"),  PERIOD("financial_year"), LINE("lead_officer")};
static const struct co_field progress_fields[] = {
    KEY("action_ref"), PERIOD("period"),
    CODE("status", 0), DECIMAL("percent_complete", 4),
    TEXT("narrative"), TEXT("issues")};
static const struct co_field indicator_fields[] = {
    KEY("ref"), KEY("title"), CODE("preferred_outcome", 4)};
static const struct co_field measure_fields[] = {
    KEY("indicator_ref"), PERIOD("period"), CODE("kind", 2),
    DECIMAL("value", 6),  CODE("unit", 1),  LINE("note")};
static const struct co_field amount_fields[] = {
    LINE("statement"), KEY("line"),         KEY("item"),
    PERIOD("period"),  DECIMAL("value", 2), CODE("unit", 1)};
static const struct co_field control_fields[] = {KEY("scope"), KEY("name"),
                                                 DECIMAL("value", 6)};
static const struct co_field risk_fields[] = {KEY("action_ref"),
                                              LINE("initial")};

enum {
  RETURN,
  ACTION,
  MILESTONE,
  PROGRESS,
  INDICATOR,
  MEASURE,
  AMOUNT,
  CONTROL,
  RISK,
  KINDS
};
#define KIND(i, n, f)                                               \
  {                                                                 \
    .name = S(n), .index = i, .fields = f, .field_count = COUNT(f), \
    .parent_field = -1, .key_fields = {                             \
      -1,                                                           \
      -1                                                            \
    }                                                               \
  }
static const struct co_kind kinds[KINDS] = {
    KIND(RETURN, "return", return_fields),
    KIND(ACTION, "action", action_fields),
    KIND(MILESTONE, "milestone", milestone_fields),
    KIND(PROGRESS, "progress", progress_fields),
    KIND(INDICATOR, "indicator", indicator_fields),
    KIND(MEASURE, "measure", measure_fields),
    KIND(AMOUNT, "amount", amount_fields),
    KIND(CONTROL, "control_total", control_fields),
    KIND(RISK, "risk", risk_fields)};
static const struct co_model council = {kinds, KINDS, code_lists,
                                        COUNT(code_lists)};

/* Fails the test with the message where a call failed. */
#define OK(call)                                              \
  do {                                                        \
    struct co_err co_test_err = {0};                          \
    struct co_err *err = &co_test_err;                        \
    enum co_status co_test_status = (call);                   \
    if (co_test_status) fail_msg("%s: %s", #call, err->text); \
  } while (0)

static inline struct co_store *open_store(const char *path) {
  struct co_store *store = NULL;
  OK(co_store_open(&store, &council, path, err));
  return store;
}

/* mark, source, and one region for each kind: region k + 1 on "Sheet". */
static inline void begin_source(struct co_store *store, const char *path) {
  struct co_intake *intake = co_store_intake(store);
  struct co_source source = {.path = co_str_of(path),
                             .format = S("csv"),
                             .layout = S("test"),
                             .outcome = S("read"),
                             .bytes = 10};
  OK(co_store_mark(store, err));
  OK(intake->source(intake, &source, err));
  for (unsigned k = 0; k < KINDS; k++) {
    struct co_place origins[MAX_FIELDS];
    for (uint32_t f = 0; f < MAX_FIELDS; f++)
      origins[f] = (struct co_place){CO_OWN, f, 0};
    struct co_region region = {.id = k + 1,
                               .sheet = S("Sheet"),
                               .table = kinds[k].name,
                               .kind = &kinds[k],
                               .origins = origins};
    OK(intake->region(intake, &region, err));
  }
}

static inline void set_value(const struct co_field *field, struct co_str text,
                             struct co_value *value) {
  struct co_number number = {0};
  value->present = true;
  if (field->type == CO_TYPE_DECIMAL) {
    assert_int_equal(co_number_parse(text, field->scale, &number),
                     CO_NUMBER_OK);
    value->number = number.units;
  } else if (field->type == CO_TYPE_CODE) {
    value->number = -1;
    for (size_t i = 0; i < field->codes->count; i++)
      if (co_str_eq(field->codes->codes[i].code, text))
        value->number = (int64_t)i;
    if (value->number < 0) fail_msg("no code %.*s", CO_STR(text));
  } else {
    value->text = text;
  }
}

static inline void put_with(struct co_store *store, unsigned kind, uint32_t row,
                            const char *fields,
                            const struct co_origin *overrides, size_t count) {
  struct co_value values[MAX_FIELDS] = {{0}};
  for (const char *at = fields; *at;) {
    size_t name = strcspn(at, "="), len = strcspn(at, "|");
    int f = co_kind_field(&kinds[kind], (struct co_str){at, name});
    if (f < 0) fail_msg("no field in %s", at);
    set_value(&kinds[kind].fields[f],
              (struct co_str){at + name + 1, len - name - 1}, &values[f]);
    at += len + (at[len] == '|');
  }
  struct co_record record = {.kind = &kinds[kind],
                             .region = kind + 1,
                             .row = row,
                             .values = values,
                             .overrides = overrides,
                             .override_count = count};
  struct co_intake *intake = co_store_intake(store);
  OK(intake->record(intake, &record, err));
}

static inline void put(struct co_store *store, unsigned kind, uint32_t row,
                       const char *fields) {
  put_with(store, kind, row, fields, NULL, 0);
}

/* All rows of a query: cells joined by '|', rows by a line break. NULL is -. */
static inline const char *rows_of(struct co_store *store, const char *sql) {
  static char text[8192];
  struct co_query *query = NULL;
  bool more = false;
  size_t len = 0;
  OK(co_query_new(&query, store, co_str_of(sql), err));
  text[0] = '\0';
  for (;;) {
    OK(co_query_step(query, &more, err));
    if (!more) break;
    for (unsigned i = 0; i < co_query_columns(query); i++) {
      struct co_str cell = co_query_type(query, i) == CO_QUERY_NULL
                               ? CO_LIT("-")
                               : co_query_text(query, i);
      assert_true(len + cell.len + 2 < sizeof text);
      if (len) text[len++] = i ? '|' : '\n';
      if (cell.len) memcpy(text + len, cell.ptr, cell.len);
      len += cell.len;
    }
    text[len] = '\0';
  }
  co_query_free(query);
  return text;
}

/* A store in which a source is being read: one record of some kinds. */
static inline struct co_store *filled(void) {
  struct co_store *store = open_store(NULL);
  OK(co_store_begin(store, (struct co_str){0}, err));
  begin_source(store, "in/finance.csv");
  put(store, RETURN, 0, "department=Finance|service=Audit|period=2009/10 Q2");
  put(store, ACTION, 3,
      "ref=\xC2\xA0"
      "AP-1*|title=Pay|deadline=2009-09-30|status=completed");
  put(store, MILESTONE, 4, "action_ref=AP-1|title=Cheques");
  put(store, MEASURE, 5,
      "indicator_ref=NI 1|kind=actual|value=11.75|unit=percent");
  return store;
}

#endif

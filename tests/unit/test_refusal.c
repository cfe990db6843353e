/* test_refusal.c - sinks and intakes that refuse.
 *
 * Whoever pushes must stop at the first error of whom it pushes to, hand that
 * error on unchanged but for words put in front, and not call again; a sink
 * that wants no more of a sheet (CO_STOP) is called for the other sheets and
 * for the end. Both at every single call: readers into a sink, the mapper into
 * an intake, a query's records into a sink. */
#include "collate/format.h"
#include "input.h"
#include "mapper.h"
#include "str.h"
#include "table.h"

#define SOURCE TEST_SOURCE_DIR
#define WORDS "no more of this"

/* --- A sink that refuses its n-th call ------------------------------------ */

struct refuser {
  struct co_sink sink;
  unsigned calls, refused_at, sheets, ends;
  enum co_status with;
  bool called_again;
};

static enum co_status refuse(struct refuser *r, struct co_err *err) {
  if (r->refused_at && r->calls >= r->refused_at && r->with != CO_STOP)
    r->called_again = true;
  if (++r->calls != r->refused_at) return CO_OK;
  return r->with == CO_STOP ? CO_STOP : co_fail(err, CO_X_OUTPUT_WRITE, WORDS);
}

static enum co_status on_sheet(struct co_sink *sink, const struct co_sheet *s,
                               struct co_err *err) {
  (void)s;
  ((struct refuser *)sink)->sheets++;
  return refuse((struct refuser *)sink, err);
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  (void)row;
  return refuse((struct refuser *)sink, err);
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  struct refuser *r = (struct refuser *)sink;
  r->ends++;
  return r->with == CO_STOP ? CO_OK : refuse(r, err);
}

static struct refuser refuser(unsigned at, enum co_status with) {
  return (struct refuser){.sink = {on_sheet, on_row, NULL, on_end, NULL},
                          .refused_at = at,
                          .with = with};
}

static enum co_status read_into(const char *path, struct refuser *r,
                                struct co_err *err) {
  struct co_input in;
  struct co_read_options options = {
      .limits = &co_limits_default, .merges = true, .properties = true};
  CHECK(!co_input_open(&in, path, UINT64_MAX, err), "%s: %s", path, err->text);
  if (strstr(path, "packed")) in.path = "x.ods"; /* without a type in front */
  enum co_status status = co_read(&in, &options, &r->sink, NULL, err);
  co_input_close(&in);
  return status;
}

static const char *const files[] = {
    SOURCE "/fixtures/council/returns/exchequer-2007-08-q4.xlsx",
    SOURCE "/fixtures/council/more/computing-2006-07-q3.xlsx",
    SOURCE "/fixtures/council/returns/finance-2009-10-q2.csv",
    SOURCE "/tests/fuzz/corpus/ods/seed-packed",
    SOURCE "/tests/fuzz/corpus/ods/seed-flat",
    SOURCE "/tests/fuzz/corpus/csv/seed-utf16"};

static void readers_hand_errors_on(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(files); i++) {
    struct co_err err = {0};
    struct refuser all = refuser(0, CO_OK);
    CHECK(read_into(files[i], &all, &err) == CO_OK, "%s", err.text);
    CHECK(all.calls > 2 && all.ends == 1, "%s: %u calls", files[i], all.calls);
    for (unsigned at = 1; at <= all.calls; at++) {
      struct refuser r = refuser(at, CO_EOUTPUT);
      enum co_status status = read_into(files[i], &r, &err);
      CHECK(status == CO_EOUTPUT, "%s call %u: %d", files[i], at, status);
      CHECK(!r.called_again, "%s call %u: called again", files[i], at);
      CHECK(strstr(err.text, WORDS), "%s: %s", files[i], err.text);
    }
  }
}

static void readers_pass_over_rows(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(files); i++) {
    struct co_err err = {0};
    struct refuser all = refuser(0, CO_OK);
    CHECK(read_into(files[i], &all, &err) == CO_OK, "%s", err.text);
    for (unsigned at = 1; at < all.calls; at++) {
      struct refuser r = refuser(at, CO_STOP);
      CHECK(read_into(files[i], &r, &err) == CO_OK, "%s call %u: %s", files[i],
            at, err.text);
      CHECK(r.ends == 1 && r.sheets == all.sheets,
            "%s call %u: %u of %u sheets", files[i], at, r.sheets, all.sheets);
    }
  }
}

/* --- An intake that refuses its n-th call --------------------------------- */

struct gate {
  struct co_intake intake;
  unsigned calls, refused_at;
  bool called_again;
};

static enum co_status pass(struct co_intake *intake, struct co_err *err) {
  struct gate *gate = (struct gate *)intake;
  if (gate->refused_at && gate->calls >= gate->refused_at)
    gate->called_again = true;
  return ++gate->calls == gate->refused_at
             ? co_fail(err, CO_X_OUTPUT_WRITE, WORDS)
             : CO_OK;
}

#define GATE(name, type)                                                     \
  static enum co_status on_##name(struct co_intake *i, const struct type *x, \
                                  struct co_err *err) {                      \
    (void)x;                                                                 \
    return pass(i, err);                                                     \
  }
GATE(source, co_source)
GATE(region, co_region)
GATE(record, co_record)
GATE(finding, co_finding)
GATE(ledger, co_ledger)
GATE(tally, co_tally)

static enum co_status map_into(const struct co_layout *layout, const char *path,
                               struct gate *gate, struct co_err *err) {
  struct co_input in;
  struct co_read_options options = {.limits = &co_limits_default};
  struct co_source source = {.path = co_str_of(path),
                             .layout = layout->name,
                             .outcome = CO_LIT("read")};
  struct co_evidence evidence = {0};
  struct co_sink *mapper =
      co_mapper_new(layout, &source, &gate->intake, &evidence);
  CHECK(!co_input_open(&in, path, UINT64_MAX, err), "%s", err->text);
  enum co_status status = co_read(&in, &options, mapper, NULL, err);
  co_input_close(&in);
  mapper->free(mapper);
  co_evidence_clear(&evidence);
  return status;
}

static const struct co_layout *layout_of(const struct co_layouts *layouts,
                                         const char *path) {
  struct co_input in;
  struct co_err err = {0};
  struct co_read_options options = {.limits = &co_limits_default};
  const struct co_layout *layout = NULL;
  struct co_sink *recogniser = co_recogniser_new(layouts);
  CHECK(!co_input_open(&in, path, UINT64_MAX, &err), "%s", err.text);
  CHECK(!co_read(&in, &options, recogniser, NULL, &err), "%s", err.text);
  CHECK(!co_recogniser_result(recogniser, &layout, &err), "%s: %s", path,
        err.text);
  co_input_close(&in);
  recogniser->free(recogniser);
  return layout;
}

static const struct {
  const char *pack, *path;
} returns[] = {
    {SOURCE "/tests/unit/mini", SOURCE "/tests/unit/mini/in/parks.csv"},
    {SOURCE "/mappings/council",
     SOURCE "/fixtures/council/more/computing-plan-2008-11.xlsx"}};

static void mapper_hands_errors_on(void **state) {
  static const struct co_intake intake = {on_source,  on_region, on_record,
                                          on_finding, on_ledger, on_tally};
  (void)state;
  for (size_t i = 0; i < COUNT(returns); i++) {
    struct co_err err = {0};
    struct co_pack *pack = NULL;
    struct co_layouts layouts = {0};
    CHECK(!co_pack_open(&pack, returns[i].pack, &err), "%s", err.text);
    co_layouts_load(&layouts, pack);
    const struct co_layout *layout = layout_of(&layouts, returns[i].path);
    struct gate all = {.intake = intake};
    CHECK(!map_into(layout, returns[i].path, &all, &err), "%s", err.text);
    CHECK(all.calls > 20, "%s: %u calls", returns[i].path, all.calls);
    for (unsigned at = 1; at <= all.calls; at++) {
      struct gate gate = {.intake = intake, .refused_at = at};
      enum co_status status = map_into(layout, returns[i].path, &gate, &err);
      CHECK(status == CO_EOUTPUT && strstr(err.text, WORDS),
            "%s call %u: %d %s", returns[i].path, at, status, err.text);
      CHECK(!gate.called_again, "%s call %u: called again", returns[i].path,
            at);
    }
    co_layouts_free(&layouts);
    co_pack_free(pack);
  }
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(readers_hand_errors_on),
      cmocka_unit_test(readers_pass_over_rows),
      cmocka_unit_test(mapper_hands_errors_on)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_threads.c - tapes, relays, bytes ahead: another thread, the same events.
 *
 * Both are compared with what happens without them, over more rows than a
 * queue holds, and with sinks and intakes that fail or have seen enough. */
#include "ahead.h"
#include "digest.h"
#include "relay.h"
#include "str.h"
#include "table.h"
#include "tape.h"

enum { ROWS = 40000 }; /* more than the blocks of a queue hold */

/* Relay */

struct picky {
  struct co_sink sink;
  unsigned rows, stop_at, fail_at; /* 0: never */
};

static enum co_status picky_sheet(struct co_sink *sink,
                                  const struct co_sheet *sheet,
                                  struct co_err *err) {
  (void)sink;
  (void)sheet;
  (void)err;
  return CO_OK;
}

static enum co_status picky_row(struct co_sink *sink, const struct co_row *row,
                                struct co_err *err) {
  struct picky *picky = (struct picky *)sink;
  (void)row;
  picky->rows++;
  if (picky->rows == picky->fail_at)
    return co_fail(err, CO_X_OUTPUT_FULL, "row %u", picky->rows);
  return picky->rows == picky->stop_at ? CO_STOP : CO_OK;
}

static enum co_status picky_end(struct co_sink *sink, struct co_err *err) {
  (void)sink;
  (void)err;
  return CO_OK;
}

/* Two sheets of rows, each with a text that is gone after the call. */
static enum co_status push_rows(struct co_sink *sink, struct co_err *err) {
  enum co_status status = CO_OK;
  for (uint32_t s = 0; s < 2 && !status; s++) {
    struct co_sheet sheet = {.name = CO_LIT("Rows"), .index = s};
    status = sink->sheet(sink, &sheet, err);
    for (uint32_t i = 0; i < ROWS && !status; i++) {
      char text[64];
      snprintf(text, sizeof text, "text %u of a row that is long enough", i);
      struct co_cell cell = {.kind = CO_CELL_TEXT, .text = co_str_of(text)};
      struct co_row row = {.row = i, .count = 1, .cells = &cell};
      status = sink->row(sink, &row, err);
      if (status == CO_STOP) status = CO_OK;
    }
  }
  return status ? status : sink->end(sink, err);
}

static void relays_the_same_rows(void **state) {
  (void)state;
  struct co_digest direct;
  co_digest_init(&direct);
  assert_int_equal(push_rows(&direct.sink, NULL), CO_OK);
  for (int threads = 0; threads < 2; threads++) {
    struct co_digest relayed;
    struct co_relay relay;
    co_digest_init(&relayed);
    co_relay_start(&relay, &relayed.sink, threads);
    assert_int_equal(push_rows(&relay.sink, NULL), CO_OK);
    co_relay_stop(&relay);
    assert_true(co_digest_equal(&direct, &relayed));
  }
}

static void tells_a_failure_of_the_sink_behind(void **state) {
  (void)state;
  for (int threads = 0; threads < 2; threads++) {
    struct picky picky = {
        .sink = {.sheet = picky_sheet, .row = picky_row, .end = picky_end},
        .fail_at = 5000};
    struct co_relay relay;
    struct co_err err = {0};
    co_relay_start(&relay, &picky.sink, threads);
    assert_int_equal(push_rows(&relay.sink, &err), CO_EOUTPUT);
    co_relay_stop(&relay);
    assert_string_equal(err.text, "row 5000");
    assert_int_equal(picky.rows, 5000);
  }
}

static void passes_over_rows_that_are_not_wanted(void **state) {
  (void)state;
  struct picky picky = {
      .sink = {.sheet = picky_sheet, .row = picky_row, .end = picky_end},
      .stop_at = 5};
  struct co_relay relay;
  co_relay_start(&relay, &picky.sink, true);
  assert_int_equal(push_rows(&relay.sink, NULL), CO_OK);
  co_relay_stop(&relay);
  assert_int_equal(picky.rows, 5 + ROWS); /* and all of the second sheet */
}

/* Tape */

static const struct co_field field = {.name = {"title", 5}};
static const struct co_kind kind = {
    .name = {"action", 6}, .fields = &field, .field_count = 1};

/* Writes every event down as words. */
struct listener {
  struct co_intake intake;
  struct co_buf words;
  unsigned records, fail_at;
};

static enum co_status hear(struct co_intake *intake, const char *what,
                           struct co_str a, struct co_str b) {
  struct listener *l = (struct listener *)intake;
  co_buf_printf(&l->words, "%s %.*s %.*s\n", what, CO_STR(a), CO_STR(b));
  return CO_OK;
}

static enum co_status hear_source(struct co_intake *intake,
                                  const struct co_source *s,
                                  struct co_err *err) {
  (void)err;
  return hear(intake, "source", s->path, s->encoding);
}

static enum co_status hear_region(struct co_intake *intake,
                                  const struct co_region *r,
                                  struct co_err *err) {
  (void)err;
  assert_int_equal(r->origins[0].col, 7);
  return hear(intake, "region", r->sheet, r->table);
}

static enum co_status hear_record(struct co_intake *intake,
                                  const struct co_record *r,
                                  struct co_err *err) {
  struct listener *l = (struct listener *)intake;
  assert_int_equal(r->overrides[0].at.row, r->row);
  if (++l->records == l->fail_at)
    return co_fail(err, CO_X_LIMIT_FILE_BYTES, "record %u", l->records);
  return hear(intake, "record", r->values[0].text, kind.name);
}

static enum co_status hear_finding(struct co_intake *intake,
                                   const struct co_finding *f,
                                   struct co_err *err) {
  (void)err;
  return hear(intake, "finding", f->message, f->remedy);
}

static enum co_status hear_ledger(struct co_intake *intake,
                                  const struct co_ledger *l,
                                  struct co_err *err) {
  (void)err;
  return hear(intake, "ledger", l->sheet, l->rule);
}

static enum co_status hear_tally(struct co_intake *intake,
                                 const struct co_tally *t, struct co_err *err) {
  (void)err;
  return hear(intake, "tally", t->sheet, t->column);
}

static struct listener listener(void) {
  return (struct listener){.intake = {hear_source, hear_region, hear_record,
                                      hear_finding, hear_ledger, hear_tally}};
}

static enum co_status tell_record(struct co_intake *to, uint32_t number) {
  char text[64];
  snprintf(text, sizeof text, "title %u", number);
  struct co_value value = {.present = true, .text = co_str_of(text)};
  struct co_origin other = {.field = 0, .at = {number, 3, 0}};
  struct co_record record = {.kind = &kind,
                             .region = 1,
                             .row = number,
                             .values = &value,
                             .overrides = &other,
                             .override_count = 1};
  return to->record(to, &record, NULL);
}

static enum co_status tell_all(struct co_intake *to) {
  struct co_source source = {.path = CO_LIT("parks.csv"),
                             .encoding = CO_LIT("UTF-8")};
  struct co_place origin = {CO_OWN, 7, 0};
  struct co_region region = {.id = 1,
                             .sheet = CO_LIT("Sheet"),
                             .table = CO_LIT("table"),
                             .kind = &kind,
                             .origins = &origin};
  struct co_finding finding = {.message = CO_LIT("late"),
                               .remedy = CO_LIT("ask")};
  struct co_ledger run = {.sheet = CO_LIT("Sheet"), .rule = CO_LIT("rule")};
  struct co_tally tally = {.sheet = CO_LIT("Sheet"), .column = CO_LIT("Net")};
  enum co_status status = to->source(to, &source, NULL);
  if (!status) status = to->region(to, &region, NULL);
  for (uint32_t i = 0; i < ROWS && !status; i++)
    status = tell_record(to, i);
  if (!status) status = to->finding(to, &finding, NULL);
  if (!status) status = to->ledger(to, &run, NULL);
  return status ? status : to->tally(to, &tally, NULL);
}

static void *record_all(void *context) {
  struct co_tape *tape = context;
  enum co_status status = tell_all(&tape->intake);
  co_queue_end(&tape->queue);
  return status == CO_OK ? tape : NULL;
}

static void plays_what_was_recorded(void **state) {
  (void)state;
  struct listener direct = listener(), played = listener();
  struct co_tape tape;
  pthread_t thread;
  void *whole = NULL;
  assert_int_equal(tell_all(&direct.intake), CO_OK);
  co_tape_init(&tape);
  assert_int_equal(pthread_create(&thread, NULL, record_all, &tape), 0);
  assert_int_equal(co_tape_play(&tape, &played.intake, NULL), CO_OK);
  pthread_join(thread, &whole);
  co_tape_clear(&tape);
  assert_non_null(whole);
  assert_true(co_str_eq(co_buf_str(&direct.words), co_buf_str(&played.words)));
  co_buf_clear(&direct.words);
  co_buf_clear(&played.words);
}

static void stops_the_recorder_when_the_intake_fails(void **state) {
  (void)state;
  struct listener played = listener();
  struct co_tape tape;
  struct co_err err = {0};
  pthread_t thread;
  played.fail_at = 3;
  co_tape_init(&tape);
  assert_int_equal(pthread_create(&thread, NULL, record_all, &tape), 0);
  assert_int_equal(co_tape_play(&tape, &played.intake, &err), CO_ELIMIT);
  pthread_join(thread, NULL);
  co_tape_clear(&tape);
  assert_string_equal(err.text, "record 3");
  assert_int_equal(played.records, 3);
  co_buf_clear(&played.words);
}

/* A source of numbered bytes, a few at a time, that may fail in the end. */
struct bytes {
  size_t given, size;
  bool fails;
};

static enum co_status some_bytes(void *source, void *buf, size_t len,
                                 size_t *got, struct co_err *err) {
  struct bytes *bytes = source;
  size_t left = bytes->size - bytes->given, most = 100000;
  *got = left < len ? left : len;
  if (*got > most) *got = most;
  for (size_t i = 0; i < *got; i++)
    ((unsigned char *)buf)[i] = (unsigned char)((bytes->given + i) % 251);
  bytes->given += *got;
  return bytes->fails && !*got ? co_fail(err, CO_X_ZIP_CRC, "no more") : CO_OK;
}

/* Takes up to `most` bytes in pieces of many lengths; how many were right. */
static size_t take_bytes(void *started, size_t most, enum co_status *status,
                         struct co_err *err) {
  static unsigned char buf[70000];
  size_t taken = 0, got = 1;
  for (size_t len = 1; taken < most && got; len = len * 7 % sizeof buf + 1) {
    *status = co_ahead.read(started, buf, len, &got, err);
    if (*status) break;
    for (size_t i = 0; i < got; i++)
      assert_int_equal(buf[i], (taken + i) % 251);
    taken += got;
  }
  return taken;
}

static void fetches_the_same_bytes_ahead(void **state) {
  (void)state;
  static const size_t sizes[] = {0, 1, 99999, 5000000};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
    for (int fails = 0; fails < 2; fails++) {
      struct bytes bytes = {.size = sizes[i], .fails = fails};
      enum co_status status = CO_OK;
      struct co_err err = {0};
      size_t got = 1;
      void *started = co_ahead.start(some_bytes, &bytes);
      assert_non_null(started);
      assert_int_equal(take_bytes(started, SIZE_MAX, &status, &err), sizes[i]);
      assert_int_equal(err.code, fails ? CO_X_ZIP_CRC : 0);
      /* the end stays the end */
      assert_int_equal(co_ahead.read(started, &bytes, 1, &got, &err), status);
      assert_int_equal(got, 0);
      co_ahead.stop(started);
    }
}

/* The thread, which waits to give more, ends too. */
static void needs_not_fetch_all(void **state) {
  (void)state;
  for (size_t most = 0; most < 3; most++) {
    struct bytes bytes = {.size = 50000000};
    enum co_status status = CO_OK;
    void *started = co_ahead.start(some_bytes, &bytes);
    assert_non_null(started);
    take_bytes(started, most * 100000, &status, NULL);
    co_ahead.stop(started);
    assert_true(bytes.given < bytes.size);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(relays_the_same_rows),
      cmocka_unit_test(tells_a_failure_of_the_sink_behind),
      cmocka_unit_test(passes_over_rows_that_are_not_wanted),
      cmocka_unit_test(fetches_the_same_bytes_ahead),
      cmocka_unit_test(needs_not_fetch_all),
      cmocka_unit_test(plays_what_was_recorded),
      cmocka_unit_test(stops_the_recorder_when_the_intake_fails),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

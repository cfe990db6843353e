/* test_grid.c - A1 text, kind letters, the digest and the tee. */
#include "digest.h"
#include "str.h"
#include "table.h"

static void makes_a1_text(void **state) {
  (void)state;
  static const struct {
    uint32_t row, col;
    const char *text;
  } rows[] = {
      {0, 0, "A1"},
      {8, 25, "Z9"},
      {9, 26, "AA10"},
      {0, 51, "AZ1"},
      {0, 52, "BA1"},
      {0, 701, "ZZ1"},
      {0, 702, "AAA1"},
      {1048575, 16383, "XFD1048576"},
      {UINT32_MAX, UINT32_MAX, "MWLQKWV4294967296"},
  };
  char buf[CO_A1_TEXT];
  for (size_t i = 0; i < COUNT(rows); i++)
    assert_string_equal(co_a1(rows[i].row, rows[i].col, buf), rows[i].text);
}

static void names_kinds(void **state) {
  (void)state;
  static const char *const letters[] = {"",  "s", "n", "d", "t",
                                        "D", "b", "e", "f"};
  for (int kind = CO_CELL_BLANK; kind <= CO_CELL_FORMULA; kind++)
    assert_string_equal(co_cell_letter((enum co_cell_kind)kind), letters[kind]);
}

/* A grid of two sheets; each test changes one thing in it. */
struct grid {
  struct co_sheet sheets[2];
  struct co_cell cells[2];
  struct co_row row;
};

static void init_grid(struct grid *grid) {
  *grid = (struct grid){
      .sheets = {{.name = CO_LIT("Actions")}, {.name = CO_LIT("Risks")}},
      .cells = {{.col = 1, .kind = CO_CELL_TEXT, .text = CO_LIT("a")},
                {.col = 2, .kind = CO_CELL_NUMBER, .text = CO_LIT("12.5")}},
      .row = {.row = 3, .count = 2},
  };
}

static struct co_digest digest_of(struct grid *grid) {
  struct co_digest digest;
  co_digest_init(&digest);
  grid->row.cells = grid->cells;
  for (int i = 0; i < 2; i++) {
    assert_int_equal(digest.sink.sheet(&digest.sink, &grid->sheets[i], NULL),
                     CO_OK);
    assert_int_equal(digest.sink.row(&digest.sink, &grid->row, NULL), CO_OK);
  }
  assert_int_equal(digest.sink.end(&digest.sink, NULL), CO_OK);
  return digest;
}

static void change_sheet(struct grid *grid) {
  grid->sheets[1].name = CO_LIT("Risk");
}
static void change_row(struct grid *grid) {
  grid->row.row = 4;
}
static void change_col(struct grid *grid) {
  grid->cells[1].col = 3;
}
static void change_kind(struct grid *grid) {
  grid->cells[1].kind = CO_CELL_TEXT;
}
static void change_text(struct grid *grid) {
  grid->cells[1].text = CO_LIT("12.50");
}
static void move_text(struct grid *grid) { /* the same bytes in all */
  grid->cells[0].text = CO_LIT("a1");
  grid->cells[1].text = CO_LIT("2.5");
}
static void drop_cell(struct grid *grid) {
  grid->row.count = 1;
}

static void digest_tells_grids_apart(void **state) {
  (void)state;
  static void (*const changes[])(struct grid *) = {
      change_sheet, change_row, change_col, change_kind,
      change_text,  move_text,  drop_cell};
  struct grid grid;
  init_grid(&grid);
  struct co_digest plain = digest_of(&grid);
  assert_int_equal(plain.sheets, 2);
  assert_int_equal(plain.rows, 2);
  assert_int_equal(plain.cells, 4);
  for (size_t i = 0; i < COUNT(changes); i++) {
    init_grid(&grid);
    changes[i](&grid);
    struct co_digest changed = digest_of(&grid);
    CHECK(!co_digest_equal(&plain, &changed), "change %zu", i);
    CHECK(plain.hash != changed.hash, "change %zu", i);
  }
}

static void digest_ignores_dress(void **state) {
  (void)state;
  struct grid grid;
  init_grid(&grid);
  struct co_digest plain = digest_of(&grid);
  grid.cells[0].look = CO_LOOK_HEADER;
  grid.cells[1].formula = CO_LIT("=1+1");
  grid.cells[1].link = CO_LIT("internal:'Risks'!A1");
  grid.row.hidden = true;
  grid.sheets[0].freeze_rows = 2;
  struct co_digest dressed = digest_of(&grid);
  assert_true(co_digest_equal(&plain, &dressed));

  struct co_cell blanks[] = {
      {.col = 0, .kind = CO_CELL_BLANK, .text = CO_LIT("x")},
      {.col = 5, .kind = CO_CELL_TEXT},
      {.col = 6, .kind = CO_CELL_FORMULA},
  };
  struct co_row row = {.row = 9, .count = 3, .cells = blanks};
  dressed.sink.row(&dressed.sink, &row, NULL);
  assert_true(co_digest_equal(&plain, &dressed));
}

/* A sink that notes its events and answers as it is told. */
struct recorder {
  struct co_sink sink;
  char events[32];
  enum co_status on_sheet, on_row;
};

static struct recorder *note(struct co_sink *sink, char event) {
  struct recorder *recorder = (struct recorder *)sink;
  recorder->events[strlen(recorder->events)] = event;
  return recorder;
}

static enum co_status record_sheet(struct co_sink *sink,
                                   const struct co_sheet *sheet,
                                   struct co_err *err) {
  (void)sheet;
  (void)err;
  return note(sink, 's')->on_sheet;
}

static enum co_status record_row(struct co_sink *sink, const struct co_row *row,
                                 struct co_err *err) {
  (void)row;
  (void)err;
  return note(sink, 'r')->on_row;
}

static enum co_status record_range(struct co_sink *sink,
                                   const struct co_range *range,
                                   struct co_err *err) {
  (void)range;
  (void)err;
  note(sink, 't');
  return CO_OK;
}

static enum co_status record_end(struct co_sink *sink, struct co_err *err) {
  (void)err;
  note(sink, 'e');
  return CO_OK;
}

static void init_recorder(struct recorder *recorder, enum co_status on_sheet,
                          enum co_status on_row) {
  *recorder = (struct recorder){
      .sink = {record_sheet, record_row, record_range, record_end, NULL},
      .on_sheet = on_sheet,
      .on_row = on_row,
  };
}

/* Two sheets of two rows; the events are pushed as a reader does. */
static enum co_status push(struct co_sink *sink) {
  struct co_sheet sheet = {0};
  struct co_row row = {0};
  struct co_range range = {0};
  for (int s = 0; s < 2; s++) {
    enum co_status status = sink->sheet(sink, &sheet, NULL);
    for (int r = 0; r < 2 && !status; r++)
      status = sink->row(sink, &row, NULL);
    if (status && status != CO_STOP) return status;
    if (!status) status = sink->range(sink, &range, NULL);
  }
  return sink->end(sink, NULL);
}

static void tee_feeds_both(void **state) {
  (void)state;
  static const struct {
    enum co_status sheet[2], row[2];
    const char *events[2];
    enum co_status result;
  } rows[] = {
      {{CO_OK, CO_OK}, {CO_OK, CO_OK}, {"srrtsrrte", "srrtsrrte"}, CO_OK},
      {{CO_STOP, CO_OK}, {CO_OK, CO_OK}, {"stste", "srrtsrrte"}, CO_OK},
      {{CO_OK, CO_OK}, {CO_OK, CO_STOP}, {"srrtsrrte", "srtsrte"}, CO_OK},
      {{CO_STOP, CO_STOP}, {CO_OK, CO_OK}, {"sse", "sse"}, CO_OK},
      {{CO_OK, CO_STOP}, {CO_STOP, CO_OK}, {"srsre", "sse"}, CO_OK},
      {{CO_EOUTPUT, CO_OK}, {CO_OK, CO_OK}, {"s", ""}, CO_EOUTPUT},
      {{CO_OK, CO_OK}, {CO_OK, CO_EOUTPUT}, {"sr", "sr"}, CO_EOUTPUT},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct recorder first, second;
    struct co_tee tee;
    init_recorder(&first, rows[i].sheet[0], rows[i].row[0]);
    init_recorder(&second, rows[i].sheet[1], rows[i].row[1]);
    co_tee_init(&tee, &first.sink, &second.sink);
    assert_int_equal(push(&tee.sink), rows[i].result);
    CHECK(strcmp(first.events, rows[i].events[0]) == 0, "row %zu: %s", i,
          first.events);
    CHECK(strcmp(second.events, rows[i].events[1]) == 0, "row %zu: %s", i,
          second.events);
  }
}

static void tee_spares_those_without_tables(void **state) {
  (void)state;
  struct recorder recorder;
  struct co_digest digest;
  struct co_tee tee;
  init_recorder(&recorder, CO_OK, CO_OK);
  co_digest_init(&digest);
  co_tee_init(&tee, &digest.sink, &recorder.sink);
  assert_int_equal(push(&tee.sink), CO_OK);
  assert_string_equal(recorder.events, "srrtsrrte");
  assert_int_equal(digest.sheets, 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(makes_a1_text),
      cmocka_unit_test(names_kinds),
      cmocka_unit_test(digest_tells_grids_apart),
      cmocka_unit_test(digest_ignores_dress),
      cmocka_unit_test(tee_feeds_both),
      cmocka_unit_test(tee_spares_those_without_tables),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

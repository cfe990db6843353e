/* test_store.c - the store: views, lineage, runs and files. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "council.h"

static const struct co_str none = {0};

static void views_show_records(void **state) {
  (void)state;
  struct co_store *store = filled();
  OK(co_store_keep(store, err));
  assert_string_equal(
      rows_of(store,
              "SELECT _id, _source, _row, ref_key, title, deadline,"
              " status, _file, _sheet, _cell FROM action"),
      "2|1|4|ap-1|Pay|2009-09-30|completed|in/finance.csv|Sheet|A4");
  assert_string_equal(
      rows_of(store, "SELECT value, value_exact, unit, note FROM measure"),
      "11.75|11750000|percent|-");
  assert_string_equal(rows_of(store,
                              "SELECT code, label, rag, closes, position"
                              " FROM code_status WHERE position < 2"),
                      "on_target|On Target|green|0|0\n"
                      "completed|Completed|-|1|1");
  assert_string_equal(
      rows_of(store,
              "SELECT _id, sheet, table_name, kind, first_row FROM"
              " region WHERE _id = 2"),
      "2|Sheet|action|action|1");
  co_store_free(store);
}

/* The first of department, service, directorate, authority; the run's date,
 * as_at, printed_on, the period's end. */
static void source_is_described(void **state) {
  (void)state;
  static const struct {
    const char *fields, *run, *expect;
  } cases[] = {
      {"department=D|service=S|period=2009/10|printed_on=2009-11-26", "",
       "D|2009/10|2009-11-26"},
      {"service=S|directorate=R|period=2009/10 Q1", "",
       "S|2009/10 Q1|2009-06-30"},
      {"directorate=R|authority=A|period=2009/10 Q2", "",
       "R|2009/10 Q2|2009-09-30"},
      {"authority=A|period=2009/10 Q3", "", "A|2009/10 Q3|2009-12-31"},
      {"period=2009/10 Q4", "", "x.csv|2009/10 Q4|2010-03-31"},
      {"period=2006/07 Q1-Q3", "", "x.csv|2006/07 Q1-Q3|2006-12-31"},
      {"period=2009/10", "", "x.csv|2009/10|2010-03-31"},
      {"department=D", "", "D|-|-"},
      {"as_at=2008-03-31|printed_on=2008-05-01", "", "x.csv|-|2008-03-31"},
      {"as_at=2008-03-31", "2010-01-01", "x.csv|-|2010-01-01"}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct co_store *store = open_store(NULL);
    OK(co_store_begin(store, co_str_of(cases[i].run), err));
    begin_source(store, "a/b/x.csv");
    put(store, RETURN, 0, cases[i].fields);
    OK(co_store_keep(store, err));
    assert_string_equal(
        rows_of(store, "SELECT department, period, as_at FROM source"),
        cases[i].expect);
    co_store_free(store);
  }
}

static void lineage_names_cells(void **state) {
  (void)state;
  struct co_store *store = open_store(NULL);
  OK(co_store_begin(store, none, err));
  begin_source(store, "x.csv");
  static const struct co_origin elsewhere[] = {{1, {9, 27, 0}},
                                               {3, {CO_OWN, 5, 0}}};
  put_with(store, ACTION, 3, "ref=A|title=T|status=delayed", elsewhere, 2);
  OK(co_store_keep(store, err));
  assert_string_equal(rows_of(store,
                              "SELECT _id, field, file, sheet, row, col, cell"
                              " FROM lineage ORDER BY _id, field"),
                      "1|ref|x.csv|Sheet|4|1|A4\n"
                      "1|status|x.csv|Sheet|4|6|F4\n"
                      "1|title|x.csv|Sheet|10|28|AB10");
  co_store_free(store);
}

/* A finding of a check stands at the field's cell, present or not. */
static void findings_are_placed(void **state) {
  (void)state;
  static const struct {
    const char *field, *cell;
  } cases[] = {{"title", "AB10"}, {"deadline", "C4"}, {"", "A4"}, {"x", "A4"}};
  struct co_store *store = open_store(NULL);
  OK(co_store_begin(store, none, err));
  begin_source(store, "x.csv");
  static const struct co_origin elsewhere[] = {{1, {9, 27, 0}}};
  put_with(store, ACTION, 3, "ref=A|title=T", elsewhere, 1);
  OK(co_store_keep(store, err));
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct co_finding f = {.severity = CO_WARNING,
                           .check = S("c"),
                           .field = co_str_of(cases[i].field),
                           .message = S("m")};
    OK(co_store_forget_checks(store, err));
    OK(co_store_record_finding(store, 1, &f, err));
    assert_string_equal(rows_of(store, "SELECT cell FROM finding"),
                        cases[i].cell);
  }
  assert_string_equal(
      rows_of(store,
              "SELECT _source, severity, severity_rank, check_name,"
              " sheet, sheet_index, row, col, message, raw, file"
              " FROM finding"),
      "1|warning|1|c|Sheet|0|4|1|m|-|x.csv");
  struct co_finding f = {.check = S("c")};
  assert_int_equal(co_store_record_finding(store, 99, &f, NULL), CO_EPACK);
  co_store_free(store);
}

static void give_tally(struct co_store *store, uint32_t col, int64_t in,
                       int64_t excluded) {
  struct co_intake *intake = co_store_intake(store);
  struct co_tally tally = {.sheet = S("Sheet"),
                           .has_column = true,
                           .col = col,
                           .column = S("Debtors"),
                           .kind = &kinds[AMOUNT],
                           .field = 4,
                           .scale = 2,
                           .in = in,
                           .excluded = excluded};
  OK(intake->tally(intake, &tally, err));
}

static void money_is_counted(void **state) {
  (void)state;
  static const struct {
    int64_t in[2];
    const char *values[2], *expect;
  } cases[] = {{{1000, 0}, {"4.50", "5.50"}, "E|1000|1000|0|0"},
               {{1000, 200}, {"4.50", "5.50"}, "E|1200|1000|0|200"},
               {{900, 0}, {"4.50", "5.50"}, "E|900|1000|0|-100"},
               {{900, 0},
                {"92233720368547758.07", "92233720368547758.07"},
                "E|900|-|0|-"},
               {{INT64_MAX, INT64_MAX}, {"1", "1"}, "E|-|200|0|-"}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct co_store *store = open_store(NULL);
    OK(co_store_begin(store, none, err));
    begin_source(store, "x.csv");
    for (uint32_t r = 0; r < 2; r++) {
      char fields[80];
      snprintf(fields, sizeof fields, "line=L|value=%s", cases[i].values[r]);
      put(store, AMOUNT, r, fields);
    }
    give_tally(store, 4, cases[i].in[0], 0);
    if (cases[i].in[1]) give_tally(store, 4, cases[i].in[1], 0);
    OK(co_store_keep(store, err));
    assert_string_equal(rows_of(store,
                                "SELECT col_name, in_exact, accepted_exact,"
                                " excluded_exact, difference_exact FROM money"),
                        cases[i].expect);
    co_store_free(store);
  }
}

/* in = accepted + excluded + rejected, or the difference says by how much. */
static void sides_make_the_difference(void **state) {
  (void)state;
  static const struct {
    int64_t excluded, rejected;
    const char *expect;
  } cases[] = {{0, 0, "1000|0|0|550"},
               {300, 0, "1000|300|0|250"},
               {300, 250, "1000|300|250|0"},
               {0, 551, "1000|0|551|-1"}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct co_store *store = open_store(NULL);
    struct co_intake *intake = co_store_intake(store);
    struct co_tally tally = {.sheet = S("Sheet"),
                             .has_column = true,
                             .col = 4,
                             .column = S("Debtors"),
                             .kind = &kinds[AMOUNT],
                             .field = 4,
                             .scale = 2,
                             .in = 1000,
                             .excluded = cases[i].excluded,
                             .rejected = cases[i].rejected};
    OK(co_store_begin(store, none, err));
    begin_source(store, "x.csv");
    put(store, AMOUNT, 0, "line=L|value=4.50");
    OK(intake->tally(intake, &tally, err));
    OK(co_store_keep(store, err));
    assert_string_equal(rows_of(store,
                                "SELECT in_exact, excluded_exact,"
                                " rejected_exact, difference_exact FROM money"),
                        cases[i].expect);
    co_store_free(store);
  }
}

static void ledger_is_kept(void **state) {
  (void)state;
  struct co_store *store = open_store(NULL);
  struct co_intake *intake = co_store_intake(store);
  OK(co_store_begin(store, none, err));
  begin_source(store, "x.csv");
  struct co_ledger run = {.sheet = S("Sheet"),
                          .first_row = 2,
                          .last_row = 5,
                          .rows = 3,
                          .disposition = CO_ROW_SKIPPED,
                          .rule = S("dashes")};
  OK(intake->ledger(intake, &run, err));
  run.first_row = run.last_row = 6;
  run.rows = 1;
  run.disposition = CO_ROW_RECORD;
  run.rule = none;
  OK(intake->ledger(intake, &run, err));
  struct co_tally tally = {.sheet = S("Sheet"), .rows = 5};
  OK(intake->tally(intake, &tally, err));
  OK(co_store_keep(store, err));
  assert_string_equal(
      rows_of(store,
              "SELECT first_row, last_row, row_count, disposition, rule"
              " FROM ledger ORDER BY first_row"),
      "3|6|3|skipped|dashes\n7|7|1|record|-");
  assert_string_equal(
      rows_of(store, "SELECT sheet, rows_in, rows_explained FROM tally"),
      "Sheet|5|4");
  co_store_free(store);
}

static void undo_and_replace(void **state) {
  (void)state;
  static const char counts[] =
      "SELECT (SELECT COUNT(*) FROM source), (SELECT COUNT(*) FROM action),"
      " (SELECT COUNT(*) FROM region), (SELECT COUNT(*) FROM lineage)";
  struct co_store *store = filled();
  OK(co_store_keep(store, err));
  assert_string_equal(rows_of(store, counts), "1|1|9|13");
  begin_source(store, "other.csv");
  put(store, ACTION, 0, "ref=B|title=U");
  assert_string_equal(rows_of(store, counts), "2|2|18|15");
  OK(co_store_undo(store, err));
  assert_string_equal(rows_of(store, counts), "1|1|9|13");
  begin_source(store, "in/finance.csv"); /* again: in the first one's place */
  put(store, ACTION, 0, "ref=B|title=U");
  put(store, ACTION, 1, "ref=C|title=V");
  OK(co_store_keep(store, err));
  assert_string_equal(rows_of(store, counts), "1|2|9|4");
  assert_string_equal(
      rows_of(store, "SELECT _id, _source, ref, _cell FROM action ORDER BY 1"),
      "5|2|B|A1\n6|2|C|A2");
  OK(co_store_commit(store, err));
  co_store_free(store);
}

/* A return with one amount of 1000 pence in column E, and one row. */
static void send(struct co_store *store, const char *path, const char *who) {
  struct co_intake *intake = co_store_intake(store);
  struct co_ledger run = {.sheet = S("Sheet"), .rows = 1};
  struct co_tally rows = {.sheet = S("Sheet"), .rows = 1};
  struct co_finding finding = {.check = S("c"), .message = S("m")};
  begin_source(store, path);
  put(store, RETURN, 0, who);
  put(store, AMOUNT, 1, "line=L|value=10.00");
  give_tally(store, 4, 1000, 0);
  OK(intake->ledger(intake, &run, err));
  OK(intake->tally(intake, &rows, err));
  OK(intake->finding(intake, &finding, err));
  OK(co_store_keep(store, err));
}

#define PARKS "authority=N|department=Parks|period=2009/10 Q2"

/* What counts: sources, then the money of each, then records and findings. */
static void expect_sources(struct co_store *store, const char *sources,
                           const char *money, const char *counts) {
  assert_string_equal(
      rows_of(store, "SELECT path, outcome FROM source ORDER BY _id"), sources);
  assert_string_equal(
      rows_of(store,
              "SELECT in_exact, accepted_exact, superseded_exact,"
              " in_exact - accepted_exact - excluded_exact - rejected_exact"
              " - superseded_exact, difference_exact FROM money"
              " ORDER BY _source"),
      money);
  assert_string_equal(
      rows_of(store,
              "SELECT (SELECT COUNT(*) FROM return), (SELECT COUNT(*)"
              " FROM amount), (SELECT COUNT(*) FROM finding),"
              " (SELECT COUNT(*) FROM tally WHERE rows_in = rows_explained)"),
      counts);
}

/* The newest file with a return counts, also one of a later run; what it
 * replaced comes back when the file becomes another return. */
static void sent_again_supersedes(void **state) {
  (void)state;
  struct co_store *store = open_store("s.sqlite");
  OK(co_store_begin(store, none, err));
  send(store, "a.csv", PARKS);
  send(store, "b.csv", "authority=n|department=PARKS |period=2009/10 Q2");
  send(store, "c.csv", "authority=N|department=Parks|period=2009/10 Q3");
  send(store, "d.csv", "authority=N|period=2009/10 Q2"); /* says too little */
  send(store, "e.csv", "authority=N|period=2009/10 Q2");
  expect_sources(store,
                 "a.csv|superseded\nb.csv|read\nc.csv|read\nd.csv|read\n"
                 "e.csv|read",
                 "1000|0|1000|0|0\n1000|1000|0|0|0\n1000|1000|0|0|0\n"
                 "1000|1000|0|0|0\n1000|1000|0|0|0",
                 "4|4|4|5");
  OK(co_store_commit(store, err));
  co_store_free(store);

  store = open_store("s.sqlite");
  OK(co_store_begin(store, none, err));
  send(store, "sent/later.csv", PARKS);
  assert_string_equal(
      rows_of(store,
              "SELECT s.path, l.path FROM source s JOIN source l"
              " ON l._id = s.superseded_by ORDER BY s._id"),
      "a.csv|sent/later.csv\nb.csv|sent/later.csv");
  send(store, "sent/later.csv", "department=Parks|period=2009/10 Q4");
  assert_string_equal(
      rows_of(store,
              "SELECT s.path, l.path FROM source s JOIN source l"
              " ON l._id = s.superseded_by ORDER BY s._id"),
      "a.csv|b.csv");
  OK(co_store_mark(store, err));
  OK(co_store_undo(store, err));
  OK(co_store_commit(store, err));
  co_store_free(store);
  unlink("s.sqlite");
}

/* Where all say when they were printed, the last counts; one that does not
 * leaves it to the order; none counts for another without a period. */
static void last_printed_counts(void **state) {
  (void)state;
  static const char superseded[] =
      "SELECT s.path, l.path FROM source s JOIN source l"
      " ON l._id = s.superseded_by ORDER BY s._id";
  struct co_store *store = open_store(NULL);
  OK(co_store_begin(store, none, err));
  send(store, "a.csv", PARKS "|printed_on=2009-12-10|as_at=2009-09-30");
  send(store, "b.csv", PARKS "|as_at=2009-12-09");
  assert_string_equal(rows_of(store, superseded), "b.csv|a.csv");
  send(store, "c.csv", PARKS "|printed_on=2009-12-10");
  assert_string_equal(rows_of(store, superseded), "a.csv|c.csv\nb.csv|c.csv");
  send(store, "b.csv", PARKS);
  assert_string_equal(rows_of(store, superseded), "a.csv|b.csv\nc.csv|b.csv");
  send(store, "b.csv", "department=Parks|as_at=2009-09-30");
  send(store, "d.csv", "department=Parks|as_at=2009-09-30");
  assert_string_equal(rows_of(store, superseded), "a.csv|c.csv");
  OK(co_store_commit(store, err));
  co_store_free(store);
}

static void order_of_calls_is_checked(void **state) {
  (void)state;
  struct co_store *store = open_store(NULL);
  struct co_intake *intake = co_store_intake(store);
  struct co_source source = {.path = S("x"), .outcome = S("read")};
  struct co_finding finding = {.check = S("c")};
  assert_int_equal(co_store_mark(store, NULL), CO_EBUG);
  assert_int_equal(co_store_commit(store, NULL), CO_EBUG);
  OK(co_store_begin(store, none, err));
  assert_int_equal(co_store_begin(store, none, NULL), CO_EBUG);
  assert_int_equal(intake->source(intake, &source, NULL), CO_EBUG);
  assert_int_equal(intake->finding(intake, &finding, NULL), CO_EBUG);
  assert_int_equal(co_store_keep(store, NULL), CO_EBUG);
  assert_int_equal(co_store_undo(store, NULL), CO_EBUG);
  OK(co_store_mark(store, err));
  OK(intake->source(intake, &source, err));
  struct co_record record = {.kind = &kinds[ACTION], .region = 1};
  assert_int_equal(intake->record(intake, &record, NULL), CO_EBUG);
  struct co_region region = {.kind = &kinds[ACTION], .id = (1u << 24) + 1};
  struct co_err err = {0};
  assert_int_equal(intake->region(intake, &region, &err), CO_ELIMIT);
  assert_int_equal(err.code, CO_X_LIMIT_TABLES);
  co_store_free(store);
}

static void declarations_are_views(void **state) {
  (void)state;
  struct co_store *store = open_store(NULL);
  struct co_formula_term term = {S("a = b"), S("t"), S("a"), 1, 0};
  struct co_control_rule rule = {S("Key  Objectives"), S("Total *"),
                                 S("milestone"), S("t"), none};
  for (int run = 0; run < 2; run++) {
    OK(co_store_begin(store, none, err));
    OK(co_store_formula_term(store, co_str_of("l"), &term, err));
    OK(co_store_control_rule(store, co_str_of("l"), &rule, err));
    OK(co_store_commit(store, err));
  }
  assert_string_equal(rows_of(store, "SELECT * FROM formula_term"),
                      "l|a = b|t|a|1|0");
  assert_string_equal(rows_of(store, "SELECT * FROM control_rule"),
                      "l|key objectives|total|milestone|t|-");
  co_store_free(store);
}

static void exports_are_exact(void **state) {
  (void)state;
  struct co_store *store = filled();
  struct co_query *query = NULL;
  bool more = false;
  put(store, MEASURE, 6, "indicator_ref=NI 2|kind=target|value=9000000000000");
  OK(co_store_keep(store, err));
  OK(co_query_records(&query, store, &kinds[MEASURE], err));
  assert_int_equal(co_query_columns(query), 9);
  OK(co_query_step(query, &more, err));
  assert_true(more);
  assert_true(co_str_is(co_query_text(query, 3), "11.75"));
  assert_true(co_str_is(co_query_text(query, 2), "actual"));
  assert_true(co_str_is(co_query_text(query, 8), "A6"));
  assert_int_equal(co_query_column(query, co_str_of("_source")), 6);
  OK(co_query_step(query, &more, err));
  assert_true(co_str_is(co_query_text(query, 3), "9000000000000"));
  OK(co_query_step(query, &more, err));
  assert_false(more);
  co_query_free(query);
  co_store_free(store);
}

/* --- files ---------------------------------------------------------------- */

static char folder[] = "/tmp/collate-store-XXXXXX";

static int make_folder(void **state) {
  (void)state;
  return mkdtemp(folder) ? chdir(folder) : -1;
}

static int remove_folder(void **state) {
  (void)state;
  return chdir("/") || rmdir(folder);
}

static void write_file(const char *name, const char *text, size_t len) {
  FILE *file = fopen(name, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(text, 1, len, file), len);
  assert_int_equal(fclose(file), 0);
}

static void add_run(struct co_store *store, const char *path) {
  OK(co_store_begin(store, none, err));
  begin_source(store, path);
  put(store, ACTION, 3, "ref=A|title=T");
  OK(co_store_keep(store, err));
  OK(co_store_commit(store, err));
}

/* Names that SQLite would not take for files are files all the same. */
static void file_keeps_history(void **state) {
  (void)state;
  static const char *const names[] = {"s.sqlite", ":memory:", "file:x?mode=ro"};
  for (size_t i = 0; i < COUNT(names); i++) {
    struct co_store *store = open_store(names[i]);
    add_run(store, "q1.csv");
    co_store_free(store);
    store = open_store(names[i]);
    add_run(store, "q2.csv");
    add_run(store, "q2.csv"); /* the same again changes nothing */
    OK(co_store_begin(store, none, err));
    begin_source(store, "q3.csv"); /* never committed: leaves no trace */
    co_store_free(store);
    store = open_store(names[i]);
    assert_string_equal(
        rows_of(store, "SELECT _id, _source, _file, _cell FROM action"),
        "1|1|q1.csv|A4\n3|3|q2.csv|A4");
    co_store_free(store);
    assert_int_equal(unlink(names[i]), 0);
  }
}

static void copy_is_a_store(void **state) {
  (void)state;
  struct co_store *store = open_store(NULL);
  add_run(store, "q1.csv");
  OK(co_store_copy(store, "copy.sqlite", err));
  assert_int_equal(co_store_copy(store, "copy.sqlite", NULL), CO_EOUTPUT);
  co_store_free(store);
  store = open_store("copy.sqlite");
  assert_string_equal(rows_of(store, "SELECT ref, _cell FROM action"), "A|A4");
  co_store_free(store);
  assert_int_equal(unlink("copy.sqlite"), 0);
}

static void second_run_waits(void **state) {
  (void)state;
  struct co_store *one = open_store("s.sqlite"), *two = NULL;
  OK(co_store_begin(one, none, err));
  struct co_err err = {0};
  assert_int_equal(co_store_open(&two, &council, "s.sqlite", &err), CO_ELOCKED);
  assert_null(two);
  assert_int_equal(err.code, CO_X_LOCKED);
  assert_non_null(strstr(err.text, "another run"));
  co_store_free(one);
  assert_int_equal(unlink("s.sqlite"), 0);
}

/* Somebody reads the file just then: what was done is not in it. */
static void a_failed_commit_is_told(void **state) {
  (void)state;
  struct co_store *one = open_store("s.sqlite");
  add_run(one, "q1.csv");
  struct co_store *two = open_store("s.sqlite");
  struct co_query *query = NULL;
  bool more = false;
  OK(co_query_new(&query, two, CO_LIT("SELECT ref FROM action"), err));
  OK(co_query_step(query, &more, err));
  assert_true(more);
  OK(co_store_begin(one, CO_LIT("2010-01-01"), err));
  assert_int_equal(co_store_commit(one, NULL), CO_ELOCKED);
  co_query_free(query);
  co_store_free(two);
  co_store_free(one);
  assert_int_equal(unlink("s.sqlite"), 0);
}

static void foreign_files_are_refused(void **state) {
  (void)state;
  char database[4096] = "SQLite format 3";
  struct co_err err = {0};
  struct co_store *store = NULL;
  write_file("a.txt", "ref,title\n", 10);
  write_file("b.sqlite", database, sizeof database);
  memcpy(database + 68, "coll", 4); /* ours by its number, and then nothing */
  write_file("c.sqlite", database, sizeof database);
  static const struct {
    const char *path, *why;
    enum co_error code;
  } cases[] = {{"a.txt", "no database", CO_X_STORE_FOREIGN},
               {"b.sqlite", "another program", CO_X_STORE_FOREIGN},
               {"c.sqlite", "not a database", CO_X_STORE_DAMAGED},
               {".", "store", CO_X_STORE_OPEN},
               {"no/such/folder", "folder", CO_X_STORE_OPEN}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    enum co_status status =
        co_store_open(&store, &council, cases[i].path, &err);
    if (status != CO_EOUTPUT || store || !strstr(err.text, cases[i].why))
      fail_msg("%s: %d %s", cases[i].path, (int)status, err.text);
    assert_int_equal(err.code, cases[i].code);
  }
  unlink("a.txt");
  unlink("b.sqlite");
  unlink("c.sqlite");
}

static void other_models_are_refused(void **state) {
  (void)state;
  static const struct co_codes shorter[] = {
      {S("status"), status_codes + 1, COUNT(status_codes) - 1},
      {S("unit"), unit_codes, COUNT(unit_codes)},
      {S("measure_kind"), measure_codes, COUNT(measure_codes)},
      {S("result"), result_codes, COUNT(result_codes)},
      {S("outcome"), outcome_codes, COUNT(outcome_codes)}};
  const struct co_model cases[] = {
      {kinds, KINDS - 1, code_lists, COUNT(code_lists)},
      {kinds, KINDS, shorter, COUNT(shorter)}};
  static const char *const why[] = {"another model", "code list 'status'"};
  static const enum co_error codes[] = {CO_X_STORE_FOREIGN, CO_X_STORE_CODES};
  co_store_free(open_store("s.sqlite"));
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct co_store *store = NULL;
    struct co_err err = {0};
    assert_int_equal(co_store_open(&store, &cases[i], "s.sqlite", &err),
                     CO_EOUTPUT);
    assert_int_equal(err.code, codes[i]);
    assert_non_null(strstr(err.text, why[i]));
  }
  unlink("s.sqlite");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(views_show_records),
      cmocka_unit_test(source_is_described),
      cmocka_unit_test(lineage_names_cells),
      cmocka_unit_test(findings_are_placed),
      cmocka_unit_test(sides_make_the_difference),
      cmocka_unit_test(money_is_counted),
      cmocka_unit_test(ledger_is_kept),
      cmocka_unit_test(undo_and_replace),
      cmocka_unit_test(sent_again_supersedes),
      cmocka_unit_test(last_printed_counts),
      cmocka_unit_test(order_of_calls_is_checked),
      cmocka_unit_test(declarations_are_views),
      cmocka_unit_test(exports_are_exact),
      cmocka_unit_test(file_keeps_history),
      cmocka_unit_test(copy_is_a_store),
      cmocka_unit_test(second_run_waits),
      cmocka_unit_test(a_failed_commit_is_told),
      cmocka_unit_test(foreign_files_are_refused),
      cmocka_unit_test(other_models_are_refused)};
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

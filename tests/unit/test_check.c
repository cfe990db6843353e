/* test_check.c - every shipped check firing and silent, the built-in ones, and
 * what lint says about bad check files. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checks.h"
#include "council.h"

static struct co_pack *open_pack(const char *dir) {
  struct co_pack *pack = co_xcalloc(1, sizeof *pack);
  pack->dir = dir;
  pack->model = council;
  pack->problems.arena = &pack->arena;
  return pack;
}

static void close_pack(struct co_pack *pack) {
  co_problems_clear(&pack->problems);
  co_arena_clear(&pack->arena);
  free(pack);
}

/* A record; kind KINDS begins another source with the fields as its path. */
struct line {
  unsigned kind, row;
  const char *fields;
};

struct check_case {
  const char *check;
  struct line lines[20];
  const char *cells; /* where it fires, in order; "" silent */
};

#define HEAD \
  { RETURN, 0, "department=F|period=2009/10 Q2|as_at=2009-11-26" }
#define TERMS                                       \
  {AMOUNT, 1, "line=Debit|item=D|value=10"},        \
      {AMOUNT, 2, "line=Notes|item=D|value=-2.5"},  \
      {AMOUNT, 3, "line=Total|item=D|value=7.5"}, { \
    AMOUNT, 4, "line=Paid|item=D|value=3"           \
  }

static const struct check_case cases[] = {
    {"implausible_date",
     {HEAD,
      {ACTION, 1, "ref=A|title=T|deadline=1999-11-25"},
      {MILESTONE, 2, "action_ref=A|title=T|deadline=1931-09-09"},
      {MILESTONE, 3, "action_ref=A|title=T|deadline=2029-11-27"}},
     "C2 D3 D4"},
    {"implausible_date",
     {HEAD,
      {ACTION, 1, "ref=A|title=T|deadline=1999-11-26"},
      {MILESTONE, 2, "action_ref=A|title=T|deadline=2029-11-26"},
      {MILESTONE, 3, "action_ref=A|title=T"}},
     ""},
    {"on_target_past_deadline",
     {HEAD,
      {ACTION, 1, "ref=A|title=T|deadline=2009-11-25|status=on_target"},
      {MILESTONE, 2,
       "action_ref=A|title=T|deadline=2009-09-30|status=on_target"}},
     "C2 D3"},
    {"on_target_past_deadline",
     {HEAD,
      {ACTION, 1, "ref=A|title=T|deadline=2009-11-26|status=on_target"},
      {MILESTONE, 2,
       "action_ref=A|title=T|deadline=2009-09-30|status=completed"}},
     ""},
    {"completed_with_work_left",
     {HEAD,
      {ACTION, 1, "ref=A|title=T|status=completed"},
      {PROGRESS, 2, "action_ref=a|period=2009/10 Q1|percent_complete=100"},
      {PROGRESS, 3, "action_ref=a|period=2009/10 Q2|percent_complete=99.5"},
      {ACTION, 4, "title=No ref|status=completed"},
      {MILESTONE, 5, "action_ref=NO  REF|title=M|status=delayed"}},
     "D2 D5"},
    {"completed_with_work_left",
     {HEAD,
      {ACTION, 1, "ref=A|title=T|status=completed"},
      {PROGRESS, 2, "action_ref=A|period=2009/10 Q2|percent_complete=100"},
      {PROGRESS, 3, "action_ref=A|period=2009/10 Q1|percent_complete=50"},
      {MILESTONE, 4, "action_ref=A|title=M|status=cancelled"},
      {ACTION, 5, "ref=B|title=T|status=on_target"},
      {MILESTONE, 6, "action_ref=B|title=M|status=delayed"}},
     ""},
    {"duplicate_reference",
     {HEAD,
      {INDICATOR, 1, "ref=NI 14|title=T"},
      {INDICATOR, 2, "ref=ni  14|title=U"},
      {INDICATOR, 3, "ref=NI 14|title=V"},
      {ACTION, 4, "ref=A|title=T"},
      {ACTION, 5, "ref=A|title=T"}},
     "A3 A4 A6"},
    {"duplicate_reference",
     {HEAD,
      {INDICATOR, 1, "ref=A|title=T"},
      {ACTION, 2, "ref=A|title=T"},
      {ACTION, 3, "title=T"},
      {ACTION, 4, "title=T"},
      {KINDS, 0, "b.csv"},
      {ACTION, 5, "ref=A|title=T"}},
     ""},
    {"percent_over_100",
     {HEAD, {MEASURE, 1, "indicator_ref=N|kind=actual|value=790|unit=percent"}},
     "D2"},
    {"percent_over_100",
     {HEAD,
      {MEASURE, 1, "indicator_ref=N|kind=actual|value=100|unit=percent"},
      {MEASURE, 2, "indicator_ref=N|kind=actual|value=790|unit=gbp"}},
     ""},
    {"complete_over_100",
     {HEAD, {PROGRESS, 1, "action_ref=A|percent_complete=100.0001"}},
     "D2"},
    {"complete_over_100",
     {HEAD, {PROGRESS, 1, "action_ref=A|percent_complete=100"}},
     ""},
    {"progress_period",
     {HEAD,
      {PROGRESS, 1, "action_ref=A|period=2009/10 Q1"},
      {PROGRESS, 2, "action_ref=B|period=2009/10 Q2"},
      {KINDS, 0, "b.csv"}, /* the heading is wrong, not all of the progress */
      {RETURN, 0, "department=G|period=2008/09 Q4"},
      {PROGRESS, 3, "action_ref=A|period=2009/10 Q1"},
      {PROGRESS, 4, "action_ref=B|period=2009/10 Q2"},
      {PROGRESS, 5, "action_ref=B|period=2009/10 Q1"}},
     "B2 B4"},
    {"progress_period",
     {HEAD,
      {PROGRESS, 1, "action_ref=A|period=2009/10 Q1"},
      {PROGRESS, 2, "action_ref=A|period=2009/10 Q2"},
      {KINDS, 0, "b.csv"},
      {PROGRESS, 1, "action_ref=A|period=2009/10 Q1"}},
     ""},
    {"stated_total",
     {{CONTROL, 1, "scope=Key  Objectives*|name=Total|value=3"},
      {CONTROL, 2, "scope=key objectives|name=green|value=2"},
      {MILESTONE, 3, "action_ref=A|title=T|status=green"},
      {MILESTONE, 4, "action_ref=A|title=T|status=red"},
      {KINDS, 0, "b.csv"},
      {MILESTONE, 3, "action_ref=A|title=T|status=green"}},
     "C2 C3"},
    {"stated_total",
     {{CONTROL, 1, "scope=key objectives|name=total|value=2"},
      {CONTROL, 2, "scope=key objectives|name=green|value=1"},
      {CONTROL, 3, "scope=other|name=total|value=99"},
      {MILESTONE, 3, "action_ref=A|title=T|status=green"},
      {MILESTONE, 4, "action_ref=A|title=T|status=red"}},
     ""},
    {"statement_formula",
     {TERMS,
      {AMOUNT, 5, "line=Total|item=D|value=4.51"},
      {AMOUNT, 1, "line=Debit|item=S|value=1"},
      {AMOUNT, 2, "line=Notes|item=S|value=1"},
      {AMOUNT, 3, "line=Total|item=S|value=2.01"}},
     "E6 E4"},
    {"statement_formula",
     {TERMS,
      {AMOUNT, 5, "line=TOTAL **|item=D|value=4.50"},
      {AMOUNT, 3, "line=Total|item=% of all|value=85.74|unit=percent"},
      {AMOUNT, 5, "line=Total|item=% of all|value=94.59|unit=percent"}},
     ""},
    {"same_return_twice",
     {HEAD,
      {ACTION, 1, "title=One"},
      {KINDS, 0, "b.csv"},
      {RETURN, 7, "department=f|directorate=D|period=2009/10 Q2"},
      {ACTION, 8, "title=ONE"},
      {KINDS, 0, "c.csv"},
      {RETURN, 8, "department=F|service=S|period=2009/10 Q2"},
      {RETURN, 9, "department=F|service=S|period=2009/10 Q2"},
      {ACTION, 9, "title=one"}},
     "E8 E9"},
    {"same_return_twice",
     {HEAD,
      {ACTION, 1, "title=One"},
      {KINDS, 0, "b.csv"},
      {RETURN, 7, "department=F|period=2009/10 Q1"},
      {ACTION, 7, "title=One"},
      {KINDS, 0, "c.csv"},
      {RETURN, 8, "period=2009/10 Q2"},
      {ACTION, 8, "title=One"},
      {KINDS, 0, "d/c.csv"},
      {RETURN, 8, "period=2009/10 Q2"},
      {ACTION, 8, "title=One"},
      {KINDS, 0, "e.csv"}, /* sent again: superseded, and counted once */
      {RETURN, 9, "department=f|period=2009/10 Q2"},
      {ACTION, 9, "title=One"},
      {KINDS, 0, "f.csv"},
      {RETURN, 9, "department=F|authority=Another|period=2009/10 Q2"},
      {ACTION, 9, "title=One"}},
     ""},
    {"orphan_child",
     {{ACTION, 1, "ref=A|title=T"},
      {MILESTONE, 2, "action_ref=T|title=M"},
      {PROGRESS, 3, "action_ref=B|period=2009/10 Q2"},
      {MEASURE, 4, "indicator_ref=A|kind=actual"},
      {RISK, 5, "action_ref=B"},
      {KINDS, 0, "b.csv"},
      {MILESTONE, 6, "action_ref=A|title=M"}},
     "A3 A4 A5 A6 A7"},
    {"orphan_child",
     {{ACTION, 1, "ref=A|title=T"},
      {ACTION, 2, "title=No Ref"},
      {INDICATOR, 3, "ref=NI 1|title=I"},
      {MILESTONE, 4, "action_ref=a |title=M"},
      {MILESTONE, 5, "action_ref=no ref|title=M"},
      {MILESTONE, 6, "title=M"},
      {MEASURE, 7, "indicator_ref=ni 1|kind=actual"}},
     ""}};

/* total = debit + notes, and the second total = the first - paid; in the
 * table that records of the kind come from. */
static void declare(struct co_store *store) {
  static const struct co_formula_term terms[] = {
      {S("one"), S("amount"), S("total"), 1, 0},
      {S("one"), S("amount"), S("debit"), 1, 1},
      {S("one"), S("amount"), S("notes"), 1, 1},
      {S("two"), S("amount"), S("total"), 2, 0},
      {S("two"), S("amount"), S("total"), 1, 1},
      {S("two"), S("amount"), S("paid"), 1, -1}};
  static const struct co_control_rule rules[] = {
      {S("Key Objectives"), S("Total"), S("milestone"), S("milestone"), S("")},
      {S("key objectives"), S("green"), S("milestone"), S(""), S("green")}};
  for (size_t i = 0; i < COUNT(terms); i++)
    OK(co_store_formula_term(store, co_str_of("test"), &terms[i], err));
  for (size_t i = 0; i < COUNT(rules); i++)
    OK(co_store_control_rule(store, co_str_of("test"), &rules[i], err));
}

static void fill(struct co_store *store, const struct line *lines,
                 size_t count) {
  declare(store);
  begin_source(store, "a.csv");
  for (size_t i = 0; i < count && lines[i].fields; i++) {
    if (lines[i].kind < KINDS) {
      put(store, lines[i].kind, lines[i].row, lines[i].fields);
    } else {
      OK(co_store_keep(store, err));
      begin_source(store, lines[i].fields);
    }
  }
  OK(co_store_keep(store, err));
}

static void shipped_checks_fire(void **state) {
  (void)state;
  struct co_pack *pack = open_pack(TEST_SOURCE_DIR "/mappings/council");
  struct co_checks *checks = NULL;
  co_checks_load(&checks, pack);
  for (size_t i = 0; i < COUNT(cases); i++) {
    const struct check_case *c = &cases[i];
    struct co_store *store = open_store(NULL);
    OK(co_store_begin(store, (struct co_str){0}, err));
    fill(store, c->lines, COUNT(c->lines));
    OK(co_checks_run(checks, store, err));
    OK(co_checks_run(checks, store, err)); /* again: nothing twice */
    char sql[200], cells[200] = "";
    snprintf(sql, sizeof sql,
             "SELECT cell FROM finding WHERE check_name = '%s' ORDER BY _id",
             c->check);
    snprintf(cells, sizeof cells, "%s", rows_of(store, sql));
    for (char *p = cells; *p; p++)
      if (*p == '\n') *p = ' ';
    if (strcmp(cells, c->cells))
      fail_msg("case %zu, %s: '%s', not '%s'", i, c->check, cells, c->cells);
    assert_string_equal(rows_of(store,
                                "SELECT message FROM finding WHERE"
                                " check_name IN ('ledger_rows', 'ledger_money',"
                                " 'check_failed')"),
                        "");
    co_store_free(store);
  }
  co_checks_free(checks);
  assert_int_equal(pack->problems.count, 0);
  close_pack(pack);
}

static bool has_case(const char *check, const char *what) {
  char path[400];
  snprintf(path, sizeof path, TEST_SOURCE_DIR "/tests/cases/checks/%s_%s/cmd",
           check, what);
  return access(path, R_OK) == 0;
}

/* Each shipped check has a case that fires and one that does not, and says
 * what it is about. */
static void shipped_checks_are_sound(void **state) {
  (void)state;
  struct co_pack *pack = open_pack(TEST_SOURCE_DIR "/mappings/council");
  struct co_store *store = open_store(NULL);
  struct co_checks *checks = NULL;
  co_checks_load(&checks, pack);
  co_checks_prepare(checks, store);
  for (size_t i = 0; i < pack->problems.count; i++)
    fail_msg("%.*s:%u %.*s", CO_STR(pack->problems.list[i].file),
             pack->problems.list[i].line, CO_STR(pack->problems.list[i].text));
  struct co_check_text text;
  size_t count = 0;
  for (; co_checks_text(checks, count, &text); count++) {
    char name[80];
    snprintf(name, sizeof name, "%.*s", CO_STR(text.name));
    if (!has_case(name, "fires") || !has_case(name, "silent"))
      fail_msg("%s has no case of each in tests/cases/checks", name);
    if (!text.about.len || !text.remedy.len)
      fail_msg("%s does not say what it is about and what to do", name);
  }
  assert_true(count > 40);
  co_checks_free(checks);
  co_store_free(store);
  close_pack(pack);
}

static void messages_are_filled(void **state) {
  (void)state;
  static const struct line lines[] = {
      {INDICATOR, 1, "ref=NI 14|title=T"},
      {INDICATOR, 2, "ref=NI 14|title=U"},
      {ACTION, 3, "ref=A|title=T|status=completed"},
      {MILESTONE, 4, "action_ref=A|title=M|status=delayed"}};
  struct co_pack *pack = open_pack(TEST_SOURCE_DIR "/mappings/council");
  struct co_store *store = open_store(NULL);
  struct co_checks *checks = NULL;
  co_checks_load(&checks, pack);
  OK(co_store_begin(store, (struct co_str){0}, err));
  fill(store, lines, COUNT(lines));
  OK(co_checks_run(checks, store, err));
  assert_string_equal(
      rows_of(store,
              "SELECT severity, check_name, field, raw, cell, message"
              " FROM finding ORDER BY _id"),
      "warning|completed_with_work_left|status|completed|D4|The action is "
      "reported completed, but its latest progress is (blank) % and 1 of its "
      "milestones are open.\n"
      "error|duplicate_reference|ref|NI 14|A3|The reference NI 14 was used "
      "before in this return, in cell A2 of sheet 'Sheet'.");
  co_checks_free(checks);
  co_store_free(store);
  close_pack(pack);
}

/* A cell that the reader has complained of is not complained of again because
 * it is blank, and several records of one cell do not repeat a message. */
static void root_causes_are_told_once(void **state) {
  (void)state;
  struct co_pack *pack = open_pack(TEST_SOURCE_DIR "/mappings/council");
  struct co_store *store = open_store(NULL);
  struct co_intake *intake = co_store_intake(store);
  struct co_checks *checks = NULL;
  co_checks_load(&checks, pack);
  OK(co_store_begin(store, (struct co_str){0}, err));
  begin_source(store, "a.csv");
  put(store, ACTION, 1, "ref=A|title=T|status=on_target");
  put(store, ACTION, 2, "ref=B|title=T|status=on_target");
  put(store, ACTION, 3, "ref=C|title=T|status=on_target");
  put(store, ACTION, 4, "ref=D|title=T|status=on_target");
  put(store, ACTION, 5, "ref=E|title=T"); /* said to be no status word */
  put(store, ACTION, 6, "ref=F|title=T"); /* blank, four of them in a cell */
  put(store, ACTION, 6, "ref=G|title=T");
  struct co_finding finding = {.severity = CO_ERROR,
                               .check = S("unknown_word"),
                               .sheet = S("Sheet"),
                               .row = 5,
                               .col = 3,
                               .field = S("status"),
                               .message = S("m")};
  OK(intake->finding(intake, &finding, err));
  OK(co_store_keep(store, err));
  OK(co_checks_run(checks, store, err));
  assert_string_equal(
      rows_of(store, "SELECT check_name, cell FROM finding ORDER BY _id"),
      "unknown_word|D6\nmissing_status|D7");
  co_checks_free(checks);
  co_store_free(store);
  close_pack(pack);
}

/* The earlier of two files with the same return is told about, once. */
static void superseded_is_told(void **state) {
  (void)state;
  static const struct line lines[] = {
      HEAD,
      {ACTION, 1, "ref=A|title=T"},
      {ACTION, 2, "ref=A|title=T"}, /* corrected in the second file */
      {KINDS, 0, "b.csv"},
      {RETURN, 7, "department=f|period=2009/10 Q2"},
      {ACTION, 1, "ref=A|title=T"}};
  struct co_pack *pack = open_pack(TEST_SOURCE_DIR "/mappings/council");
  struct co_store *store = open_store(NULL);
  struct co_checks *checks = NULL;
  co_checks_load(&checks, pack);
  OK(co_store_begin(store, (struct co_str){0}, err));
  fill(store, lines, COUNT(lines));
  OK(co_checks_run(checks, store, err));
  OK(co_checks_run(checks, store, err));
  assert_string_equal(
      rows_of(store,
              "SELECT severity, check_name, file, sheet, cell, message"
              " FROM finding"),
      "warning|superseded_by_name|a.csv|-|-|The return of F for 2009/10 Q2 was "
      "sent again: b.csv counts (only as the later by its name or run: no date "
      "of printing decides it), and nothing of this file.");
  co_checks_free(checks);
  co_store_free(store);
  close_pack(pack);
}

/* A difference of rows or money is an error finding with the figures; so is
 * a check that cannot be worked out. */
static void ledger_must_balance(void **state) {
  (void)state;
  static const struct {
    uint32_t rows;
    int64_t in;
    const char *value, *expect;
  } ledgers[] = {
      {2, 1050, "10.50", ""},
      {3, 1050, "10.50",
       "error|ledger_rows|Sheet|-|3 rows of the sheet were read, but 2 are "
       "accounted for."},
      {2, 2000, "10.50",
       "error|ledger_money|Sheet|-|Column E 'Debtors' holds 20; accepted "
       "10.5, totals left out 0, rejected 0, superseded 0: the difference is "
       "9.5."}};
  for (size_t i = 0; i < COUNT(ledgers); i++) {
    struct co_pack *pack = open_pack("/nowhere");
    struct co_store *store = open_store(NULL);
    struct co_intake *intake = co_store_intake(store);
    struct co_checks *checks = NULL;
    co_checks_load(&checks, pack);
    OK(co_store_begin(store, (struct co_str){0}, err));
    begin_source(store, "a.csv");
    char fields[60];
    snprintf(fields, sizeof fields, "line=L|value=%s", ledgers[i].value);
    put(store, AMOUNT, 1, fields);
    struct co_ledger run = {.sheet = S("Sheet"), .last_row = 1, .rows = 2};
    OK(intake->ledger(intake, &run, err));
    struct co_tally tally = {.sheet = S("Sheet"), .rows = ledgers[i].rows};
    OK(intake->tally(intake, &tally, err));
    tally = (struct co_tally){.sheet = S("Sheet"),
                              .has_column = true,
                              .col = 4,
                              .column = S("Debtors"),
                              .kind = &kinds[AMOUNT],
                              .field = 4,
                              .scale = 2,
                              .in = ledgers[i].in};
    OK(intake->tally(intake, &tally, err));
    OK(co_store_keep(store, err));
    OK(co_checks_run(checks, store, err));
    assert_string_equal(
        rows_of(store,
                "SELECT severity, check_name, sheet, cell, message"
                " FROM finding"),
        ledgers[i].expect);
    co_checks_free(checks);
    co_store_free(store);
    close_pack(pack);
  }
}

/* --- check files of one's own ----------------------------------------------
 */

static char folder[] = "/tmp/collate-check-XXXXXX";

static int make_folder(void **state) {
  (void)state;
  return mkdtemp(folder) && !chdir(folder) ? mkdir("checks", 0700) : -1;
}

static int remove_folder(void **state) {
  (void)state;
  return rmdir("checks") || chdir("/") || rmdir(folder);
}

static void write_check(const char *text) {
  FILE *file = fopen("checks/own.sql", "wb");
  assert_non_null(file);
  fputs(text, file);
  assert_int_equal(fclose(file), 0);
}

#define SEVERITY "-- severity: info\n"

static void lint_finds_mistakes(void **state) {
  (void)state;
  static const struct {
    const char *text;
    unsigned line;
    const char *problem;
  } files[] = {
      {"-- message: m\nSELECT _id FROM action", 1, "severity"},
      {"-- severity: bad\n-- message: m\nSELECT 1", 1, "error, warning"},
      {SEVERITY "SELECT _id FROM action", 1, "message"},
      {SEVERITY "-- mesage: m\n-- message: m\nSELECT _id FROM action", 2,
       "unknown declaration 'mesage'"},
      {SEVERITY "-- message: m\nSELECT _id\nFROM actions", 1, "actions"},
      {SEVERITY "-- message: m\nSELECT _id,\n nope FROM action", 4, "nope"},
      {SEVERITY "-- message: m\nSELECT ref FROM action", 1, "_id"},
      {SEVERITY "-- message: m\nDELETE FROM t_source", 1, "SELECT"},
      {SEVERITY "-- message: a\n--   {nope}\nSELECT _id FROM action", 2,
       "{nope}"},
      {SEVERITY "-- message: {_id} {Not} {}\n-- remedy: {gone}\n"
                "SELECT _id FROM action",
       3, "{gone}"},
      {SEVERITY "-- message: m\n-- field: nope\nSELECT _id FROM action", 3,
       "field 'nope'"},
      {SEVERITY "-- message: m\n-- A remark: of two words\n\n-- more: here\n"
                "SELECT _id FROM action",
       0, ""}};
  struct co_store *store = open_store(NULL);
  for (size_t i = 0; i < COUNT(files); i++) {
    struct co_pack *pack = open_pack(".");
    struct co_checks *checks = NULL;
    write_check(files[i].text);
    co_checks_load(&checks, pack);
    co_checks_prepare(checks, store);
    assert_int_equal(pack->problems.count, files[i].line != 0);
    if (files[i].line) {
      const struct co_problem *p = pack->problems.list;
      if (p->line != files[i].line || !strstr(p->text.ptr, files[i].problem))
        fail_msg("case %zu: line %u %s", i, p->line, p->text.ptr);
    }
    co_checks_free(checks);
    close_pack(pack);
  }
  unlink("checks/own.sql");
  co_store_free(store);
}

static void failing_checks_are_findings(void **state) {
  (void)state;
  static const struct {
    const char *sql, *expect;
  } files[] = {
      {"SELECT _id, SUM(9223372036854775807) OVER () FROM action",
       "error|check_failed|-|The check 'own' could not be made: the query "
       "could not be worked out: integer overflow"},
      {"SELECT 'x' AS _id",
       "error|check_failed|-|The check 'own' could not be made: the query "
       "gave no _id, the number of a record"},
      {"SELECT _id, 'deadline' AS _field FROM action ORDER BY _id DESC",
       "info|own|C2|m\ninfo|own|C3|m"}};
  static const struct line lines[] = {{ACTION, 1, "title=T"},
                                      {ACTION, 2, "title=T"}};
  for (size_t i = 0; i < COUNT(files); i++) {
    struct co_pack *pack = open_pack(".");
    struct co_store *store = open_store(NULL);
    struct co_checks *checks = NULL;
    char text[300];
    snprintf(text, sizeof text, SEVERITY "-- message: m\n%s", files[i].sql);
    write_check(text);
    co_checks_load(&checks, pack);
    OK(co_store_begin(store, (struct co_str){0}, err));
    fill(store, lines, COUNT(lines));
    OK(co_checks_run(checks, store, err));
    assert_string_equal(rows_of(store,
                                "SELECT severity, check_name, cell,"
                                " message FROM finding ORDER BY _id"),
                        files[i].expect);
    co_checks_free(checks);
    co_store_free(store);
    close_pack(pack);
  }
  unlink("checks/own.sql");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(shipped_checks_fire),
      cmocka_unit_test(shipped_checks_are_sound),
      cmocka_unit_test(messages_are_filled),
      cmocka_unit_test(root_causes_are_told_once),
      cmocka_unit_test(superseded_is_told),
      cmocka_unit_test(ledger_must_balance),
      cmocka_unit_test(lint_finds_mistakes),
      cmocka_unit_test(failing_checks_are_findings)};
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

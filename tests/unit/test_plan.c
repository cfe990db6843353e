/* test_plan.c - report plans: reading, checking, writing; and records.
 *
 * Plans are written to a folder of their own and read as a pack would have
 * them; what they send to a sink is taken down as text, a line for each
 * event. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "council.h"
#include "plan_parts.h"
#include "records.h"

/* --- a sink that takes down what it is told ------------------------------ */

struct recorder {
  struct co_sink sink;
  char text[16384];
  size_t len;
};

static void note(struct recorder *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void note(struct recorder *r, const char *format, ...) {
  va_list args;
  va_start(args, format);
  int n = vsnprintf(r->text + r->len, sizeof r->text - r->len, format, args);
  va_end(args);
  assert_true(n >= 0 && (size_t)n < sizeof r->text - r->len);
  r->len += (size_t)n;
}

static enum co_status on_sheet(struct co_sink *sink, const struct co_sheet *s,
                               struct co_err *err) {
  (void)err;
  note((struct recorder *)sink, "sheet %.*s, %u frozen%s\n", CO_STR(s->name),
       s->freeze_rows, s->plain ? ", plain" : "");
  return CO_OK;
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct recorder *r = (struct recorder *)sink;
  (void)err;
  for (uint32_t i = 0; i < row->count; i++) {
    const struct co_cell *c = &row->cells[i];
    char a1[CO_A1_TEXT];
    note(r, "%s %s%d %.*s", co_a1(row->row, c->col, a1),
         co_cell_letter(c->kind), (int)c->look, CO_STR(c->text));
    if (c->formula.len) note(r, " =%.*s", CO_STR(c->formula));
    if (c->link.len) note(r, " ->%.*s", CO_STR(c->link));
    note(r, "\n");
  }
  return CO_OK;
}

static enum co_status on_range(struct co_sink *sink, const struct co_range *g,
                               struct co_err *err) {
  struct recorder *r = (struct recorder *)sink;
  char a[CO_A1_TEXT], b[CO_A1_TEXT];
  (void)err;
  if (g->open) return CO_OK;
  note(r, "range %.*s %s:%s", CO_STR(g->name),
       co_a1(g->first_row, g->first_col, a),
       co_a1(g->last_row, g->last_col, b));
  for (uint32_t i = 0; i <= g->last_col - g->first_col; i++) {
    note(r, " %g/%zu", g->columns[i].width, g->columns[i].choice_count);
    if (g->columns[i].formula.len)
      note(r, " =%.*s", CO_STR(g->columns[i].formula));
  }
  note(r, "\n");
  for (uint32_t bar = 0; g->chart && bar < g->chart->bars; bar++) {
    note(r, "bar %.*s", CO_STR(g->chart->labels[bar]));
    for (size_t i = 0; i < g->chart->series_count; i++)
      note(r, " %.*s=%.*s", CO_STR(g->chart->series[i].name),
           CO_STR(g->chart->series[i].values[bar]));
    note(r, "\n");
  }
  if (g->chart)
    note(r, "chart in rows %u to %u: %.*s\n", g->chart->row + 1,
         g->chart->row + g->chart->rows, CO_STR(g->chart->describes));
  return CO_OK;
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  (void)err;
  note((struct recorder *)sink, "end\n");
  return CO_OK;
}

static struct recorder recorder;

static struct co_sink *record(void) {
  recorder =
      (struct recorder){{on_sheet, on_row, on_range, on_end, NULL}, "", 0};
  return &recorder.sink;
}

/* --- plans as a pack would have them ------------------------------------- */

struct scene {
  char folder[32], reports[48], file[64];
  struct co_pack pack;
  struct co_plan *plan;
};

static void open_scene(struct scene *s, const char *yaml) {
  *s = (struct scene){.folder = "/tmp/co-plan-XXXXXX"};
  assert_non_null(mkdtemp(s->folder));
  snprintf(s->reports, sizeof s->reports, "%s/reports", s->folder);
  snprintf(s->file, sizeof s->file, "%s/p.yaml", s->reports);
  assert_int_equal(mkdir(s->reports, 0700), 0);
  FILE *f = fopen(s->file, "w");
  assert_non_null(f);
  fputs(yaml, f);
  assert_int_equal(fclose(f), 0);
  s->pack.dir = s->folder;
  s->pack.model = council;
  s->pack.problems.arena = &s->pack.arena;
  OK(co_plan_load(&s->plan, &s->pack, "p", err));
}

static void close_scene(struct scene *s) {
  co_plan_free(s->plan);
  co_problems_clear(&s->pack.problems);
  co_arena_clear(&s->pack.arena);
  unlink(s->file);
  rmdir(s->reports);
  rmdir(s->folder);
}

/* "line: text" of each mistake. */
static const char *mistakes(const struct scene *s) {
  static char text[4096];
  size_t len = 0;
  text[0] = '\0';
  for (size_t i = 0; i < s->pack.problems.count; i++)
    len += (size_t)snprintf(text + len, sizeof text - len, "%s%u: %.*s",
                            i ? "\n" : "", s->pack.problems.list[i].line,
                            CO_STR(s->pack.problems.list[i].text));
  return text;
}

static struct co_store *some_records(void) {
  struct co_store *store = open_store(NULL);
  OK(co_store_begin(store, (struct co_str){0}, err));
  begin_source(store, "in/a.csv");
  put(store, ACTION, 3,
      "ref=A1|title=Pay\x01roll|deadline=2009-09-30|status=on_target");
  put(store, ACTION, 4, "ref=A2|title=Audit|deadline=1899-12-31");
  put(store, AMOUNT, 5, "statement=S|line=L|value=1234.50|unit=gbp");
  put(store, AMOUNT, 6, "statement=S|line=M|value=-0.25|unit=gbp");
  put(store, AMOUNT, 7, "statement=S|line=N|value=12345678901234.56|unit=gbp");
  put(store, PROGRESS, 8, "action_ref=A1|percent_complete=12.5");
  put(store, PROGRESS, 9, "action_ref=A2|narrative=later");
  OK(co_store_keep(store, err));
  OK(co_store_commit(store, err));
  return store;
}

/* A plan of one sheet with one block, whose query and columns are given. */
#define PLAN(block)                       \
  "plan: p\nsheets:\n  - sheet: One\n"    \
  "    title: The title\n    freeze: 3\n" \
  "    blocks:\n" block

static void writes_as(enum co_plan_shape shape, const char *yaml,
                      const char *expect) {
  struct scene s;
  struct co_store *store = some_records();
  open_scene(&s, yaml);
  assert_string_equal(mistakes(&s), "");
  co_plan_prepare(s.plan, store, &s.pack.problems);
  assert_string_equal(mistakes(&s), "");
  OK(co_plan_write(s.plan, shape, CO_SHEET_ROWS, store, record(), err));
  assert_string_equal(recorder.text, expect);
  close_scene(&s);
  co_store_free(store);
}

static void writes(const char *yaml, const char *expect) {
  writes_as(CO_PLAN_WORKING, yaml, expect);
}

/* Looks are numbers of enum co_look: 0 plain, 1 percent, 2 money, 3 whole,
 * 4 wrap, 5 title, 6 heading, 7 header, 8 total. */
static void a_table(void **state) {
  (void)state;
  writes(PLAN("      - table: Actions\n"
              "        note: A note\n"
              "        query: SELECT ref, title, deadline, status,"
              " 'Two!B7' AS place FROM action ORDER BY _id\n"
              "        columns:\n"
              "          - {name: Ref, from: ref, link: place}\n"
              "          - {name: Title, from: title, type: wrap}\n"
              "          - {name: Due, from: deadline, type: date}\n"
              "          - {name: Status, from: status, codes: status}\n"),
         "sheet One, 3 frozen\n"
         "A1 s5 The title\n"
         "A2 s0 A note\n"
         "A3 s7 Ref\nB3 s7 Title\nC3 s7 Due\nD3 s7 Status\n"
         "A4 s4 A1\n" /* there is no sheet 'Two' to lead to */
         "B4 s4 Pay\xEF\xBF\xBDroll\n"
         "C4 d0 2009-09-30\nD4 s4 On Target\n"
         "A5 s4 A2\nB5 s4 Audit\n"
         "C5 s4 1899-12-31\n" /* no date that a workbook can hold */
         "range Actions A3:D5 16/0 50/0 13/0 16/7\n"
         "end\n");
}

static void exact_numbers_and_totals(void **state) {
  (void)state;
  writes(PLAN("      - title: Money\n"
              "        query: SELECT line, value_exact FROM amount"
              " WHERE value_exact < 1000000 ORDER BY _id\n"
              "        columns:\n"
              "          - {name: Line, from: line}\n"
              "          - {name: Value, from: value_exact, type: money,"
              " scale: 2, total: yes}\n"
              "      - query: SELECT line, value_exact, 2 AS places"
              " FROM amount WHERE value_exact > 1000000\n"
              "        columns:\n"
              "          - {name: Value, from: value_exact, type: number,"
              " scale: places}\n"),
         "sheet One, 3 frozen\n"
         "A1 s5 The title\n"
         "A3 s6 Money\n"
         "A4 s7 Line\nB4 s7 Value\n"
         "A5 s0 L\nB5 n2 1234.5\nA6 s0 M\nB6 n2 -0.25\n"
         "A7 s8 Total\nB7 n2 1234.25 =SUM(B5:B6)\n"
         "range  A4:B6 16/0 17/0\n"
         "A9 s7 Value\n"
         "A10 s0 12345678901234.56\n" /* 16 digits: a double would round */
         "range  A9:A10 16/0\n"
         "end\n");
}

static void totals_keep_to_their_range(void **state) {
  (void)state;
  struct scene s;
  struct co_err err = {0};
  struct co_store *store = some_records();
  open_scene(&s, PLAN("      - query: SELECT 9223372036854775807 AS n"
                      " UNION ALL SELECT 1\n"
                      "        columns:\n"
                      "          - {name: N, from: n, type: whole,"
                      " total: yes}\n"));
  co_plan_prepare(s.plan, store, &s.pack.problems);
  assert_string_equal(mistakes(&s), "");
  assert_int_equal(co_plan_write(s.plan, CO_PLAN_WORKING, CO_SHEET_ROWS, store,
                                 record(), &err),
                   CO_EOUTPUT);
  assert_int_equal(err.code, CO_X_OUTPUT_TOTAL);
  close_scene(&s);
  co_store_free(store);
}

/* Numbers as a workbook gives them back, else it would be taken for damaged;
 * what it cannot hold is text. */
static void what_queries_reckon(void **state) {
  (void)state;
  writes(
      PLAN("      - query: SELECT -1.25e-5 AS a, 1.0/300000 AS b, 1e300 AS c,"
           " -1e999 AS d, '2010-02-30' AS e, '12' AS f\n"
           "        columns:\n"
           "          - {name: Short, from: a, type: number}\n"
           "          - {name: Long, from: b, type: number}\n"
           "          - {name: Great, from: c, type: number}\n"
           "          - {name: Endless, from: d, type: number}\n"
           "          - {name: No day, from: e, type: date}\n"
           "          - {name: Word, from: f, type: whole, total: yes}\n"),
      "sheet One, 3 frozen\n"
      "A1 s5 The title\n"
      "A3 s7 Short\nB3 s7 Long\nC3 s7 Great\nD3 s7 Endless\nE3 s7 No day\n"
      "F3 s7 Word\n"
      "A4 n0 -0.0000125\nB4 n0 3.33333333333333e-06\nC4 s0 1e+300\n"
      "D4 s0 -Inf\nE4 s0 2010-02-30\nF4 s3 12\n"
      "A5 s8 Total\nB5 0 \nC5 0 \nD5 0 \nE5 0 \nF5 n3 0 =SUM(F4:F4)\n"
      "range  A3:F4 11/0 11/0 11/0 11/0 13/0 11/0\n"
      "end\n");
}

static void formulas(void **state) {
  (void)state;
  writes(PLAN("      - query: SELECT action_ref, percent_complete_exact AS p,"
              " 'none yet' AS words FROM progress ORDER BY _id\n"
              "        columns:\n"
              "          - {name: Ref, from: action_ref}\n"
              "          - {name: Done, from: p, otherwise: words,"
              " type: percent, scale: 6,"
              " formula: 'F({Ref},{{1}},\"x\",{Ref})'}\n"),
         "sheet One, 3 frozen\n"
         "A1 s5 The title\n"
         "A3 s7 Ref\nB3 s7 Done\n"
         "A4 s0 A1\nB4 n1 0.125 =F($A4,{1},\"x\",$A4)\n"
         "A5 s0 A2\nB5 s1 none yet =F($A5,{1},\"x\",$A5)\n"
         "range  A3:B5 16/0 11/0\n"
         "end\n");
}

/* In a table all rows have one formula, which the table has, too; not where a
 * header has signs of its own. */
static void formulas_of_tables(void **state) {
  (void)state;
  writes(
      PLAN("      - table: Refs\n"
           "        query: SELECT action_ref AS a, 1 AS b FROM progress"
           " ORDER BY _id\n"
           "        columns:\n"
           "          - {name: Ref, from: a}\n"
           "          - {name: 'No. #', from: a}\n"
           "          - {name: One, from: b, formula: 'F({Ref},Refs[Ref])'}\n"
           "          - {name: Two, from: b, formula: 'F({Ref},{No. #})'}\n"),
      "sheet One, 3 frozen\n"
      "A1 s5 The title\n"
      "A3 s7 Ref\nB3 s7 No. #\nC3 s7 One\nD3 s7 Two\n"
      "A4 s0 A1\nB4 s0 A1\nC4 s0 1 =F(Refs[[#This Row],[Ref]],Refs[Ref])\n"
      "D4 s0 1 =F($A4,$B4)\n"
      "A5 s0 A2\nB5 s0 A2\nC5 s0 1 =F(Refs[[#This Row],[Ref]],Refs[Ref])\n"
      "D5 s0 1 =F($A5,$B5)\n"
      "range Refs A3:D5 16/0 16/0 16/0"
      " =F(Refs[[#This Row],[Ref]],Refs[Ref]) 16/0\n"
      "end\n");
}

static void nothing_there(void **state) {
  (void)state;
  writes(
      "plan: p\n"
      "shared:\n"
      "  none: |\n"
      "    SELECT * FROM risk -- there are none\n"
      "lists:\n"
      "  words: [{label: 'Yes', colour: C6EFCE}, {label: 'No'}]\n"
      "sheets:\n"
      "  - sheet: Risks\n"
      "    blocks:\n"
      "      - table: Risks\n"
      "        empty: No risks.\n"
      "        query: SELECT initial FROM none\n"
      "        columns:\n"
      "          - {name: Initial, from: initial, codes: words, width: 9}\n"
      "      - {title: Notes, note: One line of text}\n",
      "sheet Risks, 0 frozen\n"
      "A3 s7 Initial\nA4 s0 No risks.\n"
      "range Risks A3:A4 9/2\n"
      "A6 s6 Notes\nA7 s0 One line of text\n"
      "end\n");
}

/* --- shapes -------------------------------------------------------------- */

/* Two sheets: texts and two tables, with a total, a chart and links. */
static const char shaped[] =
    "plan: p\n"
    "sheets:\n"
    "  - sheet: First\n"
    "    title: The first sheet\n"
    "    describes: Two tables\n"
    "    freeze: 3\n"
    "    page: yes\n"
    "    blocks:\n"
    "      - {title: About, note: A line of text}\n"
    "      - title: Second\n"
    "        query: SELECT line, value_exact, 'Lines[2]' AS a,"
    " 'First' AS b FROM amount WHERE value_exact < 1000000 ORDER BY _id\n"
    "        chart: {title: Bars, describes: Two bars., labels: Line,"
    " series: {Value: AA0000}}\n"
    "        columns:\n"
    "          - {name: Line, from: line, link: a, width: 9}\n"
    "          - {name: Value, from: value_exact, type: money, scale: 2,"
    " total: yes, formula: '{Line}', link: b}\n"
    "  - sheet: Lines\n"
    "    title: All lines\n"
    "    blocks:\n"
    "      - table: Lines\n"
    "        note: A note\n"
    "        query: SELECT line FROM amount ORDER BY _id LIMIT 2\n"
    "        columns: [{name: Line, from: line}]\n";

static void working(void **state) {
  (void)state;
  writes(shaped,
         "sheet First, 3 frozen\n"
         "A1 s5 The first sheet\n"
         "A3 s6 About\nA4 s0 A line of text\n"
         "A6 s6 Second\n"
         "A7 s7 Line\nB7 s7 Value\n"
         "A8 s0 L ->internal:'Lines'!A5\n"
         "B8 n2 1234.5 =$A8 ->internal:'First'!A1\n"
         "A9 s0 M ->internal:'Lines'!A5\n"
         "B9 n2 -0.25 =$A9 ->internal:'First'!A1\n"
         "A10 s8 Total\nB10 n2 1234.25 =SUM(B8:B9)\n"
         "range  A7:B9 9/0 17/0\n"
         "bar L Value=1234.5\nbar M Value=-0.25\n"
         "chart in rows 12 to 28: Two bars. L: Value 1234.5. M: Value -0.25.\n"
         "sheet Lines, 0 frozen\n"
         "A1 s5 All lines\nA2 s0 A note\nA3 s7 Line\nA4 s0 L\nA5 s0 M\n"
         "range Lines A3:A5 16/0\n"
         "end\n");
}

static void publish(void **state) {
  (void)state;
  writes_as(CO_PLAN_PUBLISH, shaped,
            "sheet About, 0 frozen, plain\n"
            "A1 s5 About\nA2 s0 This worksheet contains one table\n"
            "A3 s7 Subject\nB3 s7 Note\n"
            "A4 s4 About\nB4 s4 A line of text\n"
            "range Published_table_1 A3:B4 30/0 90/0\n"
            "sheet Second, 0 frozen, plain\n"
            "A1 s5 Second\nA2 s0 This worksheet contains one table\n"
            "A3 s7 Line\nB3 s7 Value\n"
            "A4 s0 L ->internal:'Lines'!A6\nB4 n2 1234.5 =$A4\n"
            "A5 s0 M ->internal:'Lines'!A6\nB5 n2 -0.25 =$A5\n"
            "A6 s8 Total\nB6 n2 1234.25 =SUM(B4:B5)\n"
            "range Published_table_2 A3:B6 9/0 17/0\n"
            "sheet Lines, 0 frozen, plain\n"
            "A1 s5 All lines\nA2 s0 This worksheet contains one table\n"
            "A3 s0 A note\nA4 s7 Line\nA5 s0 L\nA6 s0 M\n"
            "range Lines A4:A6 16/0\n"
            "end\n");
}

static void data(void **state) {
  (void)state;
  writes_as(CO_PLAN_DATA, shaped,
            "sheet First, 0 frozen\n"
            "A1 s7 Line\nB1 s7 Value\n"
            "A2 s0 L\nB2 n2 1234.5\nA3 s0 M\nB3 n2 -0.25\n"
            "range  A1:B3 9/0 17/0\n"
            "sheet Lines, 0 frozen\n"
            "A1 s7 Line\nA2 s0 L\nA3 s0 M\n"
            "range Lines A1:A3 16/0\n"
            "end\n");
}

/* Only what is marked; links to what is not there are left out. */
static void page(void **state) {
  (void)state;
  writes_as(
      CO_PLAN_PAGE, shaped,
      "sheet First, 0 frozen\n"
      "A1 s5 The first sheet\n"
      "A3 s6 About\nA4 s0 A line of text\n"
      "A6 s6 Second\n"
      "A7 s7 Line\nB7 s7 Value\n"
      "A8 s0 L\nB8 n2 1234.5 =$A8 ->internal:'First'!A1\n"
      "A9 s0 M\nB9 n2 -0.25 =$A9 ->internal:'First'!A1\n"
      "A10 s8 Total\nB10 n2 1234.25 =SUM(B8:B9)\n"
      "range  A7:B9 9/0 17/0\n"
      "bar L Value=1234.5\nbar M Value=-0.25\n"
      "chart in rows 12 to 28: Two bars. L: Value 1234.5. M: Value -0.25.\n"
      "end\n");
}

/* A chart is as high as its bars need. */
static void many_bars(void **state) {
  (void)state;
  writes(
      "plan: p\n"
      "sheets:\n"
      "  - sheet: Bars\n"
      "    blocks:\n"
      "      - query: \"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT"
      " i + 1 FROM n WHERE i < 10) SELECT i, 0 AS z FROM n ORDER BY i\"\n"
      "        chart: {title: T, describes: D, labels: I, series:"
      " {Z: AA0000}}\n"
      "        columns: [{name: I, from: i}, {name: Z, from: z,"
      " type: whole}]\n"
      "      - {title: Below}\n",
      "sheet Bars, 0 frozen\n"
      "A3 s7 I\nB3 s7 Z\n"
      "A4 s0 1\nB4 n3 0\nA5 s0 2\nB5 n3 0\nA6 s0 3\nB6 n3 0\n"
      "A7 s0 4\nB7 n3 0\nA8 s0 5\nB8 n3 0\nA9 s0 6\nB9 n3 0\n"
      "A10 s0 7\nB10 n3 0\nA11 s0 8\nB11 n3 0\nA12 s0 9\nB12 n3 0\n"
      "A13 s0 10\nB13 n3 0\n"
      "range  A3:B13 16/0 11/0\n"
      "bar 1 Z=0\nbar 2 Z=0\nbar 3 Z=0\nbar 4 Z=0\nbar 5 Z=0\n"
      "bar 6 Z=0\nbar 7 Z=0\nbar 8 Z=0\nbar 9 Z=0\nbar 10 Z=0\n"
      "chart in rows 15 to 33: D 1: . 2: . 3: . 4: . 5: . 6: . 7: . 8: ."
      " 9: . 10: .\n"
      "A35 s6 Below\n"
      "end\n");
}

/* The name of a sheet stands in quotes. */
static void link_to_a_quote(void **state) {
  (void)state;
  writes(
      "plan: p\n"
      "sheets:\n"
      "  - sheet: Director's list\n"
      "    blocks:\n"
      "      - query: \"SELECT 'Director''s list' AS place\"\n"
      "        columns: [{name: To, from: place, link: place, width: 9}]\n",
      "sheet Director's list, 0 frozen\n"
      "A3 s7 To\n"
      "A4 s0 Director's list ->internal:'Director''s list'!A1\n"
      "range  A3:A4 9/0\n"
      "end\n");
}

/* What a plan's queries know about the plan; quotes and breaks in it do no
 * harm, and blocks without a width take the one above. */
static void words(void **state) {
  (void)state;
  writes(
      "plan: p\n"
      "notes: {Name: What it's called}\n"
      "lists:\n"
      "  words: [{label: It's, symbol: x, note: a 'word'}]\n"
      "sheets:\n"
      "  - sheet: One\n"
      "    describes: \"Line one\\nand two\"\n"
      "    blocks:\n"
      "      - query: SELECT position, sheet, describes FROM plan_sheet\n"
      "        columns:\n"
      "          - {name: Place, from: position, type: whole, width: 7}\n"
      "          - {name: Name, from: sheet, width: 8}\n"
      "          - {name: What, from: describes}\n"
      "      - query: SELECT name, note FROM plan_column"
      " WHERE name = 'Name' ORDER BY position\n"
      "        columns: [{name: A, from: name}, {name: B, from: note}]\n"
      "      - query: SELECT label, note FROM plan_code\n"
      "        columns: [{name: C, from: label}, {name: D, from: note}]\n",
      "sheet One, 0 frozen\n"
      "A3 s7 Place\nB3 s7 Name\nC3 s7 What\n"
      "A4 n3 1\nB4 s0 One\nC4 s0 Line one and two\n"
      "range  A3:C4 7/0 8/0 16/0\n"
      "A6 s7 A\nB6 s7 B\nA7 s0 Name\nB7 s0 What it's called\n"
      "range  A6:B7 7/0 8/0\n"
      "A9 s7 C\nB9 s7 D\nA10 s0 It's\nB10 s0 a 'word'\n"
      "range  A9:B10 7/0 8/0\n"
      "end\n");
}

/* --- mistakes ------------------------------------------------------------ */

#define BLOCK(columns)                          \
  PLAN(                                         \
      "      - query: SELECT ref FROM action\n" \
      "        columns: [" columns "]\n")

static const struct mistake_case {
  const char *yaml, *expect;
} mistake_cases[] = {
    {"plan: p\nsheets: []\n", "2: a plan needs a sheet"},
    {"plan: p\nsheet: x\n",
     "2: the key 'sheet' is not known here; did you mean 'sheets'?\n"
     "1: the key 'sheets' is missing here"},
    {BLOCK("{name: A}"), "8: the key 'from' is missing here"},
    {BLOCK("{name: A, from: ref, typ: date}"),
     "8: the key 'typ' is not known here; did you mean 'type'?"},
    {BLOCK("{name: A, from: ref, type: monye}"),
     "8: there is no type 'monye': did you mean 'money'; types are text, "
     "wrap, date, number, whole, percent and money"},
    {BLOCK("{name: A, from: ref, scale: 2}"),
     "8: scale is for numbers; give a type as well"},
    {BLOCK("{name: A, from: ref, type: money, total: yes}"),
     "8: only whole numbers, and numbers with a scale in digits, can be added "
     "up to the last digit"},
    {BLOCK("{name: A, from: ref, codes: colour}"),
     "8: there is no code list codes/colour.csv in this pack, and none of "
     "that name under 'lists'"},
    {BLOCK("{name: A, from: ref, formula: 'F({B})'}"),
     "8: the formula speaks of {B}, but this block has no column of that "
     "name"},
    {BLOCK("{name: A, from: ref, formula: 'F({A'}"),
     "8: a { in the formula is not closed; write {{ for a brace that belongs "
     "to the formula"},
    {PLAN("      - query: SELECT ref FROM action\n"
          "        columns: [{name: A, from: ref}]\n"
          "        chart: {labels: B, series: {C: AA0000}, titel: x}\n"),
     "9: the key 'titel' is not known here; did you mean 'title'?\n"
     "9: the chart speaks of 'B', but this block has no column of that name\n"
     "9: the chart speaks of 'C', but this block has no column of that name"},
    {BLOCK("{name: A, from: ref}, {name: a, from: ref}"),
     "8: two columns have the header 'a'"},
    {PLAN("      - table: T\n"),
     "7: 'T' is no name for a table: use letters (four or more) and "
     "underscores, nothing that looks like a cell\n"
     "7: the key 'query' is missing here"},
    {"plan: p\nsheets:\n  - {sheet: 'a/b', blocks: []}\n",
     "3: 'a/b' cannot be a sheet's name: Excel takes 1 to 31 characters "
     "without [ ] : * ? / \\, no quote at either end, and not 'History'"},
    {"plan: p\nsheets:\n  - {sheet: A, blocks: []}\n"
     "  - {sheet: a, blocks: []}\n",
     "4: two sheets are called 'a'"},
};

static void mistakes_are_told(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(mistake_cases); i++) {
    struct scene s;
    open_scene(&s, mistake_cases[i].yaml);
    assert_string_equal(mistakes(&s), mistake_cases[i].expect);
    close_scene(&s);
  }
}

/* Places are those of the file, whatever is put in front of the SQL. */
static void queries_are_checked(void **state) {
  (void)state;
  struct scene s;
  struct co_store *store = open_store(NULL);
  open_scene(&s,
             "plan: p\n"
             "shared:\n"
             "  a: |\n"
             "    SELECT *\n"
             "    FROM action\n"
             "  b: |\n"
             "    SELECT a.ref,\n"
             "           a.absent\n"
             "    FROM a\n"
             "sheets:\n"
             "  - sheet: One\n"
             "    blocks:\n"
             "      - query: SELECT ref FROM b\n"
             "        columns: [{name: A, from: ref}]\n"
             "      - query: SELECT ref FROM b\n"
             "        columns: [{name: A, from: ref}]\n"
             "      - query: |\n"
             "          SELECT ref,\n"
             "                 refs FROM a\n"
             "        columns: [{name: A, from: ref}]\n"
             "      - query: SELECT ref, title FROM a\n"
             "        columns: [{name: A, from: titel}]\n"
             "      - query: DELETE FROM a\n"
             "        columns: [{name: A, from: ref}]\n");
  assert_string_equal(mistakes(&s), "");
  co_plan_prepare(s.plan, store, &s.pack.problems);
  const char *told = mistakes(&s);
  assert_non_null(strstr(told, "8: the query cannot be used: no such column"));
  assert_non_null(strstr(told, "19: the query cannot be used: no such column"));
  assert_non_null(strstr(told,
                         "22: the query gives no column 'titel'; did "
                         "you mean 'title'?"));
  assert_non_null(strstr(told, "23: the query cannot be used"));
  assert_int_equal(s.pack.problems.count, 4); /* b is told once */
  close_scene(&s);
  co_store_free(store);
}

static void no_such_plan(void **state) {
  (void)state;
  struct scene s;
  struct co_plan *plan = NULL;
  struct co_err err = {0};
  open_scene(&s, "plan: p\nsheets:\n  - {sheet: A, blocks: []}\n");
  assert_string_equal(co_plan_names(&s.pack)[0], "p");
  assert_null(co_plan_names(&s.pack)[1]);
  assert_int_equal(co_plan_load(&plan, &s.pack, "q", &err), CO_EPACK);
  assert_null(plan);
  assert_non_null(strstr(err.text,
                         "has no report plan 'q' (reports/q.yaml); "
                         "there are: p"));
  close_scene(&s);
}

/* --- the shipped plan, and records --------------------------------------- */

static enum co_status count_row(struct co_sink *sink, const struct co_row *row,
                                struct co_err *err) {
  (void)err;
  ((struct recorder *)sink)->len += row->count;
  return CO_OK;
}

static enum co_status any_sheet(struct co_sink *sink, const struct co_sheet *s,
                                struct co_err *err) {
  (void)sink;
  (void)s;
  (void)err;
  return CO_OK;
}

/* Every column of the shipped plan says what it means. */
static void all_is_explained(void **state) {
  (void)state;
  struct co_pack *pack = NULL;
  struct co_plan *plan = NULL;
  OK(co_pack_open(&pack, TEST_SOURCE_DIR "/mappings/council", err));
  OK(co_plan_load(&plan, pack, "master", err));
  for (size_t s = 0; s < plan->sheet_count; s++) {
    const struct co_plan_sheet *sheet = &plan->sheets[s];
    if (!sheet->describes.len)
      fail_msg("no words on %.*s", CO_STR(sheet->name));
    for (size_t b = 0; b < sheet->block_count; b++)
      for (size_t c = 0; c < sheet->blocks[b].column_count; c++)
        if (!sheet->blocks[b].columns[c].note.len)
          fail_msg("no note on %.*s of %.*s",
                   CO_STR(sheet->blocks[b].columns[c].name),
                   CO_STR(sheet->name));
  }
  co_plan_free(plan);
  co_pack_free(pack);
}

static void the_shipped_plan(void **state) {
  (void)state;
  struct co_pack *pack = NULL;
  struct co_plan *plan = NULL;
  struct co_store *store = NULL;
  OK(co_pack_open(&pack, TEST_SOURCE_DIR "/mappings/council", err));
  OK(co_plan_load(&plan, pack, "master", err));
  OK(co_store_open(&store, &pack->model, NULL, err));
  OK(co_store_begin(store, (struct co_str){0}, err));
  OK(co_store_commit(store, err));
  co_plan_prepare(plan, store, &pack->problems);
  for (size_t i = 0; i < pack->problems.count; i++)
    print_error("%.*s:%u: %.*s\n", CO_STR(pack->problems.list[i].file),
                pack->problems.list[i].line,
                CO_STR(pack->problems.list[i].text));
  assert_int_equal(pack->problems.count, 0);
  for (int shape = CO_PLAN_WORKING; shape <= CO_PLAN_PAGE; shape++) {
    record()->row = count_row;
    recorder.sink.sheet = any_sheet;
    recorder.sink.range = NULL;
    OK(co_plan_write(plan, (enum co_plan_shape)shape, CO_SHEET_ROWS, store,
                     &recorder.sink, err));
    assert_true(recorder.len > 100);
  }
  co_store_free(store);
  co_plan_free(plan);
  co_pack_free(pack);
}

static void records(void **state) {
  (void)state;
  struct co_store *store = some_records();
  OK(co_records_write(store, &kinds[PROGRESS], record(), err));
  assert_string_equal(
      recorder.text,
      "sheet progress, 0 frozen\n"
      "A1 s7 action_ref\nB1 s7 period\nC1 s7 status\n"
      "D1 s7 percent_complete\nE1 s7 narrative\n"
      "F1 s7 issues\nG1 s7 _source\nH1 s7 _sheet\nI1 s7 _cell\n"
      "A2 s0 A1\nD2 n0 12.5\nG2 s0 in/a.csv\nH2 s0 Sheet\nI2 s0 A9\n"
      "A3 s0 A2\nE3 s0 later\nG3 s0 in/a.csv\nH3 s0 Sheet\nI3 s0 A10\n"
      "end\n");
  co_store_free(store);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_table),
      cmocka_unit_test(exact_numbers_and_totals),
      cmocka_unit_test(totals_keep_to_their_range),
      cmocka_unit_test(what_queries_reckon),
      cmocka_unit_test(formulas),
      cmocka_unit_test(formulas_of_tables),
      cmocka_unit_test(nothing_there),
      cmocka_unit_test(working),
      cmocka_unit_test(publish),
      cmocka_unit_test(data),
      cmocka_unit_test(page),
      cmocka_unit_test(many_bars),
      cmocka_unit_test(link_to_a_quote),
      cmocka_unit_test(words),
      cmocka_unit_test(all_is_explained),
      cmocka_unit_test(mistakes_are_told),
      cmocka_unit_test(queries_are_checked),
      cmocka_unit_test(no_such_plan),
      cmocka_unit_test(the_shipped_plan),
      cmocka_unit_test(records),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

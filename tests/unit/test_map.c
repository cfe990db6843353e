/* test_map.c - the mapper: rows of cells in, what the intake was told out, as
 * text.
 *
 * Each case is a layout, a sheet drawn as text (a line a row, | between the
 * cells, an empty line a blank row) and the lines expected. The model and the
 * code lists are those of the shipped pack. */
#include "layout_dir.h"
#include "number.h"
#include "table.h"
#include "value_text.h"

/* --- The recorder -------------------------------------------------------- */

struct recorder {
  struct co_intake intake;
  struct co_arena arena;
  struct co_buf said, ledger; /* the ledger is shown behind the rest */
};

static enum co_status on_source(struct co_intake *i, const struct co_source *s,
                                struct co_err *err) {
  (void)i, (void)s, (void)err;
  return CO_OK;
}

static enum co_status on_region(struct co_intake *i, const struct co_region *r,
                                struct co_err *err) {
  (void)i, (void)r, (void)err;
  return CO_OK;
}

static enum co_status on_record(struct co_intake *i, const struct co_record *r,
                                struct co_err *err) {
  struct recorder *rec = (struct recorder *)i;
  char a1[CO_A1_TEXT];
  (void)err;
  if (co_str_is(r->kind->name, "return")) return CO_OK;
  co_buf_printf(&rec->said, "%.*s %s", CO_STR(r->kind->name),
                co_a1(r->row, r->col, a1));
  for (size_t f = 0; f < r->kind->field_count; f++)
    if (r->values[f].present)
      co_buf_printf(
          &rec->said, " %.*s=%.*s", CO_STR(r->kind->fields[f].name),
          CO_STR(value_text(&rec->arena, &r->kind->fields[f], &r->values[f])));
  co_buf_printf(&rec->said, "\n");
  return CO_OK;
}

static enum co_status on_finding(struct co_intake *i,
                                 const struct co_finding *f,
                                 struct co_err *err) {
  struct recorder *rec = (struct recorder *)i;
  char a1[CO_A1_TEXT];
  (void)err;
  co_buf_printf(&rec->said, "! %.*s %s\n", CO_STR(f->check),
                f->row == CO_OWN ? "-" : co_a1(f->row, f->col, a1));
  return CO_OK;
}

static enum co_status on_ledger(struct co_intake *i, const struct co_ledger *l,
                                struct co_err *err) {
  struct recorder *rec = (struct recorder *)i;
  (void)err;
  co_buf_printf(&rec->ledger, "# %u-%u %u %s %.*s\n",
                (unsigned)l->first_row + 1, (unsigned)l->last_row + 1,
                (unsigned)l->rows, co_disposition_names[l->disposition],
                CO_STR(l->rule));
  return CO_OK;
}

static enum co_status on_tally(struct co_intake *i, const struct co_tally *t,
                               struct co_err *err) {
  struct recorder *rec = (struct recorder *)i;
  char in[CO_DECIMAL_TEXT], ex[CO_DECIMAL_TEXT], rj[CO_DECIMAL_TEXT];
  (void)err;
  if (!t->has_column) return CO_OK;
  co_buf_printf(&rec->ledger, "= %.*s %s %s %s\n", CO_STR(t->column),
                co_decimal_text(t->in, t->scale, in),
                co_decimal_text(t->excluded, t->scale, ex),
                co_decimal_text(t->rejected, t->scale, rj));
  return CO_OK;
}

static void recorder_init(struct recorder *r) {
  *r = (struct recorder){.intake = {on_source, on_region, on_record, on_finding,
                                    on_ledger, on_tally}};
}

/* --- Sheets drawn as text ------------------------------------------------ */

/* Cells of one line into cells; ~ stands for a line break in a cell, # begins
 * an error. */
static uint32_t read_cells(struct co_arena *arena, const char *line, size_t len,
                           struct co_cell *cells) {
  uint32_t count = 0, col = 0;
  for (size_t start = 0; start <= len; col++) {
    size_t end = start;
    while (end < len && line[end] != '|')
      end++;
    struct co_str text =
        co_str_trim((struct co_str){line + start, end - start});
    char *copy = co_arena_cstr(arena, text);
    for (char *p = copy; *p; p++)
      if (*p == '~') *p = '\n';
    enum co_cell_kind kind = *copy == '#' ? CO_CELL_ERROR : CO_CELL_TEXT;
    if (text.len)
      cells[count++] =
          (struct co_cell){.col = col, .kind = kind, .text = {copy, text.len}};
    start = end + 1;
  }
  return count;
}

static void feed(struct co_sink *sink, const char *drawing) {
  struct co_arena arena = CO_ARENA_INIT;
  struct co_sheet sheet = {.name = CO_LIT("Sheet")};
  struct co_cell cells[32];
  struct co_err err = {0};
  uint32_t number = 0;
  enum co_status status = sink->sheet(sink, &sheet, &err);
  while (*drawing && status == CO_OK) {
    size_t len = strcspn(drawing, "\n");
    struct co_row row = {.row = number++, .cells = cells};
    row.count = read_cells(&arena, drawing, len, cells);
    if (row.count) status = sink->row(sink, &row, &err);
    drawing += len + (drawing[len] == '\n');
  }
  assert_true(status == CO_OK || status == CO_STOP); /* it has seen enough */
  assert_int_equal(sink->end(sink, &err), CO_OK);
  co_arena_clear(&arena);
}

/* --- Rows mapped --------------------------------------------------------- */

#define TABLE                                                    \
  "facts: [{ match: 'Quarter (?<q>[1-4]) (?<year>.+)' }]\n"      \
  "tables:\n  - table: actions\n"                                \
  "    header: [Ref, Title, Lead, Deadline, Status]\n"           \
  "    records:\n      - record: action\n        columns:\n"     \
  "          Ref: ref\n          Title: title\n"                 \
  "          Lead: lead_officer\n          Deadline: deadline\n" \
  "          Status: status\n"
#define ACTIONS HEAD "dates: dmy\n" TABLE
#define UNDECLARED HEAD TABLE

#define ITEMS                                                            \
  HEAD "tables:\n  - table: items\n    header:\n"                        \
       "      - { name: Line, column: A }\n      - { name: Net, match: " \
       "'Net (?<year>\\d{4}/\\d\\d)' }\n      - { name: Note, ignored: " \
       "yes }\n    totals: 'Total'\n"                                    \
       "    records:\n      - record: amount\n        each:\n"           \
       "          - { column: Net, set: { period: '{year}' } }\n"        \
       "        value: { number: value, unit: unit, unit_is: gbp, "      \
       "nothing: ['-'] }\n        set: { line: '{Line}', item: '{header}' }\n"

static const struct mapped {
  const char *what, *layout, *drawing, *said;
} mapped[] = {
    {"columns in any order, header printed again", ACTIONS,
     "Plan\n\nStatus|Ref|Lead|Title|Deadline\n"
     "On Target|A1|Head|Do it|31-Mar-2010\n\n"
     "Ref|Title|Lead|Deadline|Status\nA2|Do more|Head|1/4/2010|Completed\n",
     "action B4 ref=A1 title=Do it lead_officer=Head deadline=2010-03-31 "
     "status=on_target\n"
     "action A7 ref=A2 title=Do more lead_officer=Head deadline=2010-04-01 "
     "status=completed\n"
     "# 1-1 1 context context\n"
     "# 3-3 1 header actions\n# 4-4 1 record actions\n"
     "# 6-6 1 header actions\n# 7-7 1 record actions\n"},
    {"an unknown word, an impossible date, a title that is missing", ACTIONS,
     "Ref|Title|Lead|Deadline|Status\nA1||Head|31/02/2010|On Targt\n",
     "! not_a_date D2\n! unknown_word E2\n! missing_key B2\n"
     "action A2 ref=A1 lead_officer=Head\n"
     "# 1-1 1 header actions\n# 2-2 1 record actions\n"},
    {"an unknown column, a stray cell, a column that is gone", ACTIONS,
     "Ref|Title|Head|Deadline|Status|Cost\nA1|Do it|X|1/4/2010|On Hold|5|6\n",
     "! missing_column A1\n! stray_cell G2\n"
     "action A2 ref=A1 title=Do it deadline=2010-04-01 status=on_hold\n"
     "! unknown_column C1\n! unknown_column F1\n"
     "# 1-1 1 header actions\n# 2-2 1 record actions\n"},
    {"dates that only month first explains", UNDECLARED,
     "Ref|Title|Lead|Deadline|Status\nA1|Do|Head|3/4/2010|\n"
     "A2|Do|Head|3/31/2010|\n",
     "action A2 ref=A1 title=Do lead_officer=Head deadline=2010-03-04\n"
     "action A3 ref=A2 title=Do lead_officer=Head deadline=2010-03-31\n"
     "# 1-1 1 header actions\n# 2-3 2 record actions\n"},
    {"dates that nothing explains", UNDECLARED,
     "Ref|Title|Lead|Deadline|Status\nA1|Do|Head|3/4/2010|\n",
     "action A2 ref=A1 title=Do lead_officer=Head deadline=2010-04-03\n"
     "! date_order_open -\n"
     "# 1-1 1 header actions\n# 2-2 1 record actions\n"},
    {"dates that contradict each other", UNDECLARED,
     "Ref|Title|Lead|Deadline|Status\nA1|Do|Head|31/3/2010|\n"
     "A2|Do|Head|3/31/2010|\n",
     "action A2 ref=A1 title=Do lead_officer=Head deadline=2010-03-31\n"
     "! not_a_date D3\n"
     "action A3 ref=A2 title=Do lead_officer=Head\n"
     "! date_order_mixed -\n"
     "# 1-1 1 header actions\n# 2-3 2 record actions\n"},
    {"children of a record without a key belong to nobody else",
     HEAD "tables:\n  - table: a\n    header: [Title, Lead]\n    records:\n"
          "      - record: action\n"
          "        columns: { Title: title, Lead: lead_officer }\n"
          "  - table: m\n    header: [Step, { name: Due, ignored: yes }]\n"
          "    records:\n"
          "      - record: milestone\n        under: action\n"
          "        columns: { Step: title }\n",
     "Title|Lead\nOne|Head\nTitle|Lead\n|Clerk\nStep|Due\nDo|\n",
     "action A2 title=One lead_officer=Head\n! missing_key A4\n"
     "action B4 lead_officer=Clerk\n! no_parent A6\nmilestone A6 title=Do\n"
     "# 1-1 1 header a\n# 2-2 1 record a\n# 3-3 1 header a\n"
     "# 4-4 1 record a\n# 5-5 1 header m\n# 6-6 1 record m\n"},
    {"children and parts of a rejected record belong to nobody else",
     HEAD "tables:\n  - table: a\n    header: [Ref, Title]\n    records:\n"
          "      - record: indicator\n        when_filled: [Ref]\n"
          "        columns: { Ref: ref, Title: title }\n"
          "        remember: { main: '{Ref}' }\n"
          "      - record: indicator\n        when_blank: [Ref]\n"
          "        columns: { Title: title }\n"
          "        set: { ref: '{main} / {Title}' }\n"
          "  - table: m\n    header: [Period, Value]\n    records:\n"
          "      - record: measure\n        under: indicator\n        each:\n"
          "          - { column: Value, set: { kind: actual } }\n"
          "        value: { number: value }\n"
          "        set: { period: '{Period}' }\n",
     "Ref|Title\nA1|One\nA2|#REF!\nPeriod|Value\n2009/10|5\n"
     "Ref|Title\n|Half\n",
     "indicator A2 ref=A1 title=One\n! error_cell B3\n! no_parent B5\n"
     "measure B5 period=2009/10 kind=actual value=5\n"
     "indicator B7 title=Half\n"
     "# 1-1 1 header a\n# 2-2 1 record a\n# 3-3 1 rejected a\n"
     "# 4-4 1 header m\n# 5-5 1 record m\n# 6-6 1 header a\n"
     "# 7-7 1 record a\n= Value 5 0 0\n"},
    {"figures on the lines of a cell add up",
     HEAD "tables:\n  - table: t\n    header: [Line, Net]\n"
          "    split: [Line, Net]\n    records:\n      - record: amount\n"
          "        each: [{ column: Net }]\n        value: { number: value }\n"
          "        set: { line: '{Line}' }\n",
     "Line|Net\nRent~Rates|5~7\n",
     "amount B2 line=Rent value=5\namount B2 line=Rates value=7\n"
     "# 1-1 1 header t\n# 2-2 1 record t\n= Net 12 0 0\n"},
    {"a fact after a label is neither another fact nor a table",
     HEAD "facts:\n  - { after: 'Lead', name: lead }\n"
          "  - { after: 'Due', name: due }\n"
          "  - { match: 'Level (?<level>.+)' }\n"
          "tables:\n  - table: a\n    header: [Title]\n    records:\n"
          "      - record: action\n        columns: { Title: title }\n"
          "        set: { lead_officer: '{lead}', level: '{level}', "
          "deadline: '{due}' }\n",
     "Lead|Head\nTitle\nOne\nLead\nLevel annual\nDue\nTitle\nTwo\n",
     "action A3 title=One lead_officer=Head\n"
     "action A8 title=Two level=annual lead_officer=Head\n"
     "# 1-1 1 context context\n# 2-2 1 header a\n# 3-3 1 record a\n"
     "# 4-6 3 context context\n# 7-7 1 header a\n# 8-8 1 record a\n"},
    {"a column that no rule takes, told once",
     HEAD "tables:\n  - table: a\n"
          "    header: [Ref, Title, Due, Lead, { name: No, ignored: yes }]\n"
          "    records:\n      - record: action\n"
          "        columns: { Title: title }\n"
          "        set: { lead_officer: 'Head of {Lead}' }\n",
     "Ref|Title|Due|Lead|No\n1|One|Soon|It|1\n"
     "Ref|Title|Due|Lead|No\n2|Two|Now||2\n",
     "! unread_column A1\n! unread_column C1\n"
     "action B2 title=One lead_officer=Head of It\naction B4 title=Two\n"
     "# 1-1 1 header a\n# 2-2 1 record a\n# 3-3 1 header a\n"
     "# 4-4 1 record a\n"},
    {"figures of a form, and those that are a part of a text",
     HEAD
     "tables:\n  - table: t\n    header: [Line, Net]\n    records:\n"
     "      - record: amount\n        each: [{ column: Net }]\n"
     "        value: { number: value }\n        set: { line: '{Line}' }\n"
     "  - table: e\n    header: [Line, Guess, { name: Unit, fill: down }]\n"
     "    records:\n      - record: amount\n        each: [{ column: Guess }]\n"
     "        value: { match: 'about (?<figure>\\w+)', number: value }\n"
     "        set: { line: '{Line}' }\n"
     "      - record: control_total\n        columns: { Unit: value }\n"
     "        set: { scope: unit, name: '{Line}' }\n"
     "forms:\n  - form: f\n    start: 'Carried'\n    one_row: true\n"
     "    cells: { sum: { after: 'Carried' } }\n    records:\n"
     "      - record: amount\n        each: [{ column: sum }]\n"
     "        value: { number: value }\n        set: { line: carried }\n",
     "Line|Net\nRent|10\nCarried|5\nLine|Guess|Unit\nFuel|about 7|3\n"
     "Food|about two|\n",
     "amount B2 line=Rent value=10\namount B3 line=carried value=5\n"
     "amount B5 line=Fuel value=7\ncontrol_total C5 scope=unit name=Fuel "
     "value=3\n! not_a_number B6\n"
     "control_total C5 scope=unit name=Food value=3\n"
     "# 1-1 1 header t\n# 2-2 1 record t\n# 3-3 1 record form\n"
     "# 4-4 1 header e\n# 5-6 2 record e\n= Net 22 0 0\n= Unit 6 0 0\n"},
    {"what is wrong with a heading is told once",
     HEAD "tables:\n  - table: t\n"
          "    header: [Line, { name: Net, match: 'Net (?<year>.+)' }]\n"
          "    records:\n      - record: amount\n        each:\n"
          "          - { column: Net, set: { period: '{year}' } }\n"
          "        value: { number: value }\n        set: { line: '{Line}' }\n",
     "Line|Net 2010\nRent|5\nRates|x\nFees|x\nFines|2\n",
     "! not_a_period B1\namount B2 line=Rent value=5\n! not_a_number B3\n"
     "! not_a_number B4\namount B5 line=Fines value=2\n"
     "# 1-1 1 header t\n# 2-2 1 record t\n# 3-4 2 rejected t\n"
     "# 5-5 1 record t\n= Net 2010 7 0 0\n"},
    {"continuation rows",
     ACTIONS "    continues: { when_blank: [Ref, Status] }\n",
     "Ref|Title|Lead|Deadline|Status\nA1|Do|||On Hold\n|it now||\n|again||\n",
     "action A2 ref=A1 title=Do it now again status=on_hold\n"
     "# 1-1 1 header actions\n# 2-2 1 record actions\n"
     "# 3-4 2 continuation actions\n"},
    {"lines of neighbouring cells pair", ACTIONS "    split: [Title, Status]\n",
     "Ref|Title|Lead|Deadline|Status\nA1|One~Two|Head||On Hold~Delayed\n"
     "A2|One~Two|||Delayed\n",
     "action A2 ref=A1 title=One lead_officer=Head status=on_hold\n"
     "action B2 title=Two status=delayed\n! lines_do_not_pair E3\n"
     "action A3 ref=A2 title=One status=delayed\naction B3 title=Two\n"
     "# 1-1 1 header actions\n# 2-3 2 record actions\n"},
    {"figures, totals, words that mean nothing", ITEMS,
     "|Net 2009/10|Note\nRent|1,000.50|x\nRates|(200)|\nBooks|-|\n"
     "Total|800.50|\n",
     "amount B2 line=Rent item=Net 2009/10 period=2009/10 value=1000.5 "
     "unit=gbp\namount B3 line=Rates item=Net 2009/10 period=2009/10 "
     "value=-200 unit=gbp\n"
     "# 1-1 1 header items\n# 2-3 2 record items\n"
     "# 4-4 1 skipped no value in the row\n# 5-5 1 total items\n"
     "= Net 2009/10 1601 800.5 0\n"},
    {"a figure that is none is rejected", ITEMS,
     "|Net 2009/10|Note\nRent|about 5|\n",
     "! not_a_number B2\n# 1-1 1 header items\n"
     "# 2-2 1 rejected items\n= Net 2009/10 0 0 0\n"},
    {"a form",
     HEAD "forms:\n  - form: totals\n    start: 'Total'\n    one_row: true\n"
          "    cells: { total: { after: 'Total' }, red: { after: 'Red' } }\n"
          "    records:\n      - record: control_total\n        each:\n"
          "          - { columns: [total, red], set: { name: '{header}' } }\n"
          "        value: { number: value }\n        set: { scope: all }\n",
     "Total|10|Green|9|Red|1\n",
     "! stray_cell C1\n! stray_cell D1\n"
     "control_total B1 scope=all name=total value=10\n"
     "control_total F1 scope=all name=red value=1\n# 1-1 1 record form\n"
     "= total 10 0 0\n= red 1 0 0\n"},
    {"a header of two rows, many columns, sub-rows",
     HEAD
     "tables:\n  - table: t\n    header_rows: 2\n    header:\n"
     "      - Ref\n      - Title\n"
     "      - { name: T, match: 'Targets (?<year>\\d\\d/\\d\\d)', many: true "
     "}\n"
     "    records:\n      - record: indicator\n        when_filled: [Ref]\n"
     "        columns: { Ref: ref, Title: title }\n"
     "        remember: { main: '{Ref}' }\n"
     "      - record: indicator\n        when_blank: [Ref]\n"
     "        columns: { Title: title }\n"
     "        set: { ref: '{main} / {Title}' }\n"
     "      - record: measure\n        under: indicator\n        each:\n"
     "          - { column: T, set: { kind: target, period: '{year}' } }\n"
     "        value: { number: value }\n",
     "Ref|Title|Targets|\n||08/09|09/10\nA1|One|1|2\n|Two|3|\n",
     "indicator A3 ref=A1 title=One\n"
     "measure C3 indicator_ref=A1 period=2008/09 kind=target value=1\n"
     "measure D3 indicator_ref=A1 period=2009/10 kind=target value=2\n"
     "indicator B4 ref=A1 / Two title=Two\n"
     "measure C4 indicator_ref=A1 / Two period=2008/09 kind=target value=3\n"
     "# 1-2 2 header t\n# 3-4 2 record t\n= Targets 08/09 4 0 0\n"
     "= Targets 09/10 2 0 0\n"},
    {"a header of two rows, taken over from another table",
     HEAD
     "tables:\n  - table: t\n    sheet: Other\n    header_rows: 2\n"
     "    header: [Name, { name: Sum, match: 'Sums \\d+' }]\n    records:\n"
     "      - record: action\n        columns: { Name: title, Sum: ref }\n"
     "  - table: u\n    like: t\n    sheet: Sheet\n",
     "Name|Sums\n|09\nOne|1\n",
     "action A3 ref=1 title=One\n! table_without_records -\n"
     "# 1-2 2 header u\n# 3-3 1 record u\n"},
    {"texts that join the first record of their parent",
     HEAD
     "tables:\n  - table: a\n    header: [Title, Lead]\n    records:\n"
     "      - record: action\n        columns: { Title: title, Lead: "
     "lead_officer }\n"
     "  - table: p\n    header: [Period, Done]\n    records:\n"
     "      - record: progress\n        under: action\n"
     "        columns: { Period: period, Done: percent_complete }\n"
     "  - table: n\n    header: [Story]\n    records:\n"
     "      - record: progress\n        under: action\n        joins: yes\n"
     "        columns: { Story: narrative }\n",
     "Title|Lead\nOne|\nPeriod|Done\n2009/10 Q2|50\n2009/10 Q1|25\nStory\n"
     "All\nwell\nTitle|Lead\nTwo|\n",
     "action A2 title=One\n"
     "progress A4 action_ref=One period=2009/10 Q2 percent_complete=50 "
     "narrative=All\nwell\n"
     "progress A5 action_ref=One period=2009/10 Q1 percent_complete=25\n"
     "action A10 title=Two\n"
     "# 1-1 1 header a\n# 2-2 1 record a\n# 3-3 1 header p\n"
     "# 4-5 2 record p\n# 6-6 1 header n\n# 7-8 2 record n\n"
     "# 9-9 1 header a\n# 10-10 1 record a\n= Done 75 0 0\n"},
    {"lines with a head, lines that belong to the one before, fill down",
     HEAD "tables:\n  - table: t\n"
          "    header: [{ name: Part, fill: down }, What, "
          "{ name: Goal, ignored: yes }, Result]\n"
          "    split: [Goal, { column: What, head: yes }, "
          "{ column: Result, joins: '\\(.*' }]\n"
          "    records:\n      - record: milestone\n        columns:\n"
          "          What: title\n          Result: commentary\n"
          "        set: { due_text: '{Part}' }\n",
     "Part|What|Goal|Result\nP1|Desk~· calls~· faults|9~8|7~(3 calls)~6\n"
     "|Other|1|2\n",
     "milestone B2 title=Desk / calls due_text=P1 commentary=7\n(3 calls)\n"
     "milestone B2 title=Desk / faults commentary=6\n"
     "milestone B3 title=Other due_text=P1 commentary=2\n"
     "# 1-1 1 header t\n# 2-3 2 record t\n"},
    {"a form with many of a cell, and lines",
     HEAD "forms:\n  - form: f\n    start: 'Objective (?<ref>.+)'\n    cells:\n"
          "      title: { after: 'Objective .+' }\n"
          "      plan: { after: 'Plan \\((?<year>.+)\\)', many: true }\n"
          "    records:\n      - record: action\n"
          "        columns: { ref: ref, title: title }\n"
          "      - record: milestone\n        under: action\n        each:\n"
          "          - { column: plan, lines: true, "
          "set: { financial_year: '{year}' } }\n"
          "        value: { match: '(?<title>.+) by (?<deadline>.+)', "
          "otherwise: title }\n",
     "Objective O1|Serve\nPlan (08/09)|• Do by June 2008~• Try\n"
     "Plan (09/10)|Go on by May 2009\n",
     "! unusual_text B2\naction A1 ref=O1 title=Serve\n"
     "milestone B2 action_ref=O1 title=Do deadline=2008-06-30 "
     "financial_year=2008/09\n"
     "milestone B2 action_ref=O1 title=Try financial_year=2008/09\n"
     "milestone B3 action_ref=O1 title=Go on deadline=2009-05-31 "
     "financial_year=2009/10\n# 1-3 3 record form\n"},
    {"links to records that are there, and to one that is not",
     HEAD "tables:\n  - table: a\n    header: [Title, Indicators]\n"
          "    records:\n      - record: action\n"
          "        columns: { Title: title }\n"
          "        links: { Indicators: indicator }\n"
          "  - table: i\n    header: [Ref, Name]\n    records:\n"
          "      - record: indicator\n"
          "        columns: { Ref: ref, Name: title }\n",
     "Title|Indicators\nOne|PI 1, 2; IP 3\nRef|Name\nPI 1|A\nPI 2|B\n"
     "PI 3|C\n",
     "action A2 title=One\nindicator A4 ref=PI 1 title=A\n"
     "indicator A5 ref=PI 2 title=B\nindicator A6 ref=PI 3 title=C\n"
     "! unknown_link B2\n# 1-1 1 header a\n# 2-2 1 record a\n"
     "# 3-3 1 header i\n# 4-6 3 record i\n"},
    {"totals that become control totals",
     HEAD
     "tables:\n  - table: t\n    header: [Line, Net]\n    totals:\n"
     "      match: 'Total'\n      records:\n        - record: control_total\n"
     "          each: [{ column: Net, set: { name: total } }]\n"
     "          value: { number: value }\n          set: { scope: lines }\n"
     "    records:\n      - record: amount\n        each:\n"
     "          - { column: Net }\n        value: { number: value }\n"
     "        set: { line: '{Line}' }\n",
     "Line|Net\nRent|5\nTotal|5\n",
     "amount B2 line=Rent value=5\n"
     "control_total B3 scope=lines name=total value=5\n"
     "# 1-1 1 header t\n# 2-2 1 record t\n# 3-3 1 total t\n= Net 10 5 0\n= Net "
     "5 0 0\n"},
    {"figures of rows that nothing explains are rejected",
     HEAD "tables:\n  - table: t\n    header: [Line, Net]\n"
          "    continues: { when_blank: [Line] }\n"
          "    records:\n      - record: amount\n        each:\n"
          "          - { column: Net }\n        value: { number: value }\n"
          "        set: { line: '{Line}' }\n",
     "Line|Net\n|7\nRent|5\n",
     "! unrecognised_row B2\namount B3 line=Rent value=5\n"
     "# 1-1 1 header t\n# 2-2 1 unrecognised t\n# 3-3 1 record t\n"
     "= Net 12 0 7\n"},
    {"skip rules", HEAD "skip: [{ rule: ruler, match: '[-| ]+' }]\n",
     "---|---\nText\n",
     "! unrecognised_row A2\n! no_records -\n# 1-1 1 skipped ruler\n"
     "# 2-2 1 unrecognised outside every table\n"},
};

/* What the recorder was told of a sheet; to be cleared by the caller. */
static void map_sheet(const char *what, const char *layout, const char *drawing,
                      struct recorder *rec) {
  struct co_pack *pack = NULL;
  struct co_layouts layouts;
  struct co_err err = {0};
  struct co_source source = {.path = CO_LIT("test.csv")};
  put_layout(layout);
  assert_int_equal(co_pack_open(&pack, dir, &err), CO_OK);
  co_layouts_load(&layouts, pack);
  if (pack->problems.count)
    fail_msg("%s: %.*s", what, CO_STR(pack->problems.list[0].text));
  recorder_init(rec);
  struct co_evidence evidence = {.gathering = true};
  for (int pass = 0; pass < 2; pass++) {
    struct co_intake *intake = pass ? &rec->intake : co_intake_nowhere();
    struct co_sink *mapper =
        co_mapper_new(&layouts.list[0], &source, intake, &evidence);
    feed(mapper, drawing);
    mapper->free(mapper);
    evidence.gathering = false;
  }
  co_evidence_clear(&evidence);
  co_buf_add_str(&rec->said, co_buf_str(&rec->ledger));
  co_buf_add(&rec->said, "", 1);
  co_layouts_free(&layouts);
  co_pack_free(pack);
}

static void recorder_clear(struct recorder *rec) {
  co_buf_clear(&rec->said);
  co_buf_clear(&rec->ledger);
  co_arena_clear(&rec->arena);
}

static void map_case(const struct mapped *c) {
  struct recorder rec;
  map_sheet(c->what, c->layout, c->drawing, &rec);
  if (strcmp(rec.said.ptr, c->said) != 0)
    fail_msg("%s\nexpected:\n%s\ngot:\n%s", c->what, c->said, rec.said.ptr);
  recorder_clear(&rec);
}

static void test_mapped(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof mapped / sizeof *mapped; i++)
    map_case(&mapped[i]);
}

/* --- Odd texts ------------------------------------------------------------ */

/* A title, and the finding that it is. What was UTF-8 and was taken for
 * Windows-1252: the second character is one that this has from 80 to BF. */
static const struct odd_title {
  const char *title, *finding;
} odd_titles[] = {
    {"caf\u00e9", ""},
    {"caf\u00c3\u00a9", "garbled_text"},
    {"\u00c2\u00a35", "garbled_text"},
    {"\u00c3\xC2\x80", "garbled_text"},
    {"\u00c3\u00bf", "garbled_text"},
    {"\u00c3\u00c0", ""},
    {"\u00c3x", ""},
    {"\u00c3\u20ac", "garbled_text"},
    {"\u00c3\u201a", "garbled_text"},
    {"\u00c3\u2013", "garbled_text"},
    {"\u00c3\u203a", "garbled_text"},
    {"\u00c3\u2012", ""},
    {"\u00c3\u203b", ""},
    {"\u00c3\u0192", "garbled_text"},
    {"\u00c3\u02c6", "garbled_text"},
    {"\u00c3\u02dc", "garbled_text"},
    {"\u00c3\u0152", "garbled_text"},
    {"\u00c3\u0153", "garbled_text"},
    {"\u00c3\u0160", "garbled_text"},
    {"\u00c3\u0161", "garbled_text"},
    {"\u00c3\u0178", "garbled_text"},
    {"\u00c3\u017d", "garbled_text"},
    {"\u00c3\u017e", "garbled_text"},
    {"\u00c3\u2122", "garbled_text"},
    {"it\u00e2\u20ac\u2122s", "garbled_text"},
    {"it\u00e2\xC2\x80\xC2\x99s", "garbled_text"},
    {"\u00e2me", ""},
    {"lost \ufffd here", "garbled_text"},
    /* what DOS or a Macintosh wrote, taken for Windows-1252 */
    {"\u01535 for", "garbled_text"},
    {"Caf\u201a", "garbled_text"},
    {"M\u201erz, m\u201erz", "garbled_text"},
    {"caf\u017d", "garbled_text"},
    {"cr\u0160me", "garbled_text"},
    {"it\u00d5s", "garbled_text"},
    {"2009 \u00d0 2010", "garbled_text"},
    {"\u0153uvre, \u201eWort\u201c", ""},
    {"\u00c9COLE \u0160KODA, \u00d0ur", ""},
    {"3x\u00d74, a\u00df", ""},
    /* a letter of another script in a word of Latin ones, or the other way */
    {"\u0410P1", "look_alike"},
    {"P\u0410", "look_alike"},
    {"\u03b1b", "look_alike"},
    {"x1\u0501", "look_alike"},
    {"\u00e9\u0430", "look_alike"},
    {"\u024f\u0430", "look_alike"},
    {"\u0250\u0430", ""},
    {"a\u036f", ""},
    {"a\u0530", ""},
    {"\u041c\u0438\u0440", ""},
    {"\u0410 P", ""},
    {"\u0410-P", ""},
    {"1\u0410/2[P", ""},
    {"{\u0410}`P", ""},
    {"\u0410@P\u00d7", ""},
};

static void test_odd_titles(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof odd_titles / sizeof *odd_titles; i++) {
    const struct odd_title *odd = &odd_titles[i];
    struct recorder rec;
    char drawing[200], wanted[40];
    snprintf(drawing, sizeof drawing,
             "Ref|Title|Lead|Deadline|Status\nA1|%s|||On Hold\n", odd->title);
    snprintf(wanted, sizeof wanted, "! %s B2\n", odd->finding);
    map_sheet(odd->title, ACTIONS, drawing, &rec);
    const char *said = strstr(rec.said.ptr, "! ");
    if (*odd->finding ? !strstr(rec.said.ptr, wanted) : said != NULL)
      fail_msg("%s (row %zu): expected '%s', got:\n%s", odd->title, i,
               odd->finding, rec.said.ptr);
    recorder_clear(&rec);
  }
}

/* --- Recognition --------------------------------------------------------- */

static const struct recognised {
  const char *drawing, *why; /* why "": recognised */
} recognised[] = {
    {"Service Plan\nRef|Title|Status\n", ""},
    {"Service Plan\nRef|Titles|Status\n",
     "but the header in row 2 of sheet 'Sheet' has no 'Title'"},
    {"Something\nRef|Title|Status\n", "but no cell matches 'Service Plan'"},
    {"Something\n", "no layout of the pack has anything in common"},
};

static void test_recognised(void **state) {
  (void)state;
  struct co_pack *pack = NULL;
  struct co_layouts layouts;
  struct co_err err = {0};
  put_layout(
      "layout: test\nrecognise:\n  - text: 'Service Plan'\n"
      "  - header: [Ref, Title, Status]\n");
  assert_int_equal(co_pack_open(&pack, dir, &err), CO_OK);
  co_layouts_load(&layouts, pack);
  for (size_t i = 0; i < sizeof recognised / sizeof *recognised; i++) {
    struct co_sink *sink = co_recogniser_new(&layouts);
    const struct co_layout *layout = NULL;
    feed(sink, recognised[i].drawing);
    enum co_status status = co_recogniser_result(sink, &layout, &err);
    CHECK((status == CO_OK) == !*recognised[i].why, "%zu: %s", i, err.text);
    CHECK(status == CO_OK || strstr(err.text, recognised[i].why),
          "expected '%s' in '%s'", recognised[i].why, err.text);
    sink->free(sink);
  }
  co_layouts_free(&layouts);
  co_pack_free(pack);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_mapped),
                                     cmocka_unit_test(test_odd_titles),
                                     cmocka_unit_test(test_recognised)};
  return cmocka_run_group_tests(tests, set_up, tear_down);
}

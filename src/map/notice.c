/* notice.c - words the findings of the mapper: one table for cells that do
 * not fit their field, and a way to report anything else. */
#include <stdio.h>
#include <string.h>

#include "ascii.h"
#include "findings.h"
#include "map_state.h"
#include "number.h"
#include "sum.h"

struct wording {
  enum co_value_result result;
  const char *check;
  const char *what;   /* after "'TEXT' ", with the field's name behind */
  const char *remedy; /* NULL: the known one */
};

static const struct wording wordings[] = {
    {CO_VALUE_DAMAGED, "damaged_reference",
     "looks like a long reference that a program took for a number", NULL},
    {CO_VALUE_DATED, "damaged_reference",
     "is a date, or became one (2/1 becomes 02-Jan), where a text is wanted",
     "Ask the department what was typed, formatted as text."},
    {CO_VALUE_FOREIGN, "other_currency",
     "is shown in another currency than pounds, and was read as a plain figure",
     NULL},
    {CO_VALUE_SCALED, "scaled_twice",
     "is shown in thousands or millions by the format of its cell and is the "
     "full figure; the layout multiplies it once more",
     "Take `in:` off the column in the layout, if all its figures are so; else "
     "ask the department to format them alike."},
    {CO_VALUE_NOT_DATE, "not_a_date", "is no date for", NULL},
    {CO_VALUE_NOT_NUMBER, "not_a_number", "is no figure for",
     "Correct the cell, or add the word to codes/missing.csv where it "
     "stands for a missing figure."},
    {CO_VALUE_TOO_BIG, "too_big", "is too large for", NULL},
    {CO_VALUE_NOT_PERIOD, "not_a_period", "is no period for", NULL},
    {CO_VALUE_NOT_CODE, "unknown_word", "is not a known word for", NULL},
    {CO_VALUE_PATTERN, "unusual_text", "does not look as expected for",
     "Check the cell against the pattern of the field in model.yaml."},
    {CO_VALUE_ERROR_CELL, "error_cell",
     "is an error value where a value is wanted for", NULL},
};

static const struct wording *wording_of(enum co_value_result result) {
  for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++)
    if (wordings[i].result == result) return &wordings[i];
  return NULL;
}

static bool is_before(struct co_place a, struct co_place b) {
  if (a.sheet != b.sheet) return a.sheet < b.sheet;
  return a.row != b.row ? a.row < b.row : a.col < b.col;
}

/* The place with its sheet named, also where that is the one at hand. */
static struct co_place in_file(const struct co_mapper *m, struct co_place at) {
  if (!at.sheet) at.sheet = m->sheet_index + 1;
  return at;
}

/* How many findings stand at cells up to this one. */
static size_t told_up_to(const struct co_mapper *m, struct co_place at) {
  size_t low = 0, high = m->told_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (is_before(at, m->told[middle].at))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

bool co_told_of(const struct co_mapper *m, struct co_place at) {
  at = in_file(m, at);
  size_t end = told_up_to(m, at);
  return end > 0 && !is_before(m->told[end - 1].at, at);
}

/* Notes words about a cell; true where the same were noted of it before. Rows
 * come in order, so that most belong at the end of the list. */
static bool is_noted(struct co_mapper *m, struct co_place at, uint64_t words) {
  struct co_told told = {in_file(m, at), words};
  size_t end = told_up_to(m, told.at);
  for (size_t i = end; i > 0 && !is_before(m->told[i - 1].at, told.at); i--)
    if (m->told[i - 1].words == told.words) return true;
  CO_GROW(m->told, m->told_count, m->told_cap);
  memmove(&m->told[end + 1], &m->told[end],
          (m->told_count - end) * sizeof *m->told);
  m->told[end] = told;
  m->told_count++;
  return false;
}

static bool is_told(struct co_mapper *m, struct co_place at,
                    const struct co_finding *finding) {
  const struct co_str texts[] = {finding->check, finding->sheet,
                                 finding->message, finding->raw};
  uint64_t words = 0;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    words = co_text_checksum(texts[i], words);
  return is_noted(m, at, words);
}

enum co_status co_notice(struct co_mapper *m, const char *check,
                         struct co_noticed what, struct co_err *err,
                         const char *format, ...) {
  char message[512];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  struct co_finding finding = co_finding_of(check);
  finding.sheet = what.at.sheet ? m->sheets[what.at.sheet - 1] : m->sheet;
  finding.row = what.at.row;
  finding.col = what.at.col;
  finding.field = what.field;
  finding.raw = what.raw;
  finding.message = co_str_show(&m->row, co_str_of(message), 500);
  if (what.remedy.len) finding.remedy = what.remedy;
  if (is_told(m, what.at, &finding)) return CO_OK;
  return m->intake->finding(m->intake, &finding, err);
}

const char *co_plain_words(struct co_mapper *m, struct co_str name) {
  char *words = co_arena_cstr(&m->row, name);
  for (char *p = words; *p; p++)
    if (*p == '_') *p = ' ';
  return words;
}

/* Whether a text that is no date in the order declared is one the other way:
 * then other dates of the column fit both ways and are read wrongly. */
static bool is_date_turned(const struct co_layout *layout, struct co_str text) {
  enum co_date_order turned = layout->dates == CO_MDY ? CO_DMY : CO_MDY;
  struct co_date date;
  return layout->dates_declared && co_date_parse(text, turned, &date, NULL);
}

static bool is_dash(struct co_str text) {
  return co_str_is(text, "-") || co_str_is(text, "\xE2\x80\x93") ||
         co_str_is(text, "\xE2\x80\x94");
}

/* Whether a text that is no figure is one with a decimal comma: then 1,234
 * elsewhere may mean 1.234. */
static bool is_figure_turned(struct co_str text) {
  char turned[64];
  struct co_number number;
  if (text.len > sizeof turned) return false;
  for (size_t i = 0; i < text.len; i++) {
    char c = text.ptr[i];
    turned[i] = c == ',' ? '.' : c == '.' ? ',' : c;
  }
  struct co_str figure = {turned, text.len};
  return co_number_parse(figure, 0, &number) != CO_NUMBER_NOT;
}

/* What is missing is a word; what has a digit is a figure that was mistyped; a
 * dash is how statements write nothing. */
static struct co_str figure_remedy(struct co_mapper *m, const struct wording *w,
                                   const struct co_item *item) {
  struct co_str text = item->text;
  if (item->kind == CO_CELL_DATE || item->kind == CO_CELL_TIME ||
      item->kind == CO_CELL_DURATION)
    return CO_LIT(
        "The cell has the format of a date or a time. If a figure was meant, "
        "give it the format of a number and check it; else correct it.");
  if (m->layout->missing && co_codes_find(m->layout->missing, text) >= 0)
    return CO_LIT(
        "Ask for the figure. That the word stands for a missing one is known; "
        "to have it pass, name it under `nothing:` in the layout, or a field "
        "for it (`words:`).");
  struct co_str figure;
  bool credit;
  if (!m->layout->credit && co_is_credit(text, &figure, &credit))
    return CO_LIT(
        "Say in the layout what CR means: `credit: minus`, as in a ledger, or "
        "`credit: plus`, as in a bank's statement.");
  if (is_dash(co_str_trim(text)))
    return CO_LIT(
        "If a dash means that there is nothing, name it in the layout: "
        "`nothing: ['-']`.");
  if (is_figure_turned(text))
    return CO_LIT(
        "It is a figure if comma and point change places. Ask whether the "
        "whole return is written so: then others are read wrongly, 1,234 as a "
        "thousandfold of 1.234.");
  for (size_t i = 0; i < text.len; i++)
    if (co_is_digit(text.ptr[i]))
      return CO_LIT(
          "Correct the cell: a figure alone, written like 1,234.50, (1,234.50) "
          "or 12%.");
  return co_str_of(w->remedy);
}

static struct co_str date_remedy(struct co_mapper *m, const struct wording *w,
                                 const struct co_item *item) {
  if (item->kind == CO_CELL_NUMBER)
    return CO_LIT(
        "The cell holds a plain number. If a day was meant, give it the format "
        "of a date and check it; else correct it.");
  if (is_date_turned(m->layout, item->text))
    return CO_LIT(
        "It is a date if day and month change places, which the layout rules "
        "out ('dates'). Ask whether the whole return is written so: then its "
        "other dates are read wrongly.");
  return co_str_of(w->remedy);
}

/* Whether a text says the opposite of a word: Not On Target and Off Target of
 * On Target. Both are folded. */
static bool is_opposite(struct co_str text, struct co_str word) {
  static const char *const negations[] = {"not ", "no longer ", "off ", "un-",
                                          "un"};
  for (size_t i = 0; i < sizeof negations / sizeof *negations; i++) {
    size_t len = strlen(negations[i]);
    if (!co_str_starts(text, negations[i])) continue;
    struct co_str rest = {text.ptr + len, text.len - len};
    if (co_str_eq(rest, word)) return true;
    if (co_str_starts(word, "on ") &&
        co_str_eq(rest, (struct co_str){word.ptr + 3, word.len - 3}))
      return true;
  }
  return false;
}

static struct co_str remedy_of(struct co_mapper *m, const struct wording *w,
                               const struct co_field *field,
                               const struct co_item *item) {
  if (w->result == CO_VALUE_NOT_DATE) return date_remedy(m, w, item);
  if (w->result == CO_VALUE_NOT_NUMBER) return figure_remedy(m, w, item);
  if (w->result != CO_VALUE_NOT_CODE) return co_str_of(w->remedy);
  struct co_str form, near = co_codes_nearest(field->codes, item->text, &form);
  if (!near.len || is_opposite(co_str_fold(&m->row, item->text), form))
    return co_str_of(w->remedy);
  struct co_str what_to_do = co_finding_of(w->check).remedy;
  if (co_str_eq(form, co_str_fold(&m->row, near)))
    return co_arena_printf(&m->row, "Did you mean '%.*s'? %.*s", CO_STR(near),
                           CO_STR(what_to_do));
  return co_arena_printf(&m->row,
                         "Did you mean '%.*s', which stands for '%.*s'? %.*s",
                         CO_STR(form), CO_STR(near), CO_STR(what_to_do));
}

/* The column of such a cell, or NULL. Rows repeat their columns, so the search
 * goes on behind the one found last. */
static struct co_rounded *rounded_of(struct co_mapper *m,
                                     const struct co_field *field,
                                     struct co_place at) {
  for (size_t n = 0; n < m->rounded_count; n++) {
    m->rounded_last = (m->rounded_last + 1) % m->rounded_count;
    struct co_rounded *r = &m->rounded[m->rounded_last];
    if (r->first.sheet == at.sheet && r->first.col == at.col &&
        r->field == field)
      return r;
  }
  return NULL;
}

/* Calculated figures fill whole columns: counted, and told at the end. */
static void count_rounded(struct co_mapper *m, const struct co_field *field,
                          const struct co_item *item) {
  struct co_place at = in_file(m, item->at);
  if (is_noted(m, at, co_text_checksum(field->name, 0))) return;
  struct co_rounded *found = rounded_of(m, field, at);
  if (!found) {
    CO_GROW(m->rounded, m->rounded_count, m->rounded_cap);
    found = &m->rounded[m->rounded_count++];
    *found = (struct co_rounded){.first = at,
                                 .field = field,
                                 .text = co_arena_str(&m->file, item->text)};
  }
  found->count++;
}

enum co_status co_notice_rounded(struct co_mapper *m, struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < m->rounded_count && status == CO_OK; i++) {
    const struct co_rounded *r = &m->rounded[i];
    unsigned more = r->count - 1;
    struct co_str others = {0};
    if (more)
      others = co_arena_printf(&m->row, " and %u more figure%s of its column",
                               more, more == 1 ? "" : "s");
    status = co_notice(
        m, "rounded",
        (struct co_noticed){
            .at = r->first, .field = r->field->name, .raw = r->text},
        err, "'%.*s'%.*s %s more decimal places than are kept for the %s.",
        CO_STR(co_str_show(&m->row, r->text, 60)), CO_STR(others),
        more ? "have" : "has", co_plain_words(m, r->field->name));
  }
  return status;
}

enum co_status co_notice_value(struct co_mapper *m,
                               const struct co_field *field,
                               enum co_value_result result,
                               const struct co_item *item, struct co_err *err) {
  const struct wording *w = wording_of(result);
  if (result == CO_VALUE_ROUNDED) count_rounded(m, field, item);
  if (!w) return CO_OK;
  struct co_str shown = co_str_show(&m->row, item->text, 60);
  if (co_value_doubtful(result)) /* once, whatever fields it goes to */
    return co_notice(m, w->check,
                     (struct co_noticed){.at = item->at,
                                         .field = field->name,
                                         .raw = item->text,
                                         .remedy = co_str_of(w->remedy)},
                     err, "'%.*s' %s.", CO_STR(shown), w->what);
  return co_notice(m, w->check,
                   (struct co_noticed){.at = item->at,
                                       .field = field->name,
                                       .raw = item->text,
                                       .remedy = remedy_of(m, w, field, item)},
                   err, "'%.*s' %s the %s.", CO_STR(shown), w->what,
                   co_plain_words(m, field->name));
}

enum co_status co_notice_error(struct co_mapper *m, const struct co_item *item,
                               struct co_str column, struct co_err *err) {
  return co_notice(
      m, "error_cell", (struct co_noticed){.at = item->at, .raw = item->text},
      err,
      "'%.*s' is an error value where a value is wanted in the column '%.*s'.",
      CO_STR(co_str_show(&m->row, item->text, 60)), CO_STR(column));
}

static enum co_status notice_witness(struct co_mapper *m,
                                     const struct co_witness *w,
                                     struct co_err *err) {
  const struct co_field *field = &w->kind->fields[w->field];
  const char *kind = co_plain_words(m, w->kind->name);
  const char *name = co_plain_words(m, field->name);
  const struct co_noticed what = {
      .at = CO_NO_CELL,
      .field = field->name,
      .remedy = CO_LIT("Say `dates: dmy` or `dates: mdy` in the layout.")};
  if (w->day_first && w->month_first)
    return co_notice(m, "date_order_mixed", what, err,
                     "%u date%s of the %s %s can only be read day first, %u "
                     "only month first.",
                     w->day_first, w->day_first == 1 ? "" : "s", kind, name,
                     w->month_first);
  if (!w->day_first && !w->month_first)
    return co_notice(m, "date_order_open", what, err,
                     "%u date%s of the %s %s can be read day first or month "
                     "first; day first was taken.",
                     w->either, w->either == 1 ? "" : "s", kind, name);
  return CO_OK;
}

enum co_status co_notice_dates(struct co_mapper *m, struct co_err *err) {
  enum co_status status = CO_OK;
  if (m->layout->dates_declared) return CO_OK;
  m->sheet = (struct co_str){0}; /* all sheets are meant */
  for (size_t i = 0; i < m->evidence->count && status == CO_OK; i++)
    status = notice_witness(m, &m->evidence->list[i], err);
  return status;
}

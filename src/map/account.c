/* account.c - the ledger and the sums: nothing is dropped in silence.
 *
 * Every non-empty row is accounted for once, in runs of rows with the same
 * fate. Figures are added up from the cells as they were read, whatever the
 * records become; the accepted side is counted by the store, so that the two
 * can disagree. Where a cell is not the figure itself (a part of its text, a
 * form's cell, one filled down), what a rule took from it is added instead. */
#include <string.h>

#include "lines.h"
#include "map_state.h"
#include "number.h"

enum co_status co_account_flush(struct co_mapper *m, struct co_err *err) {
  if (!m->run.rows) return CO_OK;
  struct co_ledger run = m->run;
  m->run.rows = 0;
  return m->intake->ledger(m->intake, &run, err);
}

enum co_status co_account_row(struct co_mapper *m, uint32_t row,
                              enum co_disposition disposition,
                              struct co_str rule, struct co_err *err) {
  if (m->run.rows && m->run.disposition == disposition &&
      co_str_eq(m->run.rule, rule)) {
    m->run.last_row = row;
    m->run.rows++;
    return CO_OK;
  }
  enum co_status status = co_account_flush(m, err);
  m->run = (struct co_ledger){.sheet = m->sheet,
                              .sheet_index = m->sheet_index,
                              .first_row = row,
                              .last_row = row,
                              .rows = 1,
                              .disposition = disposition,
                              .rule = rule};
  return status;
}

static struct co_sum *find_sum(struct co_mapper *m, uint32_t col,
                               const struct co_kind *kind, unsigned field) {
  for (size_t i = 0; i < m->sum_count; i++) {
    struct co_sum *s = &m->sums[i];
    if (s->col == col && s->kind == kind && s->field == field) return s;
  }
  return NULL;
}

static bool names(struct co_str headers, struct co_str header) {
  for (size_t i = 0; i + header.len <= headers.len; i++)
    if (memcmp(headers.ptr + i, header.ptr, header.len) == 0) return true;
  return false;
}

/* Where tables below each other share a column, its sum is named after all of
 * their headings: it may hold staff and money. */
static void add_header(struct co_mapper *m, struct co_sum *sum,
                       struct co_str header) {
  enum { LONGEST = 200 };
  static const struct co_str more = {"; ...", 5};
  bool same = co_str_eq(sum->header, header);
  sum->header = header;
  if (!sum->headers.len) sum->headers = header;
  if (same || names(sum->headers, header) || names(sum->headers, more)) return;
  bool fits = sum->headers.len + header.len < LONGEST;
  sum->headers =
      co_arena_printf(&m->file, "%.*s%s%.*s", CO_STR(sum->headers),
                      fits ? "; " : "", CO_STR(fits ? header : more));
}

static struct co_sum *sum_for(struct co_mapper *m, uint32_t col,
                              const struct co_kind *kind, unsigned field,
                              struct co_str header) {
  struct co_sum *sum = find_sum(m, col, kind, field);
  if (sum) add_header(m, sum, header);
  if (sum) return sum;
  CO_GROW(m->sums, m->sum_count, m->sum_cap);
  sum = &m->sums[m->sum_count++];
  *sum = (struct co_sum){.col = col,
                         .kind = kind,
                         .field = field,
                         .header = header,
                         .headers = header};
  return sum;
}

/* A later table may have the same figures in the same column: it adds to the
 * same sum, which then is that table's. */
static void add_column(struct co_mapper *m, const struct co_occurrence *o,
                       const struct co_found *found, const struct co_kind *kind,
                       int field) {
  if (field < 0 || kind->fields[field].type != CO_TYPE_DECIMAL) return;
  for (; found && found->present; found = found->next) {
    struct co_sum *sum =
        sum_for(m, found->at.col, kind, (unsigned)field, found->text);
    co_totals_open(m, sum, o);
    sum->of = o;
  }
}

/* Where a rule takes the texts of a column apart, only it knows the figures:
 * they are added by co_account_part, and those of no other rule twice. */
static void part_column(struct co_mapper *m, const struct co_found *found,
                        const struct co_kind *kind) {
  for (; found && found->present; found = found->next)
    for (size_t s = 0; s < m->sum_count; s++)
      if (m->sums[s].col == found->at.col && m->sums[s].kind == kind)
        m->sums[s].of = NULL;
}

/* A rule that takes a part of the cell's text. */
static bool takes_part(const struct co_column_rule *rule) {
  return rule->match || rule->first_line;
}

static void part_columns(struct co_mapper *m, const struct co_occurrence *o,
                         const struct co_record_rule *rule) {
  for (size_t c = 0; c < rule->column_count; c++)
    if (takes_part(&rule->columns[c]))
      part_column(m, &o->found[rule->columns[c].column], rule->kind);
  for (size_t e = 0; e < rule->each_count && rule->value.match; e++)
    part_column(m, &o->found[rule->each[e].column], rule->kind);
}

/* Notes where the sums of a column stand: between the first and the last. */
static void note_sums(const struct co_mapper *m, const struct co_occurrence *o,
                      struct co_found *found) {
  found->sums = found->sums_end = 0;
  for (size_t s = 0; found->present && s < m->sum_count; s++) {
    if (m->sums[s].of != o || m->sums[s].col != found->at.col) continue;
    if (!found->sums_end) found->sums = s;
    found->sums_end = s + 1;
  }
}

void co_account_columns(struct co_mapper *m, const struct co_occurrence *o) {
  for (size_t i = 0; i < o->rule_count; i++) {
    const struct co_record_rule *rule = &o->rules[i];
    for (size_t c = 0; c < rule->column_count; c++)
      if (!takes_part(&rule->columns[c]))
        add_column(m, o, &o->found[rule->columns[c].column], rule->kind,
                   rule->columns[c].field);
    for (size_t e = 0; e < rule->each_count && !rule->value.match; e++)
      add_column(m, o, &o->found[rule->each[e].column], rule->kind,
                 rule->value.number);
  }
  for (size_t i = 0; i < o->rule_count; i++)
    part_columns(m, o, &o->rules[i]);
  for (size_t h = 0; h < o->heading_count; h++)
    for (struct co_found *found = &o->found[h]; found; found = found->next)
      note_sums(m, o, found);
}

static enum co_status add(struct co_mapper *m, int64_t *sum, int64_t units,
                          struct co_place at, struct co_err *err) {
  if (co_units_add(*sum, units, sum)) return CO_OK;
  return co_notice(m, "sum_too_big", (struct co_noticed){.at = at}, err,
                   "The sum of this column is too large to be kept.");
}

/* The figure of a text in units of the field, or 0 where it is none. */
static int64_t text_figure(struct co_mapper *m, const struct co_field *field,
                           const struct co_item *item, struct co_str text) {
  struct co_value value = {0};
  struct co_item part = *item;
  part.text = text;
  co_item_value(&m->row, field, &part, m->layout->dates, &value, NULL);
  return value.present ? value.number : 0;
}

/* The rule by which lines of the column's cells become records; or NULL. */
static const struct co_each *reads_lines(const struct co_occurrence *o,
                                         size_t column) {
  for (size_t r = 0; r < o->rule_count; r++)
    for (size_t e = 0; e < o->rules[r].each_count; e++)
      if (o->rules[r].each[e].lines && o->rules[r].each[e].column == column)
        return &o->rules[r].each[e];
  return NULL;
}

/* The figure of a cell, or the sum of those on its lines. */
static int64_t figure(struct co_mapper *m, const struct co_field *field,
                      const struct co_item *item, size_t column) {
  const struct co_each *each = reads_lines(m->occurrence, column);
  if (!each) return text_figure(m, field, item, item->text);
  struct co_str *lines = NULL;
  size_t count = co_lines(&m->row, item->text, &lines);
  int64_t sum = 0;
  for (size_t i = each->rest; i < count; i++) {
    struct co_str text = co_line_bullet(lines[i]);
    if (!co_units_add(sum, text_figure(m, field, item, text), &sum))
      return INT64_MAX; /* too large: the column's sum will say so */
  }
  return sum;
}

static enum co_status add_figure(struct co_mapper *m,
                                 const struct co_found *found,
                                 const struct co_item *item, size_t column,
                                 enum co_disposition disposition,
                                 struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t s = found->sums; s < found->sums_end && status == CO_OK; s++) {
    struct co_sum *sum = &m->sums[s];
    if (sum->col != item->at.col || sum->of != m->occurrence) continue;
    int64_t units = figure(m, &sum->kind->fields[sum->field], item, column);
    status = add(m, &sum->in, units, item->at, err);
    if (status == CO_OK && disposition == CO_ROW_UNRECOGNISED)
      status = add(m, &sum->rejected, units, item->at, err);
    else if (status == CO_OK && disposition != CO_ROW_RECORD &&
             disposition != CO_ROW_REJECTED)
      status = add(m, &sum->excluded, units, item->at, err);
    if (status == CO_OK && disposition == CO_ROW_TOTAL)
      status = co_totals_check(m, sum, item, err);
    else if (disposition == CO_ROW_RECORD || disposition == CO_ROW_REJECTED)
      co_totals_line(m, sum, item, units);
  }
  return status;
}

static enum co_status add_items(struct co_mapper *m,
                                const struct co_item *items,
                                enum co_disposition disposition,
                                struct co_err *err) {
  const struct co_occurrence *o = m->occurrence;
  enum co_status status = CO_OK;
  for (size_t h = 0; h < o->heading_count && status == CO_OK; h++)
    if (o->found[h].sums_end && items[h].text.len && !o->headings[h].many)
      status = add_figure(m, &o->found[h], &items[h], h, disposition, err);
  return status;
}

enum co_status co_account_figures(struct co_mapper *m,
                                  const struct co_line *line,
                                  enum co_disposition disposition,
                                  struct co_err *err) {
  enum co_status status = CO_OK;
  if (disposition == CO_ROW_SECTION) co_totals_section(m);
  if (!line->part_count) status = add_items(m, line->items, disposition, err);
  for (size_t p = 0; p < line->part_count && status == CO_OK; p++)
    status = add_items(m, line->parts[p], disposition, err);
  for (size_t s = 0; s < line->slot_count && status == CO_OK; s++)
    status = add_figure(m, line->slots[s].found, &line->slots[s].item,
                        line->slots[s].heading, disposition, err);
  return status == CO_OK ? co_totals_row(m, line, disposition, err) : status;
}

/* Headings of a table stand above the figure, those of a form at it. */
static struct co_str heading_of(const struct co_occurrence *o,
                                struct co_place at) {
  for (size_t h = 0; h < o->heading_count; h++)
    for (const struct co_found *f = &o->found[h]; f; f = f->next)
      if (f->present && f->at.col == at.col &&
          (o->table || f->at.row == at.row))
        return f->text;
  return o->name;
}

enum co_status co_account_part(struct co_mapper *m,
                               const struct co_occurrence *o, bool by_row,
                               struct co_place at, const struct co_kind *kind,
                               unsigned field, int64_t units,
                               struct co_err *err) {
  struct co_place column = {CO_OWN, at.col, 0};
  struct co_sum *sum = find_sum(m, at.col, kind, field);
  if (sum && by_row && sum->of == o) return CO_OK;
  if (!sum) sum = sum_for(m, at.col, kind, field, heading_of(o, at));
  return add(m, &sum->in, units, column, err);
}

enum co_status co_account_reject(struct co_mapper *m, uint32_t col,
                                 const struct co_kind *kind, unsigned field,
                                 int64_t units, struct co_err *err) {
  struct co_sum *sum = find_sum(m, col, kind, field);
  struct co_place at = {CO_OWN, col, 0};
  return sum ? add(m, &sum->rejected, units, at, err) : CO_OK;
}

enum co_status co_account_sheet(struct co_mapper *m, struct co_err *err) {
  enum co_status status = co_totals_close(m, err);
  if (status == CO_OK) status = co_account_flush(m, err);
  struct co_tally rows = {
      .sheet = m->sheet, .sheet_index = m->sheet_index, .rows = m->rows_in};
  if (status == CO_OK) status = m->intake->tally(m->intake, &rows, err);
  for (size_t i = 0; i < m->sum_count && status == CO_OK; i++) {
    const struct co_sum *s = &m->sums[i];
    struct co_tally tally = {.sheet = m->sheet,
                             .sheet_index = m->sheet_index,
                             .has_column = true,
                             .col = s->col,
                             .column = s->headers,
                             .kind = s->kind,
                             .field = s->field,
                             .scale = s->kind->fields[s->field].scale,
                             .in = s->in,
                             .excluded = s->excluded,
                             .rejected = s->rejected};
    status = m->intake->tally(m->intake, &tally, err);
  }
  for (size_t i = 0; i < m->sum_count; i++)
    co_totals_keep(m, &m->sums[i]);
  m->sum_count = 0;
  return status;
}

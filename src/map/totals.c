/* totals.c - whether a row that the layout calls a total is one.
 *
 * The figures of totals are kept out of the sums, so that a line that was lost
 * on the way, or a sub-total that was read as a line, would show nowhere. A
 * total adds up the lines from some point above it: where the table begins or
 * its header is printed again, a section, another total. These points are
 * kept as marks, each what the lines had added up to there; a total that holds
 * from none of them is a finding. Where something was told of a line's figure,
 * the totals below it prove nothing and are left alone.
 *
 * Where a table begins with a total, totals may stand above their lines: one
 * that does not hold for the lines above it is kept in doubt, until those from
 * it down to a later mark add up to it, or until the sheet ends.
 *
 * A table may go on on the next sheet, and its total stand there: the marks of
 * the sheet before are kept. A total above all lines is what was brought
 * forward from somewhere else, and a mark as well. One that was carried to the
 * next page and is read as a line there would count twice, and the totals
 * below would agree: such a line is a finding. So is one whose figures are
 * mostly what the lines above it add up to, where it is called a total or
 * chance can be ruled out: a total by another name than the layout knows. And
 * so is a line below the last total, where that holds for all the lines above
 * it. */
#include <string.h>

#include "map_state.h"
#include "number.h"

/* The first mark stays, the oldest of the others gives way. */
static void mark(struct co_ladder *l, int64_t at) {
  l->since = 0;
  l->since_read = l->since_filled = 0;
  if (l->count && l->marks[l->count - 1] == at) return;
  if (l->count == CO_MARKS) {
    for (unsigned i = 2; i < CO_MARKS; i++)
      l->marks[i - 1] = l->marks[i];
    l->count--;
  }
  l->marks[l->count++] = at;
}

/* Notes of the totals in doubt which of them the lines below add up to. */
static void settle(struct co_mapper *m, const struct co_sum *sum) {
  const struct co_ladder *l = &sum->ladder;
  int64_t end;
  for (size_t i = 0; i < m->doubt_count; i++) {
    struct co_doubt *d = &m->doubts[i];
    if (&m->sums[d->sum] != sum || l->lines_read == d->lines_read) continue;
    d->holds |= co_units_add(d->lines, d->value, &end) && end == l->lines;
  }
}

/* What was kept of the column on an earlier sheet; or NULL. */
static struct co_kept_ladder *kept(struct co_mapper *m,
                                   const struct co_sum *sum,
                                   const struct co_table *table) {
  for (size_t i = 0; i < m->ladder_count; i++) {
    struct co_kept_ladder *k = &m->ladders[i];
    if (k->table == table && k->kind == sum->kind && k->field == sum->field &&
        k->col == sum->col)
      return k;
  }
  return NULL;
}

void co_totals_keep(struct co_mapper *m, const struct co_sum *sum) {
  const struct co_table *table = sum->of ? sum->of->table : NULL;
  if (!table || !table->totals) return;
  struct co_kept_ladder *place = kept(m, sum, table);
  if (!place) {
    CO_GROW(m->ladders, m->ladder_count, m->ladder_cap);
    place = &m->ladders[m->ladder_count++];
  }
  *place = (struct co_kept_ladder){table, sum->kind, sum->field, sum->col,
                                   sum->ladder};
  if (sum->ladder.unsure) /* sheets may stand alone: theirs are compared */
    place->ladder = (struct co_ladder){0};
}

void co_totals_open(struct co_mapper *m, struct co_sum *sum,
                    const struct co_occurrence *o) {
  bool goes_on = sum->of && sum->of->table == o->table;
  const struct co_kept_ladder *before = goes_on ? NULL : kept(m, sum, o->table);
  if (before)
    sum->ladder = before->ladder;
  else if (!goes_on)
    sum->ladder = (struct co_ladder){0}; /* the first mark is 0 */
  if (m->above == CO_ABOVE_SUM) m->above = CO_ABOVE_TOTAL;
  if (m->below.table == o->table) m->below = (struct co_below){0};
  settle(m, sum);
  mark(&sum->ladder, sum->ladder.lines);
}

void co_totals_section(struct co_mapper *m) {
  m->below = (struct co_below){0};
  for (size_t i = 0; i < m->sum_count; i++)
    if (m->sums[i].of == m->occurrence) {
      settle(m, &m->sums[i]);
      mark(&m->sums[i].ladder, m->sums[i].ladder.lines);
      m->sums[i].ladder.fresh = false;
    }
}

int64_t co_common_grain(int64_t grain, int64_t units) {
  int64_t power = grain ? grain : INT64_C(1000000000000000000);
  if (!units) return grain;
  while (units % power)
    power /= 10;
  return power;
}

static bool is_sum_of_all(const struct co_ladder *l, int64_t units) {
  int64_t end;
  return l->lines_read > 1 && co_units_add(l->marks[0], units, &end) &&
         end == l->lines;
}

/* How many lines that are not 0 add up to it: all above, or those since the
 * last mark; 0 where they do not. */
static unsigned lines_of(const struct co_ladder *l, int64_t units) {
  if (l->unsure || !units) return 0;
  if (is_sum_of_all(l, units)) return l->filled;
  return l->since_read > 1 && l->since == units ? l->since_filled : 0;
}

/* The digits of a figure but for the places in which all lines have a 0. */
static unsigned digits_of(int64_t units, int64_t grain) {
  unsigned digits = 0;
  for (int64_t rest = units / co_common_grain(grain, units); rest; rest /= 10)
    digits++;
  return digits;
}

/* A column that repeats the one in front of it proves nothing more. */
static void note_proof(struct co_figures *figures, const struct co_ladder *l,
                       int64_t units) {
  unsigned digits = digits_of(units, l->grain);
  if (digits > figures->digits) figures->digits = digits;
  figures->proving += units != figures->last;
  figures->last = units;
}

static void note_figure(struct co_mapper *m, const struct co_ladder *l,
                        int64_t units) {
  enum { FEW = 2 }; /* lines: one is often as much as two others */
  struct co_figures *figures = &m->figures;
  bool again = l->above == units && (l->fresh || m->above == CO_ABOVE_TOTAL);
  unsigned lines = lines_of(l, units);
  figures->read += units || !again;
  figures->filled += units != 0;
  figures->again += units && again;
  figures->summed += lines > 0;
  if (lines > FEW) note_proof(figures, l, units);
}

void co_totals_line(struct co_mapper *m, struct co_sum *sum,
                    const struct co_item *item, int64_t units) {
  struct co_ladder *l = &sum->ladder;
  note_figure(m, l, units);
  l->unsure |= co_told_of(m, item->at);
  l->unsure |= !co_units_add(l->lines, units, &l->lines);
  l->unsure |= !co_units_add(l->since, units, &l->since);
  l->lines_read++;
  l->since_read++;
  l->filled += units != 0;
  l->since_filled += units != 0;
  l->above = units;
  l->grain = co_common_grain(l->grain, units);
  l->fresh = false;
}

static const struct co_item *first_of(const struct co_mapper *m,
                                      const struct co_line *line) {
  size_t first = 0;
  for (size_t h = 0; h < m->occurrence->heading_count; h++)
    if (line->items[h].text.len &&
        (!line->items[first].text.len ||
         line->items[h].at.col < line->items[first].at.col))
      first = h;
  return &line->items[first];
}

static enum co_status report_again(struct co_mapper *m,
                                   const struct co_item *item,
                                   struct co_err *err) {
  return co_notice(
      m, "total_again",
      (struct co_noticed){
          .at = item->at,
          .raw = item->text,
          .remedy = CO_LIT(
              "If it is that total, brought forward, it counts twice: add its "
              "name to `totals:` in the layout.")},
      err,
      "'%.*s' was read as a line, and all its figures are those of the total "
      "above it.",
      CO_STR(co_str_show(&m->row, item->text, 60)));
}

/* Where the layout knows totals, a line whose figures are mostly what the lines
 * above it add up to: by the name of one, or by more figures, or longer ones,
 * than come about by chance. */
static bool may_be_total(struct co_mapper *m, const struct co_figures *figures,
                         const struct co_item *item) {
  enum { PROOF = 7 }; /* one of six digits, two of five, three of four */
  const struct co_table *table = m->occurrence->table;
  if (!table || !table->totals || 2 * figures->summed <= figures->read)
    return false;
  if (figures->proving + figures->digits >= PROOF) return true;
  struct co_str name = co_str_fold(&m->row, item->text);
  return strstr(co_arena_cstr(&m->row, name), "total") != NULL;
}

static enum co_status report_sum(struct co_mapper *m,
                                 const struct co_figures *figures,
                                 const struct co_item *item,
                                 struct co_err *err) {
  return co_notice(
      m, "may_be_total", (struct co_noticed){.at = item->at, .raw = item->text},
      err,
      "'%.*s' was read as a line, and %u of its %u figures are what the lines "
      "above it add up to.",
      CO_STR(co_str_show(&m->row, item->text, 60)), figures->summed,
      figures->read);
}

static enum co_status report_below(struct co_mapper *m, struct co_err *err) {
  struct co_below below = m->below;
  m->below = (struct co_below){0};
  if (!below.line.text.len) return CO_OK;
  return co_notice(
      m, "below_total",
      (struct co_noticed){.at = below.line.at, .raw = below.line.text}, err,
      "'%.*s' was read as a line, and stands below the total '%.*s', which is "
      "that of the lines above it alone.",
      CO_STR(co_str_show(&m->row, below.line.text, 60)),
      CO_STR(co_str_show(&m->row, below.total, 60)));
}

/* Keeps a total all of whose figures are those of all lines above it. */
static enum co_status end_total(struct co_mapper *m, const struct co_line *line,
                                const struct co_figures *figures,
                                struct co_err *err) {
  const struct co_table *table = m->occurrence->table;
  enum co_status status = CO_OK;
  m->above = CO_ABOVE_LINE;
  if (m->below.table != table) status = report_below(m, err);
  m->below = (struct co_below){0};
  if (!figures->summed || figures->summed < figures->read) return status;
  m->below.table = table;
  m->below.total = co_arena_str(&m->file, first_of(m, line)->text);
  return status;
}

static void keep_below(struct co_mapper *m, const struct co_item *first) {
  if (!m->below.table || m->below.line.text.len ||
      m->below.table != m->occurrence->table)
    return;
  m->below.line = *first;
  m->below.line.text = co_arena_str(&m->file, first->text);
}

/* Tells of a line that is a total by its figures. */
static enum co_status end_line(struct co_mapper *m, const struct co_line *line,
                               const struct co_figures *figures,
                               struct co_err *err) {
  const struct co_item *first = first_of(m, line);
  bool sums = figures->summed > 1 && figures->summed == figures->read;
  m->above = sums ? CO_ABOVE_SUM : CO_ABOVE_LINE;
  if (figures->again && figures->again == figures->read)
    return report_again(m, first, err);
  if (!figures->summed || !may_be_total(m, figures, first)) {
    if (figures->filled) keep_below(m, first);
    return CO_OK;
  }
  m->above = CO_ABOVE_TOTAL;
  return report_sum(m, figures, first, err);
}

enum co_status co_totals_row(struct co_mapper *m, const struct co_line *line,
                             enum co_disposition disposition,
                             struct co_err *err) {
  struct co_figures figures = m->figures;
  m->figures = (struct co_figures){0};
  if (disposition == CO_ROW_TOTAL) return end_total(m, line, &figures, err);
  return figures.read ? end_line(m, line, &figures, err) : CO_OK;
}

static bool holds(const struct co_ladder *l, int64_t units) {
  int64_t from_mark;
  for (unsigned i = 0; i < l->count; i++)
    if (co_units_add(l->marks[i], units, &from_mark) && from_mark == l->lines)
      return true;
  return false;
}

/* What the lines since the last mark add up to, where that says more. */
static const char *since(struct co_mapper *m, const struct co_doubt *d,
                         unsigned scale) {
  char text[CO_DECIMAL_TEXT];
  if (d->since == d->lines || d->since == 0) return "";
  co_decimal_text(d->since, scale, text);
  return co_arena_printf(&m->row, ", those since the last total to %s", text)
      .ptr;
}

static int64_t ten_to(unsigned power) {
  int64_t value = 1;
  while (power-- && value < INT64_MAX / 10)
    value *= 10;
  return value;
}

/* Whether rounding each figure to its last place may make the difference: half
 * of it each, and seldom more than a few. A last place before the point shows
 * in no text, and pennies are not rounded. */
static bool may_be_rounding(const struct co_sum *sum,
                            const struct co_doubt *d) {
  enum { PENNY = 2, MOST = 5 };
  unsigned scale = sum->kind->fields[sum->field].scale;
  int64_t grain = co_common_grain(sum->ladder.grain, d->value);
  int64_t one = ten_to(scale + d->item.power), all, some;
  int64_t few = d->lines_read < 2 * MOST ? (d->lines_read + 1) / 2 : MOST;
  if (grain > one) grain = one;
  if (scale < PENNY || grain <= ten_to(scale - PENNY) ||
      grain > INT64_MAX / MOST ||
      __builtin_sub_overflow(d->lines, d->value, &all) ||
      __builtin_sub_overflow(d->since, d->value, &some))
    return false;
  few *= grain;
  return (all >= -few && all <= few) || (some >= -few && some <= few);
}

static enum co_status report(struct co_mapper *m, const struct co_doubt *d,
                             struct co_err *err) {
  const struct co_sum *sum = &m->sums[d->sum];
  const struct co_field *field = &sum->kind->fields[sum->field];
  struct co_str remedy =
      may_be_rounding(sum, d)
          ? CO_LIT(
                "If the return rounds each of its figures, that alone can "
                "make the difference. Else look for a line that is missing "
                "or mistyped.")
          : CO_LIT(
                "Look for a line that is missing, or a sub-total that was "
                "read as a line. What is no sum of lines belongs under "
                "`formulas:` in the layout, not under `totals:`; a column that "
                "does not add up, such as averages, is taken by a `match`.");
  unsigned scale = field->scale + d->item.power; /* as the column writes it */
  char lines[CO_DECIMAL_TEXT];
  co_decimal_text(d->lines, scale, lines);
  return co_notice(
      m, "total_differs",
      (struct co_noticed){.at = d->item.at,
                          .field = field->name,
                          .raw = d->item.text,
                          .remedy = remedy},
      err,
      "The total of '%.*s' is %.*s, but the lines above it add up to %s%s%s.",
      CO_STR(co_str_show(&m->row, sum->header, 60)), CO_STR(d->item.text),
      lines, since(m, d, scale),
      sum->ladder.lines_read != d->lines_read
          ? ", and those below it to another figure"
          : "");
}

/* Takes the totals of the first row out of doubt, and tells of those that do
 * not stand above their lines. One that is 0 proves nothing alone: it is the
 * sum of any blank lines. */
static enum co_status decide_first(struct co_mapper *m, struct co_err *err) {
  enum co_status status = CO_OK;
  bool above = false;
  size_t n = 0;
  for (; n < m->doubt_count &&
         m->doubts[n].item.at.row == m->doubts[0].item.at.row;
       n++)
    above |= m->doubts[n].holds && m->doubts[n].value != 0;
  for (size_t i = 0; i < n && status == CO_OK; i++)
    if (!above || !m->doubts[i].holds) status = report(m, &m->doubts[i], err);
  m->doubt_count -= n;
  memmove(m->doubts, m->doubts + n, m->doubt_count * sizeof *m->doubts);
  return status;
}

enum co_status co_totals_close(struct co_mapper *m, struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < m->sum_count && m->doubt_count; i++)
    settle(m, &m->sums[i]);
  while (m->doubt_count && status == CO_OK)
    status = decide_first(m, err);
  m->above = CO_ABOVE_LINE;
  return status == CO_OK ? report_below(m, err) : status;
}

/* A total that does not hold is told, at once or when its table has shown where
 * the lines of its totals stand. */
static enum co_status doubt(struct co_mapper *m, const struct co_sum *sum,
                            const struct co_item *item, int64_t value,
                            struct co_err *err) {
  const struct co_ladder *l = &sum->ladder;
  struct co_doubt d = {.sum = (size_t)(sum - m->sums),
                       .item = *item,
                       .value = value,
                       .lines = l->lines,
                       .since = l->since,
                       .lines_read = l->lines_read};
  enum co_status status = CO_OK;
  if (!l->led) return report(m, &d, err);
  if (m->doubt_count == CO_DOUBTS) status = decide_first(m, err);
  d.item.text = co_arena_str(&m->file, item->text);
  m->doubts[m->doubt_count++] = d;
  return status;
}

enum co_status co_totals_check(struct co_mapper *m, struct co_sum *sum,
                               const struct co_item *item, struct co_err *err) {
  struct co_ladder *l = &sum->ladder;
  struct co_value value = {0};
  bool percent = false;
  enum co_value_result result =
      co_item_value(&m->row, &sum->kind->fields[sum->field], item,
                    m->layout->dates, &value, &percent);
  bool figure = result == CO_VALUE_OK && !percent;
  bool differs =
      figure && l->lines_read && !l->unsure && !holds(l, value.number);
  enum co_status status = CO_OK;
  settle(m, sum);
  if (figure && !l->unsure && !l->led) {
    m->figures.read += value.number || l->lines;
    m->figures.summed += value.number && is_sum_of_all(l, value.number);
  }
  if (differs) status = doubt(m, sum, item, value.number, err);
  if (figure && !l->lines_read) {
    mark(l, -value.number);
    l->led = true;
  }
  mark(l, l->lines);
  l->above = value.number;
  l->fresh = figure && l->lines_read > 1 && !(differs && l->led);
  return status;
}

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
 * below would agree: such a line is a finding. So is one that is called a
 * total and whose figures are mostly what the lines above it add up to: a total
 * by another name than the layout knows. */
#include <string.h>

#include "map_state.h"
#include "number.h"

/* The first mark stays, the oldest of the others gives way. */
static void mark(struct co_ladder *l, int64_t at) {
  l->since = 0;
  l->since_read = 0;
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
  settle(m, sum);
  mark(&sum->ladder, sum->ladder.lines);
}

void co_totals_section(struct co_mapper *m) {
  for (size_t i = 0; i < m->sum_count; i++)
    if (m->sums[i].of == m->occurrence) {
      settle(m, &m->sums[i]);
      mark(&m->sums[i].ladder, m->sums[i].ladder.lines);
      m->sums[i].ladder.fresh = false;
    }
}

/* The largest power of ten that divides both; 0 and 0 have none. */
static int64_t common_grain(int64_t grain, int64_t units) {
  int64_t power = grain ? grain : INT64_C(1000000000000000000);
  if (!units) return grain;
  while (units % power)
    power /= 10;
  return power;
}

/* Whether several lines above add up to it: all, or those since the last
 * mark. */
static bool is_sum(const struct co_ladder *l, int64_t units) {
  int64_t end;
  if (l->unsure) return false;
  if (l->since_read > 1 && l->since == units) return true;
  return l->lines_read > 1 && co_units_add(l->marks[0], units, &end) &&
         end == l->lines;
}

static void note_figure(struct co_figures *figures, const struct co_ladder *l,
                        int64_t units) {
  bool again = l->fresh && l->total == units;
  figures->read += units || !again;
  figures->again += units && again;
  figures->summed += units && is_sum(l, units);
}

void co_totals_line(struct co_mapper *m, struct co_sum *sum,
                    const struct co_item *item, int64_t units) {
  struct co_ladder *l = &sum->ladder;
  note_figure(&m->figures, l, units);
  l->unsure |= co_told_of(m, item->at);
  l->unsure |= !co_units_add(l->lines, units, &l->lines);
  l->unsure |= !co_units_add(l->since, units, &l->since);
  l->lines_read++;
  l->since_read++;
  l->grain = common_grain(l->grain, units);
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

/* Where the layout knows totals, a line by the name of one whose figures are
 * mostly what the lines above it add up to. */
static bool may_be_total(struct co_mapper *m, const struct co_figures *figures,
                         const struct co_item *item) {
  const struct co_table *table = m->occurrence->table;
  if (!table || !table->totals || 2 * figures->summed <= figures->read)
    return false;
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

enum co_status co_totals_again(struct co_mapper *m, const struct co_line *line,
                               struct co_err *err) {
  struct co_figures figures = m->figures;
  m->figures = (struct co_figures){0};
  if (!figures.again && !figures.summed) return CO_OK;
  const struct co_item *first = first_of(m, line);
  if (figures.again == figures.read) return report_again(m, first, err);
  return may_be_total(m, &figures, first) ? report_sum(m, &figures, first, err)
                                          : CO_OK;
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
  int64_t grain = common_grain(sum->ladder.grain, d->value);
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
                "`formulas:` in the layout, not under `totals:`.");
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
  return status;
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
  if (differs) status = doubt(m, sum, item, value.number, err);
  if (figure && !l->lines_read) {
    mark(l, -value.number);
    l->led = true;
  }
  mark(l, l->lines);
  l->total = value.number;
  l->fresh = figure && l->lines_read > 1 && !(differs && l->led);
  return status;
}

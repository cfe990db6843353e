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
 * A table may go on on the next sheet, and its total stand there: the marks of
 * the sheet before are kept. A total above all lines is what was brought
 * forward from somewhere else, and a mark as well. One that was carried to the
 * next page and is read as a line there would count twice, and the totals
 * below would agree: such a line is a finding. */
#include "map_state.h"
#include "number.h"

/* The first mark stays, the oldest of the others gives way. */
static void mark(struct co_ladder *l, int64_t at) {
  l->since = 0;
  if (l->count && l->marks[l->count - 1] == at) return;
  if (l->count == CO_MARKS) {
    for (unsigned i = 2; i < CO_MARKS; i++)
      l->marks[i - 1] = l->marks[i];
    l->count--;
  }
  l->marks[l->count++] = at;
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
  mark(&sum->ladder, sum->ladder.lines);
}

void co_totals_section(struct co_mapper *m) {
  for (size_t i = 0; i < m->sum_count; i++)
    if (m->sums[i].of == m->occurrence) {
      mark(&m->sums[i].ladder, m->sums[i].ladder.lines);
      m->sums[i].ladder.fresh = false;
    }
}

void co_totals_line(struct co_mapper *m, struct co_sum *sum,
                    const struct co_item *item, int64_t units) {
  struct co_ladder *l = &sum->ladder;
  l->unsure |= co_told_of(m, item->at);
  l->unsure |= !co_units_add(l->lines, units, &l->lines);
  l->unsure |= !co_units_add(l->since, units, &l->since);
  l->lines_read++;
  bool again = l->fresh && l->total == units;
  if (units || !again) m->figures++; /* nothing is nothing in any line */
  if (units && again) m->figures_again++;
  l->fresh = false;
}

enum co_status co_totals_again(struct co_mapper *m, const struct co_line *line,
                               struct co_err *err) {
  const struct co_occurrence *o = m->occurrence;
  bool again = m->figures && m->figures_again == m->figures;
  size_t first = 0;
  m->figures = m->figures_again = 0;
  if (!again) return CO_OK;
  for (size_t h = 0; h < o->heading_count; h++)
    if (line->items[h].text.len &&
        (!line->items[first].text.len ||
         line->items[h].at.col < line->items[first].at.col))
      first = h;
  const struct co_item *item = &line->items[first];
  return co_notice(
      m, "total_again", CO_WARNING, item->at, (struct co_str){0}, item->text,
      CO_LIT("If it is that total, brought forward, it counts twice: add its "
             "name to `totals:` in the layout."),
      err,
      "'%.*s' was read as a line, and all its figures are those of the total "
      "above it.",
      CO_STR(co_str_show(&m->row, item->text, 60)));
}

static bool holds(const struct co_ladder *l, int64_t units) {
  int64_t from_mark;
  for (unsigned i = 0; i < l->count; i++)
    if (co_units_add(l->marks[i], units, &from_mark) && from_mark == l->lines)
      return true;
  return false;
}

/* What the lines since the last mark add up to, where that says more. */
static const char *since(struct co_mapper *m, const struct co_ladder *l,
                         unsigned scale) {
  char text[CO_DECIMAL_TEXT];
  if (l->since == l->lines || l->since == 0) return "";
  co_decimal_text(l->since, scale, text);
  return co_arena_printf(&m->row, ", those since the last total to %s", text)
      .ptr;
}

static enum co_status report(struct co_mapper *m, const struct co_sum *sum,
                             const struct co_item *item, struct co_err *err) {
  const struct co_field *field = &sum->kind->fields[sum->field];
  unsigned scale = field->scale + item->power; /* as the column writes it */
  char lines[CO_DECIMAL_TEXT];
  co_decimal_text(sum->ladder.lines, scale, lines);
  return co_notice(
      m, "total_differs", CO_WARNING, item->at, field->name, item->text,
      CO_LIT("Look for a line that is missing, or a sub-total that was read as "
             "a line. What is no sum of lines belongs under `formulas:` in the "
             "layout, not under `totals:`."),
      err,
      "The total of '%.*s' is %.*s, but the lines above it add up to %s%s.",
      CO_STR(co_str_show(&m->row, sum->header, 60)), CO_STR(item->text), lines,
      since(m, &sum->ladder, scale));
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
  enum co_status status = CO_OK;
  if (figure && l->lines_read && !l->unsure && !holds(l, value.number))
    status = report(m, sum, item, err);
  if (figure && !l->lines_read) mark(l, -value.number);
  mark(l, l->lines);
  l->total = value.number;
  l->fresh = figure && l->lines_read > 1;
  return status;
}

/* totals.c - whether a row that the layout calls a total is one.
 *
 * The figures of totals are kept out of the sums, so that a line that was lost
 * on the way, or a sub-total that was read as a line, would show nowhere. A
 * total adds up the lines from some point above it: where the table begins or
 * its header is printed again, a section, another total. These points are
 * kept as marks, each what the lines had added up to there; a total that holds
 * from none of them is a finding. Where something was told of a line's figure,
 * the totals below it prove nothing and are left alone. */
#include "map_state.h"
#include "number.h"

/* The first mark stays, the oldest of the others gives way. */
static void mark(struct co_sum *sum) {
  struct co_ladder *l = &sum->ladder;
  l->since = 0;
  if (l->count && l->marks[l->count - 1] == l->lines) return;
  if (l->count == CO_MARKS) {
    for (unsigned i = 2; i < CO_MARKS; i++)
      l->marks[i - 1] = l->marks[i];
    l->count--;
  }
  l->marks[l->count++] = l->lines;
}

void co_totals_open(struct co_sum *sum, const struct co_occurrence *o) {
  bool goes_on = sum->of && sum->of->table == o->table;
  if (!goes_on) sum->ladder = (struct co_ladder){0}; /* the first mark is 0 */
  mark(sum);
}

void co_totals_section(struct co_mapper *m) {
  for (size_t i = 0; i < m->sum_count; i++)
    if (m->sums[i].of == m->occurrence) mark(&m->sums[i]);
}

void co_totals_line(struct co_mapper *m, struct co_sum *sum,
                    const struct co_item *item, int64_t units) {
  struct co_ladder *l = &sum->ladder;
  l->unsure |= co_told_of(m, item->at);
  l->unsure |= !co_units_add(l->lines, units, &l->lines);
  l->unsure |= !co_units_add(l->since, units, &l->since);
  l->any = true;
}

static bool holds(const struct co_ladder *l, int64_t units) {
  int64_t from_mark;
  for (unsigned i = 0; i < l->count; i++)
    if (co_units_add(l->marks[i], units, &from_mark) && from_mark == l->lines)
      return true;
  return false;
}

/* What the lines since the last mark add up to, where that says more. */
static const char *since(struct co_mapper *m, const struct co_sum *sum) {
  const struct co_ladder *l = &sum->ladder;
  char text[CO_DECIMAL_TEXT];
  if (l->since == l->lines || l->since == 0) return "";
  co_decimal_text(l->since, sum->kind->fields[sum->field].scale, text);
  return co_arena_printf(&m->row, ", those since the last total to %s", text)
      .ptr;
}

static enum co_status report(struct co_mapper *m, const struct co_sum *sum,
                             const struct co_item *item, struct co_err *err) {
  const struct co_field *field = &sum->kind->fields[sum->field];
  char lines[CO_DECIMAL_TEXT];
  co_decimal_text(sum->ladder.lines, field->scale, lines);
  return co_notice(
      m, "total_differs", CO_WARNING, item->at, field->name, item->text,
      CO_LIT("Look for a line that is missing, or a sub-total that was read as "
             "a line. What is no sum of lines belongs under `formulas:` in the "
             "layout, not under `totals:`."),
      err,
      "The total of '%.*s' is %.*s, but the lines above it add up to %s%s.",
      CO_STR(co_str_show(&m->row, sum->header, 60)), CO_STR(item->text), lines,
      since(m, sum));
}

enum co_status co_totals_check(struct co_mapper *m, struct co_sum *sum,
                               const struct co_item *item, struct co_err *err) {
  const struct co_ladder *l = &sum->ladder;
  struct co_value value = {0};
  bool percent = false;
  enum co_value_result result =
      co_item_value(&m->row, &sum->kind->fields[sum->field], item,
                    m->layout->dates, &value, &percent);
  bool compared = result == CO_VALUE_OK && !percent && l->any && !l->unsure;
  enum co_status status =
      compared && !holds(l, value.number) ? report(m, sum, item, err) : CO_OK;
  mark(sum);
  return status;
}

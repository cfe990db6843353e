/* across.c - whether the columns of a row add up as the layout says: the
 * balance of a debtor is what was owed less what was paid.
 *
 * Compared exactly, with the cells as they were read. A row that states no
 * result is left alone, and so is one with a figure of more than six decimal
 * places or a word in place of one, which is told elsewhere. A blank cell
 * counts as nothing in a line; in a total, which may be given for some columns
 * only, nothing is concluded from it. A formula with a column that is missing
 * is not tried: the finding of the column says so. */
#include "draft.h"
#include "map_state.h"
#include "number.h"

/* Fine enough for money; what is finer comes from a division. */
static const struct co_field figure_field = {.type = CO_TYPE_DECIMAL,
                                             .scale = 6};

static bool is_blank(struct co_mapper *m, struct co_str text) {
  const struct co_occurrence *o = m->occurrence;
  bool blank =
      co_means_nothing(m, text, m->layout->nothing, m->layout->nothing_count);
  for (size_t r = 0; r < o->rule_count && !blank; r++)
    blank = co_means_nothing(m, text, o->rules[r].value.nothing,
                             o->rules[r].value.nothing_count);
  return blank;
}

/* The figure of a cell; false where it is none. */
static bool figure(struct co_mapper *m, const struct co_item *item,
                   int64_t *units) {
  struct co_value value = {0};
  bool percent = false;
  enum co_value_result result = co_item_value(
      &m->row, &figure_field, item, m->layout->dates, &value, &percent);
  *units = value.number;
  return result == CO_VALUE_OK && !percent;
}

/* What the terms behind the result add up to, and the last place in which they
 * have a digit; false where the sum is unknown. */
static bool add_up(struct co_mapper *m, const struct co_across *across,
                   const struct co_item *items, bool blank_is_nothing,
                   int64_t *sum, int64_t *grain) {
  *sum = 0;
  for (size_t t = 1; t < across->term_count; t++) {
    const struct co_item *item = &items[across->terms[t].column];
    int64_t units = 0;
    if (is_blank(m, item->text) ? !blank_is_nothing : !figure(m, item, &units))
      return false;
    if (!co_units_add(*sum, across->terms[t].sign * units, sum)) return false;
    *grain = co_common_grain(*grain, units);
  }
  return true;
}

/* Whether rounding each figure to its last place may make the difference: half
 * of it each. Pennies are not rounded. */
static bool may_be_rounding(const struct co_across *across, unsigned power,
                            int64_t grain, int64_t stated, int64_t sum) {
  int64_t one = 1, difference;
  for (unsigned scale = figure_field.scale + power; scale; scale--)
    one *= 10;
  if (grain > one) grain = one;
  int64_t most = grain * (int64_t)(across->term_count / 2);
  if (__builtin_sub_overflow(sum, stated, &difference)) return false;
  return grain > one / 100 && difference <= most && difference >= -most;
}

static enum co_status report(struct co_mapper *m,
                             const struct co_across *across,
                             const struct co_item *item, int64_t sum,
                             bool rounding, struct co_err *err) {
  size_t column = across->terms[0].column;
  char text[CO_DECIMAL_TEXT];
  co_decimal_text(sum, figure_field.scale + item->power, text);
  struct co_str remedy =
      rounding ? CO_LIT(
                     "If the return rounds each of its figures, that alone "
                     "can make the difference. Else look for the figure or "
                     "sign that is wrong.")
               : (struct co_str){0};
  return co_notice(
      m, "row_formula",
      (struct co_noticed){.at = item->at, .raw = item->text, .remedy = remedy},
      err, "'%.*s' is %.*s, but the formula '%.*s' gives %s.",
      CO_STR(m->occurrence->headings[column].name), CO_STR(item->text),
      CO_STR(across->text), text);
}

static bool has_term(const struct co_across *across, size_t column) {
  for (size_t t = 0; t < across->term_count; t++)
    if (across->terms[t].column == column) return true;
  return false;
}

const char *co_across_lost(struct co_mapper *m, const struct co_table *table,
                           size_t column) {
  struct co_str *lost =
      CO_NEW_ARRAY(&m->row, table->across_count, struct co_str);
  size_t count = 0;
  for (size_t i = 0; i < table->across_count; i++)
    if (has_term(&table->across[i], column))
      lost[count++] = table->across[i].text;
  if (!count) return "";
  struct co_str texts = co_str_join(&m->row, lost, count, "', '");
  return co_arena_printf(&m->row, " Not tried without it: '%.*s'.",
                         CO_STR(texts))
      .ptr;
}

/* Whether the table has the columns of the formula, but for optional ones. */
static bool can_try(const struct co_occurrence *o,
                    const struct co_across *across) {
  for (size_t t = 0; t < across->term_count; t++) {
    size_t column = across->terms[t].column;
    if (!o->found[column].present && !o->headings[column].optional)
      return false;
  }
  return true;
}

enum co_status co_across_check(struct co_mapper *m, const struct co_line *line,
                               bool is_total, struct co_err *err) {
  const struct co_table *table = m->occurrence->table;
  enum co_status status = CO_OK;
  for (size_t i = 0; i < table->across_count && status == CO_OK; i++) {
    const struct co_across *across = &table->across[i];
    const struct co_item *result = &line->items[across->terms[0].column];
    int64_t stated, sum, grain = 0;
    if (!can_try(m->occurrence, across) || is_blank(m, result->text) ||
        !figure(m, result, &stated))
      continue;
    if (!add_up(m, across, line->items, !is_total, &sum, &grain) ||
        sum == stated)
      continue;
    bool rounding = may_be_rounding(
        across, result->power, co_common_grain(grain, stated), stated, sum);
    status = report(m, across, result, sum, rounding, err);
  }
  return status;
}

/* facts.c - context: what stands outside the tables.
 *
 * A fact is kept until it is read again, so that a later heading goes for the
 * tables below it. The return itself has one heading: where a fact that it is
 * made of changes on the way, as in a workbook of two departments or of two
 * quarters, everything in the file goes by the last, and that is told; so is
 * one that comes behind records which are made of it too. */
#include "map_state.h"

/* Context mostly stands alone. A row with more filled cells is a table's, or
 * the heading of a form with everything on one line: it is searched where
 * nothing else explains it, for facts that nobody knows yet. */
enum { CONTEXT_CELLS = 2 };

static bool is_of_return(const struct co_layout *layout, struct co_str name) {
  struct co_str used;
  for (size_t s = 0; s < layout->return_set_count; s++) {
    const struct co_template *from = layout->return_sets[s].rule.from;
    for (size_t n = 0; from && (used = co_template_name(from, n)).len; n++)
      if (co_str_eq(used, name)) return true;
  }
  return false;
}

static struct co_str fact_text(const struct co_mapper *m, struct co_str name) {
  for (size_t i = 0; i < m->fact_count; i++)
    if (co_str_eq(m->facts[i].name, name)) return m->facts[i].text;
  return (struct co_str){0};
}

void co_facts_missed(struct co_mapper *m, const struct co_template *from) {
  size_t i = 0;
  while (i < m->missed_count && m->missed[i] != from)
    i++;
  if (i < m->missed_count || !from) return;
  CO_GROW(m->missed, m->missed_count, m->missed_cap);
  m->missed[m->missed_count++] = from;
}

static bool is_missed(const struct co_mapper *m, struct co_str name) {
  struct co_str used;
  for (size_t i = 0; i < m->missed_count; i++)
    for (size_t n = 0; (used = co_template_name(m->missed[i], n)).len; n++)
      if (co_str_eq(used, name)) return true;
  return false;
}

static enum co_status report_late(struct co_mapper *m, struct co_str name,
                                  struct co_str text, struct co_place at,
                                  struct co_err *err) {
  return co_notice(
      m, "fact_came_late", (struct co_noticed){.at = at, .raw = text}, err,
      "The %s '%.*s' is read here, below records that it goes for as well: "
      "they were read without it.",
      co_plain_words(m, name), CO_STR(co_str_show(&m->row, text, 60)));
}

static enum co_status set_fact(struct co_mapper *m, struct co_str name,
                               struct co_str text, struct co_place at,
                               struct co_err *err) {
  struct co_str before = fact_text(m, name);
  co_fact_set(m, name, text, at);
  if (!is_of_return(m->layout, name)) return CO_OK;
  if (!before.len)
    return is_missed(m, name) ? report_late(m, name, text, at, err) : CO_OK;
  if (co_str_eq(co_str_fold(&m->row, before), co_str_fold(&m->row, text)))
    return CO_OK;
  return co_notice(
      m, "heading_changes", (struct co_noticed){.at = at, .raw = text}, err,
      "The %s of the return is '%.*s' here and was '%.*s' before; the last one "
      "stands for the whole file.",
      co_plain_words(m, name), CO_STR(co_str_show(&m->row, text, 60)),
      CO_STR(co_str_show(&m->row, before, 60)));
}

/* *read where a fact rule matches the cell; its groups become facts. */
static enum co_status match_fact(struct co_mapper *m,
                                 const struct co_fact_rule *rule,
                                 struct co_str text, struct co_place at,
                                 bool *read, struct co_err *err) {
  size_t count = co_pattern_group_count(rule->match);
  struct co_str *groups = CO_NEW_ARRAY(&m->row, count, struct co_str);
  enum co_status status = CO_OK;
  if (!co_pattern_match(rule->match, text, groups, NULL)) return CO_OK;
  *read = true;
  for (size_t g = 0; g < count && status == CO_OK; g++)
    if (groups[g].len)
      status = set_fact(m, co_pattern_group_name(rule->match, g), groups[g], at,
                        err);
  return status;
}

/* Whether nothing was read for any name that the rule gives. */
static bool is_new(const struct co_mapper *m, const struct co_fact_rule *rule) {
  size_t count = rule->match ? co_pattern_group_count(rule->match) : 0;
  bool new = !rule->after || !fact_text(m, rule->name).len;
  for (size_t g = 0; g < count && new; g++)
    new = !fact_text(m, co_pattern_group_name(rule->match, g)).len;
  return new;
}

/* An error of the spreadsheet where a fact is wanted is none. */
static enum co_status read_error(struct co_mapper *m,
                                 const struct co_item *item, bool *context,
                                 struct co_err *err) {
  bool wanted = m->awaited_fact >= 0;
  for (size_t i = 0; i < m->layout->fact_count && !wanted; i++) {
    const struct co_pattern *match = m->layout->facts[i].match;
    wanted = match && co_pattern_match(match, item->text, NULL, NULL);
  }
  m->awaited_fact = -1;
  *context |= wanted;
  if (!wanted) return CO_OK;
  return co_notice(
      m, "error_cell", (struct co_noticed){.at = item->at, .raw = item->text},
      err,
      "'%.*s' is an error value where the heading of the return has a value.",
      CO_STR(co_str_show(&m->row, item->text, 60)));
}

/* The next filled cell after a label is its fact, unless it is another one:
 * then nothing stands behind the label. What the layout skips (*Page 2 of 7*)
 * is neither; a rule so wide that it names the label too says nothing of it. */
static enum co_status read_cell(struct co_mapper *m, const struct co_item *item,
                                bool only_new, bool *context,
                                struct co_err *err) {
  struct co_str text = co_str_collapse(&m->row, item->text);
  int awaited = m->awaited_fact;
  enum co_status status = CO_OK;
  bool read = false;
  if (item->kind == CO_CELL_ERROR) return read_error(m, item, context, err);
  m->awaited_fact = -1;
  for (size_t i = 0; i < m->layout->fact_count && status == CO_OK; i++) {
    const struct co_fact_rule *rule = &m->layout->facts[i];
    if (only_new && !is_new(m, rule)) continue;
    if (rule->match) status = match_fact(m, rule, text, item->at, &read, err);
    if (rule->after && co_pattern_match(rule->after, text, NULL, NULL)) {
      m->awaited_fact = (int)i;
      m->awaits_past_skips = !co_skips(m, text);
      read = true;
    }
  }
  if (!read && awaited >= 0 && m->awaits_past_skips && co_skips(m, text)) {
    m->awaited_fact = awaited;
    return status;
  }
  *context |= read || awaited >= 0;
  if (read || awaited < 0 || status != CO_OK) return status;
  return set_fact(m, m->layout->facts[awaited].name, text, item->at, err);
}

/* A cell in the row of a fact that is none itself: an office's number, or the
 * unit of all figures. */
static enum co_status report_beside(struct co_mapper *m,
                                    const struct co_item *item,
                                    struct co_err *err) {
  return co_notice(
      m, "stray_cell",
      (struct co_noticed){
          .at = item->at,
          .raw = item->text,
          .remedy = CO_LIT(
              "If it matters, let a fact of the layout take it, or move it to "
              "where it belongs. A label is taken by a fact `after:` it.")},
      err, "'%.*s' stands beside the heading of the return and was not read.",
      CO_STR(co_str_show(&m->row, item->text, 60)));
}

static bool is_recognised(struct co_mapper *m, const struct co_item *item) {
  const struct co_layout *layout = m->layout;
  struct co_str text = co_str_collapse(&m->row, item->text);
  for (size_t r = 0; r < layout->recognise_count; r++)
    if (layout->recognise[r].what == CO_SEE_TEXT &&
        co_pattern_match(layout->recognise[r].pattern, text, NULL, NULL))
      return true;
  return false;
}

bool co_facts_recognised(struct co_mapper *m, const struct co_cells *cells) {
  for (size_t i = 0; i < cells->count; i++)
    if (!is_recognised(m, &cells->items[i])) return false;
  return true;
}

static enum co_status read_row(struct co_mapper *m,
                               const struct co_cells *cells, bool only_new,
                               bool *context, struct co_err *err) {
  bool *read = CO_NEW_ARRAY(&m->row, cells->count, bool);
  enum co_status status = CO_OK;
  for (size_t i = 0; i < cells->count && status == CO_OK; i++) {
    status = read_cell(m, &cells->items[i], only_new, &read[i], err);
    *context |= read[i];
  }
  for (size_t i = 0; *context && i < cells->count && status == CO_OK; i++)
    if (!read[i] && !is_recognised(m, &cells->items[i]))
      status = report_beside(m, &cells->items[i], err);
  return status;
}

enum co_status co_facts_read(struct co_mapper *m, const struct co_cells *cells,
                             bool *context, struct co_err *err) {
  if (cells->count > CONTEXT_CELLS) return CO_OK;
  return read_row(m, cells, false, context, err);
}

enum co_status co_facts_search(struct co_mapper *m,
                               const struct co_cells *cells, bool *context,
                               struct co_err *err) {
  if (cells->count <= CONTEXT_CELLS) return CO_OK; /* it was read before */
  m->awaited_fact = -1;
  enum co_status status = read_row(m, cells, true, context, err);
  m->awaited_fact = -1;
  return status;
}

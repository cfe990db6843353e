/* layout_names.c - checks that the names in a layout lead somewhere, and that
 * something leads to every column of a table.
 *
 * A name in a template is given by a fact, a named group of any pattern, a
 * column or cell, a field that a column goes to, a section or `remember`. Which
 * of them is at hand in a row is known only then; that none ever is, is a
 * mistake of spelling. */
#include <stdlib.h>

#include "layout_read.h"
#include "str.h"

struct names {
  struct co_str *list;
  size_t count, cap;
};

static void add(struct names *names, struct co_str name) {
  if (!name.len) return;
  CO_GROW(names->list, names->count, names->cap);
  names->list[names->count++] = name;
}

static void add_record_names(struct names *names,
                             const struct co_record_rule *rules, size_t count) {
  for (size_t r = 0; r < count; r++) {
    for (size_t i = 0; i < rules[r].remember_count; i++)
      add(names, rules[r].remember[i].name);
    for (size_t c = 0; c < rules[r].column_count; c++)
      if (rules[r].columns[c].field >= 0)
        add(names, rules[r].kind->fields[rules[r].columns[c].field].name);
  }
}

static void add_headings(struct names *names, const struct co_heading *headings,
                         size_t count) {
  for (size_t h = 0; h < count; h++)
    add(names, headings[h].name);
}

static struct names known_names(const struct co_reader *r) {
  const struct co_layout *layout = r->layout;
  struct names names = {0};
  add(&names, CO_LIT("header"));
  add(&names, CO_LIT("cell"));
  add(&names, CO_LIT("sheet"));
  for (size_t p = r->first_pattern; p < r->layouts->pattern_count; p++)
    for (size_t g = 0; g < co_pattern_group_count(r->layouts->patterns[p]); g++)
      add(&names, co_pattern_group_name(r->layouts->patterns[p], g));
  for (size_t i = 0; i < layout->fact_count; i++)
    add(&names, layout->facts[i].name);
  for (size_t t = 0; t < layout->table_count; t++) {
    const struct co_table *table = &layout->tables[t];
    add(&names, table->section_as);
    add_headings(&names, table->headings, table->heading_count);
    add_record_names(&names, table->records, table->record_count);
    add_record_names(&names, table->total_records, table->total_record_count);
  }
  for (size_t f = 0; f < layout->form_count; f++) {
    const struct co_form *form = &layout->forms[f];
    add_headings(&names, form->headings, form->heading_count);
    add_record_names(&names, form->records, form->record_count);
  }
  return names;
}

static bool is_known(const struct names *names, struct co_str name) {
  for (size_t i = 0; i < names->count; i++)
    if (co_str_eq(names->list[i], name)) return true;
  return false;
}

static void check_use(struct co_reader *r, const struct names *names,
                      const struct co_use *use) {
  struct co_str name;
  for (size_t n = 0; (name = co_template_name(use->template, n)).len; n++) {
    if (is_known(names, name)) continue;
    struct co_str hint =
        co_did_you_mean(&r->pack->arena, name, names->list, names->count);
    CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, use->node,
               "nothing in this layout gives '%.*s'%.*s", CO_STR(name),
               CO_STR(hint));
  }
}

static bool is_used(const struct co_reader *r, size_t first_use,
                    struct co_str wanted) {
  struct co_str name;
  for (size_t i = first_use; i < r->use_count; i++)
    for (size_t n = 0; (name = co_template_name(r->uses[i].template, n)).len;
         n++)
      if (co_str_eq(name, wanted)) return true;
  return false;
}

/* Each part of a cell goes to the field of its name, or is used by it. */
static void check_parting(struct co_reader *r, const struct co_parting *p) {
  for (size_t g = 0; g < co_pattern_group_count(p->pattern); g++) {
    struct co_str name = co_pattern_group_name(p->pattern, g);
    if (co_kind_field(p->kind, name) >= 0 || co_str_is(name, "figure") ||
        is_used(r, 0, name))
      continue;
    CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, p->node,
               "the part '%.*s' goes nowhere: %.*s has no such field, and "
               "nothing uses {%.*s}%.*s",
               CO_STR(name), CO_STR(p->kind->name), CO_STR(name),
               CO_STR(co_nearest_field(r, p->kind, name)));
  }
}

static void check_control(struct co_reader *r, const struct co_yaml *node,
                          const struct co_control *control) {
  const struct co_layout *layout = r->layout;
  const struct co_codes *statuses =
      co_model_codes(&r->pack->model, CO_LIT("status"));
  struct names tables = {0};
  for (size_t t = 0; t < layout->table_count; t++)
    add(&tables, layout->tables[t].name);
  for (size_t f = 0; f < layout->form_count; f++)
    add(&tables, layout->forms[f].name);
  if (control->table.len && !is_known(&tables, control->table))
    CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, node,
               "this layout has no table or form '%.*s'%.*s",
               CO_STR(control->table),
               CO_STR(co_did_you_mean(&r->pack->arena, control->table,
                                      tables.list, tables.count)));
  if (control->status.len && statuses &&
      co_codes_find(statuses, control->status) < 0)
    CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, node,
               "'%.*s' is no status of codes/status.csv",
               CO_STR(control->status));
  free(tables.list);
}

void co_check_names(struct co_reader *r) {
  struct names names = known_names(r);
  for (size_t i = 0; i < r->use_count; i++)
    check_use(r, &names, &r->uses[i]);
  for (size_t i = 0; i < r->parting_count; i++)
    check_parting(r, &r->partings[i]);
  size_t count = 0;
  const struct co_yaml *const *controls = co_said_all(r, "control", &count);
  for (size_t i = 0; i < count && i < r->layout->control_count; i++)
    check_control(r, controls[i], &r->layout->controls[i]);
  free(names.list);
}

static bool has(const size_t *columns, size_t count, size_t column) {
  for (size_t i = 0; i < count; i++)
    if (columns[i] == column) return true;
  return false;
}

static bool takes(const struct co_record_rule *rule, size_t column) {
  for (size_t i = 0; i < rule->column_count; i++)
    if (rule->columns[i].column == column) return true;
  for (size_t i = 0; i < rule->each_count; i++)
    if (rule->each[i].column == column) return true;
  for (size_t i = 0; i < rule->link_count; i++)
    if (rule->links[i].column == column) return true;
  return false;
}

static bool asks_for(const struct co_record_rule *rule, size_t column) {
  return has(rule->when_filled, rule->when_filled_count, column) ||
         has(rule->when_blank, rule->when_blank_count, column);
}

static bool any_takes(const struct co_record_rule *rules, size_t count,
                      size_t column) {
  for (size_t i = 0; i < count; i++)
    if (takes(&rules[i], column)) return true;
  return false;
}

static bool any_asks_for(const struct co_record_rule *rules, size_t count,
                         size_t column) {
  for (size_t i = 0; i < count; i++)
    if (asks_for(&rules[i], column)) return true;
  return false;
}

void co_note_unread(struct co_reader *r, const struct co_table *table,
                    struct co_heading *headings, size_t first_use) {
  const struct co_record_rule *records = table->records;
  const struct co_record_rule *totals = table->total_records;
  for (size_t h = 0; h < table->heading_count && table->record_count; h++) {
    bool named = is_used(r, first_use, headings[h].name);
    bool taken = any_takes(records, table->record_count, h);
    bool other = headings[h].ignored || table->section_column == (int)h ||
                 any_asks_for(records, table->record_count, h) ||
                 any_takes(totals, table->total_record_count, h) ||
                 any_asks_for(totals, table->total_record_count, h);
    headings[h].unread = !named && !taken && !other;
    headings[h].recorded = taken && !named && !headings[h].ignored;
  }
}

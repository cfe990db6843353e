/* build.c - makes records of a line of named columns.
 *
 * A draft is filled from the columns, then from the value of an `each`
 * column, then from names, then from its parent. What a cell does not give is
 * said in a finding, never guessed. Records are held until the next row is
 * known, which may continue their texts. */
#include <stdlib.h>
#include <string.h>

#include "map_state.h"

struct draft {
  struct co_mapper *m;
  struct co_occurrence *o;
  const struct co_record_rule *rule;
  const struct co_kind *kind;
  struct co_region *region;
  struct co_value *values;
  struct co_place *places;
  struct co_name *names; /* groups and fields read so far */
  size_t name_count, name_cap;
  struct co_place own;
  bool rejected;
};

void co_fact_set(struct co_mapper *m, struct co_str name, struct co_str text,
                 struct co_place at) {
  struct co_name fact = {name, co_arena_str(&m->file, text), at};
  if (!m->fact_sheet.len) {
    m->fact_sheet = m->sheet;
    m->fact_sheet_index = m->sheet_index;
  }
  for (size_t i = 0; i < m->fact_count; i++)
    if (co_str_eq(m->facts[i].name, name)) {
      m->facts[i] = fact;
      return;
    }
  CO_GROW(m->facts, m->fact_count, m->fact_cap);
  m->facts[m->fact_count++] = fact;
}

struct co_occurrence *co_occurrence_new(struct co_mapper *m, struct co_str name,
                                        const struct co_heading *headings,
                                        size_t heading_count,
                                        const struct co_record_rule *rules,
                                        size_t rule_count, uint32_t row) {
  struct co_occurrence *o = CO_NEW(&m->file, struct co_occurrence);
  *o = (struct co_occurrence){
      .name = name,
      .row = row,
      .headings = headings,
      .heading_count = heading_count,
      .rules = rules,
      .rule_count = rule_count,
      .found = CO_NEW_ARRAY(&m->file, heading_count, struct co_found),
      .regions = CO_NEW_ARRAY(&m->file, rule_count, struct co_region *)};
  for (size_t r = 0; r < rule_count; r++) {
    size_t count = rules[r].each_count ? rules[r].each_count : 1;
    o->regions[r] = CO_NEW_ARRAY(&m->file, count, struct co_region);
  }
  return o;
}

static void draft_init(struct draft *d, struct co_mapper *m,
                       struct co_occurrence *o,
                       const struct co_record_rule *rule, size_t each) {
  size_t n = rule->kind->field_count;
  *d = (struct draft){.m = m, .o = o, .rule = rule, .kind = rule->kind};
  d->region = &o->regions[rule - o->rules][each];
  d->values = CO_NEW_ARRAY(&m->held_memory, n, struct co_value);
  d->places = CO_NEW_ARRAY(&m->held_memory, n, struct co_place);
  d->own = (struct co_place){CO_OWN, CO_OWN};
}

static void add_name(struct draft *d, struct co_str name, struct co_str text,
                     struct co_place at) {
  if (d->name_count == d->name_cap) {
    size_t cap = d->name_cap ? 2 * d->name_cap : 16;
    struct co_name *more = CO_NEW_ARRAY(&d->m->row, cap, struct co_name);
    if (d->name_count) memcpy(more, d->names, d->name_count * sizeof *more);
    d->names = more;
    d->name_cap = cap;
  }
  d->names[d->name_count++] = (struct co_name){name, text, at};
}

static enum co_status assign(struct draft *d, int index,
                             const struct co_item *item, bool *percent,
                             struct co_err *err) {
  const struct co_field *field = &d->kind->fields[index];
  struct co_value value = {0};
  enum co_value_result result =
      co_value_parse(&d->m->held_memory, field, item->text, item->kind,
                     item->look, d->m->layout->dates, &value, percent);
  if (result == CO_VALUE_BLANK) return CO_OK;
  if (result == CO_VALUE_OK || result == CO_VALUE_ROUNDED ||
      (result == CO_VALUE_PATTERN && value.present)) {
    d->values[index] = value;
    d->places[index] = item->at;
  } else if (field->required) {
    d->rejected = true;
  }
  return result == CO_VALUE_OK
             ? CO_OK
             : co_notice_value(d->m, field, result, item, err);
}

/* A part of a cell's text, or one made from names: text at a place. */
static struct co_item text_item(struct co_str text, struct co_place at) {
  return (struct co_item){text, CO_CELL_TEXT, CO_LOOK_PLAIN, at};
}

static enum co_status unmatched(struct draft *d,
                                const struct co_column_rule *column,
                                const struct co_item *item,
                                struct co_err *err) {
  const struct co_heading *h = &d->o->headings[column->column];
  enum co_status status = co_notice(
      d->m, "unusual_text", CO_WARNING, item->at, (struct co_str){0},
      item->text,
      CO_LIT("Check the cell; if it is right, widen the pattern "
             "of this column in the layout."),
      err, "'%.*s' does not look as expected in the column '%.*s'.",
      CO_STR(co_str_show(&d->m->row, item->text, 60)), CO_STR(h->name));
  if (status != CO_OK || column->otherwise < 0) return status;
  return assign(d, column->otherwise, item, NULL, err);
}

/* Takes a cell apart by the column's pattern. Groups named like a field go
 * to it; all groups are names for the rules that follow. */
static enum co_status read_matched(struct draft *d,
                                   const struct co_column_rule *column,
                                   const struct co_item *item,
                                   struct co_err *err) {
  struct co_arena *row = &d->m->row;
  size_t count = co_pattern_group_count(column->match);
  struct co_str *groups = CO_NEW_ARRAY(row, count, struct co_str);
  struct co_str text = co_str_collapse(row, item->text);
  if (!co_pattern_match(column->match, text, groups, NULL))
    return unmatched(d, column, item, err);
  enum co_status status = CO_OK;
  for (size_t g = 0; g < count && status == CO_OK; g++) {
    if (!groups[g].len) continue;
    struct co_str name = co_pattern_group_name(column->match, g);
    struct co_item part = text_item(groups[g], item->at);
    int field = co_kind_field(d->kind, name);
    add_name(d, name, groups[g], item->at);
    if (field >= 0) status = assign(d, field, &part, NULL, err);
  }
  if (status == CO_OK && column->field >= 0)
    status = assign(d, column->field, item, NULL, err);
  return status;
}

static enum co_status read_columns(struct draft *d, const struct co_line *line,
                                   bool *any, struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t c = 0; c < d->rule->column_count && status == CO_OK; c++) {
    const struct co_column_rule *column = &d->rule->columns[c];
    const struct co_item *item = &line->items[column->column];
    if (!item->text.len) continue;
    if (!*any && d->own.row == CO_OWN) d->own = item->at;
    *any = true;
    if (column->match) {
      status = read_matched(d, column, item, err);
    } else {
      add_name(d, d->kind->fields[column->field].name, item->text, item->at);
      status = assign(d, column->field, item, NULL, err);
    }
  }
  return status;
}

static struct co_str rule_text(struct draft *d, const struct co_rule *rule,
                               const struct co_scope *scope,
                               struct co_place *at) {
  struct co_arena *row = &d->m->row;
  enum co_date_order order = d->m->layout->dates;
  struct co_str text = co_template_text(rule->from, row, scope, order, at);
  struct co_str out = rule->case_count ? (struct co_str){0} : text;
  bool matched = !rule->case_count;
  for (size_t i = 0; i < rule->case_count && !matched; i++) {
    const struct co_pattern *p = rule->cases[i].match;
    size_t count = co_pattern_group_count(p);
    struct co_str *groups = CO_NEW_ARRAY(row, count, struct co_str);
    if (!co_pattern_match(p, co_str_collapse(row, text), groups, NULL))
      continue;
    struct co_name *names = CO_NEW_ARRAY(row, count, struct co_name);
    for (size_t g = 0; g < count; g++)
      names[g] = (struct co_name){co_pattern_group_name(p, g), groups[g], *at};
    struct co_scope inner = {scope, names, count};
    out = co_template_text(rule->cases[i].use, row, &inner, order, at);
    matched = true;
  }
  if (!matched && rule->otherwise)
    out = co_template_text(rule->otherwise, row, scope, order, at);
  if (rule->codes && out.len) {
    int code = co_codes_find(rule->codes, out);
    if (code >= 0) out = rule->codes->codes[code].code;
  }
  return out;
}

static enum co_status apply_sets(struct draft *d, const struct co_set *sets,
                                 size_t count, const struct co_scope *outer,
                                 struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < count && status == CO_OK; i++) {
    struct co_scope scope = {outer, d->names, d->name_count};
    struct co_place at = d->own;
    if (d->values[sets[i].field].present) continue;
    struct co_str text = rule_text(d, &sets[i].rule, &scope, &at);
    struct co_item item = text_item(text, at);
    if (text.len) status = assign(d, sets[i].field, &item, NULL, err);
  }
  return status;
}

/* A figure with its unit, or a known word in its place. */
static enum co_status read_figure(struct draft *d, const struct co_item *item,
                                  const struct co_scope *outer,
                                  struct co_err *err) {
  const struct co_value_rule *v = &d->rule->value;
  bool percent = false;
  struct co_value probe = {0};
  const struct co_field *field = &d->kind->fields[v->number];
  enum co_value_result result =
      co_value_parse(&d->m->row, field, item->text, item->kind, item->look,
                     d->m->layout->dates, &probe, NULL);
  if (result == CO_VALUE_NOT_NUMBER && v->words >= 0) {
    int word = co_codes_find(v->missing, item->text);
    struct co_item note = text_item(
        word >= 0 ? v->missing->codes[word].label : item->text, item->at);
    enum co_status status = assign(d, v->words, &note, NULL, err);
    if (status != CO_OK || word >= 0) return status;
  }
  enum co_status status = assign(d, v->number, item, &percent, err);
  if (status != CO_OK || v->unit < 0 || !d->values[v->number].present)
    return status;
  struct co_place at = item->at;
  struct co_scope scope = {outer, d->names, d->name_count};
  struct co_str unit = CO_LIT("percent");
  if (!percent)
    unit = v->unit_is.from ? rule_text(d, &v->unit_is, &scope, &at)
                           : (struct co_str){0};
  struct co_item made = text_item(unit, at);
  return unit.len ? assign(d, v->unit, &made, NULL, err) : CO_OK;
}

static enum co_status read_text(struct draft *d, const struct co_item *item,
                                struct co_err *err) {
  const struct co_value_rule *v = &d->rule->value;
  struct co_item text = *item;
  if (v->code) {
    struct co_field field = d->kind->fields[v->text];
    int code = co_codes_find(v->code, item->text);
    field.codes = v->code;
    if (code < 0)
      return co_notice_value(d->m, &field, CO_VALUE_NOT_CODE, item, err);
    text = text_item(v->code->codes[code].code, item->at);
  }
  return assign(d, v->text, &text, NULL, err);
}

static bool means_nothing(struct draft *d, const struct co_item *item) {
  const struct co_value_rule *v = &d->rule->value;
  if (!item->text.len) return true;
  if (!v->nothing_count) return false;
  struct co_str folded = co_str_fold(&d->m->row, item->text);
  for (size_t i = 0; i < v->nothing_count; i++)
    if (co_str_eq(v->nothing[i], folded)) return true;
  return false;
}

static enum co_status take_parent(struct draft *d, struct co_err *err) {
  const struct co_kind *under = d->rule->under;
  if (!under) return CO_OK;
  const struct co_parent *parent = &d->m->parents[under->index];
  struct co_item item = text_item(co_buf_str(&parent->key), parent->at);
  if (item.text.len) return assign(d, d->kind->parent_field, &item, NULL, err);
  return co_notice(
      d->m, "no_parent", CO_ERROR, d->own, (struct co_str){0},
      (struct co_str){0},
      CO_LIT("Check the rows above: the heading of the block may be lost."),
      err, "This %s stands under no %s.", co_plain_words(d->m, d->kind->name),
      co_plain_words(d->m, under->name));
}

static void become_parent(struct draft *d) {
  struct co_parent *parent = &d->m->parents[d->kind->index];
  for (size_t i = 0; i < 2; i++) {
    int field = d->kind->key_fields[i];
    if (field < 0 || !d->values[field].present) continue;
    parent->key.len = 0;
    co_buf_add_str(&parent->key, d->values[field].text);
    parent->at = d->places[field];
    return;
  }
}

/* Where a field of this record should stand: its column, else the record's
 * own cell. */
static struct co_place expected_place(const struct draft *d, size_t field) {
  for (size_t c = 0; c < d->rule->column_count; c++) {
    const struct co_column_rule *column = &d->rule->columns[c];
    const struct co_found *found = &d->o->found[column->column];
    if (column->field == (int)field && found->present)
      return (struct co_place){d->own.row, found->at.col};
  }
  return d->own;
}

static enum co_status check_required(struct draft *d, struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t f = 0; f < d->kind->field_count && status == CO_OK; f++) {
    const struct co_field *field = &d->kind->fields[f];
    if (!field->required || d->values[f].present || d->rejected) continue;
    status = co_notice(
        d->m, "missing_key", CO_ERROR, expected_place(d, f), field->name,
        (struct co_str){0},
        CO_LIT("Ask the department to fill it in, or correct the return."), err,
        "This %s has no %s.", co_plain_words(d->m, d->kind->name),
        co_plain_words(d->m, field->name));
  }
  return status;
}

/* The rule of lineage for this record, which its region takes over. */
static struct co_place origin_of(const struct draft *d, size_t field) {
  struct co_place at =
      d->values[field].present ? d->places[field] : expected_place(d, field);
  if (at.row == d->own.row) at.row = CO_OWN;
  return at;
}

static enum co_status announce(struct draft *d, struct co_region *region,
                               struct co_err *err) {
  struct co_mapper *m = d->m;
  if (region->id) return CO_OK;
  struct co_place *origins =
      CO_NEW_ARRAY(&m->file, d->kind->field_count, struct co_place);
  for (size_t f = 0; f < d->kind->field_count; f++)
    origins[f] = origin_of(d, f);
  *region = (struct co_region){.id = ++m->next_region,
                               .sheet = m->sheet,
                               .sheet_index = m->sheet_index,
                               .table = d->o->name,
                               .kind = d->kind,
                               .first_row = d->o->row,
                               .origins = origins};
  return m->intake->region(m->intake, region, err);
}

static void collect_overrides(struct draft *d, const struct co_region *region,
                              struct co_record *record) {
  struct co_origin *list =
      CO_NEW_ARRAY(&d->m->held_memory, d->kind->field_count, struct co_origin);
  for (size_t f = 0; f < d->kind->field_count; f++) {
    struct co_place rule = region->origins[f];
    if (rule.row == CO_OWN) rule.row = d->own.row;
    if (rule.col == CO_OWN) rule.col = d->own.col;
    if (!d->values[f].present ||
        (rule.row == d->places[f].row && rule.col == d->places[f].col))
      continue;
    list[record->override_count++] =
        (struct co_origin){(unsigned)f, d->places[f]};
  }
  record->overrides = list;
}

static enum co_status hold(struct draft *d, struct co_err *err) {
  struct co_mapper *m = d->m;
  struct co_region *region = d->region;
  enum co_status status = announce(d, region, err);
  if (status != CO_OK) return status;
  struct co_held held = {.rule = d->rule,
                         .values = d->values,
                         .record = {.kind = d->kind,
                                    .region = region->id,
                                    .row = d->own.row,
                                    .col = d->own.col,
                                    .values = d->values}};
  collect_overrides(d, region, &held.record);
  CO_GROW(m->held, m->held_count, m->held_cap);
  m->held[m->held_count++] = held;
  return CO_OK;
}

/* The figures of a record that is not accepted go to the other side. */
static enum co_status account_rejected(struct draft *d, struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t f = 0; f < d->kind->field_count && status == CO_OK; f++)
    if (d->values[f].present && d->kind->fields[f].type == CO_TYPE_DECIMAL)
      status = co_account_reject(d->m, d->places[f].col, d->kind, (unsigned)f,
                                 d->values[f].number, err);
  return status;
}

static enum co_status finish(struct draft *d, const struct co_scope *outer,
                             struct co_built *built, struct co_err *err) {
  enum co_status status =
      apply_sets(d, d->rule->sets, d->rule->set_count, outer, err);
  if (status == CO_OK) status = take_parent(d, err);
  if (status == CO_OK) status = check_required(d, err);
  if (status != CO_OK) return status;
  if (d->rejected) {
    built->rejected++;
    return account_rejected(d, err);
  }
  built->records++;
  become_parent(d);
  return hold(d, err);
}

static enum co_status build_each(struct draft *d, const struct co_each *each,
                                 const struct co_line *line,
                                 const struct co_scope *names,
                                 struct co_built *built, struct co_err *err) {
  const struct co_found *found = &d->o->found[each->column];
  const struct co_item *item = &line->items[each->column];
  struct co_name header = {CO_LIT("header"), found->text, found->at};
  struct co_scope groups = {names, found->names, found->name_count};
  struct co_scope scope = {&groups, &header, 1};
  bool any = false;
  if (means_nothing(d, item)) {
    built->nothing += item->text.len > 0;
    return CO_OK;
  }
  d->own = item->at;
  enum co_status status = read_columns(d, line, &any, err);
  if (status == CO_OK && d->rule->value.text >= 0)
    status = read_text(d, item, err);
  if (status == CO_OK && d->rule->value.number >= 0)
    status = read_figure(d, item, &scope, err);
  if (status == CO_OK)
    status = apply_sets(d, each->sets, each->set_count, &scope, err);
  return status == CO_OK ? finish(d, &scope, built, err) : status;
}

static enum co_status build_rule(struct co_mapper *m, struct co_occurrence *o,
                                 const struct co_record_rule *rule,
                                 const struct co_line *line,
                                 const struct co_scope *names,
                                 struct co_built *built, struct co_err *err) {
  enum co_status status = CO_OK;
  struct draft d;
  for (size_t e = 0; e < rule->each_count && status == CO_OK; e++) {
    draft_init(&d, m, o, rule, e);
    status = build_each(&d, &rule->each[e], line, names, built, err);
  }
  if (rule->each_count) return status;
  bool any = false;
  draft_init(&d, m, o, rule, 0);
  status = read_columns(&d, line, &any, err);
  return any && status == CO_OK ? finish(&d, names, built, err) : status;
}

enum co_status co_build_line(struct co_mapper *m, struct co_occurrence *o,
                             const struct co_line *line, struct co_built *built,
                             struct co_err *err) {
  struct co_name *columns =
      CO_NEW_ARRAY(&m->row, o->heading_count, struct co_name);
  for (size_t h = 0; h < o->heading_count; h++)
    columns[h] = (struct co_name){o->headings[h].name, line->items[h].text,
                                  line->items[h].at};
  struct co_scope facts = {NULL, m->facts, m->fact_count};
  struct co_scope names = {&facts, columns, o->heading_count};
  enum co_status status = CO_OK;
  for (size_t r = 0; r < o->rule_count && status == CO_OK; r++)
    status = build_rule(m, o, &o->rules[r], line, &names, built, err);
  return status;
}

/* The text field of a held record that a column feeds directly; or -1. */
static int text_field(const struct co_held *held, size_t column) {
  for (size_t c = 0; c < held->rule->column_count; c++) {
    const struct co_column_rule *rule = &held->rule->columns[c];
    if (rule->column != column || rule->field < 0) continue;
    enum co_type type = held->record.kind->fields[rule->field].type;
    if (type == CO_TYPE_TEXT || type == CO_TYPE_LINE) return rule->field;
  }
  return -1;
}

static bool continue_with(struct co_mapper *m, size_t column,
                          struct co_str text) {
  for (size_t i = m->held_count; i-- > 0;) {
    const struct co_held *held = &m->held[i];
    int field = text_field(held, column);
    if (field < 0) continue;
    struct co_value *value = &held->values[field];
    bool lines = held->record.kind->fields[field].type == CO_TYPE_TEXT;
    value->text = value->present
                      ? co_arena_printf(&m->held_memory, "%.*s%s%.*s",
                                        CO_STR(value->text), lines ? "\n" : " ",
                                        CO_STR(text))
                      : co_arena_str(&m->held_memory, text);
    value->present = true;
    return true;
  }
  return false;
}

bool co_build_continue(struct co_mapper *m, const struct co_item *items) {
  bool all = m->held_count > 0;
  for (size_t h = 0; h < m->occurrence->heading_count && all; h++)
    if (items[h].text.len)
      all = continue_with(m, h, co_str_lines(&m->row, items[h].text));
  return all;
}

enum co_status co_build_flush(struct co_mapper *m, struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < m->held_count && status == CO_OK; i++)
    status = m->intake->record(m->intake, &m->held[i].record, err);
  m->held_count = 0;
  co_arena_reset(&m->held_memory);
  return status;
}

enum co_status co_build_return(struct co_mapper *m, struct co_err *err) {
  const struct co_layout *layout = m->layout;
  if (!layout->return_kind) return CO_OK;
  struct co_record_rule *rule = CO_NEW(&m->file, struct co_record_rule);
  *rule = (struct co_record_rule){.kind = layout->return_kind,
                                  .value = {.number = -1, .text = -1},
                                  .sets = layout->return_sets,
                                  .set_count = layout->return_set_count};
  struct co_occurrence *o =
      co_occurrence_new(m, CO_LIT("return"), NULL, 0, rule, 1, 0);
  struct co_scope facts = {NULL, m->facts, m->fact_count};
  struct co_built built = {0};
  struct draft d;
  if (m->fact_sheet.len) {
    m->sheet = m->fact_sheet;
    m->sheet_index = m->fact_sheet_index;
  }
  draft_init(&d, m, o, rule, 0);
  d.own = m->fact_count ? m->facts[0].at : (struct co_place){0, 0};
  enum co_status status = finish(&d, &facts, &built, err);
  return status == CO_OK ? co_build_flush(m, err) : status;
}

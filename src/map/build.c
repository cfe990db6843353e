/* build.c - makes records of a line of named columns.
 *
 * A draft is filled from the columns, then from the value of an `each`
 * column, then from names, then from its parent. What a cell does not give is
 * said in a finding, never guessed. Records are held until the next row is
 * known, which may continue their texts. */
#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "lines.h"

void co_fact_set(struct co_mapper *m, struct co_str name, struct co_str text,
                 struct co_place at) {
  struct co_name fact = {name, co_arena_str(&m->file, text), at};
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
      .before = m->last,
      .name = name,
      .row = row,
      .headings = headings,
      .heading_count = heading_count,
      .rules = rules,
      .rule_count = rule_count,
      .found = CO_NEW_ARRAY(&m->file, heading_count, struct co_found),
      .above = CO_NEW_ARRAY(&m->file, heading_count, struct co_item),
      .merged_to = CO_NEW_ARRAY(&m->file, heading_count, uint32_t)};
  m->last = o;
  return o;
}

bool co_build_waits(const struct co_mapper *m) {
  const struct co_occurrence *o = m->occurrence;
  return m->layout->joins || (o && o->table->when_blank_count);
}

static enum co_status take_parent(struct co_draft *d, struct co_err *err) {
  const struct co_kind *under = d->rule->under;
  if (!under) return CO_OK;
  const struct co_parent *parent = &d->m->parents[under->index];
  struct co_str key =
      co_arena_str(&d->m->held_memory, co_buf_str(&parent->key));
  struct co_item item = {.text = key, .kind = CO_CELL_TEXT, .at = parent->at};
  if (item.text.len)
    return co_draft_assign(d, d->kind->parent_field, &item, NULL, err);
  return co_notice(d->m, "no_parent", (struct co_noticed){.at = d->own}, err,
                   "This %s stands under no %s.",
                   co_plain_words(d->m, d->kind->name),
                   co_plain_words(d->m, under->name));
}

static void become_parent(struct co_draft *d) {
  struct co_parent *parent = &d->m->parents[d->kind->index];
  parent->key.len = 0; /* without a key it has no children, not another's */
  for (size_t i = 0; i < 2; i++) {
    int field = d->kind->key_fields[i];
    if (field < 0 || !d->values[field].present) continue;
    co_buf_add_str(&parent->key, d->values[field].text);
    if (d->m->layout->links) co_links_key(d->m, d->kind, d->values[field].text);
    parent->at = d->places[field];
    return;
  }
}

static bool gives_field(const struct co_draft *d,
                        const struct co_column_rule *column, size_t field) {
  return column->field == (int)field ||
         (column->match &&
          co_pattern_names(column->match, d->kind->fields[field].name));
}

/* Where a field of this record should stand: its column, else the record's
 * own cell. */
static struct co_place expected_place(const struct co_draft *d, size_t field) {
  for (size_t c = 0; c < d->rule->column_count; c++) {
    const struct co_column_rule *column = &d->rule->columns[c];
    const struct co_found *found = &d->o->found[column->column];
    if (found->present && gives_field(d, column, field))
      return (struct co_place){d->own.row, found->at.col, d->own.sheet};
  }
  return d->own;
}

/* Whether it is a kind of figures, of which a total may have no name. */
static bool is_of_figures(const struct co_kind *kind) {
  for (size_t f = 0; f < kind->field_count; f++)
    if (kind->fields[f].required && kind->fields[f].type == CO_TYPE_DECIMAL)
      return true;
  return false;
}

static struct co_str missing_remedy(const struct co_draft *d, size_t field,
                                    struct co_place at) {
  if (co_told_of(d->m, at))
    return CO_LIT(
        "The cell says something; why it could not be read is told "
        "as another finding of the same cell.");
  const char *total = is_of_figures(d->kind)
                          ? " Where the row is a total without a name, let "
                            "`totals:` take it."
                          : "";
  for (size_t s = 0; s < d->rule->set_count; s++)
    if (d->rule->sets[s].field == (int)field)
      return co_arena_printf(
          &d->m->row,
          "The layout makes it of other cells (`set:`): one of them is blank, "
          "or a heading of the return is worded otherwise.%s",
          total);
  return (struct co_str){0};
}

static enum co_status check_required(struct co_draft *d, struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t f = 0; f < d->kind->field_count && status == CO_OK; f++) {
    const struct co_field *field = &d->kind->fields[f];
    if (!field->required || d->values[f].present || d->rejected) continue;
    struct co_place at = expected_place(d, f);
    status = co_notice(
        d->m, "missing_key",
        (struct co_noticed){
            .at = at, .field = field->name, .remedy = missing_remedy(d, f, at)},
        err, "This %s has no %s.", co_plain_words(d->m, d->kind->name),
        co_plain_words(d->m, field->name));
  }
  return status;
}

/* The rule of lineage for this record, which its region takes over. */
static struct co_place origin_of(const struct co_draft *d, size_t field) {
  struct co_place at =
      d->values[field].present ? d->places[field] : expected_place(d, field);
  if (at.row == d->own.row && at.sheet == d->own.sheet) at.row = CO_OWN;
  return at;
}

/* The region of this record: one for each rule and `each` column. */
static enum co_status announce(struct co_draft *d, struct co_region **region,
                               struct co_err *err) {
  struct co_mapper *m = d->m;
  uint32_t col = d->rule->each_count ? d->own.col : 0;
  for (struct co_region_of *r = d->o->regions; r; r = r->next)
    if (r->rule == d->rule && r->col == col) {
      *region = &r->region;
      return CO_OK;
    }
  struct co_region_of *made = CO_NEW(&m->file, struct co_region_of);
  struct co_place *origins =
      CO_NEW_ARRAY(&m->file, d->kind->field_count, struct co_place);
  for (size_t f = 0; f < d->kind->field_count; f++)
    origins[f] = origin_of(d, f);
  made->rule = d->rule;
  made->col = col;
  made->region = (struct co_region){.id = ++m->next_region,
                                    .sheet = m->sheet,
                                    .sheet_index = m->sheet_index,
                                    .table = d->o->name,
                                    .kind = d->kind,
                                    .first_row = d->o->row,
                                    .origins = origins};
  made->next = d->o->regions;
  d->o->regions = made;
  *region = &made->region;
  return m->intake->region(m->intake, &made->region, err);
}

static bool is_same_place(struct co_place a, struct co_place b) {
  return a.row == b.row && a.col == b.col && a.sheet == b.sheet;
}

static void collect_overrides(struct co_draft *d,
                              const struct co_region *region,
                              struct co_record *record) {
  size_t count = d->kind->field_count;
  struct co_origin *list = NULL;
  for (size_t f = 0; f < count; f++) {
    struct co_place rule = region->origins[f];
    if (rule.row == CO_OWN) rule.row = d->own.row;
    if (rule.col == CO_OWN) rule.col = d->own.col;
    if (!d->values[f].present || is_same_place(rule, d->places[f])) continue;
    if (!list) list = CO_NEW_ARRAY(&d->m->held_memory, count, struct co_origin);
    list[record->override_count++] =
        (struct co_origin){(unsigned)f, d->places[f]};
  }
  record->overrides = list;
}

/* Texts are those of the row, which a record that waits for more outlives. */
static void keep_texts(struct co_draft *d) {
  for (size_t f = 0; f < d->kind->field_count; f++)
    if (d->values[f].text.len)
      d->values[f].text = co_arena_str(&d->m->held_memory, d->values[f].text);
}

static enum co_status hold(struct co_draft *d, struct co_err *err) {
  struct co_mapper *m = d->m;
  struct co_region *region = NULL;
  enum co_status status = announce(d, &region, err);
  if (status != CO_OK) return status;
  struct co_held held = {.rule = d->rule,
                         .values = d->values,
                         .places = d->places,
                         .record = {.kind = d->kind,
                                    .region = region->id,
                                    .row = d->own.row,
                                    .col = d->own.col,
                                    .values = d->values}};
  collect_overrides(d, region, &held.record);
  if (co_build_waits(m)) keep_texts(d);
  CO_GROW(m->held, m->held_count, m->held_cap);
  m->held[m->held_count++] = held;
  return CO_OK;
}

/* A rule of the occurrence itself, not one of its totals. */
static bool is_own_rule(const struct co_occurrence *o,
                        const struct co_record_rule *rule) {
  return rule >= o->rules && rule < o->rules + o->rule_count;
}

/* The figures of a record; of one that is not accepted they go to the other
 * side as well. */
static enum co_status account_figures(struct co_draft *d, struct co_err *err) {
  bool own = is_own_rule(d->o, d->rule);
  enum co_status status = CO_OK;
  for (size_t f = 0; f < d->kind->field_count && status == CO_OK; f++) {
    struct co_place at = d->places[f];
    int64_t units = d->values[f].number;
    if (!d->values[f].present || d->kind->fields[f].type != CO_TYPE_DECIMAL)
      continue;
    status = co_account_part(d->m, d->o, own && at.row == d->row && !at.sheet,
                             at, d->kind, (unsigned)f, units, err);
    if (status == CO_OK && d->rejected)
      status =
          co_account_reject(d->m, at.col, d->kind, (unsigned)f, units, err);
  }
  return status;
}

/* What follows belongs neither to this record nor to the one before it. */
static void forget(struct co_draft *d) {
  d->m->parents[d->kind->index].key.len = 0;
  for (size_t i = 0; i < d->rule->remember_count; i++)
    co_fact_set(d->m, d->rule->remember[i].name, (struct co_str){0}, d->own);
}

static void remember(struct co_draft *d, const struct co_scope *outer) {
  for (size_t i = 0; i < d->rule->remember_count; i++) {
    const struct co_remember *r = &d->rule->remember[i];
    struct co_place at = d->own;
    struct co_str text = co_draft_rule(d, &r->rule, outer, &at);
    co_fact_set(d->m, r->name, co_str_collapse(&d->m->row, text), at);
  }
}

/* A place for a text that grows, with twice the room that it needs: a record
 * may go on for many rows. */
static char *make_room(struct co_mapper *m, struct co_held *held, size_t field,
                       size_t len) {
  struct co_str *text = &held->values[field].text;
  if (!held->room)
    held->room =
        CO_NEW_ARRAY(&m->held_memory, held->record.kind->field_count, size_t);
  if (len <= held->room[field]) return (char *)text->ptr;
  char *place = co_alloc(&m->held_memory, 2 * len + 1);
  if (text->len) memcpy(place, text->ptr, text->len);
  held->room[field] = 2 * len;
  return place;
}

/* Adds a line to a text of a held record, or a word to its line. */
static void add_text(struct co_mapper *m, struct co_held *held, size_t field,
                     struct co_str text) {
  struct co_value *value = &held->values[field];
  bool lines = held->record.kind->fields[field].type == CO_TYPE_TEXT;
  size_t before = value->present ? value->text.len + 1 : 0;
  char *place = make_room(m, held, field, before + text.len);
  if (before) place[before - 1] = lines ? '\n' : ' ';
  memcpy(place + before, text.ptr, text.len);
  place[before + text.len] = '\0';
  value->text = (struct co_str){place, before + text.len};
  value->present = true;
}

/* The first record of the kind that is held under the present parent. */
static struct co_held *first_held(struct co_mapper *m,
                                  const struct co_kind *kind) {
  for (size_t i = 0; i < m->held_count; i++)
    if (m->held[i].record.kind == kind) return &m->held[i];
  return NULL;
}

/* Adds the draft's texts to a record that is held already. */
static void join(struct co_draft *d, struct co_held *held) {
  for (size_t f = 0; f < d->kind->field_count; f++) {
    enum co_type type = d->kind->fields[f].type;
    if (d->values[f].present && (type == CO_TYPE_TEXT || type == CO_TYPE_LINE))
      add_text(d->m, held, f, d->values[f].text);
  }
}

static enum co_status finish(struct co_draft *d, const struct co_scope *outer,
                             struct co_built *built, struct co_err *err) {
  struct co_held *held = d->rule->joins ? first_held(d->m, d->kind) : NULL;
  d->o->had_records = true;
  if (held) {
    join(d, held);
    built->records++;
    return CO_OK;
  }
  enum co_status status =
      co_draft_sets(d, d->rule->sets, d->rule->set_count, outer, err);
  if (status == CO_OK) status = take_parent(d, err);
  if (status == CO_OK) status = check_required(d, err);
  if (status == CO_OK) status = account_figures(d, err);
  if (status != CO_OK) return status;
  if (d->rejected) {
    built->rejected++;
    forget(d);
    return CO_OK;
  }
  built->records++;
  become_parent(d);
  status = hold(d, err);
  remember(d, outer);
  return status;
}

/* A rule at work on a line: the names that it may use, and the count of what
 * comes of it. */
struct work {
  struct co_mapper *m;
  struct co_occurrence *o;
  const struct co_record_rule *rule;
  const struct co_line *line;
  const struct co_scope *names;
  struct co_built *built;
};

static void note_taken(struct co_built *built, size_t column) {
  if (built->taken) built->taken[column] = true;
}

static enum co_status build_each(const struct work *work, struct co_draft *d,
                                 const struct co_each *each,
                                 const struct co_found *found,
                                 const struct co_item *item,
                                 struct co_err *err) {
  const struct co_value_rule *value = &d->rule->value;
  struct co_name cell[2] = {{CO_LIT("header"), found->text, found->at},
                            {CO_LIT("cell"), item->text, item->at}};
  struct co_scope groups = {work->names, found->names, found->name_count};
  struct co_scope scope = {&groups, cell, 2};
  bool any = false;
  bool nothing =
      co_means_nothing(d->m, item->text, value->nothing, value->nothing_count);
  bool named = nothing; /* not only a text that does not match */
  d->own = item->at;
  enum co_status status = CO_OK;
  if (!nothing) status = co_draft_columns(d, work->line, &any, err);
  if (!nothing && status == CO_OK)
    status = co_draft_value(d, each->column, item, &scope, &nothing, err);
  if (named || !nothing) note_taken(work->built, each->column);
  if (status != CO_OK || nothing) {
    work->built->nothing += item->text.len > 0;
    return status;
  }
  status = co_draft_sets(d, each->sets, each->set_count, &scope, err);
  return status == CO_OK ? finish(d, &scope, work->built, err) : status;
}

/* A record of the cell, or of each line of it without its bullet. */
static enum co_status build_cell(const struct work *work,
                                 const struct co_each *each,
                                 const struct co_found *found,
                                 const struct co_item *item,
                                 struct co_err *err) {
  struct co_str whole = item->text, *lines = &whole;
  size_t count = each->lines ? co_lines(&work->m->row, whole, &lines) : 1;
  enum co_status status = CO_OK;
  for (size_t n = each->rest; n < count && status == CO_OK; n++) {
    struct co_draft d;
    struct co_item part = *item;
    part.text = each->lines ? co_line_bullet(lines[n]) : whole;
    if (!part.text.len) continue;
    co_draft_init(&d, work->m, work->o, work->rule);
    status = build_each(work, &d, each, found, &part, err);
  }
  return status;
}

static enum co_status build_column(const struct work *work,
                                   const struct co_each *each,
                                   struct co_err *err) {
  const struct co_line *line = work->line;
  enum co_status status = CO_OK;
  bool many = false;
  for (size_t s = 0; s < line->slot_count && status == CO_OK; s++) {
    const struct co_slot *slot = &line->slots[s];
    if (slot->heading != each->column) continue;
    many = true;
    status = build_cell(work, each, slot->found, &slot->item, err);
  }
  if (many || status != CO_OK) return status;
  return build_cell(work, each, &work->o->found[each->column],
                    &line->items[each->column], err);
}

/* The name of the sheet, which is traced to no cell. */
static struct co_name sheet_name(const struct co_mapper *m) {
  return (struct co_name){CO_LIT("sheet"), m->sheet, CO_NO_CELL};
}

/* Whether the rule is for rows like this. */
static bool applies(const struct co_record_rule *rule,
                    const struct co_line *line) {
  for (size_t i = 0; i < rule->when_filled_count; i++)
    if (!line->items[rule->when_filled[i]].text.len) return false;
  for (size_t i = 0; i < rule->when_blank_count; i++)
    if (line->items[rule->when_blank[i]].text.len) return false;
  return true;
}

static enum co_status build_rule(struct co_mapper *m, struct co_occurrence *o,
                                 const struct co_record_rule *rule,
                                 const struct co_line *line,
                                 const struct co_name *columns,
                                 struct co_built *built, struct co_err *err) {
  struct co_name sheet = sheet_name(m);
  struct co_scope outside = {NULL, &sheet, 1};
  struct co_scope facts = {&outside, m->facts, m->fact_count};
  struct co_scope groups = {&facts, o->groups, o->group_count};
  struct co_scope names = {&groups, columns, columns ? o->heading_count : 0};
  const struct work work = {m, o, rule, line, &names, built};
  enum co_status status = CO_OK;
  struct co_draft d;
  bool any = false;
  if (!applies(rule, line)) return CO_OK;
  for (size_t c = 0; c < rule->column_count; c++)
    note_taken(built, rule->columns[c].column);
  for (size_t e = 0; e < rule->each_count && status == CO_OK; e++)
    status = build_column(&work, &rule->each[e], err);
  if (rule->each_count) return status;
  co_draft_init(&d, m, o, rule);
  status = co_draft_columns(&d, line, &any, err);
  for (size_t l = 0; l < rule->link_count; l++) {
    note_taken(built, rule->links[l].column);
    co_links_cell(m, rule->links[l].kind, &line->items[rule->links[l].column]);
  }
  return any && status == CO_OK ? finish(&d, &names, built, err) : status;
}

/* The cells of a line by the names of their headings, where a rule asks. */
static const struct co_name *name_columns(struct co_mapper *m,
                                          const struct co_occurrence *o,
                                          const struct co_record_rule *rules,
                                          size_t rule_count,
                                          const struct co_line *line) {
  bool asked = false;
  for (size_t r = 0; r < rule_count; r++)
    asked |= co_takes_names(&rules[r]);
  if (!asked) return NULL;
  struct co_name *columns =
      CO_NEW_ARRAY(&m->row, o->heading_count, struct co_name);
  for (size_t h = 0; h < o->heading_count; h++) {
    const struct co_item *item = &line->items[h];
    struct co_str text =
        item->kind == CO_CELL_ERROR ? (struct co_str){0} : item->text;
    columns[h] = (struct co_name){o->headings[h].name, text, item->at};
  }
  return columns;
}

/* Errors of the spreadsheet in the row that nothing told of: they were to be
 * part of a text or key. */
static enum co_status report_errors(struct co_mapper *m,
                                    const struct co_occurrence *o,
                                    const struct co_line *line,
                                    struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t h = 0; h < o->heading_count && status == CO_OK; h++) {
    const struct co_item *item = &line->items[h];
    const struct co_heading *heading = &o->headings[h];
    if (item->kind != CO_CELL_ERROR || !item->text.len || heading->ignored ||
        heading->unread || co_told_of(m, item->at))
      continue;
    status = co_notice_error(m, item, heading->name, err);
  }
  return status;
}

/* Rules see the facts that the rules before them left behind. */
enum co_status co_build_line(struct co_mapper *m, struct co_occurrence *o,
                             const struct co_record_rule *rules,
                             size_t rule_count, const struct co_line *line,
                             struct co_built *built, struct co_err *err) {
  const struct co_name *columns = name_columns(m, o, rules, rule_count, line);
  enum co_status status = CO_OK;
  for (size_t r = 0; r < rule_count && status == CO_OK; r++)
    status = build_rule(m, o, &rules[r], line, columns, built, err);
  return status == CO_OK ? report_errors(m, o, line, err) : status;
}

/* Whether records have a reference, and a title beside it, and it is that: it
 * ends with its cell. */
static bool is_reference(const struct co_kind *kind, int field) {
  return kind->key_fields[1] >= 0 && kind->key_fields[0] == field;
}

/* The text field of a held record that a column feeds directly; or -1. */
static int text_field(const struct co_held *held, size_t column) {
  for (size_t c = 0; c < held->rule->column_count; c++) {
    const struct co_column_rule *rule = &held->rule->columns[c];
    if (rule->column != column || rule->field < 0) continue;
    if (is_reference(held->record.kind, rule->field)) continue;
    enum co_type type = held->record.kind->fields[rule->field].type;
    if (type == CO_TYPE_TEXT || type == CO_TYPE_LINE) return rule->field;
  }
  return -1;
}

static bool continue_with(struct co_mapper *m, size_t column,
                          struct co_str text) {
  for (size_t i = m->held_count; i-- > 0;) {
    struct co_held *held = &m->held[i];
    bool of_table = is_own_rule(m->occurrence, held->rule);
    int field = of_table ? text_field(held, column) : -1;
    if (field < 0) continue;
    add_text(m, held, (size_t)field, text);
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
  for (size_t i = 0; i < m->held_count && status == CO_OK; i++) {
    status = m->intake->record(m->intake, &m->held[i].record, err);
    if (status == CO_OK) status = co_long_texts(m, &m->held[i], err);
  }
  m->held_count = 0;
  co_arena_reset(&m->held_memory);
  return status;
}

/* A return without the period that its layout makes of facts belongs to no
 * quarter, and is not replaced when it is sent again. It is told of the whole
 * sheet: what checks say of its heading is said all the same. */
static enum co_status report_no_period(struct co_draft *d,
                                       const struct co_scope *facts,
                                       struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t s = 0; s < d->rule->set_count && status == CO_OK; s++) {
    const struct co_set *set = &d->rule->sets[s];
    const struct co_field *field = &d->kind->fields[set->field];
    struct co_place at = d->own;
    if (field->type != CO_TYPE_PERIOD ||
        co_draft_rule(d, &set->rule, facts, &at).len)
      continue;
    status = co_notice(
        d->m, "missing_period",
        (struct co_noticed){
            .at = CO_NO_CELL,
            .remedy = CO_LIT(
                "Have the heading filled in; where it is, look how it is "
                "worded: no fact of the layout (`facts:`) reads it.")},
        err, "The heading of this return gives no %s.",
        co_plain_words(d->m, field->name));
  }
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
  struct co_built built = {0};
  struct co_draft d;
  co_draft_init(&d, m, o, rule);
  d.own = m->fact_count ? m->facts[0].at : (struct co_place){0};
  if (d.own.sheet) {
    m->sheet_index = d.own.sheet - 1;
    m->sheet = m->sheets[m->sheet_index];
  }
  struct co_name sheet = sheet_name(m);
  struct co_scope outside = {NULL, &sheet, 1};
  struct co_scope facts = {&outside, m->facts, m->fact_count};
  enum co_status status = finish(&d, &facts, &built, err);
  if (status == CO_OK) status = report_no_period(&d, &facts, err);
  return status == CO_OK ? co_build_flush(m, err) : status;
}

/* draft.c - fills a record from cells and names; see draft.h. */
#include "draft.h"

#include <string.h>

#include "ascii.h"
#include "lines.h"
#include "number.h"

void co_draft_init(struct co_draft *d, struct co_mapper *m,
                   struct co_occurrence *o, const struct co_record_rule *rule) {
  size_t n = rule->kind->field_count;
  *d = (struct co_draft){.m = m, .o = o, .rule = rule, .kind = rule->kind};
  d->values = CO_NEW_ARRAY(&m->held_memory, n, struct co_value);
  d->places = CO_NEW_ARRAY(&m->held_memory, n, struct co_place);
  d->own = CO_NO_CELL;
}

static void add_name(struct co_draft *d, struct co_str name, struct co_str text,
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

/* Made from names: text at a place. */
static struct co_item text_item(struct co_str text, struct co_place at) {
  return (struct co_item){
      .text = text, .kind = CO_CELL_TEXT, .look = CO_LOOK_PLAIN, .at = at};
}

/* A part of a cell's text. */
static struct co_item part_item(struct co_str text,
                                const struct co_item *whole) {
  struct co_item part = text_item(text, whole->at);
  part.power = whole->power;
  part.credit = whole->credit;
  return part;
}

bool co_is_credit(struct co_str text, struct co_str *figure, bool *credit) {
  text = co_str_trim(text);
  if (text.len < 3 || (text.ptr[text.len - 1] | 0x20) != 'r') return false;
  char first = text.ptr[text.len - 2] | 0x20;
  *figure = co_str_trim((struct co_str){text.ptr, text.len - 2});
  *credit = first == 'c';
  return (first == 'c' || first == 'd') && figure->len &&
         co_is_digit(figure->ptr[figure->len - 1]);
}

/* Its sign written in front: one that has a sign or brackets already is then no
 * figure. */
static struct co_str signed_text(struct co_arena *arena,
                                 const struct co_item *item) {
  struct co_str figure;
  bool credit;
  if (!item->credit || item->kind != CO_CELL_TEXT ||
      !co_is_credit(item->text, &figure, &credit))
    return item->text;
  bool minus = credit == (item->credit == CO_CREDIT_MINUS);
  return co_arena_printf(arena, "%c%.*s", minus ? '-' : '+', CO_STR(figure));
}

/* 12.5 thousand in units of 0.01 is 12.5 in units of 0.00001: no digit is lost
 * and nothing is multiplied. Percentages are none of thousands. */
enum co_value_result co_item_value(struct co_arena *arena,
                                   const struct co_field *field,
                                   const struct co_item *item,
                                   enum co_date_order order,
                                   struct co_value *value, bool *percent) {
  struct co_field finer = *field;
  struct co_str text = item->text;
  bool as_percent = false;
  if (field->type == CO_TYPE_DECIMAL) text = signed_text(arena, item);
  finer.scale += item->power;
  enum co_value_result result = co_value_parse(
      arena, &finer, text, item->kind, item->look, order, value, &as_percent);
  if (as_percent && item->power)
    result = co_value_parse(arena, field, text, item->kind, item->look, order,
                            value, NULL);
  if (percent) *percent = as_percent;
  bool twice = item->power && item->look == CO_LOOK_SCALED && value->present;
  return twice && value->number ? CO_VALUE_SCALED : result;
}

bool co_means_nothing(struct co_mapper *m, struct co_str text,
                      const struct co_str *nothing, size_t count) {
  if (!text.len) return true;
  if (!count) return false;
  struct co_str folded = co_str_fold(&m->row, text);
  for (size_t i = 0; i < count; i++)
    if (co_str_eq(nothing[i], folded)) return true;
  return false;
}

static enum co_date_order date_order(struct co_draft *d, unsigned field,
                                     const struct co_item *item) {
  struct co_mapper *m = d->m;
  if (m->layout->dates_declared || d->kind->fields[field].type != CO_TYPE_DATE)
    return m->layout->dates;
  if (m->evidence->gathering && item->kind == CO_CELL_TEXT)
    co_evidence_add(m->evidence, d->kind, field, item->text);
  return co_evidence_order(m->evidence, d->kind, field);
}

enum co_status co_draft_assign(struct co_draft *d, int index,
                               const struct co_item *item, bool *percent,
                               struct co_err *err) {
  const struct co_field *field = &d->kind->fields[index];
  const struct co_layout *layout = d->m->layout;
  struct co_value *value = &d->values[index], before = *value;
  if (!item->text.len) return CO_OK;
  if (layout->nothing_count &&
      co_means_nothing(d->m, item->text, layout->nothing,
                       layout->nothing_count))
    return CO_OK;
  enum co_value_result result =
      co_item_value(&d->m->held_memory, field, item,
                    date_order(d, (unsigned)index, item), value, percent);
  if (value->present)
    d->places[index] = item->at;
  else
    *value = before;
  if (result == CO_VALUE_OK || result == CO_VALUE_BLANK) return CO_OK;
  bool lost = result != CO_VALUE_ROUNDED && !co_value_doubtful(result);
  if (lost && field->required) d->rejected = true;
  return co_notice_value(d->m, field, result, item, err);
}

/* An error of the spreadsheet is told as such. */
static enum co_status unmatched(struct co_draft *d, const struct co_item *item,
                                size_t column, int otherwise,
                                struct co_err *err) {
  if (item->kind == CO_CELL_ERROR)
    return otherwise < 0
               ? co_notice_error(d->m, item, d->o->headings[column].name, err)
               : co_draft_assign(d, otherwise, item, NULL, err);
  enum co_status status = co_notice(
      d->m, "unusual_text",
      (struct co_noticed){
          .at = item->at,
          .raw = item->text,
          .remedy = CO_LIT(
              "Check the cell; if it is right, widen the pattern of this "
              "column in the layout.")},
      err, "'%.*s' does not look as expected in the column '%.*s'.",
      CO_STR(co_str_show(&d->m->row, item->text, 60)),
      CO_STR(d->o->headings[column].name));
  if (status != CO_OK || otherwise < 0) return status;
  return co_draft_assign(d, otherwise, item, NULL, err);
}

/* What people see of a cell, for patterns: 0.85 in the format of percentages is
 * 85%. */
static struct co_str seen(struct co_arena *arena, const struct co_item *item) {
  enum { PLACES = 9 };
  struct co_number number;
  char text[CO_DECIMAL_TEXT];
  if (item->kind != CO_CELL_NUMBER || item->look != CO_LOOK_PERCENT ||
      co_number_parse(item->text, PLACES, &number) > CO_NUMBER_ROUNDED)
    return co_str_collapse(arena, item->text);
  return co_arena_printf(arena, "%s%%",
                         co_decimal_text(number.units, PLACES - 2, text));
}

/* Takes a text apart by a pattern: groups named like a field go to it, all
 * groups are names for the rules that follow. */
static enum co_status take_apart(struct co_draft *d,
                                 const struct co_pattern *pattern,
                                 const struct co_item *item, bool *matched,
                                 struct co_err *err) {
  struct co_arena *row = &d->m->row;
  size_t count = co_pattern_group_count(pattern);
  struct co_str *groups = CO_NEW_ARRAY(row, count, struct co_str);
  enum co_status status = CO_OK;
  *matched = item->kind != CO_CELL_ERROR &&
             co_pattern_match(pattern, seen(row, item), groups, NULL);
  for (size_t g = 0; *matched && g < count && status == CO_OK; g++) {
    if (!groups[g].len) continue;
    struct co_str name = co_pattern_group_name(pattern, g);
    struct co_item part = part_item(groups[g], item);
    int field = co_kind_field(d->kind, name);
    add_name(d, name, groups[g], item->at);
    if (field >= 0 && !d->values[field].present)
      status = co_draft_assign(d, field, &part, NULL, err);
  }
  return status;
}

/* A month without a day, or a range of months. */
static bool is_imprecise(const struct co_draft *d, struct co_str text) {
  struct co_date date;
  bool imprecise = false;
  return co_date_parse(text, d->m->layout->dates, &date, &imprecise) &&
         imprecise;
}

static bool has_name(const struct co_draft *d, struct co_str name) {
  for (size_t i = 0; i < d->name_count; i++)
    if (co_str_eq(d->names[i].name, name)) return true;
  return false;
}

/* What a text that does not look as expected should have given is not known,
 * and is not what the heading of the return says under the same name. */
static void hide_parts(struct co_draft *d, const struct co_pattern *pattern) {
  for (size_t g = 0; g < co_pattern_group_count(pattern); g++) {
    struct co_str name = co_pattern_group_name(pattern, g);
    if (!has_name(d, name)) add_name(d, name, (struct co_str){0}, d->own);
  }
}

/* For when all columns were read: another may give the same names. */
static void hide_later(struct co_draft *d, const struct co_pattern *pattern) {
  if (!d->unmatched)
    d->unmatched = CO_NEW_ARRAY(&d->m->row, d->rule->column_count,
                                const struct co_pattern *);
  d->unmatched[d->unmatched_count++] = pattern;
}

/* What people see of 2009-11-01 in the format of months: a month, of which the
 * spreadsheet made its first day when it was typed. */
static struct co_str month_seen(struct co_arena *arena,
                                const struct co_item *item) {
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  struct co_date date;
  if (item->look != CO_LOOK_MONTH || item->text.len >= CO_DATE_TEXT ||
      !co_date_parse(item->text, CO_YMD, &date, NULL) || date.day != 1)
    return item->text;
  return co_arena_printf(arena, "%.3s %d", months + (date.month - 1) * 3,
                         date.year);
}

static enum co_status read_column(struct co_draft *d,
                                  const struct co_column_rule *column,
                                  const struct co_item *whole,
                                  struct co_err *err) {
  bool matched = true;
  enum co_status status = CO_OK;
  struct co_item first = *whole, *item = &first;
  first.text = month_seen(&d->m->row, whole);
  if (column->first_line) first.text = co_line_first(first.text);
  if (column->match) status = take_apart(d, column->match, item, &matched, err);
  if (!matched) hide_later(d, column->match);
  if (status == CO_OK && !matched)
    return unmatched(d, item, column->column, column->otherwise, err);
  if (status != CO_OK || column->field < 0) return status;
  if (co_takes_names(d->rule))
    add_name(d, d->kind->fields[column->field].name, item->text, item->at);
  if (column->imprecise >= 0 && is_imprecise(d, item->text))
    status = co_draft_assign(d, column->imprecise, item, NULL, err);
  return status == CO_OK ? co_draft_assign(d, column->field, item, NULL, err)
                         : status;
}

enum co_status co_draft_columns(struct co_draft *d, const struct co_line *line,
                                bool *any, struct co_err *err) {
  enum co_status status = CO_OK;
  d->row = line->row;
  for (size_t c = 0; c < d->rule->column_count && status == CO_OK; c++) {
    const struct co_column_rule *column = &d->rule->columns[c];
    const struct co_item *item = &line->items[column->column];
    if (!item->text.len) continue;
    /* A text filled down from above is not where the record stands. */
    if (d->own.row == CO_OWN ||
        (d->own.row < line->row && item->at.row == line->row))
      d->own = item->at;
    *any = true;
    status = read_column(d, column, item, err);
  }
  while (d->unmatched_count)
    hide_parts(d, d->unmatched[--d->unmatched_count]);
  return status;
}

/* The template of the first case that matches; *inner has its groups. */
static const struct co_template *find_case(struct co_draft *d,
                                           const struct co_rule *rule,
                                           struct co_str text,
                                           struct co_place at,
                                           struct co_scope *inner) {
  struct co_arena *row = &d->m->row;
  struct co_str collapsed = co_str_collapse(row, text);
  for (size_t i = 0; i < rule->case_count; i++) {
    const struct co_pattern *p = rule->cases[i].match;
    size_t count = co_pattern_group_count(p);
    struct co_str *groups = CO_NEW_ARRAY(row, count, struct co_str);
    if (!co_pattern_match(p, collapsed, groups, NULL)) continue;
    struct co_name *names = CO_NEW_ARRAY(row, count, struct co_name);
    for (size_t g = 0; g < count; g++)
      names[g] = (struct co_name){co_pattern_group_name(p, g), groups[g], at};
    inner->names = names;
    inner->count = count;
    return rule->cases[i].use;
  }
  return rule->otherwise;
}

struct co_str co_draft_rule(struct co_draft *d, const struct co_rule *rule,
                            const struct co_scope *outer, struct co_place *at) {
  struct co_arena *row = &d->m->row;
  enum co_date_order order = d->m->layout->dates;
  struct co_scope scope = {outer, d->names, d->name_count};
  struct co_str text = co_template_text(rule->from, row, &scope, order, at);
  if (rule->case_count) {
    struct co_scope inner = {&scope, NULL, 0};
    struct co_place ignored = *at;
    const struct co_template *use = find_case(d, rule, text, *at, &inner);
    text = use ? co_template_text(use, row, &inner, order, &ignored)
               : (struct co_str){0};
  }
  if (rule->codes && text.len) {
    int code = co_codes_find(rule->codes, text);
    if (code >= 0) text = rule->codes->codes[code].code;
  }
  return text;
}

/* A text that no case of its rule takes would be lost in silence. */
static enum co_status report_no_case(struct co_draft *d,
                                     const struct co_set *set,
                                     const struct co_scope *outer,
                                     struct co_err *err) {
  struct co_mapper *m = d->m;
  const struct co_rule *rule = &set->rule;
  const struct co_field *field = &d->kind->fields[set->field];
  struct co_scope inner, scope = {outer, d->names, d->name_count};
  struct co_place at = d->own;
  if (!rule->case_count || rule->otherwise) return CO_OK;
  struct co_str text =
      co_template_text(rule->from, &m->row, &scope, m->layout->dates, &at);
  if (!text.len || find_case(d, rule, text, at, &inner)) return CO_OK;
  return co_notice(
      m, "unusual_text",
      (struct co_noticed){
          .at = at,
          .field = field->name,
          .raw = text,
          .remedy = CO_LIT(
              "Check the cell; if it is right, add a case under `when:` in the "
              "layout, or say `otherwise:` there ('' for blank).")},
      err, "'%.*s' fits none of the cases that make the %s, which stays blank.",
      CO_STR(co_str_show(&m->row, text, 60)), co_plain_words(m, field->name));
}

enum co_status co_draft_sets(struct co_draft *d, const struct co_set *sets,
                             size_t count, const struct co_scope *outer,
                             struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < count && status == CO_OK; i++) {
    struct co_place at = d->own;
    if (d->values[sets[i].field].present) continue;
    struct co_str text = co_draft_rule(d, &sets[i].rule, outer, &at);
    struct co_item item = text_item(text, at);
    if (!text.len) co_facts_missed(d->m, sets[i].rule.from);
    status = text.len ? co_draft_assign(d, sets[i].field, &item, NULL, err)
                      : report_no_case(d, &sets[i], outer, err);
  }
  return status;
}

/* A word in the field for words, in front of what another column put there. */
static enum co_status put_word(struct co_draft *d, struct co_str word,
                               const struct co_item *item, struct co_err *err) {
  int field = d->rule->value.words;
  const struct co_value *before = &d->values[field];
  if (before->present)
    word = co_arena_printf(&d->m->row, "%.*s; %.*s", CO_STR(word),
                           CO_STR(before->text));
  struct co_item note = text_item(word, item->at);
  return co_draft_assign(d, field, &note, NULL, err);
}

/* A word that stands where a figure is expected; *taken where there is a
 * field for such words. An unknown word is kept too, and said to be one. */
static enum co_status read_word(struct co_draft *d, const struct co_item *item,
                                bool *taken, struct co_err *err) {
  const struct co_value_rule *v = &d->rule->value;
  const struct co_field *field = &d->kind->fields[v->number];
  struct co_value probe = {0};
  if (v->words < 0 ||
      co_item_value(&d->m->row, field, item, d->m->layout->dates, &probe,
                    NULL) != CO_VALUE_NOT_NUMBER)
    return CO_OK;
  int word = co_codes_find(d->m->layout->missing, item->text);
  *taken = word >= 0;
  return put_word(
      d, word >= 0 ? d->m->layout->missing->codes[word].label : item->text,
      item, err);
}

/* Whether a unit, as people read it, is one of thousands or millions. */
static bool is_scaled_unit(struct co_draft *d, struct co_str unit) {
  const struct co_codes *codes = d->kind->fields[d->rule->value.unit].codes;
  int code = codes ? co_codes_find(codes, unit) : -1;
  if (code >= 0) unit = codes->codes[code].label;
  const char *words = co_arena_cstr(&d->m->row, co_str_fold(&d->m->row, unit));
  return strstr(words, "thousand") || strstr(words, "million");
}

/* The full figure that its format shows in thousands, or one that the layout
 * multiplies, in such a unit. */
static enum co_status check_scale(struct co_draft *d,
                                  const struct co_item *item,
                                  struct co_str unit, struct co_err *err) {
  int number = d->rule->value.number;
  bool scaled = item->power || item->look == CO_LOOK_SCALED;
  if (!scaled || !d->values[number].number || !is_scaled_unit(d, unit))
    return CO_OK;
  return co_notice(
      d->m, "scaled_twice",
      (struct co_noticed){
          .at = item->at,
          .field = d->kind->fields[number].name,
          .raw = item->text,
          .remedy =
              item->power
                  ? CO_LIT("Take `in:` off the column in the layout, or give "
                           "its figures the unit of the full amount.")
                  : CO_LIT("Ask the department to say it once: by the heading, "
                           "with the figures in thousands in the cells, or by "
                           "the format of the cells.")},
      err, "'%.*s' is %s; its unit says so once more.",
      CO_STR(co_str_show(&d->m->row, item->text, 60)),
      item->power ? "multiplied by the layout, to be the full figure"
                  : "shown in thousands or millions by the format of its cell "
                    "and is the full figure");
}

/* The unit of a figure: percent where it was written so, else by rule. */
static enum co_status read_unit(struct co_draft *d, const struct co_item *item,
                                bool percent, const struct co_scope *outer,
                                struct co_err *err) {
  const struct co_value_rule *v = &d->rule->value;
  struct co_place at = item->at;
  struct co_str unit = CO_LIT("percent");
  if (!percent)
    unit = v->unit_is.from ? co_draft_rule(d, &v->unit_is, outer, &at)
                           : (struct co_str){0};
  struct co_item made = text_item(unit, at);
  enum co_status status = check_scale(d, item, unit, err);
  if (status != CO_OK) return status;
  return unit.len ? co_draft_assign(d, v->unit, &made, NULL, err) : CO_OK;
}

/* A figure with its unit, or a known word in its place. */
static enum co_status read_figure(struct co_draft *d,
                                  const struct co_item *item,
                                  const struct co_scope *outer,
                                  struct co_err *err) {
  const struct co_value_rule *v = &d->rule->value;
  bool percent = false, taken = false;
  enum co_status status = read_word(d, item, &taken, err);
  if (status != CO_OK || taken) return status;
  status = co_draft_assign(d, v->number, item, &percent, err);
  if (status != CO_OK || v->unit < 0 || !d->values[v->number].present)
    return status;
  return read_unit(d, item, percent, outer, err);
}

static enum co_status read_text(struct co_draft *d, const struct co_item *item,
                                struct co_err *err) {
  const struct co_value_rule *v = &d->rule->value;
  struct co_item text = *item;
  if (v->code) {
    struct co_field field = d->kind->fields[v->text];
    int code = co_codes_find(v->code, item->text);
    field.codes = v->code;
    enum co_value_result why =
        item->kind == CO_CELL_ERROR ? CO_VALUE_ERROR_CELL : CO_VALUE_NOT_CODE;
    if (code < 0) return co_notice_value(d->m, &field, why, item, err);
    text = text_item(v->code->codes[code].code, item->at);
  }
  return co_draft_assign(d, v->text, &text, NULL, err);
}

/* The named part of a text taken apart that holds the figure, if any. */
static struct co_item figure_part(const struct co_draft *d,
                                  const struct co_item *item) {
  const struct co_value_rule *v = &d->rule->value;
  for (size_t i = 0; v->match && i < d->name_count; i++)
    if (co_str_eq(d->names[i].name, CO_LIT("figure")))
      return part_item(d->names[i].text, item);
  return *item;
}

enum co_status co_draft_value(struct co_draft *d, size_t column,
                              const struct co_item *item,
                              const struct co_scope *outer, bool *nothing,
                              struct co_err *err) {
  const struct co_value_rule *v = &d->rule->value;
  bool matched = true;
  enum co_status status = CO_OK;
  if (v->match) status = take_apart(d, v->match, item, &matched, err);
  if (status != CO_OK) return status;
  if (!matched && v->or_nothing && item->kind != CO_CELL_ERROR) {
    *nothing = true;
    return CO_OK;
  }
  if (!matched) return unmatched(d, item, column, v->otherwise, err);
  if (v->text >= 0) status = read_text(d, item, err);
  struct co_item figure = figure_part(d, item);
  if (status == CO_OK && v->number >= 0)
    status = read_figure(d, &figure, outer, err);
  return status;
}

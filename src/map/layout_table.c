/* layout_table.c - reads `tables:` and `forms:` of a layout.
 *
 * A table names its headings; a form names cells that stand here and there.
 * Both end as columns with names, so both share `records:`. A table can say
 * `like: NAME` to take over what an earlier one says, key by key. */
#include <string.h>

#include "layout_read.h"
#include "str.h"

int co_read_column(struct co_reader *r, const struct co_yaml *node,
                   struct co_str name, const struct co_heading *headings,
                   size_t count) {
  struct co_str *names =
      CO_NEW_ARRAY(&r->pack->arena, count + 1, struct co_str);
  for (size_t i = 0; i < count; i++) {
    if (co_str_eq(headings[i].name, name)) return (int)i;
    names[i] = headings[i].name;
  }
  struct co_str hint = co_did_you_mean(&r->pack->arena, name, names, count);
  CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, node,
             "there is no column '%.*s' here%.*s", CO_STR(name), CO_STR(hint));
  return -1;
}

const size_t *co_read_columns(struct co_reader *r, const struct co_yaml *node,
                              const struct co_heading *headings,
                              size_t heading_count, size_t *count) {
  *count = 0;
  if (!node) return NULL;
  size_t *columns = CO_NEW_ARRAY(&r->pack->arena, node->count + 1, size_t);
  const struct co_yaml *n = node->kind == CO_YAML_TEXT ? node : node->first;
  for (; n; n = node->kind == CO_YAML_TEXT ? NULL : n->next) {
    if (!co_yaml_expect(n, CO_YAML_TEXT, &r->pack->problems)) continue;
    int column = co_read_column(r, n, n->text, headings, heading_count);
    if (column >= 0) columns[(*count)++] = (size_t)column;
  }
  return columns;
}

/* A column letter: A is 0, AB is 27; -1 for anything else. */
static int column_letter(struct co_str text) {
  int column = 0;
  if (!text.len || text.len > 3) return -1;
  for (size_t i = 0; i < text.len; i++) {
    if (text.ptr[i] < 'A' || text.ptr[i] > 'Z') return -1;
    column = column * 26 + (text.ptr[i] - 'A' + 1);
  }
  return column - 1;
}

static void read_aliases(struct co_reader *r, const struct co_yaml *list,
                         struct co_heading *h) {
  if (!co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return;
  struct co_str *aliases =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_str);
  for (const struct co_yaml *n = list->first; n; n = n->next)
    if (co_yaml_expect(n, CO_YAML_TEXT, &r->pack->problems))
      aliases[h->alias_count++] = co_str_fold(&r->pack->arena, n->text);
  h->aliases = aliases;
}

/* in: thousands, in: millions */
static unsigned read_power(struct co_reader *r, const struct co_yaml *n) {
  static const struct {
    const char *word;
    unsigned power;
  } units[] = {{"thousands", 3}, {"millions", 6}};
  const struct co_yaml *in = co_yaml_get(n, "in");
  if (!in) return 0;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (co_str_is(in->text, units[i].word)) return units[i].power;
  CO_MISTAKE(r, CO_X_PACK_VALUE, in,
             "'in' is thousands or millions; found '%.*s'", CO_STR(in->text));
  return 0;
}

static void read_heading(struct co_reader *r, const struct co_yaml *n,
                         struct co_heading *h) {
  static const char *const keys[] = {"name",   "match",    "also",    "column",
                                     "many",   "optional", "ignored", "fill",
                                     "colour", "in",       NULL};
  struct co_problems *problems = &r->pack->problems;
  h->letter = -1;
  if (n->kind == CO_YAML_TEXT) {
    h->name = n->text;
  } else if (co_yaml_expect(n, CO_YAML_MAP, problems)) {
    co_yaml_keys(n, keys, problems);
    co_yaml_need(n, "name", problems);
    h->name = co_yaml_text(n, "name", problems);
    h->match = co_read_name_pattern(r, co_yaml_get(n, "match"));
    h->optional = co_yaml_flag(n, "optional", false, problems);
    h->ignored = co_yaml_flag(n, "ignored", false, problems);
    h->many = co_yaml_flag(n, "many", false, problems);
    h->colour = co_yaml_flag(n, "colour", false, problems);
    h->fill_down = co_str_is(co_yaml_text(n, "fill", problems), "down");
    h->fill_merged = co_str_is(co_yaml_text(n, "fill", problems), "merged");
    if (co_yaml_get(n, "fill") && !h->fill_down && !h->fill_merged)
      CO_MISTAKE(r, CO_X_PACK_VALUE, co_yaml_get(n, "fill"),
                 "expected fill: down or fill: merged");
    h->power = read_power(r, n);
    read_aliases(r, co_yaml_get(n, "also"), h);
    const struct co_yaml *letter = co_yaml_get(n, "column");
    if (letter) h->letter = column_letter(letter->text);
    if (letter && h->letter < 0)
      CO_MISTAKE(r, CO_X_PACK_VALUE, letter,
                 "expected a column letter such as A");
  }
  h->folded = co_str_fold(&r->pack->arena, h->name);
}

static struct co_heading *read_header(struct co_reader *r,
                                      const struct co_yaml *list,
                                      size_t *count) {
  if (!co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return NULL;
  struct co_heading *headings =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_heading);
  for (const struct co_yaml *n = list->first; n; n = n->next)
    read_heading(r, n, &headings[(*count)++]);
  return headings;
}

static void read_section(struct co_reader *r, const struct co_yaml *n,
                         struct co_table *table) {
  static const char *const keys[] = {"when_only", "as", NULL};
  table->section_column = -1;
  if (!co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems)) return;
  co_yaml_keys(n, keys, &r->pack->problems);
  const struct co_yaml *column =
      co_yaml_need(n, "when_only", &r->pack->problems);
  co_yaml_need(n, "as", &r->pack->problems);
  table->section_as = co_yaml_text(n, "as", &r->pack->problems);
  if (column)
    table->section_column = co_read_column(
        r, column, column->text, table->headings, table->heading_count);
}

static void read_continues(struct co_reader *r, const struct co_yaml *n,
                           struct co_table *table) {
  static const char *const keys[] = {"when_blank", NULL};
  if (!co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems)) return;
  co_yaml_keys(n, keys, &r->pack->problems);
  table->when_blank = co_read_columns(
      r, co_yaml_need(n, "when_blank", &r->pack->problems), table->headings,
      table->heading_count, &table->when_blank_count);
}

static void read_split(struct co_reader *r, const struct co_yaml *list,
                       struct co_table *table) {
  static const char *const keys[] = {"column", "joins", "head", NULL};
  struct co_problems *problems = &r->pack->problems;
  if (!co_yaml_expect(list, CO_YAML_LIST, problems)) return;
  struct co_split *split =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_split);
  table->split = split;
  for (const struct co_yaml *n = list->first; n; n = n->next) {
    bool is_map = n->kind == CO_YAML_MAP;
    if (is_map) co_yaml_keys(n, keys, problems);
    const struct co_yaml *name =
        is_map ? co_yaml_need(n, "column", problems) : n;
    if (!name) continue;
    int column = co_read_column(r, name, name->text, table->headings,
                                table->heading_count);
    if (column < 0) continue;
    split[table->split_count++] = (struct co_split){
        .column = (size_t)column,
        .joins = is_map ? co_read_pattern(r, n, "joins") : NULL,
        .head = is_map && co_yaml_flag(n, "head", false, problems)};
  }
}

/* `totals:` a pattern, or a pattern and what such a row becomes. */
static void read_totals(struct co_reader *r, const struct co_yaml *n,
                        struct co_table *table) {
  static const char *const keys[] = {"match", "records", NULL};
  if (!n) return;
  if (n->kind == CO_YAML_TEXT) {
    table->totals = co_read_pattern_node(r, n);
    return;
  }
  if (!co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems)) return;
  co_yaml_keys(n, keys, &r->pack->problems);
  co_yaml_need(n, "match", &r->pack->problems);
  table->totals = co_read_pattern(r, n, "match");
  table->total_records =
      co_read_records(r, co_yaml_get(n, "records"), table->headings,
                      table->heading_count, &table->total_record_count);
}

static void read_table_skips(struct co_reader *r, const struct co_yaml *list,
                             struct co_table *table) {
  if (!co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return;
  struct co_skip *skips =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_skip);
  table->skips = skips;
  for (const struct co_yaml *n = list->first; n; n = n->next)
    table->skip_count += co_read_skip(r, n, &skips[table->skip_count]);
}

static bool is_named(const struct co_yaml *n, const char *key,
                     struct co_str name) {
  const struct co_yaml *own = co_yaml_get(n, key);
  return own && co_str_eq(own->text, name);
}

static bool is_said(const struct co_said *said, const struct co_yaml *node) {
  for (size_t i = 0; i < said->count; i++)
    if (said->list[i] == node) return true;
  return false;
}

/* Adds all nodes of a name: of this layout and of those it extends. False
 * where there is none. */
static bool add_named(struct co_reader *r, struct co_said *said,
                      const struct co_yaml *const *all, size_t count,
                      const char *key, struct co_str name) {
  bool there = false;
  for (size_t i = 0; i < count; i++) {
    if (!is_named(all[i], key, name)) continue;
    there = true;
    if (!is_said(said, all[i])) co_said_add(r, said, all[i]);
  }
  return there;
}

/* The nodes of a name, then those of the name it is like, and so on. */
static struct co_said said_by(struct co_reader *r,
                              const struct co_yaml *const *all, size_t count,
                              size_t index, const char *key) {
  struct co_said said = {0};
  add_named(r, &said, all, count, key,
            co_yaml_text(all[index], key, &r->pack->problems));
  if (!said.count) co_said_add(r, &said, all[index]); /* without a name */
  for (size_t done = 0; done < said.count; done++) {
    const struct co_yaml *like = co_yaml_get(said.list[done], "like");
    if (like && is_named(all[index], key, like->text))
      CO_MISTAKE(r, CO_X_PACK_VALUE, like, "'%.*s' is like itself, in a circle",
                 CO_STR(like->text));
    else if (like && !add_named(r, &said, all, count, key, like->text))
      CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, like,
                 "there is no '%.*s' to be like", CO_STR(like->text));
  }
  return said;
}

/* What is asked of the headings for every row, ready to be answered. */
static void sum_up_header(struct co_table *table) {
  for (size_t h = 0; h < table->heading_count; h++) {
    const struct co_heading *heading = &table->headings[h];
    table->fills |= heading->fill_down || heading->fill_merged;
    table->merges |= heading->fill_merged;
    table->colours |= heading->colour;
    table->many |= heading->many;
    if (heading->letter >= 0) continue;
    table->required_count += !heading->optional;
    table->by_pattern |= heading->match != NULL;
    co_begins_add(&table->begins, heading->folded);
    for (size_t a = 0; a < heading->alias_count; a++)
      co_begins_add(&table->begins, heading->aliases[a]);
  }
}

/* Whether a record is not made of every row, or of every text. */
static bool picks(const struct co_table *table) {
  for (size_t i = 0; i < table->record_count; i++) {
    const struct co_record_rule *rule = &table->records[i];
    if (rule->when_filled_count || rule->when_blank_count ||
        rule->value.or_nothing)
      return true;
  }
  return false;
}

static unsigned read_header_rows(struct co_reader *r,
                                 const struct co_said *said) {
  const struct co_yaml *n = co_said(said, "header_rows");
  if (!co_yaml_expect(n, CO_YAML_TEXT, &r->pack->problems)) return 1;
  if (n->text.len == 1 && n->text.ptr[0] >= '1' &&
      n->text.ptr[0] <= '0' + CO_HEADER_ROWS)
    return (unsigned)(n->text.ptr[0] - '0');
  CO_MISTAKE(r, CO_X_PACK_VALUE, n, "a header has 1 to %d rows, not '%.*s'",
             CO_HEADER_ROWS, CO_STR(n->text));
  return 1;
}

/* Mostly a name that was misspelt where a layout changes one that it extends:
 * the others are near at hand. */
static void report_purpose(struct co_reader *r, const struct co_yaml *n,
                           const char *list, const char *key) {
  size_t count = 0, others = 0;
  const struct co_yaml *const *all = co_said_all(r, list, &count);
  struct co_str *names = CO_NEW_ARRAY(&r->pack->arena, count, struct co_str);
  for (size_t i = 0; i < count; i++) {
    const struct co_yaml *name = co_yaml_get(all[i], key);
    if (name && all[i] != n) names[others++] = name->text;
  }
  const struct co_yaml *own = co_yaml_get(n, key);
  struct co_str hint =
      own ? co_did_you_mean(&r->pack->arena, own->text, names, others)
          : (struct co_str){0};
  CO_MISTAKE(r, CO_X_PACK_MISSING_KEY, n,
             "nothing is made of this %s: it needs 'records'%.*s", key,
             CO_STR(hint));
}

static bool said_flag(const struct co_said *said, const char *key,
                      struct co_problems *problems) {
  bool flag = false;
  for (size_t i = said->count; i-- > 0;)
    flag = co_yaml_flag(said->list[i], key, flag, problems);
  return flag;
}

static void read_table(struct co_reader *r, const struct co_said *said,
                       struct co_table *table) {
  static const char *const keys[] = {
      "table",   "like",      "sheet",   "header",   "header_rows",
      "skip",    "continues", "section", "totals",   "split",
      "records", "formulas",  "across",  "optional", NULL};
  struct co_problems *problems = &r->pack->problems;
  const struct co_yaml *n = said->list[0];
  const struct co_yaml *sheet = co_said(said, "sheet");
  co_yaml_keys(n, keys, problems);
  co_yaml_need(n, "table", problems);
  table->name = co_yaml_text(n, "table", problems);
  table->sheet = co_read_name_pattern(r, sheet);
  table->optional = said_flag(said, "optional", problems);
  table->header_rows = read_header_rows(r, said);
  if (table->header_rows > r->layout->header_rows)
    r->layout->header_rows = table->header_rows;
  struct co_heading *headings =
      read_header(r, co_said(said, "header"), &table->heading_count);
  size_t first_use = r->use_count;
  table->headings = headings;
  sum_up_header(table);
  r->layout->colours |= table->colours;
  r->layout->merges |= table->merges;
  if (!table->heading_count)
    CO_MISTAKE(r, CO_X_PACK_MISSING_KEY, n,
               "a table needs a header: the list of its columns");
  read_table_skips(r, co_said(said, "skip"), table);
  read_continues(r, co_said(said, "continues"), table);
  read_section(r, co_said(said, "section"), table);
  read_totals(r, co_said(said, "totals"), table);
  read_split(r, co_said(said, "split"), table);
  table->records = co_read_records(r, co_said(said, "records"), table->headings,
                                   table->heading_count, &table->record_count);
  table->picks = picks(table);
  co_read_formulas(r, co_said(said, "formulas"), table);
  co_read_across(r, co_said(said, "across"), table);
  co_note_unread(r, table, headings, first_use);
  if (!co_said(said, "records") && !table->total_record_count &&
      !table->skip_count)
    report_purpose(r, n, "tables", "table");
}

/* True where a node of that name stood before: it is taken over already. */
static bool is_repeated(struct co_reader *r, const struct co_yaml *const *all,
                        size_t index, const char *key) {
  struct co_str name = co_yaml_text(all[index], key, &r->pack->problems);
  for (size_t i = 0; i < index; i++)
    if (is_named(all[i], key, name)) return true;
  return false;
}

void co_read_tables(struct co_reader *r) {
  size_t count = 0;
  const struct co_yaml *const *all = co_said_all(r, "tables", &count);
  struct co_table *tables =
      CO_NEW_ARRAY(&r->pack->arena, count, struct co_table);
  r->layout->tables = tables;
  for (size_t i = 0; i < count; i++) {
    if (is_repeated(r, all, i, "table")) continue;
    struct co_said said = said_by(r, all, count, i, "table");
    read_table(r, &said, &tables[r->layout->table_count++]);
  }
}

static void read_form_cell(struct co_reader *r, const struct co_yaml *n,
                           struct co_form_cell *cell) {
  static const char *const keys[] = {
      /* first as in enum co_form_how */
      "match", "after", "below", "right", "many", "in", NULL};
  struct co_problems *problems = &r->pack->problems;
  if (!co_yaml_expect(n, CO_YAML_MAP, problems)) return;
  co_yaml_keys(n, keys, problems);
  for (unsigned how = CO_FORM_MATCH; how <= CO_FORM_BELOW; how++)
    if (co_yaml_get(n, keys[how])) {
      cell->how = (enum co_form_how)how;
      cell->pattern = co_read_pattern(r, n, keys[how]);
    }
  cell->name = n->key;
  cell->right = co_yaml_count(n, "right", 0, 16383, problems);
  cell->many = co_yaml_flag(n, "many", false, problems);
  cell->power = read_power(r, n);
  if (!cell->pattern)
    CO_MISTAKE(r, CO_X_PACK_MISSING_KEY, n,
               "expected match, after or below with a pattern");
}

static void add_heading(struct co_reader *r, struct co_heading *headings,
                        size_t *count, struct co_str name, unsigned power) {
  headings[(*count)++] =
      (struct co_heading){.name = name,
                          .folded = co_str_fold(&r->pack->arena, name),
                          .letter = -1,
                          .power = power};
}

static void add_groups(struct co_reader *r, struct co_heading *headings,
                       size_t *count, const struct co_pattern *pattern,
                       unsigned power) {
  for (size_t g = 0; pattern && g < co_pattern_group_count(pattern); g++)
    add_heading(r, headings, count, co_pattern_group_name(pattern, g), power);
}

/* The names a form offers to its records: its cells and all named groups. */
static void name_form_columns(struct co_reader *r, struct co_form *form) {
  size_t count = form->cell_count;
  count += form->start ? co_pattern_group_count(form->start) : 0;
  for (size_t i = 0; i < form->cell_count; i++)
    if (form->cells[i].pattern)
      count += co_pattern_group_count(form->cells[i].pattern);
  struct co_heading *headings =
      CO_NEW_ARRAY(&r->pack->arena, count, struct co_heading);
  size_t n = 0;
  for (size_t i = 0; i < form->cell_count; i++)
    add_heading(r, headings, &n, form->cells[i].name, form->cells[i].power);
  for (size_t i = 0; i < form->cell_count; i++)
    add_groups(r, headings, &n, form->cells[i].pattern, form->cells[i].power);
  add_groups(r, headings, &n, form->start, 0);
  form->headings = headings;
  form->heading_count = n;
}

static void read_form(struct co_reader *r, const struct co_said *said,
                      struct co_form *form) {
  static const char *const keys[] = {"form",    "like",     "sheet",
                                     "start",   "one_row",  "cells",
                                     "records", "optional", NULL};
  struct co_problems *problems = &r->pack->problems;
  const struct co_yaml *n = said->list[0];
  const struct co_yaml *sheet = co_said(said, "sheet");
  const struct co_yaml *start = co_said(said, "start");
  const struct co_yaml *cells = co_said(said, "cells");
  co_yaml_keys(n, keys, problems);
  co_yaml_need(n, "form", problems);
  if (!start) co_yaml_need(n, "start", problems);
  form->name = co_yaml_text(n, "form", problems);
  form->sheet = co_read_name_pattern(r, sheet);
  form->start = co_read_pattern_node(r, start);
  form->one_row = said_flag(said, "one_row", problems);
  form->optional = said_flag(said, "optional", problems);
  if (co_yaml_expect(cells, CO_YAML_MAP, problems)) {
    struct co_form_cell *list =
        CO_NEW_ARRAY(&r->pack->arena, cells->count, struct co_form_cell);
    form->cells = list;
    for (const struct co_yaml *c = cells->first; c; c = c->next)
      read_form_cell(r, c, &list[form->cell_count++]);
  }
  name_form_columns(r, form);
  form->records = co_read_records(r, co_said(said, "records"), form->headings,
                                  form->heading_count, &form->record_count);
  if (!co_said(said, "records")) report_purpose(r, n, "forms", "form");
}

void co_read_forms(struct co_reader *r) {
  size_t count = 0;
  const struct co_yaml *const *all = co_said_all(r, "forms", &count);
  struct co_form *forms = CO_NEW_ARRAY(&r->pack->arena, count, struct co_form);
  r->layout->forms = forms;
  for (size_t i = 0; i < count; i++) {
    if (is_repeated(r, all, i, "form")) continue;
    struct co_said said = said_by(r, all, count, i, "form");
    read_form(r, &said, &forms[r->layout->form_count++]);
  }
}

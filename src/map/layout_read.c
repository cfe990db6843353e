/* layout_read.c - reads returns/NAME.yaml into a struct co_layout.
 *
 * The words of the language stand in the key lists below and in those of
 * layout_table.c and layout_record.c; docs/layouts.md explains them. */
#include "layout_read.h"

#include <stdlib.h>
#include <string.h>

#include "str.h"

static const struct co_pattern *read_pattern(
    struct co_reader *r, const struct co_yaml *node,
    enum co_status (*make)(struct co_pattern **, struct co_str,
                           struct co_err *)) {
  struct co_err err;
  struct co_pattern *pattern;
  if (!co_yaml_expect(node, CO_YAML_TEXT, &r->pack->problems)) return NULL;
  if (make(&pattern, node->text, &err) != CO_OK) {
    CO_MISTAKE(r, err.code, node, "%s", err.text);
    return NULL;
  }
  struct co_layouts *all = r->layouts;
  CO_GROW(all->patterns, all->pattern_count, all->pattern_cap);
  all->patterns[all->pattern_count++] = pattern;
  return pattern;
}

const struct co_pattern *co_read_pattern_node(struct co_reader *r,
                                              const struct co_yaml *node) {
  return read_pattern(r, node, co_pattern_new);
}

const struct co_pattern *co_read_name_pattern(struct co_reader *r,
                                              const struct co_yaml *node) {
  return read_pattern(r, node, co_pattern_of_names);
}

const struct co_pattern *co_read_pattern(struct co_reader *r,
                                         const struct co_yaml *map,
                                         const char *key) {
  return co_read_pattern_node(r, co_yaml_get(map, key));
}

void co_check_parts(struct co_reader *r, const struct co_yaml *node,
                    const struct co_pattern *pattern) {
  if (pattern && !co_pattern_group_count(pattern))
    CO_MISTAKE(r, CO_X_PACK_PATTERN, node,
               "this pattern names nothing: write (?<name>...) around "
               "the part to keep");
}

static const struct co_str *read_texts(struct co_reader *r,
                                       const struct co_yaml *list,
                                       size_t *count) {
  if (!co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return NULL;
  struct co_str *texts =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_str);
  for (const struct co_yaml *n = list->first; n; n = n->next)
    if (co_yaml_expect(n, CO_YAML_TEXT, &r->pack->problems))
      texts[(*count)++] = n->text;
  return texts;
}

static const struct co_str *folded(struct co_reader *r,
                                   const struct co_str *texts, size_t count) {
  struct co_str *out = CO_NEW_ARRAY(&r->pack->arena, count, struct co_str);
  for (size_t i = 0; i < count; i++)
    out[i] = co_str_fold(&r->pack->arena, texts[i]);
  return out;
}

const struct co_str *co_read_folded(struct co_reader *r,
                                    const struct co_yaml *list, size_t *count) {
  const struct co_str *texts = list ? read_texts(r, list, count) : NULL;
  return texts ? folded(r, texts, *count) : NULL;
}

const struct co_yaml *co_said(const struct co_said *said, const char *key) {
  for (size_t i = 0; i < said->count; i++) {
    const struct co_yaml *child = co_yaml_get(said->list[i], key);
    if (child) return child;
  }
  return NULL;
}

void co_said_add(struct co_reader *r, struct co_said *said,
                 const struct co_yaml *node) {
  if (said->count < CO_SAID)
    said->list[said->count++] = node;
  else
    CO_MISTAKE(r, CO_X_PACK_LIMIT, node,
               "more than %d layouts or tables build on each other", CO_SAID);
}

const struct co_yaml *const *co_said_all(struct co_reader *r, const char *key,
                                         size_t *count) {
  size_t room = 0;
  for (size_t i = 0; i < r->root.count; i++) {
    const struct co_yaml *list = co_yaml_get(r->root.list[i], key);
    if (co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems))
      room += list->count;
  }
  const struct co_yaml **all =
      CO_NEW_ARRAY(&r->pack->arena, room, const struct co_yaml *);
  *count = 0;
  for (size_t i = 0; i < r->root.count && *count < room; i++) {
    const struct co_yaml *list = co_yaml_get(r->root.list[i], key);
    if (!list || list->kind != CO_YAML_LIST) continue;
    for (const struct co_yaml *n = list->first; n; n = n->next)
      if (co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems))
        all[(*count)++] = n;
  }
  return all;
}

/* property: { NAME: PATTERN } */
static void read_property(struct co_reader *r, const struct co_yaml *n,
                          struct co_recognise_rule *rule) {
  if (!co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems)) return;
  if (n->count != 1) {
    CO_MISTAKE(r, CO_X_PACK_VALUE, n,
               "expected one property: { NAME: what it reads }");
    return;
  }
  rule->property = n->first->key;
  rule->property_folded = co_str_fold(&r->pack->arena, rule->property);
  rule->text = n->first->text;
  rule->pattern = co_read_pattern_node(r, n->first);
  r->layouts->properties = true;
}

static void read_recognise_rule(struct co_reader *r, const struct co_yaml *n,
                                struct co_recognise_rule *rule) {
  static const char *const keys[] = {"text", "sheet", "header", "property",
                                     NULL};
  const struct co_yaml *header = co_yaml_get(n, "header");
  const struct co_yaml *property = co_yaml_get(n, "property");
  co_yaml_keys(n, keys, &r->pack->problems);
  if (n->count != 1)
    CO_MISTAKE(r, CO_X_PACK_VALUE, n,
               "expected one of text, sheet, header, property");
  if (property) {
    rule->what = CO_SEE_PROPERTY;
    read_property(r, property, rule);
    return;
  }
  if (header) {
    rule->what = CO_SEE_HEADER;
    rule->headings = read_texts(r, header, &rule->heading_count);
    rule->folded = folded(r, rule->headings, rule->heading_count);
    return;
  }
  bool text = co_yaml_get(n, "text") != NULL;
  rule->what = text ? CO_SEE_TEXT : CO_SEE_SHEET;
  rule->text = co_yaml_text(n, text ? "text" : "sheet", &r->pack->problems);
  rule->pattern =
      co_read_name_pattern(r, co_yaml_get(n, text ? "text" : "sheet"));
}

static struct co_recognise_rule *read_recognise(struct co_reader *r,
                                                const struct co_yaml *list) {
  if (!co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return NULL;
  if (!list->count)
    CO_MISTAKE(r, CO_X_PACK_MISSING_KEY, list,
               "a layout that asks for nothing fits every file");
  struct co_recognise_rule *rules =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_recognise_rule);
  r->layout->recognise = rules;
  for (const struct co_yaml *n = list->first; n; n = n->next)
    if (co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems))
      read_recognise_rule(r, n, &rules[r->layout->recognise_count++]);
  return rules;
}

/* The columns of tables that have the name and go by others too. */
static struct co_namesakes find_namesakes(struct co_reader *r,
                                          struct co_str folded) {
  const struct co_layout *layout = r->layout;
  size_t room = 0, count = 0;
  for (size_t t = 0; t < layout->table_count; t++)
    room += layout->tables[t].heading_count;
  const struct co_heading **list =
      CO_NEW_ARRAY(&r->pack->arena, room, const struct co_heading *);
  for (size_t t = 0; t < layout->table_count; t++)
    for (size_t h = 0; h < layout->tables[t].heading_count; h++) {
      const struct co_heading *heading = &layout->tables[t].headings[h];
      if (heading->alias_count && co_str_eq(heading->folded, folded))
        list[count++] = heading;
    }
  return (struct co_namesakes){list, count};
}

/* Where a heading by which the return is recognised goes by other names in the
 * tables, it does so here: when the tables are read. */
static void join_namesakes(struct co_reader *r,
                           struct co_recognise_rule *rules) {
  for (size_t i = 0; rules && i < r->layout->recognise_count; i++) {
    struct co_recognise_rule *rule = &rules[i];
    struct co_namesakes *namesakes =
        CO_NEW_ARRAY(&r->pack->arena, rule->heading_count, struct co_namesakes);
    for (size_t h = 0; h < rule->heading_count; h++)
      namesakes[h] = find_namesakes(r, rule->folded[h]);
    rule->namesakes = namesakes;
  }
}

static void read_fact(struct co_reader *r, const struct co_yaml *n,
                      struct co_fact_rule *rule) {
  static const char *const keys[] = {"match", "after", "name", NULL};
  co_yaml_keys(n, keys, &r->pack->problems);
  rule->match = co_read_pattern(r, n, "match");
  rule->after = co_read_pattern(r, n, "after");
  if (rule->after) {
    co_yaml_need(n, "name", &r->pack->problems);
    rule->name = co_yaml_text(n, "name", &r->pack->problems);
  } else if (!co_yaml_get(n, "match")) {
    CO_MISTAKE(r, CO_X_PACK_MISSING_KEY, n,
               "a fact needs 'match' (a pattern) or 'after' and 'name'");
  } else {
    co_check_parts(r, n, rule->match);
  }
}

static void read_facts(struct co_reader *r) {
  size_t count = 0;
  const struct co_yaml *const *all = co_said_all(r, "facts", &count);
  struct co_fact_rule *facts =
      CO_NEW_ARRAY(&r->pack->arena, count, struct co_fact_rule);
  r->layout->facts = facts;
  r->layout->fact_count = count;
  for (size_t i = 0; i < count; i++)
    read_fact(r, all[i], &facts[i]);
}

bool co_read_skip(struct co_reader *r, const struct co_yaml *node,
                  struct co_skip *skip) {
  static const char *const keys[] = {"rule", "sheet", "match", "nil", NULL};
  struct co_problems *problems = &r->pack->problems;
  if (!co_yaml_expect(node, CO_YAML_MAP, problems)) return false;
  co_yaml_keys(node, keys, problems);
  co_yaml_need(node, "rule", problems);
  co_yaml_need(node, "match", problems);
  *skip = (struct co_skip){
      .rule = co_yaml_text(node, "rule", problems),
      .sheet = co_read_name_pattern(r, co_yaml_get(node, "sheet")),
      .match = co_read_pattern(r, node, "match"),
      .nil = co_yaml_flag(node, "nil", false, problems)};
  return skip->match != NULL;
}

static void read_skips(struct co_reader *r) {
  size_t count = 0;
  const struct co_yaml *const *all = co_said_all(r, "skip", &count);
  struct co_skip *skips = CO_NEW_ARRAY(&r->pack->arena, count, struct co_skip);
  r->layout->skips = skips;
  for (size_t i = 0; i < count; i++)
    r->layout->skip_count +=
        co_read_skip(r, all[i], &skips[r->layout->skip_count]);
}

static void read_control(struct co_reader *r, const struct co_yaml *n,
                         struct co_control *control) {
  static const char *const keys[] = {"scope", "name",   "counts",
                                     "table", "status", NULL};
  struct co_problems *problems = &r->pack->problems;
  co_yaml_keys(n, keys, problems);
  for (size_t i = 0; i < 4; i++)
    co_yaml_need(n, keys[i], problems);
  control->scope = co_yaml_text(n, "scope", problems);
  control->name = co_yaml_text(n, "name", problems);
  control->kind = co_yaml_text(n, "counts", problems);
  control->table = co_yaml_text(n, "table", problems);
  control->status = co_yaml_text(n, "status", problems);
  if (control->kind.len && !co_model_kind(&r->pack->model, control->kind))
    CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, n,
               "'%.*s' is no record kind of the model", CO_STR(control->kind));
}

static void read_controls(struct co_reader *r) {
  size_t count = 0;
  const struct co_yaml *const *all = co_said_all(r, "control", &count);
  struct co_control *controls =
      CO_NEW_ARRAY(&r->pack->arena, count, struct co_control);
  r->layout->controls = controls;
  r->layout->control_count = count;
  for (size_t i = 0; i < count; i++)
    read_control(r, all[i], &controls[i]);
}

/* The fields of `return:`; what an extending layout says goes first. */
static void read_return(struct co_reader *r) {
  struct co_layout *layout = r->layout;
  layout->return_kind = co_model_kind(&r->pack->model, CO_LIT("return"));
  if (!layout->return_kind) return;
  struct co_set *sets =
      CO_NEW_ARRAY(&r->pack->arena, CO_SAID * layout->return_kind->field_count,
                   struct co_set);
  layout->return_sets = sets;
  for (size_t i = 0; i < r->root.count; i++) {
    size_t count = 0;
    const struct co_set *own = co_read_sets(
        r, co_yaml_get(r->root.list[i], "return"), layout->return_kind, &count);
    for (size_t s = 0; s < count; s++)
      sets[layout->return_set_count++] = own[s];
  }
}

static enum co_date_order read_order(struct co_reader *r) {
  const struct co_yaml *node = co_said(&r->root, "dates");
  if (!co_yaml_expect(node, CO_YAML_TEXT, &r->pack->problems)) return CO_DMY;
  struct co_str text = node->text;
  if (co_str_is(text, "mdy")) return CO_MDY;
  if (co_str_is(text, "ymd")) return CO_YMD;
  if (text.len && !co_str_is(text, "dmy"))
    CO_MISTAKE(r, CO_X_PACK_VALUE, node,
               "the order of dates is dmy, mdy or ymd, not '%.*s'",
               CO_STR(text));
  return CO_DMY;
}

static enum co_credit read_credit(struct co_reader *r) {
  const struct co_yaml *node = co_said(&r->root, "credit");
  if (!co_yaml_expect(node, CO_YAML_TEXT, &r->pack->problems))
    return CO_CREDIT_NONE;
  if (co_str_is(node->text, "minus")) return CO_CREDIT_MINUS;
  if (co_str_is(node->text, "plus")) return CO_CREDIT_PLUS;
  CO_MISTAKE(r, CO_X_PACK_VALUE, node,
             "what is written CR is minus or plus, not '%.*s'",
             CO_STR(node->text));
  return CO_CREDIT_NONE;
}

static void read_layout(struct co_reader *r) {
  static const char *const keys[] = {
      "layout", "extends", "describes", "recognise", "dates",
      "credit", "nothing", "facts",     "return",    "skip",
      "tables", "forms",   "control",   NULL};
  struct co_problems *problems = &r->pack->problems;
  const struct co_yaml *root = r->root.list[0];
  struct co_layout *layout = r->layout;
  co_yaml_keys(root, keys, problems);
  layout->describes = co_yaml_text(root, "describes", problems);
  layout->dates = read_order(r);
  layout->credit = read_credit(r);
  layout->dates_declared = co_said(&r->root, "dates") != NULL;
  const struct co_yaml *see = co_said(&r->root, "recognise");
  struct co_recognise_rule *rules = read_recognise(r, see);
  if (!see) co_yaml_need(root, "recognise", problems);
  layout->nothing =
      co_read_folded(r, co_said(&r->root, "nothing"), &layout->nothing_count);
  layout->missing = co_model_codes(&r->pack->model, CO_LIT("missing"));
  read_facts(r);
  read_return(r);
  read_skips(r);
  co_read_tables(r);
  join_namesakes(r, rules);
  co_read_forms(r);
  read_controls(r);
}

/* The root of the layout of that name, among the files' roots. */
static const struct co_yaml *find_root(const struct co_yaml *const *roots,
                                       size_t count, struct co_str name) {
  for (size_t i = 0; i < count; i++) {
    const struct co_yaml *n = co_yaml_get(roots[i], "layout");
    if (n && co_str_eq(n->text, name)) return roots[i];
  }
  return NULL;
}

/* The layout's root and those it extends, directly and not. */
static void follow_extends(struct co_reader *r,
                           const struct co_yaml *const *roots, size_t count) {
  const struct co_yaml *extends;
  while ((extends = co_yaml_get(r->root.list[r->root.count - 1], "extends"))) {
    const struct co_yaml *base = find_root(roots, count, extends->text);
    if (!base)
      CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, extends,
                 "the pack has no layout '%.*s' to extend",
                 CO_STR(extends->text));
    size_t before = r->root.count;
    if (base) co_said_add(r, &r->root, base);
    if (r->root.count == before) return;
  }
}

static void check_names(struct co_layouts *layouts, struct co_pack *pack) {
  for (size_t i = 0; i < layouts->count; i++)
    for (size_t j = i + 1; j < layouts->count; j++)
      if (co_str_eq(layouts->list[i].name, layouts->list[j].name))
        co_problem(&pack->problems, CO_X_PACK_DUPLICATE, layouts->list[j].file,
                   NULL, "layout '%.*s' is there already, in %s",
                   CO_STR(layouts->list[j].name), layouts->list[i].file);
}

/* The roots of all files that are maps with a name. */
static const struct co_yaml **load_roots(struct co_pack *pack, size_t *count) {
  const char *const *files = co_pack_files(pack, "returns", ".yaml");
  size_t room = 0;
  while (files[room])
    room++;
  const struct co_yaml **roots =
      CO_NEW_ARRAY(&pack->arena, room, const struct co_yaml *);
  for (size_t i = 0; i < room; i++) {
    const struct co_yaml *root =
        co_yaml_load(&pack->arena, files[i], &pack->problems);
    if (co_yaml_expect(root, CO_YAML_MAP, &pack->problems) &&
        co_yaml_need(root, "layout", &pack->problems))
      roots[(*count)++] = root;
  }
  return roots;
}

void co_layouts_load(struct co_layouts *layouts, struct co_pack *pack) {
  size_t count = 0;
  const struct co_yaml **roots = load_roots(pack, &count);
  *layouts = (struct co_layouts){0};
  layouts->list = CO_NEW_ARRAY(&pack->arena, count, struct co_layout);
  for (size_t i = 0; i < count; i++) {
    struct co_layout *layout = &layouts->list[layouts->count++];
    struct co_reader reader = {.pack = pack,
                               .layouts = layouts,
                               .layout = layout,
                               .root = {{roots[i]}, 1},
                               .first_pattern = layouts->pattern_count};
    layout->file = roots[i]->file;
    layout->name = co_yaml_text(roots[i], "layout", &pack->problems);
    follow_extends(&reader, roots, count);
    read_layout(&reader);
    co_check_names(&reader);
    free(reader.uses);
    free(reader.partings);
  }
  check_names(layouts, pack);
}

void co_layouts_free(struct co_layouts *layouts) {
  for (size_t i = 0; i < layouts->pattern_count; i++)
    co_pattern_free(layouts->patterns[i]);
  free(layouts->patterns);
  *layouts = (struct co_layouts){0};
}

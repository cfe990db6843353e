/* layout_read.c - reads returns/NAME.yaml into a struct co_layout.
 *
 * The words of the language stand in the key lists below and in those of
 * layout_table.c and layout_record.c; docs/layouts.md explains them. */
#include "layout_read.h"

#include <stdlib.h>
#include <string.h>

#include "str.h"

const struct co_pattern *co_read_pattern_node(struct co_reader *r,
                                              const struct co_yaml *node) {
  struct co_err err;
  struct co_pattern *pattern;
  if (!co_yaml_expect(node, CO_YAML_TEXT, &r->pack->problems)) return NULL;
  if (co_pattern_new(&pattern, node->text, &err) != CO_OK) {
    CO_MISTAKE(r, node, "%s", err.text);
    return NULL;
  }
  struct co_layouts *all = r->layouts;
  CO_GROW(all->patterns, all->pattern_count, all->pattern_cap);
  all->patterns[all->pattern_count++] = pattern;
  return pattern;
}

const struct co_pattern *co_read_pattern(struct co_reader *r,
                                         const struct co_yaml *map,
                                         const char *key) {
  const struct co_yaml *node = co_yaml_get(map, key);
  return node ? co_read_pattern_node(r, node) : NULL;
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

static void read_recognise_rule(struct co_reader *r, const struct co_yaml *n,
                                struct co_recognise_rule *rule) {
  static const char *const keys[] = {"text", "sheet", "header", NULL};
  const struct co_yaml *header = co_yaml_get(n, "header");
  co_yaml_keys(n, keys, &r->pack->problems);
  if (header) {
    rule->what = CO_SEE_HEADER;
    rule->headings = read_texts(r, header, &rule->heading_count);
    rule->folded = folded(r, rule->headings, rule->heading_count);
    return;
  }
  bool text = co_yaml_get(n, "text") != NULL;
  rule->what = text ? CO_SEE_TEXT : CO_SEE_SHEET;
  rule->text = co_yaml_text(n, text ? "text" : "sheet", &r->pack->problems);
  rule->pattern = co_read_pattern(r, n, text ? "text" : "sheet");
}

static void read_recognise(struct co_reader *r, const struct co_yaml *list) {
  if (!co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return;
  struct co_recognise_rule *rules =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_recognise_rule);
  r->layout->recognise = rules;
  for (const struct co_yaml *n = list->first; n; n = n->next)
    if (co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems))
      read_recognise_rule(r, n, &rules[r->layout->recognise_count++]);
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
    CO_MISTAKE(r, n, "a fact needs 'match' (a pattern) or 'after' and 'name'");
  } else if (rule->match && !co_pattern_group_count(rule->match)) {
    CO_MISTAKE(r, n,
               "this pattern names nothing: write (?<name>...) around "
               "the part to keep");
  }
}

static void read_facts(struct co_reader *r, const struct co_yaml *list) {
  if (!list || !co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return;
  struct co_fact_rule *facts =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_fact_rule);
  r->layout->facts = facts;
  for (const struct co_yaml *n = list->first; n; n = n->next)
    if (co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems))
      read_fact(r, n, &facts[r->layout->fact_count++]);
}

const struct co_skip *co_read_skips(struct co_reader *r,
                                    const struct co_yaml *list, size_t *count) {
  static const char *const keys[] = {"rule", "sheet", "match", NULL};
  if (!list || !co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems))
    return NULL;
  struct co_skip *skips =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_skip);
  for (const struct co_yaml *n = list->first; n; n = n->next) {
    if (!co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems)) continue;
    struct co_skip skip = {0};
    co_yaml_keys(n, keys, &r->pack->problems);
    co_yaml_need(n, "rule", &r->pack->problems);
    co_yaml_need(n, "match", &r->pack->problems);
    skip.rule = co_yaml_text(n, "rule", &r->pack->problems);
    skip.sheet = co_read_pattern(r, n, "sheet");
    skip.match = co_read_pattern(r, n, "match");
    if (skip.match) skips[(*count)++] = skip;
  }
  return skips;
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
    CO_MISTAKE(r, n, "'%.*s' is no record kind of the model",
               CO_STR(control->kind));
}

static void read_controls(struct co_reader *r, const struct co_yaml *list) {
  if (!list || !co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return;
  struct co_control *controls =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_control);
  r->layout->controls = controls;
  for (const struct co_yaml *n = list->first; n; n = n->next)
    if (co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems))
      read_control(r, n, &controls[r->layout->control_count++]);
}

static enum co_date_order read_order(struct co_reader *r,
                                     const struct co_yaml *root) {
  struct co_str text = co_yaml_text(root, "dates", &r->pack->problems);
  if (co_str_is(text, "mdy")) return CO_MDY;
  if (co_str_is(text, "ymd")) return CO_YMD;
  if (text.len && !co_str_is(text, "dmy"))
    CO_MISTAKE(r, co_yaml_get(root, "dates"),
               "the order of dates is dmy, mdy or ymd, not '%.*s'",
               CO_STR(text));
  return CO_DMY;
}

static void read_layout(struct co_reader *r, const struct co_yaml *root) {
  static const char *const keys[] = {
      "layout", "describes", "recognise", "dates",   "facts", "return",
      "skip",   "tables",    "forms",     "control", NULL};
  struct co_problems *problems = &r->pack->problems;
  struct co_layout *layout = r->layout;
  if (!co_yaml_expect(root, CO_YAML_MAP, problems)) return;
  co_yaml_keys(root, keys, problems);
  co_yaml_need(root, "layout", problems);
  layout->name = co_yaml_text(root, "layout", problems);
  layout->describes = co_yaml_text(root, "describes", problems);
  layout->dates = read_order(r, root);
  const struct co_yaml *see = co_yaml_need(root, "recognise", problems);
  if (see) read_recognise(r, see);
  read_facts(r, co_yaml_get(root, "facts"));
  layout->return_kind = co_model_kind(&r->pack->model, CO_LIT("return"));
  const struct co_yaml *sets = co_yaml_get(root, "return");
  if (sets && layout->return_kind)
    layout->return_sets =
        co_read_sets(r, sets, layout->return_kind, &layout->return_set_count);
  layout->skips =
      co_read_skips(r, co_yaml_get(root, "skip"), &layout->skip_count);
  co_read_tables(r, co_yaml_get(root, "tables"));
  co_read_forms(r, co_yaml_get(root, "forms"));
  read_controls(r, co_yaml_get(root, "control"));
}

static void check_names(struct co_layouts *layouts, struct co_pack *pack) {
  for (size_t i = 0; i < layouts->count; i++)
    for (size_t j = i + 1; j < layouts->count; j++)
      if (co_str_eq(layouts->list[i].name, layouts->list[j].name))
        co_problem(&pack->problems, layouts->list[j].file, NULL,
                   "layout '%.*s' is there already, in %s",
                   CO_STR(layouts->list[j].name), layouts->list[i].file);
}

void co_layouts_load(struct co_layouts *layouts, struct co_pack *pack) {
  const char *const *files = co_pack_files(pack, "returns", ".yaml");
  size_t count = 0;
  while (files[count])
    count++;
  *layouts = (struct co_layouts){0};
  layouts->list = CO_NEW_ARRAY(&pack->arena, count, struct co_layout);
  for (size_t i = 0; i < count; i++) {
    const struct co_yaml *root =
        co_yaml_load(&pack->arena, files[i], &pack->problems);
    if (!root) continue;
    struct co_layout *layout = &layouts->list[layouts->count++];
    struct co_reader reader = {pack, layouts, layout};
    layout->file = files[i];
    read_layout(&reader, root);
  }
  check_names(layouts, pack);
}

void co_layouts_free(struct co_layouts *layouts) {
  for (size_t i = 0; i < layouts->pattern_count; i++)
    co_pattern_free(layouts->patterns[i]);
  free(layouts->patterns);
  *layouts = (struct co_layouts){0};
}

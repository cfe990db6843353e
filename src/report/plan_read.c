/* plan_read.c - the columns of a block, and its chart, as YAML has them. */
#include <string.h>

#include "ascii.h"
#include "plan_parts.h"
#include "utf8.h"

enum { SCALE_MAX = 12, WIDTH_MAX = 255, HEADER_MAX = 255 };

static const struct {
  const char *name;
  double width; /* where the column gives none */
} types[CO_PLAN_TYPES] = {
    [CO_PLAN_TEXT] = {"text", 16},   [CO_PLAN_WRAP] = {"wrap", 50},
    [CO_PLAN_DATE] = {"date", 13},   [CO_PLAN_NUMBER] = {"number", 11},
    [CO_PLAN_WHOLE] = {"whole", 11}, [CO_PLAN_PERCENT] = {"percent", 11},
    [CO_PLAN_MONEY] = {"money", 17},
};

static const char *const column_keys[] = {
    "name",  "from",    "otherwise", "type",  "scale", "width",
    "codes", "formula", "link",      "total", "note",  NULL};
static const char *const chart_keys[] = {"title", "describes", "labels",
                                         "series", NULL};

static enum co_plan_type read_type(struct co_plan_reading *r,
                                   const struct co_yaml *node) {
  struct co_str candidates[CO_PLAN_TYPES];
  struct co_str text = co_yaml_text(node, "type", r->problems);
  if (!text.len) return CO_PLAN_TEXT;
  for (int i = 0; i < CO_PLAN_TYPES; i++) {
    if (co_str_is(text, types[i].name)) return (enum co_plan_type)i;
    candidates[i] = co_str_of(types[i].name);
  }
  int near = co_str_nearest(text, candidates, CO_PLAN_TYPES);
  co_problem(r->problems, CO_X_PACK_VALUE, NULL, co_yaml_get(node, "type"),
             "there is no type '%.*s'%s%s%s; types are text, wrap, date, "
             "number, whole, percent and money",
             CO_STR(text), near < 0 ? "" : ": did you mean '",
             near < 0 ? "" : types[near].name, near < 0 ? "" : "'");
  return CO_PLAN_NUMBER; /* so that a scale is no second mistake */
}

/* scale: digits, or the query column that gives them row by row. */
static void read_scale(struct co_plan_reading *r,
                       struct co_plan_column *column) {
  struct co_str text = co_yaml_text(column->node, "scale", r->problems);
  if (text.len && co_is_digit(text.ptr[0]))
    column->scale =
        co_yaml_count(column->node, "scale", 0, SCALE_MAX, r->problems);
  else
    column->scale_from = text;
}

static void use_codes(struct co_plan_reading *r, struct co_plan_column *column,
                      const struct co_codes *codes) {
  struct co_choice *choices =
      CO_NEW_ARRAY(&r->plan->arena, codes->count, struct co_choice);
  for (size_t i = 0; i < codes->count; i++) {
    const struct co_code *code = &codes->codes[i];
    choices[i] = (struct co_choice){code->label, code->colour,
                                    code->text_colour, code->symbol};
  }
  column->codes = codes;
  column->choices = choices;
  column->choice_count = codes->count;
}

/* check_lists() and check_notes() tell what is no text. */
static struct co_str word_of(const struct co_yaml *map, const char *key) {
  const struct co_yaml *word = co_yaml_get(map, key);
  bool text = word && word->kind == CO_YAML_TEXT;
  return text ? word->text : (struct co_str){0};
}

static void use_list(struct co_plan_reading *r, struct co_plan_column *column,
                     const struct co_yaml *list) {
  struct co_choice *choices =
      CO_NEW_ARRAY(&r->plan->arena, list->count, struct co_choice);
  for (const struct co_yaml *n = list->first; n; n = n->next)
    if (n->kind == CO_YAML_MAP)
      choices[column->choice_count++] =
          (struct co_choice){word_of(n, "label"), word_of(n, "colour"),
                             word_of(n, "text_colour"), word_of(n, "symbol")};
  column->choices = choices;
}

/* codes: one of the plan's own lists, or a code list of the pack. */
static void read_codes(struct co_plan_reading *r,
                       struct co_plan_column *column) {
  struct co_str name = co_yaml_text(column->node, "codes", r->problems);
  if (!name.len) return;
  const struct co_yaml *list =
      co_yaml_get(r->plan->lists, co_arena_cstr(&r->plan->arena, name));
  const struct co_codes *codes = co_model_codes(r->plan->model, name);
  if (list)
    use_list(r, column, list);
  else if (codes)
    use_codes(r, column, codes);
  else
    co_problem(r->problems, CO_X_PACK_UNKNOWN_NAME, NULL,
               co_yaml_get(column->node, "codes"),
               "there is no code list codes/%.*s.csv in this pack, and none "
               "of that name under 'lists'",
               CO_STR(name));
}

static bool is_number(enum co_plan_type type) {
  return type >= CO_PLAN_NUMBER;
}

static void check_header(struct co_plan_reading *r,
                         const struct co_plan_column *column) {
  const struct co_yaml *node = co_yaml_get(column->node, "name");
  struct co_str name = column->name;
  if (!node || node->kind != CO_YAML_TEXT) return;
  if (!co_str_trim(name).len || co_utf16_length(name) > HEADER_MAX)
    co_problem(r->problems, CO_X_PACK_VALUE, NULL, node,
               "a header has 1 to %d characters", HEADER_MAX);
  if (name.len && memchr(name.ptr, '\n', name.len))
    co_problem(r->problems, CO_X_PACK_VALUE, NULL, column->node,
               "a header must be one line: the workbook wraps it itself");
}

static void check_column(struct co_plan_reading *r,
                         const struct co_plan_column *column) {
  bool scaled = column->scale || column->scale_from.len;
  check_header(r, column);
  if (scaled && !is_number(column->type))
    co_problem(r->problems, CO_X_PACK_MISPLACED, NULL, column->node,
               "scale is for numbers; give a type as well");
  if (column->total && (!is_number(column->type) || column->scale_from.len ||
                        (column->type != CO_PLAN_WHOLE && !column->scale)))
    co_problem(r->problems, CO_X_PACK_MISPLACED, NULL, column->node,
               "only whole numbers, and numbers with a scale in digits, can "
               "be added up to the last digit");
}

static void read_column(struct co_plan_reading *r,
                        struct co_plan_column *column,
                        const struct co_yaml *node) {
  column->node = node;
  if (!co_yaml_expect(node, CO_YAML_MAP, r->problems)) return;
  co_yaml_keys(node, column_keys, r->problems);
  co_yaml_need(node, "name", r->problems);
  co_yaml_need(node, "from", r->problems);
  column->name = co_yaml_text(node, "name", r->problems);
  column->from = co_yaml_text(node, "from", r->problems);
  column->otherwise = co_yaml_text(node, "otherwise", r->problems);
  column->link = co_yaml_text(node, "link", r->problems);
  column->formula = co_yaml_text(node, "formula", r->problems);
  column->note = co_yaml_text(node, "note", r->problems);
  if (!column->note.len)
    column->note =
        word_of(r->plan->notes, co_arena_cstr(&r->plan->arena, column->name));
  column->total = co_yaml_flag(node, "total", false, r->problems);
  column->type = read_type(r, node);
  column->width =
      co_yaml_count(node, "width", (unsigned)types[column->type].width,
                    WIDTH_MAX, r->problems);
  read_scale(r, column);
  read_codes(r, column);
  check_column(r, column);
}

static void check_headers(struct co_plan_reading *r,
                          const struct co_plan_block *block) {
  for (size_t i = 0; i < block->column_count; i++) {
    const struct co_plan_column *column = &block->columns[i];
    if (column->formula.len) co_formula_check(block, column, r->problems);
    for (size_t k = 0; k < i && co_str_trim(column->name).len; k++)
      if (co_plan_same(r->plan, column->name, block->columns[k].name))
        co_problem(r->problems, CO_X_PACK_DUPLICATE, NULL, column->node,
                   "two columns have the header '%.*s'", CO_STR(column->name));
  }
}

void co_plan_check_colour(const struct co_yaml *node,
                          struct co_problems *problems) {
  if (node && node->kind == CO_YAML_TEXT && !co_is_colour(node->text))
    co_problem(problems, CO_X_PACK_VALUE, NULL, node,
               "a colour is six hexadecimal digits like C6EFCE; found '%.*s'",
               CO_STR(node->text));
}

/* A column of the block that a chart speaks of. */
static size_t chart_column(struct co_plan_reading *r,
                           const struct co_plan_block *block,
                           const struct co_yaml *node, struct co_str name) {
  int index = co_plan_column_index(block, name);
  if (index >= 0) return (size_t)index;
  co_problem(r->problems, CO_X_PACK_UNKNOWN_NAME, NULL, node,
             "the chart speaks of '%.*s', but this block has no column of "
             "that name",
             CO_STR(name));
  return 0;
}

static void check_bar(struct co_plan_reading *r,
                      const struct co_plan_column *column,
                      const struct co_yaml *node) {
  if (co_str_eq(column->name, node->key) && !is_number(column->type))
    co_problem(r->problems, CO_X_PACK_MISPLACED, NULL, node,
               "bars are made of numbers; give the column '%.*s' a type",
               CO_STR(column->name));
}

static void read_chart(struct co_plan_reading *r, struct co_plan_block *block) {
  const struct co_yaml *node = co_yaml_get(block->node, "chart");
  struct co_plan_chart *chart = &block->chart;
  if (!co_yaml_expect(node, CO_YAML_MAP, r->problems)) return;
  co_yaml_keys(node, chart_keys, r->problems);
  chart->title = co_yaml_text(node, "title", r->problems);
  chart->describes = co_yaml_text(node, "describes", r->problems);
  const struct co_yaml *label = co_yaml_need(node, "labels", r->problems);
  if (!co_yaml_expect(label, CO_YAML_TEXT, r->problems)) return;
  chart->label = chart_column(r, block, label, label->text);
  const struct co_yaml *map = co_yaml_need(node, "series", r->problems);
  if (!co_yaml_expect(map, CO_YAML_MAP, r->problems)) return;
  chart->columns = CO_NEW_ARRAY(&r->plan->arena, map->count, size_t);
  chart->colours = CO_NEW_ARRAY(&r->plan->arena, map->count, struct co_str);
  for (const struct co_yaml *n = map->first; n; n = n->next) {
    if (!co_yaml_expect(n, CO_YAML_TEXT, r->problems)) continue;
    co_plan_check_colour(n, r->problems);
    size_t column = chart_column(r, block, n, n->key);
    check_bar(r, &block->columns[column], n);
    chart->columns[chart->count] = column;
    chart->colours[chart->count++] = n->text;
  }
}

void co_plan_read_columns(struct co_plan_reading *r,
                          struct co_plan_block *block) {
  const struct co_yaml *list =
      co_yaml_need(block->node, "columns", r->problems);
  if (!co_yaml_expect(list, CO_YAML_LIST, r->problems)) return;
  if (!list->count) {
    co_problem(r->problems, CO_X_PACK_MISSING_KEY, NULL, list,
               "a block needs a column");
    return;
  }
  block->columns =
      CO_NEW_ARRAY(&r->plan->arena, list->count, struct co_plan_column);
  for (const struct co_yaml *n = list->first; n; n = n->next)
    read_column(r, &block->columns[block->column_count++], n);
  check_headers(r, block);
  read_chart(r, block);
}

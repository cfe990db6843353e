/* plan_check.c - a plan against a store: do its queries run, and do they give
 * the columns that the plan takes from them?
 *
 * An empty store will do, so `collate lint` finds a misspelt column before
 * any return is there. */
#include <string.h>

#include "plan_parts.h"

static void check_name(const struct co_query *query, const struct co_yaml *node,
                       struct co_str name, struct co_problems *problems) {
  unsigned count = co_query_columns(query);
  if (!name.len || co_query_column(query, name) >= 0) return;
  struct co_str names[64];
  for (unsigned i = 0; i < count && i < 64; i++)
    names[i] = co_query_name(query, i);
  int near = co_str_nearest(name, names, count < 64 ? count : 64);
  struct co_str hint = near < 0 ? CO_LIT("") : names[near];
  co_problem(problems, CO_X_PACK_UNKNOWN_NAME, NULL, node,
             "the query gives no column '%.*s'%s%.*s%s", CO_STR(name),
             near < 0 ? "" : "; did you mean '", CO_STR(hint),
             near < 0 ? "" : "'?");
}

static void check_columns(const struct co_plan_block *block,
                          const struct co_query *query,
                          struct co_problems *problems) {
  for (size_t i = 0; i < block->column_count; i++) {
    const struct co_plan_column *c = &block->columns[i];
    check_name(query, co_yaml_get(c->node, "from"), c->from, problems);
    check_name(query, co_yaml_get(c->node, "otherwise"), c->otherwise,
               problems);
    check_name(query, co_yaml_get(c->node, "link"), c->link, problems);
    check_name(query, co_yaml_get(c->node, "scale"), c->scale_from, problems);
  }
}

/* A plan, while it is checked. */
struct checking {
  const struct co_plan *plan;
  struct co_store *store;
  struct co_problems *problems;
  struct co_str *failed; /* shared queries that cannot be used */
  size_t failures;
};

/* The line of the plan's file that holds a line of a query. Blocks of text
 * start under their key. */
static struct co_yaml line_of(const struct co_yaml *query, unsigned line) {
  struct co_yaml at = *query;
  at.line += line - 1 + at.quoted;
  at.column = 1;
  return at;
}

/* Whether a query cannot be used only because it builds on a shared one that
 * cannot: that one was told. */
static bool is_told(const struct checking *c, const struct co_err *err) {
  static const char no_table[] = "no such table: ";
  const char *table = strstr(err->text, no_table);
  if (!table) return false;
  table += strlen(no_table);
  struct co_str name = {table, strcspn(table, " ;")};
  for (size_t i = 0; i < c->failures; i++)
    if (co_str_eq(c->failed[i], name)) return true;
  return false;
}

static void report_sql(const struct checking *c, const struct co_yaml *query,
                       const struct co_err *err) {
  unsigned line = 1, column = 1;
  co_store_error_place(c->store, &line, &column);
  struct co_yaml at = line_of(query, line);
  const char *own_line = strstr(err->text, " (line ");
  struct co_str text = co_str_of(err->text);
  if (own_line) text.len = (size_t)(own_line - err->text);
  if (!is_told(c, err))
    co_problem(c->problems, err->code, c->plan->file, &at, "%.*s",
               CO_STR(text));
}

/* Whether the query gives the columns to add up, and another one besides; told
 * where not. What is wrong with the query itself is not for here. */
static bool can_add_up(const struct checking *c,
                       const struct co_plan_shared *shared) {
  const struct co_yaml *list = co_yaml_get(shared->node, "add_up");
  struct co_query *query = NULL;
  struct co_err err = {0};
  size_t before = c->problems->count;
  if (!list || co_query_new(&query, c->store, shared->what.sql, &err))
    return true;
  for (const struct co_yaml *n = list->first; n; n = n->next)
    check_name(query, n, n->text, c->problems);
  if (list->count >= co_query_columns(query))
    co_problem(c->problems, CO_X_PACK_SQL, c->plan->file, list,
               "all columns of the query are added up; one must be left that "
               "tells its rows apart");
  co_query_free(query);
  return c->problems->count == before;
}

static void check_shared(struct checking *c) {
  struct co_err err = {0};
  for (size_t i = 0; i < c->plan->shared_count; i++) {
    const struct co_plan_shared *shared = &c->plan->shared[i];
    bool told = !can_add_up(c, shared);
    if (!told && !co_store_share(c->store, &shared->what, &err)) continue;
    if (!told) report_sql(c, shared->query, &err);
    c->failed[c->failures++] = shared->what.name;
  }
}

static void check_block(const struct checking *c,
                        const struct co_plan_tabs *tabs,
                        const struct co_plan_block *block) {
  struct co_arena arena = CO_ARENA_INIT;
  struct co_query *query = NULL;
  struct co_err err = {0};
  if (!block->query.len) return;
  if (co_query_new(&query, c->store, co_plan_sql(&arena, tabs, block), &err))
    report_sql(c, co_yaml_get(block->node, "query"), &err);
  else
    check_columns(block, query, c->problems);
  co_query_free(query);
  co_arena_clear(&arena);
}

void co_plan_prepare(const struct co_plan *plan, struct co_store *store,
                     struct co_problems *problems) {
  struct co_arena arena = CO_ARENA_INIT;
  struct co_plan_tabs tabs;
  struct checking c = {.plan = plan, .store = store, .problems = problems};
  c.failed = CO_NEW_ARRAY(&arena, plan->shared_count + 1, struct co_str);
  check_shared(&c);
  co_plan_tabs(&tabs, &arena, plan, CO_PLAN_WORKING);
  for (size_t s = 0; s < plan->sheet_count; s++)
    for (size_t b = 0; b < plan->sheets[s].block_count; b++)
      check_block(&c, &tabs, &plan->sheets[s].blocks[b]);
  co_arena_clear(&arena);
}

/* plan_check.c - a plan against a store: do its queries run, and do they give
 * the columns that the plan takes from them?
 *
 * An empty store will do, so `collate lint` finds a misspelt column before
 * any return is there. */
#include "plan_parts.h"

static void check_name(const struct co_query *query,
                       const struct co_yaml *column, const char *key,
                       struct co_str name, struct co_problems *problems) {
  unsigned count = co_query_columns(query);
  const struct co_yaml *node = co_yaml_get(column, key);
  if (!name.len || co_query_column(query, name) >= 0) return;
  struct co_str names[64];
  for (unsigned i = 0; i < count && i < 64; i++)
    names[i] = co_query_name(query, i);
  int near = co_str_nearest(name, names, count < 64 ? count : 64);
  struct co_str hint = near < 0 ? CO_LIT("") : names[near];
  co_problem(problems, NULL, node, "the query gives no column '%.*s'%s%.*s%s",
             CO_STR(name), near < 0 ? "" : "; did you mean '", CO_STR(hint),
             near < 0 ? "" : "'?");
}

static void check_columns(const struct co_plan_block *block,
                          const struct co_query *query,
                          struct co_problems *problems) {
  for (size_t i = 0; i < block->column_count; i++) {
    const struct co_plan_column *c = &block->columns[i];
    check_name(query, c->node, "from", c->from, problems);
    check_name(query, c->node, "otherwise", c->otherwise, problems);
    check_name(query, c->node, "link", c->link, problems);
    check_name(query, c->node, "scale", c->scale_from, problems);
  }
}

static void check_block(const struct co_plan *plan,
                        const struct co_plan_block *block,
                        struct co_store *store, struct co_problems *problems) {
  struct co_arena arena = CO_ARENA_INIT;
  struct co_query *query = NULL;
  struct co_err err = {0};
  if (!block->query.len) return;
  if (co_query_new(&query, store, co_plan_sql(&arena, plan, block), &err))
    co_problem(problems, plan->file, co_yaml_get(block->node, "query"), "%s",
               err.text);
  else
    check_columns(block, query, problems);
  co_query_free(query);
  co_arena_clear(&arena);
}

void co_plan_prepare(const struct co_plan *plan, struct co_store *store,
                     struct co_problems *problems) {
  for (size_t s = 0; s < plan->sheet_count; s++)
    for (size_t b = 0; b < plan->sheets[s].block_count; b++)
      check_block(plan, &plan->sheets[s].blocks[b], store, problems);
}

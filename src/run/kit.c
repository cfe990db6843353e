/* kit.c - loads a pack whole: model, layouts, checks and a report plan, and
 * hands the layouts' declarations to the store. `collate lint` loads all plans
 * there are and does nothing more. */
#include "kit.h"

#include <inttypes.h>
#include <stdlib.h>

#include "findings.h"
#include "store.h"
#include "str.h"

static enum co_status open_kit(struct co_kit *kit, const char *dir,
                               struct co_err *err) {
  *kit = (struct co_kit){0};
  if (!dir) dir = co_pack_default_dir();
  if (!dir)
    return co_fail(err, CO_X_PACK_MISSING,
                   "the shipped pack is not where it was installed: give the "
                   "folder of a pack with --pack");
  enum co_status status = co_pack_open(&kit->pack, dir, err);
  if (status != CO_OK) return status;
  co_layouts_load(&kit->layouts, kit->pack);
  co_checks_load(&kit->checks, kit->pack);
  return CO_OK;
}

static void note_shown(struct co_kit *kit, const struct co_store *store) {
  const struct co_model *model = &kit->pack->model;
  for (size_t i = 0; i < model->kind_count && kit->shown; i++)
    kit->shown[i] = co_store_asked(store, &model->kinds[i]);
}

/* Tries the queries of a plan, or of the checks (plan NULL), on an empty
 * store. Each plan has one of its own: its shared queries are tables there. */
static enum co_status try_queries(struct co_kit *kit,
                                  const struct co_plan *plan,
                                  struct co_err *err) {
  struct co_store *store = NULL;
  enum co_status status = co_store_open(&store, &kit->pack->model, NULL, err);
  if (status == CO_OK && plan)
    co_plan_prepare(plan, store, &kit->pack->problems);
  else if (status == CO_OK)
    co_checks_prepare(kit->checks, store);
  if (status == CO_OK && plan) note_shown(kit, store);
  co_store_free(store);
  return status;
}

/* Loads plans, and tries all queries where nothing is wrong before. */
static enum co_status load_plans(struct co_kit *kit, struct co_plan **plans,
                                 const char *const *names, size_t count,
                                 struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < count && status == CO_OK; i++)
    status = co_plan_load(&plans[i], kit->pack, names[i], err);
  if (status != CO_OK || kit->pack->problems.count) return status;
  status = try_queries(kit, NULL, err);
  for (size_t i = 0; i < count && status == CO_OK; i++)
    status = try_queries(kit, plans[i], err);
  return status;
}

size_t co_kit_problems(const struct co_kit *kit,
                       const struct co_run_events *events) {
  const struct co_problems *problems = &kit->pack->problems;
  for (size_t i = 0; i < problems->count && events->problem; i++) {
    const struct co_problem *p = &problems->list[i];
    const char *file = co_arena_cstr(&kit->pack->arena, p->file);
    events->problem(events->context, file, p->line, p->column, p->text,
                    p->code);
  }
  return problems->count;
}

/* Tells what is wrong with the pack; nothing can be made of it then. */
static enum co_status refuse_mistakes(const struct co_kit *kit,
                                      const struct co_run_events *events,
                                      struct co_err *err) {
  size_t count = co_kit_problems(kit, events);
  if (!count) return CO_OK;
  return co_fail(err, CO_X_PACK_MISTAKES,
                 "the pack %s has %zu mistake%s: mend it, nothing was read",
                 kit->pack->dir, count, count == 1 ? "" : "s");
}

enum co_status co_kit_open(struct co_kit *kit, const char *dir,
                           const struct co_run_events *events,
                           struct co_err *err) {
  enum co_status status = open_kit(kit, dir, err);
  return status == CO_OK ? refuse_mistakes(kit, events, err) : status;
}

enum co_status co_kit_load(struct co_kit *kit, const char *dir,
                           const char *plan, const struct co_run_events *events,
                           struct co_err *err) {
  const char *name = plan ? plan : "master";
  enum co_status status = open_kit(kit, dir, err);
  if (status == CO_OK && !plan)
    kit->shown = co_xcalloc(kit->pack->model.kind_count + 1, sizeof(bool));
  if (status == CO_OK) status = load_plans(kit, &kit->plan, &name, 1, err);
  return status == CO_OK ? refuse_mistakes(kit, events, err) : status;
}

enum co_status co_kit_try(struct co_kit *kit, const char *dir,
                          struct co_err *err) {
  static const char *const usual[] = {"master", NULL};
  size_t count = 0;
  enum co_status status = open_kit(kit, dir, err);
  if (status != CO_OK) return status;
  const char *const *names = co_plan_names(kit->pack);
  if (!names[0]) names = usual;
  while (names[count])
    count++;
  struct co_plan **plans = co_xcalloc(count, sizeof *plans);
  status = load_plans(kit, plans, names, count, err);
  for (size_t i = 0; i < count; i++)
    co_plan_free(plans[i]);
  free(plans);
  return status;
}

void co_kit_clear(struct co_kit *kit) {
  co_plan_free(kit->plan);
  co_checks_free(kit->checks);
  co_layouts_free(&kit->layouts);
  co_pack_free(kit->pack);
  free(kit->shown);
  *kit = (struct co_kit){0};
}

static enum co_status declare_formulas(const struct co_layout *layout,
                                       const struct co_table *table,
                                       struct co_store *store,
                                       struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t f = 0; f < table->formula_count; f++)
    for (size_t t = 0; t < table->formulas[f].term_count; t++) {
      const struct co_term *from = &table->formulas[f].terms[t];
      struct co_formula_term term = {table->formulas[f].text, table->name,
                                     from->line_key, from->occurrence,
                                     from->sign};
      status = co_store_formula_term(store, layout->name, &term, err);
      if (status != CO_OK) return status;
    }
  return status;
}

static enum co_status declare_layout(const struct co_layout *layout,
                                     struct co_store *store,
                                     struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t t = 0; t < layout->table_count && status == CO_OK; t++)
    status = declare_formulas(layout, &layout->tables[t], store, err);
  for (size_t c = 0; c < layout->control_count && status == CO_OK; c++) {
    const struct co_control *from = &layout->controls[c];
    struct co_control_rule rule = {from->scope, from->name, from->kind,
                                   from->table, from->status};
    status = co_store_control_rule(store, layout->name, &rule, err);
  }
  return status;
}

enum co_status co_kit_declare(const struct co_kit *kit, struct co_store *store,
                              struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t l = 0; l < kit->layouts.count && status == CO_OK; l++)
    status = declare_layout(&kit->layouts.list[l], store, err);
  return status;
}

static enum co_status tell_unshown(const struct co_kind *kind,
                                   struct co_store *store, struct co_err *err) {
  struct co_arena arena = CO_ARENA_INIT;
  struct co_finding finding = co_finding_of("kind_on_no_sheet");
  int64_t count = 0;
  struct co_str sql = co_arena_printf(&arena, "SELECT COUNT(*) FROM \"%.*s\"",
                                      CO_STR(kind->name));
  enum co_status status = co_query_number(store, sql, &count, err);
  finding.message = co_arena_printf(
      &arena,
      "%" PRId64
      " record%s of the kind '%.*s' %s on no sheet of the workbook: "
      "no query of the report plan reads them.",
      count, count == 1 ? "" : "s", CO_STR(kind->name),
      count == 1 ? "is" : "are");
  if (status == CO_OK && count)
    status = co_store_source_finding(store, 0, &finding, err);
  co_arena_clear(&arena);
  return status;
}

/* A plan that shows no kind is not there to be looked at, and what a return
 * says of itself stands in the heading. */
enum co_status co_kit_tell_unshown(const struct co_kit *kit,
                                   struct co_store *store, struct co_err *err) {
  const struct co_model *model = &kit->pack->model;
  enum co_status status = CO_OK;
  size_t shown = 0;
  for (size_t i = 0; i < model->kind_count && kit->shown; i++)
    shown += kit->shown[i];
  for (size_t i = 0; i < model->kind_count && shown && status == CO_OK; i++)
    if (!kit->shown[i] && !co_str_is(model->kinds[i].name, "return"))
      status = tell_unshown(&model->kinds[i], store, err);
  return status;
}

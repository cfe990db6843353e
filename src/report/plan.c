/* plan.c - reads a report plan, reports/NAME.yaml of a pack.
 *
 * Every key is checked, every name that must be unique or must exist is
 * looked up, and a mistake is told with its line. What depends on the SQL is
 * checked later, by co_plan_prepare. */
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "number.h"
#include "plan_parts.h"

enum { FREEZE_MAX = 100 };

static const char *const plan_keys[] = {"plan",  "describes", "shared", "lists",
                                        "notes", "sheets",    NULL};
static const char *const sheet_keys[] = {"sheet",  "title",  "describes",
                                         "page",   "freeze", "freeze_columns",
                                         "blocks", NULL};
static const char *const block_keys[] = {"title", "table", "query",   "note",
                                         "empty", "chart", "columns", NULL};
static const char *const shared_keys[] = {"query", "add_up", NULL};
static const char *const choice_keys[] = {"label",  "colour", "text_colour",
                                          "symbol", "note",   NULL};

bool co_plan_same(struct co_plan *plan, struct co_str a, struct co_str b) {
  return co_str_eq(co_str_fold(&plan->arena, a), co_str_fold(&plan->arena, b));
}

int co_plan_column_index(const struct co_plan_block *block,
                         struct co_str name) {
  for (size_t i = 0; i < block->column_count; i++)
    if (co_str_eq(block->columns[i].name, name)) return (int)i;
  return -1;
}

struct co_str co_plan_sql(struct co_arena *arena,
                          const struct co_plan_tabs *tabs,
                          const struct co_plan_block *block) {
  struct co_str words = co_plan_words(arena, tabs, block->query);
  if (!words.len) return block->query;
  return co_arena_printf(arena, "%.*s%.*s", CO_STR(words),
                         CO_STR(block->query));
}

/* The words of the plan's own lists; the columns take them from the nodes. */
static void check_lists(struct co_plan_reading *r) {
  const struct co_yaml *lists = r->plan->lists;
  if (!co_yaml_expect(lists, CO_YAML_MAP, r->problems)) return;
  for (const struct co_yaml *list = lists->first; list; list = list->next) {
    if (!co_yaml_expect(list, CO_YAML_LIST, r->problems)) continue;
    for (const struct co_yaml *n = list->first; n; n = n->next) {
      if (!co_yaml_expect(n, CO_YAML_MAP, r->problems)) continue;
      co_yaml_keys(n, choice_keys, r->problems);
      co_yaml_need(n, "label", r->problems);
      for (const struct co_yaml *word = n->first; word; word = word->next)
        co_yaml_expect(word, CO_YAML_TEXT, r->problems);
      co_plan_check_colour(co_yaml_get(n, "colour"), r->problems);
      co_plan_check_colour(co_yaml_get(n, "text_colour"), r->problems);
    }
  }
}

/* notes: what headers mean, wherever they stand. */
static void check_notes(struct co_plan_reading *r) {
  const struct co_yaml *notes = r->plan->notes;
  if (!co_yaml_expect(notes, CO_YAML_MAP, r->problems)) return;
  for (const struct co_yaml *n = notes->first; n; n = n->next)
    co_yaml_expect(n, CO_YAML_TEXT, r->problems);
}

/* Excel's rule for names, in its plain part: a letter or underscore, then
 * letters, digits, underscores; and nothing that reads as a cell (Q1, R1C1). */
static bool is_table_name(struct co_str name) {
  size_t letters = 0, digits = 0;
  for (size_t i = 0; i < name.len; i++) {
    char c = name.ptr[i];
    bool letter = co_is_letter(c);
    bool digit = co_is_digit(c);
    if (!letter && c != '_' && !(digit && i)) return false;
    letters += letter;
    digits += digit;
  }
  return name.len <= 100 && name.len > 3 &&
         !(digits && letters + digits == name.len && letters <= 3) &&
         !(digits && (name.ptr[0] == 'R' || name.ptr[0] == 'r'));
}

/* Whether a name is the one that a further part of another sheet or table gets:
 * before it a number and then behind it. Longer numbers, years, are none. */
static bool is_part(struct co_plan *plan, struct co_str name, struct co_str of,
                    const char *before, const char *behind) {
  enum { LONGEST = 3 };
  if (!of.len || name.len <= of.len) return false;
  struct co_str head = {name.ptr, of.len};
  struct co_str tail = {name.ptr + of.len, name.len - of.len};
  if (!co_plan_same(plan, head, of) || !co_str_starts(tail, before))
    return false;
  size_t start = strlen(before), digits = co_count_digits(tail, start);
  size_t end = start + digits;
  struct co_str rest = {tail.ptr + end, tail.len - end};
  return digits && digits <= LONGEST && co_str_is(rest, behind);
}

static void check_table_part(struct co_plan_reading *r,
                             const struct co_yaml *node, struct co_str name,
                             struct co_str of) {
  if (is_part(r->plan, name, of, "_", ""))
    co_problem(r->problems, CO_X_PACK_DUPLICATE, NULL, node,
               "the table '%.*s' is called '%.*s' where it goes on on a "
               "further sheet: choose another name",
               CO_STR(of), CO_STR(name));
}

static void check_sheet_part(struct co_plan_reading *r,
                             const struct co_yaml *node, struct co_str name,
                             struct co_str of) {
  if (is_part(r->plan, name, of, " (", ")"))
    co_problem(r->problems, CO_X_PACK_DUPLICATE, NULL, node,
               "the sheet '%.*s' goes on on a sheet '%.*s' where it is full: "
               "choose another name",
               CO_STR(of), CO_STR(name));
}

static void check_table(struct co_plan_reading *r,
                        const struct co_plan_block *block) {
  const struct co_yaml *node = co_yaml_get(block->node, "table");
  if (!is_table_name(block->table))
    co_problem(r->problems, CO_X_PACK_NAME, NULL, node,
               "'%.*s' is no name for a table: use letters (four or more) and "
               "underscores, nothing that looks like a cell",
               CO_STR(block->table));
  for (size_t s = 0; s < r->plan->sheet_count; s++) {
    const struct co_plan_sheet *sheet = &r->plan->sheets[s];
    for (size_t b = 0; b < sheet->block_count; b++) {
      struct co_str other = sheet->blocks[b].table;
      if (&sheet->blocks[b] == block) continue;
      if (co_plan_same(r->plan, other, block->table))
        co_problem(r->problems, CO_X_PACK_DUPLICATE, NULL, node,
                   "another table is called '%.*s' too", CO_STR(block->table));
      check_table_part(r, node, block->table, other);
      check_table_part(r, node, other, block->table);
    }
  }
}

static void read_block(struct co_plan_reading *r, struct co_plan_block *block,
                       const struct co_yaml *node) {
  block->node = node;
  if (!co_yaml_expect(node, CO_YAML_MAP, r->problems)) return;
  co_yaml_keys(node, block_keys, r->problems);
  block->title = co_yaml_text(node, "title", r->problems);
  block->note = co_yaml_text(node, "note", r->problems);
  block->empty = co_yaml_text(node, "empty", r->problems);
  block->query = co_yaml_text(node, "query", r->problems);
  block->table = co_yaml_text(node, "table", r->problems);
  if (block->table.len) check_table(r, block);
  if (block->query.len)
    co_plan_read_columns(r, block);
  else if (co_yaml_get(node, "columns") || block->table.len ||
           co_yaml_get(node, "chart"))
    co_yaml_need(node, "query", r->problems);
}

static void check_sheet_name(struct co_plan_reading *r,
                             const struct co_plan_sheet *sheet) {
  struct co_str name = sheet->name;
  bool bad = !name.len || co_utf16_length(name) > CO_PLAN_NAME_UNITS ||
             name.ptr[0] == '\'' || name.ptr[name.len - 1] == '\'' ||
             co_plan_same(r->plan, name, CO_LIT("History"));
  for (size_t i = 0; i < name.len && !bad; i++)
    bad = (unsigned char)name.ptr[i] < 0x20 || strchr("[]:*?/\\", name.ptr[i]);
  if (bad)
    co_problem(r->problems, CO_X_PACK_NAME, NULL, sheet->node,
               "'%.*s' cannot be a sheet's name: Excel takes 1 to 31 "
               "characters without [ ] : * ? / \\, no quote at either end, "
               "and not 'History'",
               CO_STR(name));
  for (const struct co_plan_sheet *s = r->plan->sheets; s < sheet; s++) {
    if (co_plan_same(r->plan, s->name, name))
      co_problem(r->problems, CO_X_PACK_DUPLICATE, NULL, sheet->node,
                 "two sheets are called '%.*s'", CO_STR(name));
    check_sheet_part(r, sheet->node, name, s->name);
    check_sheet_part(r, sheet->node, s->name, name);
  }
}

/* Blocks stand below each other: a column without a width of its own has that
 * of the one above it. */
static void share_widths(struct co_plan_sheet *sheet) {
  for (size_t b = 1; b < sheet->block_count; b++)
    for (size_t c = 0; c < sheet->blocks[b].column_count; c++) {
      struct co_plan_column *column = &sheet->blocks[b].columns[c];
      size_t above = b;
      while (above && sheet->blocks[above - 1].column_count <= c)
        above--;
      if (above && !co_yaml_get(column->node, "width"))
        column->width = sheet->blocks[above - 1].columns[c].width;
    }
}

/* The header of the first table, kept in sight, would stand over the columns of
 * the tables below it. */
static void check_freeze(struct co_plan_reading *r,
                         const struct co_plan_sheet *sheet) {
  size_t tables = 0;
  for (size_t b = 0; b < sheet->block_count; b++)
    tables += sheet->blocks[b].query.len > 0;
  if (tables < 2) return;
  unsigned most = co_plan_first_row(CO_PLAN_WORKING, &sheet->blocks[0]);
  if (sheet->freeze > most)
    co_problem(r->problems, CO_X_PACK_MISPLACED, NULL,
               co_yaml_get(sheet->node, "freeze"),
               "these rows hold the header of the first table, which would "
               "stay above the columns of the others, on paper too: freeze at "
               "most %u, or give each table a sheet of its own",
               most);
}

static void read_sheet(struct co_plan_reading *r, struct co_plan_sheet *sheet,
                       const struct co_yaml *node) {
  sheet->node = node;
  if (!co_yaml_expect(node, CO_YAML_MAP, r->problems)) return;
  co_yaml_keys(node, sheet_keys, r->problems);
  co_yaml_need(node, "sheet", r->problems);
  sheet->name = co_yaml_text(node, "sheet", r->problems);
  sheet->title = co_yaml_text(node, "title", r->problems);
  sheet->describes = co_yaml_text(node, "describes", r->problems);
  sheet->page = co_yaml_flag(node, "page", false, r->problems);
  sheet->freeze = co_yaml_count(node, "freeze", 0, FREEZE_MAX, r->problems);
  sheet->freeze_columns =
      co_yaml_count(node, "freeze_columns", 0, FREEZE_MAX, r->problems);
  check_sheet_name(r, sheet);
  const struct co_yaml *list = co_yaml_need(node, "blocks", r->problems);
  if (!co_yaml_expect(list, CO_YAML_LIST, r->problems)) return;
  sheet->blocks =
      CO_NEW_ARRAY(&r->plan->arena, list->count, struct co_plan_block);
  for (const struct co_yaml *n = list->first; n; n = n->next)
    read_block(r, &sheet->blocks[sheet->block_count++], n);
  share_widths(sheet);
  check_freeze(r, sheet);
}

static bool is_listed(const struct co_shared *what, struct co_str name) {
  for (size_t i = 0; i < what->add_up_count; i++)
    if (co_str_eq(what->add_up[i], name)) return true;
  return false;
}

static void read_added(struct co_plan_reading *r, struct co_shared *what,
                       const struct co_yaml *list) {
  if (!co_yaml_expect(list, CO_YAML_LIST, r->problems)) return;
  struct co_str *names =
      CO_NEW_ARRAY(&r->plan->arena, list->count, struct co_str);
  what->add_up = names;
  if (!list->count)
    co_problem(r->problems, CO_X_PACK_MISSING_KEY, NULL, list,
               "name a column to add up, or leave 'add_up' out");
  for (const struct co_yaml *n = list->first; n; n = n->next) {
    if (!co_yaml_expect(n, CO_YAML_TEXT, r->problems)) continue;
    if (is_listed(what, n->text))
      co_problem(r->problems, CO_X_PACK_DUPLICATE, NULL, n,
                 "'%.*s' is listed twice", CO_STR(n->text));
    else
      names[what->add_up_count++] = n->text;
  }
}

/* NAME: SELECT ..., or NAME: {query: SELECT ..., add_up: [COLUMN]}. */
static void read_shared_query(struct co_plan_reading *r,
                              struct co_plan_shared *shared,
                              const struct co_yaml *node) {
  *shared = (struct co_plan_shared){
      .what.name = node->key, .query = node, .node = node};
  co_name_check(node, node->key, r->problems);
  if (node->kind == CO_YAML_MAP) {
    co_yaml_keys(node, shared_keys, r->problems);
    shared->query = co_yaml_need(node, "query", r->problems);
    read_added(r, &shared->what, co_yaml_need(node, "add_up", r->problems));
  }
  if (co_yaml_expect(shared->query, CO_YAML_TEXT, r->problems))
    shared->what.sql = shared->query->text;
}

/* Queries by name, each worked out once for all others. */
static void read_shared(struct co_plan_reading *r, const struct co_yaml *map) {
  if (!co_yaml_expect(map, CO_YAML_MAP, r->problems)) return;
  r->plan->shared =
      CO_NEW_ARRAY(&r->plan->arena, map->count, struct co_plan_shared);
  for (const struct co_yaml *n = map->first; n; n = n->next)
    read_shared_query(r, &r->plan->shared[r->plan->shared_count++], n);
}

/* What formulas say of tables, which may stand on sheets below. */
static void check_formulas(struct co_plan_reading *r) {
  const struct co_plan *plan = r->plan;
  for (size_t s = 0; s < plan->sheet_count; s++)
    for (size_t b = 0; b < plan->sheets[s].block_count; b++) {
      const struct co_plan_block *block = &plan->sheets[s].blocks[b];
      for (size_t i = 0; i < block->column_count; i++)
        if (block->columns[i].formula.len)
          co_formula_check_tables(plan, &block->columns[i], r->problems);
    }
}

static void read_plan(struct co_plan_reading *r, const struct co_yaml *root) {
  if (!co_yaml_expect(root, CO_YAML_MAP, r->problems)) return;
  co_yaml_keys(root, plan_keys, r->problems);
  co_yaml_need(root, "plan", r->problems);
  r->plan->lists = co_yaml_get(root, "lists");
  r->plan->notes = co_yaml_get(root, "notes");
  read_shared(r, co_yaml_get(root, "shared"));
  check_lists(r);
  check_notes(r);
  const struct co_yaml *list = co_yaml_need(root, "sheets", r->problems);
  if (!co_yaml_expect(list, CO_YAML_LIST, r->problems)) return;
  if (!list->count)
    co_problem(r->problems, CO_X_PACK_MISSING_KEY, NULL, list,
               "a plan needs a sheet");
  r->plan->sheets =
      CO_NEW_ARRAY(&r->plan->arena, list->count, struct co_plan_sheet);
  for (const struct co_yaml *n = list->first; n; n = n->next)
    read_sheet(r, &r->plan->sheets[r->plan->sheet_count++], n);
  check_formulas(r);
}

/* The name in "folder/NAME.yaml". */
static struct co_str name_of(const char *path) {
  const char *slash = strrchr(path, '/');
  struct co_str name = co_str_of(slash ? slash + 1 : path);
  return (struct co_str){name.ptr, name.len - strlen(".yaml")};
}

const char *const *co_plan_names(struct co_pack *pack) {
  const char *const *files = co_pack_files(pack, "reports", ".yaml");
  size_t count = 0;
  while (files[count])
    count++;
  const char **names = CO_NEW_ARRAY(&pack->arena, count + 1, const char *);
  for (size_t i = 0; i < count; i++)
    names[i] = co_arena_cstr(&pack->arena, name_of(files[i]));
  return names;
}

static enum co_status no_plan(struct co_pack *pack, const char *name,
                              struct co_err *err) {
  struct co_buf list = {0};
  const char *const *names = co_plan_names(pack);
  for (size_t i = 0; names[i]; i++)
    co_buf_printf(&list, "%s%s", i ? ", " : "; there are: ", names[i]);
  enum co_status status =
      co_fail(err, CO_X_PLAN_MISSING,
              "%s has no report plan '%s' (reports/%s.yaml)%.*s", pack->dir,
              name, name, CO_STR(co_buf_str(&list)));
  co_buf_clear(&list);
  return status;
}

enum co_status co_plan_load(struct co_plan **out, struct co_pack *pack,
                            const char *name, struct co_err *err) {
  const char *const *file = co_pack_files(pack, "reports", ".yaml");
  *out = NULL;
  while (*file && !co_str_is(name_of(*file), name))
    file++;
  if (!*file) return no_plan(pack, name, err);
  struct co_plan *plan = co_xcalloc(1, sizeof *plan);
  plan->file = *file;
  plan->model = &pack->model;
  const struct co_yaml *root =
      co_yaml_load(&plan->arena, plan->file, &pack->problems);
  if (!root) {
    co_plan_free(plan);
    return CO_OK;
  }
  struct co_plan_reading reading = {plan, &pack->problems};
  read_plan(&reading, root);
  *out = plan;
  return CO_OK;
}

void co_plan_free(struct co_plan *plan) {
  if (!plan) return;
  co_arena_clear(&plan->arena);
  free(plan);
}

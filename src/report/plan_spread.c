/* plan_spread.c - formulas over tables that go on on further sheets.
 *
 * A table of more rows than a sheet holds goes on on the next as a table of
 * its own: Actions, then Actions_2. A formula that counts or adds up in it has
 * to do so in each and add that up:
 *
 *   COUNTIFS(Actions[Return],{Return})
 *   (COUNTIFS(Actions[Return],{Return})+COUNTIFS(Actions_2[Return],{Return}))
 *
 * which holds for the functions listed below, and whatever stands inside them.
 * Where such a table stands in another place (MAX, a lookup) no formula is
 * right; then there is none, and the cell has the figure alone. */
#include <string.h>

#include "plan_parts.h"

static const char *const additive[] = {"COUNTIFS",   "SUMIFS", "COUNTIF",
                                       "SUMPRODUCT", "SUMIF",  "SUM",
                                       "COUNTA",     "COUNT",  NULL};

/* How many tables a table is, where it is more than one and a name in front
 * of '[' means it; else 0. */
static unsigned parts_at(const struct co_plan_tabs *tabs, struct co_str text,
                         size_t at, struct co_str *table) {
  char behind;
  *table = co_formula_name(text, at, &behind);
  if (!table->len || behind != '[') return 0;
  unsigned parts = co_plan_table_parts(tabs, *table);
  return parts > 1 ? parts : 0;
}

/* The end of a call of an additive function that begins here, or 0. */
static size_t call_at(struct co_str text, size_t at) {
  char behind;
  unsigned depth = 0;
  struct co_str name = co_formula_name(text, at, &behind);
  const char *const *known = additive;
  while (*known && !co_str_is(name, *known))
    known++;
  if (!*known || behind != '(') return 0;
  for (size_t i = at + name.len; i < text.len; i = co_formula_skip(text, i)) {
    depth += text.ptr[i] == '(';
    depth -= text.ptr[i] == ')';
    if (!depth) return i + 1;
  }
  return 0;
}

/* The table in a call that is more than one, of which there may be one. */
static unsigned table_in(const struct co_plan_tabs *tabs, struct co_str call,
                         struct co_str *table) {
  unsigned parts = 0;
  *table = (struct co_str){0};
  for (size_t i = 0; i < call.len; i = co_formula_skip(call, i)) {
    struct co_str found;
    unsigned count = parts_at(tabs, call, i, &found);
    if (!count) continue;
    if (parts && !co_str_eq(found, *table)) return 0;
    *table = found;
    parts = count;
  }
  return parts;
}

struct co_str co_plan_part_table(struct co_arena *arena, struct co_str table,
                                 unsigned part) {
  if (part == 1) return table;
  return co_arena_printf(arena, "%.*s_%u", CO_STR(table), part);
}

/* The call with its table's further part in the table's place. */
static void add_call(struct co_buf *out, struct co_str call,
                     struct co_str table, unsigned part) {
  for (size_t i = 0; i < call.len;) {
    char behind;
    struct co_str name = co_formula_name(call, i, &behind);
    size_t next = co_formula_skip(call, i);
    bool ours = behind == '[' && co_str_eq(name, table);
    if (ours) next = i + name.len;
    co_buf_add(out, call.ptr + i, next - i);
    if (ours && part > 1) co_buf_printf(out, "_%u", part);
    i = next;
  }
}

/* False where a table that goes on stands in no call that can be spread. */
static bool spread(const struct co_plan_tabs *tabs, struct co_str formula,
                   struct co_buf *out) {
  for (size_t i = 0; i < formula.len;) {
    size_t end = call_at(formula, i), next = co_formula_skip(formula, i);
    struct co_str table, call = {formula.ptr + i, end ? end - i : 0};
    unsigned parts = table_in(tabs, call, &table);
    for (unsigned p = 1; p <= parts; p++) {
      co_buf_add(out, p == 1 ? "(" : "+", 1);
      add_call(out, call, table, p);
    }
    if (parts) {
      co_buf_add(out, ")", 1);
      i = end;
    } else if (parts_at(tabs, formula, i, &table)) {
      return false;
    } else {
      co_buf_add(out, formula.ptr + i, next - i);
      i = next;
    }
  }
  return true;
}

struct co_str co_plan_spread(struct co_arena *arena,
                             const struct co_plan_tabs *tabs,
                             struct co_str formula) {
  struct co_str table, made = {0};
  struct co_buf out = {0};
  bool any = false;
  for (size_t i = 0; i < formula.len && !any; i = co_formula_skip(formula, i))
    any = parts_at(tabs, formula, i, &table);
  if (!any) return formula;
  if (spread(tabs, formula, &out) && out.len <= CO_PLAN_FORMULA)
    made = co_arena_str(arena, co_buf_str(&out));
  co_buf_clear(&out);
  return made;
}

bool co_plan_counts_in(const struct co_plan *plan, struct co_str table) {
  for (size_t s = 0; s < plan->sheet_count; s++)
    for (size_t b = 0; b < plan->sheets[s].block_count; b++) {
      const struct co_plan_block *block = &plan->sheets[s].blocks[b];
      for (size_t c = 0; c < block->column_count; c++) {
        struct co_str formula = block->columns[c].formula;
        char behind;
        for (size_t i = 0; i < formula.len; i = co_formula_skip(formula, i))
          if (co_str_eq(co_formula_name(formula, i, &behind), table) &&
              behind == '[')
            return true;
      }
    }
  return false;
}

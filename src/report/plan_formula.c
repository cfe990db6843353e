/* plan_formula.c - formula templates: {Header} becomes a cell of the row.
 *
 * Formulas are written as a workbook file holds them: English function names,
 * commas, structured references as Table[Column]. Only {Header} is ours; a
 * brace that Excel should see is written twice. What else stands there is for
 * Excel, which refuses a whole workbook for one name that it does not find or
 * one bracket too few: so names of tables and columns are looked up here. */
#include <string.h>

#include "ascii.h"
#include "plan_parts.h"

/* What comes next in a template. */
struct piece {
  enum { END, TEXT, NAME, UNCLOSED } kind;
  struct co_str text;
};

static struct piece next_piece(struct co_str *rest) {
  const char *p = rest->ptr;
  size_t len = 1;
  if (!rest->len) return (struct piece){END, {NULL, 0}};
  if (rest->len > 1 && (*p == '{' || *p == '}') && p[1] == *p) {
    *rest = (struct co_str){p + 2, rest->len - 2};
    return (struct piece){TEXT, {p, 1}};
  }
  if (*p == '{') {
    const char *close = memchr(p, '}', rest->len);
    if (!close) return (struct piece){UNCLOSED, *rest};
    len = (size_t)(close - p);
    *rest = (struct co_str){close + 1, rest->len - len - 1};
    return (struct piece){NAME, {p + 1, len - 1}};
  }
  while (len < rest->len && p[len] != '{' && p[len] != '}')
    len++;
  *rest = (struct co_str){p + len, rest->len - len};
  return (struct piece){TEXT, {p, len}};
}

static bool is_name(char c) {
  return co_is_letter(c) || co_is_digit(c) || c == '_' || c == '.';
}

size_t co_formula_skip(struct co_str text, size_t at) {
  static const char opens[] = "\"'{[", closes[] = "\"'}]";
  const char *open = strchr(opens, text.ptr[at]);
  if (!open || !*open) return at + 1;
  const char *close =
      memchr(text.ptr + at + 1, closes[open - opens], text.len - at - 1);
  return close ? (size_t)(close - text.ptr) + 1 : text.len;
}

struct co_str co_formula_name(struct co_str text, size_t at, char *behind) {
  size_t end = at;
  *behind = '\0';
  if (at && is_name(text.ptr[at - 1])) return (struct co_str){0};
  while (end < text.len && is_name(text.ptr[end]))
    end++;
  if (end < text.len) *behind = text.ptr[end];
  return (struct co_str){text.ptr + at, end - at};
}

void co_formula_check(const struct co_plan_block *block,
                      const struct co_plan_column *column,
                      struct co_problems *problems) {
  struct co_str rest = column->formula;
  struct piece piece = next_piece(&rest);
  for (; piece.kind == TEXT || piece.kind == NAME; piece = next_piece(&rest)) {
    if (piece.kind == TEXT) continue;
    if (co_plan_column_index(block, piece.text) < 0)
      co_problem(problems, CO_X_PACK_UNKNOWN_NAME, NULL, column->node,
                 "the formula speaks of {%.*s}, but this block has no column "
                 "of that name",
                 CO_STR(piece.text));
    if (co_str_eq(piece.text, column->name))
      co_problem(problems, CO_X_PACK_VALUE, NULL, column->node,
                 "the formula speaks of {%.*s}, the cell that it stands in",
                 CO_STR(piece.text));
  }
  if (piece.kind == UNCLOSED)
    co_problem(problems, CO_X_PACK_SYNTAX, NULL, column->node,
               "a { in the formula is not closed; write {{ for a brace that "
               "belongs to the formula");
}

/* The block of the plan whose table has that name, or NULL. */
static const struct co_plan_block *block_of(const struct co_plan *plan,
                                            struct co_str table) {
  for (size_t s = 0; s < plan->sheet_count; s++)
    for (size_t b = 0; b < plan->sheets[s].block_count; b++)
      if (co_str_eq(plan->sheets[s].blocks[b].table, table))
        return &plan->sheets[s].blocks[b];
  return NULL;
}

/* Table[Column], from its '[' on: both must be there. What begins with a sign
 * (#Totals, @Column) is Excel's own. */
static void check_reference(const struct co_plan *plan,
                            const struct co_yaml *node, struct co_str table,
                            struct co_str rest, struct co_problems *problems) {
  const struct co_plan_block *block = block_of(plan, table);
  struct co_str column = {rest.ptr + 1, co_formula_skip(rest, 0) - 1};
  if (column.len && column.ptr[column.len - 1] == ']') column.len--;
  bool own = column.len && memchr("#@[", column.ptr[0], 3);
  if (!block)
    co_problem(problems, CO_X_PACK_UNKNOWN_NAME, NULL, node,
               "the formula counts in a table '%.*s', which no block of this "
               "plan makes",
               CO_STR(table));
  else if (!own && co_plan_column_index(block, column) < 0)
    co_problem(problems, CO_X_PACK_UNKNOWN_NAME, NULL, node,
               "the formula speaks of %.*s[%.*s], but that table has no "
               "column of that name",
               CO_STR(table), CO_STR(column));
}

/* What Excel would refuse, whatever the formula speaks of; NULL: nothing. A {
 * that is not closed is told by co_formula_check(). */
static const char *fault_of(struct co_str text) {
  int depth = 0;
  char last = '\0';
  for (size_t i = 0, next; i < text.len && depth >= 0; i = next) {
    char c = text.ptr[i];
    next = co_formula_skip(text, i);
    char end = text.ptr[next - 1];
    if (c == '{' && end != '}') return NULL;
    if (c == '"' && (end != '"' || next == i + 1))
      return "a \" in the formula is not closed";
    if (c == ';')
      return "a ; in the formula: write commas, as a workbook file does, "
             "whatever your Excel shows";
    if (c == '!')
      return "a ! in the formula: cells of other sheets have no fixed place; "
             "name a column of a table, as in SUM(Finance[Value])";
    depth += (c == '(') - (c == ')');
    if (c != ' ' && c != '\n') last = c;
  }
  if (!last) return "the formula is empty";
  if (depth) return "the formula has a ( too many or too few";
  return strchr("=+-*/^&<>,", last) ? "the formula ends too early" : NULL;
}

void co_formula_check_tables(const struct co_plan *plan,
                             const struct co_plan_column *column,
                             struct co_problems *problems) {
  const struct co_yaml *node = co_yaml_get(column->node, "formula");
  struct co_str text = column->formula;
  const char *fault = fault_of(text);
  for (size_t i = 0; i < text.len; i = co_formula_skip(text, i)) {
    char behind;
    struct co_str table = co_formula_name(text, i, &behind);
    struct co_str rest = {text.ptr + i + table.len, text.len - i - table.len};
    if (table.len && behind == '[')
      check_reference(plan, node, table, rest, problems);
  }
  if (fault) co_problem(problems, CO_X_PACK_SYNTAX, NULL, node, "%s", fault);
}

/* The template filled: with columns of the table, or where that is empty with
 * cells of the row. */
static struct co_str fill(struct co_arena *arena,
                          const struct co_plan_block *block,
                          struct co_str formula, struct co_str table,
                          uint32_t row) {
  struct co_buf out = {0};
  char a1[CO_A1_TEXT];
  for (struct piece piece = next_piece(&formula);
       piece.kind == TEXT || piece.kind == NAME; piece = next_piece(&formula)) {
    int col = piece.kind == NAME ? co_plan_column_index(block, piece.text) : -1;
    if (col < 0)
      co_buf_add_str(&out, piece.text);
    else if (table.len)
      co_buf_printf(&out, "%.*s[[#This Row],[%.*s]]", CO_STR(table),
                    CO_STR(piece.text));
    else
      co_buf_printf(&out, "$%s", co_a1(row, (uint32_t)col, a1));
  }
  struct co_str made = co_arena_str(arena, co_buf_str(&out));
  co_buf_clear(&out);
  return made;
}

struct co_str co_formula_at(struct co_arena *arena,
                            const struct co_plan_block *block,
                            struct co_str formula, uint32_t row) {
  return fill(arena, block, formula, (struct co_str){0}, row);
}

/* Headers with a sign that means something inside a reference would need
 * escapes, which programs read differently. */
static bool names_plainly(struct co_str formula) {
  for (struct piece piece = next_piece(&formula);
       piece.kind == TEXT || piece.kind == NAME; piece = next_piece(&formula))
    for (size_t i = 0; piece.kind == NAME && i < piece.text.len; i++)
      if (memchr("[]#'@\n", piece.text.ptr[i], 6)) return false;
  return true;
}

struct co_str co_formula_in(struct co_arena *arena,
                            const struct co_plan_block *block,
                            struct co_str formula, struct co_str table) {
  struct co_str none = {0};
  if (!table.len || !formula.len || !names_plainly(formula)) return none;
  struct co_str made = fill(arena, block, formula, table, 0);
  return made.len <= CO_PLAN_FORMULA ? made : none;
}

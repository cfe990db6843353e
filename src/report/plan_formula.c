/* plan_formula.c - formula templates: {Header} becomes a cell of the row.
 *
 * Formulas are written as a workbook file holds them: English function names,
 * commas, structured references as Table[Column]. Only {Header} is ours; a
 * brace that Excel should see is written twice. */
#include <string.h>

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

void co_formula_check(const struct co_plan_block *block,
                      const struct co_plan_column *column,
                      struct co_problems *problems) {
  struct co_str rest = column->formula;
  struct piece piece = next_piece(&rest);
  for (; piece.kind == TEXT || piece.kind == NAME; piece = next_piece(&rest))
    if (piece.kind == NAME && co_plan_column_index(block, piece.text) < 0)
      co_problem(problems, CO_X_PACK_UNKNOWN_NAME, NULL, column->node,
                 "the formula speaks of {%.*s}, but this block has no column "
                 "of that name",
                 CO_STR(piece.text));
  if (piece.kind == UNCLOSED)
    co_problem(problems, CO_X_PACK_SYNTAX, NULL, column->node,
               "a { in the formula is not closed; write {{ for a brace that "
               "belongs to the formula");
}

struct co_str co_formula_at(struct co_arena *arena,
                            const struct co_plan_block *block,
                            struct co_str formula, uint32_t row) {
  struct co_buf out = {0};
  char a1[CO_A1_TEXT];
  for (struct piece piece = next_piece(&formula);
       piece.kind == TEXT || piece.kind == NAME; piece = next_piece(&formula)) {
    int col = piece.kind == NAME ? co_plan_column_index(block, piece.text) : -1;
    if (col >= 0)
      co_buf_printf(&out, "$%s", co_a1(row, (uint32_t)col, a1));
    else
      co_buf_add_str(&out, piece.text);
  }
  struct co_str made = co_arena_str(arena, co_buf_str(&out));
  co_buf_clear(&out);
  return made;
}

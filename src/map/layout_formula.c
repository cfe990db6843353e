/* layout_formula.c - what must add up in a table: `formulas:`, between lines of
 * a statement, and `across:`, between the columns of a row.
 *
 * Both are written RESULT = TERM + TERM - TERM, the marks with blanks on both
 * sides, since names may hold marks too (Carried-forward). */
#include "layout_read.h"
#include "str.h"

struct part {
  struct co_str text;
  int sign; /* 0: the result */
};

/* The end of the next term: at " = ", " + " or " - ". */
static size_t term_end(struct co_str text) {
  for (size_t i = 0; i + 2 < text.len; i++)
    if (text.ptr[i] == ' ' && text.ptr[i + 2] == ' ' &&
        (text.ptr[i + 1] == '=' || text.ptr[i + 1] == '+' ||
         text.ptr[i + 1] == '-'))
      return i;
  return text.len;
}

/* A text that names no line: nothing, or any that begins with nothing. */
static bool is_unnamed(struct co_reader *r, struct co_str text) {
  struct co_str name = co_str_fold(&r->pack->arena, text);
  return !name.len || co_str_is(name, "...");
}

/* The parts of a formula, the result first; none after reporting a mistake. */
static size_t cut(struct co_reader *r, const struct co_yaml *n,
                  const struct part **out) {
  struct co_str rest = n->text;
  struct part *parts = /* a mark between two of them takes three bytes */
      CO_NEW_ARRAY(&r->pack->arena, n->text.len / 3 + 1, struct part);
  size_t count = 0, end, equals = 0, unnamed = 0;
  int sign = 0;
  *out = parts;
  for (;; rest = (struct co_str){rest.ptr + end + 3, rest.len - end - 3}) {
    end = term_end(rest);
    parts[count++] = (struct part){{rest.ptr, end}, sign};
    unnamed += is_unnamed(r, parts[count - 1].text);
    if (end == rest.len) break;
    equals += rest.ptr[end + 1] == '=';
    sign = rest.ptr[end + 1] == '-' ? -1 : 1;
  }
  end = term_end(n->text);
  if (!unnamed && equals == 1 && n->text.ptr[end + 1] == '=') return count;
  CO_MISTAKE(r, CO_X_PACK_SYNTAX, n,
             "a formula reads 'Result = Term + Term - Term'");
  return 0;
}

/* A term "Balance #2": the line's name and which one of that name. One that
 * ends in ... keeps that: queries take it for all lines that begin so. */
static struct co_term read_term(struct co_reader *r, struct part part) {
  struct co_str text = part.text;
  struct co_term term = {{0}, 1, part.sign};
  if (text.len > 3 && text.ptr[text.len - 2] == '#' &&
      text.ptr[text.len - 3] == ' ' && text.ptr[text.len - 1] >= '1' &&
      text.ptr[text.len - 1] <= '9') {
    term.occurrence = (unsigned)(text.ptr[text.len - 1] - '0');
    text.len -= 3;
  }
  term.line_key = co_str_fold(&r->pack->arena, text);
  return term;
}

static void read_formula(struct co_reader *r, const struct co_yaml *n,
                         struct co_formula *formula) {
  const struct part *parts;
  size_t count = cut(r, n, &parts);
  struct co_term *terms = CO_NEW_ARRAY(&r->pack->arena, count, struct co_term);
  *formula = (struct co_formula){n->text, terms, count};
  for (size_t i = 0; i < count; i++)
    terms[i] = read_term(r, parts[i]);
}

void co_read_formulas(struct co_reader *r, const struct co_yaml *list,
                      struct co_table *table) {
  if (!co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return;
  struct co_formula *formulas =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_formula);
  table->formulas = formulas;
  for (const struct co_yaml *n = list->first; n; n = n->next)
    if (co_yaml_expect(n, CO_YAML_TEXT, &r->pack->problems))
      read_formula(r, n, &formulas[table->formula_count++]);
}

/* Whether the cells of a column hold one figure each. */
static bool is_plain(const struct co_table *table, size_t column) {
  for (size_t i = 0; i < table->split_count; i++)
    if (table->split[i].column == column) return false;
  return !table->headings[column].many;
}

static void read_column_term(struct co_reader *r, const struct co_yaml *n,
                             const struct co_table *table, struct part part,
                             struct co_across *across) {
  int column =
      co_read_column(r, n, part.text, table->headings, table->heading_count);
  if (column < 0) return;
  if (!is_plain(table, (size_t)column))
    CO_MISTAKE(r, CO_X_PACK_VALUE, n,
               "'%.*s' cannot be in a formula: its cells are split, or it "
               "stands for many columns",
               CO_STR(part.text));
  across->terms[across->term_count++] =
      (struct co_across_term){(size_t)column, part.sign};
}

void co_read_across(struct co_reader *r, const struct co_yaml *list,
                    struct co_table *table) {
  const struct part *parts;
  if (!co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return;
  struct co_across *all =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_across);
  table->across = all;
  for (const struct co_yaml *n = list->first; n; n = n->next) {
    if (!co_yaml_expect(n, CO_YAML_TEXT, &r->pack->problems)) continue;
    struct co_across *across = &all[table->across_count++];
    size_t count = cut(r, n, &parts);
    *across = (struct co_across){
        n->text, CO_NEW_ARRAY(&r->pack->arena, count, struct co_across_term),
        0};
    for (size_t i = 0; i < count; i++)
      read_column_term(r, n, table, parts[i], across);
  }
}

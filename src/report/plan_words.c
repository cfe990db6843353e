/* plan_words.c - what queries can ask about the plan itself.
 *
 * A cover lists the sheets, notes explain every column and word: all of that
 * is in the plan and in the code lists. It is handed to SQL as common table
 * expressions, so that a cover and notes are blocks like any other:
 *
 *   plan_sheet   position, sheet, title, describes, place
 *   plan_column  position, sheet, block, name, note
 *   plan_code    position, list, code, label, symbol, closes, note
 *
 * Only those that a query names are put in front of it. They hold no line
 * break: the places of mistakes in a query are counted in lines. */
#include <string.h>

#include "plan_parts.h"

struct words {
  struct co_arena *arena;
  struct co_buf sql;
  size_t rows; /* of the expression in hand */
};

/* A text as SQL has it: on one line, quotes doubled. */
static void add_text(struct words *w, struct co_str text) {
  struct co_str line = co_str_collapse(w->arena, text);
  co_buf_add(&w->sql, "'", 1);
  for (size_t i = 0; i < line.len; i++)
    co_buf_add(&w->sql, line.ptr[i] == '\'' ? "''" : &line.ptr[i],
               line.ptr[i] == '\'' ? 2 : 1);
  co_buf_add(&w->sql, "'", 1);
}

static void start_row(struct words *w) {
  co_buf_printf(&w->sql, "%s(%zu", w->rows ? ", " : "", w->rows + 1);
  w->rows++;
}

static void add_row(struct words *w, const struct co_str *texts, size_t count) {
  start_row(w);
  for (size_t i = 0; i < count; i++) {
    co_buf_add(&w->sql, ", ", 2);
    add_text(w, texts[i]);
  }
  co_buf_add(&w->sql, ")", 1);
}

static void add_sheets(struct words *w, const struct co_plan_tabs *tabs) {
  for (size_t i = 0; i < tabs->count; i++) {
    const struct co_plan_tab *tab = &tabs->list[i];
    bool whole = co_str_eq(tab->name, tab->sheet->name);
    for (unsigned p = 1; p <= tab->parts; p++) {
      struct co_str name = co_plan_part_name(w->arena, tab, p);
      struct co_str texts[] = {
          name, tab->title,
          whole ? tab->sheet->describes : tab->sheet->blocks[tab->first].note,
          name};
      add_row(w, texts, sizeof texts / sizeof *texts);
    }
  }
}

static void add_columns(struct words *w, const struct co_plan_tabs *tabs) {
  for (size_t i = 0; i < tabs->count; i++) {
    const struct co_plan_tab *tab = &tabs->list[i];
    for (size_t b = tab->first; b < tab->first + tab->count; b++) {
      const struct co_plan_block *block = &tab->sheet->blocks[b];
      for (size_t c = 0; c < block->column_count; c++) {
        struct co_str texts[] = {tab->name, block->title,
                                 block->columns[c].name,
                                 block->columns[c].note};
        add_row(w, texts, sizeof texts / sizeof *texts);
      }
    }
  }
}

static bool is_used(const struct co_plan *plan, const struct co_codes *codes) {
  for (size_t s = 0; s < plan->sheet_count; s++)
    for (size_t b = 0; b < plan->sheets[s].block_count; b++) {
      const struct co_plan_block *block = &plan->sheets[s].blocks[b];
      for (size_t c = 0; c < block->column_count; c++)
        if (block->columns[c].codes == codes) return true;
    }
  return false;
}

/* Only what has a colour of its own can be closed. */
static struct co_str closes_of(const struct co_code *code) {
  if (!code->rag.len) return CO_LIT("");
  return code->closes ? CO_LIT("Yes") : CO_LIT("No");
}

/* The code lists that the plan shows, then its own lists. */
static void add_codes(struct words *w, const struct co_plan *plan) {
  for (size_t l = 0; l < plan->model->code_list_count; l++) {
    const struct co_codes *codes = &plan->model->code_lists[l];
    for (size_t i = 0; i < codes->count && is_used(plan, codes); i++) {
      const struct co_code *c = &codes->codes[i];
      struct co_str texts[] = {codes->name, c->code,      c->label,
                               c->symbol,   closes_of(c), c->note};
      add_row(w, texts, sizeof texts / sizeof *texts);
    }
  }
  for (const struct co_yaml *list = plan->lists ? plan->lists->first : NULL;
       list; list = list->next)
    for (const struct co_yaml *n = list->first; n; n = n->next) {
      struct co_str label = co_yaml_text(n, "label", NULL);
      struct co_str texts[] = {list->key, label,
                               label,     co_yaml_text(n, "symbol", NULL),
                               {"", 0},   co_yaml_text(n, "note", NULL)};
      add_row(w, texts, sizeof texts / sizeof *texts);
    }
}

static bool is_named(struct co_str sql, const char *name) {
  size_t len = strlen(name);
  for (size_t i = 0; i + len <= sql.len; i++)
    if (!memcmp(sql.ptr + i, name, len)) return true;
  return false;
}

static void start(struct words *w, const char *name, const char *columns) {
  co_buf_printf(&w->sql, "%s%s(position, %s) AS (VALUES ",
                w->sql.len ? ", " : "WITH ", name, columns);
  w->rows = 0;
}

/* Without rows there is one at position 0. */
static void end(struct words *w, const char *none) {
  if (!w->rows) co_buf_printf(&w->sql, "(%s)", none);
  co_buf_add(&w->sql, ")", 1);
}

struct co_str co_plan_words(struct co_arena *arena,
                            const struct co_plan_tabs *tabs,
                            struct co_str sql) {
  struct words w = {.arena = arena};
  if (is_named(sql, "plan_sheet")) {
    start(&w, "plan_sheet", "sheet, title, describes, place");
    add_sheets(&w, tabs);
    end(&w, "0, '', '', '', ''");
  }
  if (is_named(sql, "plan_column")) {
    start(&w, "plan_column", "sheet, block, name, note");
    add_columns(&w, tabs);
    end(&w, "0, '', '', '', ''");
  }
  if (is_named(sql, "plan_code")) {
    start(&w, "plan_code", "list, code, label, symbol, closes, note");
    add_codes(&w, tabs->plan);
    end(&w, "0, '', '', '', '', '', ''");
  }
  if (w.sql.len) co_buf_add(&w.sql, " ", 1);
  struct co_str words = co_arena_str(arena, co_buf_str(&w.sql));
  co_buf_clear(&w.sql);
  return words;
}

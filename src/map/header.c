/* header.c - see header.h. */
#include "header.h"

/* A header is made of short texts; rows of longer ones are not looked at. */
enum { HEADING_LIMIT = 200, NEAR_PERCENT = 60 };

/* Notes a cell as the heading's, with the groups of its pattern. */
static void note_found(struct co_arena *arena, const struct co_heading *h,
                       const struct co_item *item, struct co_str text,
                       struct co_found *found) {
  *found = (struct co_found){.present = true, .at = item->at, .text = text};
  if (!h->match) return;
  size_t count = co_pattern_group_count(h->match);
  struct co_str *groups = CO_NEW_ARRAY(arena, count, struct co_str);
  if (!co_pattern_match(h->match, text, groups, NULL)) return;
  found->names = CO_NEW_ARRAY(arena, count, struct co_name);
  for (size_t g = 0; g < count; g++)
    found->names[found->name_count++] = (struct co_name){
        co_pattern_group_name(h->match, g), groups[g], item->at};
}

/* The texts of a row: names see them folded, patterns collapsed. */
struct texts {
  struct co_arena *arena;
  const struct co_cells *cells;
  struct co_str *folded; /* NULL: not folded yet */
};

static struct co_str collapsed(const struct texts *texts, size_t i) {
  return co_str_collapse(texts->arena, texts->cells->items[i].text);
}

static bool is_plain(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* False where the letters that both begin with already differ: most rows are
 * no headers and need not be folded. A letter that an accent behind it makes
 * another character is no ASCII once folded, so the name has none there. */
static bool begins_alike(struct co_str name, struct co_str text) {
  for (size_t i = 0; i < name.len && i < text.len; i++) {
    unsigned char a = (unsigned char)name.ptr[i];
    unsigned char b = (unsigned char)text.ptr[i];
    if (b >= 'A' && b <= 'Z') b |= 0x20;
    if (a >= 0x80 || !is_plain(b)) return true;
    if (a != b) return false;
  }
  return true;
}

static bool is_name(const struct texts *texts, size_t i, struct co_str name) {
  struct co_str text = texts->cells->items[i].text; /* trimmed, not empty */
  if (!begins_alike(name, text)) return false;
  if (!texts->folded[i].ptr) texts->folded[i] = co_str_fold(texts->arena, text);
  return co_str_eq(name, texts->folded[i]);
}

static bool fits(const struct co_heading *h, const struct texts *texts,
                 size_t i) {
  if (is_name(texts, i, h->folded)) return true;
  for (size_t a = 0; a < h->alias_count; a++)
    if (is_name(texts, i, h->aliases[a])) return true;
  return h->match &&
         co_pattern_match(h->match, collapsed(texts, i), NULL, NULL);
}

/* Whether the layout names a column by its letter. */
static bool is_fixed(const struct co_table *table, uint32_t col) {
  for (size_t h = 0; h < table->heading_count; h++)
    if (table->headings[h].letter >= 0 &&
        (uint32_t)table->headings[h].letter == col)
      return true;
  return false;
}

/* The first cell that fits; all that fit where the heading has many. A column
 * belongs to one heading: what stands over a fixed one is no other's. */
static bool find_heading(struct co_arena *arena, const struct co_table *table,
                         const struct co_heading *h,
                         const struct co_cells *cells,
                         const struct texts *texts, struct co_fit *fit,
                         struct co_found *found) {
  for (size_t i = 0; i < cells->count; i++) {
    if (fit->used[i] || !fits(h, texts, i)) continue;
    if (is_fixed(table, cells->items[i].at.col)) continue;
    if (found->present) {
      found->next = CO_NEW(arena, struct co_found);
      found = found->next;
    }
    fit->used[i] = true;
    note_found(arena, h, &cells->items[i], collapsed(texts, i), found);
    if (!h->many) return true;
  }
  return found->present;
}

/* What stands over a fixed column is its heading where it is called so. */
static void use_fixed(const struct co_heading *h, const struct co_cells *cells,
                      const struct texts *texts, struct co_fit *fit) {
  for (size_t i = 0; i < cells->count; i++)
    if (cells->items[i].at.col == (uint32_t)h->letter && fits(h, texts, i))
      fit->used[i] = true;
}

/* How many headings a row must have to be meant as the header, even where some
 * are missing. */
static size_t fewest(const struct co_table *table) {
  size_t part = (table->required_count * NEAR_PERCENT + 99) / 100;
  if (table->required_count < 2) return table->required_count;
  return part < 2 ? 2 : part;
}

/* False where too few cells begin as a name of the table does. Patterns are
 * tried always. */
static bool may_fit(const struct co_table *table,
                    const struct co_cells *cells) {
  size_t may = cells->count, least = fewest(table);
  if (table->by_pattern) return true;
  for (size_t i = 0; i < cells->count && may >= least; i++)
    may -= !co_begins_like(&table->begins, cells->items[i].text);
  return may >= least;
}

static bool are_short(const struct co_cells *cells) {
  for (size_t i = 0; i < cells->count; i++)
    if (cells->items[i].text.len > HEADING_LIMIT) return false;
  return true;
}

/* How well a row fits a table; false as soon as it cannot be its header. */
static bool fit_table(struct co_arena *arena, const struct co_table *table,
                      const struct co_cells *cells, const struct texts *texts,
                      struct co_fit *fit) {
  size_t missing = 0, least = fewest(table);
  *fit = (struct co_fit){
      .required = table->required_count,
      .headings = CO_NEW_ARRAY(arena, table->heading_count, struct co_found),
      .used = CO_NEW_ARRAY(arena, cells->count, bool)};
  for (size_t h = 0; h < table->heading_count; h++) {
    const struct co_heading *heading = &table->headings[h];
    if (heading->letter >= 0) {
      fit->headings[h] =
          (struct co_found){.present = true,
                            .at = {cells->row, (uint32_t)heading->letter, 0},
                            .text = heading->name};
      use_fixed(heading, cells, texts, fit);
      continue;
    }
    bool found = find_heading(arena, table, heading, cells, texts, fit,
                              &fit->headings[h]);
    fit->found += found && !heading->optional;
    missing += !found && !heading->optional;
    if (fit->required - missing < least) return false;
  }
  return fit->required > 0;
}

/* Among the tables that can stand on this sheet, or those that cannot. */
static const struct co_table *find(struct co_mapper *m, bool here,
                                   const struct co_cells *cells, unsigned rows,
                                   struct co_fit *fit) {
  const struct co_table *best = NULL;
  struct texts texts = {&m->row, cells, NULL};
  for (size_t t = 0; t < m->layout->table_count; t++) {
    const struct co_table *table = &m->layout->tables[t];
    struct co_fit now;
    if (table->header_rows != rows || m->on_sheet[t] != here) continue;
    if (!may_fit(table, cells) || !are_short(cells)) continue;
    if (!texts.folded)
      texts.folded = CO_NEW_ARRAY(&m->row, cells->count, struct co_str);
    if (!fit_table(&m->row, table, cells, &texts, &now)) continue;
    /* found/required of now against the best so far, without dividing */
    if (best && now.found * fit->required <= fit->found * now.required)
      continue;
    best = table;
    *fit = now;
  }
  return best;
}

const struct co_table *co_header_find(struct co_mapper *m,
                                      const struct co_cells *cells,
                                      unsigned rows, struct co_fit *fit) {
  return find(m, true, cells, rows, fit);
}

const struct co_table *co_header_elsewhere(struct co_mapper *m,
                                           const struct co_cells *cells) {
  struct co_fit fit;
  return find(m, false, cells, 1, &fit);
}

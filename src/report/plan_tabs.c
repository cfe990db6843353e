/* plan_tabs.c - the sheets that a shape makes of a plan, and places on them.
 *
 * A working copy has the plan's own sheets, a page those that are marked for
 * it. In a publication every table has a sheet of its own, and so it has for
 * programs: a sheet of several blocks becomes several, named by the titles of
 * its blocks. Texts without a query come together as one sheet between them;
 * programs do not get them. */
#include <string.h>

#include "plan_parts.h"

static bool is_split(enum co_plan_shape shape) {
  return shape == CO_PLAN_PUBLISH || shape == CO_PLAN_DATA;
}

/* Blocks from `first` on that are one sheet: a table, or texts. */
static size_t group(const struct co_plan_sheet *sheet, size_t first) {
  size_t count = 1;
  if (sheet->blocks[first].query.len) return 1;
  while (first + count < sheet->block_count &&
         !sheet->blocks[first + count].query.len)
    count++;
  return count;
}

static void add_tab(struct co_plan_tabs *tabs, struct co_arena *arena,
                    const struct co_plan_sheet *sheet, size_t first,
                    size_t count) {
  unsigned *parts = CO_NEW_ARRAY(arena, count, unsigned);
  for (size_t i = 0; i < count; i++)
    parts[i] = 1;
  tabs->list[tabs->count++] = (struct co_plan_tab){.sheet = sheet,
                                                   .first = first,
                                                   .count = count,
                                                   .title = sheet->title,
                                                   .parts = 1,
                                                   .block_parts = parts};
}

static void split(struct co_plan_tabs *tabs, struct co_arena *arena,
                  const struct co_plan_sheet *sheet) {
  for (size_t b = 0; b < sheet->block_count;) {
    size_t count = group(sheet, b);
    if (sheet->blocks[b].query.len || tabs->shape == CO_PLAN_PUBLISH)
      add_tab(tabs, arena, sheet, b, count);
    b += count;
  }
}

static bool any_page(const struct co_plan *plan) {
  for (size_t s = 0; s < plan->sheet_count; s++)
    if (plan->sheets[s].page) return true;
  return false;
}

static bool is_taken(const struct co_plan_tabs *tabs, struct co_arena *arena,
                     struct co_str name) {
  struct co_str folded = co_str_fold(arena, name);
  for (size_t i = 0; i < tabs->count; i++)
    if (co_str_eq(co_str_fold(arena, tabs->list[i].name), folded)) return true;
  return co_str_is(folded, "history"); /* reserved by Excel */
}

/* At most units UTF-16 units of a text, cut at a character. */
static struct co_str cut(struct co_str text, size_t units) {
  while (co_utf16_length(text) > units)
    do
      text.len--;
    while (text.len && ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80);
  return co_str_trim(text);
}

/* A block's title as a sheet's name that no other sheet has. */
static struct co_str name_from(const struct co_plan_tabs *tabs,
                               struct co_arena *arena, struct co_str title) {
  char *text = co_arena_cstr(arena, title);
  for (char *p = text; *p; p++)
    if ((unsigned char)*p < 0x20 || strchr("[]:*?/\\'", *p)) *p = ' ';
  struct co_str base =
      cut(co_str_collapse(arena, co_str_of(text)), CO_PLAN_NAME_UNITS);
  struct co_str name = base;
  for (unsigned n = 2; is_taken(tabs, arena, name); n++) {
    struct co_str tail = co_arena_printf(arena, " (%u)", n);
    struct co_str head = cut(base, CO_PLAN_NAME_UNITS - tail.len);
    name = co_arena_printf(arena, "%.*s%.*s", CO_STR(head), CO_STR(tail));
  }
  return name;
}

static bool is_alone(const struct co_plan_tabs *tabs, size_t i) {
  const struct co_plan_sheet *sheet = tabs->list[i].sheet;
  return (i == 0 || tabs->list[i - 1].sheet != sheet) &&
         (i + 1 == tabs->count || tabs->list[i + 1].sheet != sheet);
}

/* Sheets that stay whole keep their names; the others take what is left. */
static void set_names(struct co_plan_tabs *tabs, struct co_arena *arena) {
  for (size_t i = 0; i < tabs->count; i++)
    if (is_alone(tabs, i) || !is_split(tabs->shape))
      tabs->list[i].name = tabs->list[i].sheet->name;
  for (size_t i = 0; i < tabs->count; i++) {
    struct co_plan_tab *tab = &tabs->list[i];
    if (tab->name.len || !tab->count) continue;
    struct co_str title = tab->sheet->blocks[tab->first].title;
    if (title.len) tab->title = title;
    tab->name = name_from(tabs, arena, title.len ? title : tab->sheet->name);
  }
}

void co_plan_tabs(struct co_plan_tabs *tabs, struct co_arena *arena,
                  const struct co_plan *plan, enum co_plan_shape shape) {
  size_t most = plan->sheet_count;
  bool marked = shape == CO_PLAN_PAGE && any_page(plan);
  for (size_t s = 0; s < plan->sheet_count; s++)
    most += plan->sheets[s].block_count;
  *tabs = (struct co_plan_tabs){
      .plan = plan,
      .shape = shape,
      .rows = CO_SHEET_ROWS,
      .list = CO_NEW_ARRAY(arena, most, struct co_plan_tab)};
  for (size_t s = 0; s < plan->sheet_count; s++) {
    const struct co_plan_sheet *sheet = &plan->sheets[s];
    if (is_split(shape))
      split(tabs, arena, sheet);
    else if (!marked || sheet->page)
      add_tab(tabs, arena, sheet, 0, sheet->block_count);
  }
  set_names(tabs, arena);
}

const struct co_str *co_plan_tables(const struct co_plan *plan,
                                    struct co_arena *arena, size_t *count) {
  struct co_plan_tabs tabs;
  co_plan_tabs(&tabs, arena, plan, CO_PLAN_DATA);
  struct co_str *names = CO_NEW_ARRAY(arena, tabs.count, struct co_str);
  for (size_t i = 0; i < tabs.count; i++)
    names[i] = tabs.list[i].name;
  *count = tabs.count;
  return names;
}

struct co_str co_plan_part_name(struct co_arena *arena,
                                const struct co_plan_tab *tab, unsigned part) {
  if (part == 1) return tab->name;
  struct co_str tail = co_arena_printf(arena, " (%u)", part);
  struct co_str head = cut(tab->name, CO_PLAN_NAME_UNITS - tail.len);
  return co_arena_printf(arena, "%.*s%.*s", CO_STR(head), CO_STR(tail));
}

uint32_t co_plan_first_row(enum co_plan_shape shape,
                           const struct co_plan_block *block) {
  if (shape == CO_PLAN_DATA) return 0;
  /* Title, and what the guidance wants to stand under it. */
  if (shape == CO_PLAN_PUBLISH) return block->note.len ? 3 : 2;
  /* Row 2 holds a lone block's note, or is blank. */
  uint32_t row = block->title.len || !block->note.len ? 2 : 1;
  return row + (block->title.len > 0) + (block->note.len > 0);
}

/* A quote in a sheet's name is written twice in a reference. */
static struct co_str link_to(struct co_arena *arena, struct co_str sheet,
                             struct co_str cell) {
  char *name = co_alloc(arena, 2 * sheet.len + 1);
  size_t len = 0;
  for (size_t i = 0; i < sheet.len; i++) {
    name[len++] = sheet.ptr[i];
    if (sheet.ptr[i] == '\'') name[len++] = '\'';
  }
  return co_arena_printf(arena, "internal:'%.*s'!%.*s", (int)len, name,
                         CO_STR(cell));
}

/* The row of a sheet that has row n, from 1, of a table whose header is there;
 * n counts on where the sheet is too short for it. The last row is kept for a
 * total. */
static bool row_on(const struct co_plan_tabs *tabs, uint64_t header,
                   uint64_t *n) {
  uint64_t room = tabs->rows - 2 - header;
  if (*n > room) {
    *n -= room;
    return false;
  }
  *n += header;
  return true;
}

/* Row n, from 1, of the table on that tab; its top where the table is not the
 * first there or has not so many rows. */
static struct co_str row_of(const struct co_plan_tabs *tabs,
                            struct co_arena *arena,
                            const struct co_plan_tab *tab, struct co_str table,
                            uint64_t n) {
  char a1[CO_A1_TEXT];
  const struct co_plan_block *block = &tab->sheet->blocks[tab->first];
  unsigned part = 1;
  bool found = co_str_eq(block->table, table) &&
               row_on(tabs, co_plan_first_row(tabs->shape, block), &n);
  while (co_str_eq(block->table, table) && !found &&
         part < tab->block_parts[0]) {
    part++;
    found = row_on(tabs, CO_PLAN_PART_HEADER, &n);
  }
  if (!found) part = 1, n = 0;
  return link_to(arena, co_plan_part_name(arena, tab, part),
                 co_str_of(co_a1((uint32_t)n, 0, a1)));
}

/* The tab with a table and which of its blocks that is; or NULL. */
static const struct co_plan_tab *tab_of(const struct co_plan_tabs *tabs,
                                        struct co_str table, size_t *block) {
  for (size_t i = 0; i < tabs->count && table.len; i++) {
    const struct co_plan_tab *tab = &tabs->list[i];
    for (*block = 0; *block < tab->count; ++*block)
      if (co_str_eq(tab->sheet->blocks[tab->first + *block].table, table))
        return tab;
  }
  return NULL;
}

unsigned co_plan_table_parts(const struct co_plan_tabs *tabs,
                             struct co_str table) {
  size_t block;
  const struct co_plan_tab *tab = tab_of(tabs, table, &block);
  return tab ? tab->block_parts[block] : 0;
}

unsigned co_plan_all_parts(const struct co_plan_tabs *tabs) {
  unsigned parts = 0;
  for (size_t i = 0; i < tabs->count; i++) {
    parts += tabs->list[i].parts;
    for (size_t b = 0; b < tabs->list[i].count; b++)
      parts += tabs->list[i].block_parts[b];
  }
  return parts;
}

static struct co_str table_link(const struct co_plan_tabs *tabs,
                                struct co_arena *arena, struct co_str table,
                                struct co_str number) {
  uint64_t n = 0;
  size_t block;
  const struct co_plan_tab *tab = tab_of(tabs, table, &block);
  for (size_t i = 0; i < number.len && n < UINT32_MAX; i++)
    n = n * 10 + (uint64_t)(number.ptr[i] - '0') % 10;
  return tab ? row_of(tabs, arena, tab, table, n) : (struct co_str){0};
}

struct co_str co_plan_link(const struct co_plan_tabs *tabs,
                           struct co_arena *arena, struct co_str place) {
  const char *open = place.len ? memchr(place.ptr, '[', place.len) : NULL;
  if (open && place.ptr[place.len - 1] == ']') {
    size_t len = (size_t)(open - place.ptr);
    return table_link(tabs, arena, (struct co_str){place.ptr, len},
                      (struct co_str){open + 1, place.len - len - 2});
  }
  size_t at = place.len;
  while (at && place.ptr[at - 1] != '!')
    at--;
  struct co_str sheet = {place.ptr, at ? at - 1 : place.len};
  struct co_str cell =
      at ? (struct co_str){place.ptr + at, place.len - at} : CO_LIT("A1");
  for (size_t i = 0; i < tabs->count; i++)
    for (unsigned p = 1; p <= tabs->list[i].parts; p++)
      if (co_str_eq(co_plan_part_name(arena, &tabs->list[i], p), sheet))
        return link_to(arena, sheet, cell);
  return (struct co_str){0};
}

/* colours.c - cells that are only a colour: the words they stand for.
 *
 * Columns whose heading says `colour: yes`. The word goes on as if it had been
 * typed, so that the code list maps it, or does not know it: a colour that is
 * no light becomes "Colour 7030A0", which a code list may have as an alias.
 * What was read so is told once for each column of a sheet. */
#include <stdlib.h>

#include "map_state.h"

static struct co_colour_column *count_of(struct co_mapper *m,
                                         const struct co_column_of *column,
                                         struct co_place at) {
  for (size_t i = 0; i < m->colour_count; i++)
    if (m->colours[i].col == at.col) return &m->colours[i];
  CO_GROW(m->colours, m->colour_count, m->colour_cap);
  m->colours[m->colour_count] = (struct co_colour_column){
      .col = at.col, .header = column->found->text, .first = at};
  return &m->colours[m->colour_count++];
}

static struct co_str word_of(struct co_mapper *m, enum co_hue hue,
                             uint32_t fill) {
  const char *word = co_hue_word(hue);
  return word ? co_str_of(word)
              : co_arena_printf(&m->row, "Colour %06X",
                                (unsigned)(fill & (CO_FILL - 1)));
}

struct co_cells co_colours_typed(struct co_mapper *m,
                                 const struct co_cells *cells) {
  const struct co_occurrence *o = m->occurrence;
  struct co_item *items =
      CO_NEW_ARRAY(&m->row, cells->count + cells->tint_count, struct co_item);
  struct co_cells typed = {.row = cells->row, .items = items};
  size_t i = 0, next = 0;
  for (size_t t = 0; t < cells->tint_count; t++) {
    struct co_place at = {cells->row, cells->tints[t].col, 0};
    enum co_hue hue = co_hue_of(cells->tints[t].fill);
    const struct co_column_of *column = co_table_column(o, at.col, &next);
    if (!hue || !column || !o->headings[column->heading].colour) continue;
    while (i < cells->count && cells->items[i].at.col < at.col)
      items[typed.count++] = cells->items[i++];
    items[typed.count++] =
        (struct co_item){.text = word_of(m, hue, cells->tints[t].fill),
                         .kind = CO_CELL_TEXT,
                         .at = at};
    count_of(m, column, at)->counts[hue]++;
  }
  while (i < cells->count)
    items[typed.count++] = cells->items[i++];
  return typed;
}

/* "2 Red, 1 Green, 1 of another colour" */
static struct co_str told(struct co_mapper *m,
                          const struct co_colour_column *column,
                          unsigned *total) {
  struct co_str text = {0};
  *total = 0;
  for (int hue = 0; hue < CO_HUES; hue++) {
    const char *word = co_hue_word((enum co_hue)hue);
    if (!column->counts[hue]) continue;
    text = co_arena_printf(&m->row, "%.*s%s%u %s", CO_STR(text),
                           text.len ? ", " : "", column->counts[hue],
                           word ? word : "of another colour");
    *total += column->counts[hue];
  }
  return text;
}

enum co_status co_colours_report(struct co_mapper *m, struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < m->colour_count && status == CO_OK; i++) {
    const struct co_colour_column *column = &m->colours[i];
    unsigned total;
    struct co_str what = told(m, column, &total);
    status = co_notice(
        m, "colour_read", (struct co_noticed){.at = column->first}, err,
        "%u cell%s of the column '%.*s' %s only a colour, read as: %.*s.",
        total, total == 1 ? "" : "s",
        CO_STR(co_str_show(&m->row, column->header, 60)),
        total == 1 ? "is" : "are", CO_STR(what));
  }
  m->colour_count = 0;
  return status;
}

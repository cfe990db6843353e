/* waiting.c - see waiting.h. */
#include "waiting.h"

void co_waiting_add(struct co_waiting *waiting, const struct co_cells *cells) {
  struct co_arena *memory = &waiting->memory[waiting->count];
  co_arena_reset(memory);
  struct co_item *items = CO_NEW_ARRAY(memory, cells->count, struct co_item);
  for (size_t i = 0; i < cells->count; i++) {
    items[i] = cells->items[i];
    items[i].text = co_arena_str(memory, items[i].text);
  }
  struct co_tint *tints =
      CO_NEW_ARRAY(memory, cells->tint_count, struct co_tint);
  for (size_t i = 0; i < cells->tint_count; i++)
    tints[i] = cells->tints[i];
  struct co_cells *row = &waiting->rows[waiting->count++];
  *row = *cells;
  row->items = items;
  row->tints = tints;
}

void co_waiting_drop(struct co_waiting *waiting) {
  struct co_arena memory = waiting->memory[0];
  waiting->count--;
  for (unsigned i = 0; i < waiting->count; i++) {
    waiting->rows[i] = waiting->rows[i + 1];
    waiting->memory[i] = waiting->memory[i + 1];
  }
  waiting->memory[waiting->count] = memory;
}

void co_waiting_clear(struct co_waiting *waiting) {
  for (unsigned i = 0; i < CO_HEADER_ROWS - 1; i++)
    co_arena_clear(&waiting->memory[i]);
}

/* The cell above a column, or to the left of that; the first u lie left of it.
 */
static const struct co_item *at_or_left(const struct co_cells *upper, size_t u,
                                        uint32_t col) {
  if (u < upper->count && upper->items[u].at.col == col)
    return &upper->items[u];
  return u ? &upper->items[u - 1] : NULL;
}

static struct co_cells join(struct co_arena *arena,
                            const struct co_cells *upper,
                            const struct co_cells *lower) {
  struct co_item *items =
      CO_NEW_ARRAY(arena, upper->count + lower->count, struct co_item);
  struct co_cells joined = {.row = lower->row, .items = items};
  size_t u = 0, l = 0;
  while (u < upper->count || l < lower->count) {
    bool below =
        l < lower->count &&
        (u == upper->count || lower->items[l].at.col <= upper->items[u].at.col);
    struct co_item *item = &items[joined.count++];
    if (!below) {
      *item = upper->items[u++];
      continue;
    }
    *item = lower->items[l++];
    const struct co_item *above = at_or_left(upper, u, item->at.col);
    if (above)
      item->text = co_arena_printf(arena, "%.*s %.*s", CO_STR(above->text),
                                   CO_STR(item->text));
    if (u < upper->count && upper->items[u].at.col == item->at.col) u++;
  }
  return joined;
}

struct co_cells co_waiting_join(struct co_arena *arena,
                                const struct co_waiting *waiting,
                                unsigned upper, const struct co_cells *cells) {
  struct co_cells joined = waiting->rows[waiting->count - upper];
  for (unsigned i = waiting->count - upper + 1; i < waiting->count; i++)
    joined = join(arena, &joined, &waiting->rows[i]);
  return join(arena, &joined, cells);
}

/* plan_chart.c - keeps the figures of a chart while its block is written.
 *
 * A chart never says anything that the table above it does not: it has a bar
 * for each row and a piece of it for each of some columns. Who cannot see it
 * gets the same figures as a sentence. */
#include <stdlib.h>

#include "plan_parts.h"

enum { MOST_BARS = 40, MOST_TEXT = 2000 };
/* Rows of the sheet that a chart covers: so many for the first bars, and one
 * for every further bar, or its figures could not be read. */
enum { FIRST_ROWS = 17, FIRST_BARS = 8 };

static struct co_str text_at(const struct co_cell *cells, uint32_t count,
                             size_t col) {
  for (uint32_t i = 0; i < count; i++)
    if (cells[i].col == col) return cells[i].text;
  return (struct co_str){0};
}

void co_plan_keep_bar(struct co_plan_bars *bars,
                      const struct co_plan_block *block,
                      const struct co_cell *cells, uint32_t count) {
  const struct co_plan_chart *chart = &block->chart;
  bars->rows++;
  if (!chart->count || bars->count == MOST_BARS) return;
  CO_GROW(bars->labels, bars->count, bars->label_cap);
  bars->labels[bars->count] =
      co_arena_str(&bars->arena, text_at(cells, count, chart->label));
  for (size_t s = 0; s < chart->count; s++) {
    size_t at = bars->count * chart->count + s;
    CO_GROW(bars->values, at, bars->value_cap);
    bars->values[at] =
        co_arena_str(&bars->arena, text_at(cells, count, chart->columns[s]));
  }
  bars->count++;
}

/* "Finance: Red 3, Green 42. Parks: ..." */
static struct co_str figures(struct co_arena *arena,
                             const struct co_plan_bars *bars,
                             const struct co_plan_block *block) {
  const struct co_plan_chart *chart = &block->chart;
  struct co_buf text = {.limit = MOST_TEXT};
  co_buf_add_str(&text, chart->describes);
  for (size_t b = 0; b < bars->count; b++) {
    struct co_buf bar = {0};
    for (size_t s = 0; s < chart->count; s++) {
      struct co_str value = bars->values[b * chart->count + s];
      if (value.len && !co_str_is(value, "0"))
        co_buf_printf(&bar, "%s%.*s %.*s", bar.len ? ", " : "",
                      CO_STR(block->columns[chart->columns[s]].name),
                      CO_STR(value));
    }
    co_buf_printf(&text, " %.*s: %.*s.", CO_STR(bars->labels[b]),
                  CO_STR(co_buf_str(&bar)));
    co_buf_clear(&bar);
  }
  struct co_str made = co_arena_str(arena, co_buf_str(&text));
  co_buf_clear(&text);
  return made;
}

/* A chart that leaves rows out says so. */
static struct co_str title_of(struct co_arena *arena,
                              const struct co_plan_bars *bars,
                              const struct co_plan_block *block) {
  struct co_str title = block->chart.title;
  if (bars->count == bars->rows) return title;
  return co_arena_printf(arena, "%.*s (the first %zu of %zu)", CO_STR(title),
                         bars->count, bars->rows);
}

static uint32_t rows_of(size_t bars) {
  return FIRST_ROWS + (uint32_t)(bars > FIRST_BARS ? bars - FIRST_BARS : 0);
}

struct co_chart *co_plan_chart(const struct co_plan_bars *bars,
                               const struct co_plan_block *block,
                               struct co_arena *arena, uint32_t row) {
  const struct co_plan_chart *from = &block->chart;
  struct co_series *series = CO_NEW_ARRAY(arena, from->count, struct co_series);
  for (size_t s = 0; s < from->count; s++) {
    struct co_str *values = CO_NEW_ARRAY(arena, bars->count, struct co_str);
    for (size_t b = 0; b < bars->count; b++)
      values[b] = bars->values[b * from->count + s];
    series[s] = (struct co_series){block->columns[from->columns[s]].name,
                                   from->colours[s], (uint32_t)from->columns[s],
                                   values};
  }
  struct co_chart *chart = CO_NEW(arena, struct co_chart);
  *chart = (struct co_chart){.title = title_of(arena, bars, block),
                             .describes = figures(arena, bars, block),
                             .row = row,
                             .rows = rows_of(bars->count),
                             .label_col = (uint32_t)from->label,
                             .labels = bars->labels,
                             .bars = (uint32_t)bars->count,
                             .series = series,
                             .series_count = from->count};
  return chart;
}

void co_plan_bars_clear(struct co_plan_bars *bars) {
  co_arena_clear(&bars->arena);
  free(bars->labels);
  free(bars->values);
}

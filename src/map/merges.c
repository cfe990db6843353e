/* merges.c - merged cells, looked up by their first cell.
 *
 * A workbook keeps the text of a merged cell in its first cell and leaves the
 * others blank; only layouts that say `fill: merged` ask for them. */
#include <stdlib.h>
#include <string.h>

#include "map_state.h"

static int by_place(const void *a, const void *b) {
  const struct co_merge *x = a, *y = b;
  if (x->first_col != y->first_col) return x->first_col < y->first_col ? -1 : 1;
  return (x->first_row > y->first_row) - (x->first_row < y->first_row);
}

void co_merges_set(struct co_merges *merges, const struct co_sheet *sheet) {
  co_merges_clear(merges);
  merges->count = sheet->merge_count;
  if (!merges->count) return;
  merges->list = co_xcalloc(merges->count, sizeof *merges->list);
  memcpy(merges->list, sheet->merges, merges->count * sizeof *merges->list);
  qsort(merges->list, merges->count, sizeof *merges->list, by_place);
}

void co_merges_clear(struct co_merges *merges) {
  free(merges->list);
  *merges = (struct co_merges){0};
}

uint32_t co_merged_to(const struct co_merges *merges, struct co_place at) {
  const struct co_merge key = {.first_row = at.row, .first_col = at.col};
  const struct co_merge *merge =
      merges->count
          ? bsearch(&key, merges->list, merges->count, sizeof key, by_place)
          : NULL;
  return merge ? merge->last_row : at.row;
}

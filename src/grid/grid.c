/* grid.c - A1 text and the letters of cell kinds.
 *
 * The only place that turns a position into the text a person sees. Columns
 * count in base 26 without a zero: A..Z, AA..ZZ, AAA... */
#include "collate/grid.h"

#include <stdio.h>

char *co_a1(uint32_t row, uint32_t col, char buf[CO_A1_TEXT]) {
  char letters[8]; /* 26^7 exceeds any uint32_t */
  size_t first = sizeof letters;
  for (uint64_t rest = (uint64_t)col + 1; rest > 0; rest = (rest - 1) / 26)
    letters[--first] = (char)('A' + (rest - 1) % 26);
  snprintf(buf, CO_A1_TEXT, "%.*s%llu", (int)(sizeof letters - first),
           letters + first, (unsigned long long)row + 1);
  return buf;
}

const char *co_cell_letter(enum co_cell_kind kind) {
  static const char *const letters[] = {
      [CO_CELL_BLANK] = "", [CO_CELL_TEXT] = "s",  [CO_CELL_NUMBER] = "n",
      [CO_CELL_DATE] = "d", [CO_CELL_TIME] = "t",  [CO_CELL_DURATION] = "D",
      [CO_CELL_BOOL] = "b", [CO_CELL_ERROR] = "e", [CO_CELL_FORMULA] = "f",
  };
  return letters[kind];
}

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
  switch (kind) {
    case CO_CELL_BLANK:
      break;
    case CO_CELL_TEXT:
      return "s";
    case CO_CELL_NUMBER:
      return "n";
    case CO_CELL_DATE:
      return "d";
    case CO_CELL_TIME:
      return "t";
    case CO_CELL_DURATION:
      return "D";
    case CO_CELL_BOOL:
      return "b";
    case CO_CELL_ERROR:
      return "e";
    case CO_CELL_FORMULA:
      return "f";
  }
  return "";
}

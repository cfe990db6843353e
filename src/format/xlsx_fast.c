/* xlsx_fast.c - see xlsx_fast.h.
 *
 * The window is followed by eight zero bytes (xml_feed.c), so that a step may
 * look eight bytes ahead and every run of letters or digits ends in it. */
#include "xlsx_fast.h"

#include <stdio.h>
#include <string.h>

#include "xlsx_number.h"

enum { LAST_COLUMN = 16384, LONGEST_INDEX = 9, LONGEST_DAY = 7 };

struct co_xlsx_row_ref co_xlsx_row_ref(uint32_t row) {
  struct co_xlsx_row_ref ref = {0};
  char text[16], bytes[8] = {0}, mask[8] = {0};
  int len = snprintf(text, sizeof text, "%u\"", (unsigned)row + 1);
  ref.len = (size_t)len < sizeof bytes ? (size_t)len : sizeof bytes;
  memcpy(bytes, text, ref.len);
  memset(mask, 0xff, ref.len);
  memcpy(&ref.bytes, bytes, sizeof bytes);
  memcpy(&ref.mask, mask, sizeof mask);
  return ref;
}

/* Where p goes on behind a literal, or NULL. */
#define SKIP(p, literal) \
  (memcmp((p), (literal), sizeof(literal) - 1) == 0 ? (p) + sizeof(literal) - 1 : NULL)

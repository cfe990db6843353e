/* fuzz_styles.c - a styles part: number formats and what they make of cells. */
#include "fuzz_book.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_book(FUZZ_STYLES, data, size);
  return 0;
}

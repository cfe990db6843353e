/* fuzz_sheet.c - a worksheet part. */
#include "fuzz_book.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_book(FUZZ_SHEET, data, size);
  return 0;
}

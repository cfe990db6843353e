/* fuzz_strings.c - a shared strings part. */
#include "fuzz_book.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_book(FUZZ_STRINGS, data, size);
  return 0;
}

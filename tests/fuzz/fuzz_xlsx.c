/* fuzz_xlsx.c - a whole workbook: directory, relationships, parts. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct co_input in;
  struct fuzz_sink sink = fuzz_sink_new();
  const struct co_read_options options = {
      .limits = &fuzz_limits, .properties = true, .fills = true};
  co_input_memory(&in, "a.xlsx", data, size);
  co_read(&in, &options, &sink.sink, NULL, NULL);
  return 0;
}

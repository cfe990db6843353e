/* fuzz_ods.c - an OpenDocument spreadsheet: packed where it begins like a zip
 * file, flat where it begins like XML, else the content of a package. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct co_input in;
  struct fuzz_zip zip = {0};
  struct fuzz_sink sink = fuzz_sink_new();
  const struct co_read_options options = {
      .limits = &fuzz_limits, .merges = true, .properties = true};
  co_input_memory(&in, "a.ods", data, size);
  if (size > 1 && data[0] == 'P' && data[1] == 'K') {
    co_ods_read(&in, &options, &sink.sink, NULL);
    return 0;
  }
  struct fuzz_sink flat = sink;
  enum co_status a = co_fods_read(&in, &options, &flat.sink, NULL);
  fuzz_zip_add(&zip, "content.xml", data, size);
  in = fuzz_zip_close(&zip, "a.ods");
  enum co_status b = co_ods_read(&in, &options, &sink.sink, NULL);
  fuzz_same(a, &flat, b, &sink);
  fuzz_zip_free(&zip);
  return 0;
}

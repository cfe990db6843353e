/* fuzz_csv.c - delimited text: encoding, delimiter, fields. The records must
 * not depend on how the text is cut into blocks. */
#include "csv_parse.h"
#include "fuzz.h"

static enum co_status take(void *user, const struct co_csv_record *record,
                           struct co_err *err) {
  struct fuzz_sink *f = user;
  (void)err;
  fuzz_add(f, record->line * 2 + record->blank);
  for (size_t i = 0; i < record->count; i++)
    fuzz_add_text(f, record->fields[i]);
  return CO_OK;
}

static enum co_status parse(struct co_str text, size_t block,
                            struct fuzz_sink *sink) {
  struct co_csv_parser parser;
  enum co_status status = CO_OK;
  co_csv_init(&parser, ',', take, sink);
  parser.max_field = fuzz_limits.field_bytes;
  parser.max_fields = fuzz_limits.columns;
  for (size_t i = 0; i < text.len && !status; i += block) {
    size_t n = text.len - i < block ? text.len - i : block;
    status = co_csv_feed(&parser, (struct co_str){text.ptr + i, n}, NULL);
  }
  if (!status) status = co_csv_finish(&parser, NULL);
  co_csv_clear(&parser);
  return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct co_input in;
  struct co_str text = {(const char *)data, size};
  struct fuzz_sink sink = fuzz_sink_new(), whole = sink, cut = sink;
  const struct co_read_options options = {.limits = &fuzz_limits};
  co_input_memory(&in, "a.csv", data, size);
  co_csv_read(&in, &options, &sink.sink, NULL);
  if (size == 0) return 0;
  enum co_status a = parse(text, size, &whole);
  enum co_status b = parse(text, 1 + data[0] % 7, &cut);
  fuzz_same(a, &whole, b, &cut);
  return 0;
}

/* fuzz.h - what the fuzz targets share: limits, a sink that looks at every
 * byte, packages made around one part.
 *
 * A target is LLVMFuzzerTestOneInput over bytes in memory. It must never crash,
 * leak or hang; what is refused is fine. Two readings of the same bytes that
 * must agree are compared here too: fuzz_same() ends the process if not. */
#ifndef COLLATE_FUZZ_H
#define COLLATE_FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "inflate.h"
#include "input.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Of the targets' own loops: their ways are no news to the fuzzer, and to
 * report them costs more than what is tested. */
#ifdef __clang__
#define FUZZ_PLAIN __attribute__((no_sanitize("coverage")))
#else
#define FUZZ_PLAIN
#endif

/* Small enough that nothing takes long, large enough to get everywhere. */
static const struct co_limits fuzz_limits = {.file_bytes = 1 << 20,
                                             .zip_entries = 200,
                                             .part_bytes = 4 << 20,
                                             .total_bytes = 8 << 20,
                                             .inflate_ratio = 500,
                                             .ratio_floor = 1 << 20,
                                             .cells = 100000,
                                             .rows = 1048576,
                                             .columns = 16384,
                                             .xml_depth = 64,
                                             .sheets = 64,
                                             .merges = 1000,
                                             .cell_formats = 1000,
                                             .shared_strings = 10000,
                                             .string_bytes = 1 << 20,
                                             .field_bytes = 1 << 16};

/* A digest of all that was pushed. */
struct fuzz_sink {
  struct co_sink sink; /* first */
  uint64_t digest, cells;
};

FUZZ_PLAIN static void fuzz_add(struct fuzz_sink *f, uint64_t value) {
  f->digest = (f->digest ^ value) * 0x100000001b3U;
}

FUZZ_PLAIN static void fuzz_add_text(struct fuzz_sink *f, struct co_str text) {
  for (size_t i = 0; i < text.len; i++)
    fuzz_add(f, (unsigned char)text.ptr[i]);
  fuzz_add(f, 0x100);
}

FUZZ_PLAIN static enum co_status fuzz_sheet(struct co_sink *sink,
                                            const struct co_sheet *sheet,
                                            struct co_err *err) {
  struct fuzz_sink *f = (struct fuzz_sink *)sink;
  (void)err;
  fuzz_add_text(f, sheet->name);
  for (size_t i = 0; i < sheet->merge_count; i++)
    fuzz_add(f, sheet->merges[i].last_row);
  return CO_OK;
}

FUZZ_PLAIN static enum co_status fuzz_row(struct co_sink *sink,
                                          const struct co_row *row,
                                          struct co_err *err) {
  struct fuzz_sink *f = (struct fuzz_sink *)sink;
  (void)err;
  fuzz_add(f, row->row * 2U + row->hidden);
  for (uint32_t i = 0; i < row->count; i++) {
    const struct co_cell *cell = &row->cells[i];
    if (i && row->cells[i - 1].col >= cell->col) abort();
    fuzz_add(f, cell->col);
    fuzz_add(f, (uint64_t)cell->kind * 16 + (uint64_t)cell->look);
    fuzz_add(f, cell->fill);
    fuzz_add_text(f, cell->text);
  }
  f->cells += row->count;
  return CO_OK;
}

static enum co_status fuzz_end(struct co_sink *sink, struct co_err *err) {
  (void)err;
  fuzz_add((struct fuzz_sink *)sink, 1);
  return CO_OK;
}

static inline struct fuzz_sink fuzz_sink_new(void) {
  return (struct fuzz_sink){
      .sink = {fuzz_sheet, fuzz_row, NULL, fuzz_end, NULL},
      .digest = 0xcbf29ce484222325U};
}

/* Both readings must be whole and have pushed the same, or both be refused. Of
 * two faults in one part the blocks decide which is met first. */
static inline void fuzz_same(enum co_status a, const struct fuzz_sink *x,
                             enum co_status b, const struct fuzz_sink *y) {
  if (a ? b != CO_OK : b == CO_OK && x->digest == y->digest) return;
  fprintf(stderr, "two readings differ: status %d and %d\n", (int)a, (int)b);
  abort();
}

/* Packages: stored parts with right checksums */

struct fuzz_zip {
  struct co_buf bytes, directory;
  unsigned count;
};

FUZZ_PLAIN static inline void fuzz_put(struct co_buf *buf, uint64_t value,
                                       int bytes) {
  for (int i = 0; i < bytes; i++) {
    char c = (char)(i < 8 ? value >> (8 * i) & 0xff : 0);
    co_buf_add(buf, &c, 1);
  }
}

FUZZ_PLAIN static inline void fuzz_zip_add(struct fuzz_zip *zip,
                                           const char *name, const void *data,
                                           size_t size) {
  uint64_t offset = zip->bytes.len;
  struct co_buf *heads[] = {&zip->bytes, &zip->directory};
  for (int i = 0; i < 2; i++) {
    co_buf_add(heads[i], i ? "PK\1\2\x14\0" : "PK\3\4", i ? 6 : 4);
    fuzz_put(heads[i], 20, 10); /* version, flags, stored, time */
    fuzz_put(heads[i], co_crc32(0, data, size), 4);
    fuzz_put(heads[i], size, 4);
    fuzz_put(heads[i], size, 4);
    fuzz_put(heads[i], strlen(name), 4);
    if (i) fuzz_put(heads[i], 0, 10);
    if (i) fuzz_put(heads[i], offset, 4);
    co_buf_add(heads[i], name, strlen(name));
  }
  co_buf_add(&zip->bytes, data, size);
  zip->count++;
}

FUZZ_PLAIN static inline struct co_input fuzz_zip_close(struct fuzz_zip *zip,
                                                        const char *name) {
  struct co_input in;
  uint64_t start = zip->bytes.len, size = zip->directory.len;
  co_buf_add(&zip->bytes, zip->directory.ptr, zip->directory.len);
  co_buf_add(&zip->bytes, "PK\5\6\0\0\0\0", 8);
  fuzz_put(&zip->bytes, zip->count, 2);
  fuzz_put(&zip->bytes, zip->count, 2);
  fuzz_put(&zip->bytes, size, 4);
  fuzz_put(&zip->bytes, start, 4);
  fuzz_put(&zip->bytes, 0, 2);
  co_input_memory(&in, name, zip->bytes.ptr, zip->bytes.len);
  return in;
}

static inline void fuzz_zip_free(struct fuzz_zip *zip) {
  co_buf_clear(&zip->bytes);
  co_buf_clear(&zip->directory);
}

#endif

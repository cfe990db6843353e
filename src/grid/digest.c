/* digest.c - summing up sheets, rows and values in 64 bits.
 *
 * Every text has a checksum of its own, for which its place and kind are the
 * seed; these are mixed in one behind the other, so that their order counts. A
 * text's checksum need not wait for the one before. */
#include "digest.h"

#include "sum.h"

#define START 0xCBF29CE484222325u
#define PRIME 0x9E3779B97F4A7C15u /* odd, its bits well mixed */

enum { KIND_BITS = 8 }; /* more than kinds need; columns have less than 24 */

/* One multiplication spreads a bit upwards only, so the high half is folded
 * back for the next. */
static uint64_t add_number(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * PRIME;
  return hash ^ hash >> 32;
}

static enum co_status digest_sheet(struct co_sink *sink,
                                   const struct co_sheet *sheet,
                                   struct co_err *err) {
  (void)err;
  struct co_digest *digest = (struct co_digest *)sink;
  uint64_t name = co_text_checksum(sheet->name, digest->sheets++);
  digest->hash = add_number(digest->hash, name);
  return CO_OK;
}

static uint64_t add_cell(uint64_t hash, uint32_t row,
                         const struct co_cell *cell) {
  uint64_t place = (uint64_t)row << 32 | (uint64_t)cell->col << KIND_BITS;
  return add_number(hash,
                    co_text_checksum(cell->text, place | (uint64_t)cell->kind));
}

static enum co_status digest_row(struct co_sink *sink, const struct co_row *row,
                                 struct co_err *err) {
  (void)err;
  struct co_digest *digest = (struct co_digest *)sink;
  uint64_t before = digest->cells;
  for (uint32_t i = 0; i < row->count; i++) {
    const struct co_cell *cell = &row->cells[i];
    if (cell->kind == CO_CELL_BLANK || cell->text.len == 0) continue;
    digest->hash = add_cell(digest->hash, row->row, cell);
    digest->cells++;
  }
  digest->rows += digest->cells > before;
  return CO_OK;
}

static enum co_status digest_end(struct co_sink *sink, struct co_err *err) {
  (void)sink;
  (void)err;
  return CO_OK;
}

void co_digest_init(struct co_digest *digest) {
  *digest = (struct co_digest){
      .sink = {.sheet = digest_sheet, .row = digest_row, .end = digest_end},
      .hash = START,
  };
}

bool co_digest_equal(const struct co_digest *a, const struct co_digest *b) {
  return a->hash == b->hash && a->sheets == b->sheets && a->rows == b->rows &&
         a->cells == b->cells;
}

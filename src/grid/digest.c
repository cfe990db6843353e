/* digest.c - summing up sheets, rows and values in 64 bits.
 *
 * Everything goes in by words of eight bytes, and every text behind its
 * length, so that no two different grids give the same words. A word is
 * mixed in by one multiplication, as in FNV-1a, but eight bytes at a time:
 * the digest sees every value twice. Digests are compared within one run
 * only, so the order of bytes in a word is the machine's. */
#include "digest.h"

#include <string.h>

#define START 0xCBF29CE484222325u
#define PRIME 0x9E3779B97F4A7C15u /* odd, its bits well mixed */

/* One multiplication spreads a bit upwards only, so the high half is folded
 * back for the next. */
static uint64_t add_number(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * PRIME;
  return hash ^ hash >> 32;
}

static uint64_t add_text(uint64_t hash, struct co_str text) {
  uint64_t word;
  size_t at = 0;
  hash = add_number(hash, text.len);
  for (; text.len - at >= sizeof word; at += sizeof word) {
    memcpy(&word, text.ptr + at, sizeof word);
    hash = add_number(hash, word);
  }
  if (at == text.len) return hash;
  word = 0;
  memcpy(&word, text.ptr + at, text.len - at);
  return add_number(hash, word);
}

static enum co_status digest_sheet(struct co_sink *sink,
                                   const struct co_sheet *sheet,
                                   struct co_err *err) {
  (void)err;
  struct co_digest *digest = (struct co_digest *)sink;
  digest->hash = add_number(digest->hash, digest->sheets++);
  digest->hash = add_text(digest->hash, sheet->name);
  return CO_OK;
}

static uint64_t add_cell(uint64_t hash, uint32_t row,
                         const struct co_cell *cell) {
  hash = add_number(hash, (uint64_t)row << 32 | cell->col);
  hash = add_number(hash, (uint64_t)cell->kind);
  return add_text(hash, cell->text);
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

/* digest.c - summing up sheets, rows and values with FNV-1a (64 bits).
 *
 * Numbers go in as eight bytes, lowest first, and every text behind its
 * length, so that no two different grids give the same bytes. */
#include "digest.h"

#define FNV_START 0xCBF29CE484222325u
#define FNV_PRIME 0x100000001B3u

static uint64_t add_byte(uint64_t hash, unsigned char byte) {
  return (hash ^ byte) * FNV_PRIME;
}

static uint64_t add_number(uint64_t hash, uint64_t value) {
  for (int i = 0; i < 8; i++, value >>= 8)
    hash = add_byte(hash, (unsigned char)(value & 0xFF));
  return hash;
}

static uint64_t add_text(uint64_t hash, struct co_str text) {
  hash = add_number(hash, text.len);
  for (size_t i = 0; i < text.len; i++)
    hash = add_byte(hash, (unsigned char)text.ptr[i]);
  return hash;
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
  hash = add_byte(hash, (unsigned char)cell->kind);
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
      .hash = FNV_START,
  };
}

bool co_digest_equal(const struct co_digest *a, const struct co_digest *b) {
  return a->hash == b->hash && a->sheets == b->sheets && a->rows == b->rows &&
         a->cells == b->cells;
}

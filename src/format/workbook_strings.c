/* workbook_strings.c - texts that many cells have are written once.
 *
 * A department's name stands in a hundred thousand cells, a comment in one.
 * Nobody says which columns repeat themselves, so each column shows it: its
 * first texts all go to the table, and once most of them turn out to be new,
 * the column's texts stand in their cells from then on, unless the table has
 * them. The table is bounded, so memory is flat: what does not fit stands in
 * its cell too. Where a text stands makes no difference to who reads it. */
#include <stdlib.h>
#include <string.h>

#include "workbook_parts.h"

enum {
  SLOTS = 1 << 17, /* twice as many as texts, at least */
  MOST_TEXTS = 1 << 16,
  MOST_BYTES = 8 << 20,
  LONGEST = 1024, /* bytes of a text worth sharing */
  PROBES = 16,    /* a table made to collide costs no more than these */
  TRIAL = 512     /* texts of a column before it is judged */
};

struct co_book_string {
  struct co_str text;
  uint32_t hash, index;
};

void co_book_strings_init(struct co_book *book) {
  co_piece_init(&book->strings.items, &book->spool);
  book->strings.slots = co_xcalloc(SLOTS, sizeof *book->strings.slots);
}

void co_book_strings_clear(struct co_book_strings *strings) {
  co_piece_clear(&strings->items);
  co_arena_clear(&strings->texts);
  free(strings->slots);
}

/* Up to seven bytes as a number. One by one: copied into a word, they would be
 * waited for until it can be read whole. */
static uint64_t few_bytes(const char *p, size_t count) {
  uint64_t word = 0;
  for (size_t i = 0; i < count; i++)
    word |= (uint64_t)(unsigned char)p[i] << 8 * i;
  return word;
}

/* Eight bytes at a time; the same on every machine of one byte order. */
static uint32_t hash_of(struct co_str text) {
  uint64_t hash = text.len * 0x9E3779B97F4A7C15u, word = 0;
  const char *p = text.ptr;
  size_t left = text.len;
  for (; left >= sizeof word; p += sizeof word, left -= sizeof word) {
    memcpy(&word, p, sizeof word);
    hash = (hash ^ word) * 0xFF51AFD7ED558CCDu;
    hash ^= hash >> 32;
  }
  hash = (hash ^ few_bytes(p, left)) * 0xFF51AFD7ED558CCDu;
  return (uint32_t)(hash >> 32);
}

/* The text's slot, or the free one for it; NULL where there is neither. */
static struct co_book_string *find(const struct co_book_strings *strings,
                                   struct co_str text, uint32_t hash) {
  for (uint32_t i = 0; i < PROBES; i++) {
    struct co_book_string *slot = &strings->slots[(hash + i) % SLOTS];
    if (!slot->text.ptr) return slot;
    if (slot->hash == hash && co_str_eq(slot->text, text)) return slot;
  }
  return NULL;
}

static enum co_status add(struct co_book_strings *strings,
                          struct co_book_string *slot, struct co_str text,
                          uint32_t hash, struct co_err *err) {
  *slot = (struct co_book_string){co_arena_str(&strings->texts, text), hash,
                                  strings->count++};
  strings->bytes += text.len;
  char *to = co_piece_room(&strings->items, CO_BOOK_T_ROOM(text.len) + 20);
  to = CO_PUT(co_book_t(CO_PUT(to, "<si>"), text), "</si>");
  return co_piece_took(&strings->items, to, err);
}

static bool repeats(const struct co_book_column *column) {
  return column->seen < TRIAL || column->fresh <= column->seen / 2;
}

enum co_status co_book_share(struct co_book *book, uint32_t col,
                             struct co_str text, uint32_t *index, bool *shared,
                             struct co_err *err) {
  struct co_book_strings *strings = &book->strings;
  struct co_book_column *column = &book->columns[col];
  enum co_status status = CO_OK;
  *shared = false;
  if (text.len > LONGEST || !repeats(column)) return CO_OK;
  uint32_t hash = hash_of(text);
  struct co_book_string *slot = find(strings, text, hash);
  bool fresh = !slot || !slot->text.ptr;
  column->seen++;
  column->fresh += fresh;
  if (!slot) return CO_OK;
  if (fresh) {
    if (strings->count == MOST_TEXTS || strings->bytes + text.len > MOST_BYTES)
      return CO_OK;
    status = add(strings, slot, text, hash, err);
  }
  strings->uses++;
  *index = slot->index;
  *shared = true;
  return status;
}

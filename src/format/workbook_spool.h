/* workbook_spool.h - packed text that waits on disk for its place in a zip.
 *
 * A workbook's rows come in before it is known what stands in front of them,
 * and memory must stay flat. So text is packed at once and kept in a file
 * beside the output, unlinked as soon as it is open: nothing is left behind
 * whatever happens. A piece is one such text; several grow at a time, each
 * with its places in the file. A part of the package is a few pieces one
 * behind the other:
 *
 *   co_spool_open(&spool, "master.xlsx", err);
 *   co_piece_init(&rows, &spool);
 *   char *to = co_piece_room(&rows, 100);       write up to 100 bytes there
 *   co_piece_took(&rows, end, err);             up to here
 *   co_piece_close(&rows, err);
 *   struct co_piece *pieces[] = {&head, &rows, &tail};
 *   co_spool_part(&spool, &zip, name, pieces, 3, err);
 *
 * Ownership: pieces borrow the spool; co_piece_clear releases their memory. */
#ifndef COLLATE_WORKBOOK_SPOOL_H
#define COLLATE_WORKBOOK_SPOOL_H

#include "deflate.h"
#include "output.h"
#include "zip_write.h"

struct co_spool {
  struct co_output file; /* never committed */
  const char *target;    /* of the workbook, for messages; borrowed */
  bool small;            /* pack small rather than fast */
  uint64_t size;
  bool reading; /* the stream does not stand at the end */
};

struct co_extent {
  uint64_t at, len;
};

struct co_piece {
  struct co_spool *spool;
  struct co_deflate *deflate; /* NULL before the first byte and once closed */
  char *raw;                  /* waits to be packed */
  size_t raw_len, raw_cap;
  struct co_extent *extents;
  size_t extent_count, extent_cap;
  uint64_t size, packed; /* bytes */
  uint32_t crc;          /* of the text */
};

enum co_status co_spool_open(struct co_spool *spool, const char *target,
                             struct co_err *err);
void co_spool_close(struct co_spool *spool);

void co_piece_init(struct co_piece *piece, struct co_spool *spool);
void co_piece_clear(struct co_piece *piece);

/* Room for need bytes at the piece's end; co_piece_took says how far it was
 * used. Inline, because every cell needs both. */
enum { CO_PIECE_CHUNK = 256 * 1024 }; /* bytes that are packed at once */
void co_piece_grow(struct co_piece *piece, size_t need);
enum co_status co_piece_pack(struct co_piece *piece, bool flush,
                             struct co_err *err);
static inline char *co_piece_room(struct co_piece *piece, size_t need) {
  if (piece->raw_cap - piece->raw_len < need) co_piece_grow(piece, need);
  return piece->raw + piece->raw_len;
}
static inline enum co_status co_piece_took(struct co_piece *piece,
                                           const char *end,
                                           struct co_err *err) {
  piece->raw_len = (size_t)(end - piece->raw);
  return piece->raw_len < CO_PIECE_CHUNK ? CO_OK
                                         : co_piece_pack(piece, false, err);
}
enum co_status co_piece_add(struct co_piece *piece, struct co_str text,
                            struct co_err *err);
/* No more text comes; frees all but what co_spool_part needs. */
enum co_status co_piece_close(struct co_piece *piece, struct co_err *err);

/* Closed pieces as one part of the package. */
enum co_status co_spool_part(struct co_spool *spool, struct co_zip *zip,
                             struct co_str name, struct co_piece *const *pieces,
                             size_t count, struct co_err *err);

#endif

/* workbook_spool.c - see workbook_spool.h.
 *
 * Text is packed when a chunk of it is there, so that a cell costs no call of
 * the packer. Bytes that follow each other in the file are one extent: a
 * sheet's rows are one, unless another piece grew meanwhile. */
#include "workbook_spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inflate.h"
#include "str.h"

enum { BLOCK = 64 * 1024 };

static enum co_status cannot(const struct co_spool *spool, struct co_err *err) {
  return co_fail(err, co_output_error(errno),
                 "'%s' cannot be written (%s, in a temporary file beside it); "
                 "free space on the disk or choose another place",
                 spool->target, strerror(errno));
}

enum co_status co_spool_open(struct co_spool *spool, const char *target,
                             struct co_err *err) {
  struct co_buf name = {0};
  *spool = (struct co_spool){.target = target};
  co_buf_printf(&name, "%s.rows", target);
  enum co_status status = co_output_open(&spool->file, name.ptr, err);
  spool->file.jumped = true; /* nobody compares it: no sum */
  co_buf_clear(&name);
  if (!status && unlink(spool->file.temp) != 0) status = cannot(spool, err);
  return status;
}

void co_spool_close(struct co_spool *spool) {
  co_output_discard(&spool->file);
}

void co_piece_init(struct co_piece *piece, struct co_spool *spool) {
  *piece = (struct co_piece){.spool = spool};
}

static void release(struct co_piece *piece) {
  co_deflate_free(piece->deflate);
  free(piece->raw);
  piece->deflate = NULL;
  piece->raw = NULL;
  piece->raw_len = piece->raw_cap = 0;
}

void co_piece_clear(struct co_piece *piece) {
  release(piece);
  free(piece->extents);
  *piece = (struct co_piece){.spool = piece->spool};
}

/* Between reading and writing a stream wants to be placed. */
static bool stand_at(struct co_spool *spool, uint64_t at, bool reading) {
  spool->reading = reading;
  return fseeko(spool->file.file, (off_t)at, SEEK_SET) == 0;
}

/* Notes that the file's next bytes are the piece's. */
static void extend(struct co_piece *piece, uint64_t at, uint64_t len) {
  size_t count = piece->extent_count;
  if (count) {
    struct co_extent *last = &piece->extents[count - 1];
    if (last->at + last->len == at) {
      last->len += len;
      return;
    }
  }
  CO_GROW(piece->extents, count, piece->extent_cap);
  piece->extents[count] = (struct co_extent){at, len};
  piece->extent_count++;
}

/* Packed bytes to the end of the file. */
static enum co_status append(struct co_piece *piece, const void *bytes,
                             size_t len, struct co_err *err) {
  struct co_spool *spool = piece->spool;
  if (!len) return CO_OK;
  if (spool->reading && !stand_at(spool, spool->size, false))
    return cannot(spool, err);
  if (fwrite(bytes, 1, len, spool->file.file) != len) return cannot(spool, err);
  extend(piece, spool->size, len);
  spool->size += len;
  piece->packed += len;
  return CO_OK;
}

enum co_status co_piece_pack(struct co_piece *piece, bool flush,
                             struct co_err *err) {
  unsigned char block[BLOCK];
  enum co_status status = CO_OK;
  bool done = false;
  struct co_codec_io io = {.in = (unsigned char *)piece->raw,
                           .in_len = piece->raw_len};
  if (!piece->deflate) piece->deflate = co_deflate_new(piece->spool->small);
  if (!piece->deflate)
    return co_fail(err, CO_X_BUG, "zlib does not match its header");
  piece->size += piece->raw_len;
  piece->crc = co_crc32(piece->crc, piece->raw, piece->raw_len);
  while (!status && !done) {
    io.out = block;
    io.out_len = sizeof block;
    done = co_deflate_run(piece->deflate, &io, flush);
    status = append(piece, block, sizeof block - io.out_len, err);
  }
  piece->raw_len = 0;
  return status;
}

void co_piece_grow(struct co_piece *piece, size_t need) {
  size_t cap = piece->raw_len + need;
  piece->raw_cap = cap > 2 * CO_PIECE_CHUNK ? cap : 2 * CO_PIECE_CHUNK;
  piece->raw = co_xrealloc(piece->raw, piece->raw_cap);
}

enum co_status co_piece_add(struct co_piece *piece, struct co_str text,
                            struct co_err *err) {
  char *to = co_piece_room(piece, text.len);
  if (text.len) memcpy(to, text.ptr, text.len);
  return co_piece_took(piece, to + text.len, err);
}

enum co_status co_piece_close(struct co_piece *piece, struct co_err *err) {
  bool empty = !piece->raw_len && !piece->deflate;
  enum co_status status = empty ? CO_OK : co_piece_pack(piece, true, err);
  release(piece);
  return status;
}

static enum co_status copy_extent(struct co_spool *spool,
                                  const struct co_extent *extent,
                                  struct co_zip *zip, struct co_err *err) {
  char block[BLOCK];
  enum co_status status = CO_OK;
  if (!stand_at(spool, extent->at, true)) return cannot(spool, err);
  for (uint64_t left = extent->len; !status && left;) {
    size_t want = left < sizeof block ? (size_t)left : sizeof block;
    if (fread(block, 1, want, spool->file.file) != want)
      return cannot(spool, err);
    status = co_zip_bytes(zip, block, want, err);
    left -= want;
  }
  return status;
}

static enum co_status copy_piece(struct co_spool *spool,
                                 const struct co_piece *piece,
                                 struct co_zip *zip, struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; !status && i < piece->extent_count; i++)
    status = copy_extent(spool, &piece->extents[i], zip, err);
  return status;
}

enum co_status co_spool_part(struct co_spool *spool, struct co_zip *zip,
                             struct co_str name, struct co_piece *const *pieces,
                             size_t count, struct co_err *err) {
  struct co_zip_part part = {.name = name, .packed = CO_DEFLATE_END_LEN};
  for (size_t i = 0; i < count; i++) {
    part.size += pieces[i]->size;
    part.packed += pieces[i]->packed;
    part.crc = co_crc32_join(part.crc, pieces[i]->crc, pieces[i]->size);
  }
  enum co_status status = co_zip_begin(zip, &part, err);
  for (size_t i = 0; !status && i < count; i++)
    status = copy_piece(spool, pieces[i], zip, err);
  if (status) return status;
  return co_zip_bytes(zip, CO_DEFLATE_END, CO_DEFLATE_END_LEN, err);
}

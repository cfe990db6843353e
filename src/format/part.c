/* part.c - one part of a package as a stream of verified bytes.
 *
 * Inflates block by block and counts: a part that is longer or shorter than
 * the directory says, or whose CRC differs, is an error of the last read. The
 * limits are checked against the declared size when the part is opened, which
 * suffices because not one byte more than that is ever handed out.
 * A caller that must not act on bytes before the CRC is known reads to the
 * end first; readers of sheets rely on the run rolling back instead. */
#include <stdlib.h>

#include "inflate.h"
#include "limits.h"
#include "package.h"

enum { BLOCK = 128 * 1024 };

struct co_part {
  struct co_package *package;
  const struct co_entry *entry;
  struct co_inflate *inflate; /* NULL for a stored part */
  uint64_t taken;             /* packed bytes read from the input */
  uint64_t given;             /* content bytes handed out */
  uint32_t crc;
  bool ended, verified;
  struct co_codec_io io;
  unsigned char block[]; /* BLOCK packed bytes; a stored part needs none */
};

static enum co_status bad_part(const struct co_part *part, struct co_err *err,
                               enum co_error code, const char *how) {
  return co_fail(err, code,
                 "the file is damaged: part '%.*s' %s; ask for a new copy",
                 CO_STR(part->entry->name), how);
}

static enum co_status check_limits(struct co_package *package,
                                   const struct co_entry *entry,
                                   struct co_err *err) {
  const struct co_limits *limits = package->limits;
  if (entry->size > limits->part_bytes)
    return co_limit_crossed(
        err, CO_X_LIMIT_PART_BYTES,
        "part '%.*s' is %llu bytes long, more than the limit of "
        "%llu for a part",
        CO_STR(entry->name), (unsigned long long)entry->size,
        (unsigned long long)limits->part_bytes);
  if (entry->size > limits->ratio_floor &&
      entry->size / limits->inflate_ratio > entry->packed)
    return co_limit_crossed(
        err, CO_X_LIMIT_INFLATE_RATIO,
        "part '%.*s' is packed more than %u to 1, which no real "
        "workbook is",
        CO_STR(entry->name), (unsigned)limits->inflate_ratio);
  if (package->inflated + entry->size > limits->total_bytes)
    return co_limit_crossed(
        err, CO_X_LIMIT_TOTAL_BYTES,
        "the parts of the file are longer than the limit of %llu "
        "bytes together",
        (unsigned long long)limits->total_bytes);
  return CO_OK;
}

enum co_status co_part_open(struct co_part **out, struct co_package *package,
                            const struct co_entry *entry, struct co_err *err) {
  *out = NULL;
  enum co_status status = check_limits(package, entry, err);
  if (status) return status;
  package->inflated += entry->size;
  struct co_part *part =
      co_xmalloc(sizeof *part + (entry->deflated ? BLOCK : 0));
  *part = (struct co_part){.package = package, .entry = entry};
  part->io.in = part->block;
  if (entry->deflated && !(part->inflate = co_inflate_new())) {
    free(part);
    return co_fail(err, CO_X_BUG, "zlib cannot be used");
  }
  *out = part;
  return CO_OK;
}

void co_part_close(struct co_part *part) {
  if (!part) return;
  co_inflate_free(part->inflate);
  free(part);
}

/* The next block of packed bytes; none is left where in_len stays 0. */
static enum co_status refill(struct co_part *part, struct co_err *err) {
  uint64_t left = part->entry->packed - part->taken;
  size_t want = left < BLOCK ? (size_t)left : BLOCK, got = 0;
  if (part->io.in_len || want == 0) return CO_OK;
  enum co_status status =
      co_input_read(part->package->in, part->entry->data + part->taken,
                    part->block, want, &got, err);
  if (status) return status;
  if (got < want)
    return bad_part(part, err, CO_X_ZIP_TRUNCATED, "is cut short");
  part->taken += got;
  part->io.in = part->block;
  part->io.in_len = got;
  return CO_OK;
}

/* Fills out from the stream; stops early only at the stream's end. */
static enum co_status unpack(struct co_part *part, unsigned char *out,
                             size_t len, size_t *got, struct co_err *err) {
  part->io.out = out;
  part->io.out_len = len;
  while (part->io.out_len && !part->ended) {
    enum co_status status = refill(part, err);
    if (status) return status;
    size_t in = part->io.in_len, room = part->io.out_len;
    enum co_inflate_result result = co_inflate_run(part->inflate, &part->io);
    if (result == CO_INFLATE_BAD)
      return bad_part(part, err, CO_X_ZIP_DEFLATE, "cannot be unpacked");
    part->ended = result == CO_INFLATE_END;
    if (!part->ended && in == 0 && room == part->io.out_len)
      return bad_part(part, err, CO_X_ZIP_DEFLATE, "is cut short");
  }
  *got = len - part->io.out_len;
  return CO_OK;
}

static enum co_status copy(struct co_part *part, unsigned char *out, size_t len,
                           size_t *got, struct co_err *err) {
  enum co_status status = co_input_read(
      part->package->in, part->entry->data + part->given, out, len, got, err);
  if (!status && *got < len)
    status = bad_part(part, err, CO_X_ZIP_TRUNCATED, "is cut short");
  return status;
}

/* Everything was handed out: nothing may follow, and the CRC must be right. */
static enum co_status verify(struct co_part *part, struct co_err *err) {
  unsigned char more;
  size_t got = 0;
  part->verified = true;
  if (part->inflate) {
    enum co_status status = unpack(part, &more, 1, &got, err);
    if (status) return status;
  }
  if (got)
    return bad_part(part, err, CO_X_ZIP_LENGTH,
                    "is longer than the directory says");
  if (part->crc != part->entry->crc)
    return bad_part(part, err, CO_X_ZIP_CRC,
                    "does not have the checksum it should have");
  return CO_OK;
}

enum co_status co_part_read(struct co_part *part, void *buf, size_t len,
                            size_t *got, struct co_err *err) {
  uint64_t left = part->entry->size - part->given;
  size_t want = left < len ? (size_t)left : len;
  *got = 0;
  enum co_status status = CO_OK;
  if (want)
    status = part->inflate ? unpack(part, buf, want, got, err)
                           : copy(part, buf, want, got, err);
  if (status) return status;
  if (*got < want)
    return bad_part(part, err, CO_X_ZIP_LENGTH,
                    "is shorter than the directory says");
  part->crc = co_crc32(part->crc, buf, *got);
  part->given += *got;
  if (part->given == part->entry->size && !part->verified)
    status = verify(part, err);
  return status;
}

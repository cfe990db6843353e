/* zip_make.h - packages built in memory, right or wrong on purpose.
 *
 * A part says its name and content; everything a test may want to falsify
 * (method, flags, the sizes and the CRC declared, the name in its own header)
 * is an offset or a replacement that is zero by default. Include it after
 * the headers of cmocka (table.h). */
#ifndef COLLATE_TEST_ZIP_MAKE_H
#define COLLATE_TEST_ZIP_MAKE_H

#include <stdbool.h>
#include <zlib.h>

#include "input.h"
#include "str.h"
#include "table.h"

struct zip_part {
  const char *name;
  const char *text;
  size_t len;             /* 0: strlen(text) */
  bool stored;            /* not deflated */
  unsigned flags;         /* general purpose flags */
  unsigned method;        /* another method than the true one */
  int more_size;          /* declared size minus true size */
  int more_packed;        /* likewise of the packed size */
  unsigned crc_xor;       /* declared CRC differs by this */
  const char *local_name; /* another name in the local header */
  int more_offset;        /* the directory's offset minus the true one */
  unsigned extra;         /* bytes of an extra field in both places */
  unsigned wide;          /* in a zip64 field: 1 the size, 2 the packed one, 4
                             the offset (in both headers) */
  int more_wide;          /* its declared length minus the true one */
  int cut;                /* bytes that the extra fields lack at their end */
  unsigned local_xor[15]; /* of the 16-bit words of the local header */
};

struct zip {
  struct co_buf bytes, directory;
  unsigned count;
};

static void zip_put(struct co_buf *buf, unsigned long value, int bytes) {
  for (int i = 0; i < bytes; i++) {
    char c = (char)(i < 4 ? value >> (8 * i) & 0xff : 0);
    co_buf_add(buf, &c, 1);
  }
}

static size_t zip_pack(const char *text, size_t len, unsigned char **out) {
  z_stream z = {0};
  deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
  size_t room = deflateBound(&z, len);
  *out = malloc(room + 1);
  z.next_in = (Bytef *)(uintptr_t)text;
  z.avail_in = (uInt)len;
  z.next_out = *out;
  z.avail_out = (uInt)room;
  deflate(&z, Z_FINISH);
  size_t got = room - z.avail_out;
  deflateEnd(&z);
  return got;
}

static unsigned zip_wide_len(const struct zip_part *part) {
  static const unsigned lens[] = {0, 12, 12, 20, 12, 20, 20, 28};
  return lens[part->wide];
}

/* What local header and directory record have in common. */
static void zip_common(struct co_buf *buf, const struct zip_part *part,
                       size_t packed, size_t size, size_t name_len) {
  unsigned long crc =
      crc32(0, (const Bytef *)part->text, (uInt)size) ^ part->crc_xor;
  unsigned method = part->method ? part->method : part->stored ? 0 : 8;
  zip_put(buf, 20, 2);
  zip_put(buf, part->flags, 2);
  zip_put(buf, method, 2);
  zip_put(buf, 0, 4);
  zip_put(buf, crc, 4);
  long own_packed = (long)packed + part->more_packed;
  long own_size = (long)size + part->more_size;
  zip_put(buf, part->wide & 2 ? UINT32_MAX : (unsigned long)own_packed, 4);
  zip_put(buf, part->wide & 1 ? UINT32_MAX : (unsigned long)own_size, 4);
  zip_put(buf, name_len, 2);
  zip_put(buf, part->extra + zip_wide_len(part) - (unsigned)part->cut, 2);
}

/* An unknown kind of extra field (0xCAFE) of any length from 4 on, and the
 * zip64 field. */
static void zip_extra(struct co_buf *buf, const struct zip_part *part,
                      size_t packed, size_t size, size_t offset) {
  if (part->extra) {
    zip_put(buf, 0xCAFE, 2);
    zip_put(buf, part->extra - 4, 2);
  }
  for (unsigned i = 4; i < part->extra; i++)
    zip_put(buf, 'x', 1);
  if (part->wide) {
    zip_put(buf, 1, 2);
    zip_put(buf, zip_wide_len(part) - 4 + (unsigned)part->more_wide, 2);
  }
  if (part->wide & 1) zip_put(buf, size, 8);
  if (part->wide & 2) zip_put(buf, packed, 8);
  if (part->wide & 4) zip_put(buf, offset, 8);
  buf->len -= (size_t)part->cut;
}

static void zip_add(struct zip *zip, struct zip_part part) {
  size_t size = part.len ? part.len : strlen(part.text), packed = size;
  size_t offset = zip->bytes.len;
  unsigned char *deflated = NULL;
  if (!part.stored) packed = zip_pack(part.text, size, &deflated);
  const char *local = part.local_name ? part.local_name : part.name;
  co_buf_add(&zip->bytes, "PK\3\4", 4);
  zip_common(&zip->bytes, &part, packed, size, strlen(local));
  if (part.flags & 8) /* sizes and CRC come behind the data */
    memset(zip->bytes.ptr + zip->bytes.len - 16, 0, 12);
  for (size_t i = 0; i < COUNT(part.local_xor); i++) {
    char *word = zip->bytes.ptr + offset + 2 * i;
    word[0] = (char)(word[0] ^ (int)(part.local_xor[i] & 0xFF));
    word[1] = (char)(word[1] ^ (int)(part.local_xor[i] >> 8));
  }
  co_buf_add(&zip->bytes, local, strlen(local));
  zip_extra(&zip->bytes, &part, packed, size, offset);
  co_buf_add(&zip->bytes, deflated ? (char *)deflated : part.text, packed);
  if (part.flags & 8) zip_put(&zip->bytes, 0, 16);
  free(deflated);
  co_buf_add(&zip->directory, "PK\1\2", 4);
  zip_put(&zip->directory, 20, 2);
  zip_common(&zip->directory, &part, packed, size, strlen(part.name));
  zip_put(&zip->directory, 0, 10);
  unsigned long place = (unsigned long)((long)offset + part.more_offset);
  zip_put(&zip->directory, part.wide & 4 ? UINT32_MAX : place, 4);
  co_buf_add(&zip->directory, part.name, strlen(part.name));
  zip_extra(&zip->directory, &part, packed, size, place);
  zip->count++;
}

/* Closes the package; the input borrows its bytes. */
static struct co_input zip_input(struct zip *zip, const char *path) {
  struct co_input in;
  size_t start = zip->bytes.len, size = zip->directory.len;
  co_buf_add(&zip->bytes, zip->directory.ptr, size);
  co_buf_add(&zip->bytes, "PK\5\6\0\0\0\0", 8);
  zip_put(&zip->bytes, zip->count, 2);
  zip_put(&zip->bytes, zip->count, 2);
  zip_put(&zip->bytes, size, 4);
  zip_put(&zip->bytes, start, 4);
  zip_put(&zip->bytes, 0, 2);
  co_input_memory(&in, path, zip->bytes.ptr, zip->bytes.len);
  return in;
}

static void zip_free(struct zip *zip) {
  co_buf_clear(&zip->bytes);
  co_buf_clear(&zip->directory);
  *zip = (struct zip){0};
}

#endif

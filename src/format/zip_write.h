/* zip_write.h - the shell of a zip package: headers, directory, checked writes.
 *
 * For a package whose parts are already packed: name, sizes and CRC of a part
 * are known before its first byte, so nothing is sought back and there are no
 * data descriptors. Zip64 fields are written where a size or a place needs
 * them and only there. Times are fixed (1980-01-01): same input, same bytes.
 *
 *   co_zip_init(&zip, file, "master.xlsx");
 *   co_zip_begin(&zip, &part, err);     one part: its bytes follow,
 *   co_zip_bytes(&zip, p, len, err);    exactly part.packed of them
 *   co_zip_end(&zip, err);              the directory; flushes the stream
 *
 * Layout: APPNOTE.TXT 4.3 (headers), 4.5.3 (zip64). Ownership: the stream and
 * the target's name (for messages) are the caller's. */
#ifndef COLLATE_ZIP_WRITE_H
#define COLLATE_ZIP_WRITE_H

#include <stdio.h>

#include "arena.h"

struct co_zip_part {
  struct co_str name; /* ASCII; copied */
  uint64_t size;      /* unpacked */
  uint64_t packed;    /* as a raw deflate stream */
  uint32_t crc;
  uint64_t header; /* set by co_zip_begin: where its local header stands */
};

struct co_zip {
  FILE *file;
  const char *target;
  struct co_arena arena; /* names */
  struct co_zip_part *parts;
  size_t count, cap;
  uint64_t at;   /* bytes written */
  uint64_t due;  /* bytes of the part now open that are still to come */
  uint64_t wide; /* numbers from here on need zip64: 2^32 - 1 */
};

void co_zip_init(struct co_zip *zip, FILE *file, const char *target);
void co_zip_clear(struct co_zip *zip);

enum co_status co_zip_begin(struct co_zip *zip, const struct co_zip_part *part,
                            struct co_err *err);
enum co_status co_zip_bytes(struct co_zip *zip, const void *bytes, size_t len,
                            struct co_err *err);
enum co_status co_zip_end(struct co_zip *zip, struct co_err *err);

#endif

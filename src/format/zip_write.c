/* zip_write.c - see zip_write.h.
 *
 * Numbers in a zip are little-endian whatever the machine; a record is put
 * together in a small buffer and written at once. A record that needs zip64
 * says all ones in its short fields and the truth in an extra field, in the
 * order size, packed, place (APPNOTE 4.5.3). */
#include "zip_write.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"

enum {
  LOCAL = 0x04034B50,
  CENTRAL = 0x02014B50,
  END = 0x06054B50,
  END_64 = 0x06064B50,
  LOCATOR_64 = 0x07064B50
};
enum { DEFLATED = 8, DATE_1980 = 0x0021, VERSION = 20, VERSION_64 = 45 };
enum { EXTRA_64 = 1, RECORD = 128, MOST_PARTS = 65535 };
#define ALL_ONES 0xFFFFFFFFu

/* A record while it is put together; none is longer than RECORD. */
struct record {
  unsigned char bytes[RECORD];
  size_t len;
};

static void put(struct record *r, uint64_t value, size_t bytes) {
  for (size_t i = 0; i < bytes; i++, value >>= 8)
    r->bytes[r->len++] = (unsigned char)(value & 0xFF);
}

static enum co_status cannot_write(const struct co_zip *zip,
                                   struct co_err *err) {
  return co_fail(err, co_output_error(errno),
                 "'%s' cannot be written (%s); free space on the disk or "
                 "choose another place",
                 zip->target, strerror(errno));
}

static enum co_status write_all(struct co_zip *zip, const void *bytes,
                                size_t len, struct co_err *err) {
  zip->at += len;
  return fwrite(bytes, 1, len, zip->file) == len ? CO_OK
                                                 : cannot_write(zip, err);
}

static enum co_status write_record(struct co_zip *zip, const struct record *r,
                                   struct co_err *err) {
  return write_all(zip, r->bytes, r->len, err);
}

void co_zip_init(struct co_zip *zip, FILE *file, const char *target) {
  *zip = (struct co_zip){.file = file, .target = target, .wide = ALL_ONES};
}

void co_zip_clear(struct co_zip *zip) {
  free(zip->parts);
  co_arena_clear(&zip->arena);
}

static bool sizes_wide(const struct co_zip *zip,
                       const struct co_zip_part *part) {
  return part->size >= zip->wide || part->packed >= zip->wide;
}

/* What local header and directory have in common, method to name length. */
static void put_common(struct record *r, const struct co_zip_part *part,
                       bool wide) {
  put(r, 0, 2); /* flags */
  put(r, DEFLATED, 2);
  put(r, 0, 2); /* midnight */
  put(r, DATE_1980, 2);
  put(r, part->crc, 4);
  put(r, wide ? ALL_ONES : part->packed, 4);
  put(r, wide ? ALL_ONES : part->size, 4);
  put(r, part->name.len, 2);
}

static void put_extra(struct record *r, const struct co_zip_part *part,
                      bool with_place) {
  put(r, EXTRA_64, 2);
  put(r, with_place ? 24 : 16, 2);
  put(r, part->size, 8);
  put(r, part->packed, 8);
  if (with_place) put(r, part->header, 8);
}

static enum co_status check_done(const struct co_zip *zip, struct co_err *err) {
  if (!zip->due) return CO_OK;
  return co_fail(err, CO_X_BUG, "a part of '%s' lacks %llu bytes", zip->target,
                 (unsigned long long)zip->due);
}

enum co_status co_zip_begin(struct co_zip *zip, const struct co_zip_part *part,
                            struct co_err *err) {
  struct record head = {.len = 0}, extra = {.len = 0};
  bool wide = sizes_wide(zip, part);
  enum co_status status = check_done(zip, err);
  if (status) return status;
  CO_GROW(zip->parts, zip->count, zip->cap);
  struct co_zip_part *kept = &zip->parts[zip->count++];
  *kept = *part;
  kept->name = co_arena_str(&zip->arena, part->name);
  kept->header = zip->at;
  zip->due = part->packed;
  if (wide) put_extra(&extra, kept, false);
  put(&head, LOCAL, 4);
  put(&head, wide ? VERSION_64 : VERSION, 2);
  put_common(&head, kept, wide);
  put(&head, extra.len, 2);
  status = write_record(zip, &head, err);
  if (!status) status = write_all(zip, kept->name.ptr, kept->name.len, err);
  return status ? status : write_record(zip, &extra, err);
}

enum co_status co_zip_bytes(struct co_zip *zip, const void *bytes, size_t len,
                            struct co_err *err) {
  if (len > zip->due)
    return co_fail(err, CO_X_BUG, "a part of '%s' is longer than was said",
                   zip->target);
  zip->due -= len;
  return write_all(zip, bytes, len, err);
}

static enum co_status write_entry(struct co_zip *zip,
                                  const struct co_zip_part *part,
                                  struct co_err *err) {
  struct record head = {.len = 0}, extra = {.len = 0};
  bool wide = sizes_wide(zip, part) || part->header >= zip->wide;
  if (wide) put_extra(&extra, part, true);
  put(&head, CENTRAL, 4);
  put(&head, VERSION_64, 2); /* made by */
  put(&head, wide ? VERSION_64 : VERSION, 2);
  put_common(&head, part, wide);
  put(&head, extra.len, 2);
  put(&head, 0, 2); /* comment */
  put(&head, 0, 2); /* disk */
  put(&head, 0, 2); /* attributes */
  put(&head, 0, 4);
  put(&head, wide ? ALL_ONES : part->header, 4);
  enum co_status status = write_record(zip, &head, err);
  if (!status) status = write_all(zip, part->name.ptr, part->name.len, err);
  return status ? status : write_record(zip, &extra, err);
}

/* The long end record and the locator that leads to it. */
static void put_end_64(struct record *r, const struct co_zip *zip,
                       uint64_t start, uint64_t end) {
  put(r, END_64, 4);
  put(r, 44, 8); /* bytes that follow in this record */
  put(r, VERSION_64, 2);
  put(r, VERSION_64, 2);
  put(r, 0, 4); /* disks */
  put(r, 0, 4);
  put(r, zip->count, 8);
  put(r, zip->count, 8);
  put(r, end - start, 8);
  put(r, start, 8);
  put(r, LOCATOR_64, 4);
  put(r, 0, 4);
  put(r, end, 8);
  put(r, 1, 4);
}

static enum co_status write_end(struct co_zip *zip, uint64_t start,
                                struct co_err *err) {
  struct record r = {.len = 0};
  uint64_t end = zip->at;
  bool wide = end >= zip->wide || zip->count >= MOST_PARTS;
  if (wide) put_end_64(&r, zip, start, end);
  uint64_t count = wide ? MOST_PARTS : zip->count;
  put(&r, END, 4);
  put(&r, 0, 2); /* disks */
  put(&r, 0, 2);
  put(&r, count, 2);
  put(&r, count, 2);
  put(&r, wide ? ALL_ONES : end - start, 4);
  put(&r, wide ? ALL_ONES : start, 4);
  put(&r, 0, 2); /* comment */
  return write_record(zip, &r, err);
}

enum co_status co_zip_end(struct co_zip *zip, struct co_err *err) {
  uint64_t start = zip->at;
  enum co_status status = check_done(zip, err);
  for (size_t i = 0; !status && i < zip->count; i++)
    status = write_entry(zip, &zip->parts[i], err);
  if (!status) status = write_end(zip, start, err);
  if (status) return status;
  return fflush(zip->file) == 0 ? CO_OK : cannot_write(zip, err);
}

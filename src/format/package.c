/* package.c - the directory of a zip package, checked before use.
 *
 * minizip walks the directory over our input and hands out each entry's
 * record; what is as wide as zip64 is read from it here. Everything an attacker
 * or a broken exporter can get wrong is checked here: flags, method, the local
 * header against the record, duplicate names, overlapping entries, bytes in
 * front of or behind the package, the number of entries (PKWARE APPNOTE 4.3
 * and 4.4; catalogue Z1 to Z17). What an entry's bytes really are is checked
 * while they are read: part.c.
 *
 * Data descriptors (flag bit 3, written by streaming exporters) leave sizes
 * and CRC of the local header at zero, so there the directory alone counts. */
#include "package.h"

#include <errno.h>
#include <minizip/unzip.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "limits.h"
#include "str.h"

enum {
  LOCAL_HEADER = 30,
  DIRECTORY_RECORD = 46,
  END_RECORD = 22,
  LOCATOR = 20, /* of the zip64 end record, in front of the end record */
  EXTRA = 1024, /* bytes of an entry's extra field that are looked at */
  ZIP64_FIELD = 1,
  LONGEST_TAIL = END_RECORD + 65535 + 4096, /* with some bytes behind it */
  LONGEST_NAME = 65535,
  AHEAD = 64 * 1024,
  FLAG_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13,
  FLAG_PATCH = 1 << 5,
  FLAG_DESCRIPTOR = 1 << 3
};

/* minizip's view of a co_input: a cursor. */
struct cursor {
  struct co_input *in;
  uint64_t at;
  uint64_t sought; /* where minizip last went to, from the file's beginning */
  uint64_t from;   /* of the bytes read ahead */
  size_t have;
  unsigned char ahead[AHEAD];
};

static void *ZCALLBACK zip_open(void *opaque, const void *name, int mode) {
  (void)name;
  (void)mode;
  return opaque;
}

/* minizip looks for the directory backwards, in small steps, and reads it byte
 * by byte, but for the names. So some bytes in front are read as well. */
static size_t read_ahead(struct cursor *cursor, void *buf, size_t size) {
  uint64_t skip = cursor->at - cursor->from;
  if (cursor->at < cursor->from || skip + size > cursor->have) {
    skip = cursor->at % (AHEAD / 2);
    cursor->from = cursor->at - skip;
    if (co_input_read(cursor->in, cursor->from, cursor->ahead, AHEAD,
                      &cursor->have, NULL))
      cursor->have = 0;
  }
  size_t left = cursor->have > skip ? cursor->have - (size_t)skip : 0;
  size_t got = size < left ? size : left;
  memcpy(buf, cursor->ahead + skip, got);
  return got;
}

/* A read that fails is short, which is all that minizip asks. */
static uLong ZCALLBACK zip_read(void *opaque, void *stream, void *buf,
                                uLong size) {
  (void)opaque;
  struct cursor *cursor = stream;
  size_t got = 0;
  if (size <= AHEAD / 2)
    got = read_ahead(cursor, buf, size);
  else
    (void)co_input_read(cursor->in, cursor->at, buf, size, &got, NULL);
  cursor->at += got;
  return got;
}

static ZPOS64_T ZCALLBACK zip_tell(void *opaque, void *stream) {
  (void)opaque;
  return ((struct cursor *)stream)->at;
}

static long ZCALLBACK zip_seek(void *opaque, void *stream, ZPOS64_T offset,
                               int origin) {
  (void)opaque;
  struct cursor *cursor = stream;
  uint64_t base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? cursor->at
                  : origin == ZLIB_FILEFUNC_SEEK_END ? cursor->in->size
                                                     : 0;
  uint64_t to = base + offset; /* wraps: minizip also goes back */
  if (to > cursor->in->size) return -1;
  cursor->at = to;
  if (origin == ZLIB_FILEFUNC_SEEK_SET) cursor->sought = to;
  return 0;
}

static int ZCALLBACK zip_close(void *opaque, void *stream) {
  (void)opaque;
  (void)stream;
  return 0;
}

static int ZCALLBACK zip_error(void *opaque, void *stream) {
  (void)opaque;
  (void)stream;
  return 0;
}

static unzFile zip_directory(struct cursor *cursor) {
  zlib_filefunc64_def io = {zip_open,  zip_read, NULL /* never writes */,
                            zip_tell,  zip_seek, zip_close,
                            zip_error, cursor};
  errno = 0;
  return unzOpen2_64("", &io);
}

/* minizip tells a failed allocation and a damaged file apart nowhere. */
static void check_memory(void) {
  /* reached by tests/fault/allocations.py, which counts nothing */
  if (errno == ENOMEM) co_out_of_memory(); /* GCOVR_EXCL_BR_LINE */
}

static unsigned little16(const unsigned char *p) {
  return (unsigned)p[0] | (unsigned)p[1] << 8;
}

static uint32_t little32(const unsigned char *p) {
  return (uint32_t)little16(p) | (uint32_t)little16(p + 2) << 16;
}

static uint64_t little64(const unsigned char *p) {
  return (uint64_t)little32(p) | (uint64_t)little32(p + 4) << 32;
}

static enum co_status damaged(struct co_err *err, enum co_error code,
                              struct co_str name, const char *how) {
  return co_fail(err, code,
                 "the file is damaged: part '%.*s' %s; ask for a new copy",
                 CO_STR(name), how);
}

/* Reads exactly len bytes or fails. */
static enum co_status read_at(struct co_input *in, uint64_t offset, void *buf,
                              size_t len, struct co_err *err) {
  size_t got = 0;
  enum co_status status = co_input_read(in, offset, buf, len, &got, err);
  if (status) return status;
  if (got < len)
    return co_fail(err, CO_X_ZIP_TRUNCATED,
                   "the file is damaged: it ends in the middle of a part; ask "
                   "for a new copy");
  return CO_OK;
}

/* The end record: where it is, and where by it the directory begins. */
struct frame {
  uint64_t entries;
  uint64_t directory;
  uint64_t before; /* bytes of something else in front of the package */
};

/* Looks for the end record in the file's last bytes; false where there is none
 * or where it is not sure which one counts: another reader might take another,
 * and see another directory than we do. */
static bool find_frame(struct co_input *in, struct frame *frame) {
  unsigned char *tail = co_xmalloc(LONGEST_TAIL);
  size_t len = in->size < LONGEST_TAIL ? (size_t)in->size : LONGEST_TAIL;
  uint64_t from = in->size - len;
  size_t got = 0, count = 0, at = 0;
  if (co_input_read(in, from, tail, len, &got, NULL)) got = 0;
  for (size_t i = 0; i + END_RECORD <= got; i++)
    if (memcmp(tail + i, "PK\5\6", 4) == 0) {
      at = i;
      count++;
    }
  bool closes =
      count && at + END_RECORD + little16(tail + at + 20) == (size_t)got;
  bool found = closes || count == 1;
  if (found) {
    uint64_t size = little32(tail + at + 12), offset = little32(tail + at + 16);
    bool wide = at >= LOCATOR && memcmp(tail + at - LOCATOR, "PK\6\7", 4) == 0;
    frame->before =
        !wide && size + offset <= from + at ? from + at - size - offset : 0;
  }
  free(tail);
  return found;
}

bool co_package_ends(struct co_input *in) {
  struct frame frame;
  return find_frame(in, &frame);
}

/* Bytes in front of the package or behind it are passed over, as Excel does;
 * the directory must lie where it says, and minizip be at its first record. */
static enum co_status check_frame(struct co_package *package, unzFile zip,
                                  uint64_t first, struct frame *frame,
                                  struct co_err *err) {
  unz_global_info64 info;
  unsigned char bytes[4];
  struct co_input *in = package->in;
  if (unzGetGlobalInfo64(zip, &info) != UNZ_OK ||
      info.number_entry > in->size / DIRECTORY_RECORD)
    return co_fail(err, CO_X_ZIP_DIRECTORY,
                   "the file is damaged: its zip directory is wrong; ask for a "
                   "new copy");
  if (info.number_entry > package->limits->zip_entries)
    return co_limit_crossed(err, CO_X_LIMIT_ZIP_ENTRIES,
                            "the package has %llu parts, more than the limit "
                            "of %u",
                            (unsigned long long)info.number_entry,
                            (unsigned)package->limits->zip_entries);
  if (info.number_entry == 0)
    return co_fail(err, CO_X_ZIP_EMPTY, "the file is an empty zip archive");
  if (!find_frame(in, frame))
    return co_fail(err, CO_X_ZIP_TRAILING,
                   "the file is damaged: there are bytes behind its end; ask "
                   "for a new copy");
  frame->entries = info.number_entry;
  frame->directory = unzGetOffset64(zip) + frame->before;
  enum co_status status = read_at(in, frame->directory, bytes, 4, err);
  if (!status && (memcmp(bytes, "PK\1\2", 4) != 0 || frame->directory != first))
    status = co_fail(err, CO_X_ZIP_DIRECTORY,
                     "the file is damaged: its zip directory is not where it "
                     "should be; ask for a new copy");
  return status;
}

/* Sizes and the offset of the local header, where a writer says that they do
 * not fit, stand in the zip64 field of the entry (APPNOTE 4.5.3), and so do
 * short ones of some writers. minizip 1.1 looks for them on 32-bit machines
 * only. False where they are not there. */
static bool find_wide(unz_file_info64 *info, ZPOS64_T *offset,
                      const unsigned char *extra) {
  size_t len = info->size_file_extra < EXTRA ? info->size_file_extra : EXTRA;
  ZPOS64_T *values[] = {&info->uncompressed_size, &info->compressed_size,
                        offset};
  bool missing = *values[0] == UINT32_MAX || *values[1] == UINT32_MAX ||
                 *offset == UINT32_MAX;
  for (size_t i = 0, next; missing && i + 4 <= len; i = next) {
    next = i + 4 + little16(extra + i + 2);
    if (little16(extra + i) != ZIP64_FIELD) continue;
    i += 4;
    for (size_t k = 0; k < 3; k++) {
      if (*values[k] != UINT32_MAX) continue;
      if (i + 8 > next || i + 8 > len) return false;
      *values[k] = little64(extra + i);
      i += 8;
    }
    return true;
  }
  return !missing;
}

static enum co_status check_entry(const unz_file_info64 *info,
                                  struct co_str name, struct co_err *err) {
  if (info->size_filename == 0 || memchr(name.ptr, 0, name.len))
    return co_fail(err, CO_X_ZIP_NAME,
                   "the file is damaged: a part has an impossible name; ask "
                   "for a new copy");
  if (info->flag & FLAG_ENCRYPTED)
    return co_fail(err, CO_X_ENCRYPTED,
                   "part '%.*s' is password-protected; save the file without "
                   "a password",
                   CO_STR(name));
  if (info->flag & FLAG_PATCH)
    return damaged(err, CO_X_ZIP_METHOD, name, "holds patch data, no content");
  if (info->compression_method != 0 && info->compression_method != Z_DEFLATED)
    return co_fail(err, CO_X_ZIP_METHOD,
                   "part '%.*s' is packed with compression method %u, which "
                   "workbooks do not use; save the file again in Excel",
                   CO_STR(name), (unsigned)info->compression_method);
  if (info->compression_method == 0 &&
      info->compressed_size != info->uncompressed_size)
    return damaged(err, CO_X_ZIP_LENGTH, name, "has two different lengths");
  return CO_OK;
}

/* The local header must tell what the directory tells; sizes may be in a zip64
 * field of its own, and with a data descriptor it has none, and no CRC. */
static bool is_alike(const unsigned char *head, const unz_file_info64 *info) {
  unsigned flags = little16(head + 6);
  if (memcmp(head, "PK\3\4", 4) != 0 ||
      little16(head + 8) != info->compression_method ||
      little16(head + 26) != info->size_filename)
    return false;
  if ((flags ^ (unsigned)info->flag) & (FLAG_ENCRYPTED | FLAG_DESCRIPTOR))
    return false;
  if (flags & FLAG_DESCRIPTOR) return true;
  uint32_t packed = little32(head + 18), size = little32(head + 22);
  return little32(head + 14) == info->crc &&
         (packed == UINT32_MAX || packed == info->compressed_size) &&
         (size == UINT32_MAX || size == info->uncompressed_size);
}

/* Reads the local header at entry->header. */
static enum co_status check_local(struct co_package *package,
                                  struct co_entry *entry,
                                  const unz_file_info64 *info,
                                  struct co_str raw, struct co_err *err) {
  unsigned char head[LOCAL_HEADER];
  char *name = co_alloc(&package->arena, raw.len);
  size_t got = 0;
  enum co_status status = CO_OK;
  if (entry->header < package->in->size)
    status =
        co_input_read(package->in, entry->header, head, sizeof head, &got, err);
  if (!status && (got < sizeof head || !is_alike(head, info)))
    return damaged(err, CO_X_ZIP_HEADER, raw,
                   "differs from its entry in the directory");
  if (!status)
    status =
        read_at(package->in, entry->header + LOCAL_HEADER, name, raw.len, err);
  if (status) return status;
  if (memcmp(name, raw.ptr, raw.len) != 0)
    return damaged(err, CO_X_ZIP_HEADER, raw,
                   "has another name in its own header");
  entry->data = entry->header + LOCAL_HEADER + raw.len + little16(head + 28);
  if (entry->data > package->in->size ||
      entry->packed > package->in->size - entry->data)
    return damaged(err, CO_X_ZIP_DIRECTORY, raw,
                   "reaches beyond the end of the file");
  return CO_OK;
}

static struct co_str clean_name(struct co_arena *arena, struct co_str raw) {
  while (raw.len && (raw.ptr[0] == '/' || raw.ptr[0] == '\\')) {
    raw.ptr++;
    raw.len--;
  }
  char *name = co_arena_cstr(arena, raw);
  for (size_t i = 0; i < raw.len; i++)
    if (name[i] == '\\') name[i] = '/';
  return (struct co_str){name, raw.len};
}

/* The character that p stands for, and how long it is written: %20 is a blank,
 * as in the targets of relationships; the separators stay as they are. */
static size_t part_char(const char *p, const char *end, char *c) {
  int high = end - p >= 3 && *p == '%' ? co_hex_value(p[1]) : -1;
  int low = high >= 0 ? co_hex_value(p[2]) : -1;
  char meant = low >= 0 ? (char)(16 * high + low) : '/';
  bool escaped = meant != '/' && meant != '\\';
  *c = escaped ? meant : *p;
  return escaped ? 3 : 1;
}

/* What a part is found by. */
static struct co_str key_of(struct co_arena *arena, struct co_str name) {
  char *key = co_arena_cstr(arena, name);
  const char *end = name.ptr + name.len;
  size_t len = 0;
  for (const char *p = name.ptr; p < end; len++) {
    p += part_char(p, end, &key[len]);
    key[len] = co_small(key[len]);
  }
  return (struct co_str){key, len};
}

/* Where the directory says that the local header of its current entry lies:
 * minizip keeps it to itself. */
static enum co_status find_offset(const struct co_package *package, unzFile zip,
                                  const struct frame *frame, ZPOS64_T *offset,
                                  struct co_err *err) {
  unsigned char bytes[4];
  uint64_t record = unzGetOffset64(zip) + frame->before;
  enum co_status status = read_at(
      package->in, record + DIRECTORY_RECORD - sizeof bytes, bytes, 4, err);
  if (!status) *offset = little32(bytes);
  return status;
}

static enum co_status add_entry(struct co_package *package, unzFile zip,
                                const struct frame *frame, char *buf,
                                struct co_err *err) {
  unz_file_info64 info;
  unsigned char extra[EXTRA];
  ZPOS64_T offset = 0;
  if (unzGetCurrentFileInfo64(zip, &info, buf, LONGEST_NAME + 1, extra,
                              sizeof extra, NULL, 0) != UNZ_OK)
    return co_fail(err, CO_X_ZIP_DIRECTORY,
                   "the file is damaged: its zip directory is wrong; ask for a "
                   "new copy");
  struct co_str raw = {buf, info.size_filename};
  enum co_status status = find_offset(package, zip, frame, &offset, err);
  if (!status && !find_wide(&info, &offset, extra))
    return damaged(err, CO_X_ZIP_DIRECTORY, raw,
                   "has its place or its sizes in a zip64 field that is not "
                   "there");
  if (!status) status = check_entry(&info, raw, err);
  if (status) return status;
  struct co_entry *entry = &package->entries[package->count++];
  entry->name = clean_name(&package->arena, raw);
  entry->key = key_of(&package->arena, entry->name);
  entry->header = offset < package->in->size ? offset + frame->before : offset;
  entry->packed = info.compressed_size;
  entry->size = info.uncompressed_size;
  entry->crc = (uint32_t)info.crc;
  entry->deflated = info.compression_method == Z_DEFLATED;
  return check_local(package, entry, &info, raw, err);
}

static enum co_status add_entries(struct co_package *package, unzFile zip,
                                  const struct frame *frame,
                                  struct co_err *err) {
  package->entries =
      CO_NEW_ARRAY(&package->arena, frame->entries, struct co_entry);
  char *buf = co_alloc(&package->arena, LONGEST_NAME + 1);
  enum co_status status = add_entry(package, zip, frame, buf, err);
  while (!status && package->count < frame->entries) {
    if (unzGoToNextFile(zip) != UNZ_OK)
      return co_fail(err, CO_X_ZIP_DIRECTORY,
                     "the file is damaged: its zip directory is cut short; ask "
                     "for a new copy");
    status = add_entry(package, zip, frame, buf, err);
  }
  return status;
}

static int by_place(const void *a, const void *b) {
  const struct co_entry *x = a, *y = b;
  return x->header < y->header ? -1 : x->header > y->header;
}

static int by_key(const void *a, const void *b) {
  const struct co_entry *x = a, *y = b;
  return co_str_cmp(x->key, y->key);
}

static enum co_status check_overlaps(struct co_package *package,
                                     uint64_t directory, struct co_err *err) {
  struct co_entry *e = package->entries;
  qsort(e, package->count, sizeof *e, by_place);
  for (size_t i = 0; i < package->count; i++) {
    uint64_t next = i + 1 < package->count ? e[i + 1].header : directory;
    if (e[i].data + e[i].packed > next)
      return damaged(err, CO_X_ZIP_OVERLAP, e[i].name,
                     "overlaps what follows it");
  }
  return CO_OK;
}

static enum co_status check_names(struct co_package *package,
                                  struct co_err *err) {
  struct co_entry *e = package->entries;
  qsort(e, package->count, sizeof *e, by_key);
  for (size_t i = 1; i < package->count; i++)
    if (co_str_eq(e[i - 1].key, e[i].key))
      return co_fail(err, CO_X_ZIP_DUPLICATE,
                     "the file is damaged: it has two parts '%.*s' and '%.*s'; "
                     "save it again in Excel",
                     CO_STR(e[i - 1].name), CO_STR(e[i].name));
  return CO_OK;
}

static enum co_status open_directory(struct co_package *package,
                                     struct cursor *cursor,
                                     struct co_err *err) {
  struct frame frame = {0};
  unzFile zip = zip_directory(cursor);
  if (!zip) check_memory();
  if (!zip)
    return co_fail(err, CO_X_ZIP_TRUNCATED,
                   "the file is damaged or cut short: it begins like a "
                   "workbook but its directory is missing; ask for a new copy");
  enum co_status status =
      check_frame(package, zip, cursor->sought, &frame, err);
  if (!status) status = add_entries(package, zip, &frame, err);
  if (!status) status = check_overlaps(package, frame.directory, err);
  if (!status) status = check_names(package, err);
  unzClose(zip);
  return status;
}

enum co_status co_package_open(struct co_package *package, struct co_input *in,
                               const struct co_limits *limits,
                               struct co_err *err) {
  struct cursor *cursor = co_xmalloc(sizeof *cursor);
  cursor->in = in;
  cursor->at = cursor->sought = cursor->from = cursor->have = 0;
  *package = (struct co_package){.in = in, .limits = limits};
  enum co_status status = open_directory(package, cursor, err);
  free(cursor);
  if (status) co_package_close(package);
  return status;
}

void co_package_close(struct co_package *package) {
  co_arena_clear(&package->arena);
  *package = (struct co_package){0};
}

const struct co_entry *co_package_find(const struct co_package *package,
                                       struct co_str name) {
  struct co_arena scratch = CO_ARENA_INIT;
  struct co_entry want = {.key = key_of(&scratch, clean_name(&scratch, name))};
  const struct co_entry *found =
      bsearch(&want, package->entries, package->count, sizeof want, by_key);
  co_arena_clear(&scratch);
  return found;
}

/* Appends the segments of path to out, taking '.' and '..' away. */
static size_t add_segments(char *out, size_t len, struct co_str path) {
  for (size_t i = 0; i < path.len;) {
    size_t n = 0;
    const char *segment = path.ptr + i;
    while (i + n < path.len && segment[n] != '/' && segment[n] != '\\')
      n++;
    i += n + 1;
    if (n == 0 || (n == 1 && segment[0] == '.')) continue;
    if (n == 2 && memcmp(segment, "..", 2) == 0) {
      while (len && out[--len] != '/')
        continue;
      continue;
    }
    if (len) out[len++] = '/';
    memcpy(out + len, segment, n);
    len += n;
  }
  return len;
}

const struct co_entry *co_package_resolve(struct co_package *package,
                                          struct co_str from,
                                          struct co_str target) {
  char *out = co_xmalloc(from.len + target.len + 2);
  size_t len = 0;
  bool absolute = target.len && (target.ptr[0] == '/' || target.ptr[0] == '\\');
  if (!absolute) {
    while (from.len && from.ptr[from.len - 1] != '/')
      from.len--;
    len = add_segments(out, 0, from);
  }
  len = add_segments(out, len, target);
  const struct co_entry *found =
      co_package_find(package, (struct co_str){out, len});
  free(out);
  return found;
}

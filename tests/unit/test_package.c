/* test_package.c - zip packages, sound and falsified. */
#include <unistd.h>

#include "formats.h"
#include "package.h"
/* cmocka first */
#include "inflate.h"
#include "wrap.h"
#include "zip_make.h"

static ssize_t pread_gives = -1; /* -1: an error, 0: the end of the file */

// clang-format off
WRAP(struct co_inflate *, co_inflate_new, (void), (), NULL)
WRAP(ssize_t, pread64, (int fd, void *p, size_t n, off_t at), (fd, p, n, at), pread_gives)
// clang-format on

static const char hello[] = "hello hello hello hello hello";

/* Opens the package and reads its first part to the end. */
static enum co_status read_input(struct co_input *in,
                                 const struct co_limits *limits,
                                 struct co_buf *out, struct co_err *err) {
  struct co_package package;
  struct co_part *part = NULL;
  char buf[7];
  size_t got = 0;
  enum co_status status = co_package_open(&package, in, limits, err);
  if (status) return status;
  status = co_part_open(&part, &package, &package.entries[0], err);
  do {
    if (!status) status = co_part_read(part, buf, sizeof buf, &got, err);
    if (!status) co_buf_add(out, buf, got);
  } while (!status && got);
  co_part_close(part);
  co_package_close(&package);
  return status;
}

static enum co_status read_all(struct zip *zip, const struct co_limits *limits,
                               struct co_buf *out, struct co_err *err) {
  struct co_input in = zip_input(zip, "a.xlsx");
  wrap_here();
  return read_input(&in, limits, out, err);
}

static enum co_status read_file(const char *path, struct co_err *err) {
  struct co_input in;
  wrap_here();
  struct co_buf out = {0};
  enum co_status status = co_input_open(&in, path, 1 << 20, err);
  if (status) return status;
  status = read_input(&in, &co_limits_default, &out, err);
  if (!status) assert_true(co_str_is(co_buf_str(&out), hello));
  co_buf_clear(&out);
  co_input_close(&in);
  return status;
}

static void reads_sound_parts(void **state) {
  (void)state;
  static const struct zip_part parts[] = {
      {.name = "a", .text = hello},
      {.name = "a", .text = hello, .stored = true},
      {.name = "a", .text = hello, .flags = 8},
      {.name = "a", .text = hello, .flags = 0x800},
      {.name = "\\xl\\a", .text = hello},
      {.name = "//", .text = hello},
      {.name = "a", .text = hello, .extra = 40},
      {.name = "a", .text = "", .stored = true},
      {.name = "a", .text = ""},
  };
  for (size_t i = 0; i < COUNT(parts); i++) {
    struct zip zip = {0};
    struct co_buf out = {0};
    struct co_err err = {0};
    zip_add(&zip, parts[i]);
    enum co_status status = read_all(&zip, &co_limits_default, &out, &err);
    CHECK(!status, "part %zu: %s", i, err.text);
    CHECK(co_str_is(co_buf_str(&out), parts[i].text), "part %zu", i);
    co_buf_clear(&out);
    zip_free(&zip);
  }
}

/* More than a block of packed bytes, taken a few bytes at a time; and a name
 * that is longer than what of the directory is read ahead. */
static void reads_long_parts(void **state) {
  (void)state;
  enum { LONG = 300000, NAME = 40000 };
  char *text = malloc(LONG + 1), name[NAME + 1];
  uint32_t noise = 1;
  for (size_t i = 0; i < LONG; i++) {
    noise = noise * 1664525 + 1013904223;
    text[i] = (char)('!' + (noise >> 24) % 64);
  }
  text[LONG] = '\0';
  memset(name, 'n', NAME);
  name[NAME] = '\0';
  for (int stored = 0; stored < 2; stored++) {
    struct zip zip = {0};
    struct co_buf out = {0};
    struct co_err err = {0};
    zip_add(&zip,
            (struct zip_part){.name = "a", .text = text, .stored = stored});
    zip_add(&zip, (struct zip_part){.name = name, .text = hello});
    enum co_status status = read_all(&zip, &co_limits_default, &out, &err);
    CHECK(!status, "%s", err.text);
    assert_true(co_str_is(co_buf_str(&out), text));
    co_buf_clear(&out);
    zip_free(&zip);
  }
  free(text);
}

static void refuses_falsified_parts(void **state) {
  (void)state;
  static const struct {
    struct zip_part part;
    enum co_error code;
    const char *says;
  } rows[] = {
      {{.name = "a", .text = hello, .crc_xor = 1}, CO_X_ZIP_CRC, "checksum"},
      {{.name = "a", .text = hello, .stored = true, .crc_xor = 1},
       CO_X_ZIP_CRC,
       "checksum"},
      {{.name = "a", .text = hello, .more_size = 1},
       CO_X_ZIP_LENGTH,
       "shorter"},
      {{.name = "a", .text = hello, .more_size = -1},
       CO_X_ZIP_LENGTH,
       "longer"},
      {{.name = "a", .text = hello, .stored = true, .more_size = 1},
       CO_X_ZIP_LENGTH,
       "two different lengths"},
      {{.name = "a", .text = hello, .flags = 1}, CO_X_ENCRYPTED, "password"},
      {{.name = "a", .text = hello, .flags = 0x20}, CO_X_ZIP_METHOD, "patch"},
      {{.name = "a", .text = hello, .method = 12},
       CO_X_ZIP_METHOD,
       "method 12"},
      {{.name = "a", .text = hello, .method = 9}, CO_X_ZIP_METHOD, "method 9"},
      {{.name = "a", .text = hello, .stored = true, .method = 8},
       CO_X_ZIP_DEFLATE,
       ""},
      {{.name = "a", .text = hello, .local_name = "b"},
       CO_X_ZIP_HEADER,
       "another name"},
      {{.name = "a", .text = hello, .local_name = "ab"},
       CO_X_ZIP_HEADER,
       "damaged"},
      {{.name = "a", .text = hello, .more_offset = 1},
       CO_X_ZIP_HEADER,
       "damaged"},
      {{.name = "a", .text = hello, .more_offset = 1 << 20},
       CO_X_ZIP_HEADER,
       "differs"},
      {{.name = "a", .text = hello, .stored = true, .more_offset = 110},
       CO_X_ZIP_HEADER,
       "differs"},
      {{.name = "a", .text = hello, .more_packed = -3},
       CO_X_ZIP_DEFLATE,
       "cut short"},
      {{.name = "a", .text = hello, .more_packed = -1},
       CO_X_ZIP_DEFLATE,
       "cut short"},
      {{.name = "", .text = hello}, CO_X_ZIP_NAME, "impossible name"},
      {{.name = "a", .text = hello, .local_xor = {1}},
       CO_X_ZIP_HEADER,
       "differs"},
      {{.name = "a", .text = hello, .local_xor = {0, 0, 0, 1}},
       CO_X_ZIP_HEADER,
       "differs"},
      {{.name = "a", .text = hello, .local_xor = {0, 0, 0, 8}},
       CO_X_ZIP_HEADER,
       "differs"},
      {{.name = "a", .text = hello, .local_xor = {0, 0, 0, 0, 1}},
       CO_X_ZIP_HEADER,
       "differs"},
      {{.name = "a", .text = hello, .local_xor = {[7] = 1}},
       CO_X_ZIP_HEADER,
       "differs"},
      {{.name = "a", .text = hello, .local_xor = {[9] = 1}},
       CO_X_ZIP_HEADER,
       "differs"},
      {{.name = "a", .text = hello, .local_xor = {[11] = 1}},
       CO_X_ZIP_HEADER,
       "differs"},
      {{.name = "a", .text = hello, .local_xor = {[13] = 2}},
       CO_X_ZIP_HEADER,
       "differs"},
      {{.name = "a", .text = hello, .local_xor = {[14] = 0x7FFF}},
       CO_X_ZIP_DIRECTORY,
       "beyond"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct zip zip = {0};
    struct co_buf out = {0};
    struct co_err err = {0};
    zip_add(&zip, rows[i].part);
    enum co_status status = read_all(&zip, &co_limits_default, &out, &err);
    CHECK(err.code == rows[i].code && status == CO_EINPUT, "row %zu: %d %s", i,
          err.code, err.text);
    CHECK(strstr(err.text, rows[i].says), "row %zu: %s", i, err.text);
    co_buf_clear(&out);
    zip_free(&zip);
  }
}

static void refuses_same_names(void **state) {
  (void)state;
  static const char *const pairs[][2] = {
      {"xl/a", "xl/a"}, {"xl/a", "XL/A"}, {"xl/a", "xl\\a"}, {"xl/a", "/xl/a"}};
  for (size_t i = 0; i < COUNT(pairs); i++) {
    struct zip zip = {0};
    struct co_err err = {0};
    zip_add(&zip, (struct zip_part){.name = pairs[i][0], .text = hello});
    zip_add(&zip, (struct zip_part){.name = pairs[i][1], .text = hello});
    enum co_status status = read_all(&zip, &co_limits_default, NULL, &err);
    CHECK(status == CO_EINPUT && err.code == CO_X_ZIP_DUPLICATE, "%zu: %s", i,
          err.text);
    zip_free(&zip);
  }
}

static void refuses_every_cut(void **state) {
  (void)state;
  struct zip zip = {0};
  zip_add(&zip, (struct zip_part){.name = "a", .text = hello});
  zip_add(&zip, (struct zip_part){.name = "b", .text = hello, .stored = true});
  struct co_input in = zip_input(&zip, "a.xlsx");
  for (size_t n = 0; n <= in.size; n++) {
    struct co_package package;
    struct co_input cut;
    co_input_memory(&cut, "a.xlsx", in.memory, n);
    enum co_status status =
        co_package_open(&package, &cut, &co_limits_default, NULL);
    CHECK((status == CO_OK) == (n == in.size), "cut at %zu: %d", n, status);
    if (!status) co_package_close(&package);
  }
  zip_free(&zip);
}

static void reads_bytes_around(void **state) {
  (void)state;
  struct zip zip = {0};
  zip_add(&zip, (struct zip_part){.name = "a", .text = hello});
  struct co_input in = zip_input(&zip, "a.xlsx");
  char *room = calloc(1, in.size + 8);
  memcpy(room + 4, in.memory, in.size);
  for (size_t before = 0; before <= 4; before += 4)
    for (size_t behind = 0; behind <= 4; behind += 4) {
      struct co_package package;
      struct co_input more;
      co_input_memory(&more, "a.xlsx", room + 4 - before,
                      in.size + before + behind);
      enum co_status status =
          co_package_open(&package, &more, &co_limits_default, NULL);
      CHECK(!status, "%zu %zu", before, behind);
      CHECK(package.entries[0].header == before, "%zu %zu", before, behind);
      co_package_close(&package);
    }
  free(room);
  zip_free(&zip);
}

/* Two end records, and the last one does not close the file: which counts? */
static void refuses_two_ends(void **state) {
  (void)state;
  struct zip zip = {0};
  struct co_package package;
  struct co_err err = {0};
  zip_add(&zip, (struct zip_part){.name = "a", .text = hello});
  struct co_input in = zip_input(&zip, "a.xlsx");
  char *twice = calloc(1, 2 * in.size + 1);
  memcpy(twice, in.memory, in.size);
  memcpy(twice + in.size, in.memory, in.size);
  co_input_memory(&in, "a.xlsx", twice, 2 * in.size + 1);
  assert_int_equal(co_package_open(&package, &in, &co_limits_default, &err),
                   CO_EINPUT);
  assert_int_equal(err.code, CO_X_ZIP_TRAILING);
  free(twice);
  zip_free(&zip);
}

/* A directory that tells what is not there; each row changes bytes of it,
 * counted from the end of the file: the end record has 22 bytes and
 * the number of entries twice, the directory
 * 47 for each of two parts. */
static void refuses_false_directories(void **state) {
  (void)state;
  static const struct {
    size_t from_end;
    unsigned char value;
    enum co_error code;
    const char *says; /* NULL: as it was */
  } rows[] = {
      {12, 2, CO_X_NONE, NULL},                    /* entries, as they are */
      {12, 3, CO_X_ZIP_DIRECTORY, "is cut short"}, /* one more than there are */
      {12, 0, CO_X_ZIP_EMPTY, "empty"},            /* none */
      {11, 99, CO_X_ZIP_DIRECTORY,
       "directory"}, /* more than the file can hold */
      {22 + 47, 'x', CO_X_ZIP_DIRECTORY,
       "cut short"}, /* the second record's mark */
      {22 + 2 * 47, 'x', CO_X_ZIP_DIRECTORY,
       "not where"}, /* the first record's mark */
      {22 + 1, 0, CO_X_ZIP_NAME, "impossible name"}, /* NUL as a name */
      {22 + 1 + 25, 0x7F, CO_X_ZIP_DIRECTORY,
       "beyond"}, /* packed size: 2 GiB */
      {22 + 47 - 24, 1, CO_X_ZIP_LENGTH,
       "two different"} /* and for a stored part */
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct zip zip = {0};
    struct co_package package;
    struct co_err err = {0};
    zip_add(&zip, (struct zip_part){.name = "a", .text = hello});
    zip_add(&zip,
            (struct zip_part){
                .name = "b", .text = hello, .stored = i == 8, .flags = 8});
    struct co_input in = zip_input(&zip, "a.xlsx");
    char *end = zip.bytes.ptr + zip.bytes.len, value = (char)rows[i].value;
    end[-(ptrdiff_t)rows[i].from_end] = value;
    if (rows[i].from_end < 14) end[-(ptrdiff_t)rows[i].from_end - 2] = value;
    enum co_status status =
        co_package_open(&package, &in, &co_limits_default, &err);
    if (rows[i].says)
      CHECK(err.code == rows[i].code && strstr(err.text, rows[i].says),
            "row %zu: %d %s", i, err.code, err.text);
    else
      CHECK(!status, "row %zu: %s", i, err.text);
    if (!status) co_package_close(&package);
    zip_free(&zip);
  }
}

/* One part's bytes hold another part with its header: the directory may name
 * the one or the other, not both. */
static void refuses_overlaps(void **state) {
  (void)state;
  for (int inside = 0; inside < 2; inside++) {
    struct zip inner = {0}, zip = {0};
    struct co_package package;
    struct co_err err = {0};
    struct zip_part b = {.name = "b", .text = hello, .stored = true};
    zip_add(&inner, b);
    zip_add(&zip, (struct zip_part){.name = "a",
                                    .text = inner.bytes.ptr,
                                    .len = inner.bytes.len,
                                    .stored = true});
    if (inside) b.more_offset = -(int)inner.bytes.len;
    zip_add(&zip, b);
    struct co_input in = zip_input(&zip, "a.xlsx");
    enum co_status status =
        co_package_open(&package, &in, &co_limits_default, &err);
    CHECK(status == (inside ? CO_EINPUT : CO_OK), "%d: %s", inside, err.text);
    if (inside)
      CHECK(err.code == CO_X_ZIP_OVERLAP, "%s", err.text);
    else
      co_package_close(&package);
    zip_free(&inner);
    zip_free(&zip);
  }
}

/* The order of the directory need not be that of the file. */
static void takes_parts_in_any_order(void **state) {
  (void)state;
  struct zip zip = {0}, turned = {0};
  struct co_package package;
  zip_add(&zip, (struct zip_part){.name = "b", .text = hello});
  zip_add(&zip, (struct zip_part){.name = "a", .text = hello});
  size_t half = zip.directory.len / 2;
  co_buf_add(&turned.directory, zip.directory.ptr + half, half);
  co_buf_add(&turned.directory, zip.directory.ptr, half);
  co_buf_clear(&zip.directory);
  zip.directory = turned.directory;
  struct co_input in = zip_input(&zip, "a.xlsx");
  assert_int_equal(co_package_open(&package, &in, &co_limits_default, NULL),
                   CO_OK);
  assert_non_null(co_package_find(&package, CO_LIT("a")));
  assert_non_null(co_package_find(&package, CO_LIT("/B")));
  assert_null(co_package_find(&package, CO_LIT("c")));
  co_package_close(&package);
  zip_free(&zip);
}

/* zip64: the end record says "see there" instead of size and offset, or the
 * same as there. The directory is found all the same; bytes in front cannot be
 * told from it, and a second directory is refused: readers take one or the
 * other. */
static void reads_zip64_ends(void **state) {
  (void)state;
  static const size_t see_there[] = {4, 4, 8, 0, 8};
  for (int which = 0; which < 5; which++) {
    struct zip zip = {0};
    struct co_package package;
    struct co_err err = {0};
    struct co_buf end = {0};
    zip_add(&zip, (struct zip_part){.name = "a", .text = hello});
    size_t start = zip.bytes.len, size = zip.directory.len;
    struct co_input in = zip_input(&zip, "a.xlsx");
    size_t second = which == 4 ? size : 0;
    co_buf_add(&end, zip.directory.ptr, second);
    co_buf_add(&end, "PK\6\6", 4); /* the zip64 end record */
    zip_put(&end, 44, 8);
    zip_put(&end, 45, 2);
    zip_put(&end, 45, 2);
    zip_put(&end, 0, 8);
    zip_put(&end, 1, 8);
    zip_put(&end, 1, 8);
    zip_put(&end, size, 8);
    zip_put(&end, start, 8);
    co_buf_add(&end, "PK\6\7", 4); /* where it is */
    zip_put(&end, 0, 4);
    zip_put(&end, start + size + second, 8);
    zip_put(&end, 1, 4);
    size_t record = in.size - 22;
    co_buf_add(&end, zip.bytes.ptr + record, 22);
    memset(end.ptr + end.len - 10 + (which == 1 ? 4 : 0), 0xFF,
           see_there[which]);
    zip.bytes.len = record;
    co_buf_add_str(&zip.bytes, co_buf_str(&end));
    co_input_memory(&in, "a.xlsx", zip.bytes.ptr, zip.bytes.len);
    enum co_status status =
        co_package_open(&package, &in, &co_limits_default, &err);
    CHECK(!status == !second, "%d: %s", which, err.text);
    CHECK(status || package.count == 1, "%d", which);
    co_package_close(&package);
    co_buf_clear(&end);
    zip_free(&zip);
  }
}

/* What a writer puts into the zip64 field though it is short. */
static void reads_zip64_fields(void **state) {
  (void)state;
  static const struct {
    struct zip_part part;
    bool sound;
  } rows[] = {
      {{.name = "a", .text = hello, .wide = 3}, true},
      {{.name = "a", .text = hello, .wide = 1}, true},
      {{.name = "a", .text = hello, .wide = 2}, true},
      {{.name = "a", .text = hello, .wide = 4}, true},
      {{.name = "a", .text = hello, .wide = 7}, true},
      {{.name = "a", .text = hello, .wide = 7, .more_wide = -8}, false},
      {{.name = "a", .text = hello, .wide = 3, .extra = 40}, true},
      {{.name = "a", .text = hello, .wide = 3, .extra = 2000}, false},
      {{.name = "a", .text = hello, .wide = 3, .extra = 1010}, false},
      {{.name = "a", .text = hello, .wide = 3, .more_wide = -8}, false},
      {{.name = "a", .text = hello, .wide = 1, .cut = 12}, false},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct zip zip = {0};
    struct co_buf out = {0};
    struct co_err err = {0};
    zip_add(&zip, rows[i].part);
    enum co_status status = read_all(&zip, &co_limits_default, &out, &err);
    CHECK((status == CO_OK) == rows[i].sound, "part %zu: %s", i, err.text);
    if (!status) CHECK(co_str_is(co_buf_str(&out), hello), "part %zu", i);
    if (status) CHECK(err.code == CO_X_ZIP_DIRECTORY, "part %zu", i);
    co_buf_clear(&out);
    zip_free(&zip);
  }
}

/* Nothing but an end record, with nothing in front that it could follow. */
static void refuses_an_empty_package(void **state) {
  (void)state;
  struct zip zip = {0};
  struct co_package package;
  struct co_err err = {0};
  struct co_input in = zip_input(&zip, "a.xlsx");
  assert_int_equal(in.size, 22);
  assert_true(co_package_ends(&in));
  assert_int_equal(co_package_open(&package, &in, &co_limits_default, &err),
                   CO_EINPUT);
  assert_int_equal(err.code, CO_X_ZIP_TRUNCATED);
  zip_free(&zip);
}

/* A directory said to be longer than the file: nothing in front, then. */
static void takes_a_size_too_large(void **state) {
  (void)state;
  struct zip zip = {0};
  struct co_package package;
  zip_add(&zip, (struct zip_part){.name = "a", .text = hello});
  struct co_input in = zip_input(&zip, "a.xlsx");
  zip.bytes.ptr[zip.bytes.len - 8] = 0x7F; /* third byte of its size */
  enum co_status status =
      co_package_open(&package, &in, &co_limits_default, NULL);
  CHECK(status == CO_EINPUT, "%d", status);
  assert_true(co_package_ends(&in)); /* it has an end, if a false one */
  zip_free(&zip);
}

/* An extra field that reaches beyond the file. */
static void refuses_a_false_extra_field(void **state) {
  (void)state;
  struct zip zip = {0};
  struct co_package package;
  struct co_err err = {0};
  zip_add(&zip, (struct zip_part){.name = "a", .text = hello, .extra = 8});
  struct co_input in = zip_input(&zip, "a.xlsx");
  zip.bytes.ptr[zip.bytes.len - 22 - 6] = 120;
  assert_int_equal(co_package_open(&package, &in, &co_limits_default, &err),
                   CO_EINPUT);
  CHECK(strstr(err.text, "directory"), "%s", err.text);
  zip_free(&zip);
}

/* Each read of the file in turn fails, or finds the file's end: it has been cut
 * since it was opened. minizip does without some: then all must be right. */
static void notices_failing_reads(void **state) {
  (void)state;
  char path[] = "/tmp/collate-package-XXXXXX";
  int fd = mkstemp(path);
  for (int round = 0; round < 4; round++) {
    struct zip zip = {0};
    zip_add(&zip,
            (struct zip_part){.name = "a", .text = hello, .stored = round % 2});
    struct co_input in = zip_input(&zip, path);
    assert_int_equal(pwrite(fd, in.memory, in.size, 0), in.size);
    assert_int_equal(ftruncate(fd, (off_t)in.size), 0);
    pread_gives = round < 2 ? -1 : 0;
    wrap.count = 0;
    wrap.learning = true;
    assert_int_equal(read_file(path, NULL), CO_OK);
    wrap.learning = false;
    size_t failed = 0;
    for (size_t i = 0; i < wrap.count; i++) {
      struct co_err err = {0};
      if (strcmp(wrap.names[i], "pread64") != 0) continue;
      wrap.fail_at = wrap.ways[i];
      enum co_status status = read_file(path, &err);
      CHECK(!status || (status == CO_EINPUT && err.text[0]),
            "round %d, read %zu: %d %s", round, i, status, err.text);
      failed += status != CO_OK;
    }
    assert_true(failed > 2);
    zip_free(&zip);
  }
  close(fd);
  unlink(path);
}

static void tells_a_zlib_that_does_not_work(void **state) {
  (void)state;
  struct zip zip = {0};
  struct co_err err = {0};
  struct co_buf out = {0};
  for (int round = 0; round < 2; round++) {
    zip_add(&zip, (struct zip_part){.name = "a", .text = hello});
    if (!round) wrap.count = 0;
    wrap.learning = round == 0;
    wrap.fail_at = round ? wrap.ways[0] : 0;
    enum co_status status = read_all(&zip, &co_limits_default, &out, &err);
    CHECK(status == (round ? CO_EBUG : CO_OK), "%d: %s", status, err.text);
    zip_free(&zip);
  }
  wrap.learning = false;
  co_buf_clear(&out);
}

static void keeps_limits(void **state) {
  (void)state;
  struct co_limits few = co_limits_default, small = few, flat = few;
  struct co_limits all = few, bound = few;
  all.total_bytes = sizeof hello - 2;
  bound.ratio_floor = 1; /* above it, but not packed that much */
  few.zip_entries = 1;
  small.part_bytes = 5;
  flat.ratio_floor = 1;
  flat.inflate_ratio = 1;
  const struct co_limits *limits[] = {&few, &small, &flat, &all, &bound};
  static const enum co_error codes[] = {
      CO_X_LIMIT_ZIP_ENTRIES, CO_X_LIMIT_PART_BYTES, CO_X_LIMIT_INFLATE_RATIO,
      CO_X_LIMIT_TOTAL_BYTES, CO_X_NONE};
  for (size_t i = 0; i < COUNT(limits); i++) {
    struct zip zip = {0};
    struct co_err err = {0};
    zip_add(&zip, (struct zip_part){.name = "a", .text = hello});
    zip_add(&zip, (struct zip_part){.name = "b", .text = hello});
    struct co_buf out = {0};
    enum co_status status = read_all(&zip, limits[i], &out, &err);
    CHECK(status == co_known_errors[codes[i]].status && err.code == codes[i],
          "limit %zu: %d %s", i, err.code, err.text);
    co_buf_clear(&out);
    zip_free(&zip);
  }
}

static void resolves_targets(void **state) {
  (void)state;
  static const struct {
    const char *from, *target;
    bool found;
  } rows[] = {
      {"xl/workbook.xml", "worksheets/Sheet1.xml", true},
      {"xl/workbook.xml", "/xl/worksheets/sheet1.xml", true},
      {"xl/workbook.xml", "worksheets\\sheet1.xml", true},
      {"xl/workbook.xml", "./x/../worksheets/sheet1.xml", true},
      {"xl/workbook.xml", "../../xl/worksheets/SHEET1.xml", true},
      {"", "xl/worksheets/sheet1.xml", true},
      {"xl/workbook.xml", "\\xl\\worksheets\\sheet1.xml", true},
      {"xl/workbook.xml", "worksheets/sheet%31%2exml", true},
      {"xl/workbook.xml", "worksheets%2fsheet1.xml", false},
      {"xl/workbook.xml", "%2e%2e/xl/worksheets/sheet1.xml", false},
      {"xl/workbook.xml", "worksheets%5Csheet1.xml", false},
      {"xl/workbook.xml", "worksheets/sheet1.xm%6", false},
      {"xl/workbook.xml", "worksheets/sheet%31.%xml", false},
      {"xl/workbook.xml", "worksheets/sheet%3z.xml", false},
      {"xl/workbook.xml", "worksheets/caf%C3%A9 1.xml", true},
      {"xl/workbook.xml", "worksheets/caf\xC3\xA9%201.xml", true},
      {"xl/workbook.xml", "sheet1.xml", false},
      {"xl/workbook.xml", "../../../etc/passwd", false},
      {"xl/workbook.xml", "", false},
  };
  struct zip zip = {0};
  struct co_package package;
  zip_add(&zip,
          (struct zip_part){.name = "xl/worksheets/sheet1.xml", .text = hello});
  zip_add(&zip, (struct zip_part){.name = "xl/worksheets/caf%c3%a9%201.xml",
                                  .text = hello});
  struct co_input in = zip_input(&zip, "a.xlsx");
  assert_int_equal(co_package_open(&package, &in, &co_limits_default, NULL),
                   CO_OK);
  for (size_t i = 0; i < COUNT(rows); i++)
    CHECK((co_package_resolve(&package, co_str_of(rows[i].from),
                              co_str_of(rows[i].target)) != NULL) ==
              rows[i].found,
          "%s", rows[i].target);
  co_package_close(&package);
  zip_free(&zip);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_sound_parts),
      cmocka_unit_test(reads_long_parts),
      cmocka_unit_test(refuses_falsified_parts),
      cmocka_unit_test(refuses_same_names),
      cmocka_unit_test(refuses_every_cut),
      cmocka_unit_test(reads_bytes_around),
      cmocka_unit_test(refuses_two_ends),
      cmocka_unit_test(refuses_false_directories),
      cmocka_unit_test(refuses_overlaps),
      cmocka_unit_test(takes_parts_in_any_order),
      cmocka_unit_test(reads_zip64_ends),
      cmocka_unit_test(reads_zip64_fields),
      cmocka_unit_test(refuses_an_empty_package),
      cmocka_unit_test(takes_a_size_too_large),
      cmocka_unit_test(refuses_a_false_extra_field),
      cmocka_unit_test(notices_failing_reads),
      cmocka_unit_test(tells_a_zlib_that_does_not_work),
      cmocka_unit_test(keeps_limits),
      cmocka_unit_test(resolves_targets),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

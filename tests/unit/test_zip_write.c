/* test_zip_write.c - the zip writer and the packer, read back by our reader.
 *
 * Zip64 is forced by a low bound, so that its records are tested without four
 * gigabytes of anything, byte by byte. */
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deflate.h"
#include "inflate.h"
#include "package.h"
#include "str.h"
#include "zip_write.h"

enum { ROOM = 1 << 16, LONG = 300000 };

/* Packs text as streams of at most `step` bytes each, one behind the other. */
static size_t pack(const char *text, size_t len, size_t step,
                   unsigned char *out) {
  size_t made = 0;
  for (size_t at = 0; at < len; at += step) {
    struct co_deflate *deflate = co_deflate_new(at / step % 2);
    struct co_codec_io io = {.in = (const unsigned char *)text + at,
                             .in_len = len - at < step ? len - at : step};
    bool done = false;
    while (!done) { /* little room, so that it asks for more */
      io.out = out + made;
      io.out_len = 100;
      done = co_deflate_run(deflate, &io, true);
      made = (size_t)(io.out - out);
    }
    co_deflate_free(deflate);
  }
  memcpy(out + made, CO_DEFLATE_END, CO_DEFLATE_END_LEN);
  return made + CO_DEFLATE_END_LEN;
}

static void add_part(struct co_zip *zip, const char *name, const char *text,
                     size_t len, size_t step) {
  unsigned char *packed = malloc(2 * len + ROOM);
  struct co_zip_part part = {.name = co_str_of(name),
                             .size = len,
                             .packed = pack(text, len, step, packed)};
  for (size_t at = 0; at < len; at += step) {
    size_t n = len - at < step ? len - at : step;
    part.crc = co_crc32_join(part.crc, co_crc32(0, text + at, n), n);
  }
  assert_int_equal(part.crc, co_crc32(0, text, len));
  assert_int_equal(co_zip_begin(zip, &part, NULL), CO_OK);
  assert_int_equal(co_zip_bytes(zip, packed, (size_t)part.packed, NULL), CO_OK);
  free(packed);
}

static void expect_part(struct co_package *package, const char *name,
                        const char *text, size_t len) {
  struct co_err err = {0};
  struct co_part *part = NULL;
  size_t got = 1, at = 0;
  char *found = malloc(len + 1);
  const struct co_entry *entry = co_package_find(package, co_str_of(name));
  assert_non_null(entry);
  assert_int_equal(co_part_open(&part, package, entry, &err), CO_OK);
  while (got) {
    if (co_part_read(part, found + at, len + 1 - at, &got, &err))
      fail_msg("%s", err.text);
    at += got;
  }
  assert_int_equal(at, len);
  assert_memory_equal(found, text, len);
  co_part_close(part);
  free(found);
}

static void parts(void **state) {
  (void)state;
  struct co_zip zip;
  struct co_err err = {0};
  struct co_input in;
  struct co_package package;
  char *bytes = NULL, *text = malloc(LONG);
  size_t len = 0;
  for (size_t i = 0; i < LONG; i++)
    text[i] = (char)('a' + i * i % 23);
  FILE *file = open_memstream(&bytes, &len);
  co_zip_init(&zip, file, "a.xlsx");
  add_part(&zip, "one.xml", "<a/>", 4, 4);
  add_part(&zip, "xl/two.xml", text, LONG, 70000);
  add_part(&zip, "none.xml", "", 0, 1);
  assert_int_equal(co_zip_end(&zip, &err), CO_OK);
  assert_int_equal(zip.at, len);
  co_zip_clear(&zip);
  fclose(file);
  co_input_memory(&in, "a.xlsx", bytes, len);
  if (co_package_open(&package, &in, &co_limits_default, &err))
    fail_msg("%s", err.text);
  assert_int_equal(package.count, 3);
  expect_part(&package, "one.xml", "<a/>", 4);
  expect_part(&package, "xl/two.xml", text, LONG);
  expect_part(&package, "none.xml", "", 0);
  co_package_close(&package);
  free(bytes);
  free(text);
}

/* A part with every number as zip64. Info-ZIP and Python's zipfile take such
 * files; the minizip that we read with knows no zip64. */
static void zip64(void **state) {
  (void)state;
  static const unsigned char all[] =
      "PK\3\4\x2D\0\0\0\x08\0\0\0\x21\0\4\3\2\1\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
      "\xFF\1\0\x14\0o\1\0\x10\0\5\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0ab"
      "PK\1\2\x2D\0\x2D\0\0\0\x08\0\0\0\x21\0\4\3\2\1\xFF\xFF\xFF\xFF\xFF"
      "\xFF\xFF\xFF\1\0\x1C\0\0\0\0\0\0\0\0\0\0\0\xFF\xFF\xFF\xFFo\1\0\x18"
      "\0\5\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
      "PK\6\6\x2C\0\0\0\0\0\0\0\x2D\0\x2D\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0"
      "\1\0\0\0\0\0\0\0\x4B\0\0\0\0\0\0\0\x35\0\0\0\0\0\0\0"
      "PK\6\7\0\0\0\0\x80\0\0\0\0\0\0\0\1\0\0\0"
      "PK\5\6\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0";
  struct co_zip zip;
  struct co_zip_part part = {
      .name = CO_LIT("o"), .size = 5, .packed = 2, .crc = 0x01020304};
  char *bytes = NULL;
  size_t len = 0;
  FILE *file = open_memstream(&bytes, &len);
  co_zip_init(&zip, file, "a.xlsx");
  zip.wide = 0;
  assert_int_equal(co_zip_begin(&zip, &part, NULL), CO_OK);
  assert_int_equal(co_zip_bytes(&zip, "ab", 2, NULL), CO_OK);
  assert_int_equal(co_zip_end(&zip, NULL), CO_OK);
  co_zip_clear(&zip);
  fclose(file);
  assert_int_equal(len, sizeof all - 1);
  assert_memory_equal(bytes, all, len);
  free(bytes);
}

static void wrong_lengths(void **state) {
  (void)state;
  struct co_zip zip;
  struct co_err err = {0};
  struct co_zip_part part = {.name = CO_LIT("a"), .packed = 3};
  FILE *file = tmpfile();
  co_zip_init(&zip, file, "a.xlsx");
  assert_int_equal(co_zip_begin(&zip, &part, &err), CO_OK);
  assert_int_equal(co_zip_bytes(&zip, "abcd", 4, &err), CO_EBUG);
  assert_int_equal(co_zip_bytes(&zip, "ab", 2, &err), CO_OK);
  assert_int_equal(co_zip_begin(&zip, &part, &err), CO_EBUG);
  assert_int_equal(co_zip_end(&zip, &err), CO_EBUG);
  assert_string_equal(err.text, "a part of 'a.xlsx' lacks 1 bytes");
  assert_int_equal(err.code, CO_X_BUG);
  co_zip_clear(&zip);
  fclose(file);
}

static void full_disk(void **state) {
  (void)state;
  struct co_zip zip;
  struct co_err err = {0};
  struct co_zip_part part = {.name = CO_LIT("a"), .packed = 1};
  FILE *file = fopen("/dev/full", "wb");
  if (!file) skip();
  co_zip_init(&zip, file, "a.xlsx");
  assert_int_equal(co_zip_begin(&zip, &part, &err), CO_OK); /* buffered */
  assert_int_equal(co_zip_bytes(&zip, "a", 1, &err), CO_OK);
  assert_int_equal(co_zip_end(&zip, &err), CO_EOUTPUT);
  assert_non_null(strstr(err.text, "'a.xlsx' cannot be written (No space"));
  co_zip_clear(&zip);
  fclose(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parts),
      cmocka_unit_test(zip64),
      cmocka_unit_test(wrong_lengths),
      cmocka_unit_test(full_disk),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

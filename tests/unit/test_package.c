/* test_package.c - zip packages, sound and falsified, and the tokenizer that
 * reads their parts in blocks of any size. */
#include "formats.h"
#include "package.h"
#include "xml_scan.h"
/* cmocka first */
#include "zip_make.h"

static const char hello[] = "hello hello hello hello hello";

/* Opens the package and reads its first part to the end. */
static enum co_status read_all(struct zip *zip, const struct co_limits *limits,
                               struct co_buf *out, struct co_err *err) {
  struct co_input in = zip_input(zip, "a.xlsx");
  struct co_package package;
  struct co_part *part = NULL;
  char buf[7];
  size_t got = 0;
  enum co_status status = co_package_open(&package, &in, limits, err);
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

static void reads_sound_parts(void **state) {
  (void)state;
  static const struct zip_part parts[] = {
      {.name = "a", .text = hello},
      {.name = "a", .text = hello, .stored = true},
      {.name = "a", .text = hello, .flags = 8},
      {.name = "a", .text = hello, .flags = 0x800},
      {.name = "\\xl\\a", .text = hello},
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

static void refuses_falsified_directories(void **state) {
  (void)state;
  static const struct {
    unsigned parts; /* that there are */
    const char *name;
    int more; /* parts declared, minus those */
    enum co_error code;
  } rows[] = {{1, "a", 0, CO_X_NONE},
              {0, "a", 0, CO_X_ZIP_EMPTY},
              {1, "", 0, CO_X_ZIP_NAME},
              {1, "a", 1, CO_X_ZIP_DIRECTORY},
              {1, "a", 60000, CO_X_ZIP_DIRECTORY}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct zip zip = {0};
    struct co_package package;
    struct co_err err = {0};
    /* without a byte in front the end is not looked for */
    if (!rows[i].parts) co_buf_add(&zip.bytes, "-", 1);
    if (rows[i].parts)
      zip_add(&zip, (struct zip_part){.name = rows[i].name, .text = hello});
    zip.count += (unsigned)rows[i].more;
    struct co_input in = zip_input(&zip, "a.xlsx");
    if (!co_package_open(&package, &in, &co_limits_default, &err))
      co_package_close(&package);
    CHECK(err.code == rows[i].code, "row %zu: %d %s", i, err.code, err.text);
    zip_free(&zip);
  }
}

/* A part that lies within the bytes of another. */
static void refuses_overlaps(void **state) {
  (void)state;
  struct zip_part inner = {.name = "b", .text = hello};
  struct zip within = {0}, zip = {0};
  struct co_package package;
  struct co_err err = {0};
  zip_add(&within, inner);
  zip_add(&zip, (struct zip_part){.name = "a",
                                  .text = within.bytes.ptr,
                                  .len = within.bytes.len,
                                  .stored = true});
  inner.more_offset = 30 + 1 - (int)zip.bytes.len; /* behind a's header */
  zip_add(&zip, inner);
  struct co_input in = zip_input(&zip, "a.xlsx");
  assert_int_equal(co_package_open(&package, &in, &co_limits_default, &err),
                   CO_EINPUT);
  assert_int_equal(err.code, CO_X_ZIP_OVERLAP);
  zip_free(&within);
  zip_free(&zip);
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

static void keeps_limits(void **state) {
  (void)state;
  struct co_limits few = co_limits_default, small = few, flat = few,
                   total = few;
  few.zip_entries = 1;
  small.part_bytes = 5;
  flat.ratio_floor = 1;
  flat.inflate_ratio = 1;
  total.total_bytes = 5;
  const struct co_limits *limits[] = {&few, &small, &flat, &total};
  static const enum co_error codes[] = {
      CO_X_LIMIT_ZIP_ENTRIES, CO_X_LIMIT_PART_BYTES, CO_X_LIMIT_INFLATE_RATIO,
      CO_X_LIMIT_TOTAL_BYTES};
  for (size_t i = 0; i < COUNT(limits); i++) {
    struct zip zip = {0};
    struct co_err err = {0};
    zip_add(&zip, (struct zip_part){.name = "a", .text = hello});
    zip_add(&zip, (struct zip_part){.name = "b", .text = hello});
    enum co_status status = read_all(&zip, limits[i], NULL, &err);
    CHECK(status == CO_ELIMIT && err.code == codes[i], "limit %zu: %d %s", i,
          err.code, err.text);
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
      {"xl/workbook.xml", "sheet1.xml", false},
      {"xl/workbook.xml", "../../../etc/passwd", false},
      {"xl/workbook.xml", "", false},
  };
  struct zip zip = {0};
  struct co_package package;
  zip_add(&zip,
          (struct zip_part){.name = "xl/worksheets/sheet1.xml", .text = hello});
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

/* The tokenizer */

struct bytes {
  const char *ptr;
  size_t len, block;
};

static enum co_status give(void *user, void *buf, size_t len, size_t *got,
                           struct co_err *err) {
  struct bytes *b = user;
  (void)err;
  *got = len < b->block ? len : b->block;
  if (*got > b->len) *got = b->len;
  memcpy(buf, b->ptr, *got);
  b->ptr += *got;
  b->len -= *got;
  return CO_OK;
}

/* <a x="1">text</a> becomes "<a x=1>text</a>"; extensions have no name. */
static enum co_status tokens(struct co_str xml, size_t block,
                             struct co_buf *out, struct co_err *err) {
  struct bytes bytes = {xml.ptr, xml.len, block};
  struct co_xml_scan scan;
  co_xml_init(&scan, give, &bytes, CO_LIT("p"), 8, 200);
  enum co_status status;
  while (!(status = co_xml_next(&scan, err)) && scan.kind != CO_XML_EOF) {
    if (scan.kind == CO_XML_TEXT) {
      status = co_xml_decode(&scan, scan.text, scan.cdata, out, err);
      if (status) break;
      continue;
    }
    co_buf_printf(out, scan.kind == CO_XML_START ? "<%.*s" : "</%.*s",
                  CO_STR(scan.name));
    if (scan.kind == CO_XML_START)
      for (size_t i = 0; i < scan.attr_count; i++)
        co_buf_printf(out, " %.*s=%.*s", CO_STR(scan.attrs[i].name),
                      CO_STR(scan.attrs[i].value));
    co_buf_printf(out, ">");
  }
  co_xml_clear(&scan);
  return status;
}

static void tokenizes_in_any_block(void **state) {
  (void)state;
  static const struct {
    const char *xml;
    size_t len; /* 0: strlen */
    const char *want;
  } rows[] = {
      {"<a/>", 0, "<a></a>"},
      {"\xEF\xBB\xBF<a></a>", 0, "<a></a>"},
      {"<?xml version='1.0' encoding='UTF-8'?>\n<a/>\n<!-- x -->", 0,
       "<a></a>"},
      {"<a x = '1' y=\"2>'\"\n/>", 0, "<a x=1 y=2>'></a>"},
      {"<a>1<!-- -->2<?p q?>3<![CDATA[<&>]]>4</a>", 0, "<a>123<&>4</a>"},
      {"<a>&lt;&amp;&#65;&#x20ac;&quot;&apos;</a >", 0,
       "<a><&A\xE2\x82\xAC\"'</a>"},
      {"<a>x\r\ny\rz&#13;</a>", 0, "<a>x\ny\nz\r</a>"},
      {"<m:a><m:b/><o:b/><b/></m:a>", 0, "<a><b></b><></><></></a>"},
      {"<a><m:b/></a>", 0, "<a><></></a>"},
      {"<a>\xC2\xA3\xF0\x9F\x98\x80</a>", 0, "<a>\xC2\xA3\xF0\x9F\x98\x80</a>"},
      {"\xFF\xFE<\0a\0>\0\xA3\0<\0/\0a\0>\0", 18, "<a>\xC2\xA3</a>"},
      {"\0<\0a\0>\x20\xAC\0<\0/\0a\0>", 16, "<a>\xE2\x82\xAC</a>"},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    for (size_t block = 1; block < 50; block++) {
      struct co_buf out = {0};
      struct co_err err = {0};
      struct co_str xml = {rows[i].xml,
                           rows[i].len ? rows[i].len : strlen(rows[i].xml)};
      enum co_status status = tokens(xml, block, &out, &err);
      CHECK(!status, "row %zu, block %zu: %s", i, block, err.text);
      CHECK(strcmp(out.ptr, rows[i].want) == 0, "row %zu, block %zu: %s", i,
            block, out.ptr);
      co_buf_clear(&out);
    }
}

static void refuses_what_is_no_xml(void **state) {
  (void)state;
  static const struct {
    const char *xml;
    enum co_error code;
  } rows[] = {
      {"", CO_X_XML_MALFORMED},
      {"x", CO_X_XML_MALFORMED},
      {"<a>", CO_X_XML_MALFORMED},
      {"<a", CO_X_XML_MALFORMED},
      {"<a></b>", CO_X_XML_MALFORMED},
      {"</a>", CO_X_XML_MALFORMED},
      {"<a/><b/>", CO_X_XML_MALFORMED},
      {"<a/>x", CO_X_XML_MALFORMED},
      {"<a x/>", CO_X_XML_MALFORMED},
      {"<a x=1/>", CO_X_XML_MALFORMED},
      {"<a x='1'y='2'/>", CO_X_XML_MALFORMED},
      {"<a x='1' x='2'/>", CO_X_XML_MALFORMED},
      {"<a x='<'/>", CO_X_XML_MALFORMED},
      {"<1/>", CO_X_XML_MALFORMED},
      {"< a/>", CO_X_XML_MALFORMED},
      {"<a>&nope;</a>", CO_X_XML_MALFORMED},
      {"<a>&#0;</a>", CO_X_XML_MALFORMED},
      {"<a>&#xD800;</a>", CO_X_XML_MALFORMED},
      {"<a>&#x110000;</a>", CO_X_XML_MALFORMED},
      {"<a>& </a>", CO_X_XML_MALFORMED},
      {"<a>\x01</a>", CO_X_XML_MALFORMED},
      {"<a>\xFF</a>", CO_X_XML_MALFORMED},
      {"<a>\xC0\x80</a>", CO_X_XML_MALFORMED},
      {"<a>\xED\xA0\x80</a>", CO_X_XML_MALFORMED},
      {"<a>\xEF\xBF\xBE</a>", CO_X_XML_MALFORMED},
      {"<a>\xE2\x82", CO_X_XML_MALFORMED},
      {"<a><!-- -- --></a>", CO_X_XML_MALFORMED},
      {"<!DOCTYPE a><a/>", CO_X_XML_DOCTYPE},
      {"<a><?xml version='1.0'?></a>", CO_X_XML_MALFORMED},
      {"<?xml version='1.0' encoding='latin1'?><a/>", CO_X_XML_ENCODING},
      {"<a><b><c><d><e><f><g><h><i/></h></g></f></e></d></c></b></a>",
       CO_X_LIMIT_XML_DEPTH},
      {"<a>"
       "12345678901234567890123456789012345678901234567890123456789012345678"
       "12345678901234567890123456789012345678901234567890123456789012345678"
       "12345678901234567890123456789012345678901234567890123456789012345678"
       "</a>",
       CO_X_LIMIT_FIELD_BYTES},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    for (size_t block = 1; block < 20; block += 3) {
      struct co_buf out = {0};
      struct co_err err = {0};
      enum co_status status = tokens(co_str_of(rows[i].xml), block, &out, &err);
      CHECK(status && err.code == rows[i].code, "%s, block %zu: %d %s",
            rows[i].xml, block, err.code, err.text);
      CHECK(err.text[0], "%s", rows[i].xml);
      co_buf_clear(&out);
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_sound_parts),
      cmocka_unit_test(refuses_falsified_parts),
      cmocka_unit_test(refuses_same_names),
      cmocka_unit_test(refuses_falsified_directories),
      cmocka_unit_test(refuses_overlaps),
      cmocka_unit_test(refuses_every_cut),
      cmocka_unit_test(reads_bytes_around),
      cmocka_unit_test(refuses_two_ends),
      cmocka_unit_test(keeps_limits),
      cmocka_unit_test(resolves_targets),
      cmocka_unit_test(tokenizes_in_any_block),
      cmocka_unit_test(refuses_what_is_no_xml),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

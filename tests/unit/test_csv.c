/* test_csv.c - delimited text: fields, encodings, delimiters, places; and the
 * parser against libcsv on texts that both must read alike. */
#include <csv.h>

#include "csv_parse.h"
#include "formats.h"
#include "input.h"
#include "recorder.h"

static enum co_status read_text(const char *path, const char *text, size_t len,
                                const struct co_limits *limits,
                                struct recorder *r, struct co_err *err) {
  struct co_input in;
  struct co_read_options options = {.limits = limits};
  co_input_memory(&in, path, text, len);
  record_start(r);
  return co_csv_read(&in, &options, &r->sink, err);
}

struct reading {
  const char *text;
  size_t len; /* 0: strlen */
  const char *want;
};

static void reads(const struct reading *rows, size_t count) {
  for (size_t i = 0; i < count; i++) {
    struct recorder r;
    struct co_err err = {0};
    size_t len = rows[i].len ? rows[i].len : strlen(rows[i].text);
    enum co_status status =
        read_text("dir/t.v1.csv", rows[i].text, len, NULL, &r, &err);
    CHECK(!status && r.ended, "row %zu: %s", i, err.text);
    CHECK(strcmp(recorded(&r), rows[i].want) == 0, "row %zu: %s", i,
          recorded(&r));
    co_buf_clear(&r.text);
  }
}

#define HEAD "[t.v1 UTF-8 ,]"

static void reads_fields_and_rows(void **state) {
  (void)state;
  static const struct reading rows[] = {
      {"a,b\n1,2\n", 0, HEAD " A1=s:a B1=s:b / A2=s:1 B2=s:2 /"},
      {"a,b\n1,2", 0, HEAD " A1=s:a B1=s:b / A2=s:1 B2=s:2 /"},
      {"a,b\r\n\r\n1,2\r\n", 0, HEAD " A1=s:a B1=s:b / A3=s:1 B3=s:2 /"},
      {"a,b\r\r1,2\r", 0, HEAD " A1=s:a B1=s:b / A3=s:1 B3=s:2 /"},
      {"a,b\n,,\n1,2\n", 0, HEAD " A1=s:a B1=s:b / A3=s:1 B3=s:2 /"},
      {"\n\n,x\n", 0, HEAD " B3=s:x /"},
      {" a , b \n", 0, HEAD " A1=s: a  B1=s: b  /"},
      {"\"a,b\",c\n", 0, HEAD " A1=s:a,b B1=s:c /"},
      {"\"a\"\"b\",c\n", 0, HEAD " A1=s:a\"b B1=s:c /"},
      {"\"a\r\nb\",c\nd,e\n", 0, HEAD " A1=s:a\r\nb B1=s:c / A2=s:d B2=s:e /"},
      {"5\" pipe,x\n", 0, HEAD " A1=s:5\" pipe B1=s:x /"},
      {"a\"b\"c,x\n", 0, HEAD " A1=s:a\"b\"c B1=s:x /"},
      {"\"a\"b,x\n", 0, HEAD " A1=s:ab B1=s:x /"},
      {" \"a\",x\n", 0, HEAD " A1=s: \"a\" B1=s:x /"},
      {"\"\",x\n", 0, HEAD " B1=s:x /"},
      {"\"\"\"\",x\n", 0, HEAD " A1=s:\" B1=s:x /"},
      {"a,\"cut off", 0, HEAD " A1=s:a B1=s:cut off /"},
      {"one column\n", 0, HEAD " A1=s:one column /"},
      {"\n", 0, HEAD},
  };
  reads(rows, COUNT(rows));
}

static void finds_delimiters(void **state) {
  (void)state;
  static const struct reading rows[] = {
      {"a;b\n1,5;2,5\n", 0,
       "[t.v1 UTF-8 ;] A1=s:a B1=s:b / A2=s:1,5 B2=s:2,5 /"},
      {"a\tb\n1,5\t2\n", 0, "[t.v1 UTF-8 T] A1=s:a B1=s:b / A2=s:1,5 B2=s:2 /"},
      {"a,b\nx,\"- one:\n-\ttwo\n-\tthree\n-\tfour\"\n", 0,
       HEAD " A1=s:a B1=s:b / A2=s:x B2=s:- one:\n-\ttwo\n-\tthree\n-\tfour /"},
      {"\"a\";\"b\"\n\"x\"\n\"1,5\";\"2\"\n\"2,5\";\"3\"\n\"y,\"\n", 0,
       "[t.v1 UTF-8 ;] A1=s:a B1=s:b / A2=s:x / A3=s:1,5 B3=s:2 / A4=s:2,5 "
       "B4=s:3 / A5=s:y, /"},
      {"a|b\n1|2\n", 0, "[t.v1 UTF-8 |] A1=s:a B1=s:b / A2=s:1 B2=s:2 /"},
      {"a,b;c\n1,2\n", 0, "[t.v1 UTF-8 ,] A1=s:a B1=s:b;c / A2=s:1 B2=s:2 /"},
      {"sep=;\na,b;c\n", 0, "[t.v1 UTF-8 ;] A1=s:a,b B1=s:c /"},
      {"sep=:\r\na:b\r\n", 0, "[t.v1 UTF-8 :] A1=s:a B1=s:b /"},
      {"SEP=;\ra,b;c\n", 0, "[t.v1 UTF-8 ;] A1=s:a,b B1=s:c /"},
      {"\"sep=;\"\r\na,b;c\n", 0, "[t.v1 UTF-8 ;] A1=s:a,b B1=s:c /"},
      {"\"sep=\na;b\"\n", 0, "[t.v1 UTF-8 ,] A1=s:sep=\na;b /"},
      {"\"sep=;,b\"\n", 0, "[t.v1 UTF-8 ,] A1=s:sep=;,b /"},
      {"\"sep=;\",b\n", 0, "[t.v1 UTF-8 ,] A1=s:sep=; B1=s:b /"},
      {"=\"001\",\"=\"\"002\"\"\"\n", 0, "[t.v1 UTF-8 ,] A1=s:001 B1=s:002 /"},
      {"=\"NI 014\",=\"12.50\",=\"\"\n", 0,
       "[t.v1 UTF-8 ,] A1=s:NI 014 B1=s:12.50 /"},
      {"=\"a\",=\"1,=\"12,=\"1a\",=\"\n", 0,
       "[t.v1 UTF-8 ,] A1=s:a B1=s:=\"1 C1=s:=\"12 D1=s:1a E1=s:=\" /"},
      {"=\"\",=\"a\"&\"b\",=a\n", 0,
       "[t.v1 UTF-8 ,] B1=s:=\"a\"&\"b\" C1=s:=a /"},
      {"sep=xy,b\n", 0, "[t.v1 UTF-8 ,] A1=s:sep=xy B1=s:b /"},
  };
  reads(rows, COUNT(rows));
}

static void finds_encodings(void **state) {
  (void)state;
  static const struct reading rows[] = {
      {"\xEF\xBB\xBF\"a\",b\n", 0, HEAD " A1=s:a B1=s:b /"},
      {"\xC2\xA3,b\n", 0, HEAD " A1=s:\xC2\xA3 B1=s:b /"},
      {"\xA3\x80\x92,b\n", 0,
       "[t.v1 windows-1252 ,] A1=s:\xC2\xA3\xE2\x82\xAC\xE2\x80\x99 B1=s:b /"},
      {"\x81\x8D\x8F\x90\x9D,\x80\n", 0,
       "[t.v1 ISO-8859-1 ,] A1=s:\xC2\x81\xC2\x8D\xC2\x8F\xC2\x90\xC2\x9D "
       "B1=s:\xC2\x80 /"},
      {"\xFF\xFE\xA3\0,\0b\0\n\0", 10,
       "[t.v1 UTF-16LE ,] A1=s:\xC2\xA3 B1=s:b /"},
      {"\xFE\xFF\0a\0\t\xD8\x3D\xDE\x00", 10,
       "[t.v1 UTF-16BE T] A1=s:a B1=s:\xF0\x9F\x98\x80 /"},
      {"a\0,\0b\0\n\0c\0", 10, "[t.v1 UTF-16LE ,] A1=s:a B1=s:b / A2=s:c /"},
  };
  reads(rows, COUNT(rows));
}

static void refuses_texts(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t len;
    enum co_error code;
    const char *says;
  } rows[] = {
      {"a,b\n1,\"2\n3,4\n", 0, CO_X_CSV_QUOTE_OPEN, "line 2"},
      {"a\n\"x\ny\"\n\"z\n\n", 0, CO_X_CSV_QUOTE_OPEN, "line 4"},
      {"a\n\"x\n\"y\",z\n", 0, CO_X_CSV_QUOTE_OPEN, "line 2"},
      {"a\0b,c\n", 6, CO_X_TEXT_NUL, "offset 1"},
      {"\xFF\xFE"
       "a\0\0\0b\0",
       8, CO_X_TEXT_NUL, "NUL"},
      {"\xC2\xA3\n\xC2\xA3\r\n\xA3\n", 0, CO_X_TEXT_ENCODING, "line 3"},
      {"\xEF\xBB\xBF\xA3\n", 0, CO_X_TEXT_ENCODING, "line 1"},
      {"\xFF\xFE\0\0a\0\0\0", 8, CO_X_TEXT_UTF32, "UTF-32"},
      {"\xFF\xFE\x3D\xD8"
       "a\0",
       6, CO_X_TEXT_ENCODING, "half"},
      {"\xFF\xFE"
       "a",
       3, CO_X_TEXT_ENCODING, "half"},
      {"\xFF\xFE\x00\xDE", 4, CO_X_TEXT_ENCODING, "half"},
      {"\xFF\xFE\x3D\xD8\x3D\xD8", 6, CO_X_TEXT_ENCODING, "half"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct recorder r;
    struct co_err err = {0};
    size_t len = rows[i].len ? rows[i].len : strlen(rows[i].text);
    enum co_status status =
        read_text("t.csv", rows[i].text, len, NULL, &r, &err);
    CHECK(status == CO_EINPUT && err.code == rows[i].code && !r.ended,
          "row %zu: %d", i, err.code);
    CHECK(strstr(err.text, rows[i].says), "row %zu: %s", i, err.text);
    co_buf_clear(&r.text);
  }
}

static void keeps_limits(void **state) {
  (void)state;
  struct co_limits field = co_limits_default, columns = field, rows = field,
                   cells = field;
  field.field_bytes = 3;
  columns.columns = 2;
  rows.rows = 2;
  cells.cells = 3;
  const struct {
    const struct co_limits *limits;
    const char *fits, *crosses;
  } tries[] = {{&field, "abc,d\n", "abcd,e\n"},
               {&columns, "a,b\n", "a,b,c\n"},
               {&rows, "a\nb\n", "a\nb\nc\n"},
               {&cells, "a,b\nc\n", "a,b\nc,d\n"}};
  for (size_t i = 0; i < COUNT(tries); i++) {
    struct recorder r;
    struct co_err err = {0};
    const char *text = tries[i].fits;
    CHECK(!read_text("t.csv", text, strlen(text), tries[i].limits, &r, &err),
          "%zu: %s", i, err.text);
    co_buf_clear(&r.text);
    text = tries[i].crosses;
    CHECK(read_text("t.csv", text, strlen(text), tries[i].limits, &r, &err) ==
              CO_ELIMIT,
          "%zu: %s", i, err.text);
    co_buf_clear(&r.text);
  }
}

static void stops_when_told(void **state) {
  (void)state;
  struct recorder r;
  struct co_input in;
  co_input_memory(&in, "t.csv", "a\nb\nc\n", 6);
  record_start(&r);
  r.stop_after = 2;
  assert_int_equal(co_csv_read(&in, NULL, &r.sink, NULL), CO_OK);
  assert_string_equal(recorded(&r), "[t UTF-8 ,] A1=s:a / A2=s:b /");
  assert_true(r.ended);
  co_buf_clear(&r.text);
}

/* Against libcsv */

static void lib_field(void *text, size_t len, void *user) {
  struct co_buf *out = user;
  co_buf_add(out, "<", 1);
  if (len) co_buf_add(out, text, len);
  co_buf_add(out, ">", 1);
}

static void lib_record(int c, void *user) {
  (void)c;
  co_buf_add(user, "\n", 1);
}

static int no_space(unsigned char c) {
  (void)c;
  return 0;
}

static enum co_status own_record(void *user, const struct co_csv_record *record,
                                 struct co_err *err) {
  (void)err;
  if (record->blank) return CO_OK; /* libcsv does not report these */
  for (size_t i = 0; i < record->count; i++)
    lib_field((void *)(uintptr_t)record->fields[i].ptr, record->fields[i].len,
              user);
  lib_record(0, user);
  return CO_OK;
}

/* True where libcsv takes the text for flawless. */
static bool by_libcsv(const char *text, size_t len, struct co_buf *out) {
  struct csv_parser parser;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
  csv_set_space_func(&parser, no_space);
  bool fine =
      csv_parse(&parser, text, len, lib_field, lib_record, out) == len &&
      csv_fini(&parser, lib_field, lib_record, out) == 0;
  csv_free(&parser);
  return fine;
}

static void by_ours(const char *text, size_t len, size_t block,
                    struct co_buf *out) {
  struct co_csv_parser parser;
  co_csv_init(&parser, ',', own_record, out);
  for (size_t i = 0; i < len; i += block) {
    size_t n = len - i < block ? len - i : block;
    assert_int_equal(co_csv_feed(&parser, (struct co_str){text + i, n}, NULL),
                     CO_OK);
  }
  assert_int_equal(co_csv_finish(&parser, NULL), CO_OK);
  co_csv_clear(&parser);
}

static void agrees_with_libcsv(void **state) {
  (void)state;
  static const char letters[] = {'a', ',', '"', '\n', '\r'};
  unsigned compared = 0;
  for (unsigned n = 0; n < 5 * 5 * 5 * 5 * 5 * 5 * 5; n++) {
    char text[7];
    unsigned rest = n;
    for (size_t i = 0; i < sizeof text; i++, rest /= 5)
      text[i] = letters[rest % 5];
    struct co_buf lib = {0}, whole = {0}, split = {0};
    if (by_libcsv(text, sizeof text, &lib)) {
      by_ours(text, sizeof text, sizeof text, &whole);
      by_ours(text, sizeof text, 1 + n % 3, &split);
      struct co_str want = co_buf_str(&lib);
      CHECK(co_str_eq(want, co_buf_str(&whole)), "%.7s:\n%.*s\n%.*s", text,
            CO_STR(want), CO_STR(co_buf_str(&whole)));
      CHECK(co_str_eq(want, co_buf_str(&split)), "%.7s in blocks", text);
      compared++;
    }
    co_buf_clear(&lib);
    co_buf_clear(&whole);
    co_buf_clear(&split);
  }
  CHECK(compared > 10000, "only %u texts compared", compared);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_fields_and_rows),
      cmocka_unit_test(finds_delimiters),
      cmocka_unit_test(finds_encodings),
      cmocka_unit_test(refuses_texts),
      cmocka_unit_test(keeps_limits),
      cmocka_unit_test(stops_when_told),
      cmocka_unit_test(agrees_with_libcsv),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_str.c - comparing, trimming, folding, measuring and showing texts. */
#include "random_text.h"
#include "str.h"
#include "utf8.h"

#define NBSP "\xC2\xA0"
#define ZWSP "\xE2\x80\x8B"
#define IDEOGRAPHIC "\xE3\x80\x80"

struct pair {
  const char *text, *want;
};

typedef struct co_str (*text_function)(struct co_arena *, struct co_str);

static void check_pairs(const struct pair *pairs, size_t count,
                        text_function function) {
  struct co_arena arena = CO_ARENA_INIT;
  for (size_t i = 0; i < count; i++) {
    struct co_str got = function(&arena, co_str_of(pairs[i].text));
    CHECK(co_str_is(got, pairs[i].want), "'%s': got '%.*s'", pairs[i].text,
          CO_STR(got));
  }
  assert_int_equal(function(&arena, (struct co_str){0}).len, 0);
  co_arena_clear(&arena);
}

static struct co_str trim(struct co_arena *arena, struct co_str text) {
  (void)arena;
  return co_str_trim(text);
}

static void trims(void **state) {
  (void)state;
  static const struct pair pairs[] = {
      {"", ""},
      {"a", "a"},
      {"  a b \t\r\n", "a b"},
      {NBSP "a" NBSP, "a"},
      {IDEOGRAPHIC ZWSP "£" IDEOGRAPHIC, "£"},
      {" \xEF\xBB\xBF x", "x"},
      {" " NBSP, ""},
      {"\xA0", "\xA0"}, /* a lone byte is no blank */
      {"a\x80 ", "a\x80"},
  };
  check_pairs(pairs, COUNT(pairs), trim);
}

static void collapses(void **state) {
  (void)state;
  static const struct pair pairs[] = {
      {"", ""},
      {"a", "a"},
      {" a \n\n b\tc ", "a b c"},
      {"a" NBSP NBSP "b", "a b"},
      {"\xFF \xFF", "\xFF \xFF"},
  };
  check_pairs(pairs, COUNT(pairs), co_str_collapse);
}

/* What need not be collapsed is seen at once, beside a no-break space not. */
static void collapses_the_usual_as_any_other(void **state) {
  (void)state;
  struct co_arena arena = CO_ARENA_INIT;
  size_t lines = 0;
  for (size_t i = 0; i < RANDOM_TEXTS; i++, co_arena_reset(&arena)) {
    struct co_str text =
        random_text(odd_pieces, i % 2 ? 6 : COUNT(odd_pieces), 24);
    struct co_str trimmed = co_str_trim(text);
    struct co_str got = co_str_collapse(&arena, text);
    struct co_str longer =
        co_str_collapse(&arena, random_text_with(text, NBSP "x"));
    if (!got.len) continue;
    CHECK(longer.len == got.len + 2 && co_str_starts(longer, got.ptr), "'%s'",
          longer.ptr);
    bool is_line = co_str_is_line(trimmed);
    assert_true(!is_line || co_str_eq(got, trimmed));
    lines += is_line;
  }
  co_arena_clear(&arena);
  assert_true(lines > RANDOM_TEXTS / 50);
}

static void keeps_lines(void **state) {
  (void)state;
  static const struct pair pairs[] = {
      {"", ""},
      {"a\r\nb\rc\nd", "a\nb\nc\nd"},
      {"a  \r\n b" NBSP "\n\nc ", "a\n b\n\nc"},
      {"\n a \n", "a"},
      {"a\r\r\nb", "a\n\nb"},
      {"a\vb\fc\xC2\x85"
       "d\xE2\x80\xA8"
       "e\xE2\x80\xA9"
       "f",
       "a\nb\nc\nd\ne\nf"},
      {"a  b" NBSP "c\xE2\x80\xAF"
       "d\xE2\x80\x87\te \xE2\x80\x8B f",
       "a b c d e f"},
      {"a\n   b\n" NBSP "\nc", "a\n b\n\nc"},
  };
  check_pairs(pairs, COUNT(pairs), co_str_lines);
}

static void makes_breaks_alike(void **state) {
  (void)state;
  static const struct pair pairs[] = {
      {"", ""},
      {" a  b ", " a  b "},
      {"a \r\n\rb" NBSP "\xE2\x80\xA8", "a \n\nb" NBSP "\n"},
  };
  check_pairs(pairs, COUNT(pairs), co_str_breaks);
}

static void folds(void **state) {
  (void)state;
  static const struct pair pairs[] = {
      {"", ""},
      {"Lead Officer", "lead officer"},
      {" LEAD" NBSP "\nOfficer ", "lead officer"},
      {"Total*", "total"},
      {"** Total †‡", "total"},
      {"Total ²", "total"},
      {"Total¹ ³", "total"},
      {"§ 4", "4"},
      {"a*b", "a*b"},
      {"m² used", "m2 used"},
      {"* †", ""},
      {"ÉCOLE", "école"},
      {"e\xCC\x81", "é"},
      {"Straße", "strasse"},
      {"ﬁnance", "finance"},
      {"ＡＢＣ", "abc"},
      {"½ year", "1⁄2 year"},
      {"co\xC2\xADoperation", "cooperation"}, /* soft hyphen */
      {"% Complete", "% complete"},
      {"Last Year’s Actual", "last year's actual"},
      {"“Key” – 2008–09", "\"key\" - 2008-09"},
      {"Staff & Pay", "staff and pay"},
      {"R&D", "r and d"},
      {"& Others’", "and others'"},
      {"\xFFX", "\xFFx"},
  };
  check_pairs(pairs, COUNT(pairs), co_str_fold);
}

static void shows(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t max;
    const char *want;
  } rows[] = {
      {"", 5, ""},
      {"abc", 3, "abc"},
      {"abcd", 3, "abc…"},
      {"££££", 3, "£££…"},
      {"a\nb\tc\rd", 9, "a\\nb\\tc\\rd"},
      {"\x01\x1B[31m", 9, "\\u0001\\u001B[31m"},
      {"\xE2\x80\xAE"
       "x",
       9, "\\u202Ex"},
      {"a\xC3(", 9, "a\\xC3("},
      {"x", 0, "…"},
  };
  struct co_arena arena = CO_ARENA_INIT;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct co_str got =
        co_str_show(&arena, co_str_of(rows[i].text), rows[i].max);
    CHECK(co_str_is(got, rows[i].want), "row %zu: got '%.*s'", i, CO_STR(got));
  }
  co_arena_clear(&arena);
}

static void compares(void **state) {
  (void)state;
  assert_true(co_str_eq((struct co_str){0}, CO_LIT("")));
  assert_false(co_str_eq(CO_LIT("a"), CO_LIT("ab")));
  assert_true(co_str_cmp(CO_LIT("a"), CO_LIT("ab")) < 0);
  assert_true(co_str_cmp(CO_LIT("b"), CO_LIT("ab")) > 0);
  assert_true(co_str_cmp(CO_LIT("\xC3"), CO_LIT("z")) > 0);
  assert_int_equal(co_str_cmp((struct co_str){0}, CO_LIT("")), 0);
  assert_true(co_str_starts(CO_LIT("abc"), "ab"));
  assert_true(co_str_starts((struct co_str){0}, ""));
  assert_false(co_str_starts(CO_LIT("a"), "ab"));
  assert_int_equal(co_str_of(NULL).len, 0);
}

static const struct {
  const char *text;
  int bad; /* offset, -1: valid */
  size_t characters, units;
} utf8[] = {
    {"", -1, 0, 0},
    {"plain ASCII text of some length", -1, 31, 31},
    {"£5 – 😀", -1, 6, 7},
    {"\xEF\xBF\xBF", -1, 1, 1},
    {"\xF4\x8F\xBF\xBF", -1, 1, 2},
    {"12345678\x80", 8, 0, 0},
    {"a\xC0\xAF", 1, 0, 0},        /* overlong */
    {"\xC1\xBF", 0, 0, 0},         /* overlong */
    {"\xE0\x9F\xBF", 0, 0, 0},     /* overlong */
    {"\xF0\x8F\xBF\xBF", 0, 0, 0}, /* overlong */
    {"\xED\xA0\x80", 0, 0, 0},     /* surrogate */
    {"\xF4\x90\x80\x80", 0, 0, 0}, /* above U+10FFFF */
    {"\xF8\x88\x80\x80\x80", 0, 0, 0},
    {"ab\xE2\x82", 2, 0, 0}, /* cut off */
    {"\xE2\x28\xA1", 0, 0, 0},
    {"\xE2\x82\x28", 0, 0, 0},
    {"\xFF", 0, 0, 0},
};

static void checks_utf8(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(utf8); i++) {
    struct co_str text = co_str_of(utf8[i].text);
    size_t bad = 99;
    bool valid = co_utf8_valid(text, &bad);
    CHECK(valid == (utf8[i].bad < 0), "row %zu", i);
    assert_int_equal(co_utf8_valid(text, NULL), valid);
    if (!valid) {
      assert_int_equal(bad, utf8[i].bad);
      continue;
    }
    assert_int_equal(co_utf8_length(text), utf8[i].characters);
    assert_int_equal(co_utf16_length(text), utf8[i].units);
  }
  assert_true(co_utf8_valid((struct co_str){0}, NULL));
}

/* Every code point is written, read back and judged as it should be. */
static void puts_every_character(void **state) {
  (void)state;
  for (uint32_t c = 0; c < 0x110000; c++) {
    char out[4];
    uint32_t back;
    size_t len = co_utf8_put(c, out);
    size_t got = co_utf8_next(out, out + len, &back);
    bool surrogate = c >= 0xD800 && c <= 0xDFFF;
    if (surrogate ? back != CO_UTF8_BAD : got != len || back != c)
      CHECK(false, "U+%04X", (unsigned)c);
  }
}

static void measures_distance(void **state) {
  (void)state;
  static const struct {
    const char *a, *b;
    size_t limit, want;
  } rows[] = {
      {"", "", 5, 0},
      {"", "abc", 5, 3},
      {"abc", "abc", 0, 0},
      {"abc", "abd", 5, 1},
      {"abc", "acb", 5, 1}, /* neighbours swapped */
      {"abc", "ac", 5, 1},
      {"kitten", "sitting", 5, 3},
      {"kitten", "sitting", 2, 3},
      {"kitten", "sitting", 1, 2},
      {"£a", "€a", 5, 1}, /* characters, not bytes */
      {"a", "abcdefgh", 3, 4},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct co_str a = co_str_of(rows[i].a), b = co_str_of(rows[i].b);
    size_t got = co_str_distance(a, b, rows[i].limit);
    CHECK(got == rows[i].want, "%s, %s: %zu", rows[i].a, rows[i].b, got);
    assert_int_equal(co_str_distance(b, a, rows[i].limit), rows[i].want);
  }
  static char a[1000], b[1000];
  memset(a, 'a', sizeof a);
  memset(b, 'b', sizeof b);
  assert_int_equal(
      co_str_distance((struct co_str){a, 1000}, (struct co_str){b, 1000}, 7),
      8);
}

static void finds_the_nearest(void **state) {
  (void)state;
  const struct co_str names[] = {CO_LIT("Deadline"), CO_LIT("Status"),
                                 CO_LIT("Lead Officer"),
                                 CO_LIT("Leed Officer")};
  assert_int_equal(co_str_nearest(CO_LIT("dead line"), names, 4), 0);
  assert_int_equal(co_str_nearest(CO_LIT("STATSU"), names, 4), 1);
  assert_int_equal(co_str_nearest(CO_LIT("lead oficer"), names, 4), 2);
  assert_int_equal(co_str_nearest(CO_LIT("Budget"), names, 4), -1);
  assert_int_equal(co_str_nearest(CO_LIT(""), names, 4), -1);
  assert_int_equal(co_str_nearest(CO_LIT("x"), NULL, 0), -1);
}

static void buffers_grow_to_their_limit(void **state) {
  (void)state;
  struct co_buf buf = {.limit = 100};
  for (int i = 0; i < 10; i++)
    assert_true(co_buf_add(&buf, "0123456789", 10));
  assert_false(co_buf_add(&buf, "x", 1));
  assert_false(co_buf_printf(&buf, "%d", 1));
  assert_int_equal(co_buf_str(&buf).len, 100);
  assert_int_equal(strlen(buf.ptr), 100);
  co_buf_clear(&buf);
  assert_true(co_buf_add_str(&buf, (struct co_str){0}));
  assert_true(co_buf_printf(&buf, "%s %d", "row", 7));
  assert_true(co_str_is(co_buf_str(&buf), "row 7"));
  co_buf_clear(&buf);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(trims),
      cmocka_unit_test(collapses),
      cmocka_unit_test(collapses_the_usual_as_any_other),
      cmocka_unit_test(keeps_lines),
      cmocka_unit_test(makes_breaks_alike),
      cmocka_unit_test(folds),
      cmocka_unit_test(shows),
      cmocka_unit_test(compares),
      cmocka_unit_test(checks_utf8),
      cmocka_unit_test(puts_every_character),
      cmocka_unit_test(measures_distance),
      cmocka_unit_test(finds_the_nearest),
      cmocka_unit_test(buffers_grow_to_their_limit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_quick.c - the quick ways say what the thorough ones say: on texts made
 * at random of the characters that matter, the same every time. */
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <string.h>

#include "begins.h"
#include "number.h"
#include "quick.h"

enum { TEXTS = 200000, LONGEST = 24 };

static uint32_t seed;

static uint32_t random_below(uint32_t limit) {
  seed = seed * 1664525 + 1013904223;
  return (seed >> 8) % limit;
}

/* A text of up to `longest` pieces. */
static struct co_str random_text(const char *const *pieces, uint32_t count,
                                 uint32_t longest) {
  static char text[LONGEST * 4];
  size_t len = 0;
  for (uint32_t left = random_below(longest + 1); left > 0; left--) {
    const char *piece = pieces[random_below(count)];
    size_t size = strlen(piece);
    memcpy(text + len, piece, size);
    len += size;
  }
  return (struct co_str){text, len};
}

#define PIECES(list) list, sizeof(list) / sizeof *(list)

static void test_units(void **state) {
  static const char *const pieces[] = {"0", "1", "5", "9", "27", "4",
                                       ".", "-", ",", " ", "E",  "%"};
  size_t quick = 0;
  (void)state;
  for (size_t i = 0; i < TEXTS; i++) {
    struct co_str text = random_text(PIECES(pieces), 9);
    unsigned scale = random_below(6);
    struct co_number number;
    int64_t units;
    if (!co_quick_units(text, scale, &units)) continue;
    quick++;
    assert_int_equal(co_number_parse(text, scale, &number), CO_NUMBER_OK);
    assert_true(units == number.units && !number.percent);
  }
  assert_true(quick > TEXTS / 50);
}

static void test_dates(void **state) {
  static const char *const pieces[] = {"01", "12", "31", "20", "19",
                                       "00", "/",  "-",  ".",  "2a"};
  size_t quick = 0;
  (void)state;
  for (size_t i = 0; i < 5 * TEXTS; i++) {
    struct co_str text = random_text(PIECES(pieces), 6);
    enum co_date_order order = (enum co_date_order)random_below(3);
    struct co_date date, thorough;
    if (!co_quick_date(text, order, &date)) continue;
    quick++;
    assert_true(co_date_parse(text, order, &thorough, NULL));
    assert_true(co_date_days(date) == co_date_days(thorough));
  }
  assert_true(quick > 100);
}

/* Letters, blanks and all that trimming, collapsing and folding change. */
static const char *const marks[] = {"a",
                                    "B",
                                    "Re",
                                    "f",
                                    "2",
                                    " ",
                                    "*",
                                    "\t",
                                    "\n",
                                    "-",
                                    "%",
                                    "\x7F",
                                    "\xC2\xA0",
                                    "\xC2\xB2",
                                    "\xC3\x89",
                                    "\xC3\x9F",
                                    "\xCC\x81",
                                    "\xE2\x80\x8B",
                                    "\xEF\xAC\x81",
                                    "\xE2\x84\xAA"};

static void test_lines(void **state) {
  struct co_arena arena = CO_ARENA_INIT;
  size_t quick = 0;
  (void)state;
  for (size_t i = 0; i < TEXTS; i++) {
    struct co_str text = random_text(marks, i % 2 ? 6 : 20, LONGEST);
    struct co_str trimmed = co_quick_trim(text);
    assert_true(co_str_eq(trimmed, co_str_trim(text)));
    bool ascii = true;
    for (size_t c = 0; c < text.len; c++)
      ascii = ascii && (unsigned char)text.ptr[c] < 0x80;
    assert_int_equal(co_quick_ascii(text), ascii);
    if (!trimmed.len || !co_quick_line(trimmed)) continue;
    quick++;
    assert_true(co_str_eq(co_str_collapse(&arena, trimmed), trimmed));
    co_arena_reset(&arena);
  }
  co_arena_clear(&arena);
  assert_true(quick > TEXTS / 50);
}

/* A name and a text are the same, or begin alike, whenever the name is the
 * text folded; never the same when it is not. */
static void test_names(void **state) {
  struct co_arena arena = CO_ARENA_INIT;
  size_t same = 0, alike = 0, all = 0;
  (void)state;
  for (size_t i = 0; i < TEXTS; i++) {
    struct co_begins begins = {{0}};
    struct co_str name =
        co_str_fold(&arena, random_text(PIECES(marks), 1 + i % 4));
    struct co_str text = co_str_trim(random_text(PIECES(marks), 1 + i % 4));
    if (!text.len) continue;
    bool is = co_str_eq(co_str_fold(&arena, text), name);
    co_begins_add(&begins, name);
    if (co_quick_same(text, name)) assert_true(is);
    if (is && name.len) assert_true(co_begins_like(&begins, text));
    same += is && co_quick_same(text, name);
    alike += co_begins_like(&begins, text);
    all++;
    co_arena_reset(&arena);
  }
  co_arena_clear(&arena);
  assert_true(same > 100 && alike < all * 3 / 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_units), cmocka_unit_test(test_dates),
      cmocka_unit_test(test_lines), cmocka_unit_test(test_names)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

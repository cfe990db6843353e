/* test_pattern.c - patterns: whole matches, named groups, limits, mistakes. */
#include "pattern.h"
#include "str.h"
#include "table.h"

static const struct {
  const char *pattern, *text;
  bool matches;
} rows[] = {
    {"abc", "abc", true},
    {"abc", "abcd", false},
    {"abc", "xabc", false},
    {"a|ab", "ab", true}, /* the whole text, not the first branch */
    {"", "", true},
    {"", "x", false},
    {".*", "two\nlines", true},
    {"Quarter [1-4]", "Quarter 5", false},
    {"\\d+\\s*%", "12\xC2\xA0%", true},
    {"(?i)total", "TOTAL", true},
    {"total", "TOTAL", false},
    {"£.", "££", true},
    {".", "\xC2\xA3", true},
    {".", "\xC2", false}, /* no UTF-8 */
    {".*", "\xFF\xFF", false},
};

static void matches_whole_texts(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct co_pattern *pattern;
    assert_int_equal(co_pattern_new(&pattern, co_str_of(rows[i].pattern), NULL),
                     CO_OK);
    bool gave_up = true;
    bool got =
        co_pattern_match(pattern, co_str_of(rows[i].text), NULL, &gave_up);
    CHECK(got == rows[i].matches, "'%s' on '%s'", rows[i].pattern,
          rows[i].text);
    assert_false(gave_up);
    co_pattern_free(pattern);
  }
}

static void gives_named_groups(void **state) {
  (void)state;
  struct co_pattern *pattern;
  assert_int_equal(
      co_pattern_new(&pattern,
                     CO_LIT("(x?)(?:(?<number>\\d+)[.)]\\s*)?(?<a_title>.+)"),
                     NULL),
      CO_OK);
  assert_int_equal(co_pattern_group_count(pattern), 2);
  assert_true(co_str_is(co_pattern_group_name(pattern, 0), "number"));
  assert_true(co_str_is(co_pattern_group_name(pattern, 1), "a_title"));
  struct co_str groups[2];
  assert_true(
      co_pattern_match(pattern, CO_LIT("3) Plant trees"), groups, NULL));
  assert_true(co_str_is(groups[0], "3"));
  assert_true(co_str_is(groups[1], "Plant trees"));
  assert_true(co_pattern_match(pattern, CO_LIT("Plant trees"), groups, NULL));
  assert_null(groups[0].ptr);
  assert_int_equal(groups[0].len, 0);
  assert_false(co_pattern_match(pattern, (struct co_str){0}, groups, NULL));
  co_pattern_free(pattern);
}

static void gives_up_on_explosions(void **state) {
  (void)state;
  struct co_pattern *pattern;
  assert_int_equal(co_pattern_new(&pattern, CO_LIT("(a+)+(a+)+b"), NULL),
                   CO_OK);
  char text[200];
  memset(text, 'a', sizeof text);
  memcpy(text + sizeof text - 2, "xb", 2); /* PCRE2 looks for the b first */
  bool gave_up = false;
  struct co_str subject = {text, sizeof text};
  assert_false(co_pattern_match(pattern, subject, NULL, &gave_up));
  assert_true(gave_up);
  co_pattern_free(pattern);
}

/* More backtracking than the stack of compiled matching holds. */
static void matches_long_texts(void **state) {
  (void)state;
  struct co_pattern *pattern;
  assert_int_equal(co_pattern_new(&pattern, CO_LIT("(?:(a)|(b))*"), NULL),
                   CO_OK);
  static char text[20000];
  memset(text, 'a', sizeof text);
  assert_true(co_pattern_match(pattern, (struct co_str){text, sizeof text},
                               NULL, NULL));
  co_pattern_free(pattern);
}

static void refuses_mistakes(void **state) {
  (void)state;
  static const struct {
    const char *pattern, *says;
  } mistakes[] = {
      {"a(b", "missing closing parenthesis, at byte 3"},
      {"a)b", "unmatched closing parenthesis, at byte 1"},
      {"[a", "missing terminating ] for character class"},
      {"(?<x>a)(?<x>b)", "at byte"},
      {"\\C", "\\C"},
      {"\xFF", "UTF-8"},
  };
  for (size_t i = 0; i < COUNT(mistakes); i++) {
    struct co_pattern *pattern;
    struct co_err err = {0};
    assert_int_equal(
        co_pattern_new(&pattern, co_str_of(mistakes[i].pattern), &err),
        CO_EPACK);
    assert_null(pattern);
    CHECK(strstr(err.text, mistakes[i].says), "%s", err.text);
  }
  static char huge[20000];
  memset(huge, 'a', sizeof huge);
  struct co_pattern *pattern;
  assert_int_equal(
      co_pattern_new(&pattern, (struct co_str){huge, sizeof huge}, NULL),
      CO_EPACK);
  co_pattern_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(matches_whole_texts),
      cmocka_unit_test(gives_named_groups),
      cmocka_unit_test(gives_up_on_explosions),
      cmocka_unit_test(matches_long_texts),
      cmocka_unit_test(refuses_mistakes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

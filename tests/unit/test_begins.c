/* test_begins.c - what texts begin with tells which names they cannot be. */
#include "begins.h"
#include "random_text.h"

static void never_misses_a_name(void **state) {
  (void)state;
  struct co_arena arena = CO_ARENA_INIT;
  size_t alike = 0, all = 0;
  for (size_t i = 0; i < RANDOM_TEXTS; i++, co_arena_reset(&arena)) {
    struct co_begins begins = {{0}};
    uint32_t longest = 1 + i % 4;
    struct co_str name = co_str_fold(
        &arena, random_text(odd_pieces, COUNT(odd_pieces), longest));
    struct co_str text =
        co_str_trim(random_text(odd_pieces, COUNT(odd_pieces), longest));
    if (!text.len) continue;
    bool is = name.len && co_str_eq(co_str_fold(&arena, text), name);
    co_begins_add(&begins, name);
    bool like = co_begins_like(&begins, text);
    CHECK(like || !is, "'%.*s' is '%s'", CO_STR(text), name.ptr);
    alike += like;
    all++;
  }
  co_arena_clear(&arena);
  assert_true(alike > 100 && alike < all * 3 / 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(never_misses_a_name)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

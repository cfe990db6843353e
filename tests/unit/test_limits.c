/* test_limits.c - the limits by name: what is taken, what is not, and that a
 * name sets its own limit and no other. */
#include "limits.h"
#include "str.h"
#include "table.h"

static void takes_amounts(void **state) {
  static const struct {
    const char *assignment;
    uint64_t value; /* 0: refused */
  } rows[] = {
      {"part-bytes=1", 1},
      {"part-bytes=999999999999", 999999999999},
      {"part-bytes=64K", 64 << 10},
      {"part-bytes=512M", 512 << 20},
      {"part-bytes=2G", 2ULL << 30},
      {"part-bytes=17179869183G", 17179869183ULL << 30},
      {"part-bytes=17179869184G", 0}, /* 2^64 */
      {"part-bytes=0", 0},
      {"part-bytes=0K", 0},
      {"part-bytes=K", 0},
      {"part-bytes=", 0},
      {"part-bytes", 0},
      {"part-bytes=1T", 0},
      {"part-bytes=1k", 0},
      {"part-bytes=-1", 0},
      {"part-bytes=1.5M", 0},
      {"part-bytes=1:", 0},
      {"part-bytes=1234567890123", 0},
      {"part_bytes=1", 0},
      {"part-byte=1", 0},
      {"=1", 0},
      {"", 0},
      {"rows=4294967295", UINT32_MAX},
      {"rows=4294967296", 0}, /* does not fit the limit */
      {"rows=4G", 0},
  };
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct co_limits limits = co_limits_default;
    struct co_err err = {0};
    enum co_status status = co_limit_set(&limits, rows[i].assignment, &err);
    CHECK(status == (rows[i].value ? CO_OK : CO_EUSAGE), "%s: %d",
          rows[i].assignment, status);
    uint64_t got =
        rows[i].assignment[0] == 'r' ? limits.rows : limits.part_bytes;
    if (rows[i].value)
      CHECK(got == rows[i].value, "%s: %llu", rows[i].assignment,
            (unsigned long long)got);
    else
      CHECK(err.text[0] && !memcmp(&limits, &co_limits_default, sizeof limits),
            "%s: changed", rows[i].assignment);
  }
}

static void names_set_their_own(void **state) {
  (void)state;
  for (const struct co_limit *l = co_limit_table; l->name; l++) {
    struct co_limits limits = co_limits_default;
    char assignment[60];
    snprintf(assignment, sizeof assignment, "%s=7", l->name);
    assert_int_equal(co_limit_set(&limits, assignment, NULL), CO_OK);
    for (const struct co_limit *o = co_limit_table; o->name; o++)
      CHECK(co_limit_get(&limits, o) ==
                (o == l ? 7 : co_limit_get(&co_limits_default, o)),
            "%s changes %s", l->name, o->name);
  }
}

static void tells_how_to_raise(void **state) {
  (void)state;
  struct co_err err = {0};
  assert_int_equal(co_limit_crossed(&err, CO_X_LIMIT_CELLS, "there are %d", 3),
                   CO_ELIMIT);
  assert_non_null(strstr(err.text, "there are 3; "));
  assert_non_null(strstr(err.text, "--limit cells=NUMBER"));
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(takes_amounts), cmocka_unit_test(names_set_their_own),
      cmocka_unit_test(tells_how_to_raise)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_apart.c - work in a process of its own: what comes back of it. */
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "apart.h"
#include "arena.h"

static enum co_status work(void *context, struct co_err *err) {
  int *what = context;
  switch ((*what)++) { /* seen by nobody else */
    case 0:
      return CO_OK;
    case 1:
      return co_fail(err, CO_X_OUTPUT_FULL, "the disk is full");
    case 2:
      raise(SIGKILL);
      return CO_OK;
    case 3:
      fputs("[ERROR]\n out of luck\n", stderr);
      return CO_OK;
    case 4:
      _exit(0);
    case 5:
      co_out_of_memory();
    case 6: /* more than a pipe holds */
      for (int i = 0; i < 100000; i++)
        fputs("again and again ", stderr);
      return co_fail(err, CO_X_OUTPUT_WRITE, "one word");
    default: /* the library's own word for it */
      fputs("Memory allocation failed.", stderr);
      return co_fail(err, CO_X_OUTPUT_WRITE, "could not be added");
  }
}

static const struct {
  enum co_status status;
  const char *text; /* a part of the message */
} expected[] = {
    {CO_OK, ""},
    {CO_EOUTPUT, "the disk is full"},
    {CO_EMEMORY,
     "'a' cannot be made: the process that makes it ran short of "
     "memory (it ended with signal 9)"},
    {CO_EMEMORY, "([ERROR]  out of luck)"},
    {CO_EMEMORY, "(it ended early)"},
    {CO_EMEMORY, "(it ended early)"},
    {CO_EOUTPUT, "one word"},
    {CO_EMEMORY, "(Memory allocation failed.)"},
};

static void reports(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
    struct co_err err = {0};
    int what = (int)i;
    enum co_status status = co_apart(work, &what, "'a'", &err);
    assert_int_equal(status, expected[i].status);
    assert_non_null(strstr(err.text, expected[i].text));
    assert_int_equal(what, (int)i);
  }
}

/* What the caller's program does with children makes no difference. */
static void children_ignored(void **state) {
  (void)state;
  struct co_err err = {0};
  int what = 0;
  signal(SIGCHLD, SIG_IGN);
  assert_int_equal(co_apart(work, &what, "'a'", &err), CO_OK);
  what = 2;
  assert_int_equal(co_apart(work, &what, "'a'", &err), CO_EMEMORY);
  signal(SIGCHLD, SIG_DFL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reports),
      cmocka_unit_test(children_ignored),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

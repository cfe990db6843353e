/* test_apart.c - work in a process of its own: what comes back of it. */
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "apart.h"
#include "arena.h"
#include "lock.h"
#include "wrap.h"

WRAP(int, pipe, (int ends[2]), (ends), -1)
WRAP(pid_t, fork, (void), (), -1)
WRAP(int, prctl, (int option, unsigned long value), (option, value), -1)
WRAP(int, fcntl64, (int fd, int command, int flags), (fd, command, flags), -1)
WRAP(int, dup2, (int from, int to), (from, to), -1)
WRAP(pid_t, waitpid, (pid_t process, int *how, int options),
     (process, how, options), -1)
WRAP(ssize_t, read, (int fd, void *to, size_t room), (fd, to, room), -1)

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

/* Says that it runs, and would run on for a minute. */
static enum co_status sleep_long(void *context, struct co_err *err) {
  const int *pipe_to = context;
  (void)err;
  if (write(pipe_to[1], "!", 1) == 1) sleep(60);
  return CO_OK;
}

/* A call that fails in the caller, or in the copy, or in both. */
static const struct {
  const char *call;
  unsigned number;
  int error;
  enum co_status status;
} faults[] = {
    {"pipe", 0, EMFILE, CO_EMEMORY},   {"pipe", 1, EMFILE, CO_EMEMORY},
    {"fork", 0, EAGAIN, CO_EMEMORY},   {"prctl", 0, EINVAL, CO_EMEMORY},
    {"fcntl64", 0, EBADF, CO_EMEMORY}, {"dup2", 0, EBADF, CO_EMEMORY},
    {"waitpid", 0, EINTR, CO_OK},      {"read", 0, EINTR, CO_OK},
    {"read", 0, EIO, CO_EMEMORY},
};

static void calls_fail(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    struct co_err err = {0};
    int what = 0;
    wrap_nth(faults[i].call, faults[i].number, faults[i].error, false);
    enum co_status status = co_apart(work, &what, "'a'", &err);
    wrap_none();
    if (status != faults[i].status)
      fail_msg("%s: %d %s", faults[i].call, status, err.text);
  }
}

/* Whoever is not waited for is ended. */
static void is_ended_when_not_waited_for(void **state) {
  (void)state;
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  wrap_nth("waitpid", 0, EINVAL, false);
  assert_int_equal(co_apart(sleep_long, ends, "'a'", NULL), CO_EMEMORY);
  int how = 0;
  assert_true(waitpid(-1, &how, 0) > 0);
  assert_true(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL);
  close(ends[0]);
  close(ends[1]);
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

static enum co_status outlive(void *context, struct co_err *err) {
  const int *ends = context;
  pid_t copy = getpid();
  (void)err;
  prctl(PR_SET_PDEATHSIG, 0);
  assert_int_equal(write(ends[1], &copy, sizeof copy), sizeof copy);
  sleep(5);
  return CO_OK;
}

/* Locks end with the caller, though its copy is still there for a moment. */
static void leaves_locks_to_its_caller(void **state) {
  (void)state;
  char folder[] = "/tmp/co-apart-XXXXXX", path[sizeof folder + 2];
  struct co_lock lock = {.fd = -1};
  int ends[2];
  pid_t copy = 0;
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/a", folder);
  assert_int_equal(pipe(ends), 0);
  pid_t caller = fork();
  if (caller == 0) {
    assert_int_equal(co_lock_take(&lock, path, NULL), CO_OK);
    _exit(co_apart(outlive, ends, "'a'", NULL) != CO_OK);
  }
  assert_int_equal(read(ends[0], &copy, sizeof copy), sizeof copy);
  assert_int_equal(kill(caller, SIGKILL), 0);
  assert_int_equal(waitpid(caller, NULL, 0), caller);
  assert_int_equal(co_lock_take(&lock, path, NULL), CO_OK);
  co_lock_release(&lock);
  assert_int_equal(kill(copy, SIGKILL), 0);
  assert_int_equal(rmdir(folder), 0);
  close(ends[0]);
  close(ends[1]);
}

/* A caller that is killed takes its copy with it: the pipe that both could
 * write to has no writer left. */
static void ends_with_its_caller(void **state) {
  (void)state;
  int ends[2];
  char byte;
  assert_int_equal(pipe(ends), 0);
  pid_t caller = fork();
  if (caller == 0) _exit(co_apart(sleep_long, ends, "'a'", NULL) != CO_OK);
  close(ends[1]);
  struct pollfd end = {.fd = ends[0], .events = POLLIN};
  assert_int_equal(read(ends[0], &byte, 1), 1);
  assert_int_equal(kill(caller, SIGKILL), 0);
  assert_int_equal(waitpid(caller, NULL, 0), caller);
  assert_int_equal(poll(&end, 1, 10000), 1);
  assert_int_equal(read(ends[0], &byte, 1), 0);
  close(ends[0]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reports),
      cmocka_unit_test(calls_fail),
      cmocka_unit_test(is_ended_when_not_waited_for),
      cmocka_unit_test(children_ignored),
      cmocka_unit_test(leaves_locks_to_its_caller),
      cmocka_unit_test(ends_with_its_caller),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

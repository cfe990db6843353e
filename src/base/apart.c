/* apart.c - see apart.h.
 *
 * Why a process: libxlsxwriter uses what malloc gave without a look in two of
 * three places, and a handler of SIGSEGV that goes on, or only says goodbye,
 * runs in a program whose memory can no longer be trusted. A process that
 * dies takes nothing with it. Its signal is not the proof, though: the work
 * counts as done only when its report, a whole struct co_err, arrives, and
 * when nobody complained on standard error meanwhile. (The library tells of
 * most failed allocations there and of some nowhere else.)
 *
 * The copy ends by _exit: handlers of exit() would remove the temporary
 * files of its parent, and buffers would be written twice. It ends with its
 * parent, so that nothing writes on beside a run that was killed. */
#include "apart.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "lock.h"

#ifdef COLLATE_COVERAGE /* what _exit would forget */
void __gcov_dump(void);
#define KEEP_COVERAGE() __gcov_dump()
#else
#define KEEP_COVERAGE() ((void)0)
#endif

enum { WORDS = 300 }; /* bytes of a complaint that are shown */

/* Pipes: [0] is read here, [1] written there. Neither side waits for the
 * other: the copy writes less than a pipe holds, and is read when it ended. */
struct apart {
  int report[2], words[2];
  pid_t caller;
};

static void close_both(const int ends[2]) {
  close(ends[0]);
  close(ends[1]);
}

static enum co_status cannot_start(const char *what, struct co_err *err) {
  return co_fail(err, CO_X_MEMORY,
                 "%s cannot be made (%s); close other programs and try again",
                 what, strerror(errno));
}

/* --- the copy ------------------------------------------------------------- */

static void end_without_report(void) {
  _exit(1);
}

/* A complaint that nobody reads must not hold the work up. */
static bool listen_to(const int words[2]) {
  return fcntl(words[1], F_SETFL, O_NONBLOCK) == 0 &&
         dup2(words[1], STDERR_FILENO) == STDERR_FILENO;
}

/* The caller may be dead already: then nobody would send the signal. */
static bool end_with(pid_t caller) {
  return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == caller;
}

static _Noreturn void be_copy(struct apart *apart,
                              enum co_status (*work)(void *, struct co_err *),
                              void *context) {
  const struct rlimit none = {0, 0};
  struct co_err report = {0};
  co_on_no_memory(end_without_report);
  co_locks_leave();
  setrlimit(RLIMIT_CORE, &none); /* returns hold personal data */
  if (!end_with(apart->caller) || !listen_to(apart->words)) _exit(1);
  report.status = work(context, &report);
  KEEP_COVERAGE();
  /* shorter than PIPE_BUF: all or nothing */
  ssize_t wrote = write(apart->report[1], &report, sizeof report);
  _exit(wrote != (ssize_t)sizeof report);
}

/* --- the caller ----------------------------------------------------------- */

/* What is there, as much as there is room for. */
static size_t read_all(int fd, void *to, size_t room) {
  size_t got = 0;
  if (fcntl(fd, F_SETFL, O_NONBLOCK) != 0) return 0;
  while (got < room) {
    ssize_t n = read(fd, (char *)to + got, room - got);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    got += (size_t)n;
  }
  return got;
}

static int wait_for(pid_t copy) {
  int how = 0;
  while (waitpid(copy, &how, 0) < 0) {
    if (errno == EINTR) continue;
    if (errno != ECHILD) kill(copy, SIGKILL); /* it must not write any more */
    return 0; /* ECHILD: the caller's program reaps by itself */
  }
  return how;
}

/* Takes off what would break a line, at the end altogether. */
static void tidy(char *words, size_t len) {
  for (size_t i = 0; i < len; i++)
    if ((unsigned char)words[i] < ' ') words[i] = ' ';
  while (len && words[len - 1] == ' ')
    words[--len] = '\0';
}

static enum co_status ran_short(const char *what, int how, const char *words,
                                struct co_err *err) {
  char signal[40] = "";
  if (WIFSIGNALED(how))
    snprintf(signal, sizeof signal, "it ended with signal %d", WTERMSIG(how));
  return co_fail(err, CO_X_MEMORY,
                 "%s cannot be made: the process that makes it ran short of "
                 "memory (%s%s%s); close other programs and try again",
                 what, signal, *signal && *words ? ", " : "",
                 *signal || *words ? words : "it ended early");
}

static enum co_status hear(const struct apart *apart, pid_t copy,
                           const char *what, struct co_err *err) {
  struct co_err report;
  char words[WORDS] = "";
  int how = wait_for(copy);
  size_t got = read_all(apart->report[0], &report, sizeof report);
  size_t said = read_all(apart->words[0], words, sizeof words - 1);
  bool whole = got == sizeof report;
  tidy(words, said);
  if (!whole || (said && (!report.status || strstr(words, "emory"))))
    return ran_short(what, how, words, err);
  if (report.status) co_fail(err, report.code, "%s", report.text);
  return report.status;
}

enum co_status co_apart(enum co_status (*work)(void *, struct co_err *),
                        void *context, const char *what, struct co_err *err) {
  struct apart apart = {.caller = getpid()};
  if (pipe(apart.report) != 0) return cannot_start(what, err);
  if (pipe(apart.words) != 0) {
    enum co_status status = cannot_start(what, err);
    close_both(apart.report);
    return status;
  }
  pid_t copy = fork();
  if (copy == 0) be_copy(&apart, work, context);
  enum co_status status = copy < 0 ? cannot_start(what, err) : CO_OK;
  if (!status) status = hear(&apart, copy, what, err);
  close_both(apart.report);
  close_both(apart.words);
  return status;
}

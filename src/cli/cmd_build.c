/* cmd_build.c - build and check: the run, and what is told about it.
 *
 * For check the findings are the data and go to stdout, in the format asked
 * for; for build they are messages and go to stderr, as --log-format says. A
 * log of events has them for both.
 * The summary and the progress line are messages always. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "log.h"

struct teller {
  const struct cli_options *options;
  struct cli_findings findings, events; /* no way: not in the log as well */
  time_t started;
  bool progress; /* a progress line stands on the terminal */
};

static void clear_progress(struct teller *t) {
  if (t->progress) fputs("\r\033[K", stderr);
  t->progress = false;
}

enum { PROGRESS_PATH = 60 }; /* characters of a path that fit the line */

static void tell_input(void *context, const char *path, size_t index,
                       size_t count) {
  struct teller *t = context;
  const char *term = getenv("TERM");
  if (t->options->log->is_events || !isatty(STDERR_FILENO) ||
      (term && strcmp(term, "dumb") == 0) || t->options->quiet ||
      time(NULL) - t->started < 1)
    return;
  clear_progress(t);
  fprintf(stderr, "%zu of %zu: ", index + 1, count);
  cli_put(stderr, co_str_of(path), PROGRESS_PATH);
  t->progress = true;
}

static void tell_finding(void *context,
                         const struct co_shown_finding *finding) {
  struct teller *t = context;
  bool quiet = t->options->quiet;
  clear_progress(t);
  if (!quiet && t->events.way) t->events.way->tell(&t->events, finding);
  if (!quiet || t->findings.way->is_data)
    t->findings.way->tell(&t->findings, finding);
}

/* What was noticed comes before what was written. Only build has outputs, and
 * its findings, text or lines of the log, may be ended twice. */
static void tell_output(void *context, const char *path) {
  struct teller *t = context;
  t->findings.way->end(&t->findings, NULL);
  if (!t->options->quiet) t->options->log->output(path);
}

/* The end of the findings, and whether they reached who reads them. */
static enum co_status end(struct teller *t, enum co_status status,
                          struct co_err *err) {
  struct co_err lost = {0};
  clear_progress(t);
  enum co_status ended =
      t->findings.way->end(&t->findings, status == CO_OK ? err : NULL);
  if (status == CO_OK) status = ended;
  if (!cli_output_lost(&lost) || status != CO_OK) return status;
  *err = lost;
  return lost.status;
}

static int run(struct cli_options *options, FILE *to,
               const struct cli_way *way) {
  const struct cli_log *log = options->log;
  struct co_err err = {0};
  struct co_run_summary summary = {0};
  struct teller teller = {
      .options = options,
      .findings = {.way = way, .to = to, .verbose = options->verbose},
      .started = time(NULL)};
  if (to == stdout && log->is_events)
    teller.events = (struct cli_findings){.way = log->findings, .to = stderr};
  options->run.events = (struct co_run_events){.context = &teller,
                                               .problem = log->problem,
                                               .finding = tell_finding,
                                               .input = tell_input,
                                               .output = tell_output};
  if (!options->name_count)
    return cli_usage(CO_X_ARGUMENTS,
                     "name the returns, or the folder that holds them");
  enum co_status status = way->begin(&teller.findings, &err);
  if (status == CO_OK) {
    status = co_run(&options->run, &summary, &err);
    if (status != CO_OK) cli_tell_failure(&teller.findings, &err);
  }
  status = end(&teller, status, &err);
  int code = co_status_exit(status);
  if (code < summary.exit_code) code = summary.exit_code;
  if (status != CO_OK)
    log->failure(&err, code);
  else if (!options->quiet)
    log->summary(&summary, code);
  return code;
}

int cli_build(struct cli_options *options) {
  if (!options->run.output_count && !options->run.store)
    return cli_usage(CO_X_ARGUMENTS,
                     "say what to write, such as -o master.xlsx; 'collate "
                     "check' reads and checks only");
  return run(options, stderr, options->log->findings);
}

int cli_check(struct cli_options *options) {
  const char *name = options->format ? options->format : "text";
  const struct cli_way *way = cli_way_by_name(name);
  if (!way)
    return cli_usage(CO_X_OPTION_VALUE,
                     "--format: expected text, csv or json, not '%s'", name);
  return run(options, stdout, way);
}

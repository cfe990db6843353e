/* cmd_build.c - build and check: the run, and its findings told to people.
 *
 * Findings are grouped by check; a group shows its first few and counts the
 * rest. For check they are the data and go to stdout; for build they are
 * messages and go to stderr. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "arena.h"
#include "cli.h"
#include "str.h"

struct teller {
  const struct cli_options *options;
  FILE *to;
  char check[64]; /* of the group now told */
  struct co_buf remedy;
  size_t in_group;
  time_t started;
  bool progress; /* a progress line stands on the terminal */
};

static const char *const severity_words[] = {"info", "warning", "error"};

static void clear_progress(struct teller *t) {
  if (t->progress) fputs("\r\033[K", stderr);
  t->progress = false;
}

static void tell_input(void *context, const char *path, size_t index,
                       size_t count) {
  struct teller *t = context;
  const char *term = getenv("TERM");
  if (!isatty(STDERR_FILENO) || (term && strcmp(term, "dumb") == 0) ||
      t->options->quiet || time(NULL) - t->started < 1)
    return;
  clear_progress(t);
  fprintf(stderr, "%zu of %zu: %.60s", index + 1, count, path);
  t->progress = true;
}

static void end_group(struct teller *t) {
  if (!t->in_group) return;
  if (!t->options->verbose && t->in_group > SHOWN_FINDINGS)
    fprintf(t->to, "    and %zu more (-v shows all)\n",
            t->in_group - SHOWN_FINDINGS);
  if (t->remedy.len)
    fprintf(t->to, "    What to do: %.*s\n", CO_STR(co_buf_str(&t->remedy)));
  t->in_group = 0;
}

static void start_group(struct teller *t,
                        const struct co_shown_finding *finding) {
  snprintf(t->check, sizeof t->check, "%.*s", CO_STR(finding->check));
  t->remedy.len = 0;
  co_buf_add_str(&t->remedy, finding->remedy);
  fprintf(t->to, "%s: %s\n", severity_words[finding->severity], t->check);
}

static void tell_place(struct teller *t,
                       const struct co_shown_finding *finding) {
  struct co_arena arena = CO_ARENA_INIT;
  fprintf(t->to, "  %.*s", CO_STR(co_str_show(&arena, finding->file, 200)));
  if (finding->sheet.len)
    fprintf(t->to, ", sheet '%.*s'",
            CO_STR(co_str_show(&arena, finding->sheet, 80)));
  if (finding->cell.len) fprintf(t->to, ", cell %.*s", CO_STR(finding->cell));
  fprintf(t->to, ": %.*s\n", CO_STR(finding->message));
  co_arena_clear(&arena);
}

static void tell_finding(void *context,
                         const struct co_shown_finding *finding) {
  struct teller *t = context;
  clear_progress(t);
  if (t->options->quiet) return;
  if (!t->in_group || !co_str_is(finding->check, t->check)) {
    end_group(t);
    start_group(t, finding);
  }
  t->in_group++;
  if (t->options->verbose || t->in_group <= SHOWN_FINDINGS)
    tell_place(t, finding);
}

static void tell_output(void *context, const char *path) {
  struct teller *t = context;
  end_group(t);
  if (!t->options->quiet) fprintf(stderr, "wrote %s\n", path);
}

static void tell_summary(const struct teller *t,
                         const struct co_run_summary *s) {
  if (t->options->quiet) return;
  fflush(t->to);
  fprintf(stderr,
          "%zu return%s read, %zu refused; %zu records; %zu error%s, "
          "%zu warning%s, %zu note%s\n",
          s->inputs - s->refused, s->inputs - s->refused == 1 ? "" : "s",
          s->refused, s->records, s->errors, s->errors == 1 ? "" : "s",
          s->warnings, s->warnings == 1 ? "" : "s", s->infos,
          s->infos == 1 ? "" : "s");
}

static int run(struct cli_options *options, FILE *to) {
  struct co_err err = {0};
  struct co_run_summary summary;
  struct teller teller = {.options = options, .to = to, .started = time(NULL)};
  options->run.events = (struct co_run_events){.context = &teller,
                                               .problem = cli_problem,
                                               .finding = tell_finding,
                                               .input = tell_input,
                                               .output = tell_output};
  if (!options->name_count)
    return cli_usage("name the returns, or the folder that holds them");
  enum co_status status = co_run(&options->run, &summary, &err);
  clear_progress(&teller);
  end_group(&teller);
  co_buf_clear(&teller.remedy);
  if (status != CO_OK) {
    cli_fail(&err);
    return summary.exit_code;
  }
  tell_summary(&teller, &summary);
  return summary.exit_code;
}

int cli_build(struct cli_options *options) {
  if (!options->run.output_count && !options->run.store)
    return cli_usage(
        "say what to write, such as -o master.xlsx; 'collate "
        "check' reads and checks only");
  return run(options, stderr);
}

int cli_check(struct cli_options *options) {
  return run(options, stdout);
}

/* cmd_lint.c - checks a pack; every mistake on a line of its own. */
#include <stdio.h>

#include "cli.h"
#include "str.h"

void cli_problem(void *context, const char *file, unsigned line,
                 unsigned column, struct co_str text, enum co_error code) {
  (void)context;
  cli_put(stderr, co_str_of(file), LONGEST_SHOWN);
  fprintf(stderr, ":%u:%u: ", line, column);
  cli_put(stderr, text, LONGEST_SHOWN);
  fprintf(stderr, " [%s]\n", co_known_errors[code].name);
}

int cli_lint(struct cli_options *options) {
  struct co_err err = {0};
  struct co_run_events events = {.problem = cli_problem};
  size_t count = 0;
  if (options->name_count > 1)
    return cli_usage(CO_X_ARGUMENTS,
                     "lint wants one pack: collate lint FOLDER");
  const char *pack = options->name_count ? options->names[0] : NULL;
  if (co_lint(pack, &events, &count, &err) != CO_OK) return cli_fail(&err);
  if (!count) {
    printf("the pack has no mistakes\n");
    return 0;
  }
  fprintf(stderr, "%zu mistake%s\n", count, count == 1 ? "" : "s");
  return co_status_exit(CO_EPACK);
}

/* log.h - what build and check say besides their data, on standard error: in
 * sentences for people, or as JSON Lines for whoever watches nightly runs.
 *
 * One table of logs, read by --log-format. */
#ifndef COLLATE_CLI_LOG_H
#define COLLATE_CLI_LOG_H

#include "tell.h"

struct cli_log {
  const char *name;
  const struct cli_way *findings; /* of build, for which they are messages */
  bool is_events; /* has the findings of check too, and no progress line */
  /* A mistake in the pack; as co_run_events.problem. */
  void (*problem)(void *context, const char *file, unsigned line,
                  unsigned column, struct co_str text, enum co_error code);
  void (*output)(const char *path); /* has been written */
  /* The last word of a run that came to its end, and of one that did not. */
  void (*summary)(const struct co_run_summary *summary, int exit_code);
  void (*failure)(const struct co_err *err, int exit_code);
};

/* NULL where there is none of that name. */
const struct cli_log *cli_log_by_name(const char *name);

#endif

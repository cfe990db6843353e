/* tell.h - how findings are told: for people, as CSV, as JSON.
 *
 * One table of ways, read by `collate check --format`. A way is begun before
 * the run, gets every finding in its fixed order, and is ended after it. */
#ifndef COLLATE_CLI_TELL_H
#define COLLATE_CLI_TELL_H

#include <stdio.h>

#include "cli.h"
#include "output.h"
#include "str.h"

struct cli_findings {
  const struct cli_way *way;
  FILE *to;     /* text and JSON */
  bool verbose; /* text: all of them */
  size_t count; /* text: in the group now told; JSON: of all */

  struct co_buf check, remedy; /* text: of the group now told */

  struct co_output output; /* CSV: standard output behind a writer */
  struct co_sink *writer;
  enum co_status status; /* of the last finding */
  struct co_err err;
};

struct cli_way {
  const char *name;
  bool is_data; /* told also with --quiet */
  enum co_status (*begin)(struct cli_findings *f, struct co_err *err);
  void (*tell)(struct cli_findings *f, const struct co_shown_finding *finding);
  enum co_status (*end)(struct cli_findings *f, struct co_err *err);
};

/* The members of a finding's JSON object, without its braces. */
void cli_json_members(FILE *to, const struct co_shown_finding *finding);

/* What stopped the run, where the findings are data: those who read only them
 * must see it. */
void cli_tell_failure(struct cli_findings *f, const struct co_err *err);

/* NULL where there is none of that name. */
const struct cli_way *cli_way_by_name(const char *name);

extern const struct cli_way cli_way_text, cli_way_csv, cli_way_json;

#endif

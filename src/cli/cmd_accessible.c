/* cmd_accessible.c - check --accessibility: does a workbook keep the rules for
 * published spreadsheets?
 *
 * Departures are told as findings, rule by rule, in any of the ways that
 * findings are told. Exit 1 where there are any. */
#include <stdlib.h>

#include "accessible.h"
#include "tell.h"

struct departures {
  struct co_arena arena;
  struct co_shown_finding *list;
  size_t count, cap;
  struct co_str file;
};

static void keep(void *context, const struct co_departure *from) {
  struct departures *d = context;
  CO_GROW(d->list, d->count, d->cap);
  d->list[d->count++] =
      (struct co_shown_finding){.severity = CO_ERROR,
                                .check = from->rule,
                                .file = d->file,
                                .sheet = co_arena_str(&d->arena, from->sheet),
                                .cell = co_arena_str(&d->arena, from->cell),
                                .message = from->what,
                                .remedy = from->remedy};
}

/* The departures from the rule of the one at first, which is told with them;
 * nothing where it was told with an earlier one. */
static void tell_rule(struct cli_findings *findings, const struct departures *d,
                      size_t first) {
  struct co_str rule = d->list[first].check;
  for (size_t i = 0; i < first; i++)
    if (co_str_eq(d->list[i].check, rule)) return;
  for (size_t i = first; i < d->count; i++)
    if (co_str_eq(d->list[i].check, rule))
      findings->way->tell(findings, &d->list[i]);
}

static enum co_status check_file(const char *file,
                                 const struct co_limits *limits,
                                 struct departures *d, struct co_err *err) {
  struct co_accessible check;
  struct co_read_options read = {
      .limits = limits, .merges = true, .fills = true};
  d->file = co_str_of(file);
  co_accessible_init(&check, keep, d);
  enum co_status status = co_run_read(file, &read, &check.sink, NULL, err);
  if (status != CO_OK) co_err_prefix(err, "%s", file);
  return status;
}

static int check_all(struct cli_options *options, const struct cli_way *way) {
  struct co_err err = {0};
  struct cli_findings findings = {
      .way = way, .to = stdout, .verbose = options->verbose};
  struct departures d = {0};
  enum co_status status = way->begin(&findings, &err);
  bool begun = status == CO_OK;
  for (size_t i = 0; i < options->name_count && status == CO_OK; i++)
    status = check_file(options->names[i], &options->run.limits, &d, &err);
  if (begun && status != CO_OK) cli_tell_failure(&findings, &err);
  bool told = way->is_data || !options->quiet;
  for (size_t i = 0; i < d.count && status == CO_OK && told; i++)
    tell_rule(&findings, &d, i);
  enum co_status ended = way->end(&findings, status == CO_OK ? &err : NULL);
  int code = d.count > 0;
  if (status != CO_OK || ended != CO_OK) {
    code = cli_fail(&err);
  } else if (!options->quiet) {
    fflush(stdout);
    fprintf(stderr, "%zu departure%s from the rules\n", d.count,
            d.count == 1 ? "" : "s");
  }
  free(d.list);
  co_arena_clear(&d.arena);
  return code;
}

/* 0, or the exit code where there are options that are about returns. */
static int refuse_options(const struct cli_options *options) {
  for (const char *letter = "pnasFGj"; *letter; letter++)
    if (options->given[(unsigned char)*letter])
      return cli_usage(CO_X_ARGUMENTS,
                       "--accessibility reads no returns, so --%s means "
                       "nothing there: leave one of them out",
                       cli_option_name(*letter));
  return 0;
}

int cli_check_any(struct cli_options *options) {
  const char *name = options->format ? options->format : "text";
  const struct cli_way *way = cli_way_by_name(name);
  if (!options->accessibility) return cli_check(options);
  if (!options->name_count)
    return cli_usage(CO_X_ARGUMENTS,
                     "name the workbooks: collate check --accessibility FILE");
  if (!way)
    return cli_usage(CO_X_OPTION_VALUE,
                     "--format: expected text, csv or json, not '%s'", name);
  int code = refuse_options(options);
  return code ? code : check_all(options, way);
}

/* cmd_accessible.c - check --accessibility: does a workbook keep the rules for
 * published spreadsheets?
 *
 * Departures are told as findings, in any of the ways that findings are told.
 * Exit 1 where there are any. */
#include "accessible.h"
#include "findings.h"
#include "input.h"

struct telling {
  struct cli_findings *findings;
  const char *file;
};

static void tell(void *context, const struct co_departure *departure) {
  struct telling *telling = context;
  struct co_shown_finding finding = {.severity = CO_ERROR,
                                     .check = departure->rule,
                                     .file = co_str_of(telling->file),
                                     .sheet = departure->sheet,
                                     .cell = departure->cell,
                                     .message = departure->what,
                                     .remedy = departure->remedy};
  telling->findings->way->tell(telling->findings, &finding);
}

static enum co_status check_file(const char *file,
                                 const struct co_limits *limits,
                                 struct telling *telling, size_t *departures,
                                 struct co_err *err) {
  struct co_accessible check;
  struct co_input in;
  struct co_read_options read = {.limits = limits, .merges = true};
  telling->file = file;
  co_accessible_init(&check, tell, telling);
  enum co_status status = co_input_open(&in, file, limits->file_bytes, err);
  if (status != CO_OK) return status;
  status = co_read(&in, &read, &check.sink, NULL, err);
  co_input_close(&in);
  if (status != CO_OK) co_err_prefix(err, "%s", file);
  *departures += check.departures;
  return status;
}

static int check_all(struct cli_options *options, const struct cli_way *way) {
  struct co_err err = {0};
  struct cli_findings findings = {
      .way = way, .to = stdout, .verbose = options->verbose};
  struct telling telling = {.findings = &findings};
  size_t departures = 0;
  enum co_status status = way->begin(&findings, &err);
  for (size_t i = 0; i < options->name_count && status == CO_OK; i++)
    status = check_file(options->names[i], &options->run.limits, &telling,
                        &departures, &err);
  enum co_status ended = way->end(&findings, status == CO_OK ? &err : NULL);
  if (status != CO_OK || ended != CO_OK) return cli_fail(&err);
  if (!options->quiet)
    fprintf(stderr, "%zu departure%s from the rules\n", departures,
            departures == 1 ? "" : "s");
  return departures > 0;
}

int cli_check_any(struct cli_options *options) {
  const char *name = options->format ? options->format : "text";
  const struct cli_way *way = cli_way_by_name(name);
  if (!options->accessibility) return cli_check(options);
  if (!options->name_count)
    return cli_usage("name the workbooks: collate check --accessibility FILE");
  if (!way)
    return cli_usage("--format: expected text, csv or json, not '%s'", name);
  return check_all(options, way);
}

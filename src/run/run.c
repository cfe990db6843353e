/* run.c - a whole run: pack, inputs, store, checks, outputs, exit code.
 *
 * The store is filled in the sorted order of the inputs and committed once.
 * Several things can be wrong at once; the exit code is the largest of those
 * that hold (DESIGN, "Command line"). */
#include "collate/run.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inputs.h"
#include "kit.h"
#include "outputs.h"
#include "readers.h"
#include "str.h"

/* Threads that read, unless told otherwise: each has a return in memory. */
enum { MOST_JOBS = 4 };

void co_run_options_init(struct co_run_options *options) {
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  *options = (struct co_run_options){.fail_on = CO_ERROR,
                                     .limits = co_limits_default,
                                     .jobs = processors < 1 ? 1
                                             : processors < MOST_JOBS
                                                 ? (unsigned)processors
                                                 : MOST_JOBS};
}

static void at_least(struct co_run_summary *summary, int code) {
  if (code > summary->exit_code) summary->exit_code = code;
}

/* The next return into the store, kept or refused. */
static enum co_status take_return(struct co_readers *readers,
                                  struct co_store *store,
                                  struct co_run_summary *summary,
                                  struct co_err *err) {
  struct co_reading reading;
  enum co_status status = co_store_mark(store, err);
  if (status != CO_OK) return status;
  co_readers_next(readers, co_store_intake(store), &reading);
  summary->unread += reading.status != CO_OK;
  if (reading.status != CO_OK)
    at_least(summary, co_status_exit(reading.status));
  return co_return_keep(store, &reading, err);
}

static enum co_status read_all(const struct co_run_options *options,
                               const struct co_kit *kit,
                               const struct co_inputs *inputs,
                               struct co_store *store,
                               struct co_run_summary *summary,
                               struct co_err *err) {
  const struct co_run_events *events = &options->events;
  struct co_readers readers;
  enum co_status status = CO_OK;
  co_readers_start(&readers, kit, inputs->paths, inputs->count,
                   &options->limits, options->jobs);
  for (size_t i = 0; i < inputs->count && status == CO_OK; i++) {
    if (events->input)
      events->input(events->context, inputs->paths[i], i, inputs->count);
    status = take_return(&readers, store, summary, err);
  }
  co_readers_stop(&readers);
  summary->inputs = inputs->count;
  return status;
}

static void count_finding(const struct co_run_options *options,
                          struct co_run_summary *summary,
                          enum co_severity severity) {
  summary->errors += severity == CO_ERROR;
  summary->warnings += severity == CO_WARNING;
  summary->infos += severity == CO_INFO;
  if (severity >= options->fail_on) at_least(summary, 1);
}

static enum co_status tell_findings(const struct co_run_options *options,
                                    struct co_store *store,
                                    struct co_run_summary *summary,
                                    struct co_err *err) {
  static const char sql[] =
      "SELECT severity_rank, check_name, file, sheet, cell, field, raw,"
      " message, remedy FROM finding"
      " ORDER BY severity_rank DESC, check_name, _source, sheet_index, row,"
      " col, _id";
  struct co_query *query = NULL;
  bool more = false;
  enum co_status status = co_query_new(&query, store, co_str_of(sql), err);
  while (status == CO_OK &&
         (status = co_query_step(query, &more, err)) == CO_OK && more) {
    struct co_shown_finding shown = {
        .severity = (enum co_severity)co_query_int(query, 0),
        .check = co_query_text(query, 1),
        .file = co_query_text(query, 2),
        .sheet = co_query_text(query, 3),
        .cell = co_query_text(query, 4),
        .field = co_query_text(query, 5),
        .value = co_query_text(query, 6),
        .message = co_query_text(query, 7),
        .remedy = co_query_text(query, 8)};
    count_finding(options, summary, shown.severity);
    if (options->events.finding)
      options->events.finding(options->events.context, &shown);
  }
  co_query_free(query);
  return status;
}

/* Sources up to `before` are those of earlier runs. */
static enum co_status count_returns(struct co_store *store, int64_t before,
                                    struct co_run_summary *summary,
                                    struct co_err *err) {
  char earlier[128];
  snprintf(earlier, sizeof earlier,
           "SELECT count(*) FROM source WHERE outcome = 'read' AND _id <= "
           "%" PRId64,
           before);
  const struct {
    struct co_str sql;
    size_t *to;
  } counts[] = {
      {CO_LIT("SELECT count(*) FROM source WHERE outcome = 'read'"),
       &summary->read},
      {co_str_of(earlier), &summary->earlier},
      {CO_LIT("SELECT count(*) FROM source WHERE outcome = 'refused'"),
       &summary->refused},
      {CO_LIT("SELECT count(*) FROM source WHERE outcome = 'superseded'"),
       &summary->superseded}};
  int64_t number = 0;
  enum co_status status = CO_OK;
  for (size_t i = 0; i < sizeof counts / sizeof *counts && status == CO_OK;
       i++) {
    status = co_query_number(store, counts[i].sql, &number, err);
    *counts[i].to = (size_t)number;
  }
  return status;
}

/* What a return says of itself as a whole is no record to its reader. */
static enum co_status count_records(const struct co_kit *kit,
                                    struct co_store *store,
                                    struct co_run_summary *summary,
                                    struct co_err *err) {
  int64_t records = 0, returns = 0;
  enum co_status status = co_store_records(store, &records, err);
  if (status == CO_OK &&
      co_model_kind(&kit->pack->model, CO_LIT("return")) != NULL)
    status = co_query_number(store, CO_LIT("SELECT count(*) FROM \"return\""),
                             &returns, err);
  summary->records = (size_t)(records - returns);
  return status;
}

/* A stray file that was removed again, and a folder that is open to us now,
 * would be told for ever: nobody reads them under their names. */
static bool is_gone(const char *path) {
  struct stat info;
  if (stat(path, &info) != 0) return errno == ENOENT || errno == ENOTDIR;
  return S_ISDIR(info.st_mode) && access(path, R_OK | X_OK) == 0;
}

static enum co_status fill_store(const struct co_run_options *options,
                                 const struct co_kit *kit,
                                 const struct co_inputs *inputs,
                                 struct co_store *store,
                                 struct co_run_summary *summary,
                                 struct co_err *err) {
  enum co_status status = co_store_begin(store, co_str_of(options->as_at), err);
  if (status == CO_OK) status = co_store_forget_refused(store, is_gone, err);
  if (status == CO_OK) status = co_kit_declare(kit, store, err);
  if (status == CO_OK)
    status = read_all(options, kit, inputs, store, summary, err);
  if (status == CO_OK) status = co_checks_run(kit->checks, store, err);
  if (status == CO_OK) status = co_kit_tell_unshown(kit, store, err);
  if (status == CO_OK) status = co_inputs_tell(inputs, store, err);
  return status == CO_OK ? co_store_commit(store, err) : status;
}

/* A master without a return would take the place of a good one. */
static enum co_status write_all(const struct co_targets *targets,
                                const struct co_run_options *options,
                                const struct co_kit *kit,
                                struct co_outputs *outputs,
                                struct co_store *store,
                                const struct co_run_summary *summary,
                                struct co_err *err) {
  if (targets->count && summary->unread == summary->inputs)
    return co_fail(err, CO_X_NOTHING_READ,
                   "no return could be read (%zu refused): nothing was "
                   "written, earlier outputs are as they were",
                   summary->unread);
  enum co_status status = co_outputs_write(outputs, targets, kit, store, err);
  return status == CO_OK
             ? co_outputs_commit(outputs, store, &options->events, err)
             : status;
}

static enum co_status run_kit(const struct co_run_options *options,
                              const struct co_kit *kit,
                              const struct co_targets *targets,
                              const struct co_inputs *inputs,
                              struct co_run_summary *summary,
                              struct co_err *err) {
  struct co_store *store = NULL;
  struct co_outputs outputs = {0};
  int64_t before = 0;
  enum co_status status = co_outputs_begin(&outputs, targets, options, err);
  if (status == CO_OK)
    status = co_outputs_open_store(&outputs, &store, &kit->pack->model,
                                   options->store, err);
  if (status == CO_OK)
    status = co_query_number(store,
                             CO_LIT("SELECT COALESCE(max(_id), 0) FROM source"),
                             &before, err);
  if (status == CO_OK && options->jobs > 1)
    status = co_store_sort_beside(store, err);
  if (status == CO_OK)
    status = fill_store(options, kit, inputs, store, summary, err);
  if (status == CO_OK) status = count_returns(store, before, summary, err);
  if (status == CO_OK) status = count_records(kit, store, summary, err);
  if (status == CO_OK) status = tell_findings(options, store, summary, err);
  if (status == CO_OK)
    status = write_all(targets, options, kit, &outputs, store, summary, err);
  co_store_free(store);
  co_outputs_clear(&outputs);
  return status;
}

static enum co_status find(const struct co_run_options *options,
                           const struct co_targets *targets,
                           struct co_inputs *inputs, struct co_err *err) {
  enum co_status status = co_inputs_find(inputs, options->inputs,
                                         options->input_count, targets, err);
  if (status == CO_OK && !inputs->count)
    status = co_fail(err, CO_X_NO_RETURNS,
                     "no returns found: name files, or a folder that holds "
                     ".xlsx, .ods or .csv files");
  return status == CO_OK
             ? co_targets_check(targets, inputs->paths, inputs->count, err)
             : status;
}

enum co_status co_run(const struct co_run_options *options,
                      struct co_run_summary *summary, struct co_err *err) {
  struct co_inputs inputs = {0};
  struct co_targets targets = {0};
  struct co_kit kit = {0};
  *summary = (struct co_run_summary){0};
  enum co_status status =
      co_kit_load(&kit, options->pack, options->plan, &options->events, err);
  if (status == CO_OK) status = co_targets_find(&targets, options, &kit, err);
  if (status == CO_OK) status = find(options, &targets, &inputs, err);
  if (status == CO_OK)
    status = run_kit(options, &kit, &targets, &inputs, summary, err);
  if (status != CO_OK) at_least(summary, co_status_exit(status));
  co_inputs_clear(&inputs);
  co_targets_clear(&targets);
  co_kit_clear(&kit);
  return status;
}

enum co_status co_lint(const char *pack, const struct co_run_events *events,
                       size_t *count, struct co_err *err) {
  struct co_kit kit = {0};
  enum co_status status = co_kit_try(&kit, pack, err);
  *count = kit.pack ? co_kit_problems(&kit, events) : 0;
  co_kit_clear(&kit);
  return status;
}

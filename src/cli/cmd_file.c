/* cmd_file.c - show and convert: a reader wired to a writer, no mapping. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "inputs.h"
#include "lock.h"
#include "output.h"
#include "written.h"

static enum co_status copy_cells(const char *from, struct co_sink *to,
                                 const struct co_limits *limits,
                                 struct co_err *err) {
  struct co_read_options options = {.limits = limits};
  enum co_status status = co_run_read(from, &options, to, NULL, err);
  if (status == CO_EINPUT || status == CO_ELIMIT)
    co_err_prefix(err, "%s", from);
  return status;
}

static int show(const char *from, const struct co_format *format,
                const struct co_limits *limits) {
  struct co_err err = {0};
  struct co_output out = {0};
  struct co_sink *writer = NULL;
  enum co_status status = co_output_open(&out, "-", &err);
  if (status == CO_OK) status = format->writer(&writer, &out, &err);
  if (status == CO_OK) {
    status = copy_cells(from, writer, limits, &err);
    writer->free(writer);
  }
  if (status == CO_OK) status = co_output_commit(&out, &err);
  if (status == CO_OK) return 0;
  co_output_discard(&out);
  return cli_fail(&err);
}

static enum co_status convert(const char *from, const struct co_format *format,
                              const char *to, const struct co_limits *limits,
                              struct co_err *err) {
  struct co_written *file = NULL;
  enum co_status status = co_written_new(&file, to, format, false, err);
  file->any_cells = true;
  if (status == CO_OK) status = copy_cells(from, &file->tee.sink, limits, err);
  if (status == CO_OK) status = co_written_check(file, err);
  if (status == CO_OK) status = co_output_commit(&file->out, err);
  co_written_free(file);
  return status;
}

static int convert_locked(const char *from, const struct co_format *format,
                          const char *to, const struct co_limits *limits) {
  struct co_err err = {0};
  struct co_lock lock;
  if (co_lock_take(&lock, to, &err) != CO_OK) return cli_fail(&err);
  enum co_status status = convert(from, format, to, limits, &err);
  co_lock_release(&lock);
  return status == CO_OK ? 0 : cli_fail(&err);
}

int cli_show(struct cli_options *options) {
  const char *name = options->format ? options->format : "text";
  const struct co_format *format = co_format_by_name(name);
  if (options->name_count != 1)
    return cli_usage(CO_X_ARGUMENTS, "show wants one file: collate show FILE");
  if (!format || (strcmp(name, "text") != 0 && strcmp(name, "tsv") != 0))
    return cli_usage(CO_X_OPTION_VALUE,
                     "--format: expected text or tsv, not '%s'", name);
  return show(options->names[0], format, &options->run.limits);
}

int cli_convert(struct cli_options *options) {
  if (options->name_count != 2)
    return cli_usage(CO_X_ARGUMENTS,
                     "convert wants two names: collate convert IN OUT");
  const struct co_format *format = co_format_by_path(options->names[1]);
  if (!format || !format->writer)
    return cli_usage(CO_X_OUTPUT_KIND,
                     "'%s': the format to write is told by the extension: "
                     ".xlsx, .csv or .tsv",
                     options->names[1]);
  if (co_same_file(options->names[0], options->names[1]))
    return cli_usage(CO_X_OUTPUT_SAME,
                     "convert cannot write a file onto itself: '%s'",
                     options->names[1]);
  return convert_locked(options->names[0], format, options->names[1],
                        &options->run.limits);
}

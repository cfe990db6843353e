/* cmd_file.c - show and convert: a reader wired to a writer, no mapping. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "inputs.h"
#include "output.h"

static int copy(const char *from, const struct co_format *format,
                const char *to, const struct co_limits *limits) {
  struct co_err err = {0};
  struct co_output out = {0};
  struct co_sink *writer = NULL;
  enum co_status status = co_output_open(&out, to, &err);
  if (status == CO_OK) status = format->writer(&writer, &out, &err);
  if (status == CO_OK) {
    status = co_run_read(from, limits, writer, NULL, &err);
    if (status == CO_EINPUT || status == CO_ELIMIT)
      co_err_prefix(&err, "%s", from);
    writer->free(writer);
  }
  if (status == CO_OK) status = co_output_commit(&out, &err);
  if (status == CO_OK) return 0;
  co_output_discard(&out);
  return cli_fail(&err);
}

int cli_show(struct cli_options *options) {
  const char *name = options->format ? options->format : "text";
  const struct co_format *format = co_format_by_name(name);
  if (options->name_count != 1)
    return cli_usage(CO_X_ARGUMENTS, "show wants one file: collate show FILE");
  if (!format || (strcmp(name, "text") != 0 && strcmp(name, "tsv") != 0))
    return cli_usage(CO_X_OPTION_VALUE,
                     "--format: expected text or tsv, not '%s'", name);
  return copy(options->names[0], format, "-", &options->run.limits);
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
  return copy(options->names[0], format, options->names[1],
              &options->run.limits);
}

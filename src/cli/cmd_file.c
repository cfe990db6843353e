/* cmd_file.c - show and convert: a reader wired to a writer. Show tells besides
 * what the pack makes of the file. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "inputs.h"
#include "lock.h"
#include "one_sheet.h"
#include "output.h"
#include "str.h"
#include "written.h"

/* Of all sheets, or of the one that --sheet names. */
static enum co_status copy_cells(const struct cli_options *options,
                                 struct co_sink *to, struct co_err *err) {
  const char *from = options->names[0];
  struct one_sheet one;
  one_sheet_init(&one, to, from, options->sheet);
  struct co_read_options read = {.limits = &options->run.limits};
  enum co_status status = co_run_read(from, &read, &one.sink, NULL, err);
  one_sheet_clear(&one);
  if (status == CO_EINPUT || status == CO_ELIMIT)
    co_err_prefix(err, "%s", from);
  return status;
}

/* A line for each table, with all kinds of records in it. What the return says
 * of itself stands in no table. */
static void put_region(void *context, const struct co_found_region *region) {
  struct co_found_region *before = context;
  if (!before->layout.len) {
    fputs("\nRead by the layout '", stdout);
    cli_put(stdout, region->layout, LONGEST_SHOWN);
    fputs("':", stdout);
  }
  if (before->row == region->row && co_str_eq(before->sheet, region->sheet) &&
      co_str_eq(before->table, region->table)) {
    printf(", %zu of %.*s", region->records, CO_STR(region->kind));
  } else if (co_str_is(region->kind, "return")) {
    printf("\n  the heading: %zu of return", region->records);
  } else {
    fputs("\n  '", stdout);
    cli_put(stdout, region->sheet, LONGEST_SHOWN);
    printf("', row %u: table '", region->row + 1);
    cli_put(stdout, region->table, LONGEST_SHOWN);
    printf("', %zu of %.*s", region->records, CO_STR(region->kind));
  }
  *before = *region;
}

/* What the pack makes of the cells: the first thing to look at when a layout
 * does not read what it should. */
static enum co_status show_regions(const struct cli_options *options,
                                   struct co_err *err) {
  struct co_run_events events = {.problem = cli_problem};
  struct co_found_region last = {0};
  enum co_status status =
      co_run_regions(options->names[0], options->run.pack, &options->run.limits,
                     put_region, &last, &events, err);
  if (status == CO_OK)
    puts(last.layout.len ? "" : "\nA layout fits, but finds no table.");
  if (status != CO_EINPUT || err->code != CO_X_NO_LAYOUT) return status;
  fputs("\nNo layout reads it: ", stdout);
  cli_put(stdout, co_str_of(err->text), LONGEST_SHOWN);
  putchar('\n');
  return CO_OK;
}

static int show(const struct cli_options *options,
                const struct co_format *format) {
  struct co_err err = {0};
  struct co_output out = {0};
  struct co_sink *writer = NULL;
  enum co_status status = co_output_open(&out, "-", &err);
  if (status == CO_OK) status = format->writer(&writer, &out, &err);
  if (status == CO_OK) {
    status = copy_cells(options, writer, &err);
    writer->free(writer);
  }
  if (status == CO_OK && !options->sheet && strcmp(format->name, "text") == 0)
    status = show_regions(options, &err);
  if (status == CO_OK) status = co_output_commit(&out, &err);
  if (status == CO_OK) return 0;
  co_output_discard(&out);
  return cli_fail(&err);
}

static enum co_status convert(const struct cli_options *options,
                              const struct co_format *format,
                              struct co_err *err) {
  struct co_written *file = NULL;
  enum co_status status = co_written_new(&file, options->names[1], format,
                                         &(struct co_write_options){0}, err);
  file->any_cells = true;
  if (status == CO_OK) status = copy_cells(options, &file->tee.sink, err);
  if (status == CO_OK) status = co_written_check(file, err);
  if (status == CO_OK) status = co_output_commit(&file->out, err);
  co_written_free(file);
  return status;
}

static int convert_locked(const struct cli_options *options,
                          const struct co_format *format) {
  struct co_err err = {0};
  struct co_lock lock;
  if (co_lock_take(&lock, options->names[1], &err) != CO_OK)
    return cli_fail(&err);
  enum co_status status = convert(options, format, &err);
  co_lock_release(&lock);
  return status == CO_OK ? 0 : cli_fail(&err);
}

/* A file that convert cannot write, and the endings of those that it can. */
static int no_writer(const char *name) {
  struct co_buf endings = {0};
  for (size_t i = 0; co_formats[i]; i++)
    for (const char *const *e = co_formats[i]->extensions;
         co_formats[i]->writer && *e; e++)
      co_buf_printf(&endings, "%s%s", endings.len ? ", " : "", *e);
  int code = cli_usage(CO_X_OUTPUT_KIND,
                       "'%s': the format to write is told by the extension, "
                       "one of %.*s",
                       name, CO_STR(co_buf_str(&endings)));
  co_buf_clear(&endings);
  return code;
}

int cli_show(struct cli_options *options) {
  const char *name = options->format ? options->format : "text";
  const struct co_format *format = co_format_by_name(name);
  if (options->name_count != 1)
    return cli_usage(CO_X_ARGUMENTS, "show wants one file: collate show FILE");
  if (!format || (strcmp(name, "text") != 0 && strcmp(name, "tsv") != 0))
    return cli_usage(CO_X_OPTION_VALUE,
                     "--format: expected text or tsv, not '%s'", name);
  return show(options, format);
}

int cli_convert(struct cli_options *options) {
  if (options->name_count != 2)
    return cli_usage(CO_X_ARGUMENTS,
                     "convert wants two names: collate convert IN OUT");
  const struct co_format *format = co_format_by_path(options->names[1]);
  if (!format || !format->writer) return no_writer(options->names[1]);
  if (co_same_file(options->names[0], options->names[1]))
    return cli_usage(CO_X_OUTPUT_SAME,
                     "convert cannot write a file onto itself: '%s'",
                     options->names[1]);
  return convert_locked(options, format);
}

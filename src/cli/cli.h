/* cli.h - what the files of the command line share: options, commands, words.
 *
 * Data goes to stdout, messages to stderr. The only layer that prints. */
#ifndef COLLATE_CLI_H
#define COLLATE_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "collate/run.h"

/* How many findings of a kind are shown before "and N more". */
enum { SHOWN_FINDINGS = 5 };

struct cli_options {
  struct co_run_options run;
  const char **names; /* what is not an option: inputs, or a file */
  size_t name_count;
  const char **outputs;
  const char *format;        /* of show and check */
  const struct cli_log *log; /* of build and check; log.h */
  const char *sheet;         /* of show and convert; NULL: all */
  bool quiet, verbose, help, accessibility;
  bool given[128]; /* by the letters of options.c */
};

struct cli_command {
  const char *name, *arguments, *describes;
  /* Letters of the options it takes, from the table in options.c. */
  const char *takes;
  int (*run)(struct cli_options *options);
};
extern const struct cli_command cli_commands[];

/* Parses what stands behind the command's name. 0, or the exit code 2 after a
 * message. cli_options_clear releases the lists. */
int cli_options_parse(struct cli_options *options,
                      const struct cli_command *command, int argc, char **argv);
void cli_options_clear(struct cli_options *options);
/* The long name of the option with a letter. */
const char *cli_option_name(char letter);
void cli_help(void);
void cli_version(void);
void cli_help_command(const struct cli_command *command);

/* Commands. */
int cli_build(struct cli_options *options);
int cli_check(struct cli_options *options);
int cli_check_any(struct cli_options *options); /* check --accessibility too */
int cli_show(struct cli_options *options);
int cli_convert(struct cli_options *options);
int cli_lint(struct cli_options *options);
int cli_schema(struct cli_options *options);
int cli_explain(struct cli_options *options);

/* Writes a text that comes from files, names or cells: control characters and
 * what turns the direction of writing escaped, cut after max characters. */
void cli_put(FILE *to, struct co_str text, size_t max);
enum { LONGEST_SHOWN = 8192 };
/* Whether what was printed did not all reach standard output, and why: true
 * once, so that it is told once. Does not return where its reader left. */
bool cli_output_lost(struct co_err *err);
/* "collate: text [code]" on stderr; returns the exit code. */
int cli_fail(const struct co_err *err);
/* The same for what is noticed here: a mistake on the command line. */
int cli_usage(enum co_error code, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A mistake in a pack, on stderr: file:line:column: text [code]. */
void cli_problem(void *context, const char *file, unsigned line,
                 unsigned column, struct co_str text, enum co_error code);

#endif

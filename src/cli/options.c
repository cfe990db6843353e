/* options.c - the options of all commands: one table, read by the parser and
 * by the help. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cli.h"
#include "date.h"
#include "outputs.h"
#include "readers.h"
#include "str.h"

struct option_entry {
  char letter; /* in a command's `takes`; short option where it is a letter */
  const char *name;
  const char *argument; /* NULL: none */
  const char *describes;
};

static const struct option_entry entries[] = {
    {'o', "output", "NAME", "write this; the kind follows from the name"},
    {'p', "pack", "FOLDER", "the pack to use instead of the shipped one"},
    {'n', "plan", "NAME", "the report plan of the workbook (master)"},
    {'P', "profile", "NAME",
     "how to write workbooks: working, or publish (accessible)"},
    {'z', "compress", "HOW",
     "how to pack workbooks: fast, or small (a fifth less, takes longer)"},
    {'A', "accessibility", NULL,
     "check workbooks by the rules for publishing instead"},
    {'a', "as-at", "DATE", "judge deadlines at this date (YYYY-MM-DD)"},
    {'s', "store", "FILE", "keep the records in this database from run to run"},
    {'F', "fail-on", "SEVERITY",
     "exit with 1 from findings of this severity on: error, warning, info"},
    {'f', "format", "NAME", "how to show: text or tsv (every cell)"},
    {'S', "sheet", "NAME", "only the sheet of this name"},
    {'R', "format", "NAME", "how to list findings: text, csv or json"},
    {'L', "limit", "NAME=NUMBER", "another limit for reading; see below"},
    {'j', "jobs", "N",
     "read with N threads (as many as processors, at most 4)"},
    {'q', "quiet", NULL, "say nothing; the exit code tells"},
    {'v', "verbose", NULL, "show every finding"},
    {'h', "help", NULL, "show this help"},
};
enum { ENTRIES = sizeof entries / sizeof *entries };

static bool takes(const struct cli_command *command, char letter) {
  return letter == 'h' || strchr(command->takes, letter);
}

static void help_limits(void) {
  printf("\nLimits, each against files made to do harm:\n");
  for (const struct co_limit *l = co_limit_table; l->name; l++)
    printf("  %-16s %s (%llu)\n", l->name, l->describes,
           (unsigned long long)co_limit_get(&co_limits_default, l));
}

void cli_help_command(const struct cli_command *command) {
  printf("collate %s %s\n\n%s\n\nOptions:\n", command->name, command->arguments,
         command->describes);
  for (size_t i = 0; i < ENTRIES; i++) {
    const struct option_entry *e = &entries[i];
    char name[40];
    if (!takes(command, e->letter)) continue;
    bool short_form = strchr("ojqvh", e->letter) != NULL;
    snprintf(name, sizeof name, "%s%c%s--%s%s%s", short_form ? "-" : " ",
             short_form ? e->letter : ' ', short_form ? ", " : "  ", e->name,
             e->argument ? " " : "", e->argument ? e->argument : "");
    printf("  %-26s %s\n", name, e->describes);
  }
  if (takes(command, 'L')) help_limits();
  if (!takes(command, 'o')) return;
  printf("\nOutputs:\n");
  for (size_t i = 0; co_output_kinds[i].suffix; i++)
    printf("  NAME%-22s %s\n", co_output_kinds[i].suffix,
           co_output_kinds[i].describes);
}

static int severity_of(const char *word) {
  static const char *const words[] = {"info", "warning", "error"};
  for (int i = CO_INFO; i <= CO_ERROR; i++)
    if (strcmp(word, words[i]) == 0) return i;
  return -1;
}

static bool is_iso_date(const char *text) {
  struct co_date date;
  return strlen(text) == 10 && text[4] == '-' && text[7] == '-' &&
         co_date_parse(co_str_of(text), CO_YMD, &date, NULL);
}

static int set_limit(struct cli_options *options, const char *value) {
  struct co_err err = {0};
  return co_limit_set(&options->run.limits, value, &err) == CO_OK
             ? 0
             : cli_usage(CO_X_OPTION_VALUE, "--limit: %s; see --help",
                         err.text);
}

static int set_jobs(struct cli_options *options, const char *value) {
  char *end;
  long jobs = strtol(value, &end, 10);
  if (*end || end == value || jobs < 1 || jobs > CO_READERS_MOST)
    return cli_usage(CO_X_OPTION_VALUE,
                     "--jobs: expected a number from 1 to %d, not '%s'",
                     CO_READERS_MOST, value);
  options->run.jobs = (unsigned)jobs;
  return 0;
}

static int apply(struct cli_options *options, char letter, const char *value) {
  switch (letter) {
    case 'o':
      options->outputs[options->run.output_count++] = value;
      return 0;
    case 'p':
      options->run.pack = value;
      return 0;
    case 'n':
      options->run.plan = value;
      return 0;
    case 'P':
      options->run.publish = strcmp(value, "publish") == 0;
      return options->run.publish || strcmp(value, "working") == 0
                 ? 0
                 : cli_usage(CO_X_OPTION_VALUE,
                             "--profile: expected working or publish, not '%s'",
                             value);
    case 'z':
      options->run.small = strcmp(value, "small") == 0;
      return options->run.small || strcmp(value, "fast") == 0
                 ? 0
                 : cli_usage(CO_X_OPTION_VALUE,
                             "--compress: expected fast or small, not '%s'",
                             value);
    case 'a':
      options->run.as_at = value;
      return is_iso_date(value)
                 ? 0
                 : cli_usage(CO_X_OPTION_VALUE,
                             "--as-at: '%s' is no date such as 2009-11-26",
                             value);
    case 's':
      options->run.store = value;
      return 0;
    case 'F':
      if (severity_of(value) < 0)
        return cli_usage(CO_X_OPTION_VALUE,
                         "--fail-on: expected error, warning or info, not '%s'",
                         value);
      options->run.fail_on = (enum co_severity)severity_of(value);
      return 0;
    case 'f':
    case 'R':
      options->format = value;
      return 0;
    case 'S':
      options->sheet = value;
      return 0;
    case 'j':
      return set_jobs(options, value);
    case 'L':
      return set_limit(options, value);
    default:
      options->accessibility |= letter == 'A';
      options->quiet |= letter == 'q';
      options->verbose |= letter == 'v';
      options->help |= letter == 'h';
      return 0;
  }
}

static void fill_tables(const struct cli_command *command, struct option *longs,
                        char *shorts) {
  size_t n = 0, s = 0;
  shorts[s++] = ':';
  for (size_t i = 0; i < ENTRIES; i++) {
    const struct option_entry *e = &entries[i];
    if (!takes(command, e->letter)) continue;
    longs[n++] =
        (struct option){e->name, e->argument ? required_argument : no_argument,
                        NULL, e->letter};
    if (!strchr("ojqvh", e->letter)) continue;
    shorts[s++] = e->letter;
    if (e->argument) shorts[s++] = ':';
  }
  longs[n] = (struct option){0};
  shorts[s] = 0;
}

int cli_options_parse(struct cli_options *options,
                      const struct cli_command *command, int argc,
                      char **argv) {
  struct option longs[ENTRIES + 1];
  char shorts[2 * ENTRIES + 2];
  int letter, code = 0;
  *options = (struct cli_options){0};
  co_run_options_init(&options->run);
  options->names = co_xcalloc((size_t)argc + 1, sizeof *options->names);
  options->outputs = co_xcalloc((size_t)argc + 1, sizeof *options->outputs);
  fill_tables(command, longs, shorts);
  opterr = 0;
  while (!code &&
         (letter = getopt_long(argc, argv, shorts, longs, NULL)) >= 0) {
    if (letter == '?')
      code = cli_usage(CO_X_OPTION,
                       "'%s' is no option of 'collate %s'; see 'collate %s "
                       "--help'",
                       argv[optind - 1], command->name, command->name);
    else if (letter == ':')
      code = cli_usage(CO_X_OPTION, "'%s' wants a value behind it",
                       argv[optind - 1]);
    else
      code = apply(options, (char)letter, optarg);
  }
  while (optind < argc)
    options->names[options->name_count++] = argv[optind++];
  options->run.inputs = options->names;
  options->run.input_count = options->name_count;
  options->run.outputs = options->outputs;
  return code;
}

void cli_options_clear(struct cli_options *options) {
  free(options->names);
  free(options->outputs);
  *options = (struct cli_options){0};
}

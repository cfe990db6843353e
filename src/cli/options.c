/* options.c - the options of all commands: one table, read by the parser and
 * by the help. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "cli.h"
#include "date.h"
#include "log.h"
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
     "how to pack workbooks: fast, or small (10 to 20 % less, takes longer)"},
    {'O', "force", NULL,
     "replace what has an output's name, also among the returns: it is not "
     "read"},
    {'A', "accessibility", NULL,
     "check workbooks by the rules for publishing instead"},
    {'a', "as-at", "DATE", "judge deadlines at this date (YYYY-MM-DD)"},
    {'s', "store", "FILE", "keep the records in this database from run to run"},
    {'F', "fail-on", "SEVERITY",
     "exit with 1 from findings of this severity on: error, warning, info"},
    {'f', "format", "NAME", "how to show: text or tsv (every cell)"},
    {'S', "sheet", "NAME", "only the sheet of this name"},
    {'R', "format", "NAME", "how to list findings: text, csv or json"},
    {'G', "log-format", "NAME",
     "how to write messages: text, or json (one object a line)"},
    {'L', "limit", "NAME=NUMBER", "another limit for reading; see below"},
    {'j', "jobs", "N",
     "read with N threads (as many as processors, at most 4)"},
    {'q', "quiet", NULL, "print failures and data only"},
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

static int set_as_at(struct cli_options *options, const char *value) {
  options->run.as_at = value;
  return is_iso_date(value)
             ? 0
             : cli_usage(CO_X_OPTION_VALUE,
                         "--as-at: '%s' is no date such as 2009-11-26", value);
}

static int set_fail_on(struct cli_options *options, const char *value) {
  for (int i = CO_INFO; i <= CO_ERROR; i++) {
    if (strcmp(value, co_severity_names[i]) != 0) continue;
    options->run.fail_on = (enum co_severity)i;
    return 0;
  }
  return cli_usage(CO_X_OPTION_VALUE,
                   "--fail-on: expected error, warning or info, not '%s'",
                   value);
}

static int set_log(struct cli_options *options, const char *value) {
  options->log = cli_log_by_name(value);
  return options->log
             ? 0
             : cli_usage(CO_X_OPTION_VALUE,
                         "--log-format: expected text or json, not '%s'",
                         value);
}

/* One of two words: *second says which. */
static int choose(bool *second, const char *option, const char *first_word,
                  const char *second_word, const char *value) {
  *second = strcmp(value, second_word) == 0;
  return *second || strcmp(value, first_word) == 0
             ? 0
             : cli_usage(CO_X_OPTION_VALUE, "--%s: expected %s or %s, not '%s'",
                         option, first_word, second_word, value);
}

/* Where the text of an option goes that is taken as it is. */
static const char **text_of(struct cli_options *options, char letter) {
  switch (letter) {
    case 'o':
      return &options->outputs[options->run.output_count++];
    case 'p':
      return &options->run.pack;
    case 'n':
      return &options->run.plan;
    case 's':
      return &options->run.store;
    case 'S':
      return &options->sheet;
    case 'f':
    case 'R':
      return &options->format;
    default:
      return NULL;
  }
}

const char *cli_option_name(char letter) {
  size_t i = 0;
  while (entries[i].letter != letter)
    i++;
  return entries[i].name;
}

/* --store "$STORE", and the variable is not set. */
static int empty_value(char letter) {
  return cli_usage(CO_X_OPTION_VALUE,
                   "--%s: the value behind it is empty; if it comes from a "
                   "variable, look whether that is set",
                   cli_option_name(letter));
}

static int apply(struct cli_options *options, char letter, const char *value) {
  const char **text = text_of(options, letter);
  if (text) *text = value;
  options->given[(unsigned char)letter] = true;
  switch (letter) {
    case 'P':
      return choose(&options->run.publish, "profile", "working", "publish",
                    value);
    case 'z':
      return choose(&options->run.small, "compress", "fast", "small", value);
    case 'a':
      return set_as_at(options, value);
    case 'F':
      return set_fail_on(options, value);
    case 'j':
      return set_jobs(options, value);
    case 'G':
      return set_log(options, value);
    case 'L':
      return set_limit(options, value);
    default:
      options->accessibility |= letter == 'A';
      options->run.force |= letter == 'O';
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

/* Whether a word is a long option, perhaps cut short, of this letter. */
static bool is_long(const char *word, int letter) {
  size_t len = strcspn(word, "=");
  for (size_t i = 0; i < ENTRIES; i++)
    if (entries[i].letter == letter && len > 2 && strncmp(word, "--", 2) == 0 &&
        strncmp(word + 2, entries[i].name, len - 2) == 0)
      return true;
  return false;
}

/* word is the one before the next to be looked at: not the one at fault where
 * that is a letter among several (-xq), which optopt tells. */
static int unknown_option(const struct cli_command *command, const char *word) {
  char letter[] = {'-', (char)optopt, 0};
  if (optopt && !is_long(word, optopt)) word = letter;
  return cli_usage(CO_X_OPTION,
                   "'%s' is no option of 'collate %s'; see 'collate %s --help'",
                   word, command->name, command->name);
}

int cli_options_parse(struct cli_options *options,
                      const struct cli_command *command, int argc,
                      char **argv) {
  struct option longs[ENTRIES + 1];
  char shorts[2 * ENTRIES + 2];
  int letter, code = 0;
  *options = (struct cli_options){.log = cli_log_by_name("text")};
  co_run_options_init(&options->run);
  options->names = co_xcalloc((size_t)argc + 1, sizeof *options->names);
  options->outputs = co_xcalloc((size_t)argc + 1, sizeof *options->outputs);
  fill_tables(command, longs, shorts);
  opterr = 0;
  while (!code &&
         (letter = getopt_long(argc, argv, shorts, longs, NULL)) >= 0) {
    if (letter == '?')
      code = unknown_option(command, argv[optind - 1]);
    else if (letter == ':')
      code = cli_usage(CO_X_OPTION, "'%s' wants a value behind it",
                       argv[optind - 1]);
    else if (optarg && !*optarg)
      code = empty_value((char)letter);
    else
      code = apply(options, (char)letter, optarg ? optarg : "");
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

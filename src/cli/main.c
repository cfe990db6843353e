/* main.c - the program: the table of commands, dispatch, signals, streams.
 *
 * Exit codes are those of the design: 0 clean, 1 findings, 2 usage, 3 an input
 * refused, 4 pack, 5 limit, 6 output, 7 locked, 70 our fault or out of memory,
 * 128+n ended by a signal. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli.h"
#include "output.h"

const struct cli_command cli_commands[] = {
    {"build", "RETURN|FOLDER... -o NAME [-o NAME...]",
     "Reads returns, maps, checks and reconciles them, and writes the outputs.",
     "opnPzOasFGLjqvh", cli_build},
    {"check", "RETURN|FOLDER...",
     "Reads and checks returns and lists what was noticed; writes only the "
     "--store.",
     "pnasFRAGLjqvh", cli_check_any},
    {"show", "FILE",
     "Shows the cells of a file as they are read, and the tables found.",
     "pfSLh", cli_show},
    {"convert", "IN OUT",
     "Copies the cells of one file to another; the format follows from OUT.",
     "SLh", cli_convert},
    {"lint", "[FOLDER]",
     "Checks a pack: every file, name, pattern and query in it.", "h",
     cli_lint},
    {"explain", "[NAME]",
     "Says what a finding or an error code means and what to do about it; "
     "without a name, lists them.",
     "ph", cli_explain},
    {"schema", "[layout|model|report]",
     "Prints the JSON Schema of a kind of pack file, for editors.", "h",
     cli_schema},
    {NULL, NULL, NULL, NULL, NULL}};

/* Whoever read standard output has enough, as in `| head`: no error, but the
 * end that other programs come to, and without a word. */
static void end_without_reader(void) {
  struct pollfd out = {.fd = STDOUT_FILENO};
  if (!ferror(stdout) || poll(&out, 1, 0) != 1 || !(out.revents & POLLERR))
    return;
  co_output_discard_all();
  signal(SIGPIPE, SIG_DFL);
  raise(SIGPIPE);
}

int cli_fail(const struct co_err *err) {
  end_without_reader();
  fprintf(stderr, "collate: %s [%s]\n", err->text,
          co_known_errors[err->code].name);
  return co_status_exit(err->status);
}

int cli_usage(enum co_error code, const char *format, ...) {
  struct co_err err = {0};
  char text[CO_ERR_TEXT];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  co_fail(&err, code, "%s", text);
  return cli_fail(&err);
}

void cli_help(void) {
  printf(
      "collate - departmental returns in, one master workbook out\n\n"
      "Usage: collate COMMAND ...\n\n");
  for (const struct cli_command *c = cli_commands; c->name; c++)
    printf("  %-8s %-42s\n           %s\n", c->name, c->arguments,
           c->describes);
  printf(
      "\n'collate COMMAND --help' tells more. Exit codes: 0 clean,"
      " 1 findings of severity\nerror, 2 usage, 3 an input was refused,"
      " 4 mistake in the pack, 5 a limit was\ncrossed, 6 an output failed,"
      " 7 another run holds the lock, 70 out of memory or a\nfault of"
      " collate's own, 128+n ended by signal n.\n");
}

/* Temporary files go; the default action then ends the process, so that the
 * caller sees which signal it was. Old outputs are untouched, and the store
 * is: a run works on a copy of it. */
static void on_signal(int number) {
  co_output_discard_all();
  signal(number, SIG_DFL);
  raise(number);
}

/* A signal that was ignored from the start (nohup) stays so. Where a limit on
 * file sizes or a reader that left would kill, writing is to fail instead. */
static void catch_signals(void) {
  static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction action, before;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (sigaction(ends[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
      sigaction(ends[i], &action, NULL);
  signal(SIGXFSZ, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
}

/* A standard stream that was closed must not become the next file opened, a
 * database perhaps. /dev/null is opened the wrong way round, so that what
 * wants the stream still gets an error. */
static void hold_streams(void) {
  for (int fd = 0; fd <= 2; fd++)
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
      (void)open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

/* Returns name people: memory images must not end up on a disk. */
static void no_core_files(void) {
  setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

static const struct cli_command *find_command(const char *name) {
  for (const struct cli_command *c = cli_commands; c->name; c++)
    if (strcmp(c->name, name) == 0) return c;
  return NULL;
}

bool cli_output_lost(struct co_err *err) {
  static bool told;
  if (told || (fflush(stdout) == 0 && !ferror(stdout))) return false;
  int error = errno;
  end_without_reader();
  co_fail(err, co_output_error(error), "standard output cannot be written (%s)",
          strerror(error));
  return told = true;
}

/* Data that did not reach stdout is a failed output. */
static int flushed(int code) {
  struct co_err err = {0};
  if (!cli_output_lost(&err)) return code;
  int failed = cli_fail(&err);
  return code > failed ? code : failed;
}

static int run_command(const struct cli_command *command, int argc,
                       char **argv) {
  struct cli_options options;
  int code = cli_options_parse(&options, command, argc, argv);
  if (!code && options.help)
    cli_help_command(command);
  else if (!code)
    code = command->run(&options);
  cli_options_clear(&options);
  return flushed(code);
}

int main(int argc, char **argv) {
  hold_streams();
  no_core_files();
  catch_signals();
  if (argc < 2) {
    cli_help();
    return flushed(co_status_exit(CO_EUSAGE));
  }
  if (strcmp(argv[1], "--version") == 0) {
    cli_version();
    return flushed(0);
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
      strcmp(argv[1], "help") == 0) {
    cli_help();
    return flushed(0);
  }
  const struct cli_command *command = find_command(argv[1]);
  if (!command)
    return cli_usage(CO_X_COMMAND,
                     "there is no command '%s'; see 'collate --help'", argv[1]);
  return run_command(command, argc - 1, argv + 1);
}

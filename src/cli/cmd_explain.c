/* cmd_explain.c - what a finding or an error means and what to do: one, or a
 * list of all. The pack is asked only for what the program does not know. */
#include <stdio.h>
#include <stdlib.h>

#include "tell.h"

enum { LINE_WIDTH = 78 };

struct asked {
  struct co_str name; /* empty: list them */
  bool found;
  enum co_explained listed; /* the last one's kind */
  struct co_arena arena;    /* keeps the names, for "did you mean" */
  struct co_str *names;
  size_t count, cap;
};

/* A paragraph, broken between words; indent for all lines but the first. */
static void put_wrapped(struct co_str text, const char *before, int indent) {
  int column = printf("%s", before);
  while (text.len) {
    size_t word = 0;
    while (word < text.len && text.ptr[word] != ' ')
      word++;
    int width = (int)co_utf8_length((struct co_str){text.ptr, word});
    if (column > indent && column + 1 + width > LINE_WIDTH)
      column = printf("\n%*s", indent, "") - 1;
    else if (column > indent)
      column += printf(" ");
    fwrite(text.ptr, 1, word, stdout);
    column += width;
    word += word < text.len;
    text = (struct co_str){text.ptr + word, text.len - word};
  }
  putchar('\n');
}

static void put_name(const struct co_explanation *e) {
  printf("%.*s (", CO_STR(e->name));
  if (e->kind == CO_FAILURE)
    printf("exit %d)\n", e->exit_code);
  else
    printf("%s)\n", co_severity_names[e->severity]);
}

static void put_all(const struct co_explanation *e) {
  put_name(e);
  putchar('\n');
  if (e->about.len) put_wrapped(e->about, "", 0);
  if (e->about.len) putchar('\n');
  if (e->message.len) put_wrapped(e->message, "Message:    ", 12);
  if (e->remedy.len) put_wrapped(e->remedy, "What to do: ", 12);
}

/* Up to the first full stop. */
static struct co_str first_sentence(struct co_str text) {
  for (size_t i = 0; i + 1 < text.len; i++)
    if (text.ptr[i] == '.' && text.ptr[i + 1] == ' ')
      return (struct co_str){text.ptr, i + 1};
  return text;
}

static void put_short(struct asked *asked, const struct co_explanation *e) {
  static const char *const heads[] = {
      [CO_FINDING] = "Found while returns are read, and always checked:",
      [CO_CHECK] = "Checks of the pack:",
      [CO_FAILURE] = "What stops a file or the run:"};
  if (asked->listed != e->kind || !asked->count)
    printf("%s%s\n\n", asked->count ? "\n" : "", heads[e->kind]);
  asked->listed = e->kind;
  printf("  ");
  put_name(e);
  put_wrapped(first_sentence(e->about.len ? e->about : e->message), "      ",
              6);
}

static void take(void *context, const struct co_explanation *e) {
  struct asked *asked = context;
  if (!asked->name.len) {
    put_short(asked, e);
  } else if (co_str_eq(asked->name, e->name)) {
    put_all(e);
    asked->found = true;
  }
  CO_GROW(asked->names, asked->count, asked->cap);
  asked->names[asked->count++] = co_arena_str(&asked->arena, e->name);
}

static int unknown(const struct asked *asked) {
  int near = co_str_nearest(asked->name, asked->names, asked->count);
  if (near < 0)
    return cli_usage(CO_X_UNKNOWN_NAME,
                     "there is no finding or error '%.*s'; 'collate explain' "
                     "lists them, with --pack FOLDER those of another pack",
                     CO_STR(asked->name));
  return cli_usage(CO_X_UNKNOWN_NAME,
                   "there is no finding or error '%.*s'. Did you mean '%.*s'?",
                   CO_STR(asked->name), CO_STR(asked->names[near]));
}

int cli_explain(struct cli_options *options) {
  struct asked asked = {0};
  struct co_err err = {0};
  struct co_run_events events = {.problem = cli_problem};
  if (options->name_count > 1)
    return cli_usage(CO_X_ARGUMENTS,
                     "explain wants one name: collate explain NAME");
  if (options->name_count) asked.name = co_str_of(options->names[0]);
  enum co_status status = CO_OK;
  co_explain(take, &asked);
  if (!asked.found)
    status = co_explain_pack(options->run.pack, take, &asked, &events, &err);
  int code = status != CO_OK                  ? cli_fail(&err)
             : asked.name.len && !asked.found ? unknown(&asked)
                                              : 0;
  free(asked.names);
  co_arena_clear(&asked.arena);
  return code;
}

/* cmd_schema.c - prints the JSON Schema of a kind of pack file, for editors. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "schemas.h"

static int print_schema(const char *name) {
  for (const struct cli_schema *s = cli_schemas; s->name; s++)
    if (strcmp(s->name, name) == 0) {
      fwrite(s->text, 1, s->size, stdout);
      return 0;
    }
  return cli_usage(
      CO_X_UNKNOWN_NAME,
      "there is no schema '%s'; there are layout, model and report", name);
}

int cli_schema(struct cli_options *options) {
  if (options->name_count > 1)
    return cli_usage(CO_X_ARGUMENTS,
                     "schema prints one: collate schema layout");
  if (options->name_count) return print_schema(options->names[0]);
  printf(
      "layout  returns/*.yaml\n"
      "model   model.yaml\n"
      "report  reports/*.yaml\n");
  return 0;
}

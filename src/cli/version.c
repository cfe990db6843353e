/* version.c - the program and the libraries that it runs with. */
#include <stdio.h>

#include "cli.h"

static void tell(void *context, const char *name, const char *version) {
  (void)context;
  printf("  %-14s %s\n", name, version);
}

void cli_version(void) {
  printf("collate %s\n", COLLATE_VERSION);
  co_run_libraries(tell, NULL);
}

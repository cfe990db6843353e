/* fuzz_package.c - the directory of a package, and every part read out. */
#include "fuzz.h"
#include "package.h"

static void read_part(struct co_package *package,
                      const struct co_entry *entry) {
  static char block[8192];
  struct co_part *part;
  size_t got = 1;
  if (co_part_open(&part, package, entry, NULL)) return;
  while (got)
    if (co_part_read(part, block, sizeof block, &got, NULL)) break;
  co_part_close(part);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct co_input in;
  struct co_package package;
  co_input_memory(&in, "a.xlsx", data, size);
  if (co_package_open(&package, &in, &fuzz_limits, NULL)) return 0;
  for (size_t i = 0; i < package.count; i++)
    read_part(&package, &package.entries[i]);
  co_package_resolve(&package, CO_LIT("xl/a.xml"), package.entries[0].name);
  co_package_close(&package);
  return 0;
}

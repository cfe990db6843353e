/* xlsx_active.c - what a workbook holds that could do something.
 *
 * Macros, embedded objects, links and connections to elsewhere: none of it is
 * ever run, opened or fetched here, but a person should know that it is there
 * (values that come from another file are as old as their last calculation).
 * Told by the names of the parts (ECMA-376 part 1, 18.14 and 15.2;
 * MS-OFFMACRO2); the parts themselves are not looked at. */
#include "str.h"
#include "xlsx.h"

/* In the order in which they are told; keys of parts are in small letters. */
static const struct {
  const char *begin, *what;
} kinds[] = {{"xl/vba", "macros"},
             {"xl/macrosheets/", "macro sheets"},
             {"xl/activex/", "ActiveX controls"},
             {"xl/embeddings/", "embedded objects"},
             {"xl/externallinks/", "links to other files"},
             {"xl/connections", "connections to data elsewhere"},
             {"xl/webextensions/", "web extensions"}};

static bool has_part(const struct co_package *package, const char *begin) {
  bool has = false;
  for (size_t i = 0; i < package->count && !has; i++)
    has = co_str_starts(package->entries[i].key, begin);
  return has;
}

struct co_str co_xlsx_active(struct co_xlsx *xlsx) {
  struct co_str words = {0};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (has_part(&xlsx->package, kinds[i].begin))
      words = co_arena_printf(&xlsx->arena, "%.*s%s%s", CO_STR(words),
                              words.len ? ", " : "", kinds[i].what);
  return words;
}

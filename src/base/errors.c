/* errors.c - the table of all errors, for those who look one up.
 *
 * The rows are those of collate/errors.def; the enumerators of status.h are
 * made of the same rows, so that a code is the index of its row. */
#include "str.h"

const struct co_known_error co_known_errors[] = {
    {"", CO_OK, "", ""},
#define CO_ERROR_ROW(id, name, status, cause, remedy) \
  {name, status, cause, remedy},
#include "collate/errors.def"
#undef CO_ERROR_ROW
    {NULL, CO_OK, NULL, NULL},
};

const struct co_known_error *co_known_error(struct co_str name) {
  for (const struct co_known_error *e = co_known_errors + 1; e->name; e++)
    if (co_str_is(name, e->name)) return e;
  return NULL;
}

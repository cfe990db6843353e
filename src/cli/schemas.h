/* schemas.h - the JSON Schemas of pack files, compiled into the program.
 *
 * They are kept as schema/NAME.schema.json and made a C file by
 * tools/embed.cmake, so that `collate schema` needs no file beside it. Editors
 * check a pack file against them while it is written; collate itself does not
 * use them: `collate lint` knows more. tests/cross/test_schema.sh sees to it
 * that schema and readers know the same words. */
#ifndef COLLATE_SCHEMAS_H
#define COLLATE_SCHEMAS_H

#include <stddef.h>

struct cli_schema {
  const char *name; /* layout, model, report */
  const unsigned char *text;
  size_t size;
};
extern const struct cli_schema cli_schemas[]; /* ends with a NULL name */

#endif

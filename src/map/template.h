/* template.h - texts with names in braces: '{year} Q{quarter}'.
 *
 * A name is looked up from the inside out: groups and fields of the record at
 * hand, groups of its column's heading, columns of the row, facts of the
 * return, the name of the sheet ({sheet}). Where any name is blank the whole is
 * blank. Behind a name: {year-1}  {year+1}   the financial year before, after
 *   {period_end:year}    the financial year of a date
 *   {scope:lower}        in small letters
 * Ownership: templates belong to the arena they were made in. */
#ifndef COLLATE_TEMPLATE_H
#define COLLATE_TEMPLATE_H

#include "collate/record.h"
#include "date.h"
#include "pack.h"

/* A name, its text and the cell it was read from; CO_OWN: from none. */
struct co_name {
  struct co_str name, text;
  struct co_place at;
};

/* Names visible here, and the scope around. */
struct co_scope {
  const struct co_scope *outer;
  const struct co_name *names;
  size_t count;
};

/* NULL after reporting a mistake at node. */
const struct co_template *co_template_new(struct co_pack *pack,
                                          const struct co_yaml *node,
                                          struct co_str source);

/* The text, in the arena, and the cell it is traced to: that of the name found
 * furthest in, the first of several (*at is left alone where no name takes
 * part). Empty where a name is blank. */
struct co_str co_template_text(const struct co_template *template,
                               struct co_arena *arena,
                               const struct co_scope *scope,
                               enum co_date_order order, struct co_place *at);

/* The n-th name in a template, from 0; empty past the last. */
struct co_str co_template_name(const struct co_template *template, size_t n);

#endif

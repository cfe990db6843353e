/* properties.h - the custom properties of a document.
 *
 * What a person or a template wrote under File > Info > Properties > Advanced:
 * names with values, kept as text. OOXML has them in a part of their own
 * (ECMA-376 part 1, 15.2.12.2), OpenDocument as meta:user-defined (ODF 1.2
 * part 1, 4.3.2.16); one handler reads both. */
#ifndef COLLATE_PROPERTIES_H
#define COLLATE_PROPERTIES_H

#include "str.h"
#include "xml_small.h"

struct co_properties {
  struct co_arena arena;
  struct co_named *list; /* malloc'ed; texts in the arena */
  size_t count, cap;
  struct co_named *open; /* the one that is being read, or NULL */
  struct co_buf value;   /* its text so far */
};

/* Starts empty ({0}); clear also after an error. */
struct co_xml_handler co_properties_handler(struct co_properties *properties);
void co_properties_clear(struct co_properties *properties);

#endif

/* xlsx_rels.h - which part refers to which (ECMA-376 part 2, clause 9). */
#ifndef COLLATE_XLSX_RELS_H
#define COLLATE_XLSX_RELS_H

#include "xlsx.h"

struct co_relation {
  struct co_str id, type, target; /* type: behind the last '/' */
  bool external;
};

/* list is malloc'ed and the caller's to free, texts are in the arena. */
struct co_relations {
  struct co_arena *arena;
  struct co_relation *list;
  size_t count, cap;
};

/* The relationships of a part ("" for the package's own); none where it has
 * no such part. */
enum co_status co_relations_read(struct co_xlsx *xlsx, struct co_str part,
                                 struct co_relations *relations,
                                 struct co_err *err);

/* NULL where there is none. */
const struct co_relation *co_relation_by_id(
    const struct co_relations *relations, const char *id);
/* The part that the first relation of a type leads to; NULL likewise. */
const struct co_entry *co_relation_by_type(struct co_xlsx *xlsx,
                                           struct co_str from,
                                           const struct co_relations *relations,
                                           const char *type);

#endif

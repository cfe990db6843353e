/* draft.h - a record in the making: fields filled from cells and names.
 *
 * draft.c fills it; build.c makes drafts of lines and hands finished records
 * on. What a cell does not give is said in a finding, never guessed. */
#ifndef COLLATE_DRAFT_H
#define COLLATE_DRAFT_H

#include "map_state.h"

struct co_draft {
  struct co_mapper *m;
  struct co_occurrence *o;
  const struct co_record_rule *rule;
  const struct co_kind *kind;
  struct co_value *values; /* by field; in held memory */
  struct co_place *places; /* by field: where it was read */
  struct co_name *names;   /* groups and fields read so far */
  size_t name_count, name_cap;
  const struct co_pattern **unmatched; /* of columns, while they are read */
  size_t unmatched_count;
  struct co_place own;
  uint32_t row;  /* of the line whose columns it was filled from */
  bool rejected; /* a required field has a text that is no value */
};

void co_draft_init(struct co_draft *d, struct co_mapper *m,
                   struct co_occurrence *o, const struct co_record_rule *rule);

/* Types a text into a field. *percent (may be NULL) as in co_value_parse. */
enum co_status co_draft_assign(struct co_draft *d, int field,
                               const struct co_item *item, bool *percent,
                               struct co_err *err);
/* Fills fields from the columns of a line; *any where one was filled. */
enum co_status co_draft_columns(struct co_draft *d, const struct co_line *line,
                                bool *any, struct co_err *err);
/* Fills fields from the cell of an `each` column; *nothing where the rule says
 * that such a cell is no record. */
enum co_status co_draft_value(struct co_draft *d, size_t column,
                              const struct co_item *item,
                              const struct co_scope *outer, bool *nothing,
                              struct co_err *err);
/* Fills fields that have no value yet from names. */
enum co_status co_draft_sets(struct co_draft *d, const struct co_set *sets,
                             size_t count, const struct co_scope *outer,
                             struct co_err *err);
/* The text of a rule; *at is the cell it is traced to. */
struct co_str co_draft_rule(struct co_draft *d, const struct co_rule *rule,
                            const struct co_scope *outer, struct co_place *at);

/* Whether some value of such a record is made from names. */
static inline bool co_takes_names(const struct co_record_rule *rule) {
  return rule->set_count || rule->each_count || rule->remember_count;
}

/* True for a text that means a blank cell, by these folded texts. */
bool co_means_nothing(struct co_mapper *m, struct co_str text,
                      const struct co_str *nothing, size_t count);

#endif

/* layout_read.h - shared by the files that read a layout.
 *
 * layout_read.c reads the whole, layout_table.c tables and forms,
 * layout_record.c what becomes a record, layout_formula.c what must add up.
 * Every reader takes the YAML node, reports its mistakes at it and goes on, so
 * that one lint shows them all. */
#ifndef COLLATE_LAYOUT_READ_H
#define COLLATE_LAYOUT_READ_H

#include "layout.h"
#include "template.h"

/* A node and those whose words it takes over (`extends`, `like`): what stands
 * first in the list goes first. */
enum { CO_SAID = 8 };
struct co_said {
  const struct co_yaml *list[CO_SAID];
  size_t count;
};

struct co_reader {
  struct co_pack *pack;
  struct co_layouts *layouts;
  struct co_layout *layout;
  struct co_said root; /* the layout, then those it extends */
  struct co_use {      /* templates of this layout, to check their names */
    const struct co_template *template;
    const struct co_yaml *node;
  } * uses;
  size_t use_count, use_cap;
  struct co_parting { /* patterns that take cells apart, to check their parts */
    const struct co_pattern *pattern;
    const struct co_yaml *node;
    const struct co_kind *kind; /* whose fields the parts may be */
  } * partings;
  size_t parting_count, parting_cap;
  size_t first_pattern; /* of this layout, in layouts->patterns */
};

/* The child of the first node that has it; NULL where none does. */
const struct co_yaml *co_said(const struct co_said *said, const char *key);
/* Adds a node; more than CO_SAID are a mistake (at the node). */
void co_said_add(struct co_reader *r, struct co_said *said,
                 const struct co_yaml *node);
/* All elements of the lists of that key, the first node's first. */
const struct co_yaml *const *co_said_all(struct co_reader *r, const char *key,
                                         size_t *count);

/* Reports at node; node gives the file. */
#define CO_MISTAKE(r, code, node, ...) \
  co_problem(&(r)->pack->problems, (code), (node)->file, (node), __VA_ARGS__)

/* A child's pattern, or NULL where there is none or it does not compile. */
const struct co_pattern *co_read_pattern(struct co_reader *r,
                                         const struct co_yaml *map,
                                         const char *key);
/* The compiled text of a node; NULL after reporting. */
const struct co_pattern *co_read_pattern_node(struct co_reader *r,
                                              const struct co_yaml *node);
/* The same for names of columns and sheets, and for what a return is recognised
 * by: capitals make no difference. NULL for no node too. */
const struct co_pattern *co_read_name_pattern(struct co_reader *r,
                                              const struct co_yaml *node);

/* Reports a pattern without a named part, where only parts are kept. */
void co_check_parts(struct co_reader *r, const struct co_yaml *node,
                    const struct co_pattern *pattern);

/* One rule of a `skip:`; false after reporting a mistake. */
bool co_read_skip(struct co_reader *r, const struct co_yaml *node,
                  struct co_skip *skip);
/* The texts of a list, folded. */
const struct co_str *co_read_folded(struct co_reader *r,
                                    const struct co_yaml *list, size_t *count);

/* Reports names in templates that nothing in the layout gives, parts of cells
 * that nothing takes, and control totals that count what is not there:
 * layout_names.c. */
void co_check_names(struct co_reader *r);

/* Marks the headings of a table just read whose cells no rule takes, and those
 * whose cells must go to records; its templates are those from first_use on:
 * layout_names.c. */
void co_note_unread(struct co_reader *r, const struct co_table *table,
                    struct co_heading *headings, size_t first_use);

/* `formulas:` and `across:` of a table whose header and `split:` are read:
 * layout_formula.c. */
void co_read_formulas(struct co_reader *r, const struct co_yaml *list,
                      struct co_table *table);
void co_read_across(struct co_reader *r, const struct co_yaml *list,
                    struct co_table *table);

void co_read_tables(struct co_reader *r);
void co_read_forms(struct co_reader *r);

/* `records:` of a table or form, whose columns are the headings. */
const struct co_record_rule *co_read_records(struct co_reader *r,
                                             const struct co_yaml *list,
                                             const struct co_heading *headings,
                                             size_t heading_count,
                                             size_t *count);
/* The end of a message: the field of the kind that was meant, perhaps. */
struct co_str co_nearest_field(struct co_reader *r, const struct co_kind *kind,
                               struct co_str name);
/* A map FIELD: RULE. */
const struct co_set *co_read_sets(struct co_reader *r,
                                  const struct co_yaml *map,
                                  const struct co_kind *kind, size_t *count);

/* The index of a column, or -1 after reporting with the nearest name. */
int co_read_column(struct co_reader *r, const struct co_yaml *node,
                   struct co_str name, const struct co_heading *headings,
                   size_t count);
/* The child as a list of columns; a text counts as a list of one. */
const size_t *co_read_columns(struct co_reader *r, const struct co_yaml *node,
                              const struct co_heading *headings,
                              size_t heading_count, size_t *count);

#endif

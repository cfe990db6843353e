/* layout_read.h - shared by the files that read a layout.
 *
 * layout_read.c reads the whole, layout_table.c tables and forms,
 * layout_record.c what becomes a record. Every reader takes the YAML node,
 * reports its mistakes at it and goes on, so that one lint shows them all. */
#ifndef COLLATE_LAYOUT_READ_H
#define COLLATE_LAYOUT_READ_H

#include "layout.h"
#include "template.h"

struct co_reader {
  struct co_pack *pack;
  struct co_layouts *layouts;
  struct co_layout *layout;
};

/* Reports at node; node gives the file. */
#define CO_MISTAKE(r, node, ...) \
  co_problem(&(r)->pack->problems, (node)->file, (node), __VA_ARGS__)

/* A child's pattern, or NULL where there is none or it does not compile. */
const struct co_pattern *co_read_pattern(struct co_reader *r,
                                         const struct co_yaml *map,
                                         const char *key);
/* The compiled text of a node; NULL after reporting. */
const struct co_pattern *co_read_pattern_node(struct co_reader *r,
                                              const struct co_yaml *node);

/* `skip:` of a layout or a table. */
const struct co_skip *co_read_skips(struct co_reader *r,
                                    const struct co_yaml *list, size_t *count);

void co_read_tables(struct co_reader *r, const struct co_yaml *list);
void co_read_forms(struct co_reader *r, const struct co_yaml *list);

/* `records:` of a table or form, whose columns are the headings. */
const struct co_record_rule *co_read_records(struct co_reader *r,
                                             const struct co_yaml *list,
                                             const struct co_heading *headings,
                                             size_t heading_count,
                                             size_t *count);
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

/* xlsx_tables.c - the tables of a sheet: name and place, for `show`.
 *
 * Each is a part of its own that the sheet's relationships lead to (ECMA-376
 * part 1, 18.5). Nothing is read by them, so one that is not in the package
 * is left out of the list and nothing else. */
#include <stdlib.h>
#include <string.h>

#include "xlsx_rels.h"
#include "xml_small.h"

struct found {
  struct co_arena *arena;
  struct co_named table;
  struct co_marks *marks;
};

static enum co_status on_table(void *user, const char *parent, const char *name,
                               const char **attributes, struct co_err *err) {
  struct found *found = user;
  (void)err;
  if (strcmp(name, "autoFilter") == 0) found->marks->filter = true;
  if (*parent || strcmp(name, "table") != 0) return CO_OK;
  const char *label = co_xml_value(attributes, "displayName");
  if (!label) label = co_xml_value(attributes, "name");
  found->table = (struct co_named){
      co_arena_str(found->arena, co_str_of(label)),
      co_arena_str(found->arena, co_str_of(co_xml_value(attributes, "ref")))};
  return CO_OK;
}

enum co_status co_xlsx_tables(struct co_xlsx *xlsx,
                              const struct co_xlsx_sheet *sheet,
                              struct co_named **tables, size_t *count,
                              struct co_marks *marks, struct co_err *err) {
  struct co_relations relations = {.arena = &xlsx->arena};
  enum co_status status =
      co_relations_read(xlsx, sheet->part->name, &relations, err);
  *tables = co_xcalloc(relations.count + 1, sizeof **tables);
  *count = 0;
  for (size_t i = 0; !status && i < relations.count; i++) {
    struct found found = {.arena = &xlsx->arena, .marks = marks};
    struct co_xml_handler handler = {.start = on_table, .user = &found};
    const struct co_relation *relation = &relations.list[i];
    if (!co_str_is(relation->type, "table") || relation->external) continue;
    const struct co_entry *part =
        co_package_resolve(&xlsx->package, sheet->part->name, relation->target);
    if (part) status = co_xml_small(&xlsx->package, part, &handler, err);
    if (found.table.name.len) (*tables)[(*count)++] = found.table;
  }
  free(relations.list);
  return status;
}

/* xlsx_rels.c - see xlsx_rels.h.
 *
 * Targets are taken as they are; co_package_resolve knows the ways in which
 * exporters write them. */
#include "xlsx_rels.h"

#include <string.h>

#include "xml_small.h"

static enum co_status on_relation(void *user, const char *parent,
                                  const char *name, const char **attributes,
                                  struct co_err *err) {
  struct co_relations *relations = user;
  (void)parent;
  (void)err;
  if (strcmp(name, "Relationship") != 0) return CO_OK;
  struct co_str type = co_str_of(co_xml_value(attributes, "Type"));
  const char *mode = co_xml_value(attributes, "TargetMode");
  for (size_t i = type.len; i-- > 0;)
    if (type.ptr[i] == '/') {
      type = (struct co_str){type.ptr + i + 1, type.len - i - 1};
      break;
    }
  CO_GROW(relations->list, relations->count, relations->cap);
  relations->list[relations->count++] = (struct co_relation){
      .id = co_arena_str(relations->arena,
                         co_str_of(co_xml_value(attributes, "Id"))),
      .type = co_arena_str(relations->arena, type),
      .target = co_arena_str(relations->arena,
                             co_str_of(co_xml_value(attributes, "Target"))),
      .external = mode && strcmp(mode, "External") == 0};
  return CO_OK;
}

enum co_status co_relations_read(struct co_xlsx *xlsx, struct co_str part,
                                 struct co_relations *relations,
                                 struct co_err *err) {
  size_t cut = part.len;
  while (cut && part.ptr[cut - 1] != '/')
    cut--;
  struct co_str name = co_arena_printf(
      &xlsx->arena, "%.*s_rels/%.*s.rels", (int)cut, part.ptr ? part.ptr : "",
      (int)(part.len - cut), part.ptr ? part.ptr + cut : "");
  const struct co_entry *entry = co_package_find(&xlsx->package, name);
  if (!entry) return CO_OK;
  struct co_xml_handler handler = {.start = on_relation, .user = relations};
  return co_xml_small(&xlsx->package, entry, &handler, err);
}

const struct co_relation *co_relation_by_id(
    const struct co_relations *relations, const char *id) {
  for (size_t i = 0; id && i < relations->count; i++)
    if (co_str_is(relations->list[i].id, id)) return &relations->list[i];
  return NULL;
}

const struct co_entry *co_relation_by_type(struct co_xlsx *xlsx,
                                           struct co_str from,
                                           const struct co_relations *relations,
                                           const char *type) {
  for (size_t i = 0; i < relations->count; i++)
    if (co_str_is(relations->list[i].type, type) &&
        !relations->list[i].external)
      return co_package_resolve(&xlsx->package, from,
                                relations->list[i].target);
  return NULL;
}

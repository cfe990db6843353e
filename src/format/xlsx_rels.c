/* xlsx_rels.c - see xlsx_rels.h.
 *
 * Targets are taken as they are; co_package_resolve knows the ways in which
 * exporters write them. */
#include "xlsx_rels.h"

#include <stdlib.h>
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

static int by_id(const void *a, const void *b) {
  return co_str_cmp(*(const struct co_str *)a, *(const struct co_str *)b);
}

/* Two of the same id: it would depend on the reader which one counts. */
static enum co_status check_ids(const struct co_relations *relations,
                                struct co_err *err) {
  enum co_status status = CO_OK;
  struct co_str *ids = co_xcalloc(relations->count + 1, sizeof *ids);
  for (size_t i = 0; i < relations->count; i++)
    ids[i] = relations->list[i].id;
  qsort(ids, relations->count, sizeof *ids, by_id);
  for (size_t i = 1; !status && i < relations->count; i++)
    if (co_str_eq(ids[i - 1], ids[i]))
      status = co_fail(err, CO_X_RELATION_DUPLICATE,
                       "the file is damaged: two relationships of a part have "
                       "the id '%.*s'; save it again in Excel",
                       CO_STR(ids[i]));
  free(ids);
  return status;
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
  enum co_status status = co_xml_small(&xlsx->package, entry, &handler, err);
  return status ? status : check_ids(relations, err);
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

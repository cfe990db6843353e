/* properties.c - see properties.h. */
#include "properties.h"

#include <stdlib.h>
#include <string.h>

/* The attribute `name`, of whatever namespace: OpenDocument's has one. */
static const char *name_of(const char **attributes) {
  for (; *attributes; attributes += 2) {
    const char *local = strrchr(*attributes, '\n');
    if (strcmp(local ? local + 1 : *attributes, "name") == 0)
      return attributes[1];
  }
  return "";
}

static enum co_status on_start(void *user, const char *parent, const char *name,
                               const char **attributes, struct co_err *err) {
  struct co_properties *p = user;
  (void)parent;
  (void)err;
  if (strcmp(name, "body") == 0) return CO_STOP; /* of a flat document */
  if (strcmp(name, "property") != 0 && strcmp(name, "user-defined") != 0)
    return CO_OK;
  CO_GROW(p->list, p->count, p->cap);
  p->open = &p->list[p->count++];
  *p->open = (struct co_named){
      .name = co_arena_str(&p->arena, co_str_of(name_of(attributes)))};
  return CO_OK;
}

static enum co_status on_text(void *user, struct co_str text,
                              struct co_err *err) {
  struct co_properties *p = user;
  (void)err;
  if (p->open) co_buf_add_str(&p->value, text);
  return CO_OK;
}

/* In OOXML the value is an element of its type within the property. */
static enum co_status on_end(void *user, const char *name, struct co_err *err) {
  struct co_properties *p = user;
  (void)err;
  if (!p->open ||
      (strcmp(name, "property") != 0 && strcmp(name, "user-defined") != 0))
    return CO_OK;
  p->open->refers = co_arena_str(&p->arena, co_str_trim(co_buf_str(&p->value)));
  p->open = NULL;
  p->value.len = 0;
  return CO_OK;
}

struct co_xml_handler co_properties_handler(struct co_properties *properties) {
  return (struct co_xml_handler){
      .start = on_start, .user = properties, .end = on_end, .text = on_text};
}

void co_properties_clear(struct co_properties *properties) {
  free(properties->list);
  co_buf_clear(&properties->value);
  co_arena_clear(&properties->arena);
}

/* value_text.h - a value as a text that can be compared: decimals without
 * trailing zeros, ISO dates, codes by code; empty where absent. */
#ifndef COLLATE_VALUE_TEXT_H
#define COLLATE_VALUE_TEXT_H

#include "number.h"
#include "str.h"
#include "value.h"

static inline struct co_str value_text(struct co_arena *arena,
                                       const struct co_field *field,
                                       const struct co_value *value) {
  char buf[CO_DECIMAL_TEXT];
  if (!value->present) return (struct co_str){0};
  if (field->type == CO_TYPE_DECIMAL)
    return co_arena_str(
        arena, co_str_of(co_decimal_text(value->number, field->scale, buf)));
  if (field->type == CO_TYPE_CODE)
    return field->codes->codes[value->number].code;
  return value->text;
}

#endif

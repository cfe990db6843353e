/* message.c - messages of checks: texts with {names} of columns.
 *
 * A brace that does not hold a name is a brace. */
#include "ascii.h"
#include "check_part.h"

enum { VALUE_CHARACTERS = 120 }; /* of a cell that is quoted in a message */

/* Length of "{name}" at the start of a text, or 0. */
static size_t placeholder(const char *at, const char *end) {
  const char *p = at + 1;
  while (p < end && ((*p >= 'a' && *p <= 'z') || co_is_digit(*p) || *p == '_'))
    p++;
  return p < end && *p == '}' && p > at + 1 ? (size_t)(p + 1 - at) : 0;
}

void co_message_next(struct co_str *rest, struct co_str *before,
                     struct co_str *name) {
  *before = *rest;
  *name = (struct co_str){0};
  for (size_t i = 0; i < rest->len; i++) {
    if (rest->ptr[i] != '{') continue;
    size_t len = placeholder(rest->ptr + i, rest->ptr + rest->len);
    if (!len) continue;
    before->len = i;
    *name = (struct co_str){rest->ptr + i + 1, len - 2};
    *rest = (struct co_str){rest->ptr + i + len, rest->len - i - len};
    return;
  }
  *rest = (struct co_str){0};
}

static struct co_str value_of(struct co_arena *arena, struct co_query *query,
                              struct co_str name) {
  int column = co_query_column(query, name);
  if (column < 0 || co_query_type(query, (unsigned)column) == CO_QUERY_NULL)
    return CO_LIT("(blank)");
  return co_str_show(arena, co_query_text(query, (unsigned)column),
                     VALUE_CHARACTERS);
}

struct co_str co_message_fill(struct co_arena *arena, struct co_str template,
                              struct co_query *query) {
  struct co_buf text = {0};
  struct co_str before, name;
  do {
    co_message_next(&template, &before, &name);
    co_buf_add_str(&text, before);
    if (name.len) co_buf_add_str(&text, value_of(arena, query, name));
  } while (name.len);
  struct co_str filled = co_arena_str(arena, co_buf_str(&text));
  co_buf_clear(&text);
  return filled;
}

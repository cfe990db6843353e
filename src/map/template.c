/* template.c - see template.h. A template is a list of parts: literal text
 * or a name with what to do to it. */
#include "template.h"

#include <string.h>

#include "value.h"

enum change { CHANGE_NONE, CHANGE_SHIFT, CHANGE_YEAR, CHANGE_LOWER };

struct part {
  struct co_str text; /* literal, or the name */
  bool is_name;
  enum change change;
  int shift;
};

struct co_template {
  struct part *parts;
  size_t count;
};

/* The innermost scope that knows the name is the one that counts; *depth is
 * how far out it is. */
static const struct co_name *find_name(const struct co_scope *scope,
                                       struct co_str name, size_t *depth) {
  for (*depth = 0; scope; scope = scope->outer, ++*depth)
    for (size_t i = 0; i < scope->count; i++)
      if (co_str_eq(scope->names[i].name, name)) return &scope->names[i];
  return NULL;
}

/* Takes what follows the name off its text: "-1", ":year", ":lower". */
static bool read_change(struct part *part) {
  struct co_str t = part->text;
  const char *colon = memchr(t.ptr, ':', t.len);
  if (colon) {
    struct co_str word = {colon + 1, t.len - (size_t)(colon + 1 - t.ptr)};
    part->text.len = (size_t)(colon - t.ptr);
    part->change = co_str_is(word, "year") ? CHANGE_YEAR : CHANGE_LOWER;
    return co_str_is(word, "year") || co_str_is(word, "lower");
  }
  if (t.len > 2 && (t.ptr[t.len - 2] == '-' || t.ptr[t.len - 2] == '+')) {
    char digit = t.ptr[t.len - 1];
    if (digit < '1' || digit > '9') return true;
    part->change = CHANGE_SHIFT;
    part->shift = (t.ptr[t.len - 2] == '-' ? -1 : 1) * (digit - '0');
    part->text.len -= 2;
  }
  return true;
}

static size_t count_parts(struct co_str s) {
  size_t n = 1;
  for (size_t i = 0; i < s.len; i++)
    if (s.ptr[i] == '{') n += 2;
  return n;
}

const struct co_template *co_template_new(struct co_pack *pack,
                                          const struct co_yaml *node,
                                          struct co_str source) {
  struct co_template *t = CO_NEW(&pack->arena, struct co_template);
  struct co_str s = co_arena_str(&pack->arena, source);
  t->parts = CO_NEW_ARRAY(&pack->arena, count_parts(s), struct part);
  while (s.len) {
    const char *open = memchr(s.ptr, '{', s.len);
    size_t literal = open ? (size_t)(open - s.ptr) : s.len;
    if (literal) t->parts[t->count++].text = (struct co_str){s.ptr, literal};
    s = (struct co_str){s.ptr + literal, s.len - literal};
    if (!open) break;
    const char *close = memchr(s.ptr, '}', s.len);
    if (!close) {
      co_problem(&pack->problems, CO_X_PACK_SYNTAX, node->file, node,
                 "'%.*s' opens a brace and does not close it", CO_STR(source));
      return NULL;
    }
    struct part *part = &t->parts[t->count++];
    *part = (struct part){{s.ptr + 1, (size_t)(close - s.ptr) - 1}, true, 0, 0};
    if (!read_change(part) || !part->text.len) {
      co_problem(&pack->problems, CO_X_PACK_SYNTAX, node->file, node,
                 "'%.*s': expected {name}, {name-1}, {name:year} or "
                 "{name:lower}",
                 CO_STR(source));
      return NULL;
    }
    s = (struct co_str){close + 1, s.len - (size_t)(close + 1 - s.ptr)};
  }
  return t;
}

/* The financial year (from 1 April) of a date: "2007/08". */
static struct co_str year_of_date(struct co_arena *arena, struct co_str text,
                                  enum co_date_order order) {
  struct co_date d;
  if (!co_date_parse(text, order, &d, NULL)) return (struct co_str){0};
  int first = d.month >= 4 ? d.year : d.year - 1;
  return co_arena_printf(arena, "%04d/%02d", first, (first + 1) % 100);
}

static struct co_str lower(struct co_arena *arena, struct co_str text) {
  struct co_buf small = {0};
  co_str_lower(&small, text);
  struct co_str kept = co_arena_str(arena, co_buf_str(&small));
  co_buf_clear(&small);
  return kept;
}

static struct co_str changed(struct co_arena *arena, const struct part *part,
                             struct co_str text, enum co_date_order order) {
  switch (part->change) {
    case CHANGE_SHIFT:
      return co_year_shift(arena, text, part->shift);
    case CHANGE_YEAR:
      return year_of_date(arena, text, order);
    case CHANGE_LOWER:
      return lower(arena, text);
    default:
      return text;
  }
}

struct co_str co_template_text(const struct co_template *template,
                               struct co_arena *arena,
                               const struct co_scope *scope,
                               enum co_date_order order, struct co_place *at) {
  struct co_str out = {0};
  size_t nearest = SIZE_MAX, depth;
  for (size_t i = 0; i < template->count; i++) {
    const struct part *part = &template->parts[i];
    struct co_str text = part->text;
    if (part->is_name) {
      const struct co_name *name = find_name(scope, part->text, &depth);
      if (!name || !name->text.len) return (struct co_str){0};
      text = changed(arena, part, name->text, order);
      if (!text.len) return (struct co_str){0};
      if (depth < nearest && name->at.row != CO_OWN) *at = name->at;
      if (depth < nearest) nearest = depth;
    }
    out = template->count == 1
              ? text
              : co_arena_printf(arena, "%.*s%.*s", CO_STR(out), CO_STR(text));
  }
  return out;
}

struct co_str co_template_name(const struct co_template *template, size_t n) {
  for (size_t i = 0; i < template->count; i++)
    if (template->parts[i].is_name && n-- == 0) return template->parts[i].text;
  return (struct co_str){0};
}

/* yaml_read.c - what the schemas of pack files ask of a YAML tree.
 *
 * Typed access with the report made here: the callers (model, layouts, report
 * plans) name the keys they know, and every message says the place, what was
 * found and what was expected. Problems are collected in order. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "number.h"
#include "yaml.h"

enum { SHOWN = 60, MAX_KNOWN = 64, LATEST = 1000 };

void co_problems_clear(struct co_problems *problems) {
  free(problems->list);
  problems->list = NULL;
  problems->count = problems->cap = 0;
}

/* What several tables or layouts take over is read for each of them. Of
 * thousands of mistakes only the latest are looked through. */
static bool is_told(const struct co_problems *problems,
                    const struct co_problem *problem) {
  size_t count = problems->count;
  for (size_t i = count > LATEST ? count - LATEST : 0; i < count; i++) {
    const struct co_problem *p = &problems->list[i];
    if (p->line == problem->line && p->column == problem->column &&
        co_str_eq(p->file, problem->file) && co_str_eq(p->text, problem->text))
      return true;
  }
  return false;
}

void co_problem(struct co_problems *problems, enum co_error code,
                const char *file, const struct co_yaml *node,
                const char *format, ...) {
  va_list args;
  va_start(args, format);
  struct co_problem problem = {
      .code = code,
      .file = co_str_of(node ? node->file : file),
      .line = node ? node->line : 1,
      .column = node ? node->column : 1,
      .text = co_arena_vprintf(problems->arena, format, args)};
  va_end(args);
  if (is_told(problems, &problem)) return;
  CO_GROW(problems->list, problems->count, problems->cap);
  problems->list[problems->count++] = problem;
}

struct co_str co_did_you_mean(struct co_arena *arena, struct co_str text,
                              const struct co_str *candidates, size_t count) {
  int nearest = co_str_nearest(text, candidates, count);
  if (nearest < 0) return (struct co_str){0};
  return co_arena_printf(arena, "; did you mean '%.*s'?",
                         CO_STR(candidates[nearest]));
}

const struct co_yaml *co_yaml_get(const struct co_yaml *map, const char *key) {
  if (!map || map->kind != CO_YAML_MAP) return NULL;
  for (const struct co_yaml *child = map->first; child; child = child->next)
    if (co_str_is(child->key, key)) return child;
  return NULL;
}

bool co_yaml_expect(const struct co_yaml *node, enum co_yaml_kind kind,
                    struct co_problems *problems) {
  static const char *const names[] = {"a text", "a list", "a map"};
  if (!node) return false;
  if (node->kind == kind) return true;
  if (node->kind == CO_YAML_TEXT && node->text.len == 0)
    co_problem(problems, CO_X_PACK_VALUE, node->file, node,
               "expected %s, found nothing", names[kind]);
  else
    co_problem(problems, CO_X_PACK_VALUE, node->file, node,
               "expected %s, found %s", names[kind], names[node->kind]);
  return false;
}

struct co_str co_yaml_text(const struct co_yaml *map, const char *key,
                           struct co_problems *problems) {
  const struct co_yaml *child = co_yaml_get(map, key);
  if (!co_yaml_expect(child, CO_YAML_TEXT, problems)) return (struct co_str){0};
  return child->text;
}

bool co_yaml_flag(const struct co_yaml *map, const char *key, bool otherwise,
                  struct co_problems *problems) {
  const struct co_yaml *child = co_yaml_get(map, key);
  if (!co_yaml_expect(child, CO_YAML_TEXT, problems)) return otherwise;
  if (co_str_is(child->text, "yes") || co_str_is(child->text, "true"))
    return true;
  if (co_str_is(child->text, "no") || co_str_is(child->text, "false"))
    return false;
  struct co_str shown = co_str_show(problems->arena, child->text, SHOWN);
  co_problem(problems, CO_X_PACK_VALUE, child->file, child,
             "'%s' is yes or no; found '%.*s'", key, CO_STR(shown));
  return otherwise;
}

unsigned co_yaml_count(const struct co_yaml *map, const char *key,
                       unsigned otherwise, unsigned max,
                       struct co_problems *problems) {
  const struct co_yaml *child = co_yaml_get(map, key);
  unsigned value = 0;
  if (!co_yaml_expect(child, CO_YAML_TEXT, problems)) return otherwise;
  if (co_whole_number(child->text, max, &value)) return value;
  struct co_str shown = co_str_show(problems->arena, child->text, SHOWN);
  co_problem(problems, CO_X_PACK_VALUE, child->file, child,
             "'%s' is a whole number from 0 to %u; found '%.*s'", key, max,
             CO_STR(shown));
  return otherwise;
}

/* "a, b, c" for messages. */
static struct co_str join(struct co_arena *arena, const struct co_str *names,
                          size_t count) {
  struct co_str all = {0};
  for (size_t i = 0; i < count; i++)
    all = co_arena_printf(arena, "%.*s%s%.*s", CO_STR(all), i ? ", " : "",
                          CO_STR(names[i]));
  return all;
}

static void report_key(const struct co_yaml *child, const struct co_str *names,
                       size_t count, struct co_problems *problems) {
  struct co_yaml at = *child;
  struct co_arena *arena = problems->arena;
  struct co_str shown = co_str_show(arena, child->key, SHOWN);
  struct co_str hint = co_did_you_mean(arena, child->key, names, count);
  at.line = child->key_line;
  at.column = child->key_column;
  if (hint.len == 0)
    hint = co_arena_printf(arena, "; expected one of: %.*s",
                           CO_STR(join(arena, names, count)));
  co_problem(problems, CO_X_PACK_UNKNOWN_KEY, at.file, &at,
             "the key '%.*s' is not known here%.*s", CO_STR(shown),
             CO_STR(hint));
}

void co_yaml_keys(const struct co_yaml *map, const char *const *known,
                  struct co_problems *problems) {
  struct co_str names[MAX_KNOWN];
  size_t count = 0;
  if (!map || map->kind != CO_YAML_MAP) return;
  while (count < MAX_KNOWN && known[count]) {
    names[count] = co_str_of(known[count]);
    count++;
  }
  for (const struct co_yaml *child = map->first; child; child = child->next) {
    bool found = child->key.len == 0; /* reported when it was read */
    for (size_t i = 0; i < count && !found; i++)
      found = co_str_eq(child->key, names[i]);
    if (!found) report_key(child, names, count, problems);
  }
}

const struct co_yaml *co_yaml_need(const struct co_yaml *map, const char *key,
                                   struct co_problems *problems) {
  const struct co_yaml *child = co_yaml_get(map, key);
  if (!child && map && map->kind == CO_YAML_MAP)
    co_problem(problems, CO_X_PACK_MISSING_KEY, map->file, map,
               "the key '%s' is missing here", key);
  return child;
}

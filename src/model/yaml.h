/* yaml.h - pack files: YAML read as a tree of texts with line and column.
 *
 * libyaml's event interface underneath. Every scalar is text (NO and 010 stay
 * what they are); typing is the schema's. Refused, each at its place: aliases,
 * tags, anchors, merge keys, duplicate keys, a second document, more than
 * 1 MiB, 50,000 nodes or depth 32, invalid UTF-8.
 *
 * Mistakes are collected, not thrown: a pack with five mistakes gets five
 * lines. Ownership: nodes belong to the arena. */
#ifndef COLLATE_YAML_H
#define COLLATE_YAML_H

#include "arena.h"
#include "str.h"

enum co_yaml_kind { CO_YAML_TEXT, CO_YAML_LIST, CO_YAML_MAP };

struct co_yaml {
  enum co_yaml_kind kind;
  const char *file;              /* as given to co_yaml_load */
  unsigned line, column;         /* of the value; from 1 */
  struct co_str key;             /* of a map's child; empty elsewhere */
  unsigned key_line, key_column; /* where that key stands; from 1 */
  struct co_str text;            /* CO_YAML_TEXT */
  bool quoted;                   /* the scalar stood in quotes or was a block */
  const struct co_yaml *first;   /* children in order, linked by next */
  const struct co_yaml *next;
  size_t count;
};

/* Mistakes found in a pack: file:line:column and text, in order. */
struct co_problems {
  struct co_arena *arena; /* where the texts are kept */
  struct co_problem {
    enum co_error code;
    struct co_str file;
    unsigned line, column;
    struct co_str text;
  } * list;
  size_t count, cap;
};
void co_problems_clear(struct co_problems *problems);
/* node may be NULL (then file says where and the place is 1:1). The same words
 * at the same place are told once. */
void co_problem(struct co_problems *problems, enum co_error code,
                const char *file, const struct co_yaml *node,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

/* The root, or NULL after reporting why. file is kept, not copied. */
const struct co_yaml *co_yaml_load(struct co_arena *arena, const char *file,
                                   struct co_problems *problems);

/* The same from memory; text is copied. Where to look when a folder is not at
 * hand (tests, fuzzing). */
const struct co_yaml *co_yaml_parse(struct co_arena *arena, const char *file,
                                    struct co_str text,
                                    struct co_problems *problems);

/* "; did you mean 'x'?" for the end of a message, or the empty string where no
 * candidate is near. */
struct co_str co_did_you_mean(struct co_arena *arena, struct co_str text,
                              const struct co_str *candidates, size_t count);

/* A map's child; NULL where there is none (or node is NULL or no map). */
const struct co_yaml *co_yaml_get(const struct co_yaml *map, const char *key);
/* The text of a child, or the empty string; a child of another kind is a
 * problem ("expected a text"). */
struct co_str co_yaml_text(const struct co_yaml *map, const char *key,
                           struct co_problems *problems);
/* true/yes, false/no; anything else is a problem; absent gives otherwise. */
bool co_yaml_flag(const struct co_yaml *map, const char *key, bool otherwise,
                  struct co_problems *problems);
/* Whole number from 0 to max. */
unsigned co_yaml_count(const struct co_yaml *map, const char *key,
                       unsigned otherwise, unsigned max,
                       struct co_problems *problems);
/* Reports a node that is not of the kind ("expected a list, found a text"),
 * and returns whether it is. NULL node: false without report. */
bool co_yaml_expect(const struct co_yaml *node, enum co_yaml_kind kind,
                    struct co_problems *problems);
/* Reports keys of the map that are not in the NULL-ended list, with the
 * nearest known key. */
void co_yaml_keys(const struct co_yaml *map, const char *const *known,
                  struct co_problems *problems);
/* Reports a required key that is absent. Returns the child or NULL. */
const struct co_yaml *co_yaml_need(const struct co_yaml *map, const char *key,
                                   struct co_problems *problems);

#endif

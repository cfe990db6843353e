/* yaml.c - pack files read with libyaml's event interface.
 *
 * libyaml parses; everything it lets through and a pack must not hold is
 * checked here at the event: aliases, anchors, tags, merge keys, duplicate
 * keys (libyaml keeps both in silence), second documents, depth and number of
 * nodes (its parser slows down with depth, so we stop at the limit instead of
 * looking at the finished tree). Anchors and the like are reported and read
 * over, so that a file with five mistakes gets five lines; syntax errors and
 * limits end the file.
 *
 * Marks of libyaml count from 0 and in characters; ours from 1. */
#include "yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "input.h"
#include "pack.h"

enum { MAX_BYTES = 1024 * 1024, MAX_NODES = 50000, MAX_DEPTH = 32 };

struct loader {
  yaml_parser_t parser;
  struct co_arena *arena;
  struct co_problems *problems;
  const char *file;
  struct co_str source;
  unsigned nodes;
};

static struct co_yaml place_at(const char *file, yaml_mark_t mark) {
  return (struct co_yaml){.file = file,
                          .line = (unsigned)mark.line + 1,
                          .column = (unsigned)mark.column + 1};
}

static struct co_yaml place_of_offset(const struct loader *load,
                                      size_t offset) {
  struct co_yaml at = {.file = load->file, .line = 1, .column = 1};
  for (size_t i = 0; i < offset && i < load->source.len; i++) {
    unsigned char byte = (unsigned char)load->source.ptr[i];
    if (byte == '\n') {
      at.line++;
      at.column = 1;
    } else if ((byte & 0xC0) != 0x80) {
      at.column++;
    }
  }
  return at;
}

static const char unclosed_quote[] = "found unexpected end of stream";

/* What libyaml says, and what to say to somebody who edits a pack. */
static const struct {
  const char *theirs, *ours;
} syntax_words[] = {
    {"did not find expected key",
     "expected 'name: value' here; the line may be indented too little or too "
     "much, or a text in quotes goes on after its closing quote"},
    {"did not find expected '-' indicator",
     "expected '- ' here, as in the lines of the list above; check the "
     "indentation"},
    {"mapping values are not allowed in this context",
     "found a second ': ' on the line; put the text in quotes, or check the "
     "indentation"},
    {"could not find expected ':'",
     "expected ': ' after the name; the text on this line stands alone"},
    {unclosed_quote, "the quote opened here is not closed"},
    {"found character that cannot start any token",
     "this character cannot begin a text: put the text in quotes, and indent "
     "with blanks, not tabs"},
    {"did not find expected alphabetic or numeric character",
     "a text that begins with & or * must be put in quotes"},
    {"did not find expected node content",
     "expected a value here: a text, a list or a map"},
    {"did not find expected ',' or ']'",
     "expected ',' or ']' here: the list in brackets is not closed"},
    {"did not find expected ',' or '}'",
     "expected ',' or '}' here: the map in braces is not closed"},
    {"did not find expected <document start>",
     "found text after the end of the document; a pack file holds one "
     "document"},
    {"control characters are not allowed",
     "found a control character; delete it"},
};

static void report_syntax(struct loader *load) {
  const yaml_parser_t *parser = &load->parser;
  if (parser->error == YAML_MEMORY_ERROR) co_out_of_memory();
  const char *problem = parser->problem ? parser->problem : "no reason given";
  struct co_yaml at = place_at(load->file, parser->problem_mark);
  if (strcmp(problem, unclosed_quote) == 0) /* the mark is the file's end */
    at = place_at(load->file, parser->context_mark);
  if (parser->error == YAML_READER_ERROR)
    at = place_of_offset(load, parser->problem_offset);
  for (size_t i = 0; i < sizeof syntax_words / sizeof *syntax_words; i++) {
    if (strcmp(problem, syntax_words[i].theirs) == 0) {
      co_problem(load->problems, CO_X_PACK_SYNTAX, load->file, &at, "%s",
                 syntax_words[i].ours);
      return;
    }
  }
  co_problem(load->problems, CO_X_PACK_SYNTAX, load->file, &at,
             "this is not valid YAML: %s", problem);
}

static bool next_event(struct loader *load, yaml_event_t *event) {
  if (yaml_parser_parse(&load->parser, event)) return true;
  report_syntax(load);
  return false;
}

/* Anchors and tags; the node itself is read as if they were not there. */
static void refuse_properties(struct loader *load, const struct co_yaml *node,
                              const yaml_char_t *anchor,
                              const yaml_char_t *tag) {
  if (anchor)
    co_problem(load->problems, CO_X_PACK_SYNTAX, load->file, node,
               "found an anchor (&%.40s); anchors and aliases are not allowed: "
               "write the value out where it is needed",
               (const char *)anchor);
  if (tag)
    co_problem(load->problems, CO_X_PACK_SYNTAX, load->file, node,
               "found a tag (%.40s); tags are not allowed: every value is read "
               "as text",
               (const char *)tag);
}

static struct co_str scalar_text(struct loader *load,
                                 const yaml_event_t *event) {
  struct co_str text = {(const char *)event->data.scalar.value,
                        event->data.scalar.length};
  return co_arena_str(load->arena, text);
}

static struct co_yaml *new_node(struct loader *load,
                                const yaml_event_t *event) {
  struct co_yaml at = place_at(load->file, event->start_mark);
  if (++load->nodes > MAX_NODES) {
    co_problem(load->problems, CO_X_PACK_LIMIT, load->file, &at,
               "the file has more than %d values; split it", MAX_NODES);
    return NULL;
  }
  struct co_yaml *node = CO_NEW(load->arena, struct co_yaml);
  *node = at;
  return node;
}

static bool read_list(struct loader *load, struct co_yaml *list,
                      unsigned depth);
static bool read_map(struct loader *load, struct co_yaml *map, unsigned depth);

static void read_scalar(struct loader *load, const yaml_event_t *event,
                        struct co_yaml *node) {
  node->kind = CO_YAML_TEXT;
  node->text = scalar_text(load, event);
  node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
  refuse_properties(load, node, event->data.scalar.anchor,
                    event->data.scalar.tag);
}

/* An alias is read as an empty text, so that nothing can grow from it. */
static void read_alias(struct loader *load, const yaml_event_t *event,
                       struct co_yaml *node) {
  node->kind = CO_YAML_TEXT;
  co_problem(load->problems, CO_X_PACK_SYNTAX, load->file, node,
             "found an alias (*%.40s); anchors and aliases are not allowed: "
             "write the value out",
             (const char *)event->data.alias.anchor);
}

static bool read_content(struct loader *load, const yaml_event_t *event,
                         struct co_yaml *node, unsigned depth) {
  switch (event->type) {
    case YAML_SCALAR_EVENT:
      read_scalar(load, event, node);
      return true;
    case YAML_ALIAS_EVENT:
      read_alias(load, event, node);
      return true;
    case YAML_SEQUENCE_START_EVENT:
      node->kind = CO_YAML_LIST;
      refuse_properties(load, node, event->data.sequence_start.anchor,
                        event->data.sequence_start.tag);
      return read_list(load, node, depth + 1);
    default: /* nothing else can begin a value */
      node->kind = CO_YAML_MAP;
      refuse_properties(load, node, event->data.mapping_start.anchor,
                        event->data.mapping_start.tag);
      return read_map(load, node, depth + 1);
  }
}

/* The value that begins with the event, which is consumed. NULL: the file is
 * given up, and why has been reported. */
static struct co_yaml *read_value(struct loader *load, yaml_event_t *event,
                                  unsigned depth) {
  struct co_yaml *node = new_node(load, event);
  bool ok = node && read_content(load, event, node, depth);
  yaml_event_delete(event);
  return ok ? node : NULL;
}

static bool check_depth(struct loader *load, const struct co_yaml *node,
                        unsigned depth) {
  if (depth <= MAX_DEPTH) return true;
  co_problem(load->problems, CO_X_PACK_LIMIT, load->file, node,
             "lists and maps are nested more than %d deep here", MAX_DEPTH);
  return false;
}

static void append(struct co_yaml *parent, struct co_yaml **last,
                   struct co_yaml *child) {
  if (*last)
    (*last)->next = child;
  else
    parent->first = child;
  *last = child;
  parent->count++;
}

static bool read_list(struct loader *load, struct co_yaml *list,
                      unsigned depth) {
  struct co_yaml *last = NULL;
  yaml_event_t event;
  if (!check_depth(load, list, depth)) return false;
  while (next_event(load, &event)) {
    if (event.type == YAML_SEQUENCE_END_EVENT) {
      yaml_event_delete(&event);
      return true;
    }
    struct co_yaml *child = read_value(load, &event, depth);
    if (!child) return false;
    append(list, &last, child);
  }
  return false;
}

/* The name before a colon; the empty string after reporting that there is
 * none that can be used. */
static struct co_str key_of(struct loader *load, const struct co_yaml *node) {
  if (!co_yaml_expect(node, CO_YAML_TEXT, load->problems))
    return (struct co_str){0};
  if (node->text.len == 0)
    co_problem(load->problems, CO_X_PACK_SYNTAX, load->file, node,
               "expected a name before the ':', found nothing");
  if (!node->quoted && co_str_is(node->text, "<<"))
    co_problem(load->problems, CO_X_PACK_SYNTAX, load->file, node,
               "found a merge key (<<); write the values out");
  return node->text;
}

static bool read_pair(struct loader *load, yaml_event_t *event,
                      struct co_yaml *map, struct co_yaml **last,
                      unsigned depth) {
  const struct co_yaml *key = read_value(load, event, depth);
  yaml_event_t value;
  if (!key || !next_event(load, &value)) return false;
  struct co_yaml *child = read_value(load, &value, depth);
  if (!child) return false;
  child->key = key_of(load, key);
  child->key_line = key->line;
  child->key_column = key->column;
  append(map, last, child);
  return true;
}

static int compare_keys(const void *a, const void *b) {
  const struct co_yaml *x = *(const struct co_yaml *const *)a;
  const struct co_yaml *y = *(const struct co_yaml *const *)b;
  int order = co_str_cmp(x->key, y->key);
  if (order) return order;
  if (x->key_line != y->key_line) return x->key_line < y->key_line ? -1 : 1;
  return x->key_column < y->key_column ? -1 : x->key_column > y->key_column;
}

/* Sorted, so that 25,000 keys do not take a comparison for each pair. */
static void refuse_duplicates(struct loader *load, const struct co_yaml *map) {
  if (map->count < 2) return;
  const struct co_yaml **sorted = co_xcalloc(map->count, sizeof *sorted);
  size_t count = 0;
  for (const struct co_yaml *child = map->first; child; child = child->next)
    sorted[count++] = child;
  qsort(sorted, count, sizeof *sorted, compare_keys);
  for (size_t i = 1, first = 0; i < count; i++) {
    if (!co_str_eq(sorted[i]->key, sorted[first]->key)) first = i;
    if (first == i || sorted[i]->key.len == 0) continue;
    struct co_yaml at = *sorted[i];
    struct co_str shown = co_str_show(load->arena, at.key, 60);
    at.line = at.key_line;
    at.column = at.key_column;
    co_problem(load->problems, CO_X_PACK_DUPLICATE, load->file, &at,
               "the key '%.*s' stands twice in this map: here in line %u and "
               "before in line %u; delete one",
               CO_STR(shown), at.line, sorted[first]->key_line);
  }
  free(sorted);
}

static bool read_map(struct loader *load, struct co_yaml *map, unsigned depth) {
  struct co_yaml *last = NULL;
  yaml_event_t event;
  if (!check_depth(load, map, depth)) return false;
  while (next_event(load, &event)) {
    if (event.type == YAML_MAPPING_END_EVENT) {
      yaml_event_delete(&event);
      refuse_duplicates(load, map);
      return true;
    }
    if (!read_pair(load, &event, map, &last, depth)) return false;
  }
  return false;
}

/* Steps over an event of the frame (stream, document) around the values;
 * false where another kind came, with its place in *at. */
static bool step(struct loader *load, yaml_event_type_t want,
                 struct co_yaml *at, bool *failed) {
  yaml_event_t event;
  *failed = !next_event(load, &event);
  if (*failed) return false;
  bool same = event.type == want;
  *at = place_at(load->file, event.start_mark);
  yaml_event_delete(&event);
  return same;
}

static const struct co_yaml *read_document(struct loader *load) {
  struct co_yaml at;
  yaml_event_t event;
  bool failed;
  if (!step(load, YAML_STREAM_START_EVENT, &at, &failed)) return NULL;
  if (!step(load, YAML_DOCUMENT_START_EVENT, &at, &failed)) {
    if (!failed)
      co_problem(load->problems, CO_X_PACK_FILE, load->file, NULL,
                 "the file is empty");
    return NULL;
  }
  if (!next_event(load, &event)) return NULL;
  const struct co_yaml *root = read_value(load, &event, 0);
  if (!root || !step(load, YAML_DOCUMENT_END_EVENT, &at, &failed)) return NULL;
  if (!step(load, YAML_STREAM_END_EVENT, &at, &failed) && !failed)
    co_problem(load->problems, CO_X_PACK_SYNTAX, load->file, &at,
               "a second document begins here; a pack file holds one: make it "
               "a file of its own");
  return root;
}

const struct co_yaml *co_yaml_parse(struct co_arena *arena, const char *file,
                                    struct co_str text,
                                    struct co_problems *problems) {
  struct loader load = {.arena = arena, .problems = problems, .file = file};
  const struct co_yaml *root = NULL;
  size_t bad = 0;
  load.source = text;
  if (text.len > MAX_BYTES) {
    co_problem(problems, CO_X_PACK_LIMIT, file, NULL,
               "the file is larger than %d bytes", MAX_BYTES);
    return NULL;
  }
  if (!co_utf8_valid(text, &bad)) {
    struct co_yaml at = place_of_offset(&load, bad);
    co_problem(problems, CO_X_PACK_ENCODING, file, &at,
               "found a byte that is not UTF-8 (0x%02X); save the file as "
               "UTF-8",
               (unsigned)(unsigned char)text.ptr[bad]);
    return NULL;
  }
  if (!yaml_parser_initialize(&load.parser)) co_out_of_memory();
  yaml_parser_set_input_string(
      &load.parser, (const unsigned char *)(text.ptr ? text.ptr : ""),
      text.len);
  root = read_document(&load);
  yaml_parser_delete(&load.parser);
  return root;
}

const struct co_yaml *co_yaml_load(struct co_arena *arena, const char *file,
                                   struct co_problems *problems) {
  struct co_err err = {0};
  char *bytes = NULL;
  size_t len = 0;
  if (co_file_slurp(&bytes, &len, file, MAX_BYTES, &err)) {
    co_problem(problems, CO_X_PACK_FILE, file, NULL, "%s", err.text);
    return NULL;
  }
  const struct co_yaml *root =
      co_yaml_parse(arena, file, (struct co_str){bytes, len}, problems);
  free(bytes);
  return root;
}

void co_model_libraries(co_library_tell *tell, void *context) {
  tell(context, "libyaml", yaml_get_version_string());
}

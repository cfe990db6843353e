/* model_read.c - model.yaml made a model.
 *
 *   model: council
 *   kinds:
 *     milestone:
 *       label: Milestones
 *       parent: {field: action_ref, kind: action}
 *       key: [ref, title]          fields that name the record, best first
 *       fields:
 *         number: line             short for {type: line}
 *         status: {type: code, codes: status, required: yes}
 *
 * Names become views and columns of SQL, so they are checked here. A parent
 * stands above its children: so there can be no circle, and the order of the
 * kinds is the order in which people read them. */
#include "model_read.h"

#include "ascii.h"
#include "pack.h"
#include "pattern.h"

enum {
  MAX_NAME = 48,
  MAX_KINDS = 64,
  MAX_FIELDS = 64,
  MAX_SCALE = 9, /* nine digits before the point are left at least */
  SHOWN = 60
};

/* In the order of enum co_type. */
static const struct co_str type_names[] = {{"line", 4},   {"text", 4},
                                           {"date", 4},   {"decimal", 7},
                                           {"period", 6}, {"code", 4}};
enum { TYPES = sizeof type_names / sizeof *type_names };

/* How the store's own tables and views begin. */
static const char *const taken_starts[] = {"t_", "r_", "code_", "sqlite_",
                                           NULL};

const char *const co_own_views[] = {
    "source", "region",  "finding",      "ledger",       "tally",
    "money",  "lineage", "formula_term", "control_rule", NULL};

struct reader {
  struct co_model *model;
  struct co_arena *arena;
  struct co_problems *problems;
};

/* A report at the key of a map's child. */
static struct co_yaml key_place(const struct co_yaml *node) {
  struct co_yaml at = *node;
  at.line = node->key_line;
  at.column = node->key_column;
  return at;
}

static bool ends_with(struct co_str text, struct co_str end) {
  if (text.len < end.len) return false;
  struct co_str tail = {text.ptr + text.len - end.len, end.len};
  return co_str_eq(tail, end);
}

static bool is_name(struct co_str name) {
  if (name.len == 0 || name.len > MAX_NAME) return false;
  for (size_t i = 0; i < name.len; i++) {
    char c = name.ptr[i];
    bool letter = c >= 'a' && c <= 'z';
    bool other = co_is_digit(c) || c == '_';
    if (!letter && (i == 0 || !other)) return false;
  }
  return true;
}

bool co_name_check(const struct co_yaml *node, struct co_str name,
                   struct co_problems *problems) {
  if (is_name(name)) return true;
  struct co_yaml at = key_place(node);
  struct co_str shown = co_str_show(problems->arena, name, SHOWN);
  co_problem(problems, CO_X_PACK_NAME, at.file, &at,
             "'%.*s' cannot be a name here; expected small letters a to z, "
             "digits and _, a letter first, at most %d characters",
             CO_STR(shown), MAX_NAME);
  return false;
}

static void check_kind_name(struct reader *in, const struct co_yaml *node) {
  bool taken = false;
  if (!co_name_check(node, node->key, in->problems)) return;
  for (size_t i = 0; taken_starts[i] && !taken; i++)
    taken = co_str_starts(node->key, taken_starts[i]);
  for (size_t i = 0; co_own_views[i] && !taken; i++)
    taken = co_str_is(node->key, co_own_views[i]);
  if (!taken) return;
  struct co_yaml at = key_place(node);
  co_problem(in->problems, CO_X_PACK_NAME, at.file, &at,
             "the name '%.*s' is one of the program's own tables and views; "
             "choose another",
             CO_STR(node->key));
}

static void check_field_name(struct reader *in, const struct co_yaml *node) {
  if (!co_name_check(node, node->key, in->problems)) return;
  if (!ends_with(node->key, CO_LIT("_key")) &&
      !ends_with(node->key, CO_LIT("_exact")))
    return;
  struct co_yaml at = key_place(node);
  co_problem(in->problems, CO_X_PACK_NAME, at.file, &at,
             "a field cannot end in _key or _exact: the program makes columns "
             "of such names itself");
}

/* "lead_officer" read as "Lead officer". */
static struct co_str label_of(struct co_arena *arena, struct co_str name) {
  char *label = co_arena_cstr(arena, name);
  for (size_t i = 0; i < name.len; i++)
    if (label[i] == '_') label[i] = ' ';
  if (label[0] >= 'a' && label[0] <= 'z') label[0] = (char)(label[0] - 32);
  return (struct co_str){label, name.len};
}

static struct co_str read_label(struct reader *in, const struct co_yaml *node) {
  struct co_str label = co_yaml_text(node, "label", in->problems);
  return label.len ? label : label_of(in->arena, node->key);
}

static enum co_type read_type(struct reader *in, const struct co_yaml *node) {
  if (!co_yaml_expect(node, CO_YAML_TEXT, in->problems)) return CO_TYPE_LINE;
  for (size_t i = 0; i < TYPES; i++)
    if (co_str_eq(node->text, type_names[i])) return (enum co_type)i;
  struct co_str shown = co_str_show(in->arena, node->text, SHOWN);
  struct co_str hint =
      co_did_you_mean(in->arena, node->text, type_names, TYPES);
  co_problem(in->problems, CO_X_PACK_VALUE, node->file, node,
             "'%.*s' is no type%.*s; expected line, text, date, decimal, "
             "period or code",
             CO_STR(shown), CO_STR(hint));
  return CO_TYPE_LINE;
}

static void report_codes(struct reader *in, const struct co_yaml *node) {
  const struct co_model *model = in->model;
  struct co_str *names =
      CO_NEW_ARRAY(in->arena, model->code_list_count + 1, struct co_str);
  for (size_t i = 0; i < model->code_list_count; i++)
    names[i] = model->code_lists[i].name;
  struct co_str shown = co_str_show(in->arena, node->text, SHOWN);
  struct co_str hint =
      co_did_you_mean(in->arena, node->text, names, model->code_list_count);
  co_problem(in->problems, CO_X_PACK_UNKNOWN_NAME, node->file, node,
             "there is no code list codes/%.*s.csv%.*s", CO_STR(shown),
             CO_STR(hint));
}

static void read_codes(struct reader *in, const struct co_yaml *node,
                       struct co_field *field) {
  const struct co_yaml *codes = co_yaml_get(node, "codes");
  if (field->type != CO_TYPE_CODE) {
    if (codes)
      co_problem(in->problems, CO_X_PACK_MISPLACED, codes->file, codes,
                 "'codes' is for fields of type code only");
    return;
  }
  if (!codes) {
    co_problem(in->problems, CO_X_PACK_MISSING_KEY, node->file, node,
               "a field of type code needs 'codes: NAME', the name of a file "
               "codes/NAME.csv");
  } else if (co_yaml_expect(codes, CO_YAML_TEXT, in->problems)) {
    field->codes = co_model_codes(in->model, codes->text);
    if (!field->codes) report_codes(in, codes);
  }
}

static void read_pattern(struct reader *in, const struct co_yaml *node,
                         struct co_field *field) {
  const struct co_yaml *pattern = co_yaml_get(node, "pattern");
  struct co_pattern *made = NULL;
  struct co_err err = {0};
  if (!co_yaml_expect(pattern, CO_YAML_TEXT, in->problems)) return;
  if (field->type != CO_TYPE_LINE && field->type != CO_TYPE_TEXT) {
    co_problem(in->problems, CO_X_PACK_MISPLACED, pattern->file, pattern,
               "'pattern' is for fields of type line or text only");
    return;
  }
  if (co_pattern_new(&made, pattern->text, &err))
    co_problem(in->problems, err.code, pattern->file, pattern, "%s", err.text);
  field->pattern = made;
}

static void read_scale(struct reader *in, const struct co_yaml *node,
                       struct co_field *field) {
  const struct co_yaml *scale = co_yaml_get(node, "scale");
  if (field->type == CO_TYPE_DECIMAL)
    field->scale = co_yaml_count(node, "scale", 2, MAX_SCALE, in->problems);
  else if (scale)
    co_problem(in->problems, CO_X_PACK_MISPLACED, scale->file, scale,
               "'scale' (digits after the point) is for fields of type "
               "decimal only");
}

static void read_field(struct reader *in, const struct co_yaml *node,
                       struct co_field *field) {
  static const char *const known[] = {"label",    "type", "scale",   "codes",
                                      "required", "key",  "pattern", NULL};
  bool is_short = node->kind == CO_YAML_TEXT;
  const struct co_yaml *type = is_short ? node : NULL;
  check_field_name(in, node);
  field->name = node->key;
  field->label = label_of(in->arena, node->key);
  if (!is_short) {
    if (!co_yaml_expect(node, CO_YAML_MAP, in->problems)) return;
    co_yaml_keys(node, known, in->problems);
    field->label = read_label(in, node);
    type = co_yaml_need(node, "type", in->problems);
  }
  if (!type) return;
  field->type = read_type(in, type);
  field->required = co_yaml_flag(node, "required", false, in->problems);
  field->key = co_yaml_flag(node, "key", false, in->problems);
  read_scale(in, node, field);
  read_codes(in, node, field);
  read_pattern(in, node, field);
}

static void read_fields(struct reader *in, const struct co_yaml *node,
                        struct co_kind *kind) {
  const struct co_yaml *fields = co_yaml_need(node, "fields", in->problems);
  if (!co_yaml_expect(fields, CO_YAML_MAP, in->problems)) return;
  if (fields->count > MAX_FIELDS) {
    co_problem(in->problems, CO_X_PACK_LIMIT, fields->file, fields,
               "more than %d fields in one kind", MAX_FIELDS);
    return;
  }
  if (!fields->count)
    co_problem(in->problems, CO_X_PACK_MISSING_KEY, fields->file, fields,
               "a kind needs a field");
  struct co_field *list =
      CO_NEW_ARRAY(in->arena, fields->count + 1, struct co_field);
  size_t count = 0;
  for (const struct co_yaml *f = fields->first; f; f = f->next)
    read_field(in, f, &list[count++]);
  kind->fields = list;
  kind->field_count = count;
}

/* The index of the field that a text of model.yaml names, or -1. */
static int named_field(struct reader *in, const struct co_yaml *node,
                       const struct co_kind *kind) {
  struct co_str names[MAX_FIELDS];
  if (!co_yaml_expect(node, CO_YAML_TEXT, in->problems)) return -1;
  int found = co_kind_field(kind, node->text);
  if (found >= 0) return found;
  for (size_t i = 0; i < kind->field_count; i++)
    names[i] = kind->fields[i].name;
  struct co_str shown = co_str_show(in->arena, node->text, SHOWN);
  struct co_str hint =
      co_did_you_mean(in->arena, node->text, names, kind->field_count);
  co_problem(in->problems, CO_X_PACK_UNKNOWN_NAME, node->file, node,
             "the kind '%.*s' has no field '%.*s'%.*s", CO_STR(kind->name),
             CO_STR(shown), CO_STR(hint));
  return -1;
}

static void read_key(struct reader *in, const struct co_yaml *node,
                     struct co_kind *kind) {
  const struct co_yaml *key = co_yaml_get(node, "key");
  size_t count = 0;
  if (!co_yaml_expect(key, CO_YAML_LIST, in->problems)) return;
  if (key->count == 0 || key->count > 2) {
    co_problem(in->problems, CO_X_PACK_VALUE, key->file, key,
               "expected one or two fields, like [ref, title]; found %zu",
               key->count);
    return;
  }
  for (const struct co_yaml *item = key->first; item; item = item->next)
    kind->key_fields[count++] = named_field(in, item, kind);
}

static const struct co_kind *named_parent(struct reader *in,
                                          const struct co_yaml *node) {
  struct co_str names[MAX_KINDS];
  const struct co_model *model = in->model;
  if (!co_yaml_expect(node, CO_YAML_TEXT, in->problems)) return NULL;
  const struct co_kind *parent = co_model_kind(model, node->text);
  if (parent && parent->key_fields[0] >= 0) return parent;
  struct co_str shown = co_str_show(in->arena, node->text, SHOWN);
  if (parent) {
    co_problem(in->problems, CO_X_PACK_MISSING_KEY, node->file, node,
               "the kind '%.*s' has no 'key', so nothing can name it as its "
               "parent; add one, like key: [ref, title]",
               CO_STR(shown));
    return NULL;
  }
  for (size_t i = 0; i < model->kind_count; i++)
    names[i] = model->kinds[i].name;
  struct co_str hint =
      co_did_you_mean(in->arena, node->text, names, model->kind_count);
  co_problem(in->problems, CO_X_PACK_UNKNOWN_NAME, node->file, node,
             "there is no kind '%.*s' above this one%.*s; a parent stands "
             "above its children",
             CO_STR(shown), CO_STR(hint));
  return NULL;
}

static void read_parent(struct reader *in, const struct co_yaml *node,
                        struct co_kind *kind) {
  static const char *const known[] = {"field", "kind", NULL};
  const struct co_yaml *parent = co_yaml_get(node, "parent");
  if (!co_yaml_expect(parent, CO_YAML_MAP, in->problems)) return;
  co_yaml_keys(parent, known, in->problems);
  const struct co_yaml *field = co_yaml_need(parent, "field", in->problems);
  const struct co_yaml *name = co_yaml_need(parent, "kind", in->problems);
  if (!field || !name) return;
  int at = named_field(in, field, kind);
  const struct co_kind *found = named_parent(in, name);
  if (at < 0 || !found) return;
  kind->parent_field = at;
  kind->parent = found;
}

static void read_kind(struct reader *in, const struct co_yaml *node,
                      struct co_kind *kind) {
  static const char *const known[] = {"label", "fields", "parent", "key", NULL};
  kind->name = node->key;
  kind->label = label_of(in->arena, node->key);
  kind->parent_field = kind->key_fields[0] = kind->key_fields[1] = -1;
  check_kind_name(in, node);
  if (!co_yaml_expect(node, CO_YAML_MAP, in->problems)) return;
  co_yaml_keys(node, known, in->problems);
  kind->label = read_label(in, node);
  read_fields(in, node, kind);
  read_key(in, node, kind);
  read_parent(in, node, kind);
}

static void read_kinds(struct reader *in, const struct co_yaml *kinds) {
  if (!co_yaml_expect(kinds, CO_YAML_MAP, in->problems)) return;
  if (kinds->count > MAX_KINDS) {
    co_problem(in->problems, CO_X_PACK_LIMIT, kinds->file, kinds,
               "more than %d kinds", MAX_KINDS);
    return;
  }
  if (!kinds->count)
    co_problem(in->problems, CO_X_PACK_MISSING_KEY, kinds->file, kinds,
               "a model needs a kind");
  struct co_kind *list =
      CO_NEW_ARRAY(in->arena, kinds->count + 1, struct co_kind);
  in->model->kinds = list;
  for (const struct co_yaml *k = kinds->first; k; k = k->next) {
    struct co_kind *kind = &list[in->model->kind_count];
    kind->index = (unsigned)in->model->kind_count;
    read_kind(in, k, kind);
    in->model->kind_count++;
  }
}

struct co_str co_model_read(struct co_model *model, struct co_arena *arena,
                            const struct co_yaml *root,
                            struct co_problems *problems) {
  static const char *const known[] = {"model", "describes", "kinds", NULL};
  struct reader in = {.model = model, .arena = arena, .problems = problems};
  if (!co_yaml_expect(root, CO_YAML_MAP, problems)) return (struct co_str){0};
  co_yaml_keys(root, known, problems);
  co_yaml_need(root, "model", problems);
  co_yaml_text(root, "describes", problems);
  read_kinds(&in, co_yaml_need(root, "kinds", problems));
  return co_yaml_text(root, "model", problems);
}

void co_model_clear(struct co_model *model) {
  for (size_t k = 0; k < model->kind_count; k++)
    for (size_t f = 0; f < model->kinds[k].field_count; f++)
      co_pattern_free((struct co_pattern *)model->kinds[k].fields[f].pattern);
  *model = (struct co_model){0};
}

/* layout_record.c - reads `records:` of a table or form: which columns go to
 * which fields of which kind, and the fields made from names. */
#include "layout_read.h"
#include "str.h"
#include "value.h"

struct co_str co_nearest_field(struct co_reader *r, const struct co_kind *kind,
                               struct co_str name) {
  struct co_str *names =
      CO_NEW_ARRAY(&r->pack->arena, kind->field_count, struct co_str);
  for (size_t i = 0; i < kind->field_count; i++)
    names[i] = kind->fields[i].name;
  return co_did_you_mean(&r->pack->arena, name, names, kind->field_count);
}

/* The index of a field, or -1 after reporting with the nearest name. */
static int read_field(struct co_reader *r, const struct co_yaml *node,
                      struct co_str name, const struct co_kind *kind) {
  int field = co_kind_field(kind, name);
  if (field >= 0) return field;
  CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, node, "%.*s has no field '%.*s'%.*s",
             CO_STR(kind->name), CO_STR(name),
             CO_STR(co_nearest_field(r, kind, name)));
  return -1;
}

/* The field named by a child, -1 where there is no such child. */
static int read_field_of(struct co_reader *r, const struct co_yaml *map,
                         const char *key, const struct co_kind *kind) {
  const struct co_yaml *n = co_yaml_get(map, key);
  if (!co_yaml_expect(n, CO_YAML_TEXT, &r->pack->problems)) return -1;
  return read_field(r, n, n->text, kind);
}

static const struct co_codes *read_codes(struct co_reader *r,
                                         const struct co_yaml *map,
                                         const char *key) {
  const struct co_yaml *n = co_yaml_get(map, key);
  if (!co_yaml_expect(n, CO_YAML_TEXT, &r->pack->problems)) return NULL;
  const struct co_codes *codes = co_model_codes(&r->pack->model, n->text);
  if (!codes)
    CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, n, "the pack has no code list '%.*s'",
               CO_STR(n->text));
  return codes;
}

static const struct co_template *make_template(struct co_reader *r,
                                               const struct co_yaml *node) {
  const struct co_template *made = co_template_new(r->pack, node, node->text);
  if (!made) return NULL;
  CO_GROW(r->uses, r->use_count, r->use_cap);
  r->uses[r->use_count++] = (struct co_use){made, node};
  return made;
}

static const struct co_template *read_template(struct co_reader *r,
                                               const struct co_yaml *map,
                                               const char *key) {
  const struct co_yaml *n = co_yaml_get(map, key);
  if (!co_yaml_expect(n, CO_YAML_TEXT, &r->pack->problems)) return NULL;
  return make_template(r, n);
}

static void read_cases(struct co_reader *r, const struct co_yaml *list,
                       struct co_rule *rule) {
  static const char *const keys[] = {"match", "use", NULL};
  if (!co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return;
  struct co_case *cases =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_case);
  rule->cases = cases;
  for (const struct co_yaml *n = list->first; n; n = n->next) {
    if (!co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems)) continue;
    co_yaml_keys(n, keys, &r->pack->problems);
    co_yaml_need(n, "match", &r->pack->problems);
    co_yaml_need(n, "use", &r->pack->problems);
    struct co_case c = {co_read_pattern(r, n, "match"),
                        read_template(r, n, "use")};
    if (c.match && c.use) cases[rule->case_count++] = c;
  }
}

/* A text is the template itself; a map has from, when, otherwise, code. */
static struct co_rule read_rule(struct co_reader *r, const struct co_yaml *n) {
  static const char *const keys[] = {"from", "when", "otherwise", "code", NULL};
  struct co_rule rule = {0};
  if (n->kind == CO_YAML_TEXT) {
    rule.from = make_template(r, n);
    return rule;
  }
  if (!co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems)) return rule;
  co_yaml_keys(n, keys, &r->pack->problems);
  co_yaml_need(n, "from", &r->pack->problems);
  rule.from = read_template(r, n, "from");
  read_cases(r, co_yaml_get(n, "when"), &rule);
  rule.otherwise = read_template(r, n, "otherwise");
  rule.codes = read_codes(r, n, "code");
  return rule;
}

/* The end of a message: the code that was meant, perhaps. */
static struct co_str nearest_code(struct co_reader *r,
                                  const struct co_field *field,
                                  struct co_str text) {
  struct co_arena *arena = &r->pack->arena;
  if (!field->codes) return (struct co_str){0};
  size_t count = field->codes->count;
  struct co_str *names = CO_NEW_ARRAY(arena, count, struct co_str);
  for (size_t i = 0; i < count; i++)
    names[i] = field->codes->codes[i].code;
  return co_did_you_mean(arena, text, names, count);
}

/* A text without names is the same in every record: it must fit the field. */
static void check_constant(struct co_reader *r,
                           const struct co_template *template,
                           const struct co_field *field) {
  struct co_arena *arena = &r->pack->arena;
  struct co_place at = {0};
  struct co_value value;
  size_t use = 0;
  if (!template || co_template_name(template, 0).len) return;
  if (field->type == CO_TYPE_CODE && !field->codes) return; /* told before */
  while (r->uses[use].template != template)
    use++;
  struct co_str text =
      co_template_text(template, arena, NULL, r->layout->dates, &at);
  enum co_value_result result =
      co_value_parse(arena, field, text, CO_CELL_TEXT, CO_LOOK_PLAIN,
                     r->layout->dates, &value, NULL);
  if (value.present || result == CO_VALUE_BLANK) return;
  CO_MISTAKE(r, CO_X_PACK_VALUE, r->uses[use].node,
             "'%.*s' is no value for the field '%.*s'%.*s", CO_STR(text),
             CO_STR(field->name), CO_STR(nearest_code(r, field, text)));
}

/* What a rule makes of the words of its own code list is known in a row. */
static void check_constants(struct co_reader *r, const struct co_rule *rule,
                            const struct co_field *field) {
  if (rule->codes) return;
  if (!rule->case_count) check_constant(r, rule->from, field);
  for (size_t i = 0; i < rule->case_count; i++)
    check_constant(r, rule->cases[i].use, field);
  check_constant(r, rule->otherwise, field);
}

const struct co_set *co_read_sets(struct co_reader *r,
                                  const struct co_yaml *map,
                                  const struct co_kind *kind, size_t *count) {
  if (!co_yaml_expect(map, CO_YAML_MAP, &r->pack->problems)) return NULL;
  struct co_set *sets =
      CO_NEW_ARRAY(&r->pack->arena, map->count, struct co_set);
  for (const struct co_yaml *n = map->first; n; n = n->next) {
    struct co_set set = {read_field(r, n, n->key, kind), read_rule(r, n)};
    if (set.field < 0 || !set.rule.from) continue;
    check_constants(r, &set.rule, &kind->fields[set.field]);
    sets[(*count)++] = set;
  }
  return sets;
}

/* Whether a key has the one word that it can have. */
static bool says(struct co_reader *r, const struct co_yaml *map,
                 const char *key, const char *word) {
  struct co_str said = co_yaml_text(map, key, &r->pack->problems);
  if (said.len && !co_str_is(said, word))
    CO_MISTAKE(r, CO_X_PACK_VALUE, co_yaml_get(map, key),
               "'%s' is %s here; found '%.*s'", key, word, CO_STR(said));
  return co_str_is(said, word);
}

/* Without a pattern nothing would ever go otherwise. */
static void check_otherwise(struct co_reader *r, const struct co_yaml *n) {
  const struct co_yaml *otherwise = co_yaml_get(n, "otherwise");
  if (otherwise && !co_yaml_get(n, "match"))
    CO_MISTAKE(r, CO_X_PACK_MISSING_KEY, otherwise,
               "'otherwise' is for texts that do not match: it needs 'match'");
}

/* A pattern that takes cells apart, whose parts are checked when all names of
 * the layout are known. */
static const struct co_pattern *read_parting(struct co_reader *r,
                                             const struct co_yaml *map,
                                             const struct co_kind *kind) {
  const struct co_pattern *pattern = co_read_pattern(r, map, "match");
  if (!pattern) return NULL;
  CO_GROW(r->partings, r->parting_count, r->parting_cap);
  r->partings[r->parting_count++] =
      (struct co_parting){pattern, co_yaml_get(map, "match"), kind};
  return pattern;
}

static void read_column_rule(struct co_reader *r, const struct co_yaml *n,
                             const struct co_kind *kind,
                             struct co_column_rule *rule) {
  static const char *const keys[] = {"field",     "match", "otherwise",
                                     "imprecise", "lines", NULL};
  rule->otherwise = rule->imprecise = -1;
  if (n->kind == CO_YAML_TEXT) {
    rule->field = read_field(r, n, n->text, kind);
    return;
  }
  rule->field = -1;
  if (!co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems)) return;
  co_yaml_keys(n, keys, &r->pack->problems);
  rule->field = read_field_of(r, n, "field", kind);
  rule->match = read_parting(r, n, kind);
  if (rule->field < 0) co_check_parts(r, n, rule->match);
  rule->otherwise = read_field_of(r, n, "otherwise", kind);
  check_otherwise(r, n);
  rule->imprecise = read_field_of(r, n, "imprecise", kind);
  rule->first_line = says(r, n, "lines", "first");
  if (!co_yaml_get(n, "field") && !co_yaml_get(n, "match"))
    CO_MISTAKE(r, CO_X_PACK_MISSING_KEY, n,
               "expected the name of a field, or match with a pattern");
}

/* One of two plain columns for a field would overwrite the other unseen. */
static void check_target(struct co_reader *r, const struct co_yaml *n,
                         const struct co_record_rule *record,
                         const struct co_column_rule *rule) {
  for (const struct co_column_rule *other = record->columns; other < rule;
       other++)
    if (rule->field >= 0 && other->field == rule->field && !rule->match &&
        !other->match) {
      CO_MISTAKE(r, CO_X_PACK_DUPLICATE, n,
                 "another column goes to the field '%.*s' already",
                 CO_STR(record->kind->fields[rule->field].name));
      return;
    }
}

static void read_column_rules(struct co_reader *r, const struct co_yaml *map,
                              const struct co_heading *headings,
                              size_t heading_count,
                              struct co_record_rule *record) {
  if (!co_yaml_expect(map, CO_YAML_MAP, &r->pack->problems)) return;
  struct co_column_rule *rules =
      CO_NEW_ARRAY(&r->pack->arena, map->count, struct co_column_rule);
  record->columns = rules;
  for (const struct co_yaml *n = map->first; n; n = n->next) {
    int column = co_read_column(r, n, n->key, headings, heading_count);
    if (column < 0) continue;
    struct co_column_rule *rule = &rules[record->column_count++];
    rule->column = (size_t)column;
    read_column_rule(r, n, record->kind, rule);
    check_target(r, n, record, rule);
  }
}

/* The kind a node names; NULL after reporting with the nearest name. */
static const struct co_kind *find_kind(struct co_reader *r,
                                       const struct co_yaml *n) {
  if (!co_yaml_expect(n, CO_YAML_TEXT, &r->pack->problems)) return NULL;
  const struct co_kind *kind = co_model_kind(&r->pack->model, n->text);
  if (kind) return kind;
  const struct co_model *model = &r->pack->model;
  struct co_str *names =
      CO_NEW_ARRAY(&r->pack->arena, model->kind_count, struct co_str);
  for (size_t i = 0; i < model->kind_count; i++)
    names[i] = model->kinds[i].name;
  struct co_str hint =
      co_did_you_mean(&r->pack->arena, n->text, names, model->kind_count);
  CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, n,
             "the model has no record kind '%.*s'%.*s", CO_STR(n->text),
             CO_STR(hint));
  return NULL;
}

static const struct co_kind *read_kind(struct co_reader *r,
                                       const struct co_yaml *map,
                                       const char *key) {
  const struct co_yaml *n = co_yaml_get(map, key);
  return n ? find_kind(r, n) : NULL;
}

static void read_when(struct co_reader *r, const struct co_yaml *n,
                      const struct co_heading *headings, size_t heading_count,
                      struct co_record_rule *record) {
  record->when_filled =
      co_read_columns(r, co_yaml_get(n, "when_filled"), headings, heading_count,
                      &record->when_filled_count);
  record->when_blank =
      co_read_columns(r, co_yaml_get(n, "when_blank"), headings, heading_count,
                      &record->when_blank_count);
}

static void read_remember(struct co_reader *r, const struct co_yaml *map,
                          struct co_record_rule *record) {
  if (!co_yaml_expect(map, CO_YAML_MAP, &r->pack->problems)) return;
  struct co_remember *list =
      CO_NEW_ARRAY(&r->pack->arena, map->count, struct co_remember);
  record->remember = list;
  for (const struct co_yaml *n = map->first; n; n = n->next) {
    struct co_remember one = {n->key, read_rule(r, n)};
    if (one.rule.from) list[record->remember_count++] = one;
  }
}

static void read_links(struct co_reader *r, const struct co_yaml *map,
                       const struct co_heading *headings, size_t heading_count,
                       struct co_record_rule *record) {
  if (!co_yaml_expect(map, CO_YAML_MAP, &r->pack->problems)) return;
  struct co_link_rule *links =
      CO_NEW_ARRAY(&r->pack->arena, map->count, struct co_link_rule);
  record->links = links;
  r->layout->links = true;
  for (const struct co_yaml *n = map->first; n; n = n->next) {
    int column = co_read_column(r, n, n->key, headings, heading_count);
    const struct co_kind *kind = find_kind(r, n);
    if (column >= 0 && kind)
      links[record->link_count++] = (struct co_link_rule){(size_t)column, kind};
  }
}

/* `columns:` or `column:` of an `each`, a list or the name of one. */
static const struct co_yaml *columns_of(const struct co_yaml *n) {
  const struct co_yaml *columns = co_yaml_get(n, "columns");
  return columns ? columns : co_yaml_get(n, "column");
}

static size_t count_each(const struct co_yaml *list) {
  size_t count = 0;
  for (const struct co_yaml *n = list->first; n; n = n->next) {
    const struct co_yaml *columns = columns_of(n);
    count += columns && columns->count ? columns->count : 1;
  }
  return count;
}

static void read_each(struct co_reader *r, const struct co_yaml *list,
                      const struct co_heading *headings, size_t heading_count,
                      struct co_record_rule *record) {
  static const char *const keys[] = {"column", "columns", "lines", "set", NULL};
  if (!co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return;
  struct co_each *each =
      CO_NEW_ARRAY(&r->pack->arena, count_each(list), struct co_each);
  record->each = each;
  for (const struct co_yaml *n = list->first; n; n = n->next) {
    if (!co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems)) continue;
    co_yaml_keys(n, keys, &r->pack->problems);
    const struct co_yaml *which = columns_of(n);
    if (!which) co_yaml_need(n, "column", &r->pack->problems);
    size_t count = 0, set_count = 0;
    const struct co_set *sets =
        co_read_sets(r, co_yaml_get(n, "set"), record->kind, &set_count);
    const size_t *columns =
        co_read_columns(r, which, headings, heading_count, &count);
    const struct co_yaml *lines = co_yaml_get(n, "lines");
    bool rest = lines && co_str_is(lines->text, "rest");
    for (size_t i = 0; i < count; i++)
      each[record->each_count++] = (struct co_each){
          .column = columns[i],
          .lines = rest || co_yaml_flag(n, "lines", false, &r->pack->problems),
          .rest = rest,
          .sets = sets,
          .set_count = set_count};
  }
}

static void read_value(struct co_reader *r, const struct co_yaml *n,
                       struct co_record_rule *record) {
  static const char *const keys[] = {"number",    "words", "unit",    "unit_is",
                                     "text",      "code",  "nothing", "match",
                                     "otherwise", NULL};
  struct co_value_rule *value = &record->value;
  if (!co_yaml_expect(n, CO_YAML_MAP, &r->pack->problems)) return;
  co_yaml_keys(n, keys, &r->pack->problems);
  value->number = read_field_of(r, n, "number", record->kind);
  value->words = read_field_of(r, n, "words", record->kind);
  value->unit = read_field_of(r, n, "unit", record->kind);
  value->text = read_field_of(r, n, "text", record->kind);
  const struct co_yaml *unit_is = co_yaml_get(n, "unit_is");
  if (unit_is) value->unit_is = read_rule(r, unit_is);
  if (unit_is && value->unit >= 0)
    check_constants(r, &value->unit_is, &record->kind->fields[value->unit]);
  value->code = read_codes(r, n, "code");
  if (value->words >= 0 && !r->layout->missing)
    CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, n,
               "'words' needs the code list codes/missing.csv");
  value->nothing =
      co_read_folded(r, co_yaml_get(n, "nothing"), &value->nothing_count);
  value->match = read_parting(r, n, record->kind);
  if (value->number < 0 && value->text < 0) co_check_parts(r, n, value->match);
  const struct co_yaml *otherwise = co_yaml_get(n, "otherwise");
  value->or_nothing = otherwise && co_str_is(otherwise->text, "nothing");
  if (otherwise && !value->or_nothing)
    value->otherwise = read_field_of(r, n, "otherwise", record->kind);
  check_otherwise(r, n);
}

/* What joins a record adds its texts to it; nothing else could be added. */
static void check_joins(struct co_reader *r, const struct co_yaml *n,
                        const struct co_record_rule *record) {
  for (size_t i = 0; record->joins && i < record->column_count; i++) {
    int index = record->columns[i].field;
    if (index < 0) continue;
    const struct co_field *field = &record->kind->fields[index];
    if (field->type != CO_TYPE_TEXT && field->type != CO_TYPE_LINE)
      CO_MISTAKE(r, CO_X_PACK_VALUE, co_yaml_get(n, "joins"),
                 "'joins' adds texts to a record, and %.*s is none: it would "
                 "be lost",
                 CO_STR(field->name));
  }
}

/* Whether it says which cells make the record. */
static void check_cells(struct co_reader *r, const struct co_yaml *n,
                        const struct co_record_rule *record) {
  const struct co_yaml *each = co_yaml_get(n, "each");
  const struct co_yaml *value = co_yaml_get(n, "value");
  if (record->each_count && !value)
    CO_MISTAKE(r, CO_X_PACK_MISSING_KEY, n,
               "'each' needs 'value': what a cell of these columns is");
  if (value && (!each || !each->count))
    CO_MISTAKE(r, CO_X_PACK_MISSING_KEY, n,
               "'value' needs 'each': the columns whose cells it reads");
  if (!each && !co_yaml_get(n, "columns") && !co_yaml_get(n, "links"))
    CO_MISTAKE(r, CO_X_PACK_MISSING_KEY, n,
               "a record is made of cells: it needs 'columns' or 'each'");
}

static bool sets_field(const struct co_set *sets, size_t count, int field) {
  for (size_t i = 0; i < count; i++)
    if (sets[i].field == field) return true;
  return false;
}

static bool fills_field(const struct co_record_rule *record, int field) {
  const struct co_value_rule *value = &record->value;
  struct co_str name = record->kind->fields[field].name;
  for (size_t i = 0; i < record->column_count; i++) {
    const struct co_column_rule *rule = &record->columns[i];
    if (rule->field == field || rule->otherwise == field ||
        (rule->match && co_pattern_names(rule->match, name)))
      return true;
  }
  for (size_t i = 0; i < record->each_count; i++)
    if (sets_field(record->each[i].sets, record->each[i].set_count, field))
      return true;
  return sets_field(record->sets, record->set_count, field) ||
         value->text == field || value->otherwise == field ||
         (value->match && co_pattern_names(value->match, name));
}

static bool read_record(struct co_reader *r, const struct co_yaml *n,
                        const struct co_heading *headings, size_t heading_count,
                        struct co_record_rule *record) {
  static const char *const keys[] = {
      "record", "under", "when_filled", "when_blank", "columns", "each",
      "value",  "set",   "joins",       "remember",   "links",   NULL};
  struct co_problems *problems = &r->pack->problems;
  if (!co_yaml_expect(n, CO_YAML_MAP, problems)) return false;
  co_yaml_keys(n, keys, problems);
  co_yaml_need(n, "record", problems);
  *record = (struct co_record_rule){
      .value = {
          .number = -1, .words = -1, .unit = -1, .text = -1, .otherwise = -1}};
  record->kind = read_kind(r, n, "record");
  record->under = read_kind(r, n, "under");
  if (!record->kind) return false;
  if (record->under && record->kind->parent != record->under)
    CO_MISTAKE(r, CO_X_PACK_UNKNOWN_NAME, n,
               "the model says nothing of %.*s under %.*s",
               CO_STR(record->kind->name), CO_STR(record->under->name));
  record->joins = co_yaml_flag(n, "joins", false, problems);
  r->layout->joins |= record->joins;
  read_when(r, n, headings, heading_count, record);
  read_remember(r, co_yaml_get(n, "remember"), record);
  read_links(r, co_yaml_get(n, "links"), headings, heading_count, record);
  read_column_rules(r, co_yaml_get(n, "columns"), headings, heading_count,
                    record);
  check_joins(r, n, record);
  read_each(r, co_yaml_get(n, "each"), headings, heading_count, record);
  read_value(r, co_yaml_get(n, "value"), record);
  record->sets =
      co_read_sets(r, co_yaml_get(n, "set"), record->kind, &record->set_count);
  check_cells(r, n, record);
  return true;
}

static bool takes_rest(const struct co_record_rule *records, size_t count,
                       size_t column) {
  for (size_t i = 0; i < count; i++)
    for (size_t e = 0; e < records[i].each_count; e++)
      if (records[i].each[e].rest && records[i].each[e].column == column)
        return true;
  return false;
}

/* The lines below a first one that is taken alone would be lost in silence. */
static void check_first_lines(struct co_reader *r, const struct co_yaml *list,
                              const struct co_heading *headings,
                              const struct co_record_rule *records,
                              size_t count) {
  for (size_t i = 0; i < count; i++)
    for (size_t c = 0; c < records[i].column_count; c++) {
      const struct co_column_rule *rule = &records[i].columns[c];
      if (rule->first_line && !takes_rest(records, count, rule->column))
        CO_MISTAKE(r, CO_X_PACK_MISSING_KEY, list,
                   "nothing takes the other lines of '%.*s': a record with "
                   "`each: [{ column: ..., lines: rest }]` does",
                   CO_STR(headings[rule->column].name));
    }
}

static bool has_kind(const struct co_record_rule *records, size_t count,
                     const struct co_kind *kind) {
  for (size_t i = 0; i < count; i++)
    if (records[i].kind == kind) return true;
  return false;
}

/* Of two kinds made of the same rows one would lose the other in silence. */
static void check_parents(struct co_reader *r, const struct co_yaml *list,
                          const struct co_record_rule *records, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const struct co_kind *kind = records[i].kind, *parent = kind->parent;
    if (parent && !records[i].under && !records[i].joins &&
        has_kind(records, count, parent) &&
        !fills_field(&records[i], kind->parent_field))
      CO_MISTAKE(r, CO_X_PACK_MISSING_KEY, list,
                 "nothing says to which %.*s a %.*s belongs: write `under: "
                 "%.*s`, or fill its field '%.*s'",
                 CO_STR(parent->name), CO_STR(kind->name), CO_STR(parent->name),
                 CO_STR(kind->fields[kind->parent_field].name));
  }
}

const struct co_record_rule *co_read_records(struct co_reader *r,
                                             const struct co_yaml *list,
                                             const struct co_heading *headings,
                                             size_t heading_count,
                                             size_t *count) {
  *count = 0;
  if (!co_yaml_expect(list, CO_YAML_LIST, &r->pack->problems)) return NULL;
  struct co_record_rule *records =
      CO_NEW_ARRAY(&r->pack->arena, list->count, struct co_record_rule);
  for (const struct co_yaml *n = list->first; n; n = n->next)
    *count += read_record(r, n, headings, heading_count, &records[*count]);
  check_first_lines(r, list, headings, records, *count);
  check_parents(r, list, records, *count);
  return records;
}

/* checks.c - reading the check files of a pack, and checking them for lint.
 *
 * The comment lines at the top of a file declare the check: "-- name: text",
 * continued on lines that are indented further. Other comments are comments.
 * The query is the whole file, comments and all, so that the lines SQLite
 * complains about are the lines of the file. */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

#include "check_part.h"
#include "findings.h"
#include "input.h"

enum { FILE_BYTES = 1 << 20 };

/* Windows editors put it in front of UTF-8. */
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

void co_check_problem(struct co_checks *checks, const struct co_check *check,
                      enum co_error code, unsigned line, unsigned column,
                      const char *text) {
  struct co_yaml place = {
      .file = check->file, .line = line ? line : 1, .column = column};
  co_problem(&checks->pack->problems, code, check->file, &place, "%s", text);
}

static struct co_str next_line(struct co_str *rest) {
  const char *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
  size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
  struct co_str line = {rest->ptr, len};
  size_t taken = len + (end != NULL);
  *rest = (struct co_str){rest->ptr + taken, rest->len - taken};
  return line;
}

/* "name: text" of a declaration; false for any other comment. */
static bool split(struct co_str line, struct co_str *name,
                  struct co_str *text) {
  size_t len = 0;
  while (len < line.len && line.ptr[len] >= 'a' && line.ptr[len] <= 'z')
    len++;
  if (!len || len == line.len || line.ptr[len] != ':') return false;
  *name = (struct co_str){line.ptr, len};
  *text = co_str_trim((struct co_str){line.ptr + len + 1, line.len - len - 1});
  return true;
}

static void set_severity(struct co_checks *checks, struct co_check *check,
                         struct co_str text, unsigned line) {
  check->severity_line = line;
  for (unsigned i = 0; i < CO_SEVERITIES; i++) {
    if (!co_str_is(text, co_severity_names[i])) continue;
    check->severity = (enum co_severity)i;
    return;
  }
  co_check_problem(checks, check, CO_X_PACK_VALUE, line, 1,
                   "the severity must be error, warning or info");
}

/* The text that a declaration sets; NULL after dealing with it. */
static struct co_str *declared(struct co_checks *checks, struct co_check *check,
                               struct co_str name, struct co_str text,
                               unsigned line) {
  struct {
    const char *name;
    struct co_str *text;
    unsigned *line;
  } const keys[] = {{"field", &check->field, &check->field_line},
                    {"about", &check->about, &check->about_line},
                    {"message", &check->message, &check->message_line},
                    {"remedy", &check->remedy, &check->remedy_line}};
  if (co_str_is(name, "severity")) {
    set_severity(checks, check, text, line);
    return NULL;
  }
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    if (!co_str_is(name, keys[i].name)) continue;
    *keys[i].text = text;
    *keys[i].line = line;
    return keys[i].text;
  }
  struct co_str problem = co_arena_printf(
      &checks->pack->arena,
      "unknown declaration '%.*s': a check declares severity, field, about, "
      "message and remedy",
      CO_STR(name));
  co_check_problem(checks, check, CO_X_PACK_UNKNOWN_KEY, line, 1, problem.ptr);
  return NULL;
}

static void read_declarations(struct co_checks *checks,
                              struct co_check *check) {
  struct co_arena *arena = &checks->pack->arena;
  struct co_str rest = check->sql, name, text, *last = NULL;
  for (unsigned line = 1; rest.len; line++) {
    struct co_str comment = next_line(&rest);
    if (!co_str_starts(comment, "--")) return;
    bool indented = co_str_starts(comment, "--  ");
    comment = co_str_trim((struct co_str){comment.ptr + 2, comment.len - 2});
    if (indented && last)
      *last =
          co_arena_printf(arena, "%.*s %.*s", CO_STR(*last), CO_STR(comment));
    else if (split(comment, &name, &text))
      last = declared(checks, check, name, text, line);
    else
      last = NULL;
  }
}

static struct co_str stem(const char *path) {
  const char *slash = strrchr(path, '/');
  struct co_str name = co_str_of(slash ? slash + 1 : path);
  const char *dot = strrchr(name.ptr, '.');
  if (dot) name.len = (size_t)(dot - name.ptr);
  return name;
}

static bool slurp(struct co_checks *checks, struct co_check *check) {
  struct co_err err = {0};
  char *text = NULL;
  size_t len = 0, bad = 0;
  if (co_file_slurp(&text, &len, check->file, FILE_BYTES, &err)) {
    co_check_problem(checks, check, CO_X_PACK_FILE, 1, 1, err.text);
    return false;
  }
  size_t mark = co_str_starts((struct co_str){text, len}, BYTE_ORDER_MARK)
                    ? strlen(BYTE_ORDER_MARK)
                    : 0;
  struct co_str read = {text + mark, len - mark};
  check->sql = co_arena_str(&checks->pack->arena, read);
  free(text);
  if (co_utf8_valid(check->sql, &bad)) return true;
  co_check_problem(checks, check, CO_X_PACK_ENCODING, 1, 1,
                   "the file is not UTF-8 text: save it as UTF-8");
  return false;
}

static bool load(struct co_checks *checks, struct co_check *check) {
  size_t before = checks->pack->problems.count;
  if (!slurp(checks, check)) return false;
  read_declarations(checks, check);
  if (co_known_finding(check->name) || co_known_error(check->name))
    co_check_problem(checks, check, CO_X_PACK_NAME, 1, 1,
                     "a finding or error of the program itself has this name: "
                     "call the file otherwise");
  if (!check->severity_line)
    co_check_problem(checks, check, CO_X_PACK_MISSING_KEY, 1, 1,
                     "the check needs a line '-- severity: error' (or warning "
                     "or info)");
  if (!check->message.len)
    co_check_problem(checks, check, CO_X_PACK_MISSING_KEY, 1, 1,
                     "the check needs a line '-- message: ...' that says what "
                     "is wrong");
  return checks->pack->problems.count == before;
}

void co_checks_load(struct co_checks **out, struct co_pack *pack) {
  struct co_checks *checks = co_xcalloc(1, sizeof *checks);
  checks->pack = pack;
  const char *const *files = co_pack_files(pack, "checks", ".sql");
  for (; *files; files++) {
    struct co_check check = {.file = *files, .name = stem(*files)};
    if (!load(checks, &check)) continue;
    CO_GROW(checks->list, checks->count, checks->cap);
    checks->list[checks->count++] = check;
  }
  *out = checks;
}

bool co_checks_text(const struct co_checks *checks, size_t index,
                    struct co_check_text *out) {
  if (index >= checks->count) return false;
  const struct co_check *check = &checks->list[index];
  *out = (struct co_check_text){check->name, check->severity, check->about,
                                check->message, check->remedy};
  return true;
}

void co_checks_free(struct co_checks *checks) {
  if (!checks) return;
  free(checks->list);
  free(checks);
}

/* --- lint ------------------------------------------------------------------
 */

static void lint_template(struct co_checks *checks,
                          const struct co_check *check, struct co_query *query,
                          struct co_str template, unsigned line) {
  struct co_str before, name;
  for (;;) {
    co_message_next(&template, &before, &name);
    if (!name.len) return;
    if (co_query_column(query, name) >= 0) continue;
    struct co_str text =
        co_arena_printf(&checks->pack->arena,
                        "the query has no column '%.*s' for {%.*s}: add it to "
                        "the SELECT or correct the name",
                        CO_STR(name), CO_STR(name));
    co_check_problem(checks, check, CO_X_PACK_UNKNOWN_NAME, line, 1, text.ptr);
  }
}

static void lint_field(struct co_checks *checks, const struct co_check *check) {
  const struct co_model *model = &checks->pack->model;
  if (!check->field.len) return;
  for (size_t i = 0; i < model->kind_count; i++)
    if (co_kind_field(&model->kinds[i], check->field) >= 0) return;
  struct co_str text =
      co_arena_printf(&checks->pack->arena, "no record kind has a field '%.*s'",
                      CO_STR(check->field));
  co_check_problem(checks, check, CO_X_PACK_UNKNOWN_NAME, check->field_line, 1,
                   text.ptr);
}

static void lint(struct co_checks *checks, const struct co_check *check,
                 struct co_store *store) {
  struct co_query *query = NULL;
  struct co_err err = {0};
  lint_field(checks, check);
  if (co_query_new(&query, store, check->sql, &err)) {
    unsigned line = 1, column = 1;
    co_store_error_place(store, &line, &column);
    co_check_problem(checks, check, err.code, line, column, err.text);
    return;
  }
  if (co_query_column(query, CO_LIT("_id")) < 0)
    co_check_problem(checks, check, CO_X_CHECK_ID, 1, 1,
                     "the query needs a column _id, the number of the record "
                     "that the finding is about");
  lint_template(checks, check, query, check->message, check->message_line);
  lint_template(checks, check, query, check->remedy, check->remedy_line);
  co_query_free(query);
}

void co_checks_prepare(struct co_checks *checks, struct co_store *store) {
  for (size_t i = 0; i < checks->count; i++)
    lint(checks, &checks->list[i], store);
}

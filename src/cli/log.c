/* log.c - the two logs of log.h.
 *
 * In JSON every line is one object with its kind in "event": problem, finding,
 * output, then summary or failure, which tell the exit code too. Texts of
 * people's files are escaped by co_json_text (RFC 8259), so that no line
 * breaks and no control character reaches whoever reads the log. */
#include "log.h"

#include <string.h>

#include "formats.h"

/* --- for people ------------------------------------------------------------
 */

static void text_output(const char *path) {
  fputs("wrote ", stderr);
  cli_put(stderr, co_str_of(path), LONGEST_SHOWN);
  putc('\n', stderr);
}

static const char *plural(size_t count) {
  return count == 1 ? "" : "s";
}

static void text_summary(const struct co_run_summary *s, int exit_code) {
  (void)exit_code;
  fprintf(stderr, "%zu return%s read", s->read, plural(s->read));
  /* a return that is missing today must not hide among them */
  if (s->earlier) fprintf(stderr, ", %zu of them in earlier runs", s->earlier);
  fprintf(stderr, ", %zu refused", s->refused);
  if (s->superseded) fprintf(stderr, ", %zu superseded", s->superseded);
  fprintf(stderr, "; %zu record%s; %zu error%s, %zu warning%s, %zu note%s\n",
          s->records, plural(s->records), s->errors, plural(s->errors),
          s->warnings, plural(s->warnings), s->infos, plural(s->infos));
}

static void text_failure(const struct co_err *err, int exit_code) {
  (void)exit_code;
  cli_fail(err);
}

/* --- JSON Lines ------------------------------------------------------------
 */

static void put_event(const char *event) {
  fprintf(stderr, "{\"event\": \"%s\"", event);
}

static void put_text(const char *name, struct co_str text) {
  fprintf(stderr, ", \"%s\": ", name);
  co_json_text(stderr, text);
}

static void put_count(const char *name, size_t count) {
  fprintf(stderr, ", \"%s\": %zu", name, count);
}

static void json_problem(void *context, const char *file, unsigned line,
                         unsigned column, struct co_str text,
                         enum co_error code) {
  (void)context;
  put_event("problem");
  put_text("file", co_str_of(file));
  put_count("line", line);
  put_count("column", column);
  put_text("message", text);
  put_text("code", co_str_of(co_known_errors[code].name));
  fputs("}\n", stderr);
}

static void json_output(const char *path) {
  put_event("output");
  put_text("path", co_str_of(path));
  fputs("}\n", stderr);
}

static void json_summary(const struct co_run_summary *s, int exit_code) {
  put_event("summary");
  put_count("read", s->read);
  put_count("refused", s->refused);
  put_count("superseded", s->superseded);
  put_count("earlier", s->earlier);
  put_count("records", s->records);
  put_count("errors", s->errors);
  put_count("warnings", s->warnings);
  put_count("notes", s->infos);
  fprintf(stderr, ", \"exit\": %d}\n", exit_code);
}

static void json_failure(const struct co_err *err, int exit_code) {
  const struct co_known_error *known = &co_known_errors[err->code];
  put_event("failure");
  put_text("message", co_str_of(err->text));
  put_text("remedy", co_str_of(known->remedy));
  put_text("code", co_str_of(known->name));
  fprintf(stderr, ", \"exit\": %d}\n", exit_code);
}

static enum co_status nothing(struct cli_findings *f, struct co_err *err) {
  (void)f;
  (void)err;
  return CO_OK;
}

static void json_finding(struct cli_findings *f,
                         const struct co_shown_finding *finding) {
  fputs("{\"event\": \"finding\", ", f->to);
  cli_json_members(f->to, finding);
  fputs("}\n", f->to);
}

static const struct cli_way lines = {"lines", false, nothing, json_finding,
                                     nothing};

const struct cli_log *cli_log_by_name(const char *name) {
  static const struct cli_log logs[] = {
      {"text", &cli_way_text, false, cli_problem, text_output, text_summary,
       text_failure},
      {"json", &lines, true, json_problem, json_output, json_summary,
       json_failure}};
  for (size_t i = 0; i < sizeof logs / sizeof logs[0]; i++)
    if (strcmp(logs[i].name, name) == 0) return &logs[i];
  return NULL;
}

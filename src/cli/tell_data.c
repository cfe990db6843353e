/* tell_data.c - findings for programs: CSV (RFC 4180, by our own writer,
 * which keeps a spreadsheet from running a cell as a formula) and JSON
 * (RFC 8259, an array with one object on each line; null where a finding has
 * no such place). The code is that of an error (errors.def), of a file or of
 * the run; what is no error has none. */
#include <string.h>

#include "formats.h"
#include "tell.h"
#include "utf8.h"

static const char *const names[] = {"severity", "check", "file",  "sheet",
                                    "cell",     "field", "value", "message",
                                    "remedy",   "code"};
enum { FIELDS = sizeof names / sizeof names[0] };

static void texts_of(const struct co_shown_finding *finding,
                     struct co_str texts[FIELDS]) {
  bool error = co_known_error(finding->check) != NULL;
  const struct co_str all[FIELDS] = {
      co_str_of(co_severity_names[finding->severity]),
      finding->check,
      finding->file,
      finding->sheet,
      finding->cell,
      finding->field,
      finding->value,
      finding->message,
      finding->remedy,
      error ? finding->check : (struct co_str){0}};
  memcpy(texts, all, sizeof all);
}

static bool is_control(uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == CO_UTF8_BAD;
}

/* --- CSV --------------------------------------------------------------------
 */

/* A value may hold what drives a terminal; line breaks may stay. */
static bool is_safe(struct co_str text) {
  bool safe = true;
  const char *end = text.ptr + text.len;
  for (const char *p = text.ptr; p < end && safe;) {
    uint32_t c;
    p += co_utf8_next(p, end, &c);
    safe = c == '\n' || c == '\t' || !is_control(c);
  }
  return safe;
}

static void put_row(struct cli_findings *f, const struct co_str *texts) {
  struct co_arena arena = CO_ARENA_INIT;
  struct co_cell cells[FIELDS];
  struct co_row row = {.row = (uint32_t)f->count++, .cells = cells};
  for (uint32_t i = 0; i < FIELDS; i++)
    if (texts[i].len)
      cells[row.count++] = (struct co_cell){
          .col = i,
          .kind = CO_CELL_TEXT,
          .text = is_safe(texts[i])
                      ? texts[i]
                      : co_str_show(&arena, texts[i], LONGEST_SHOWN)};
  if (f->status == CO_OK) f->status = f->writer->row(f->writer, &row, &f->err);
  co_arena_clear(&arena);
}

static enum co_status begin_csv(struct cli_findings *f, struct co_err *err) {
  struct co_sheet sheet = {.name = CO_LIT("findings")};
  struct co_str heads[FIELDS];
  enum co_status status = co_output_open(&f->output, "-", err);
  if (status == CO_OK)
    status = co_format_by_name("csv")->writer(&f->writer, &f->output, err);
  if (status == CO_OK) status = f->writer->sheet(f->writer, &sheet, err);
  if (status != CO_OK) return status;
  for (size_t i = 0; i < FIELDS; i++)
    heads[i] = co_str_of(names[i]);
  put_row(f, heads);
  return CO_OK;
}

static void tell_csv(struct cli_findings *f,
                     const struct co_shown_finding *finding) {
  struct co_str texts[FIELDS];
  texts_of(finding, texts);
  put_row(f, texts);
}

static enum co_status end_csv(struct cli_findings *f, struct co_err *err) {
  enum co_status status = f->status;
  if (status != CO_OK && err) *err = f->err;
  if (!f->writer) return status;
  if (status == CO_OK) status = f->writer->end(f->writer, err);
  f->writer->free(f->writer);
  if (status == CO_OK) return co_output_commit(&f->output, err);
  co_output_discard(&f->output);
  return status;
}

const struct cli_way cli_way_csv = {"csv", true, begin_csv, tell_csv, end_csv};

/* --- JSON -------------------------------------------------------------------
 */

void cli_json_members(FILE *to, const struct co_shown_finding *finding) {
  struct co_str texts[FIELDS];
  texts_of(finding, texts);
  for (size_t i = 0; i < FIELDS; i++) {
    fprintf(to, "%s\"%s\": ", i ? ", " : "", names[i]);
    if (texts[i].len)
      co_json_text(to, texts[i]);
    else
      fputs("null", to);
  }
}

static enum co_status begin_json(struct cli_findings *f, struct co_err *err) {
  (void)err;
  putc('[', f->to);
  return CO_OK;
}

static void tell_json(struct cli_findings *f,
                      const struct co_shown_finding *finding) {
  fputs(f->count++ ? ",\n{" : "\n{", f->to);
  cli_json_members(f->to, finding);
  putc('}', f->to);
}

static enum co_status end_json(struct cli_findings *f, struct co_err *err) {
  (void)err;
  fputs(f->count ? "\n]\n" : "]\n", f->to);
  return CO_OK;
}

const struct cli_way cli_way_json = {"json", true, begin_json, tell_json,
                                     end_json};

/* --- both ------------------------------------------------------------------
 */

void cli_tell_failure(struct cli_findings *f, const struct co_err *err) {
  const struct co_known_error *error = &co_known_errors[err->code];
  struct co_shown_finding failure = {.severity = CO_ERROR,
                                     .check = co_str_of(error->name),
                                     .message = co_str_of(err->text),
                                     .remedy = co_str_of(error->remedy)};
  if (f->way->is_data) f->way->tell(f, &failure);
}

const struct cli_way *cli_way_by_name(const char *name) {
  static const struct cli_way *const ways[] = {&cli_way_text, &cli_way_csv,
                                               &cli_way_json};
  for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
    if (strcmp(ways[i]->name, name) == 0) return ways[i];
  return NULL;
}

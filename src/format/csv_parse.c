/* csv_parse.c - see csv_parse.h.
 *
 * A state machine over bytes; all that matters to it is ASCII, so a character
 * may be cut between two blocks. Runs of ordinary bytes are added at once.
 *
 * In front of it stands a quick way for records that lie in one block and need
 * no thought: their fields are slices of the block. What it does not take
 * (doubled or stray quotes, line breaks in quotes, a record cut by the end of
 * the block, anything at a limit) it leaves to the machine from the record's
 * first byte on, so both give the same records. */
#include "csv_parse.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "limits.h"

void co_csv_init(struct co_csv_parser *parser, char delimiter,
                 co_csv_take *take, void *user) {
  *parser = (struct co_csv_parser){.delimiter = delimiter,
                                   .max_field = SIZE_MAX,
                                   .max_fields = SIZE_MAX,
                                   .take = take,
                                   .user = user,
                                   .line = 1,
                                   .record_line = 1};
}

void co_csv_clear(struct co_csv_parser *parser) {
  co_buf_clear(&parser->text);
  free(parser->ends);
  free(parser->fields);
  *parser = (struct co_csv_parser){0};
}

static size_t field_start(const struct co_csv_parser *parser) {
  return parser->count ? parser->ends[parser->count - 1] : 0;
}

static enum co_status add(struct co_csv_parser *parser, const char *p, size_t n,
                          struct co_err *err) {
  parser->any = true;
  co_buf_add(&parser->text, p, n);
  if (parser->text.len - field_start(parser) <= parser->max_field) return CO_OK;
  return co_limit_crossed(
      err, CO_X_LIMIT_FIELD_BYTES,
      "line %llu: a field is longer than the limit of %zu bytes",
      (unsigned long long)parser->record_line, parser->max_field);
}

static enum co_status end_field(struct co_csv_parser *parser,
                                struct co_err *err) {
  if (parser->count >= parser->max_fields)
    return co_limit_crossed(
        err, CO_X_LIMIT_COLUMNS,
        "line %llu: there are more columns than the limit of %zu",
        (unsigned long long)parser->record_line, parser->max_fields);
  CO_GROW(parser->ends, parser->count, parser->ends_cap);
  parser->ends[parser->count++] = parser->text.len;
  parser->state = CO_CSV_FIELD;
  return CO_OK;
}

static void reserve_fields(struct co_csv_parser *parser, size_t cap) {
  if (cap <= parser->fields_cap) return;
  parser->fields_cap = cap;
  parser->fields = co_xrealloc(parser->fields, cap * sizeof *parser->fields);
}

/* unended: by the end of the text. */
static enum co_status end_record(struct co_csv_parser *parser, bool unended,
                                 struct co_err *err) {
  size_t start = 0;
  bool open = unended && parser->state == CO_CSV_QUOTED;
  enum co_status status = end_field(parser, err);
  if (status) return status;
  reserve_fields(parser, parser->ends_cap);
  for (size_t i = 0; i < parser->count; i++) {
    parser->fields[i] =
        (struct co_str){parser->text.ptr ? parser->text.ptr + start : "",
                        parser->ends[i] - start};
    start = parser->ends[i];
  }
  struct co_csv_record record = {parser->count,
                                 parser->fields,
                                 parser->record_line,
                                 !parser->any,
                                 parser->stray,
                                 parser->torn,
                                 unended,
                                 open};
  parser->count = parser->text.len = 0;
  parser->any = parser->stray = false;
  parser->torn = 0;
  return parser->take(parser->user, &record, err);
}

static enum co_status quote(struct co_csv_parser *parser, struct co_err *err) {
  parser->any = true;
  switch (parser->state) {
    case CO_CSV_FIELD:
      parser->state = CO_CSV_QUOTED;
      parser->quote_line = parser->line;
      return CO_OK;
    case CO_CSV_QUOTED:
      parser->state = CO_CSV_CLOSED;
      return CO_OK;
    case CO_CSV_CLOSED: /* it was a doubled quote */
      parser->state = CO_CSV_QUOTED;
      return add(parser, "\"", 1, err);
    default:
      parser->stray = true;
      return add(parser, "\"", 1, err);
  }
}

/* A CR or LF. An LF behind a CR belongs to it. */
static enum co_status line_end(struct co_csv_parser *parser, char c,
                               struct co_err *err) {
  bool second = c == '\n' && parser->after_cr;
  enum co_status status = CO_OK;
  parser->after_cr = c == '\r';
  if (!second) parser->line++;
  if (parser->state == CO_CSV_QUOTED) return add(parser, &c, 1, err);
  if (!second) status = end_record(parser, false, err);
  parser->record_line = parser->line;
  return status;
}

/* How many bytes from p are ordinary in this state. */
static size_t ordinary(const struct co_csv_parser *parser, const char *p,
                       size_t len) {
  size_t n = 0;
  char stop = parser->state == CO_CSV_QUOTED ? '"' : parser->delimiter;
  while (n < len && p[n] != stop && p[n] != '"' && p[n] != '\n' && p[n] != '\r')
    n++;
  return n;
}

/* The end of the field at p, which is put in *field; NULL: not the quick way.
 * A field ends at a delimiter or a line end. */
static const char *quick_field(const char *p, const char *end, char delimiter,
                               struct co_str *field) {
  const struct co_bytes plain = {{delimiter, '"', '\n', '\r'}};
  const struct co_bytes quoted = {{'"', '"', '\n', '\r'}};
  if (p == end) return NULL;
  if (*p != '"') {
    const char *stop = co_find_byte(p, end, &plain);
    if (stop == end || *stop == '"') return NULL;
    *field = (struct co_str){p, (size_t)(stop - p)};
    return stop;
  }
  const char *stop = co_find_byte(++p, end, &quoted);
  if (stop == end || *stop != '"') return NULL;
  *field = (struct co_str){p, (size_t)(stop - p)};
  bool over =
      ++stop < end && (*stop == delimiter || *stop == '\n' || *stop == '\r');
  return over ? stop : NULL;
}

/* Splits the record at p; its line end, or NULL: not the quick way. */
static const char *quick_record(struct co_csv_parser *parser, const char *p,
                                const char *end, size_t *count) {
  for (*count = 0;; p++) {
    struct co_str field;
    p = quick_field(p, end, parser->delimiter, &field);
    if (!p || field.len > parser->max_field || *count >= parser->max_fields)
      return NULL;
    if (*count == parser->fields_cap)
      reserve_fields(parser, *count ? 2 * *count : 64);
    parser->fields[(*count)++] = field;
    if (*p != parser->delimiter) return p;
  }
}

/* Whole records from p on; where the machine has to go on. */
static const char *quick_records(struct co_csv_parser *parser, const char *p,
                                 const char *end, enum co_status *status,
                                 struct co_err *err) {
  size_t count;
  const char *stop;
  while (!*status && (stop = quick_record(parser, p, end, &count))) {
    struct co_csv_record record = {
        count, parser->fields, parser->line, stop == p, false, 0, false, false};
    parser->after_cr = *stop == '\r';
    p = stop + 1;
    if (parser->after_cr && p < end && *p == '\n') {
      parser->after_cr = false;
      p++;
    }
    parser->record_line = ++parser->line;
    *status = parser->take(parser->user, &record, err);
  }
  return p;
}

/* What closed the field was no closing quote. Over several lines it is most
 * likely the opening one of another row, unless blanks are all that follows. */
static void text_behind_quote(struct co_csv_parser *parser,
                              struct co_str text) {
  bool blank = !co_str_trim(text).len;
  parser->stray = true;
  parser->state = blank ? CO_CSV_BEHIND : CO_CSV_PLAIN;
  if (!blank && parser->line > parser->quote_line && !parser->torn)
    parser->torn = parser->quote_line;
}

enum co_status co_csv_feed(struct co_csv_parser *parser, struct co_str block,
                           struct co_err *err) {
  enum co_status status = CO_OK;
  const char *end = block.ptr + block.len;
  for (size_t i = 0; !status && i < block.len;) {
    bool between = !parser->any && parser->state == CO_CSV_FIELD;
    if (between && !parser->after_cr) {
      const char *p = quick_records(parser, block.ptr + i, end, &status, err);
      i = (size_t)(p - block.ptr);
      if (status || i == block.len) break;
    }
    char c = block.ptr[i];
    if (c == '\n' || c == '\r') {
      status = line_end(parser, c, err);
      i++;
      continue;
    }
    parser->after_cr = false;
    if (c == '"') {
      status = quote(parser, err);
      i++;
    } else if (c == parser->delimiter && parser->state != CO_CSV_QUOTED) {
      parser->any = true;
      status = end_field(parser, err);
      i++;
    } else {
      size_t n = ordinary(parser, block.ptr + i, block.len - i);
      if (parser->state >= CO_CSV_CLOSED)
        text_behind_quote(parser, (struct co_str){block.ptr + i, n});
      else if (parser->state != CO_CSV_QUOTED)
        parser->state = CO_CSV_PLAIN;
      status = add(parser, block.ptr + i, n, err);
      i += n;
    }
  }
  return status;
}

enum co_status co_csv_finish(struct co_csv_parser *parser, struct co_err *err) {
  bool swallowed = parser->line > parser->quote_line;
  if (parser->state == CO_CSV_QUOTED && swallowed)
    return co_fail(err, CO_X_CSV_QUOTE_OPEN,
                   "line %llu: a quotation mark is opened here and never "
                   "closed; close it, or double it where it is meant as text",
                   (unsigned long long)parser->quote_line);
  if (parser->any) return end_record(parser, true, err);
  return CO_OK;
}

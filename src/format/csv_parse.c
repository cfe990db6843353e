/* csv_parse.c - see csv_parse.h.
 *
 * A state machine over bytes; all that matters to it is ASCII, so a character
 * may be cut between two blocks. Runs of ordinary bytes are added at once. */
#include "csv_parse.h"

#include <stdlib.h>
#include <string.h>

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
  return co_fail(err, CO_ELIMIT,
                 "line %llu: a field is longer than the limit of %zu bytes",
                 (unsigned long long)parser->record_line, parser->max_field);
}

static enum co_status end_field(struct co_csv_parser *parser,
                                struct co_err *err) {
  if (parser->count >= parser->max_fields)
    return co_fail(err, CO_ELIMIT,
                   "line %llu: there are more columns than the limit of %zu",
                   (unsigned long long)parser->record_line, parser->max_fields);
  CO_GROW(parser->ends, parser->count, parser->ends_cap);
  parser->ends[parser->count++] = parser->text.len;
  parser->state = CO_CSV_FIELD;
  return CO_OK;
}

static enum co_status end_record(struct co_csv_parser *parser,
                                 struct co_err *err) {
  size_t start = 0;
  enum co_status status = end_field(parser, err);
  if (status) return status;
  if (parser->fields_cap < parser->ends_cap) {
    parser->fields_cap = parser->ends_cap;
    parser->fields = co_xrealloc(parser->fields,
                                 parser->fields_cap * sizeof *parser->fields);
  }
  for (size_t i = 0; i < parser->count; i++) {
    parser->fields[i] =
        (struct co_str){parser->text.ptr ? parser->text.ptr + start : "",
                        parser->ends[i] - start};
    start = parser->ends[i];
  }
  struct co_csv_record record = {parser->count, parser->fields,
                                 parser->record_line, !parser->any};
  parser->count = parser->text.len = 0;
  parser->any = false;
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
  if (!second) status = end_record(parser, err);
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

enum co_status co_csv_feed(struct co_csv_parser *parser, struct co_str block,
                           struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; !status && i < block.len;) {
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
      if (parser->state != CO_CSV_QUOTED) parser->state = CO_CSV_PLAIN;
      status = add(parser, block.ptr + i, n, err);
      i += n;
    }
  }
  return status;
}

enum co_status co_csv_finish(struct co_csv_parser *parser, struct co_err *err) {
  bool swallowed = parser->line > parser->quote_line;
  if (parser->state == CO_CSV_QUOTED && swallowed)
    return co_fail(err, CO_EINPUT,
                   "line %llu: a quotation mark is opened here and never "
                   "closed; close it, or double it where it is meant as text",
                   (unsigned long long)parser->quote_line);
  if (parser->any) return end_record(parser, err);
  return CO_OK;
}

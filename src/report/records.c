/* records.c - the records of a kind, row by row into a sink.
 *
 * Everything is text: ids keep their zeros and amounts their digits whatever
 * opens the file next. */
#include "records.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "input.h"

static enum co_status put_row(struct co_sink *sink, uint32_t at,
                              const struct co_cell *cells, unsigned count,
                              struct co_err *err) {
  struct co_row row = {.row = at, .count = count, .cells = cells};
  return sink->row(sink, &row, err);
}

static enum co_status put_header(struct co_sink *sink,
                                 const struct co_query *query,
                                 struct co_cell *cells, struct co_err *err) {
  unsigned count = co_query_columns(query);
  for (unsigned i = 0; i < count; i++)
    cells[i] = (struct co_cell){.col = i,
                                .kind = CO_CELL_TEXT,
                                .look = CO_LOOK_HEADER,
                                .text = co_query_name(query, i)};
  return put_row(sink, 0, cells, count, err);
}

/* Figures are numbers, so that a minus is not taken for a formula's. */
static enum co_cell_kind cell_kind(const struct co_kind *kind, unsigned i) {
  return i < kind->field_count && kind->fields[i].type == CO_TYPE_DECIMAL
             ? CO_CELL_NUMBER
             : CO_CELL_TEXT;
}

static enum co_status put_record(struct co_sink *sink, uint32_t at,
                                 const struct co_kind *kind,
                                 struct co_query *query, struct co_cell *cells,
                                 struct co_err *err) {
  unsigned columns = co_query_columns(query), count = 0;
  for (unsigned i = 0; i < columns; i++) {
    struct co_str text = co_query_text(query, i);
    if (text.len)
      cells[count++] =
          (struct co_cell){.col = i, .kind = cell_kind(kind, i), .text = text};
  }
  return put_row(sink, at, cells, count, err);
}

static enum co_status put_all(struct co_sink *sink, const struct co_kind *kind,
                              struct co_query *query, struct co_err *err) {
  unsigned count = co_query_columns(query);
  struct co_cell *cells = co_xcalloc(count, sizeof *cells);
  bool more = true;
  uint32_t at = 0;
  enum co_status status = put_header(sink, query, cells, err);
  if (!status) status = co_query_step(query, &more, err);
  while (!status && more) {
    status = put_record(sink, ++at, kind, query, cells, err);
    if (!status) status = co_query_step(query, &more, err);
  }
  free(cells);
  return status == CO_STOP ? CO_OK : status;
}

enum co_status co_records_write(struct co_store *store,
                                const struct co_kind *kind,
                                struct co_sink *sink, struct co_err *err) {
  struct co_query *query = NULL;
  struct co_sheet sheet = {.name = kind->name};
  enum co_status status = co_query_records(&query, store, kind, err);
  if (!status) status = sink->sheet(sink, &sheet, err);
  if (!status) status = put_all(sink, kind, query, err);
  if (!status) status = sink->end(sink, err);
  co_query_free(query);
  return status;
}

/* No return has these columns at the end of its first line. */
bool co_records_is_ours(const char *path) {
  static const char mark[] = ",_source,_sheet,_cell\r\n";
  enum { HEAD = 16384, MARK = sizeof mark - 1 }; /* names of 200 fields */
  char head[HEAD];
  size_t got = 0;
  struct co_input in;
  if (co_input_open(&in, path, UINT64_MAX, NULL) != CO_OK) return false;
  if (co_input_read(&in, 0, head, HEAD, &got, NULL) != CO_OK) got = 0;
  co_input_close(&in);
  const char *end = got ? memchr(head, '\n', got) : NULL;
  size_t len = end ? (size_t)(end + 1 - head) : 0;
  return len > MARK && memcmp(head + len - MARK, mark, MARK) == 0;
}

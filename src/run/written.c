/* written.c - see written.h.
 *
 * A text file (CSV, or parted by tabs) says less than the cells that it was
 * made of: its reader gives every cell as text, with the apostrophe that
 * disarms a formula, under the file's own name. So both digests of such a file
 * take the cells as CSV has them. Our own files are read back without the
 * limits that are for files from elsewhere. */
#include "written.h"

#include <stdlib.h>
#include <string.h>

#include "ahead.h"
#include "arena.h"
#include "formats.h"
#include "input.h"

/* A sink in front of a digest: cells as CSV has them. */
struct as_csv {
  struct co_sink sink; /* first */
  struct co_digest *digest;
  struct co_arena arena; /* of a row */
};

static enum co_status csv_sheet(struct co_sink *sink,
                                const struct co_sheet *sheet,
                                struct co_err *err) {
  struct co_sink *to = &((struct as_csv *)sink)->digest->sink;
  struct co_sheet nameless = *sheet;
  nameless.name = (struct co_str){0};
  return to->sheet(to, &nameless, err);
}

static enum co_status csv_row(struct co_sink *sink, const struct co_row *row,
                              struct co_err *err) {
  struct as_csv *as = (struct as_csv *)sink;
  struct co_sink *to = &as->digest->sink;
  struct co_cell *cells = CO_NEW_ARRAY(&as->arena, row->count, struct co_cell);
  struct co_row plain = {.row = row->row, .count = row->count, .cells = cells};
  for (uint32_t i = 0; i < row->count; i++) {
    const struct co_cell *cell = &row->cells[i];
    cells[i] = (struct co_cell){.col = cell->col,
                                .kind = CO_CELL_TEXT,
                                .text = co_csv_text(&as->arena, cell)};
  }
  enum co_status status = to->row(to, &plain, err);
  co_arena_reset(&as->arena);
  return status;
}

static enum co_status csv_end(struct co_sink *sink, struct co_err *err) {
  (void)sink;
  (void)err;
  return CO_OK;
}

static void csv_free(struct co_sink *sink) {
  co_arena_clear(&((struct as_csv *)sink)->arena);
  free(sink);
}

/* --- the sink that sums up, by format ------------------------------------- */

static bool is(const struct co_format *format, const char *name) {
  return format && strcmp(format->name, name) == 0;
}

static bool is_text(const struct co_format *format) {
  return is(format, "csv") || is(format, "tab");
}

/* What goes in front of a digest of this format; freed by free_front. */
static struct co_sink *front_of(const struct co_format *format,
                                struct co_digest *digest) {
  co_digest_init(digest);
  if (!is_text(format)) return &digest->sink;
  struct as_csv *as = co_xcalloc(1, sizeof *as);
  as->sink = (struct co_sink){
      .sheet = csv_sheet, .row = csv_row, .end = csv_end, .free = csv_free};
  as->digest = digest;
  return &as->sink;
}

static void free_front(struct co_sink *front) {
  if (front && front->free) front->free(front);
}

/* As much as there is; what our writers never make much of stays limited. */
static struct co_limits no_limits(void) {
  struct co_limits limits = co_limits_default;
  limits.file_bytes = limits.part_bytes = limits.total_bytes = INT64_MAX;
  limits.ratio_floor = limits.cells = INT64_MAX;
  limits.shared_strings = limits.string_bytes = INT64_MAX;
  limits.field_bytes = INT64_MAX;
  limits.rows = INT32_MAX;
  return limits;
}

static enum co_status read_back(const struct co_written *written,
                                struct co_digest *found, struct co_err *err) {
  struct co_limits limits = no_limits();
  struct co_read_options options = {
      .limits = &limits,
      .delimiter = is(written->format, "tab") ? '\t' : ',',
      .ahead = written->threads ? &co_ahead : NULL};
  struct co_sink *front = front_of(written->format, found);
  struct co_input in;
  struct co_err why = {0};
  enum co_status status =
      co_input_open(&in, written->out.temp, UINT64_MAX, &why);
  if (status == CO_OK) {
    status = written->format->read(&in, &options, front, &why);
    co_input_close(&in);
  }
  free_front(front);
  if (status == CO_OK) return CO_OK;
  return co_fail(err, status == CO_EMEMORY ? CO_X_MEMORY : CO_X_OUTPUT_DAMAGED,
                 "'%s' was written but cannot be read back: %s",
                 written->out.target, why.text);
}

static bool as_meant(const struct co_written *written,
                     const struct co_digest *found) {
  const struct co_digest *meant = &written->meant;
  if (written->any_cells && is(written->format, "xlsx"))
    return meant->sheets == found->sheets && meant->rows == found->rows &&
           meant->cells == found->cells;
  return co_digest_equal(meant, found);
}

enum co_status co_written_check(struct co_written *written,
                                struct co_err *err) {
  struct co_digest found;
  co_relay_stop(&written->relay);
  enum co_status status = co_output_finish(&written->out, err);
  bool readable = is(written->format, "xlsx") || is_text(written->format);
  if (status == CO_OK && readable) status = read_back(written, &found, err);
  if (status != CO_OK || !readable) return status;
  if (as_meant(written, &found)) return CO_OK;
  return co_fail(err, CO_X_OUTPUT_DAMAGED,
                 "'%s' was written but does not hold what was meant: read "
                 "back it has %llu cells in %llu rows instead of %llu in %llu, "
                 "or other values in them; the disk may be full",
                 written->out.target, (unsigned long long)found.cells,
                 (unsigned long long)found.rows,
                 (unsigned long long)written->meant.cells,
                 (unsigned long long)written->meant.rows);
}

enum co_status co_written_check_store(struct co_written *written,
                                      struct co_store *store,
                                      struct co_err *err) {
  enum co_status status = co_output_finish(&written->out, err);
  return status == CO_OK ? co_store_verify(store, written->out.temp,
                                           written->out.target, err)
                         : status;
}

enum co_status co_written_new(struct co_written **out, const char *target,
                              const struct co_format *format,
                              const struct co_write_options *options,
                              struct co_err *err) {
  struct co_written *written = co_xcalloc(1, sizeof *written);
  enum co_status status = co_output_open(&written->out, target, err);
  written->format = format;
  written->threads = options->threads;
  written->out.small = options->small;
  *out = written;
  if (status != CO_OK || !format) return status;
  status = format->writer(&written->writer, &written->out, err);
  if (status != CO_OK) return status;
  co_relay_start(&written->relay, written->writer, options->threads);
  co_tee_init(&written->tee, &written->relay.sink,
              front_of(format, &written->meant));
  return CO_OK;
}

void co_written_free(struct co_written *written) {
  if (!written) return;
  co_relay_stop(&written->relay);
  if (written->writer) {
    written->writer->free(written->writer);
    free_front(written->tee.to[1]);
  }
  co_output_discard(&written->out);
  free(written);
}

/* read.c - see read.h.
 *
 * Two passes over the file: the recogniser looks at the beginning of every
 * sheet, then the mapper of the layout that fits sees all of it, with fills
 * and merged cells where that layout asks for them. A file that fails on the
 * way leaves nothing behind but a source and a finding. */
#include "read.h"

#include "fingerprint.h"
#include "input.h"
#include "mapper.h"
#include "str.h"

enum co_status co_run_read(const char *path,
                           const struct co_read_options *options,
                           struct co_sink *sink, const struct co_format **found,
                           struct co_err *err) {
  struct co_input in;
  /* co_read knows the limit of the file's size, and how to raise it */
  enum co_status status = co_input_open(&in, path, UINT64_MAX, err);
  if (status != CO_OK) return status;
  status = co_read(&in, options, sink, found, err);
  if (status == CO_OK) status = co_input_unchanged(&in, err);
  co_input_close(&in);
  return status;
}

/* The layout that fits, or a refusal in err. */
static enum co_status recognise(const struct co_kit *kit, const char *path,
                                const struct co_limits *limits,
                                const struct co_layout **layout,
                                const struct co_format **format,
                                struct co_err *err) {
  struct co_sink *sink = co_recogniser_new(&kit->layouts);
  struct co_read_options options = {.limits = limits,
                                    .properties = kit->layouts.properties};
  enum co_status status = co_run_read(path, &options, sink, format, err);
  if (status == CO_OK) status = co_recogniser_result(sink, layout, err);
  sink->free(sink);
  return status;
}

/* Size and hash stand in the store, so not to know them is a reason to refuse.
 */
static enum co_status look_at(struct co_reading *reading,
                              const struct co_limits *limits,
                              struct co_stamp *stamp, struct co_err *err) {
  struct co_input in;
  enum co_status status = co_input_open(&in, reading->path, UINT64_MAX, err);
  if (status != CO_OK) return status;
  reading->bytes = in.size;
  *stamp = in.stamp;
  if (in.size <= limits->file_bytes)
    status = co_input_sha256(&in, reading->sha256, err);
  co_input_close(&in);
  return status;
}

static enum co_status map_once(const struct co_layout *layout,
                               const struct co_source *source,
                               struct co_intake *intake,
                               struct co_evidence *evidence,
                               const struct co_limits *limits, const char *path,
                               struct co_err *err) {
  struct co_sink *sink = co_mapper_new(layout, source, intake, evidence);
  struct co_read_options options = {
      .limits = limits, .merges = layout->merges, .fills = layout->colours};
  enum co_status status = co_run_read(path, &options, sink, NULL, err);
  sink->free(sink);
  return status;
}

static enum co_status map(const struct co_layout *layout,
                          const struct co_source *source,
                          struct co_intake *intake,
                          const struct co_limits *limits, const char *path,
                          struct co_err *err) {
  struct co_evidence evidence = {.gathering = true};
  enum co_status status = CO_OK;
  if (!layout->dates_declared)
    status = map_once(layout, source, co_intake_nowhere(), &evidence, limits,
                      path, err);
  evidence.gathering = false;
  if (status == CO_OK)
    status = map_once(layout, source, intake, &evidence, limits, path, err);
  co_evidence_clear(&evidence);
  return status;
}

static struct co_source source_of(const struct co_reading *reading) {
  const struct co_format *format = reading->format;
  return (struct co_source){
      .path = co_str_of(reading->path),
      .format = format ? co_str_of(format->name) : (struct co_str){0},
      .outcome = CO_LIT("read"),
      .sha256 = co_str_of(reading->sha256),
      .bytes = reading->bytes};
}

void co_return_read(const struct co_kit *kit, const char *path,
                    const struct co_limits *limits, struct co_intake *intake,
                    struct co_reading *reading) {
  const struct co_layout *layout = NULL;
  struct co_stamp stamp;
  *reading = (struct co_reading){.path = path};
  reading->status = look_at(reading, limits, &stamp, &reading->why);
  if (reading->status == CO_OK)
    reading->status =
        recognise(kit, path, limits, &layout, &reading->format, &reading->why);
  if (reading->status != CO_OK) return;
  struct co_source source = source_of(reading);
  reading->status = map(layout, &source, intake, limits, path, &reading->why);
  if (reading->status == CO_OK)
    reading->status = co_stamp_compare(&stamp, path, &reading->why);
}

/* What stopped a file is a finding, named by the error's code. The messages of
 * readers say already what to do. */
static enum co_status refuse(struct co_store *store,
                             const struct co_reading *reading,
                             struct co_err *err) {
  struct co_intake *intake = co_store_intake(store);
  const struct co_known_error *error = &co_known_errors[reading->why.code];
  struct co_finding finding = {
      .severity = CO_ERROR,
      .check = co_str_of(error->name),
      .row = CO_OWN,
      .col = CO_OWN,
      .message = co_str_of(reading->why.text),
      .remedy = reading->why.code == CO_X_NO_LAYOUT
                    ? co_str_of(error->remedy)
                    : CO_LIT("The file was left out of this run.")};
  struct co_source source = source_of(reading);
  source.outcome = CO_LIT("refused");
  enum co_status status = co_store_mark(store, err);
  if (status == CO_OK) status = intake->source(intake, &source, err);
  if (status == CO_OK) status = intake->finding(intake, &finding, err);
  return status == CO_OK ? co_store_keep(store, err) : status;
}

enum co_status co_return_keep(struct co_store *store,
                              const struct co_reading *reading,
                              struct co_err *err) {
  if (reading->status == CO_OK) return co_store_keep(store, err);
  if (reading->status != CO_EINPUT && reading->status != CO_ELIMIT) {
    if (err) *err = reading->why;
    return reading->status;
  }
  enum co_status status = co_store_undo(store, err);
  return status == CO_OK ? refuse(store, reading, err) : status;
}

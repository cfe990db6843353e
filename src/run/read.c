/* read.c - one return into the store.
 *
 * Two passes over the file: the recogniser looks at the beginning of every
 * sheet, then the mapper of the layout that fits sees all of it. A file that
 * fails on the way leaves nothing behind but a source and a finding. */
#include "read.h"

#include "fingerprint.h"
#include "input.h"
#include "mapper.h"
#include "str.h"

enum co_status co_run_read(const char *path, const struct co_limits *limits,
                           struct co_sink *sink, const struct co_format **found,
                           struct co_err *err) {
  struct co_input in;
  struct co_read_options options = {limits, false};
  /* co_read knows the limit of the file's size, and how to raise it */
  enum co_status status = co_input_open(&in, path, UINT64_MAX, err);
  if (status != CO_OK) return status;
  status = co_read(&in, &options, sink, found, err);
  co_input_close(&in);
  return status;
}

/* The layout that fits, or a refusal in err; *unknown where the file was read
 * but no layout fits. */
static enum co_status recognise(const struct co_kit *kit, const char *path,
                                const struct co_limits *limits,
                                const struct co_layout **layout,
                                const struct co_format **format, bool *unknown,
                                struct co_err *err) {
  struct co_sink *sink = co_recogniser_new(&kit->layouts);
  struct co_str why = {0};
  enum co_status status = co_run_read(path, limits, sink, format, err);
  *layout = NULL;
  if (status == CO_OK) *layout = co_recogniser_result(sink, &why);
  *unknown = status == CO_OK && !*layout;
  if (*unknown) status = co_fail(err, CO_EINPUT, "%.*s", CO_STR(why));
  sink->free(sink);
  return status;
}

/* Size and hash of a file; what cannot be opened has none. */
static void measure(const char *path, const struct co_limits *limits,
                    struct co_source *source, char sha256[CO_SHA256_TEXT]) {
  struct co_input in;
  sha256[0] = '\0';
  if (co_input_open(&in, path, limits->file_bytes, NULL) == CO_OK) {
    source->bytes = in.size;
    co_input_sha256(&in, sha256);
    co_input_close(&in);
  }
  source->sha256 = co_str_of(sha256);
}

static enum co_status map_once(const struct co_layout *layout,
                               const struct co_source *source,
                               struct co_intake *intake,
                               struct co_evidence *evidence,
                               const struct co_limits *limits, const char *path,
                               struct co_err *err) {
  struct co_sink *sink = co_mapper_new(layout, source, intake, evidence);
  enum co_status status = co_run_read(path, limits, sink, NULL, err);
  sink->free(sink);
  return status;
}

static enum co_status map(const struct co_layout *layout,
                          const struct co_source *source,
                          struct co_store *store,
                          const struct co_limits *limits, const char *path,
                          struct co_err *err) {
  struct co_evidence evidence = {.gathering = true};
  enum co_status status = CO_OK;
  if (!layout->dates_declared)
    status = map_once(layout, source, co_intake_nowhere(), &evidence, limits,
                      path, err);
  evidence.gathering = false;
  if (status == CO_OK)
    status = map_once(layout, source, co_store_intake(store), &evidence, limits,
                      path, err);
  co_evidence_clear(&evidence);
  return status;
}

/* The remedy of a refusal follows from where it came from; reader messages
 * carry theirs already. */
static enum co_status refuse(struct co_store *store, struct co_source *source,
                             bool unknown, const struct co_err *why,
                             struct co_err *err) {
  struct co_intake *intake = co_store_intake(store);
  struct co_finding finding = {
      .severity = CO_ERROR,
      .check = unknown                    ? CO_LIT("no_layout")
               : why->status == CO_ELIMIT ? CO_LIT("limit")
                                          : CO_LIT("refused"),
      .row = CO_OWN,
      .col = CO_OWN,
      .message = co_str_of(why->text),
      .remedy = unknown ? CO_LIT("Correct the header, or add a layout for "
                                 "this return to the pack's returns folder.")
                        : CO_LIT("The file was left out of this run.")};
  source->outcome = CO_LIT("refused");
  source->layout = (struct co_str){0};
  enum co_status status = co_store_mark(store, err);
  if (status == CO_OK) status = intake->source(intake, source, err);
  if (status == CO_OK) status = intake->finding(intake, &finding, err);
  return status == CO_OK ? co_store_keep(store, err) : status;
}

enum co_status co_read_return(const struct co_kit *kit, struct co_store *store,
                              const char *path, const struct co_limits *limits,
                              enum co_status *refusal, struct co_err *err) {
  const struct co_layout *layout = NULL;
  const struct co_format *format = NULL;
  struct co_err why = {0};
  bool unknown = false;
  enum co_status status = CO_OK;
  *refusal = recognise(kit, path, limits, &layout, &format, &unknown, &why);
  struct co_source source = {
      .path = co_str_of(path),
      .format = format ? co_str_of(format->name) : (struct co_str){0},
      .outcome = CO_LIT("read")};
  char sha256[CO_SHA256_TEXT];
  measure(path, limits, &source, sha256);
  if (*refusal == CO_OK) {
    status = co_store_mark(store, err);
    if (status != CO_OK) return status;
    *refusal = map(layout, &source, store, limits, path, &why);
    status = *refusal == CO_OK ? co_store_keep(store, err)
                               : co_store_undo(store, err);
  }
  if (status != CO_OK || *refusal == CO_OK) return status;
  if (*refusal != CO_EINPUT && *refusal != CO_ELIMIT) {
    if (err) *err = why;
    return *refusal;
  }
  return refuse(store, &source, unknown, &why, err);
}

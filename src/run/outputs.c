/* outputs.c - see outputs.h. One table of kinds; each kind has a function.
 *
 * Each writes one or more files; co_written (written.h) knows how a file of
 * each kind is read back. */
#include "outputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "output.h"
#include "records.h"
#include "str.h"
#include "temp.h"

/* A further file of the run. */
static enum co_status add_file(struct co_outputs *outputs, const char *target,
                               const char *format, struct co_written **added,
                               struct co_err *err) {
  struct co_written *written = NULL;
  enum co_status status = co_written_new(
      &written, target, format ? co_format_by_name(format) : NULL,
      &(struct co_write_options){outputs->small, outputs->threads}, err);
  CO_GROW(outputs->list, outputs->count, outputs->cap);
  outputs->list[outputs->count++] = written;
  *added = written;
  return status;
}

/* A plan into one file of a format, in a shape. */
static enum co_status write_plan(struct co_outputs *outputs, const char *name,
                                 const char *format, enum co_plan_shape shape,
                                 const struct co_kit *kit,
                                 struct co_store *store, struct co_err *err) {
  struct co_written *file = NULL;
  enum co_status status = add_file(outputs, name, format, &file, err);
  if (status != CO_OK) return status;
  status = co_plan_write(kit->plan, shape, outputs->sheet_rows, store,
                         &file->tee.sink, err);
  return status == CO_OK ? co_written_check(file, err) : status;
}

static enum co_status write_workbook(struct co_outputs *outputs,
                                     const struct co_target *target,
                                     const struct co_kit *kit,
                                     struct co_store *store,
                                     struct co_err *err) {
  return write_plan(outputs, target->name, "xlsx", outputs->workbook, kit,
                    store, err);
}

static enum co_status write_json(struct co_outputs *outputs,
                                 const struct co_target *target,
                                 const struct co_kit *kit,
                                 struct co_store *store, struct co_err *err) {
  return write_plan(outputs, target->name, "json", CO_PLAN_DATA, kit, store,
                    err);
}

static enum co_status write_page(struct co_outputs *outputs,
                                 const struct co_target *target,
                                 const struct co_kit *kit,
                                 struct co_store *store, struct co_err *err) {
  return write_plan(outputs, target->name, "html", CO_PLAN_PAGE, kit, store,
                    err);
}

/* A sink that begins the next CSV file for every sheet. */
struct csv_files {
  struct co_sink sink; /* first */
  struct co_outputs *outputs;
  const struct co_target *target;
  size_t begun;            /* of its files */
  struct co_written *file; /* the open one; or NULL */
};

static enum co_status end_csv(struct csv_files *files, struct co_err *err) {
  struct co_written *file = files->file;
  files->file = NULL;
  if (!file) return CO_OK;
  enum co_status status = file->tee.sink.end(&file->tee.sink, err);
  return status == CO_OK ? co_written_check(file, err) : status;
}

static enum co_status csv_sheet(struct co_sink *sink,
                                const struct co_sheet *sheet,
                                struct co_err *err) {
  struct csv_files *files = (struct csv_files *)sink;
  enum co_status status = end_csv(files, err);
  if (status == CO_OK && files->begun == files->target->count)
    return co_fail(err, CO_X_BUG, "a table has no file");
  if (status == CO_OK)
    status = add_file(files->outputs, files->target->files[files->begun++],
                      "csv", &files->file, err);
  return status == CO_OK
             ? files->file->tee.sink.sheet(&files->file->tee.sink, sheet, err)
             : status;
}

static enum co_status csv_row(struct co_sink *sink, const struct co_row *row,
                              struct co_err *err) {
  struct co_sink *to = &((struct csv_files *)sink)->file->tee.sink;
  return to->row(to, row, err);
}

static enum co_status csv_end(struct co_sink *sink, struct co_err *err) {
  return end_csv((struct csv_files *)sink, err);
}

static enum co_status write_csv(struct co_outputs *outputs,
                                const struct co_target *target,
                                const struct co_kit *kit,
                                struct co_store *store, struct co_err *err) {
  struct csv_files files = {
      .sink = {.sheet = csv_sheet, .row = csv_row, .end = csv_end},
      .outputs = outputs,
      .target = target};
  return co_plan_write(kit->plan, CO_PLAN_DATA, outputs->sheet_rows, store,
                       &files.sink, err);
}

static enum co_status write_kind(struct co_outputs *outputs, const char *path,
                                 const struct co_kind *kind,
                                 struct co_store *store, struct co_err *err) {
  struct co_written *file = NULL;
  enum co_status status = add_file(outputs, path, "csv", &file, err);
  if (status == CO_OK)
    status = co_records_write(store, kind, &file->tee.sink, err);
  return status == CO_OK ? co_written_check(file, err) : status;
}

static enum co_status write_records(struct co_outputs *outputs,
                                    const struct co_target *target,
                                    const struct co_kit *kit,
                                    struct co_store *store,
                                    struct co_err *err) {
  const struct co_model *model = &kit->pack->model;
  enum co_status status = CO_OK;
  for (size_t i = 0; i < model->kind_count && status == CO_OK; i++)
    status =
        write_kind(outputs, target->files[i], &model->kinds[i], store, err);
  return status;
}

static enum co_status write_store(struct co_outputs *outputs,
                                  const struct co_target *target,
                                  const struct co_kit *kit,
                                  struct co_store *store, struct co_err *err) {
  struct co_written *file = NULL;
  (void)kit;
  enum co_status status = add_file(outputs, target->name, NULL, &file, err);
  if (status == CO_OK) status = co_store_copy(store, file->out.temp, err);
  return status == CO_OK ? co_written_check_store(file, store, err) : status;
}

const struct co_output_kind co_output_kinds[] = {
    {".xlsx", "the master workbook, by the report plan", NULL, write_workbook},
    {".csv", "the workbook's tables, each as a file NAME-TABLE.csv",
     co_target_tables, write_csv},
    {".json", "the workbook's tables for programs", NULL, write_json},
    {".html", "a page to read and print, by the report plan", NULL, write_page},
    {"/", "a folder with one CSV file for each kind of record",
     co_target_records, write_records},
    {".sqlite", "everything in one SQLite database", NULL, write_store},
    {NULL, NULL, NULL, NULL}};

/* --- before the reading --------------------------------------------------- */

/* The folder is made now, because its lock stands in it; it goes again if the
 * run fails. */
static enum co_status make_folder(struct co_outputs *outputs, const char *name,
                                  struct co_err *err) {
  if (mkdir(name, 0777) != 0)
    return errno == EEXIST ? CO_OK : co_fail_target(name, err);
  char *made = co_xstrdup(name);
  CO_GROW(outputs->folders, outputs->folder_count, outputs->folder_cap);
  outputs->folders[outputs->folder_count++] = made;
  return co_temp_note(made)
             ? CO_OK
             : co_fail(err, CO_X_LIMIT_OUTPUTS, "too many outputs");
}

static enum co_status lock(struct co_outputs *outputs, const char *target,
                           struct co_err *err) {
  char *path = co_lock_path(target);
  enum co_status status = CO_OK;
  for (size_t i = 0; i < outputs->lock_count && status == CO_OK; i++)
    if (co_same_file(outputs->locks[i].path, path))
      status = co_fail(err, CO_X_OUTPUT_SAME,
                       "'%s' is given twice, under different names", target);
  free(path);
  if (status != CO_OK) return status;
  CO_GROW(outputs->locks, outputs->lock_count, outputs->lock_cap);
  status = co_lock_take(&outputs->locks[outputs->lock_count], target, err);
  outputs->lock_count += status == CO_OK;
  return status;
}

static enum co_status lock_folder(struct co_outputs *outputs, const char *name,
                                  struct co_err *err) {
  struct co_buf path = {0};
  co_buf_printf(&path, "%s%s", name, name[strlen(name) - 1] == '/' ? "" : "/");
  enum co_status status = make_folder(outputs, name, err);
  if (status == CO_OK) status = lock(outputs, path.ptr, err);
  co_buf_clear(&path);
  return status;
}

/* What a dead run left goes now, and not only when the output is opened: the
 * target to be judged may be among it, and the space is wanted. */
static enum co_status begin_one(struct co_outputs *outputs,
                                const struct co_target *target,
                                struct co_err *err) {
  enum co_status status = co_target_is_folder(target)
                              ? lock_folder(outputs, target->name, err)
                              : lock(outputs, target->name, err);
  for (size_t i = 0; i < target->count && status == CO_OK; i++) {
    co_temp_clean(target->files[i]);
    status = co_output_check_target(target->files[i], err);
  }
  return status;
}

static int by_name(const void *a, const void *b) {
  const struct co_target *const *x = a, *const *y = b;
  return strcmp((*x)->name, (*y)->name);
}

/* In the order of their names, so that of two runs with the same outputs one
 * gets all of them. */
enum co_status co_outputs_begin(struct co_outputs *outputs,
                                const struct co_targets *targets,
                                const struct co_run_options *options,
                                struct co_err *err) {
  const struct co_target **list = co_xcalloc(targets->count + 1, sizeof *list);
  enum co_status status = CO_OK;
  for (size_t i = 0; i < targets->count; i++)
    list[i] = &targets->list[i];
  qsort(list, targets->count, sizeof *list, by_name);
  outputs->threads = options->jobs > 1;
  outputs->small = options->small;
  outputs->sheet_rows = (uint32_t)options->limits.sheet_rows;
  outputs->workbook = options->publish ? CO_PLAN_PUBLISH : CO_PLAN_WORKING;
  for (size_t i = 0; i < targets->count && status == CO_OK; i++)
    status = begin_one(outputs, list[i], err);
  free(list);
  return status;
}

enum co_status co_outputs_open_store(struct co_outputs *outputs,
                                     struct co_store **store,
                                     const struct co_model *model,
                                     const char *path, struct co_err *err) {
  struct co_written *file = NULL;
  if (!path) return co_store_open(store, model, NULL, err);
  enum co_status status = add_file(outputs, path, NULL, &file, err);
  if (status != CO_OK) return status;
  struct co_buf journal = {0};
  co_buf_printf(&journal, "%s-journal", file->out.temp);
  outputs->journal = journal.ptr;
  outputs->has_store = true;
  if (!co_temp_note(outputs->journal))
    return co_fail(err, CO_X_LIMIT_OUTPUTS, "too many outputs");
  return co_store_open_copy(store, model, path, file->out.temp, err);
}

/* --- writing and naming --------------------------------------------------- */

enum co_status co_outputs_write(struct co_outputs *outputs,
                                const struct co_targets *targets,
                                const struct co_kit *kit,
                                struct co_store *store, struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < targets->count && status == CO_OK; i++) {
    const struct co_target *target = &targets->list[i];
    if (target->kind)
      status = target->kind->write(outputs, target, kit, store, err);
  }
  return status;
}

static void tell(const struct co_outputs *outputs,
                 const struct co_run_events *events) {
  for (size_t i = outputs->has_store; i < outputs->count; i++)
    if (events->output)
      events->output(events->context, outputs->list[i]->out.target);
}

enum co_status co_outputs_commit(struct co_outputs *outputs,
                                 struct co_store *store,
                                 const struct co_run_events *events,
                                 struct co_err *err) {
  size_t count = outputs->count;
  struct co_output **list = co_xcalloc(count + 1, sizeof *list);
  enum co_status status = CO_OK;
  for (size_t i = 0; i < count; i++)
    list[i] = &outputs->list[i]->out;
  if (outputs->has_store)
    status = co_written_check_store(outputs->list[0], store, err);
  if (status == CO_OK) status = co_output_publish(list, count, err);
  if (status == CO_OK) tell(outputs, events);
  free(list);
  return status;
}

void co_outputs_clear(struct co_outputs *outputs) {
  for (size_t i = 0; i < outputs->count; i++)
    co_written_free(outputs->list[i]);
  if (outputs->journal) {
    unlink(outputs->journal);
    co_temp_forget(outputs->journal);
  }
  for (size_t i = 0; i < outputs->lock_count; i++)
    co_lock_release(&outputs->locks[i]);
  for (size_t i = outputs->folder_count; i-- > 0;) {
    rmdir(outputs->folders[i]); /* fails where something is in it */
    co_temp_forget(outputs->folders[i]);
    free(outputs->folders[i]);
  }
  free(outputs->journal);
  free(outputs->list);
  free(outputs->locks);
  free(outputs->folders);
  *outputs = (struct co_outputs){0};
}

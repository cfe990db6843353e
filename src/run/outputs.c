/* outputs.c - see outputs.h. One table of kinds; each kind has a function.
 *
 * The workbook is read back with our own reader and compared with what was
 * meant before it may have its name: the library that writes it calls many a
 * failed write a success. */
#include "outputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest.h"
#include "input.h"
#include "inputs.h"
#include "records.h"
#include "str.h"

static struct co_output *add_output(struct co_outputs *outputs) {
  CO_GROW(outputs->list, outputs->count, outputs->cap);
  struct co_output *out = &outputs->list[outputs->count++];
  *out = (struct co_output){0};
  return out;
}

static enum co_status read_back(const char *temp, const char *name,
                                const struct co_digest *meant,
                                const struct co_limits *limits,
                                struct co_err *err) {
  struct co_digest found;
  co_digest_init(&found);
  enum co_status status = co_run_read(temp, limits, &found.sink, NULL, err);
  if (status != CO_OK) {
    co_err_prefix(err, "%s was written but cannot be read back", name);
    return CO_EOUTPUT;
  }
  if (!co_digest_equal(meant, &found))
    return co_fail(
        err, CO_EOUTPUT,
        "%s was written but does not hold what was meant: %llu of "
        "%llu cells in %llu of %llu rows came back as they should "
        "not; the disk may be full",
        name, (unsigned long long)found.cells, (unsigned long long)meant->cells,
        (unsigned long long)found.rows, (unsigned long long)meant->rows);
  return CO_OK;
}

/* A plan into one file of a format, in a shape. */
static enum co_status write_plan(struct co_outputs *outputs, const char *name,
                                 const char *format, enum co_plan_shape shape,
                                 const struct co_kit *kit,
                                 struct co_store *store, struct co_err *err) {
  struct co_output *out = add_output(outputs);
  struct co_sink *writer = NULL;
  enum co_status status = co_output_open(out, name, err);
  if (status == CO_OK)
    status = co_format_by_name(format)->writer(&writer, out, err);
  if (status != CO_OK) return status;
  status = co_plan_write(kit->plan, shape, CO_SHEET_ROWS, store, writer, err);
  writer->free(writer);
  return status;
}

static enum co_status write_json(struct co_outputs *outputs, const char *name,
                                 const struct co_kit *kit,
                                 struct co_store *store,
                                 const struct co_limits *limits,
                                 struct co_err *err) {
  (void)limits;
  return write_plan(outputs, name, "json", CO_PLAN_DATA, kit, store, err);
}

static enum co_status write_page(struct co_outputs *outputs, const char *name,
                                 const struct co_kit *kit,
                                 struct co_store *store,
                                 const struct co_limits *limits,
                                 struct co_err *err) {
  (void)limits;
  return write_plan(outputs, name, "html", CO_PLAN_PAGE, kit, store, err);
}

/* A sink that begins a CSV file for every sheet. */
struct csv_files {
  struct co_sink sink; /* first */
  struct co_outputs *outputs;
  const char *name;       /* as the user gave it: master.csv */
  struct co_sink *writer; /* of the open file; or NULL */
};

/* master.csv and 'On hold' make master-On-hold.csv. */
static char *csv_name(struct co_arena *arena, const char *name,
                      struct co_str sheet) {
  size_t stem = strlen(name) - strlen(".csv");
  char *part = co_arena_cstr(arena, sheet);
  for (char *p = part; *p; p++)
    if ((unsigned char)*p < 0x80 && !strchr("()-_.", *p) &&
        !(*p >= '0' && *p <= '9') &&
        !((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z'))
      *p = '-';
  struct co_str path =
      co_arena_printf(arena, "%.*s-%s.csv", (int)stem, name, part);
  return co_arena_cstr(arena, path);
}

static enum co_status end_csv(struct csv_files *files, struct co_err *err) {
  enum co_status status = CO_OK;
  if (!files->writer) return CO_OK;
  status = files->writer->end(files->writer, err);
  files->writer->free(files->writer);
  files->writer = NULL;
  return status;
}

static enum co_status csv_sheet(struct co_sink *sink,
                                const struct co_sheet *sheet,
                                struct co_err *err) {
  struct csv_files *files = (struct csv_files *)sink;
  struct co_arena arena = CO_ARENA_INIT;
  enum co_status status = end_csv(files, err);
  struct co_output *out = add_output(files->outputs);
  const char *name = csv_name(&arena, files->name, sheet->name);
  if (status == CO_OK) status = co_output_open(out, name, err);
  if (status == CO_OK)
    status = co_format_by_name("csv")->writer(&files->writer, out, err);
  if (status == CO_OK) status = files->writer->sheet(files->writer, sheet, err);
  co_arena_clear(&arena);
  return status;
}

static enum co_status csv_row(struct co_sink *sink, const struct co_row *row,
                              struct co_err *err) {
  struct csv_files *files = (struct csv_files *)sink;
  return files->writer->row(files->writer, row, err);
}

static enum co_status csv_end(struct co_sink *sink, struct co_err *err) {
  return end_csv((struct csv_files *)sink, err);
}

static enum co_status write_csv(struct co_outputs *outputs, const char *name,
                                const struct co_kit *kit,
                                struct co_store *store,
                                const struct co_limits *limits,
                                struct co_err *err) {
  (void)limits;
  struct csv_files files = {
      .sink = {.sheet = csv_sheet, .row = csv_row, .end = csv_end},
      .outputs = outputs,
      .name = name};
  enum co_status status = co_plan_write(kit->plan, CO_PLAN_DATA, CO_SHEET_ROWS,
                                        store, &files.sink, err);
  if (files.writer) files.writer->free(files.writer);
  return status;
}

static enum co_status write_workbook(struct co_outputs *outputs,
                                     const char *name, const struct co_kit *kit,
                                     struct co_store *store,
                                     const struct co_limits *limits,
                                     struct co_err *err) {
  struct co_output *out = add_output(outputs);
  struct co_sink *writer = NULL;
  struct co_digest meant;
  struct co_tee tee;
  enum co_status status = co_output_open(out, name, err);
  out->small = outputs->small;
  if (status == CO_OK)
    status = co_format_by_name("xlsx")->writer(&writer, out, err);
  if (status != CO_OK) return status;
  co_digest_init(&meant);
  co_tee_init(&tee, writer, &meant.sink);
  status = co_plan_write(kit->plan, outputs->workbook, limits->sheet_rows,
                         store, &tee.sink, err);
  writer->free(writer);
  return status == CO_OK ? read_back(out->temp, name, &meant, limits, err)
                         : status;
}

static enum co_status make_folder(const char *name, struct co_err *err) {
  if (mkdir(name, 0777) == 0 || errno == EEXIST) return CO_OK;
  return co_fail(err, CO_EOUTPUT, "%s: the folder cannot be made: %s", name,
                 strerror(errno));
}

static enum co_status write_kind(struct co_outputs *outputs, const char *folder,
                                 const struct co_kind *kind,
                                 struct co_store *store, struct co_err *err) {
  struct co_arena arena = CO_ARENA_INIT;
  struct co_output *out = add_output(outputs);
  struct co_sink *writer = NULL;
  struct co_str path =
      co_arena_printf(&arena, "%s/%.*s.csv", folder, CO_STR(kind->name));
  enum co_status status = co_output_open(out, path.ptr, err);
  if (status == CO_OK)
    status = co_format_by_name("csv")->writer(&writer, out, err);
  if (status == CO_OK) {
    status = co_records_write(store, kind, writer, err);
    writer->free(writer);
  }
  co_arena_clear(&arena);
  return status;
}

static enum co_status write_records(struct co_outputs *outputs,
                                    const char *name, const struct co_kit *kit,
                                    struct co_store *store,
                                    const struct co_limits *limits,
                                    struct co_err *err) {
  const struct co_model *model = &kit->pack->model;
  (void)limits;
  char *folder = co_xstrdup(name);
  for (size_t n = strlen(folder); n > 1 && folder[n - 1] == '/'; n--)
    folder[n - 1] = 0;
  enum co_status status = make_folder(folder, err);
  for (size_t i = 0; i < model->kind_count && status == CO_OK; i++)
    status = write_kind(outputs, folder, &model->kinds[i], store, err);
  free(folder);
  return status;
}

static enum co_status write_store(struct co_outputs *outputs, const char *name,
                                  const struct co_kit *kit,
                                  struct co_store *store,
                                  const struct co_limits *limits,
                                  struct co_err *err) {
  (void)kit;
  (void)limits;
  struct co_output *out = add_output(outputs);
  enum co_status status = co_output_open(out, name, err);
  return status == CO_OK ? co_store_copy(store, out->temp, err) : status;
}

const struct co_output_kind co_output_kinds[] = {
    {".xlsx", "the master workbook, by the report plan", write_workbook},
    {".csv", "the workbook's tables, each as a file NAME-TABLE.csv", write_csv},
    {".json", "the workbook's tables for programs", write_json},
    {".html", "a page to read and print, by the report plan", write_page},
    {"/", "a folder with one CSV file for each kind of record", write_records},
    {".sqlite", "everything in one SQLite database", write_store},
    {NULL, NULL, NULL}};

static bool is_existing_folder(const char *name) {
  struct stat st;
  return stat(name, &st) == 0 && S_ISDIR(st.st_mode);
}

static const struct co_output_kind *kind_of(const char *name) {
  size_t len = strlen(name);
  const char *suffix = is_existing_folder(name) ? "/" : name;
  size_t suffix_len = suffix == name ? len : 1;
  for (size_t i = 0; co_output_kinds[i].suffix; i++) {
    size_t n = strlen(co_output_kinds[i].suffix);
    if (suffix_len >= n &&
        strcmp(suffix + suffix_len - n, co_output_kinds[i].suffix) == 0)
      return &co_output_kinds[i];
  }
  return NULL;
}

/* One name of an output: its kind, no input, no other output, not the store. */
static enum co_status check_name(const struct co_run_options *options,
                                 size_t index, const char *const *inputs,
                                 size_t input_count, struct co_err *err) {
  const char *name = options->outputs[index];
  if (!kind_of(name))
    return co_fail(err, CO_EUSAGE,
                   "-o %s: what to write there is told by the name: "
                   "NAME.xlsx is a workbook, NAME.csv, NAME.json and "
                   "NAME.html are its tables, NAME/ is a folder of records, "
                   "NAME.sqlite a database",
                   name);
  for (size_t j = 0; j < input_count; j++)
    if (co_same_file(name, inputs[j]))
      return co_fail(err, CO_EUSAGE,
                     "-o %s is one of the returns: choose another name", name);
  for (size_t j = 0; j < index; j++)
    if (strcmp(name, options->outputs[j]) == 0 ||
        co_same_file(name, options->outputs[j]))
      return co_fail(err, CO_EUSAGE, "-o %s is given twice", name);
  if (options->store &&
      (strcmp(name, options->store) == 0 || co_same_file(name, options->store)))
    return co_fail(err, CO_EUSAGE,
                   "-o %s is the store of this run: choose another name", name);
  return CO_OK;
}

enum co_status co_outputs_check(const struct co_run_options *options,
                                const char *const *inputs, size_t input_count,
                                struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < options->output_count && status == CO_OK; i++)
    status = check_name(options, i, inputs, input_count, err);
  return status;
}

enum co_status co_outputs_write(struct co_outputs *outputs, const char *name,
                                const struct co_kit *kit,
                                struct co_store *store,
                                const struct co_limits *limits,
                                struct co_err *err) {
  return kind_of(name)->write(outputs, name, kit, store, limits, err);
}

enum co_status co_outputs_commit(struct co_outputs *outputs,
                                 const struct co_run_events *events,
                                 struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < outputs->count && status == CO_OK; i++) {
    char *target = co_xstrdup(outputs->list[i].target);
    status = co_output_commit(&outputs->list[i], err);
    if (status == CO_OK && events->output)
      events->output(events->context, target);
    free(target);
  }
  return status;
}

void co_outputs_clear(struct co_outputs *outputs) {
  for (size_t i = 0; i < outputs->count; i++)
    co_output_discard(&outputs->list[i]);
  free(outputs->list);
  *outputs = (struct co_outputs){0};
}

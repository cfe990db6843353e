/* inputs.c - see inputs.h. */
#include "inputs.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "collate/format.h"
#include "findings.h"
#include "records.h"
#include "str.h"

/* Folders inside folders: more is taken for a loop of links. */
enum { FOLDER_DEPTH = 16, INPUT_LIMIT = 100000 };

static enum co_status add_path(struct co_inputs *inputs, struct co_str path,
                               struct co_err *err) {
  if (inputs->count >= INPUT_LIMIT)
    return co_fail(err, CO_X_LIMIT_INPUTS, "more than %d input files",
                   INPUT_LIMIT);
  CO_GROW(inputs->paths, inputs->count, inputs->cap);
  inputs->paths[inputs->count++] = co_arena_cstr(&inputs->arena, path);
  return CO_OK;
}

static bool is_folder(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_hidden(const char *name) {
  return name[0] == '.' || strncmp(name, "~$", 2) == 0;
}

static bool is_wanted(const char *name) {
  const struct co_format *format = co_format_by_path(name);
  return (format && format->read) || co_format_is_refused(name);
}

static void pass_over(struct co_inputs *inputs, const char *path,
                      const char *finding) {
  CO_GROW(inputs->untaken, inputs->untaken_count, inputs->untaken_cap);
  inputs->untaken[inputs->untaken_count++] = (struct co_untaken){
      co_arena_cstr(&inputs->arena, co_str_of(path)), finding};
}

/* The target that is this file or folder; NULL where there is none. */
static const struct co_target *target_at(const struct co_inputs *inputs,
                                         const char *path) {
  size_t count = inputs->targets ? inputs->targets->count : 0;
  for (size_t i = 0; i < count; i++)
    if (co_same_file(inputs->targets->list[i].name, path))
      return &inputs->targets->list[i];
  return NULL;
}

static bool is_records_folder(const struct co_inputs *inputs,
                              const char *folder) {
  const struct co_target *target = target_at(inputs, folder);
  return target && co_target_is_folder(target);
}

/* By --force all that has an output's name is replaced, whatever it is. */
static bool is_replaced(const struct co_inputs *inputs, const char *path) {
  return inputs->targets && inputs->targets->force &&
         co_targets_have(inputs->targets, path);
}

/* What an earlier run wrote there, by the mark that it has: the records in
 * their folder, or a workbook. A return that has an output's name stays an
 * input, and the run is refused for it. */
static bool is_output(const struct co_inputs *inputs, bool among_records,
                      const char *path) {
  if (is_replaced(inputs, path)) return true;
  if (among_records) return co_records_is_ours(path);
  return target_at(inputs, path) && co_workbook_is_ours(path);
}

/* By errno. */
static enum co_status cannot_read(const char *path, struct co_err *err) {
  if (errno == ENOMEM) co_out_of_memory();
  return co_fail(err, CO_X_FOLDER_UNREADABLE,
                 "%s: the folder cannot be read: %s", path, strerror(errno));
}

/* What is closed to us is refused as a return is when it is read, and the rest
 * is done: many a share has a lost+found. */
static enum co_status add_closed(struct co_inputs *inputs, const char *path,
                                 struct co_err *err) {
  return errno == EACCES ? add_path(inputs, co_str_of(path), err)
                         : cannot_read(path, err);
}

/* NULL at the end. A folder that cannot be read on is no shorter folder. */
static enum co_status next(DIR *dir, const char *folder, struct dirent **entry,
                           struct co_err *err) {
  errno = 0;
  *entry = readdir(dir);
  return *entry || !errno ? CO_OK : cannot_read(folder, err);
}

static enum co_status add_folder(struct co_inputs *inputs, const char *folder,
                                 int depth, struct co_err *err);

/* Whether a folder is one that it lies in: a link back. */
static bool leads_back(struct co_inputs *inputs, struct co_str path) {
  char *above = co_arena_cstr(&inputs->arena, path);
  for (char *slash; (slash = strrchr(above, '/')) && slash > above;) {
    *slash = '\0';
    if (co_same_file(above, path.ptr)) return true;
  }
  return false;
}

/* A return, a folder of them, or something else, which is told. What it is
 * must be known: it could be a folder. A link to nothing is none. */
static enum co_status add_entry(struct co_inputs *inputs, struct co_str path,
                                const char *name, int depth,
                                struct co_err *err) {
  struct stat info;
  bool known = stat(path.ptr, &info) == 0;
  bool folder = known && S_ISDIR(info.st_mode);
  if (folder && depth < FOLDER_DEPTH && !leads_back(inputs, path))
    return add_folder(inputs, path.ptr, depth + 1, err);
  if (!folder && is_wanted(name)) return add_path(inputs, path, err);
  if (!known && errno != ENOENT && errno != ELOOP)
    return add_closed(inputs, path.ptr, err);
  if (!target_at(inputs, path.ptr)) pass_over(inputs, path.ptr, "passed_over");
  return CO_OK;
}

static enum co_status add_entries(struct co_inputs *inputs, DIR *dir,
                                  const char *folder, int depth,
                                  bool among_records, struct co_err *err) {
  size_t len = strlen(folder);
  const char *slash = len && folder[len - 1] == '/' ? "" : "/";
  struct dirent *entry;
  enum co_status status;
  while ((status = next(dir, folder, &entry, err)) == CO_OK && entry) {
    if (is_hidden(entry->d_name)) continue;
    struct co_str path =
        co_arena_printf(&inputs->arena, "%s%s%s", folder, slash, entry->d_name);
    if (is_output(inputs, among_records, path.ptr)) continue;
    status = add_entry(inputs, path, entry->d_name, depth, err);
    if (status != CO_OK) break;
  }
  return status;
}

static enum co_status add_folder(struct co_inputs *inputs, const char *folder,
                                 int depth, struct co_err *err) {
  size_t before = inputs->count;
  bool among_records = is_records_folder(inputs, folder);
  enum co_status status =
      inputs->targets ? co_targets_check_folder(inputs->targets, folder, err)
                      : CO_OK;
  if (status != CO_OK) return status;
  DIR *dir = opendir(folder);
  if (!dir) return add_closed(inputs, folder, err);
  status = add_entries(inputs, dir, folder, depth, among_records, err);
  closedir(dir);
  if (status == CO_OK && inputs->count == before && !among_records)
    pass_over(inputs, folder, "folder_without_returns");
  return status;
}

/* How far a character moves a path back: slashes and the dot of the ending the
 * least. 'in/hr.csv' comes before 'in v2/hr.csv', 'hr.xlsx' before 'hr v2.xlsx'
 * and 'hr (2).xlsx': of a return that was sent again the later one counts. */
static int rank(const char *at, const char *ending) {
  if (at == ending) return 1;
  return *at == '/' ? 2 : *at ? (unsigned char)*at + 2 : 0;
}

/* The dot of a name's ending; NULL where it has none. */
static const char *ending_of(const char *path) {
  const char *slash = strrchr(path, '/');
  return strrchr(slash ? slash : path, '.');
}

static int compare(const void *a, const void *b) {
  const char *x = *(const char *const *)a, *y = *(const char *const *)b;
  const char *x_end = ending_of(x), *y_end = ending_of(y);
  while (*x && rank(x, x_end) == rank(y, y_end))
    x++, y++;
  return rank(x, x_end) - rank(y, y_end);
}

static int compare_untaken(const void *a, const void *b) {
  const struct co_untaken *x = a, *y = b;
  return strcmp(x->path, y->path);
}

/* A file's identity, whatever it is called; 0 and 0 for one that is not there.
 */
struct identity {
  dev_t device;
  ino_t inode;
  size_t index;
};

static int compare_identities(const void *a, const void *b) {
  const struct identity *x = a, *y = b;
  if (x->device != y->device) return x->device < y->device ? -1 : 1;
  if (x->inode != y->inode) return x->inode < y->inode ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* Drops every path but the first that leads to the same file. */
static void drop_doubles(struct co_inputs *inputs) {
  size_t count = inputs->count, kept = 0;
  struct identity *ids = co_xcalloc(count + 1, sizeof *ids);
  for (size_t i = 0; i < count; i++) {
    struct stat st;
    ids[i].index = i;
    if (stat(inputs->paths[i], &st) != 0) continue;
    ids[i].device = st.st_dev;
    ids[i].inode = st.st_ino;
  }
  qsort(ids, count, sizeof *ids, compare_identities);
  for (size_t i = 1; i < count; i++)
    if (ids[i].inode && ids[i].inode == ids[i - 1].inode &&
        ids[i].device == ids[i - 1].device)
      inputs->paths[ids[i].index] = NULL;
  for (size_t i = 0; i < count; i++)
    if (inputs->paths[i]) inputs->paths[kept++] = inputs->paths[i];
  inputs->count = kept;
  free(ids);
}

enum co_status co_inputs_find(struct co_inputs *inputs,
                              const char *const *names, size_t count,
                              const struct co_targets *targets,
                              struct co_err *err) {
  enum co_status status = CO_OK;
  *inputs = (struct co_inputs){.targets = targets};
  for (size_t i = 0; i < count && status == CO_OK; i++) {
    if (!names[i][0])
      return co_fail(err, CO_X_ARGUMENTS, "the name of an input is empty");
    if (is_folder(names[i]))
      status = add_folder(inputs, names[i], 0, err);
    else if (!is_replaced(inputs, names[i]))
      status = add_path(inputs, co_str_of(names[i]), err);
  }
  if (inputs->count > 1)
    qsort(inputs->paths, inputs->count, sizeof *inputs->paths, compare);
  if (inputs->untaken_count > 1)
    qsort(inputs->untaken, inputs->untaken_count, sizeof *inputs->untaken,
          compare_untaken);
  drop_doubles(inputs);
  return status;
}

static enum co_status tell_one(const struct co_untaken *untaken,
                               struct co_store *store, struct co_err *err) {
  struct co_arena arena = CO_ARENA_INIT;
  struct co_str path = co_str_show(&arena, co_str_of(untaken->path), 200);
  struct co_finding finding = co_finding_of(untaken->finding);
  finding.message = co_arena_printf(&arena,
                                    finding.severity == CO_WARNING
                                        ? "The folder %.*s holds no return."
                                        : "%.*s was passed over and not read.",
                                    CO_STR(path));
  enum co_status status = co_store_source_finding(store, 0, &finding, err);
  co_arena_clear(&arena);
  return status;
}

/* What was met twice is told once. */
enum co_status co_inputs_tell(const struct co_inputs *inputs,
                              struct co_store *store, struct co_err *err) {
  const struct co_untaken *list = inputs->untaken;
  enum co_status status = CO_OK;
  for (size_t i = 0; i < inputs->untaken_count && status == CO_OK; i++)
    if (!i || strcmp(list[i - 1].path, list[i].path) != 0)
      status = tell_one(&list[i], store, err);
  return status;
}

void co_inputs_clear(struct co_inputs *inputs) {
  free(inputs->paths);
  free(inputs->untaken);
  co_arena_clear(&inputs->arena);
  *inputs = (struct co_inputs){0};
}

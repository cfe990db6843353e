/* targets.c - see targets.h. */
#include "targets.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ascii.h"
#include "outputs.h"
#include "str.h"

bool co_same_file(const char *a, const char *b) {
  struct stat sa, sb;
  return stat(a, &sa) == 0 && stat(b, &sb) == 0 && sa.st_dev == sb.st_dev &&
         sa.st_ino == sb.st_ino;
}

static bool is_same(const char *a, const char *b) {
  return strcmp(a, b) == 0 || co_same_file(a, b);
}

/* --- naming --------------------------------------------------------------- */

/* In any case, as the endings of inputs. */
static const struct co_output_kind *kind_with(const char *name) {
  size_t len = strlen(name);
  for (size_t i = 0; co_output_kinds[i].suffix; i++) {
    size_t n = strlen(co_output_kinds[i].suffix);
    if (len >= n && strcasecmp(name + len - n, co_output_kinds[i].suffix) == 0)
      return &co_output_kinds[i];
  }
  return NULL;
}

/* In "$NAME.xlsx" and "$FOLDER/" the variable may not be set. */
static bool has_stem(const char *name, const char *suffix) {
  size_t stem = strlen(name) - strlen(suffix);
  return stem && (*suffix == '/' || name[stem - 1] != '/');
}

/* A folder that is there takes the records without a slash behind its name. */
static const struct co_output_kind *kind_of(const char *name) {
  const struct co_output_kind *kind = kind_with(name);
  struct stat st;
  if (kind) return has_stem(name, kind->suffix) ? kind : NULL;
  bool folder = stat(name, &st) == 0 && S_ISDIR(st.st_mode);
  return folder ? kind_with("/") : NULL;
}

bool co_target_is_folder(const struct co_target *target) {
  return target->kind && target->kind->name_files == co_target_records;
}

static void add_file(struct co_target *target, const char *path) {
  CO_GROW(target->files, target->count, target->cap);
  target->files[target->count++] = path;
}

void co_target_records(struct co_targets *targets, struct co_target *target,
                       const struct co_kit *kit) {
  const struct co_model *model = &kit->pack->model;
  const char *name = target->name;
  const char *slash = name[strlen(name) - 1] == '/' ? "" : "/";
  for (size_t i = 0; i < model->kind_count; i++)
    add_file(target, co_arena_printf(&targets->arena, "%s%s%.*s.csv", name,
                                     slash, CO_STR(model->kinds[i].name))
                         .ptr);
}

/* 'On hold' as a part of a file's name: On-hold. */
static char *file_part(struct co_arena *arena, struct co_str table) {
  char *part = co_arena_cstr(arena, table);
  for (char *p = part; *p; p++)
    if ((unsigned char)*p < 0x80 && !strchr("()-_.", *p) && !co_is_digit(*p) &&
        !co_is_letter(*p))
      *p = '-';
  return part;
}

/* Some file systems take capitals and small letters for the same. */
static bool is_taken(const struct co_target *target, const char *path) {
  for (size_t i = 0; i < target->count; i++)
    if (strcasecmp(target->files[i], path) == 0) return true;
  return false;
}

/* master.csv and 'On hold' make master-On-hold.csv; names that come out the
 * same are numbered in the order of the plan. */
static const char *table_file(struct co_arena *arena,
                              const struct co_target *target,
                              struct co_str table) {
  const char *name = target->name, *part = file_part(arena, table);
  int stem = (int)(strlen(name) - strlen(target->kind->suffix));
  const char *path =
      co_arena_printf(arena, "%.*s-%s.csv", stem, name, part).ptr;
  for (unsigned n = 2; is_taken(target, path); n++)
    path = co_arena_printf(arena, "%.*s-%s-%u.csv", stem, name, part, n).ptr;
  return path;
}

void co_target_tables(struct co_targets *targets, struct co_target *target,
                      const struct co_kit *kit) {
  size_t count;
  const struct co_str *tables =
      co_plan_tables(kit->plan, &targets->arena, &count);
  for (size_t i = 0; i < count; i++)
    add_file(target, table_file(&targets->arena, target, tables[i]));
}

static enum co_status find_one(struct co_targets *targets, const char *name,
                               const struct co_kit *kit, struct co_err *err) {
  struct co_target *target = &targets->list[targets->count];
  *target = (struct co_target){.name = name, .kind = kind_of(name)};
  if (!target->kind)
    return co_fail(err, CO_X_OUTPUT_KIND,
                   "-o %s: what to write there is told by the name: "
                   "NAME.xlsx is a workbook, NAME.csv, NAME.json and "
                   "NAME.html are its tables, NAME/ is a folder of records, "
                   "NAME.sqlite a database",
                   name);
  targets->count++;
  if (target->kind->name_files)
    target->kind->name_files(targets, target, kit);
  else
    add_file(target, name);
  return CO_OK;
}

enum co_status co_targets_find(struct co_targets *targets,
                               const struct co_run_options *options,
                               const struct co_kit *kit, struct co_err *err) {
  enum co_status status = CO_OK;
  *targets = (struct co_targets){
      .list = co_xcalloc(options->output_count + 1, sizeof *targets->list),
      .force = options->force};
  for (size_t i = 0; i < options->output_count && status == CO_OK; i++)
    status = find_one(targets, options->outputs[i], kit, err);
  if (status != CO_OK || !options->store) return status;
  struct co_target *store = &targets->list[targets->count++];
  *store = (struct co_target){.name = options->store};
  add_file(store, options->store);
  return CO_OK;
}

bool co_targets_have(const struct co_targets *targets, const char *path) {
  for (size_t i = 0; i < targets->count; i++)
    for (size_t k = 0; k < targets->list[i].count; k++)
      if (co_same_file(targets->list[i].files[k], path)) return true;
  return false;
}

void co_targets_clear(struct co_targets *targets) {
  for (size_t i = 0; i < targets->count; i++)
    free(targets->list[i].files);
  free(targets->list);
  co_arena_clear(&targets->arena);
  *targets = (struct co_targets){0};
}

/* --- checking ------------------------------------------------------------- */

static const char *option_of(const struct co_target *target) {
  return target->kind ? "-o" : "--store";
}

static enum co_status is_return(const struct co_target *target,
                                const char *file, struct co_err *err) {
  const char *option = option_of(target);
  if (file == target->name)
    return co_fail(err, CO_X_OUTPUT_SAME,
                   "%s %s is one of the returns: choose another name", option,
                   file);
  return co_fail(err, CO_X_OUTPUT_SAME,
                 "%s %s would replace '%s', which is one of the returns: "
                 "choose a name outside their folders; if an earlier run wrote "
                 "that file, replace it with --force",
                 option, target->name, file);
}

/* A file of an output against the returns. */
static enum co_status check_inputs(const struct co_target *target,
                                   const char *file, const char *const *inputs,
                                   size_t count, struct co_err *err) {
  if (access(file, F_OK) != 0) return CO_OK;
  for (size_t i = 0; i < count; i++)
    if (co_same_file(file, inputs[i])) return is_return(target, file, err);
  return CO_OK;
}

/* Two outputs against each other, the earlier one first. */
static enum co_status check_pair(const struct co_target *a,
                                 const struct co_target *b,
                                 struct co_err *err) {
  if (is_same(a->name, b->name))
    return co_fail(err, CO_X_OUTPUT_SAME,
                   b->kind ? "-o %s is given twice"
                           : "-o %s is the store of this run: choose another "
                             "name",
                   a->name);
  for (size_t i = 0; i < a->count; i++)
    for (size_t j = 0; j < b->count; j++)
      if (is_same(a->files[i], b->files[j]))
        return co_fail(err, CO_X_OUTPUT_SAME,
                       "-o %s and %s %s would both write '%s': choose another "
                       "name for one of them",
                       a->name, option_of(b), b->name, a->files[i]);
  return CO_OK;
}

/* The folder of a path, or the next above it that is there: the others are
 * made by this run. */
static const char *folder_of(struct co_arena *arena, const char *path) {
  char *folder = co_arena_cstr(arena, co_str_of(path));
  for (char *slash; (slash = strrchr(folder, '/')) && slash > folder;) {
    *slash = '\0';
    if (access(folder, F_OK) == 0) return folder;
  }
  return *path == '/' ? "/" : ".";
}

/* Tables have no mark that says who wrote them. */
static bool is_unmarked(const struct co_target *target) {
  return target->kind && target->kind->name_files == co_target_tables;
}

enum co_status co_targets_check_folder(const struct co_targets *targets,
                                       const char *folder, struct co_err *err) {
  struct co_arena arena = CO_ARENA_INIT;
  enum co_status status = CO_OK;
  for (size_t i = 0; i < targets->count && status == CO_OK; i++) {
    const struct co_target *target = &targets->list[i];
    if (!targets->force && is_unmarked(target) &&
        co_same_file(folder_of(&arena, target->name), folder))
      status = co_fail(err, CO_X_OUTPUT_SAME,
                       "-o %s would put tables among the returns in '%s', and "
                       "the next run would read them as returns: choose a "
                       "name outside the folders of returns, or leave out "
                       "and replace what has such a name with --force",
                       target->name, folder);
  }
  co_arena_clear(&arena);
  return status;
}

static enum co_status check_one(const struct co_targets *targets, size_t index,
                                const char *const *inputs, size_t count,
                                struct co_err *err) {
  const struct co_target *target = &targets->list[index];
  enum co_status status =
      check_inputs(target, target->name, inputs, count, err);
  for (size_t i = 0; i < target->count && status == CO_OK; i++)
    status = check_inputs(target, target->files[i], inputs, count, err);
  for (size_t i = 0; i < index && status == CO_OK; i++)
    status = check_pair(&targets->list[i], target, err);
  return status;
}

enum co_status co_targets_check(const struct co_targets *targets,
                                const char *const *inputs, size_t count,
                                struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < targets->count && status == CO_OK; i++)
    status = check_one(targets, i, inputs, count, err);
  return status;
}

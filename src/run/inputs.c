/* inputs.c - see inputs.h. */
#include "inputs.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "collate/format.h"
#include "str.h"

/* Folders inside folders: more is taken for a loop of links. */
enum { FOLDER_DEPTH = 16, INPUT_LIMIT = 100000 };

static enum co_status add_path(struct co_inputs *inputs, struct co_str path,
                               struct co_err *err) {
  if (inputs->count >= INPUT_LIMIT)
    return co_fail(err, CO_ELIMIT, "more than %d input files", INPUT_LIMIT);
  CO_GROW(inputs->paths, inputs->count, inputs->cap);
  inputs->paths[inputs->count++] = co_arena_cstr(&inputs->arena, path);
  return CO_OK;
}

static bool is_folder(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_wanted(const char *name) {
  const struct co_format *format = co_format_by_path(name);
  return name[0] != '.' && strncmp(name, "~$", 2) != 0 && format &&
         format->read;
}

static enum co_status add_folder(struct co_inputs *inputs, const char *folder,
                                 int depth, struct co_err *err) {
  DIR *dir = opendir(folder);
  enum co_status status = CO_OK;
  struct dirent *entry;
  size_t len = strlen(folder);
  const char *slash = len && folder[len - 1] == '/' ? "" : "/";
  if (!dir)
    return co_fail(err, CO_EINPUT, "%s: the folder cannot be opened: %s",
                   folder, strerror(errno));
  while (status == CO_OK && (entry = readdir(dir)) != NULL) {
    if (entry->d_name[0] == '.') continue;
    struct co_str path =
        co_arena_printf(&inputs->arena, "%s%s%s", folder, slash, entry->d_name);
    if (is_folder(path.ptr)) {
      if (depth < FOLDER_DEPTH)
        status = add_folder(inputs, path.ptr, depth + 1, err);
    } else if (is_wanted(entry->d_name)) {
      status = add_path(inputs, path, err);
    }
  }
  closedir(dir);
  return status;
}

static int compare(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void drop_doubles(struct co_inputs *inputs) {
  size_t kept = 0;
  for (size_t i = 0; i < inputs->count; i++)
    if (!kept || strcmp(inputs->paths[kept - 1], inputs->paths[i]) != 0)
      inputs->paths[kept++] = inputs->paths[i];
  inputs->count = kept;
}

enum co_status co_inputs_find(struct co_inputs *inputs,
                              const char *const *names, size_t count,
                              struct co_err *err) {
  enum co_status status = CO_OK;
  *inputs = (struct co_inputs){0};
  for (size_t i = 0; i < count && status == CO_OK; i++)
    status = is_folder(names[i]) ? add_folder(inputs, names[i], 0, err)
                                 : add_path(inputs, co_str_of(names[i]), err);
  if (inputs->count > 1)
    qsort(inputs->paths, inputs->count, sizeof *inputs->paths, compare);
  drop_doubles(inputs);
  return status;
}

void co_inputs_clear(struct co_inputs *inputs) {
  free(inputs->paths);
  co_arena_clear(&inputs->arena);
  *inputs = (struct co_inputs){0};
}

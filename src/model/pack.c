/* pack.c - opening a pack: its code lists, its model, and what else is in it.
 *
 * A folder is a pack when there is a model.yaml in it. Code lists are read
 * before the model, because fields name them. What is meant to be read and has
 * another ending is a mistake. Files are taken in the order of their names
 * (bytewise), so that the same pack gives the same run on every machine
 * whatever the directory's order is.
 *
 * COLLATE_PACK_INSTALLED and COLLATE_PACK_SOURCE, both optional, are given by
 * the build: where the shipped pack is installed (absolute, or relative to the
 * program's folder), and where it stands in the source tree. */
#include "pack.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model_read.h"

enum { MAX_FILES = 1000, MAX_PATH = 4096 };

#ifndef COLLATE_PACK_INSTALLED
#define COLLATE_PACK_INSTALLED ""
#endif
#ifndef COLLATE_PACK_SOURCE
#define COLLATE_PACK_SOURCE ""
#endif

/* errno says why not. */
static bool is_pack(const char *dir) {
  struct co_arena scratch = CO_ARENA_INIT;
  struct co_str path = co_arena_printf(&scratch, "%s/model.yaml", dir);
  struct stat info;
  bool found = dir[0] && stat(path.ptr, &info) == 0;
  int why = errno;
  co_arena_clear(&scratch);
  errno = why;
  return found;
}

/* --- Files of a subfolder ------------------------------------------------ */

static bool has_extension(const char *name, const char *extension) {
  size_t len = strlen(name), end = strlen(extension);
  return name[0] != '.' && len > end + 1 && name[len - end - 1] == '.' &&
         strcmp(name + len - end, extension) == 0;
}

static int compare_paths(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* By errno. Not to know all files is a mistake: checks would be missing. */
static void folder_unreadable(struct co_pack *pack, const char *folder) {
  if (errno == ENOMEM) co_out_of_memory();
  co_problem(&pack->problems, CO_X_PACK_FILE, folder, NULL,
             "the folder cannot be read: %s", strerror(errno));
}

static size_t list_folder(struct co_pack *pack, DIR *dir, const char *folder,
                          const char *extension, const char **out) {
  const struct dirent *entry;
  size_t count = 0;
  for (errno = 0; (entry = readdir(dir)); errno = 0) {
    if (!has_extension(entry->d_name, extension)) continue;
    if (count == MAX_FILES) {
      co_problem(&pack->problems, CO_X_PACK_LIMIT, folder, NULL,
                 "more than %d .%s files; the others are not read", MAX_FILES,
                 extension);
      break;
    }
    out[count++] =
        co_arena_printf(&pack->arena, "%s/%s", folder, entry->d_name).ptr;
  }
  if (!entry && errno) folder_unreadable(pack, folder);
  qsort(out, count, sizeof *out, compare_paths);
  return count;
}

const char *const *co_pack_files(struct co_pack *pack, const char *folder,
                                 const char *extension) {
  const char *path =
      co_arena_printf(&pack->arena, "%s/%s", pack->dir, folder).ptr;
  const char **files = CO_NEW_ARRAY(&pack->arena, MAX_FILES + 1, const char *);
  DIR *dir = opendir(path);
  if (extension[0] == '.') extension++;
  if (dir) {
    list_folder(pack, dir, path, extension, files);
    closedir(dir);
  } else if (errno != ENOENT) {
    folder_unreadable(pack, path);
  }
  return files;
}

/* --- What is not read ----------------------------------------------------- */

static const struct part_of_pack {
  const char *folder, *extension;
} parts_of_pack[] = {{"codes", "csv"},
                     {"returns", "yaml"},
                     {"checks", "sql"},
                     {"reports", "yaml"}};

enum { PARTS = sizeof parts_of_pack / sizeof *parts_of_pack };

/* What editors leave behind. */
static bool is_leftover(const char *name) {
  static const char *const endings[] = {"bak", "orig", "swp", "tmp"};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (has_extension(name, endings[i])) return true;
  return strchr(".#~", name[0]) || name[strlen(name) - 1] == '~';
}

/* Whether a name is meant to end so: x.sql.txt, x.SQL, x.yml. */
static bool is_meant(const char *name, const char *extension) {
  size_t end = strlen(extension);
  for (const char *at = strchr(name, '.'); at; at = strchr(at + 1, '.'))
    if (strncasecmp(at + 1, extension, end) == 0 ||
        (strcasecmp(at, ".yml") == 0 && strcmp(extension, "yaml") == 0))
      return true;
  return false;
}

static void check_part(struct co_pack *pack, const char *name,
                       const char *folder, const char *extension) {
  if (has_extension(name, extension) || !is_meant(name, extension) ||
      is_leftover(name))
    return;
  co_problem(&pack->problems, CO_X_PACK_FILE,
             co_arena_printf(&pack->arena, "%s/%s", folder, name).ptr, NULL,
             "this is not read: a name has to end in .%s; rename it, or keep "
             "it elsewhere",
             extension);
}

/* Whether a name is a folder's but for capitals and its last letter. */
static bool is_nearly(const char *name, const char *folder) {
  size_t len = strlen(folder) - 1;
  return strncasecmp(name, folder, len) == 0 && strcmp(name, folder) != 0 &&
         (!name[len] || strcasecmp(name + len, "s") == 0);
}

/* Beside the parts of a pack anything may lie, but nothing misspelt. */
static void check_beside(struct co_pack *pack, const char *name) {
  for (size_t i = 0; i < PARTS; i++)
    if (is_nearly(name, parts_of_pack[i].folder))
      co_problem(&pack->problems, CO_X_PACK_FILE,
                 co_arena_printf(&pack->arena, "%s/%s", pack->dir, name).ptr,
                 NULL, "this is not read: the folder of a pack is called '%s'",
                 parts_of_pack[i].folder);
}

/* In the order of their names. A folder that cannot be read is told where its
 * files are wanted. */
static void check_names(struct co_pack *pack, const char *folder,
                        const char *extension) {
  struct dirent **entries = NULL;
  int count = scandir(folder, &entries, NULL, alphasort);
  for (int i = 0; i < count; i++) {
    if (extension)
      check_part(pack, entries[i]->d_name, folder, extension);
    else
      check_beside(pack, entries[i]->d_name);
    free(entries[i]);
  }
  free(entries);
}

/* A check with a wrong ending would never be made, and nobody would know. */
static void check_files(struct co_pack *pack) {
  check_names(pack, pack->dir, NULL);
  for (size_t i = 0; i < PARTS; i++)
    check_names(pack,
                co_arena_printf(&pack->arena, "%s/%s", pack->dir,
                                parts_of_pack[i].folder)
                    .ptr,
                parts_of_pack[i].extension);
}

/* --- Opening ------------------------------------------------------------- */

/* "codes/status.csv" is the list 'status'. */
static struct co_str list_name(const char *path) {
  const char *slash = strrchr(path, '/');
  struct co_str name = co_str_of(slash ? slash + 1 : path);
  name.len -= strlen(".csv");
  return name;
}

static void load_code_lists(struct co_pack *pack) {
  const char *const *files = co_pack_files(pack, "codes", "csv");
  size_t count = 0;
  while (files[count])
    count++;
  struct co_codes *lists =
      CO_NEW_ARRAY(&pack->arena, count + 1, struct co_codes);
  for (size_t i = 0; i < count; i++) {
    struct co_yaml at = {.file = files[i], .key_line = 1, .key_column = 1};
    struct co_str name = list_name(files[i]);
    co_name_check(&at, name, &pack->problems);
    co_codes_load(&lists[i], &pack->arena, files[i], name, &pack->problems);
  }
  pack->model.code_lists = lists;
  pack->model.code_list_count = count;
}

enum co_status co_pack_open(struct co_pack **out, const char *dir,
                            struct co_err *err) {
  *out = NULL;
  errno = 0;
  if (!is_pack(dir))
    return co_fail(err, CO_X_PACK_MISSING,
                   "%s is no pack: %s; give the folder that holds the pack",
                   dir,
                   errno == EACCES ? "the folder may not be opened by you"
                                   : "there is no file model.yaml in it");
  struct co_pack *pack = co_xcalloc(1, sizeof *pack);
  pack->problems.arena = &pack->arena;
  pack->dir = co_arena_cstr(&pack->arena, co_str_of(dir));
  check_files(pack);
  load_code_lists(pack);
  const char *file =
      co_arena_printf(&pack->arena, "%s/model.yaml", pack->dir).ptr;
  pack->name = co_model_read(&pack->model, &pack->arena,
                             co_yaml_load(&pack->arena, file, &pack->problems),
                             &pack->problems);
  *out = pack;
  return CO_OK;
}

void co_pack_free(struct co_pack *pack) {
  if (!pack) return;
  co_model_clear(&pack->model);
  co_problems_clear(&pack->problems);
  co_arena_clear(&pack->arena);
  free(pack);
}

/* --- The shipped pack ---------------------------------------------------- */

/* The folder of the running program, without a slash at the end; false where
 * the system does not tell. */
static bool program_dir(char dir[MAX_PATH]) {
  ssize_t len = readlink("/proc/self/exe", dir, MAX_PATH - 1);
  if (len <= 0 || len == MAX_PATH - 1) return false;
  dir[len] = '\0';
  char *slash = strrchr(dir, '/');
  if (!slash) return false;
  *slash = '\0';
  return true;
}

/* Keeps the path in found when a pack is there; base goes before a relative
 * one. */
static bool try_dir(char found[MAX_PATH], const char *base, const char *path) {
  struct co_arena scratch = CO_ARENA_INIT;
  bool absolute = path[0] == '/';
  struct co_str full = co_arena_printf(&scratch, "%s%s%s", absolute ? "" : base,
                                       absolute ? "" : "/", path);
  bool ok = path[0] && full.len < MAX_PATH && is_pack(full.ptr);
  if (ok) memcpy(found, full.ptr, full.len + 1);
  co_arena_clear(&scratch);
  return ok;
}

const char *co_pack_default_dir(void) {
  static char found[MAX_PATH];
  char program[MAX_PATH];
  bool known = program_dir(program);
  /* What lies beside the program was installed with it. A program in a build
   * tree has nothing beside it, and must not take an older installed pack. */
  if (known && try_dir(found, program, "../share/collate/mappings/council"))
    return found;
  if (try_dir(found, ".", COLLATE_PACK_SOURCE)) return found;
  if (try_dir(found, known ? program : ".", COLLATE_PACK_INSTALLED))
    return found;
  return NULL;
}

/* pack.h - a pack: the folder that holds all about one family of returns.
 *
 * model.yaml and codes/ .csv are read here; returns/ .yaml, checks/ .sql and
 * reports/ .yaml are listed here and read by map, check and report.
 *
 * Ownership: everything belongs to the pack and lives until co_pack_free. */
#ifndef COLLATE_PACK_H
#define COLLATE_PACK_H

#include "collate/model.h"
#include "libraries.h"
#include "yaml.h"

struct co_pack {
  struct co_arena arena;
  const char *dir;
  struct co_str name; /* of the pack, from model.yaml */
  struct co_model model;
  struct co_problems problems;
};

/* Reads model and code lists. CO_OK also when there are mistakes: they are in
 * (*out)->problems; a folder that is no pack at all is CO_EPACK. */
enum co_status co_pack_open(struct co_pack **out, const char *dir,
                            struct co_err *err);
void co_pack_free(struct co_pack *pack);

/* The libraries of this layer, each told. */
void co_model_libraries(co_library_tell *tell, void *context);

/* Paths of the files in a subfolder with an extension, sorted by name,
 * NULL-ended, in the pack's arena. A missing folder gives an empty list. */
const char *const *co_pack_files(struct co_pack *pack, const char *folder,
                                 const char *extension);

/* Letters a to z, digits and _, from a letter: names of a pack become names in
 * SQL. Reports at the key of the node where it is none. */
bool co_name_check(const struct co_yaml *node, struct co_str name,
                   struct co_problems *problems);

/* RRGGBB, six hexadecimal digits. */
bool co_is_colour(struct co_str text);

/* Views that the store makes beside the kinds (docs/store.md), NULL-ended: no
 * kind has one of these names. */
extern const char *const co_own_views[];

/* The folder of the shipped pack: beside the program, else in the source tree
 * that it was built from, else where it was to be installed. NULL where none of
 * them is there. */
const char *co_pack_default_dir(void);

#endif

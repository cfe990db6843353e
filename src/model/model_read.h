/* model_read.h - inside the model layer: from pack files to the model.
 *
 * codes.c reads one code list, model_read.c reads model.yaml; pack.c calls
 * both, the code lists first. Mistakes go to problems, and what could be read
 * is kept, so that one pass finds as many as possible.
 *
 * Ownership: everything belongs to the arena, except the patterns: see
 * co_model_clear. */
#ifndef COLLATE_MODEL_READ_H
#define COLLATE_MODEL_READ_H

#include "collate/model.h"
#include "yaml.h"

/* A list from its CSV text (see codes.c for the columns). */
void co_codes_parse(struct co_codes *out, struct co_arena *arena,
                    const char *file, struct co_str name, struct co_str text,
                    struct co_problems *problems);
/* The same from a file. */
void co_codes_load(struct co_codes *out, struct co_arena *arena,
                   const char *file, struct co_str name,
                   struct co_problems *problems);

/* Kinds and fields from model.yaml; model->code_lists must be there. Returns
 * the name of the model. */
struct co_str co_model_read(struct co_model *model, struct co_arena *arena,
                            const struct co_yaml *root,
                            struct co_problems *problems);
/* Releases the fields' patterns, which are not the arena's. */
void co_model_clear(struct co_model *model);

#endif

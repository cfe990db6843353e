/* temp.h - names of temporary files beside a target, and their removal.
 *
 * A temporary file of FOLDER/NAME is FOLDER/.NAME.XXXXXX.part; an old version
 * kept aside while a run's outputs get their names ends in .old. Files noted
 * here are removed at exit() and by co_output_discard_all (output.h). */
#ifndef COLLATE_TEMP_H
#define COLLATE_TEMP_H

#include <stdbool.h>

#include "collate/status.h"

/* Outputs, locks and new folders that can be noted at once. */
enum { CO_TEMPS = 4096 };

/* FOLDER/.NAME, with which the names of all files beside a target begin; of a
 * long name its beginning and a checksum of the whole. malloc'ed. */
char *co_temp_stem(const char *target);

/* A free-looking name, malloc'ed: open it with O_EXCL and count attempts. */
char *co_temp_name(const char *target, const char *suffix, unsigned attempt);

/* Changes such a name, which was taken, where it stands. */
void co_temp_rename(char *name, const char *suffix, unsigned attempt);

/* The folder of a path: its length with the slash, 0 for the current one. */
int co_folder_length(const char *path);

/* Notes a file, or an empty folder, to be removed; the text is borrowed until
 * it is forgotten. False: more than the table holds. */
bool co_temp_note(char *path);
void co_temp_forget(const char *path);

/* A new folder beside the target, noted, for files that must go whoever made
 * them; malloc'ed. NULL: errno says why. */
char *co_temp_folder(const char *target);
/* With all files in it; frees the text. NULL is allowed. */
void co_temp_folder_remove(char *folder);

/* Takes away what a run that was killed left beside the target: to be called
 * only by who holds the target's lock. An old version whose target is gone is
 * put back. */
void co_temp_clean(const char *target);

/* co_fail for a target, by errno: what is wrong and what to do. */
enum co_status co_fail_target(const char *target, struct co_err *err);

#endif

/* libraries.h - which libraries are at work, told layer by layer.
 *
 * A library is known to one layer only, so each tells its own, where it can be
 * asked (ISA-L, minizip and uchardet cannot). The versions are those of the
 * running program, not of its building: security uploads change them without
 * it. */
#ifndef COLLATE_LIBRARIES_H
#define COLLATE_LIBRARIES_H

typedef void co_library_tell(void *context, const char *name,
                             const char *version);

void co_base_libraries(co_library_tell *tell, void *context);

#endif

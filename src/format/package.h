/* package.h - the parts of a zip package, verified.
 *
 * minizip finds the directory and walks it; it checks nothing else (a
 * wrong CRC is accepted, an unknown method handed out as content, overlaps and
 * duplicate names are ignored). So co_package_open verifies every
 * entry before one byte is inflated, and reading a part verifies its length
 * and its CRC. A part is read as a stream, never held whole.
 *
 * Part names are compared without case (ASCII), with '\' as '/', with %20 as a
 * blank, and without a leading '/', as the packaging convention (ECMA-376 part
 * 2) and the files of careless exporters want it.
 *
 * Ownership: a package borrows the input; a part borrows the package. */
#ifndef COLLATE_PACKAGE_H
#define COLLATE_PACKAGE_H

#include "arena.h"
#include "collate/format.h"
#include "input.h"

struct co_entry {
  struct co_str name; /* with '/', no leading one; the case is the file's */
  struct co_str key;  /* name as it is compared */
  uint64_t header;    /* offset of the local header */
  uint64_t data;      /* offset of the packed bytes */
  uint64_t packed;    /* bytes in the package */
  uint64_t size;      /* bytes inflated */
  uint32_t crc;
  bool deflated;
};

struct co_package {
  struct co_input *in;
  const struct co_limits *limits;
  struct co_arena arena;
  struct co_entry *entries; /* sorted by key */
  size_t count;
  uint64_t inflated; /* declared bytes of all parts opened so far */
};

/* Verifies the whole directory. On an error nothing is left to close. */
enum co_status co_package_open(struct co_package *package, struct co_input *in,
                               const struct co_limits *limits,
                               struct co_err *err);
void co_package_close(struct co_package *package);
/* True where the end of a package is at the end of the file, whatever the file
 * begins with. */
bool co_package_ends(struct co_input *in);

/* NULL where there is no such part. */
const struct co_entry *co_package_find(const struct co_package *package,
                                       struct co_str name);
/* The entry for a target as relationships write it ("../a.xml", "/xl/a.xml",
 * "..\\a.xml") in part `from`; names above the root stay at the root. */
const struct co_entry *co_package_resolve(struct co_package *package,
                                          struct co_str from,
                                          struct co_str target);

struct co_part;

enum co_status co_part_open(struct co_part **part, struct co_package *package,
                            const struct co_entry *entry, struct co_err *err);
/* Up to len bytes of content; *got < len only at the end, and the end is
 * reached only by a call that also found length and CRC right. */
enum co_status co_part_read(struct co_part *part, void *buf, size_t len,
                            size_t *got, struct co_err *err);
void co_part_close(struct co_part *part); /* NULL is fine */

#endif

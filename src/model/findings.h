/* findings.h - the findings that the program makes itself, in words.
 *
 * What is noticed while a return is read, and what is always checked; the
 * checks of a pack explain themselves in their files. Findings are made of
 * this table, and `collate explain` and docs/checks.md show it. Every name
 * that the sources use stands here (a test looks for them), so that no finding
 * is without an explanation. */
#ifndef COLLATE_FINDINGS_H
#define COLLATE_FINDINGS_H

#include "collate/record.h"

struct co_known_finding {
  const char *name;
  enum co_severity severity;
  const char *about;  /* what it means */
  const char *remedy; /* what to do */
};

/* Sorted by name; a NULL name ends. */
extern const struct co_known_finding co_known_findings[];

/* NULL where there is none of that name. */
const struct co_known_finding *co_known_finding(struct co_str name);

/* One of a name in the table, about a whole file, without a message yet. */
struct co_finding co_finding_of(const char *name);

#endif

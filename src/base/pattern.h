/* pattern.h - regular expressions (PCRE2, UTF mode, with match limits).
 *
 * A pattern matches a whole text, dot matches line breaks too. Named groups
 * are how layouts take a cell apart. */
#ifndef COLLATE_PATTERN_H
#define COLLATE_PATTERN_H

#include <stdbool.h>

#include "collate/status.h"

struct co_pattern;

/* CO_EPACK, *out NULL, and a message with the offset where the pattern does not
 * compile. Heap: release with co_pattern_free (NULL is none). */
enum co_status co_pattern_new(struct co_pattern **out, struct co_str source,
                              struct co_err *err);
/* The same for names, such as headings: capitals make no difference. */
enum co_status co_pattern_of_names(struct co_pattern **out,
                                   struct co_str source, struct co_err *err);
void co_pattern_free(struct co_pattern *pattern);

/* Named groups, in the order of their numbers. */
size_t co_pattern_group_count(const struct co_pattern *pattern);
struct co_str co_pattern_group_name(const struct co_pattern *pattern,
                                    size_t index);
/* Whether one of them has the name. */
bool co_pattern_names(const struct co_pattern *pattern, struct co_str name);

/* True where the whole text matches. groups (may be NULL) gets one entry per
 * named group, borrowed from text; {NULL, 0} where the group did not take
 * part. A match that runs into the limit counts as no match and sets
 * *gave_up (may be NULL). */
bool co_pattern_match(const struct co_pattern *pattern, struct co_str text,
                      struct co_str *groups, bool *gave_up);
/* How many matches of this thread gave up so far: who has used many patterns
 * sees whether one of them did. */
uint64_t co_pattern_given_up(void);

#endif

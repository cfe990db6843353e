/* pattern.c - regular expressions of the pack, by PCRE2.
 *
 * Patterns come from people and run over every cell, so each match has limits
 * of steps and memory: a pattern that explodes on one cell gives up on that
 * cell. Matching is compiled to machine code where PCRE2 can; its fixed stack
 * is small, and a text that does not fit is matched again without it.
 *
 * A compiled pattern is only read while matching and may be used by several
 * threads. */
#include "pattern.h"

#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "str.h"

enum {
  SOURCE_MAX = 16384,  /* bytes of a pattern */
  STEPS_MAX = 1000000, /* calls of PCRE2's internal match() */
  HEAP_MAX = 16384     /* KiB of backtracking */
};

struct co_pattern {
  char *source;
  size_t source_len;
  pcre2_code *code;
  pcre2_general_context *memory;
  pcre2_match_context *limits;
  size_t group_count; /* named ones */
  struct group {
    struct co_str name; /* in the compiled code */
    uint32_t number;
  } * groups;
};

static int by_number(const void *a, const void *b) {
  uint32_t left = ((const struct group *)a)->number;
  uint32_t right = ((const struct group *)b)->number;
  return (left > right) - (left < right);
}

/* PCRE2's table of names: two bytes of number, then the name. */
static void read_groups(struct co_pattern *pattern) {
  uint32_t count = 0, size = 0;
  PCRE2_SPTR table = NULL;
  pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
  pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMETABLE, &table);
  pattern->groups = co_xcalloc(count, sizeof *pattern->groups);
  pattern->group_count = count;
  for (uint32_t i = 0; i < count; i++, table += size) {
    pattern->groups[i].number = (uint32_t)table[0] << 8 | table[1];
    pattern->groups[i].name = co_str_of((const char *)table + 2);
  }
  if (count) qsort(pattern->groups, count, sizeof(struct group), by_number);
}

static void *get_memory(size_t size, void *unused) {
  (void)unused;
  return co_xmalloc(size);
}

static void free_memory(void *memory, void *unused) {
  (void)unused;
  free(memory);
}

/* With memory that is there or ends the run: a match that gave up for want of
 * it would be taken for none. */
static void make_contexts(struct co_pattern *pattern) {
  pattern->memory = pcre2_general_context_create(get_memory, free_memory, NULL);
  pattern->limits = pcre2_match_context_create(pattern->memory);
  pcre2_set_match_limit(pattern->limits, STEPS_MAX);
  pcre2_set_heap_limit(pattern->limits, HEAP_MAX);
}

static enum co_status compile(struct co_pattern *pattern, uint32_t options,
                              struct co_err *err) {
  pcre2_compile_context *context =
      pcre2_compile_context_create(pattern->memory);
  int code;
  PCRE2_SIZE offset;
  pattern->code =
      pcre2_compile((PCRE2_SPTR)pattern->source, pattern->source_len,
                    PCRE2_UTF | PCRE2_UCP | PCRE2_DOTALL | PCRE2_ANCHORED |
                        PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C | options,
                    &code, &offset, context);
  pcre2_compile_context_free(context);
  if (pattern->code) return CO_OK;
  PCRE2_UCHAR reason[160];
  if (pcre2_get_error_message(code, reason, sizeof reason) < 0) reason[0] = 0;
  return co_fail(err, CO_X_PACK_PATTERN, "pattern '%s': %s, at byte %zu",
                 pattern->source, (const char *)reason, (size_t)offset);
}

static enum co_status make(struct co_pattern **out, struct co_str source,
                           uint32_t options, struct co_err *err) {
  *out = NULL;
  if (source.len > SOURCE_MAX)
    return co_fail(err, CO_X_PACK_PATTERN,
                   "the pattern is longer than %d bytes", SOURCE_MAX);
  struct co_pattern *pattern = co_xcalloc(1, sizeof *pattern);
  pattern->source = co_xcalloc(source.len + 1, 1);
  if (source.len) memcpy(pattern->source, source.ptr, source.len);
  pattern->source_len = source.len;
  make_contexts(pattern);
  enum co_status status = compile(pattern, options, err);
  if (status) {
    co_pattern_free(pattern);
    return status;
  }
  pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE); /* optional */
  read_groups(pattern);
  *out = pattern;
  return CO_OK;
}

enum co_status co_pattern_new(struct co_pattern **out, struct co_str source,
                              struct co_err *err) {
  return make(out, source, 0, err);
}

enum co_status co_pattern_of_names(struct co_pattern **out,
                                   struct co_str source, struct co_err *err) {
  return make(out, source, PCRE2_CASELESS, err);
}

void co_pattern_free(struct co_pattern *pattern) {
  if (!pattern) return;
  pcre2_code_free(pattern->code);
  pcre2_match_context_free(pattern->limits);
  pcre2_general_context_free(pattern->memory);
  free(pattern->groups);
  free(pattern->source);
  free(pattern);
}

size_t co_pattern_group_count(const struct co_pattern *pattern) {
  return pattern->group_count;
}

struct co_str co_pattern_group_name(const struct co_pattern *pattern,
                                    size_t index) {
  return pattern->groups[index].name;
}

bool co_pattern_names(const struct co_pattern *pattern, struct co_str name) {
  for (size_t g = 0; g < co_pattern_group_count(pattern); g++)
    if (co_str_eq(co_pattern_group_name(pattern, g), name)) return true;
  return false;
}

static void take_groups(const struct co_pattern *pattern,
                        pcre2_match_data *match, struct co_str text,
                        struct co_str *groups) {
  const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(match);
  for (size_t i = 0; i < pattern->group_count; i++) {
    PCRE2_SIZE from = ends[2 * pattern->groups[i].number];
    PCRE2_SIZE to = ends[2 * pattern->groups[i].number + 1];
    groups[i] = (struct co_str){0};
    if (from != PCRE2_UNSET && to >= from)
      groups[i] = (struct co_str){text.ptr + from, to - from};
  }
}

static int run_match(const struct co_pattern *pattern, pcre2_match_data *match,
                     struct co_str text) {
  PCRE2_SPTR subject = (PCRE2_SPTR)text.ptr;
  int rc = pcre2_match(pattern->code, subject, text.len, 0, 0, match,
                       pattern->limits);
  if (rc != PCRE2_ERROR_JIT_STACKLIMIT) return rc;
  return pcre2_match(pattern->code, subject, text.len, 0, PCRE2_NO_JIT, match,
                     pattern->limits);
}

static _Thread_local uint64_t given_up;

uint64_t co_pattern_given_up(void) {
  return given_up;
}

bool co_pattern_match(const struct co_pattern *pattern, struct co_str text,
                      struct co_str *groups, bool *gave_up) {
  if (!text.ptr) text = CO_LIT("");
  pcre2_match_data *match =
      pcre2_match_data_create_from_pattern(pattern->code, pattern->memory);
  int rc = run_match(pattern, match, text);
  if (rc > 0 && groups) take_groups(pattern, match, text, groups);
  bool over = rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT ||
              rc == PCRE2_ERROR_HEAPLIMIT;
  given_up += over;
  if (gave_up) *gave_up = over;
  pcre2_match_data_free(match);
  return rc > 0;
}

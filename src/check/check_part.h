/* check_part.h - what the files of the check layer share. */
#ifndef COLLATE_CHECK_PART_H
#define COLLATE_CHECK_PART_H

#include "checks.h"

struct co_check {
  const char *file;
  struct co_str name, sql; /* the whole file: lines of errors are its lines */
  enum co_severity severity;
  struct co_str field, about, message, remedy;
  /* 0: not declared */
  unsigned severity_line, field_line, about_line, message_line, remedy_line;
};

struct co_checks {
  struct co_pack *pack;
  struct co_check *list;
  size_t count, cap;
};

/* A mistake in a check, at a line and column of its file (from 1). */
void co_check_problem(struct co_checks *checks, const struct co_check *check,
                      enum co_error code, unsigned line, unsigned column,
                      const char *text);

/* Takes the next {name} out of a template: what stands before it, and the
 * name; an empty name at the end of the template. */
void co_message_next(struct co_str *rest, struct co_str *before,
                     struct co_str *name);
/* The template with each {name} replaced by the query's column. */
struct co_str co_message_fill(struct co_arena *arena, struct co_str template,
                              struct co_query *query);

/* The built-in checks ledger_rows, ledger_money, same_content, superseded and
 * superseded_by_name. */
enum co_status co_ledger_check(struct co_store *store, struct co_err *err);

#endif

/* store.h - the store: an intake in front of SQLite, and queries over it.
 *
 * In memory or a file. Filled in input order in one transaction. What users'
 * SQL sees are views, one per record kind of the model plus a few of ours;
 * docs/store.md lists them. SQL from a pack runs read-only behind a
 * default-deny authorizer with a step limit.
 *
 * Ownership: texts returned by a query are borrowed until its next step. */
#ifndef COLLATE_STORE_H
#define COLLATE_STORE_H

#include "collate/record.h"
#include "libraries.h"

struct co_store;
struct co_query;

/* path NULL: in memory. A file that is no store of ours, or of another model,
 * is refused (CO_EOUTPUT). */
enum co_status co_store_open(struct co_store **out,
                             const struct co_model *model, const char *path,
                             struct co_err *err);
/* The same, but works on a copy of the file, made at temp (which must be an
 * empty file): the file stays as it is until somebody renames the copy. A file
 * that is not there yet gives a new store. */
enum co_status co_store_open_copy(struct co_store **out,
                                  const struct co_model *model,
                                  const char *path, const char *temp,
                                  struct co_err *err);
void co_store_free(struct co_store *store);
/* Lets SQLite sort with a thread of its own beside the caller's. The result is
 * the same. */
enum co_status co_store_sort_beside(struct co_store *store, struct co_err *err);

/* One run: begin, then declarations and sources, checks, then commit. as_at
 * (ISO text or empty) overrides every return's own date. Declarations of an
 * earlier run are forgotten. A run without commit leaves no trace. */
enum co_status co_store_begin(struct co_store *store, struct co_str as_at,
                              struct co_err *err);
enum co_status co_store_commit(struct co_store *store, struct co_err *err);

/* After begin: takes out the refusals of earlier runs whose files are gone by
 * now, as is_gone says of a path. */
enum co_status co_store_forget_refused(struct co_store *store,
                                       bool (*is_gone)(const char *path),
                                       struct co_err *err);

/* A source's rows are kept together: mark before it, then either keep, or undo
 * takes all that came since out again (its file turned out to be damaged).
 * keep completes the source: its department, period and date, the accepted
 * side of its money columns, and which earlier file it replaces: one of the
 * same department and period in the same layout (docs/store.md). */
enum co_status co_store_mark(struct co_store *store, struct co_err *err);
enum co_status co_store_undo(struct co_store *store, struct co_err *err);
enum co_status co_store_keep(struct co_store *store, struct co_err *err);

/* The intake; borrowed. A source that was read replaces the earlier one of its
 * path; one that was refused only an earlier refusal. */
struct co_intake *co_store_intake(struct co_store *store);

/* Declarations of a layout that checks need (formulas between the lines of a
 * statement, what a stated total counts): see docs/store.md. */
struct co_formula_term {
  struct co_str formula;  /* its name: the text of the formula */
  struct co_str table;    /* the layout's table */
  struct co_str line_key; /* folded line */
  unsigned occurrence;    /* from 1: the n-th line of that name */
  int sign;               /* 0 marks the result, +1 or -1 a term */
};
struct co_control_rule {
  struct co_str scope, name; /* of the control total; compared folded */
  struct co_str kind, table; /* what it counts */
  struct co_str status;      /* code, or empty for all */
};
enum co_status co_store_formula_term(struct co_store *store,
                                     struct co_str layout,
                                     const struct co_formula_term *term,
                                     struct co_err *err);
enum co_status co_store_control_rule(struct co_store *store,
                                     struct co_str layout,
                                     const struct co_control_rule *rule,
                                     struct co_err *err);

/* Findings of checks, which run over all that is in the store: forget those of
 * earlier runs first. sheet, row and col of a record's finding are looked up
 * from the record (view column _id) and finding->field; without a field, or
 * one that the record's kind has not, it stands at the record's own cell. A
 * source (view column source._id) of 0: the finding is about the run. */
enum co_status co_store_forget_checks(struct co_store *store,
                                      struct co_err *err);
enum co_status co_store_record_finding(struct co_store *store, int64_t record,
                                       const struct co_finding *finding,
                                       struct co_err *err);
enum co_status co_store_source_finding(struct co_store *store, int64_t source,
                                       const struct co_finding *finding,
                                       struct co_err *err);

/* A copy of the whole store as one SQLite file at path (which must not exist
 * yet, or be empty): for -o NAME.sqlite. After commit only. */
enum co_status co_store_copy(struct co_store *store, const char *path,
                             struct co_err *err);

/* Opens the database at path anew, read-only, lets SQLite check it, and
 * compares every value of every table with the store's. After commit only.
 * name stands in messages. */
enum co_status co_store_verify(struct co_store *store, const char *path,
                               const char *name, struct co_err *err);

/* Records of any kind that the views show; from the numbers of each return's
 * first and last, so that nothing is read through. */
enum co_status co_store_records(struct co_store *store, int64_t *records,
                                struct co_err *err);

/* User SQL: a single SELECT, read-only. A mistake in it is CO_EPACK, and its
 * place in the text (from 1) is told by co_store_error_place; a query that
 * takes more than the step limit ends with CO_ELIMIT. */
enum co_status co_query_new(struct co_query **out, struct co_store *store,
                            struct co_str sql, struct co_err *err);
/* Whether any such query, also one that was only prepared, reads a kind. */
bool co_store_asked(const struct co_store *store, const struct co_kind *kind);
void co_store_error_place(const struct co_store *store, unsigned *line,
                          unsigned *column);
/* A user's query whose rows are kept under a name. Of rows that agree in all
 * other columns one is kept, in which the columns of add_up are added up: whole
 * numbers, and what is blank (NULL) counts for nothing. */
struct co_shared {
  struct co_str name; /* letters, digits, underscores */
  struct co_str sql;
  const struct co_str *add_up; /* columns of the query, but not all */
  size_t add_up_count;         /* 0: all rows are kept */
};
/* Works it out and keeps its rows beside the views, and in front of one so
 * called, for all queries of users that come later. What was kept by that name
 * before stays. Mistakes as with co_query_new. */
enum co_status co_store_share(struct co_store *store,
                              const struct co_shared *shared,
                              struct co_err *err);
/* Steps of SQLite's virtual machine for one query; 0: the default (2e9). */
void co_store_limit_steps(struct co_store *store, uint64_t steps);
void co_query_free(struct co_query *query);
unsigned co_query_columns(const struct co_query *query);
struct co_str co_query_name(const struct co_query *query, unsigned column);
int co_query_column(const struct co_query *query, struct co_str name);
/* *more is false after the last row. */
enum co_status co_query_step(struct co_query *query, bool *more,
                             struct co_err *err);
/* What the row has in a column. A text is good until the next step. */
enum co_query_type { CO_QUERY_NULL, CO_QUERY_NUMBER, CO_QUERY_TEXT };
enum co_query_type co_query_type(const struct co_query *query, unsigned column);
struct co_str co_query_text(struct co_query *query, unsigned column);
int64_t co_query_int(const struct co_query *query, unsigned column);
/* The number that a query gives in its first row and column; 0: no row. */
enum co_status co_query_number(struct co_store *store, struct co_str sql,
                               int64_t *number, struct co_err *err);

/* All records of a kind in input order, for exports: columns are the model's
 * fields as text (decimals exact, dates ISO, codes by code), then _source,
 * _sheet, _cell. */
enum co_status co_query_records(struct co_query **out, struct co_store *store,
                                const struct co_kind *kind, struct co_err *err);

/* The libraries of this layer, each told. */
void co_store_libraries(co_library_tell *tell, void *context);

#endif

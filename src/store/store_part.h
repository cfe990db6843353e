/* store_part.h - what the files of the store share; nobody else includes it.
 *
 * schema.c   the tables and views of a model, as SQL text
 * open.c     opening: a file is checked before SQLite sees it, and after
 * store.c    a run: begin, mark, undo, keep, commit; declarations
 * copy.c     copies of a store, and whether they are true
 * intake.c   what the mapper pushes, into the tables
 * accept.c   the accepted side of the money columns, as records come
 * finish.c   what is known only when a source is complete
 * findings.c findings of checks, with the place of a field looked up
 * query.c    SQL of users, and the exports' query
 * share.c    what such a query gives, kept for others
 * sums.c     the same, added up by group
 * authorizer.c what that SQL may do
 * sql.c      statements and SQLite's errors as ours
 *
 * Positions are zero-based in the tables and counted from 1 in the views.
 * Record ids rise in input order over all kinds, so that the records of a
 * source are one range of ids in every table: that range is how a source is
 * taken out again, without an index. */
#ifndef COLLATE_STORE_PART_H
#define COLLATE_STORE_PART_H

#include <sqlite3.h>

#include "store.h"
#include "str.h"

/* "coll" in a file's application_id; the version of our own tables. */
enum { CO_STORE_APPLICATION = 0x636f6c6c, CO_STORE_VERSION = 6 };

/* Columns remembered as noted: all that a worksheet can have. */
enum { CO_STORE_COLUMNS = 16384 };

/* Statements that do not depend on the model, kept prepared. */
enum co_fixed {
  CO_SQL_SOURCE,
  CO_SQL_REGION,
  CO_SQL_ORIGIN,
  CO_SQL_OVERRIDE,
  CO_SQL_FINDING,
  CO_SQL_SHEET,
  CO_SQL_ROWS_IN,
  CO_SQL_LEDGER,
  CO_SQL_MONEY,
  CO_SQL_ACCEPTED,
  CO_SQL_COLUMN,
  CO_SQL_PLACE,
  CO_SQL_TOLD,
  CO_SQL_EARLIER,
  CO_SQL_DESCRIBE,
  CO_SQL_SETTLE,
  CO_SQL_FIXED
};

/* What a source is described by: fields of its return. */
enum co_said {
  CO_SAID_AUTHORITY,
  CO_SAID_DIRECTORATE,
  CO_SAID_DEPARTMENT,
  CO_SAID_SERVICE,
  CO_SAID_PERIOD,
  CO_SAID_AS_AT,
  CO_SAID_PRINTED_ON,
  CO_SAID
};

/* The last ids given out; mark remembers them, undo brings them back. */
struct co_ids {
  int64_t source, region, record, ledger;
};

/* A region of the source being filled: the column of each field (CO_OWN: the
 * record's), and the sum that its last amount went to. */
struct co_store_region {
  const struct co_kind *kind; /* NULL: no region of this number */
  uint32_t sheet_index;
  struct co_store_place {
    uint32_t col;
    size_t sum;
  } * fields; /* in the source arena */
};

/* What was accepted from a column for a field. */
struct co_store_sum {
  const struct co_kind *kind;
  uint32_t sheet_index, col;
  unsigned field;
  bool overflow;
  int64_t units; /* of 10^-scale */
};

struct co_store {
  struct co_intake intake; /* first: the intake is the store */
  sqlite3 *db;
  sqlite3 *original; /* held while the run works on a copy; or NULL */
  const struct co_model *model;
  char *name; /* of the file, for messages */
  struct co_arena scratch;
  sqlite3_stmt *fixed[CO_SQL_FIXED];
  sqlite3_stmt **insert;       /* one for each kind of the model */
  sqlite3_stmt *said[CO_SAID]; /* prepared when first used */

  bool running; /* between begin and commit */
  bool marked;  /* between mark and keep or undo */
  bool in_source;
  struct co_ids ids, marked_ids;

  /* The source being filled. */
  int64_t first_record;            /* its first id */
  int64_t region_base;             /* its region n is region_base + n */
  struct co_store_region *regions; /* region n, by n - 1 */
  size_t region_count, region_cap;
  struct co_store_sum *sums;
  size_t sum_count, sum_cap;
  struct co_arena source; /* while it is filled */
  struct co_store_earlier {
    struct co_str department, period;
  } earlier;                      /* what counted under its path before */
  uint32_t sheet_seen;            /* last sheet noted, CO_OWN: none */
  bool columns[CO_STORE_COLUMNS]; /* those that t_column has */

  /* SQL of users. */
  bool *asked;               /* by kind: a query reads its view */
  bool guarded;              /* the authorizer decides */
  bool sharing;              /* and allows what is temporary */
  char denied[160];          /* why it said no */
  uint64_t step_limit;       /* virtual machine steps of one query */
  struct co_query *stepping; /* whose steps are counted now */
  unsigned error_line, error_column;
};

/* Key fields of text types are also kept folded. */
bool co_field_folded(const struct co_field *field);

/* schema.c: the DDL for a model. */
void co_schema_text(struct co_buf *ddl, const struct co_model *model);
/* A text that differs wherever two models need different tables. */
void co_schema_shape(struct co_buf *shape, const struct co_model *model);
/* True for the name of one of our views, which users may read. */
bool co_schema_is_view(const struct co_model *model, const char *name);

/* sql.c */
enum co_error co_sql_error(int code); /* what a code of SQLite's means */
enum co_status co_sql_fail(struct co_store *store, const char *doing,
                           struct co_err *err);
enum co_status co_sql_exec(struct co_store *store, const char *sql,
                           struct co_err *err);
enum co_status co_sql_prepare(struct co_store *store, sqlite3_stmt **out,
                              const char *sql, struct co_err *err);
/* Runs a statement that gives no rows, and resets it. */
enum co_status co_sql_run(struct co_store *store, sqlite3_stmt *statement,
                          struct co_err *err);
/* Prepares, binds up to two numbers, runs, and releases. */
enum co_status co_sql_run_on(struct co_store *store, const char *sql, int64_t a,
                             int64_t b, struct co_err *err);
/* The number in the first row and column that a statement gives. */
enum co_status co_sql_number(struct co_store *store, const char *sql,
                             int64_t *out, struct co_err *err);
/* The text must live until the statement has run; empty binds NULL. */
void co_sql_bind_text(sqlite3_stmt *statement, int index, struct co_str text);
/* CO_OWN binds NULL. */
void co_sql_bind_place(sqlite3_stmt *statement, int index, uint32_t place);
/* Values are taken from a row by sqlite3_column_value(): asking a value costs
 * less than asking the statement, and as unprotected values demand, one thread
 * at a time uses a store. A text is good until the next step. */
struct co_str co_sql_text(sqlite3_value *value);

/* open.c: a path with a folder in front, which SQLite takes for nothing but
 * the name of a file; in the scratch arena. */
const char *co_store_path(struct co_store *store, const char *path);

/* intake.c */
void co_intake_init(struct co_store *store);
/* Prepares the insert of each kind. */
enum co_status co_intake_prepare(struct co_store *store, struct co_err *err);
/* Notes the name (A, B, ...) of a column for the views. */
enum co_status co_intake_column(struct co_store *store, uint32_t col,
                                struct co_err *err);
/* Inserts a finding; computed tells those of checks from those of a file.
 * A source of 0 is none: the finding is about the run. */
enum co_status co_intake_finding(struct co_store *store, int64_t source,
                                 bool computed, const struct co_finding *f,
                                 struct co_err *err);

/* accept.c: adds a record's amounts up; writes the sums of a source. */
void co_accept_record(struct co_store *store, const struct co_record *record,
                      struct co_store_region *region);
enum co_status co_accept_write(struct co_store *store, struct co_err *err);

/* finish.c: department, period and date of the source; what it replaces. */
enum co_status co_finish_source(struct co_store *store, struct co_err *err);
/* Of the files with the same return as a source the newest counts, but for
 * one (0: none) that is about to go. */
enum co_status co_finish_settle(struct co_store *store, int64_t source,
                                int64_t without, struct co_err *err);
enum co_status co_finish_functions(struct co_store *store, struct co_err *err);

/* copy.c: a database of another file into an empty one, page by page. */
enum co_status co_copy_file(struct co_store *store, const char *from,
                            struct co_err *err);

/* query.c: runs a statement of our own that makes a temporary table, with or
 * without the SELECT of a user in it; the limit of steps holds. */
enum co_status co_query_run(struct co_store *store, struct co_str sql,
                            struct co_err *err);
/* The text of the SELECT, without what ends it. */
struct co_str co_query_select(const struct co_query *query);
/* A value of the row; good until the next step. */
sqlite3_value *co_query_value(const struct co_query *query, unsigned column);

/* sums.c: runs a query to its end and keeps its groups, for co_store_share. */
enum co_status co_sums_keep(struct co_store *store,
                            const struct co_shared *shared,
                            struct co_query *query, struct co_err *err);

/* authorizer.c */
int co_authorize(void *store, int action, const char *a, const char *b,
                 const char *database, const char *context);

#endif

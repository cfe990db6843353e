/* run.h - a whole run: returns in, outputs out.
 *
 * What the program's build, check and lint commands do, as a library call.
 * A run never stops at a bad input: it is refused, said so in a finding, and
 * the others are done.
 *
 * Ownership: options are borrowed during the call; texts handed to callbacks
 * live only during the callback. */
#ifndef COLLATE_RUN_H
#define COLLATE_RUN_H

#include "collate/format.h"
#include "collate/record.h"

/* A finding as it is shown: place and file in words. value is what the cell
 * says; what does not apply is empty. */
struct co_shown_finding {
  enum co_severity severity;
  struct co_str check, file, sheet, cell, field, value, message, remedy;
};

/* What a finding or an error means. message is empty for those that the
 * program makes itself; {names} in it and in the remedy stand for values. */
struct co_explanation {
  struct co_str name;
  enum co_explained {
    CO_FINDING, /* that the program makes itself */
    CO_CHECK,   /* of the pack, in its file checks/NAME.sql */
    CO_FAILURE  /* what stops a file or the run: see errors.def */
  } kind;
  enum co_severity severity; /* of a failure: CO_ERROR */
  int exit_code;             /* of a failure */
  struct co_str about, message, remedy;
};

struct co_run_events {
  void *context;
  /* A mistake in a pack file: "file:line:column: text [code]". May be NULL. */
  void (*problem)(void *context, const char *file, unsigned line,
                  unsigned column, struct co_str text, enum co_error code);
  /* All findings after the checks, in a fixed order. May be NULL. */
  void (*finding)(void *context, const struct co_shown_finding *finding);
  /* An input is about to be read. May be NULL. */
  void (*input)(void *context, const char *path, size_t index, size_t count);
  /* An output has got its final name. May be NULL. */
  void (*output)(void *context, const char *path);
};

struct co_run_options {
  const char *const *inputs; /* files and folders */
  size_t input_count;
  const char *const *outputs; /* kind by name; may be empty */
  size_t output_count;
  const char *pack;         /* folder; NULL: the shipped pack */
  const char *plan;         /* report plan; NULL: "master" */
  bool publish;             /* workbooks by the rules for publishing */
  bool small;               /* workbooks packed small rather than fast */
  bool force;               /* a return with an output's name is replaced */
  const char *store;        /* SQLite file kept from run to run; NULL: memory */
  const char *as_at;        /* ISO date; NULL: each return's own date */
  unsigned jobs;            /* threads that read; 1: no thread but this */
  enum co_severity fail_on; /* findings from this severity on give exit 1 */
  struct co_limits limits;
  struct co_run_events events;
};

struct co_run_summary {
  size_t inputs, unread; /* files of this run; those that were refused */
  /* What the store holds, earlier runs' returns too, as the Cover of the
   * workbook says: read are those that count, of them `earlier` were read in
   * earlier runs. */
  size_t read, earlier, refused, superseded, records;
  size_t errors, warnings, infos;
  int exit_code; /* of the design: 0 1 3 5 ...; set also on failure */
};

/* Options with nothing in them but defaults: as many jobs as there are
 * processors, at most 4. */
void co_run_options_init(struct co_run_options *options);

/* Reads, maps, checks and writes. CO_OK where the run came to its end, also
 * with refused inputs and findings: summary->exit_code tells. */
enum co_status co_run(const struct co_run_options *options,
                      struct co_run_summary *summary, struct co_err *err);

/* Checks a pack: every mistake goes to events->problem, their number to
 * *count; so do those found before a failure, such as no report plan. */
enum co_status co_lint(const char *pack, const struct co_run_events *events,
                       size_t *count, struct co_err *err);

/* Explains all that the program itself can find, by name, then all errors, in
 * the order of their table. */
void co_explain(void (*tell)(void *context, const struct co_explanation *),
                void *context);

/* Explains the checks of a pack (NULL: the shipped one), by name. */
enum co_status co_explain_pack(
    const char *pack,
    void (*tell)(void *context, const struct co_explanation *), void *context,
    const struct co_run_events *events, struct co_err *err);

/* A table or form that the layout of a return finds, for one kind of record. */
struct co_found_region {
  struct co_str layout, sheet, table, kind; /* names */
  uint32_t row;                             /* its header, from 0 */
  size_t records;
};
typedef void co_region_tell(void *context,
                            const struct co_found_region *region);

/* Maps one file by the pack (NULL: the shipped one) and tells what was found
 * where, in the order of the file; texts live until it returns. CO_EINPUT
 * (CO_X_NO_LAYOUT) where no layout fits it. */
enum co_status co_run_regions(const char *path, const char *pack,
                              const struct co_limits *limits,
                              co_region_tell *tell, void *context,
                              const struct co_run_events *events,
                              struct co_err *err);

/* Reads one file into a sink, as show and convert do. */
enum co_status co_run_read(const char *path,
                           const struct co_read_options *options,
                           struct co_sink *sink, const struct co_format **found,
                           struct co_err *err);

/* Tells the libraries that are at work, as far as they say their version. */
void co_run_libraries(void (*tell)(void *context, const char *name,
                                   const char *version),
                      void *context);

#endif

/* checks.h - the checks of a pack: SQL files that find what is wrong.
 *
 * A check is checks/NAME.sql: comment lines that declare it, then one SELECT
 * over the views of docs/store.md with a row for each record that it fires on
 * (column _id). docs/checks.md lists the shipped ones and says how to write
 * one. Five checks are built in and run before those of any pack: ledger_rows,
 * ledger_money, same_content, superseded and superseded_by_name
 * (src/model/findings.c explains them).
 *
 * Ownership: checks live in the pack's arena but for the list itself; free
 * them before the pack. */
#ifndef COLLATE_CHECKS_H
#define COLLATE_CHECKS_H

#include "pack.h"
#include "store.h"

struct co_checks;

/* Findings of one check that are listed; the rest is counted in one more. */
enum { CO_CHECK_FINDINGS = 100000 };

/* Reads the checks of a pack, sorted by name. Mistakes go to pack->problems,
 * with the line; a check with mistakes is left out. */
void co_checks_load(struct co_checks **out, struct co_pack *pack);
void co_checks_free(struct co_checks *checks);

/* What a check says of itself, in the order of their names; about, message and
 * remedy as declared, with {names}. False behind the last one. */
struct co_check_text {
  struct co_str name;
  enum co_severity severity;
  struct co_str about, message, remedy;
};
bool co_checks_text(const struct co_checks *checks, size_t index,
                    struct co_check_text *out);

/* Prepares every query on a store, which may be empty, and reports to
 * pack->problems what would fail: mistakes in the SQL, no column _id, a field
 * that no kind has, {names} that are no columns. For lint. */
void co_checks_prepare(struct co_checks *checks, struct co_store *store);

/* Runs all checks over all that is in the store, between begin and commit,
 * and replaces the findings of an earlier run: by check, then by record. A
 * query that cannot be prepared is CO_EPACK; one that fails on the data or
 * takes too many steps becomes an error finding, check_failed, about the run.
 */
enum co_status co_checks_run(struct co_checks *checks, struct co_store *store,
                             struct co_err *err);

#endif

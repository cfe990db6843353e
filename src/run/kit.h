/* kit.h - all that a run needs from a pack, loaded together.
 *
 * Ownership: the kit owns what it holds; co_kit_clear releases it. */
#ifndef COLLATE_KIT_H
#define COLLATE_KIT_H

#include "checks.h"
#include "collate/run.h"
#include "layout.h"
#include "pack.h"
#include "plan.h"

struct co_kit {
  struct co_pack *pack;
  struct co_layouts layouts;
  struct co_checks *checks;
  struct co_plan *plan;
  bool *shown; /* by kind: a query of the usual plan reads it; or NULL */
};

/* Loads what reading takes of the pack in dir (NULL: the shipped one): model,
 * layouts, checks. Mistakes are told, and are CO_EPACK; so is no such pack. */
enum co_status co_kit_open(struct co_kit *kit, const char *dir,
                           const struct co_run_events *events,
                           struct co_err *err);
/* The same with one plan (NULL: master), and tries every query on an empty
 * store. */
enum co_status co_kit_load(struct co_kit *kit, const char *dir,
                           const char *plan, const struct co_run_events *events,
                           struct co_err *err);
/* Looks for mistakes in all of the pack, every plan too; keeps none of them.
 * Mistakes are in kit->pack->problems and leave CO_OK. */
enum co_status co_kit_try(struct co_kit *kit, const char *dir,
                          struct co_err *err);
void co_kit_clear(struct co_kit *kit);

/* Tells all mistakes; the number of them. */
size_t co_kit_problems(const struct co_kit *kit,
                       const struct co_run_events *events);

/* Tells the store what the layouts declare for the checks. */
enum co_status co_kit_declare(const struct co_kit *kit, struct co_store *store,
                              struct co_err *err);
/* A finding for each kind that has records which the plan shows nowhere. */
enum co_status co_kit_tell_unshown(const struct co_kit *kit,
                                   struct co_store *store, struct co_err *err);

#endif

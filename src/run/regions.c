/* regions.c - what a layout makes of one file: the tables it finds and the
 * records in them. For those who write layouts; nothing is kept.
 *
 * The regions are gathered by an intake that counts and holds no record. */
#include <stdlib.h>

#include "arena.h"
#include "collate/run.h"
#include "mapper.h"
#include "read.h"
#include "str.h"

struct gatherer {
  struct co_intake intake; /* first: the intake is the gatherer */
  struct co_arena arena;
  struct co_found_region *list;
  size_t count, cap;
  size_t *entries; /* of region n, by n - 1: its place in the list */
  size_t region_count, region_cap;
  struct co_str layout;
};

static enum co_status on_source(struct co_intake *intake,
                                const struct co_source *source,
                                struct co_err *err) {
  struct gatherer *g = (struct gatherer *)intake;
  (void)err;
  g->layout = co_arena_str(&g->arena, source->layout);
  return CO_OK;
}

/* The entry of a table and kind. A table tells one region for each rule that
 * makes records of its rows, one after the other. */
static size_t entry_of(struct gatherer *g, const struct co_region *region) {
  for (size_t i = g->count; i > 0 && g->list[i - 1].row == region->first_row;
       i--) {
    const struct co_found_region *entry = &g->list[i - 1];
    if (co_str_eq(entry->sheet, region->sheet) &&
        co_str_eq(entry->table, region->table) &&
        co_str_eq(entry->kind, region->kind->name))
      return i - 1;
  }
  CO_GROW(g->list, g->count, g->cap);
  g->list[g->count++] = (struct co_found_region){
      .layout = g->layout,
      .sheet = co_arena_str(&g->arena, region->sheet),
      .table = co_arena_str(&g->arena, region->table),
      .kind = co_arena_str(&g->arena, region->kind->name),
      .row = region->first_row};
  return g->count - 1;
}

static enum co_status on_region(struct co_intake *intake,
                                const struct co_region *region,
                                struct co_err *err) {
  struct gatherer *g = (struct gatherer *)intake;
  (void)err;
  CO_GROW(g->entries, g->region_count, g->region_cap);
  g->entries[g->region_count++] = entry_of(g, region);
  return CO_OK;
}

static enum co_status on_record(struct co_intake *intake,
                                const struct co_record *record,
                                struct co_err *err) {
  struct gatherer *g = (struct gatherer *)intake;
  (void)err;
  if (record->region && record->region <= g->region_count)
    g->list[g->entries[record->region - 1]].records++;
  return CO_OK;
}

static enum co_status gather(const struct co_kit *kit, const char *path,
                             const struct co_limits *limits,
                             co_region_tell *tell, void *context,
                             struct co_err *err) {
  struct gatherer g = {.intake = *co_intake_nowhere()};
  struct co_reading reading;
  g.intake.source = on_source;
  g.intake.region = on_region;
  g.intake.record = on_record;
  co_return_read(kit, path, limits, &g.intake, &reading);
  for (size_t i = 0; reading.status == CO_OK && i < g.count; i++)
    tell(context, &g.list[i]);
  if (reading.status != CO_OK && err) *err = reading.why;
  free(g.list);
  free(g.entries);
  co_arena_clear(&g.arena);
  return reading.status;
}

enum co_status co_run_regions(const char *path, const char *pack,
                              const struct co_limits *limits,
                              co_region_tell *tell, void *context,
                              const struct co_run_events *events,
                              struct co_err *err) {
  struct co_kit kit = {0};
  enum co_status status = co_kit_open(&kit, pack, events, err);
  if (status == CO_OK) status = gather(&kit, path, limits, tell, context, err);
  co_kit_clear(&kit);
  return status;
}

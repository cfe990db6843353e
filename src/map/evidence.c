/* evidence.c - see evidence.h. */
#include "evidence.h"

#include <stdlib.h>

#include "arena.h"

void co_evidence_clear(struct co_evidence *evidence) {
  free(evidence->list);
  *evidence = (struct co_evidence){0};
}

static struct co_witness *find(const struct co_evidence *evidence,
                               const struct co_kind *kind, unsigned field) {
  for (size_t i = 0; i < evidence->count; i++)
    if (evidence->list[i].kind == kind && evidence->list[i].field == field)
      return &evidence->list[i];
  return NULL;
}

void co_evidence_add(struct co_evidence *evidence, const struct co_kind *kind,
                     unsigned field, struct co_str text) {
  struct co_date day, month;
  bool as_day = co_date_parse(text, CO_DMY, &day, NULL);
  bool as_month = co_date_parse(text, CO_MDY, &month, NULL);
  if (!as_day && !as_month) return;
  if (as_day && as_month && co_date_days(day) == co_date_days(month)) return;
  struct co_witness *w = find(evidence, kind, field);
  if (!w) {
    CO_GROW(evidence->list, evidence->count, evidence->cap);
    w = &evidence->list[evidence->count++];
    *w = (struct co_witness){.kind = kind, .field = field};
  }
  w->day_first += as_day && !as_month;
  w->month_first += as_month && !as_day;
  w->either += as_day && as_month;
}

enum co_date_order co_evidence_order(const struct co_evidence *evidence,
                                     const struct co_kind *kind,
                                     unsigned field) {
  const struct co_witness *w = find(evidence, kind, field);
  return w && w->month_first > w->day_first ? CO_MDY : CO_DMY;
}

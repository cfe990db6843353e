/* evidence.h - the order of dates, told by the dates themselves.
 *
 * Where a layout does not declare its order, a first pass over the return
 * counts for every date field how many texts can be read day first only, month
 * first only, or either way (03/04/2009). One-way texts decide; where none is
 * there, day first is taken and a finding says how many dates rest on it.
 *
 * Ownership: embedded; co_evidence_clear releases the list. */
#ifndef COLLATE_EVIDENCE_H
#define COLLATE_EVIDENCE_H

#include "collate/model.h"
#include "date.h"

struct co_evidence {
  bool gathering; /* the first pass */
  struct co_witness {
    const struct co_kind *kind;
    unsigned field;
    unsigned day_first, month_first, either;
  } * list;
  size_t count, cap;
};

void co_evidence_clear(struct co_evidence *evidence);
/* Counts a text of a date field. */
void co_evidence_add(struct co_evidence *evidence, const struct co_kind *kind,
                     unsigned field, struct co_str text);
/* The order decided for a field. */
enum co_date_order co_evidence_order(const struct co_evidence *evidence,
                                     const struct co_kind *kind,
                                     unsigned field);

#endif

/* mapper.h - recognises a return and maps its cells to records.
 *
 * Both are sinks. First the recogniser sees the beginning of every sheet and
 * says which layout fits; then the mapper of that layout sees the whole file
 * and pushes records, findings and the ledger into an intake.
 *
 * Ownership: the caller frees what *_new gave; layout, model and intake must
 * outlive the mapper. */
#ifndef COLLATE_MAPPER_H
#define COLLATE_MAPPER_H

#include "collate/record.h"
#include "evidence.h"
#include "layout.h"

/* Rows of each sheet that are looked at to recognise a return. */
enum { CO_RECOGNISE_ROWS = 500 };

struct co_sink *co_recogniser_new(const struct co_layouts *layouts);
/* The layout that fits. Where none does, the message says which one is nearest
 * and what it lacks; where several fit equally well, which (CO_EINPUT). */
enum co_status co_recogniser_result(struct co_sink *recogniser,
                                    const struct co_layout **layout,
                                    struct co_err *err);

/* source is told to the intake with the first sheet, completed by the
 * encoding that the reader found. Where the layout does not declare the order
 * of dates, a first pass gathers evidence (its intake is not told anything),
 * a second one goes by it. */
struct co_sink *co_mapper_new(const struct co_layout *layout,
                              const struct co_source *source,
                              struct co_intake *intake,
                              struct co_evidence *evidence);
/* An intake that takes nothing in, for the first pass. */
struct co_intake *co_intake_nowhere(void);

#endif

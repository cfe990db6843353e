/* iso.h - dates, times and durations written by ISO 8601, as cells have them.
 *
 * What a workbook's t="d" cells and OpenDocument's date and time values hold.
 * Milliseconds are kept, what is finer is cut. */
#ifndef COLLATE_ISO_H
#define COLLATE_ISO_H

#include "arena.h"
#include "collate/grid.h"

/* 2024-03-31, 2024-03-31T12:30[:05[.5]][Z] or 12:30[:05]: DATE or TIME, its
 * text in the arena; BLANK where it is none. */
enum co_cell_kind co_iso_moment(struct co_arena *arena, struct co_str text,
                                struct co_str *out);

/* PT12H30M05.5S: TIME below 24 hours, else DURATION; BLANK where it is none
 * (years and months have no fixed length). */
enum co_cell_kind co_iso_duration(struct co_arena *arena, struct co_str text,
                                  struct co_str *out);

#endif

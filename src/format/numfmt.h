/* numfmt.h - what a number format makes of a number: date, time, percent...
 *
 * Workbooks store dates as plain numbers; only the cell's number format tells
 * them apart (ECMA-376 part 1, 18.8.30 and 18.8.31). The judgement is a total
 * function: any code, however odd, is something. */
#ifndef COLLATE_NUMFMT_H
#define COLLATE_NUMFMT_H

#include "collate/grid.h"

enum co_numfmt {
  CO_NUMFMT_NUMBER,
  CO_NUMFMT_PERCENT,
  CO_NUMFMT_FOREIGN, /* a number in another currency than pounds */
  CO_NUMFMT_SCALED,  /* a number shown in thousands or millions */
  CO_NUMFMT_DATE,    /* with or without a time */
  CO_NUMFMT_MONTH,   /* a date of which month and year are shown */
  CO_NUMFMT_TIME,    /* of day */
  CO_NUMFMT_DURATION
};

/* A built-in format by its id (0 to 163); NUMBER for ids without meaning. */
enum co_numfmt co_numfmt_builtin(uint32_t id);
/* A custom code; its first section counts that shows a number, or the first
 * without a condition: [=0]"";dd/mm/yyyy is a date. */
enum co_numfmt co_numfmt_code(struct co_str code);

/* A date, time or duration: no number. */
static inline bool co_numfmt_is_time(enum co_numfmt format) {
  return format >= CO_NUMFMT_DATE;
}
/* How a number of the format is seen. */
enum co_look co_numfmt_look(enum co_numfmt format);

enum { CO_SERIAL_TEXT = 48 };

/* Turns a serial number into the text of a DATE, TIME or DURATION cell and
 * returns its kind; CO_CELL_NUMBER, with buf untouched, where the format is
 * none of these or the serial is no date: negative, beyond 9999-12-31, or 60
 * in the 1900 system, the 29 February 1900 that never was. */
enum co_cell_kind co_serial_text(double serial, enum co_numfmt format,
                                 bool epoch_1904, char buf[CO_SERIAL_TEXT]);

/* The text of a TIME (below 24 hours) or DURATION cell, and which it is. */
enum co_cell_kind co_milliseconds_text(bool negative, uint64_t ms,
                                       char buf[CO_SERIAL_TEXT]);

#endif

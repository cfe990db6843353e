/* html_parts.h - what the files of the page writer share.
 *
 *   html_write.c  the sink: sections, headings, tables
 *   html_text.c   texts, numbers and ids as a page holds them
 *   html_chart.c  a chart as SVG */
#ifndef COLLATE_HTML_PARTS_H
#define COLLATE_HTML_PARTS_H

#include <stdio.h>

#include "collate/grid.h"
#include "str.h"

/* A text with all that has a meaning in markup escaped: fit for content and
 * for attributes in double quotes. */
void co_html_text(FILE *out, struct co_str text);
/* A sheet, and a row of it from 1 (0: its top), as an id: no blank, nothing
 * that markup or addresses treat specially. */
void co_html_id(FILE *out, struct co_str sheet, struct co_str row);
/* A cell's value as people read it: 1,234.50, 12.5%, 26 Nov 2009. */
void co_html_value(FILE *out, const struct co_cell *cell);

void co_html_chart(FILE *out, const struct co_chart *chart, unsigned number);

#endif

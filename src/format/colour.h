/* colour.h - colours as packs write them (RRGGBB), and what is read on them.
 * One rule for the workbook and the page, so that both look the same. */
#ifndef COLLATE_COLOUR_H
#define COLLATE_COLOUR_H

#include "collate/grid.h"

/* False where the text is not six hexadecimal digits; *rgb is then kept. */
bool co_colour_read(struct co_str text, uint32_t *rgb);
/* Nearly black or white, whichever stands out more on that colour. */
uint32_t co_colour_ink(uint32_t fill);

#endif

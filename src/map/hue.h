/* hue.h - which traffic light a colour is.
 *
 * People colour by hand, from whatever palette is at hand, so the hue decides
 * and not the exact colour: in degrees of the colour circle (0 red, 60 yellow,
 * 120 green, 240 blue)
 *
 *   345 to 17    Red      FF0000 C00000 FFC7CE
 *    18 to 69    Amber    orange and yellow: FFC000 ED7D31 FFFF00 FFEB9C
 *    70 to 164   Green    92D050 00B050 C6EFCE
 *   185 to 254   Blue     00B0F0 0070C0 002060 DDEBF7
 *
 * What lies between (turquoise; purple and pink) is no light. A colour is Grey
 * where its parts differ by less than 10 (hexadecimal) or by less than a
 * quarter of what they could at its lightness (the saturation of HSL). Before
 * all that, nearly white (every part F0 or more) is nothing, as a cell without
 * a fill, and nearly black (every part below 40) is no light. A shade that only
 * parts rows from each other, such as D9D9D9, cannot be told from a light. */
#ifndef COLLATE_HUE_H
#define COLLATE_HUE_H

#include <stdint.h>

enum co_hue {
  CO_HUE_NONE, /* white */
  CO_HUE_RED,
  CO_HUE_AMBER,
  CO_HUE_GREEN,
  CO_HUE_BLUE,
  CO_HUE_GREY,
  CO_HUE_OTHER, /* no light */
  CO_HUES
};

/* Of a colour 0xRRGGBB; what stands above is not looked at. */
enum co_hue co_hue_of(uint32_t colour);

/* The word: "Red"; NULL for NONE and OTHER. */
const char *co_hue_word(enum co_hue hue);

#endif

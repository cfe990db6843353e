/* colour.c - see colour.h. The weights of light are those of WCAG 2, with its
 * curve taken for a square. */
#include "colour.h"

#include "ascii.h"

enum { DARK_INK = 0x111111, LIGHT_INK = 0xFFFFFF, ENOUGH_LIGHT = 18 };

bool co_colour_read(struct co_str text, uint32_t *rgb) {
  uint32_t colour = 0;
  if (text.len != 6) return false;
  for (size_t i = 0; i < 6; i++) {
    int digit = co_hex_value(text.ptr[i]);
    if (digit < 0) return false;
    colour = colour * 16 + (uint32_t)digit;
  }
  *rgb = colour;
  return true;
}

uint32_t co_colour_ink(uint32_t fill) {
  uint32_t red = fill >> 16 & 0xFF, green = fill >> 8 & 0xFF,
           blue = fill & 0xFF;
  uint32_t light = /* of a hundred */
      (21 * red * red + 72 * green * green + 7 * blue * blue) / (255 * 255);
  return light > ENOUGH_LIGHT ? DARK_INK : LIGHT_INK;
}

/* hue.c - see hue.h. */
#include "hue.h"

#include <stddef.h>

enum { WHITE = 0xF0, BLACK = 0x40, PALE = 0x10, FULL = 255, CIRCLE = 360 };

/* The ranges around the circle, each up to the next. */
static const struct {
  int from; /* degrees */
  enum co_hue hue;
} ranges[] = {{345, CO_HUE_RED},   {255, CO_HUE_OTHER}, {185, CO_HUE_BLUE},
              {165, CO_HUE_OTHER}, {70, CO_HUE_GREEN},  {18, CO_HUE_AMBER},
              {0, CO_HUE_RED}};

/* Where a colour stands on the circle, in whole degrees; chroma is the largest
 * part less the smallest one, and not 0. */
static int degrees(int red, int green, int blue, int high, int chroma) {
  int at = high == red     ? CIRCLE * chroma + 60 * (green - blue)
           : high == green ? 120 * chroma + 60 * (blue - red)
                           : 240 * chroma + 60 * (red - green);
  return at / chroma % CIRCLE;
}

static int larger(int a, int b) {
  return a > b ? a : b;
}

static int smaller(int a, int b) {
  return a < b ? a : b;
}

enum co_hue co_hue_of(uint32_t colour) {
  int red = colour >> 16 & 0xFF, green = colour >> 8 & 0xFF,
      blue = colour & 0xFF;
  int high = larger(red, larger(green, blue));
  int low = smaller(red, smaller(green, blue));
  int chroma = high - low, most = smaller(high + low, 2 * FULL - high - low);
  size_t i = 0;
  if (low >= WHITE) return CO_HUE_NONE;
  if (high < BLACK) return CO_HUE_OTHER;
  if (chroma < PALE || 4 * chroma < most) return CO_HUE_GREY;
  while (degrees(red, green, blue, high, chroma) < ranges[i].from)
    i++;
  return ranges[i].hue;
}

const char *co_hue_word(enum co_hue hue) {
  static const char *const words[CO_HUES] = {[CO_HUE_RED] = "Red",
                                             [CO_HUE_AMBER] = "Amber",
                                             [CO_HUE_GREEN] = "Green",
                                             [CO_HUE_BLUE] = "Blue",
                                             [CO_HUE_GREY] = "Grey"};
  return words[hue];
}

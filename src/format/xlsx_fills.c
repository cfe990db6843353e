/* xlsx_fills.c - see xlsx_fills.h.
 *
 * Whatever is not as it should be (a number that points nowhere, a colour that
 * is none) is no fill: a colour is never a reason to refuse a file. */
#include "xlsx_fills.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"
#include "xml_small.h"

enum how { NOT_SAID, RGB, INDEXED, THEME };

struct co_fill {
  enum how how;
  uint32_t value;
  double tint; /* -1 black to 1 white */
};

/* The usual palette (18.8.27) from its ninth colour on; the first eight are
 * the same as the next eight. */
static const uint32_t usual_palette[] = {
    0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF,
    0x00FFFF, 0x800000, 0x008000, 0x000080, 0x808000, 0x800080, 0x008080,
    0xC0C0C0, 0x808080, 0x9999FF, 0x993366, 0xFFFFCC, 0xCCFFFF, 0x660066,
    0xFF8080, 0x0066CC, 0xCCCCFF, 0x000080, 0xFF00FF, 0xFFFF00, 0x00FFFF,
    0x800080, 0x800000, 0x008080, 0x0000FF, 0x00CCFF, 0xCCFFFF, 0xCCFFCC,
    0xFFFF99, 0x99CCFF, 0xFF99CC, 0xCC99FF, 0xFFCC99, 0x3366FF, 0x33CCCC,
    0x99CC00, 0xFFCC00, 0xFF9900, 0xFF6600, 0x666699, 0x969696, 0x003366,
    0x339966, 0x003300, 0x333300, 0x993300, 0x993366, 0x333399, 0x333333};
enum { DOUBLED = 8 };
_Static_assert(sizeof usual_palette / sizeof *usual_palette + DOUBLED ==
                   CO_PALETTE_COLOURS,
               "the palette is whole");

/* In the order of their numbers, which is not that of the theme part. */
static const char *const theme_names[CO_THEME_COLOURS] = {
    "lt1",     "dk1",     "lt2",     "dk2",     "accent1", "accent2",
    "accent3", "accent4", "accent5", "accent6", "hlink",   "folHlink"};

/* AARRGGBB or RRGGBB; Excel does not look at the first two of eight. */
static uint32_t rgb_of(const char *text) {
  size_t len = text ? strlen(text) : 0;
  if ((len != 6 && len != 8) || strspn(text, "0123456789ABCDEFabcdef") != len)
    return 0;
  return CO_FILL + (uint32_t)strtoul(text + len - 6, NULL, 16);
}

/* The theme */

static enum co_status on_theme(void *user, const char *parent, const char *name,
                               const char **attributes, struct co_err *err) {
  struct co_fills *fills = user;
  (void)err;
  bool system = strcmp(name, "sysClr") == 0; /* a colour of the screen */
  if (!system && strcmp(name, "srgbClr") != 0) return CO_OK;
  for (size_t i = 0; i < CO_THEME_COLOURS; i++)
    if (strcmp(parent, theme_names[i]) == 0 && !fills->theme[i])
      fills->theme[i] =
          rgb_of(co_xml_value(attributes, system ? "lastClr" : "val"));
  return CO_OK;
}

enum co_status co_fills_theme(struct co_fills *fills, struct co_xlsx *xlsx,
                              struct co_err *err) {
  struct co_xml_handler handler = {.start = on_theme, .user = fills};
  if (!xlsx->theme_part) return CO_OK;
  return co_xml_small(&xlsx->package, xlsx->theme_part, &handler, err);
}

/* The styles */

static bool number_of(const char **attributes, const char *name,
                      uint32_t *number) {
  const char *text = co_xml_value(attributes, name);
  return text && co_whole_number(co_str_of(text), UINT32_MAX, number);
}

static double tint_of(const char **attributes) {
  const char *text = co_xml_value(attributes, "tint");
  double tint = text ? strtod(text, NULL) : 0;
  return tint >= -1 && tint <= 1 ? tint : 0;
}

static struct co_fill colour_of(const char **attributes) {
  struct co_fill fill = {.tint = tint_of(attributes)};
  fill.value = rgb_of(co_xml_value(attributes, "rgb"));
  if (fill.value)
    fill.how = RGB;
  else if (number_of(attributes, "theme", &fill.value))
    fill.how = THEME;
  else if (number_of(attributes, "indexed", &fill.value))
    fill.how = INDEXED;
  return fill;
}

void co_fills_start(struct co_fills *fills, const char *parent,
                    const char *name, const char **attributes) {
  if (strcmp(name, "fill") == 0) {
    fills->open = strcmp(parent, "fills") == 0; /* others are conditional */
    fills->solid = false;
    if (!fills->open) return;
    CO_GROW(fills->list, fills->count, fills->cap);
    fills->list[fills->count++] = (struct co_fill){0};
  } else if (strcmp(name, "patternFill") == 0) {
    const char *pattern = co_xml_value(attributes, "patternType");
    fills->solid = pattern && strcmp(pattern, "solid") == 0;
  } else if (strcmp(name, "fgColor") == 0) {
    if (fills->open && fills->solid)
      fills->list[fills->count - 1] = colour_of(attributes);
  } else if (strcmp(parent, "indexedColors") == 0 &&
             fills->palette_count < CO_PALETTE_COLOURS) {
    fills->palette[fills->palette_count++] =
        rgb_of(co_xml_value(attributes, "rgb"));
  }
}

/* 18.8.19: the tint moves the lightness towards black or white; hue and
 * saturation stay. */
static uint32_t tinted(uint32_t colour, double tint) {
  double part[3], high = 0, low = 1;
  if (!colour || tint == 0) return colour;
  for (int i = 0; i < 3; i++) {
    part[i] = (double)(colour >> (8 * i) & 0xFF) / 255;
    high = fmax(high, part[i]);
    low = fmin(low, part[i]);
  }
  double from = (high + low) / 2;
  double to = tint < 0 ? from * (1 + tint) : from * (1 - tint) + tint;
  double room = 1 - fabs(2 * from - 1); /* for colour, at that lightness */
  double scale = room > 0 ? (1 - fabs(2 * to - 1)) / room : 0;
  colour = CO_FILL;
  for (int i = 0; i < 3; i++) {
    double moved = to + (part[i] - from) * scale;
    colour |= (uint32_t)lround(fmin(fmax(moved, 0), 1) * 255) << (8 * i);
  }
  return colour;
}

static uint32_t indexed(const struct co_fills *fills, uint32_t index) {
  if (index >= CO_PALETTE_COLOURS) return 0; /* the screen's own */
  if (index < fills->palette_count) return fills->palette[index];
  return CO_FILL + usual_palette[index < DOUBLED ? index : index - DOUBLED];
}

uint32_t co_fills_colour(const struct co_fills *fills, uint32_t id) {
  if (id >= fills->count) return 0;
  const struct co_fill *fill = &fills->list[id];
  switch (fill->how) {
    case RGB:
      return tinted(fill->value, fill->tint);
    case INDEXED:
      return tinted(indexed(fills, fill->value), fill->tint);
    case THEME:
      return fill->value < CO_THEME_COLOURS
                 ? tinted(fills->theme[fill->value], fill->tint)
                 : 0;
    case NOT_SAID:
      break;
  }
  return 0;
}

void co_fills_clear(struct co_fills *fills) {
  free(fills->list);
  *fills = (struct co_fills){0};
}

/* Merged ranges */

static int by_first_row(const void *a, const void *b) {
  const struct co_merge *x = a, *y = b;
  return x->first_row < y->first_row ? -1 : x->first_row > y->first_row;
}

struct co_cover co_cover_new(struct co_merge *merges, size_t count) {
  struct co_cover cover = {.merges = merges, .count = count};
  if (!count) return cover;
  qsort(merges, count, sizeof *merges, by_first_row);
  uint32_t columns = 0;
  for (size_t i = 0; i < count; i++)
    if (merges[i].last_col >= columns) columns = merges[i].last_col + 1;
  cover.spans = co_xcalloc(columns, sizeof *cover.spans);
  cover.columns = columns;
  return cover;
}

void co_cover_clear(struct co_cover *cover) {
  free(cover->spans);
  *cover = (struct co_cover){0};
}

/* Of ranges that overlap, which Excel does not make, the later one counts. */
void co_cover_row(struct co_cover *cover, uint32_t row) {
  for (; cover->next < cover->count; cover->next++) {
    const struct co_merge *m = &cover->merges[cover->next];
    if (m->first_row > row) return;
    for (uint32_t col = m->first_col; col <= m->last_col; col++)
      cover->spans[col] = (struct co_span){m->first_row + (col == m->first_col),
                                           m->last_row + 1};
  }
}

bool co_covered(const struct co_cover *cover, uint32_t row, uint32_t col) {
  if (col >= cover->columns) return false;
  const struct co_span *span = &cover->spans[col];
  return row >= span->from && row < span->to;
}

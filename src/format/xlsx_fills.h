/* xlsx_fills.h - the colour that a cell is filled with.
 *
 * ECMA-376 part 1: a cell's format (18.8.10, cellXfs) names a fill (18.8.20),
 * and a solid fill (18.8.32) a colour in its fgColor (18.8.19): as RRGGBB, as a
 * place in a palette (18.8.27, indexed) or in the theme (20.1.6.2), made
 * lighter or darker by a tint. Patterns, gradients and conditional formats are
 * no fills here. All colours are CO_FILL + 0xRRGGBB; 0: none. */
#ifndef COLLATE_XLSX_FILLS_H
#define COLLATE_XLSX_FILLS_H

#include "xlsx.h"

enum { CO_THEME_COLOURS = 12, CO_PALETTE_COLOURS = 64 };

/* What the styles part says of fills, as it is read; init with zeros. */
struct co_fills {
  struct co_fill *list; /* malloc'ed */
  size_t count, cap;
  bool open, solid; /* the fill being read is of the list; its pattern */
  uint32_t palette[CO_PALETTE_COLOURS]; /* of the workbook's own */
  size_t palette_count;
  uint32_t theme[CO_THEME_COLOURS];
};

/* The colours of the theme; none where the workbook has no theme. */
enum co_status co_fills_theme(struct co_fills *fills, struct co_xlsx *xlsx,
                              struct co_err *err);
/* A start tag of the styles part. */
void co_fills_start(struct co_fills *fills, const char *parent,
                    const char *name, const char **attributes);
/* The colour of a fill by its number; an unknown one has none. */
uint32_t co_fills_colour(const struct co_fills *fills, uint32_t id);
void co_fills_clear(struct co_fills *fills);

/* The cells of merged ranges other than the first, row by row: they keep a
 * format, but nobody sees it. */
struct co_cover {
  struct co_merge *merges; /* the caller's */
  size_t count, next;
  struct co_span {
    uint32_t from, to; /* rows; to: the first one behind */
  } * spans;           /* by column; malloc'ed */
  uint32_t columns;    /* of which ranges are known; 0: no range */
};
/* Sorts the merged ranges. */
struct co_cover co_cover_new(struct co_merge *merges, size_t count);
void co_cover_clear(struct co_cover *cover);
/* Goes on to a row; rows ascend. */
void co_cover_row(struct co_cover *cover, uint32_t row);
/* Whether a cell of that row is covered. */
bool co_covered(const struct co_cover *cover, uint32_t row, uint32_t col);

#endif

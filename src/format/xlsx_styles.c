/* xlsx_styles.c - from a cell's style index to what its numbers mean.
 *
 * Of the styles part two lists matter: the custom number formats (numFmts) and
 * the cell formats that point to them (cellXfs); and, where they are wanted,
 * the fills (xlsx_fills.h). A custom code under a built-in id wins, as Excel
 * has it. */
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "number.h"
#include "xlsx_fills.h"
#include "xml_small.h"

struct custom {
  uint32_t id;
  size_t order;
  enum co_numfmt format;
};

struct styles {
  struct co_xlsx *xlsx;
  struct custom *codes; /* in the arena's lifetime, malloc'ed */
  size_t count, cap;
  uint32_t *ids; /* number format of each cell format, malloc'ed */
  size_t id_cap;
  struct co_fills fills;
};

static uint32_t number_of(const char **attributes, const char *name) {
  uint32_t value = 0;
  const char *text = co_xml_value(attributes, name);
  if (text) co_whole_number(co_str_of(text), UINT32_MAX - 1, &value);
  return value;
}

/* By id; of two with the same id the later one first. */
static int by_id(const void *a, const void *b) {
  const struct custom *x = a, *y = b;
  if (x->id != y->id) return x->id < y->id ? -1 : 1;
  return x->order > y->order ? -1 : x->order < y->order;
}

/* The format of an id; codes are sorted. */
static enum co_numfmt format_of(const struct styles *styles, uint32_t id) {
  size_t low = 0, high = styles->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (styles->codes[middle].id < id)
      low = middle + 1;
    else
      high = middle;
  }
  return low < styles->count && styles->codes[low].id == id
             ? styles->codes[low].format
             : co_numfmt_builtin(id);
}

static void look_up(struct styles *styles) {
  struct co_xlsx *xlsx = styles->xlsx;
  if (styles->count)
    qsort(styles->codes, styles->count, sizeof *styles->codes, by_id);
  for (size_t i = 0; i < xlsx->format_count; i++)
    xlsx->formats[i] = (uint8_t)format_of(styles, styles->ids[i]);
  for (size_t i = 0; xlsx->wants_fills && i < xlsx->format_count; i++)
    xlsx->fills[i] = co_fills_colour(&styles->fills, xlsx->fills[i]);
}

static enum co_status too_many(const struct styles *styles,
                               struct co_err *err) {
  return co_limit_crossed(
      err, CO_X_LIMIT_CELL_FORMATS,
      "the workbook has more cell formats than the limit of %u",
      (unsigned)styles->xlsx->limits->cell_formats);
}

/* A cell format: the numbers of what it points to, till all is known. */
static void add_format(struct styles *styles, const char **attributes) {
  struct co_xlsx *xlsx = styles->xlsx;
  size_t index = xlsx->format_count;
  CO_GROW(styles->ids, index, styles->id_cap);
  CO_GROW(xlsx->formats, index, xlsx->format_cap);
  styles->ids[index] = number_of(attributes, "numFmtId");
  if (xlsx->wants_fills) {
    CO_GROW(xlsx->fills, index, xlsx->fill_cap);
    xlsx->fills[index] = number_of(attributes, "fillId");
  }
  xlsx->format_count++;
}

static enum co_status on_start(void *user, const char *parent, const char *name,
                               const char **attributes, struct co_err *err) {
  struct styles *styles = user;
  struct co_xlsx *xlsx = styles->xlsx;
  uint32_t most = xlsx->limits->cell_formats;
  if (!*parent && strcmp(name, "styleSheet") != 0)
    return co_fail(err, CO_X_XML_MALFORMED,
                   "the file is damaged: its styles are something else "
                   "(<%.20s>); ask for a new copy",
                   name);
  if (xlsx->wants_fills)
    co_fills_start(&styles->fills, parent, name, attributes);
  if (styles->fills.count > most) return too_many(styles, err);
  if (strcmp(parent, "numFmts") == 0 && strcmp(name, "numFmt") == 0) {
    const char *code = co_xml_value(attributes, "formatCode");
    if (styles->count >= most) return too_many(styles, err);
    CO_GROW(styles->codes, styles->count, styles->cap);
    styles->codes[styles->count] =
        (struct custom){number_of(attributes, "numFmtId"), styles->count,
                        co_numfmt_code(co_str_of(code))};
    styles->count++;
  } else if (strcmp(parent, "cellXfs") == 0 && strcmp(name, "xf") == 0) {
    if (xlsx->format_count >= most) return too_many(styles, err);
    add_format(styles, attributes);
  }
  return CO_OK;
}

enum co_status co_xlsx_styles(struct co_xlsx *xlsx, struct co_err *err) {
  if (!xlsx->styles_part) return CO_OK;
  struct styles styles = {.xlsx = xlsx};
  struct co_xml_handler handler = {.start = on_start, .user = &styles};
  enum co_status status =
      co_xml_small(&xlsx->package, xlsx->styles_part, &handler, err);
  if (!status && xlsx->wants_fills)
    status = co_fills_theme(&styles.fills, xlsx, err);
  if (!status) look_up(&styles);
  free(styles.codes);
  free(styles.ids);
  co_fills_clear(&styles.fills);
  return status;
}

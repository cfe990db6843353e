/* xlsx_cell.c - from a cell's element to a cell.
 *
 * Types of ECMA-376 part 1, 18.18.11: n (also without a type), s, str,
 * inlineStr, b, e, d. Strict where other readers guess: a number must be a
 * number (stored_number.h), an index must be in range. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "iso.h"
#include "number.h"
#include "stored_number.h"
#include "xlsx.h"

enum {
  LAST_ROW = 1048576,
  LAST_COLUMN = 16384,
  SHOWN = 60 /* characters of a value in a message */
};

bool co_xlsx_place(struct co_str text, uint32_t *row, uint32_t *col) {
  size_t i = 0;
  uint32_t letters = 0, number;
  if (text.len == 0) return false;
  for (; i < text.len && i < 3 && text.ptr[i] >= 'A' && text.ptr[i] <= 'Z'; i++)
    letters = letters * 26 + (uint32_t)(text.ptr[i] - 'A') + 1;
  struct co_str digits = {text.ptr + i, text.len - i};
  if (letters == 0 || letters > LAST_COLUMN ||
      !co_whole_number(digits, LAST_ROW, &number) || number == 0)
    return false;
  *row = number - 1;
  *col = letters - 1;
  return true;
}

static struct co_str trim(struct co_str text) {
  while (text.len && co_is_blank(text.ptr[0])) {
    text.ptr++;
    text.len--;
  }
  while (text.len && co_is_blank(text.ptr[text.len - 1]))
    text.len--;
  return text;
}

bool co_xlsx_type_of(struct co_str name, enum co_xlsx_type *type) {
  static const struct {
    const char *name;
    enum co_xlsx_type type;
  } types[] = {{"s", CO_XLSX_SHARED},   {"n", CO_XLSX_NUMBER},
               {"str", CO_XLSX_STRING}, {"b", CO_XLSX_BOOL},
               {"e", CO_XLSX_ERROR},    {"inlineStr", CO_XLSX_INLINE},
               {"d", CO_XLSX_DATE}};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (co_str_is(name, types[i].name)) {
      *type = types[i].type;
      return true;
    }
  return false;
}

static enum co_status refuse(enum co_error code, struct co_arena *arena,
                             struct co_str value, const char *what,
                             struct co_err *err) {
  return co_fail(err, code,
                 "'%.*s' is no %s; open the file in Excel, "
                 "correct the cell and save it again",
                 CO_STR(co_str_show(arena, value, SHOWN)), what);
}

/* Numbers */

static enum co_status number(const struct co_xlsx *xlsx, struct co_arena *arena,
                             const struct co_xlsx_raw_cell *raw,
                             struct co_cell *cell, struct co_err *err) {
  char buf[CO_SERIAL_TEXT]; /* holds a number as well */
  bool plain;
  struct co_str text = trim(raw->value);
  if (!co_stored_is_number(text, &plain))
    return refuse(CO_X_CELL_VALUE, arena, text, "number", err);
  enum co_numfmt format = co_xlsx_format(xlsx, raw->format);
  cell->kind = CO_CELL_NUMBER;
  cell->look = co_xlsx_is_pending(xlsx, raw->has_formula, text)
                   ? CO_LOOK_PENDING
                   : co_numfmt_look(format);
  cell->text = co_arena_str(arena, text);
  if (plain && !co_numfmt_is_time(format)) return CO_OK;
  double value = strtod(cell->text.ptr, NULL);
  if (!isfinite(value))
    return refuse(CO_X_CELL_VALUE, arena, text,
                  "number that a workbook can hold", err);
  cell->kind = co_serial_text(value, format, xlsx->epoch_1904, buf);
  if (cell->kind == CO_CELL_NUMBER) {
    if (plain) return CO_OK;
    co_stored_shortest(value, buf);
  }
  cell->text = co_arena_str(arena, co_str_of(buf));
  return CO_OK;
}

/* Other types */

static enum co_status shared(const struct co_xlsx *xlsx, struct co_arena *arena,
                             const struct co_xlsx_raw_cell *raw,
                             struct co_cell *cell, struct co_err *err) {
  const struct co_strings *strings = &xlsx->strings;
  struct co_str text = trim(raw->value);
  uint32_t index;
  if (text.len == 0) return CO_OK;
  if (!co_whole_number(text, UINT32_MAX, &index) || index >= strings->count)
    return refuse(CO_X_SHARED_STRING_INDEX, arena, text,
                  "text of this workbook (it has no such shared "
                  "string)",
                  err);
  uint32_t start = strings->starts[index];
  cell->text = (struct co_str){strings->text.ptr + start,
                               strings->starts[index + 1] - start};
  if (cell->text.len) cell->kind = CO_CELL_TEXT;
  return CO_OK;
}

static enum co_status boolean(struct co_arena *arena,
                              const struct co_xlsx_raw_cell *raw,
                              struct co_cell *cell, struct co_err *err) {
  struct co_str text = trim(raw->value);
  bool yes = co_str_is(text, "1") || co_str_is(text, "true");
  if (!yes && !co_str_is(text, "0") && !co_str_is(text, "false"))
    return refuse(CO_X_CELL_VALUE, arena, text, "TRUE or FALSE", err);
  cell->kind = CO_CELL_BOOL;
  cell->text = yes ? CO_LIT("TRUE") : CO_LIT("FALSE");
  return CO_OK;
}

static enum co_status literal(struct co_arena *arena, struct co_str value,
                              enum co_cell_kind kind, struct co_cell *cell) {
  if (value.len == 0) return CO_OK;
  cell->kind = kind;
  cell->text = co_arena_str(arena, value);
  return CO_OK;
}

/* t="d": a date, date and time, or time; anything else is text, as Excel has
 * it. */
static enum co_status iso(struct co_arena *arena,
                          const struct co_xlsx_raw_cell *raw,
                          struct co_cell *cell) {
  struct co_str text = trim(raw->value);
  cell->kind = co_iso_moment(arena, text, &cell->text);
  return cell->kind ? CO_OK : literal(arena, text, CO_CELL_TEXT, cell);
}

enum co_status co_xlsx_cell(const struct co_xlsx *xlsx, struct co_arena *arena,
                            const struct co_xlsx_raw_cell *raw,
                            struct co_cell *cell, struct co_err *err) {
  bool text = raw->type == CO_XLSX_STRING || raw->type == CO_XLSX_INLINE;
  /* styles without a list of cell formats are taken for plain ones */
  bool plain = xlsx->styles_part && !xlsx->format_count;
  cell->kind = CO_CELL_BLANK;
  if (raw->format && raw->format >= xlsx->format_count && !plain)
    return co_fail(err, CO_X_CELL_FORMAT,
                   "the cell has a format that the workbook does not have, so "
                   "it may be a date or a number; ask for a new copy");
  /* an empty text is a result, an empty number is none */
  bool empty = text ? !raw->has_value : trim(raw->value).len == 0;
  if (empty) {
    if (raw->has_formula) cell->kind = CO_CELL_FORMULA;
    return CO_OK;
  }
  switch (raw->type) {
    case CO_XLSX_STRING:
    case CO_XLSX_INLINE:
      return literal(arena, raw->value, CO_CELL_TEXT, cell);
    case CO_XLSX_SHARED:
      return shared(xlsx, arena, raw, cell, err);
    case CO_XLSX_BOOL:
      return boolean(arena, raw, cell, err);
    case CO_XLSX_ERROR:
      return literal(arena, trim(raw->value), CO_CELL_ERROR, cell);
    case CO_XLSX_DATE:
      return iso(arena, raw, cell);
    case CO_XLSX_NUMBER:
      break;
  }
  return number(xlsx, arena, raw, cell, err);
}

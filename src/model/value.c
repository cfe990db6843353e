/* value.c - one cell's text made a value of a field's type.
 *
 * One function per type, in one table. The kind that the file claims counts
 * where it changes the meaning: a number in a date field is refused (a serial
 * number is not a date that anybody wrote), and so is a date in a number
 * field. Percentages that a workbook stores as fractions are read with two
 * more digits and taken as they stand, which is the same as a hundredfold and
 * exact. */
#include "value.h"

#include <strings.h>

#include "number.h"
#include "pattern.h"
#include "period.h"

struct cell {
  struct co_arena *arena;
  const struct co_field *field;
  struct co_str text;
  enum co_cell_kind kind;
  bool fraction; /* a number that is shown as a percentage */
  bool foreign;  /* or in another currency */
  enum co_date_order order;
  bool percent; /* out */
};

/* 1.23457E+11: what Excel leaves of a long reference in a CSV file, and what
 * a reference of more digits than a double has becomes in a workbook. */
static bool is_damaged_key(struct co_str text) {
  size_t at = co_count_digits(text, 0);
  if (at != 1) return false;
  if (at < text.len && text.ptr[at] == '.') {
    size_t places = co_count_digits(text, at + 1);
    if (!places) return false;
    at += 1 + places;
  }
  if (text.len - at < 4 || (text.ptr[at] | 0x20) != 'e' ||
      text.ptr[at + 1] != '+')
    return false;
  size_t exponent = co_count_digits(text, at + 2);
  return exponent >= 2 && at + 2 + exponent == text.len;
}

/* 02-Jan: what Excel makes of a reference 2-1 or 2/1 and writes to a CSV file.
 * Jan-10 is left alone: lines of statements are months. */
static bool is_day(struct co_str text) {
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  size_t at = co_count_digits(text, 0);
  if (at < 1 || at > 2 || text.len != at + 4 || text.ptr[at] != '-')
    return false;
  for (size_t m = 0; m < sizeof months - 1; m += 3)
    if (strncasecmp(text.ptr + at + 1, months + m, 3) == 0) return true;
  return false;
}

static enum co_value_result parse_line(struct cell *cell,
                                       struct co_value *out) {
  out->text = co_str_is_line(cell->text)
                  ? cell->text
                  : co_str_collapse(cell->arena, cell->text);
  if (!cell->field->key) return CO_VALUE_OK;
  if (cell->kind == CO_CELL_DATE || is_day(out->text)) return CO_VALUE_DATED;
  return is_damaged_key(out->text) ? CO_VALUE_DAMAGED : CO_VALUE_OK;
}

static enum co_value_result parse_text(struct cell *cell,
                                       struct co_value *out) {
  out->text = co_str_is_line(cell->text)
                  ? cell->text
                  : co_str_lines(cell->arena, cell->text);
  return CO_VALUE_OK;
}

static enum co_value_result parse_date(struct cell *cell,
                                       struct co_value *out) {
  struct co_date date;
  if (cell->kind != CO_CELL_TEXT && cell->kind != CO_CELL_DATE)
    return CO_VALUE_NOT_DATE;
  if (!co_date_parse(cell->text, cell->order, &date, NULL))
    return CO_VALUE_NOT_DATE;
  out->text =
      co_str_of(co_date_text(date, co_alloc(cell->arena, CO_DATE_TEXT)));
  return CO_VALUE_OK;
}

static enum co_value_result parse_decimal(struct cell *cell,
                                          struct co_value *out) {
  bool fraction = cell->fraction;
  unsigned scale = cell->field->scale + (fraction ? 2 : 0);
  if (cell->kind != CO_CELL_TEXT && cell->kind != CO_CELL_NUMBER)
    return CO_VALUE_NOT_NUMBER;
  struct co_number number;
  enum co_number_result result = co_number_parse(cell->text, scale, &number);
  if (result == CO_NUMBER_NOT) return CO_VALUE_NOT_NUMBER;
  if (result == CO_NUMBER_TOO_BIG) return CO_VALUE_TOO_BIG;
  out->number = number.units;
  cell->percent = fraction || number.percent;
  if (cell->foreign && out->number) return CO_VALUE_FOREIGN;
  return result == CO_NUMBER_ROUNDED ? CO_VALUE_ROUNDED : CO_VALUE_OK;
}

static enum co_value_result parse_period(struct cell *cell,
                                         struct co_value *out) {
  struct co_period period;
  if (cell->kind != CO_CELL_TEXT || !co_period_parse(cell->text, &period))
    return CO_VALUE_NOT_PERIOD;
  out->text = co_period_text(cell->arena, period);
  return CO_VALUE_OK;
}

static enum co_value_result parse_code(struct cell *cell,
                                       struct co_value *out) {
  const struct co_codes *codes = cell->field->codes;
  if (!codes) return CO_VALUE_NOT_CODE;
  out->number = co_codes_find(codes, cell->text);
  return out->number < 0 ? CO_VALUE_NOT_CODE : CO_VALUE_OK;
}

/* In the order of enum co_type. */
static enum co_value_result (*const parsers[])(struct cell *,
                                               struct co_value *) = {
    parse_line, parse_text, parse_date, parse_decimal, parse_period, parse_code,
};

static bool pattern_allows(const struct co_field *field, struct co_str text) {
  return !field->pattern || co_pattern_match(field->pattern, text, NULL, NULL);
}

enum co_value_result co_value_parse(struct co_arena *arena,
                                    const struct co_field *field,
                                    struct co_str text, enum co_cell_kind kind,
                                    enum co_look look, enum co_date_order order,
                                    struct co_value *out, bool *percent) {
  *out = (struct co_value){0};
  if (percent) *percent = false;
  if (kind == CO_CELL_ERROR) return CO_VALUE_ERROR_CELL;
  text = co_str_trim(text);
  if (text.len == 0) return CO_VALUE_BLANK;
  bool fraction = kind == CO_CELL_NUMBER && look == CO_LOOK_PERCENT;
  bool foreign = kind == CO_CELL_NUMBER && look == CO_LOOK_FOREIGN;
  struct cell cell = {arena,    field,   text,  kind,
                      fraction, foreign, order, false};
  enum co_value_result result = parsers[field->type](&cell, out);
  bool present = result == CO_VALUE_OK || result == CO_VALUE_ROUNDED ||
                 co_value_doubtful(result);
  if (present && !pattern_allows(field, out->text)) {
    present = false;
    result = CO_VALUE_PATTERN;
  }
  if (!present) *out = (struct co_value){0};
  out->present = present;
  if (percent && present) *percent = cell.percent;
  return result;
}

/* ods_cell.c - see ods_cell.h.
 *
 * ODF 1.2 part 1, 19.385 (office:value-type): the value is in an attribute of
 * its own for each type; what is shown stands in paragraphs and counts for
 * texts only, but where a program types what it shows as a plain number
 * (LibreOffice TRUE, Gnumeric 73%). A formula keeps its last result as the
 * cell's value; where that is no text at all (=IF(A1>0,"Yes","")), LibreOffice
 * writes no type, and only an empty paragraph tells it from a formula that was
 * never calculated. An error is a text since LibreOffice 4; before, and in
 * OpenOffice, it is the number 0 that is shown as #REF! or Err:502, and must
 * not be taken for a 0. */
#include "ods_cell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "date.h"
#include "error_code.h"
#include "iso.h"
#include "stored_number.h"
#include "xml_small.h"

enum { SHOWN = 60 /* characters of a value in a message */ };

static const struct {
  const char *name;
  enum co_ods_type type;
  const char *attribute;
} types[] = {{"float", CO_ODS_NUMBER, CO_ODS_OFFICE "value"},
             {"percentage", CO_ODS_PERCENT, CO_ODS_OFFICE "value"},
             {"currency", CO_ODS_CURRENCY, CO_ODS_OFFICE "value"},
             {"date", CO_ODS_DATE, CO_ODS_OFFICE "date-value"},
             {"time", CO_ODS_TIME, CO_ODS_OFFICE "time-value"},
             {"boolean", CO_ODS_BOOL, CO_ODS_OFFICE "boolean-value"},
             {"string", CO_ODS_STRING, CO_ODS_OFFICE "string-value"},
             {"void", CO_ODS_NONE, ""}};

static const char *currency_of(const char **attributes) {
  const char *code = co_xml_value(attributes, CO_ODS_OFFICE "currency");
  return code && *code ? code : "GBP";
}

static enum co_status find_type(struct co_ods_cell *cell,
                                struct co_arena *arena, const char *name,
                                const char **attributes, struct co_err *err) {
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    if (strcmp(types[i].name, name) != 0) continue;
    const char *value = co_xml_value(attributes, types[i].attribute);
    cell->type = types[i].type;
    cell->foreign = cell->type == CO_ODS_CURRENCY &&
                    strcmp(currency_of(attributes), "GBP") != 0;
    cell->has_value = value != NULL;
    if (value) cell->value = co_arena_str(arena, co_str_of(value));
    return CO_OK;
  }
  return co_fail(err, CO_X_CELL_TYPE,
                 "'%.40s' is no type of cell; open the file in LibreOffice and "
                 "save it again",
                 name);
}

enum co_status co_ods_begin(struct co_ods_cell *cell, struct co_arena *arena,
                            const char **attributes, struct co_err *err) {
  struct co_buf text = cell->text;
  const char *type = co_xml_value(attributes, CO_ODS_OFFICE "value-type");
  const char *shown = co_xml_value(attributes, CO_ODS_CALC "value-type");
  text.len = 0;
  *cell = (struct co_ods_cell){.text = text};
  cell->formula = co_xml_value(attributes, CO_ODS_TABLE "formula") != NULL;
  cell->error = shown && strcmp(shown, "error") == 0;
  cell->no_error = shown && !cell->error;
  return type ? find_type(cell, arena, type, attributes, err) : CO_OK;
}

/* Texts. ODF 1.2 part 1, 6.1.2 has white space collapsed; LibreOffice keeps it
 * as it stands in a cell, and what it shows is what the sender saw. */

void co_ods_paragraph(struct co_ods_cell *cell) {
  if (cell->paragraphs++) co_buf_add(&cell->text, "\n", 1);
}

bool co_ods_text(struct co_ods_cell *cell, struct co_str text) {
  return co_buf_add_str(&cell->text, text);
}

bool co_ods_blanks(struct co_ods_cell *cell, char blank, uint32_t count) {
  bool fits = true;
  while (fits && count--)
    fits = co_buf_add(&cell->text, &blank, 1);
  return fits;
}

/* Values */

static enum co_status refuse(struct co_arena *arena, struct co_str value,
                             const char *what, struct co_err *err) {
  return co_fail(err, CO_X_CELL_VALUE,
                 "'%.*s' is no %s; open the file in LibreOffice, correct the "
                 "cell and save it again",
                 CO_STR(co_str_show(arena, value, SHOWN)), what);
}

/* The error of a formula: a text for LibreOffice, which says so, and for
 * Gnumeric, which does not; a number for OpenOffice, with Err:502 besides. */
static bool is_error(const struct co_ods_cell *from, struct co_str shown) {
  if (from->error || !from->formula) return from->error;
  if (from->type == CO_ODS_STRING)
    return !from->no_error && co_is_error_code(shown);
  return from->type != CO_ODS_NONE &&
         (co_is_error_code(shown) || co_str_starts(shown, "Err:"));
}

/* A percentage that is written as a plain number: 0.73 that is shown as 73%.
 * 73 that is shown as 73% is none, but a number with a sign behind it. */
static bool is_shown_percent(struct co_str value, struct co_str shown) {
  if (!shown.len || shown.ptr[shown.len - 1] != '%') return false;
  double held = strtod(value.ptr, NULL), seen = strtod(shown.ptr, NULL);
  return fabs(seen - 100 * held) <= fabs(seen - held);
}

/* A number as it is shown, without its sign and what stands around it. */
struct shown {
  double value;
  double half; /* of its last decimal place */
};

/* False where nothing is shown, or what may be 1234 as Germans write it. */
static bool read_shown(struct co_str text, struct shown *shown) {
  int decimals = -1; /* no point yet */
  *shown = (struct shown){0, 0.5};
  for (size_t i = 0; i < text.len; i++) {
    char c = text.ptr[i];
    if (c == '.' && ++decimals) return false;
    if (!co_is_digit(c)) continue;
    shown->value = 10 * shown->value + (c - '0');
    if (decimals < 0) continue;
    decimals++;
    shown->half /= 10;
  }
  shown->value *= 2 * shown->half;
  return shown->value > 0 && decimals != 3;
}

/* Shown in thousands or millions (number:display-factor of its style, ODF 1.2
 * part 1, 19.345): 1234567 as 1,235 or £1.2m. What is shown tells it wherever
 * the style comes from, be it that of the column. */
static bool is_shown_scaled(struct co_str value, struct co_str text) {
  double held = fabs(strtod(value.ptr, NULL));
  struct shown shown;
  if (!read_shown(text, &shown)) return false;
  for (double factor = 1; factor <= 1e6; factor *= 1000)
    if (fabs(factor * shown.value - held) <= 1.000001 * factor * shown.half)
      return factor > 1;
  return false;
}

static enum co_status number(const struct co_ods_cell *from,
                             struct co_arena *arena, struct co_cell *cell,
                             struct co_err *err) {
  if (!co_stored_number(arena, from->value, &cell->text))
    return refuse(arena, from->value, "number", err);
  cell->kind = CO_CELL_NUMBER;
  if (from->type == CO_ODS_PERCENT ||
      is_shown_percent(cell->text, co_buf_str(&from->text)))
    cell->look = CO_LOOK_PERCENT;
  if (from->type == CO_ODS_CURRENCY) cell->look = CO_LOOK_MONEY;
  if (from->foreign) cell->look = CO_LOOK_FOREIGN;
  if (from->type != CO_ODS_PERCENT && cell->look != CO_LOOK_PERCENT &&
      is_shown_scaled(cell->text, co_buf_str(&from->text)))
    cell->look = CO_LOOK_SCALED;
  return CO_OK;
}

static enum co_status boolean(const struct co_ods_cell *from,
                              struct co_arena *arena, struct co_cell *cell,
                              struct co_err *err) {
  bool yes = co_str_is(from->value, "true");
  if (!yes && !co_str_is(from->value, "false"))
    return refuse(arena, from->value, "TRUE or FALSE", err);
  cell->kind = CO_CELL_BOOL;
  cell->text = yes ? CO_LIT("TRUE") : CO_LIT("FALSE");
  return CO_OK;
}

/* TRUE of a workbook, which LibreOffice keeps as the number 1 that is shown
 * so; in other languages it shows another word, and the number is read. */
static bool truth(const struct co_ods_cell *from, struct co_str shown,
                  struct co_cell *cell) {
  bool yes = co_str_is(shown, "TRUE") && co_str_is(from->value, "1");
  if (!yes && !(co_str_is(shown, "FALSE") && co_str_is(from->value, "0")))
    return false;
  cell->kind = CO_CELL_BOOL;
  cell->text = yes ? CO_LIT("TRUE") : CO_LIT("FALSE");
  return true;
}

static void text(struct co_str value, struct co_arena *arena,
                 enum co_cell_kind kind, struct co_cell *cell) {
  if (value.len == 0) return;
  cell->kind = kind;
  cell->text = co_arena_str(arena, value);
}

/* 2009-11-01 that is shown as Nov-09. */
static bool is_shown_month(struct co_str value, struct co_str shown) {
  struct co_date held, seen;
  bool month = false;
  return co_date_parse(value, CO_YMD, &held, NULL) &&
         co_date_parse(shown, CO_DMY, &seen, &month) && month &&
         held.year == seen.year && held.month == seen.month;
}

static enum co_status moment(const struct co_ods_cell *from,
                             struct co_arena *arena, struct co_cell *cell,
                             struct co_err *err) {
  cell->kind = from->type == CO_ODS_DATE
                   ? co_iso_moment(arena, from->value, &cell->text)
                   : co_iso_duration(arena, from->value, &cell->text);
  if (cell->kind == CO_CELL_DATE &&
      is_shown_month(cell->text, co_buf_str(&from->text)))
    cell->look = CO_LOOK_MONTH;
  if (cell->kind) return CO_OK;
  return refuse(arena, from->value, from->type == CO_ODS_DATE ? "date" : "time",
                err);
}

enum co_status co_ods_value(const struct co_ods_cell *from,
                            struct co_arena *arena, struct co_cell *cell,
                            struct co_err *err) {
  struct co_str shown = co_buf_str(&from->text);
  bool is_text = from->type == CO_ODS_STRING || from->type == CO_ODS_NONE;
  cell->kind = CO_CELL_BLANK;
  if (is_error(from, shown)) {
    text(shown, arena, CO_CELL_ERROR, cell);
    return CO_OK;
  }
  if (from->type == CO_ODS_NONE && shown.len == 0) {
    if (from->formula && !from->paragraphs) cell->kind = CO_CELL_FORMULA;
    return CO_OK;
  }
  if (is_text) {
    text(from->has_value ? from->value : shown, arena, CO_CELL_TEXT, cell);
    return CO_OK;
  }
  if (!from->has_value) return refuse(arena, shown, "value of its cell", err);
  if (from->type == CO_ODS_BOOL) return boolean(from, arena, cell, err);
  if (from->type == CO_ODS_DATE || from->type == CO_ODS_TIME)
    return moment(from, arena, cell, err);
  return truth(from, shown, cell) ? CO_OK : number(from, arena, cell, err);
}

/* html_text.c - texts, numbers and ids as a page holds them.
 *
 * Nothing of the data is ever markup: every text goes through co_html_text,
 * ids are made of letters, digits, - and _ alone, and colours are taken only
 * where they are six hexadecimal digits. */
#include <string.h>

#include "ascii.h"
#include "date.h"
#include "html_parts.h"
#include "number.h"
#include "utf8.h"

void co_html_text(FILE *out, struct co_str text) {
  struct co_arena arena = CO_ARENA_INIT;
  struct co_str clean = co_utf8_clean(&arena, text);
  for (size_t i = 0; i < clean.len; i++)
    switch (clean.ptr[i]) {
      case '&':
        fputs("&amp;", out);
        break;
      case '<':
        fputs("&lt;", out);
        break;
      case '>':
        fputs("&gt;", out);
        break;
      case '"':
        fputs("&quot;", out);
        break;
      case '\'':
        fputs("&#39;", out);
        break;
      case '\r':
        fputs("&#13;", out);
        break;
      default:
        putc(clean.ptr[i], out);
    }
  co_arena_clear(&arena);
}

static bool is_plain(char c) {
  return co_is_letter(c) || co_is_digit(c);
}

static void put_id(FILE *out, struct co_str text) {
  for (size_t i = 0; i < text.len; i++)
    if (is_plain(text.ptr[i]))
      putc(text.ptr[i], out);
    else
      fprintf(out, "_%02x", (unsigned char)text.ptr[i]);
}

void co_html_id(FILE *out, struct co_str sheet, struct co_str row) {
  fputs("s-", out);
  put_id(out, sheet);
  if (!row.len || co_str_is(row, "1")) return;
  putc('-', out);
  put_id(out, row);
}

/* Digits in groups of three, with a sign that is seen. */
static void put_grouped(FILE *out, const char *text) {
  size_t whole = strcspn(text, ".");
  for (size_t i = 0; text[i]; i++) {
    size_t left = i < whole ? whole - i : 0;
    bool after_digit = i && text[i - 1] != '-';
    if (left && left % 3 == 0 && after_digit) putc(',', out);
    if (text[i] == '-')
      fputs("\xE2\x88\x92", out);
    else
      putc(text[i], out);
  }
}

/* Exactly two decimals. */
static void put_hundredths(FILE *out, int64_t units) {
  char text[CO_DECIMAL_TEXT + 4];
  co_decimal_text(units, 2, text);
  char *point = strchr(text, '.');
  strcat(text, !point ? ".00" : strlen(point) == 2 ? "0" : "");
  put_grouped(out, text);
}

/* A fraction to hundredths of a percent; what is reckoned shows them all, as in
 * the workbook. */
static void put_percent(FILE *out, const struct co_cell *cell, int64_t units) {
  char text[CO_DECIMAL_TEXT];
  int64_t half = units < 0 ? -5000 : 5000;
  int64_t rounded = (units + half) / 10000;
  if (cell->formula.len)
    put_hundredths(out, rounded);
  else
    put_grouped(out, co_decimal_text(rounded, 2, text));
  putc('%', out);
}

/* False where there are more digits than the shown ones of a plain number. */
static bool put_number(FILE *out, const struct co_cell *cell) {
  struct co_number number;
  char text[CO_DECIMAL_TEXT];
  unsigned scale = 8;
  if (cell->look == CO_LOOK_MONEY) scale = 2;
  if (cell->look == CO_LOOK_WHOLE) scale = 0;
  enum co_number_result result = co_number_parse(cell->text, scale, &number);
  if (result > CO_NUMBER_ROUNDED ||
      (result == CO_NUMBER_ROUNDED && scale == 8 &&
       cell->look != CO_LOOK_PERCENT))
    return false;
  if (cell->look == CO_LOOK_PERCENT)
    put_percent(out, cell, number.units);
  else if (cell->look == CO_LOOK_MONEY)
    put_hundredths(out, number.units);
  else
    put_grouped(out, co_decimal_text(number.units, scale, text));
  return true;
}

static bool put_date(FILE *out, struct co_str text) {
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  struct co_date date;
  if (text.len != 10 || !co_date_parse(text, CO_YMD, &date, NULL)) return false;
  fprintf(out, "%d %.3s %d", date.day, months + 3 * (date.month - 1),
          date.year);
  return true;
}

void co_html_value(FILE *out, const struct co_cell *cell) {
  if (cell->kind == CO_CELL_NUMBER && put_number(out, cell)) return;
  if (cell->kind == CO_CELL_DATE && put_date(out, cell->text)) return;
  co_html_text(out, cell->text);
}

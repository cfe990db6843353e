/* workbook_cell.c - one cell of the grid made one cell of a workbook.
 *
 * Kinds keep their meaning: dates are real dates, numbers are numbers, and
 * text stays text even where it looks like a formula (nothing is ever handed
 * to a writer that guesses). What a workbook would change is written as text
 * instead: numbers of more than 15 digits, dates before March 1900. */
#include <string.h>

#include "workbook_parts.h"

/* Where a cell goes and with what format. */
struct place {
  struct co_book *book;
  lxw_row_t row;
  lxw_col_t col;
  struct co_book_style style;
  struct co_err *err;
};

static enum co_status wrote(const struct place *at, lxw_error got) {
  return co_book_check(at->err, got, "writing the cell");
}

static enum co_status no_format(const struct place *at) {
  return co_fail(at->err, CO_EMEMORY, "out of memory for cell formats");
}

static enum co_status put_number(const struct place *at, double value) {
  lxw_format *format = co_book_style(at->book, at->style);
  if (!format) return no_format(at);
  return wrote(at, worksheet_write_number(at->book->sheet, at->row, at->col,
                                          value, format));
}

/* The text as the file shall hold it, or NULL after saying why not. */
static const char *text_for(const struct place *at, struct co_str text) {
  struct co_str clean = co_utf8_clean(&at->book->row, text);
  size_t units = clean.len > CO_BOOK_CELL_UNITS ? co_utf16_length(clean) : 0;
  if (units > CO_BOOK_CELL_UNITS) {
    co_fail(at->err, CO_EOUTPUT,
            "the text has %zu characters and a workbook cell holds 32,767; "
            "shorten it in the return, or write CSV instead",
            units);
    return NULL;
  }
  return co_book_escape(&at->book->row, clean);
}

static enum co_status put_text(const struct place *at, struct co_str text) {
  lxw_format *format = co_book_style(at->book, at->style);
  if (!format) return no_format(at);
  const char *held = text_for(at, text);
  if (!held) return CO_EOUTPUT;
  if (!*held)
    return wrote(
        at, worksheet_write_blank(at->book->sheet, at->row, at->col, format));
  return wrote(at, worksheet_write_string(at->book->sheet, at->row, at->col,
                                          held, format));
}

/* Decimals that a percentage needs: 0.5 is 50%, 0.125 is 12.5%. */
static enum co_book_number percent_format(struct co_str text) {
  const char *point = text.len ? memchr(text.ptr, '.', text.len) : NULL;
  size_t decimals = point ? (size_t)(text.ptr + text.len - point) - 1 : 0;
  if (decimals <= 2) return CO_BOOK_PERCENT_0;
  return decimals == 3 ? CO_BOOK_PERCENT_1 : CO_BOOK_PERCENT_2;
}

static enum co_book_number number_format(const struct co_cell *cell) {
  switch (cell->look) {
    case CO_LOOK_PERCENT:
      return percent_format(cell->text);
    case CO_LOOK_MONEY:
      return CO_BOOK_MONEY;
    case CO_LOOK_WHOLE:
      return CO_BOOK_WHOLE;
    default:
      return CO_BOOK_GENERAL;
  }
}

static bool duration(struct co_str text, double *serial) {
  if (!co_book_number(text, serial) || *serial < 0) return false;
  *serial /= 86400;
  return true;
}

/* The cell as a number with its format; false where it has to be text. */
static bool as_number(const struct co_cell *cell, double *value,
                      enum co_book_number *shown) {
  bool has_time = false;
  switch (cell->kind) {
    case CO_CELL_NUMBER:
      *shown = number_format(cell);
      return co_book_number(cell->text, value);
    case CO_CELL_DATE:
      if (!co_book_date(cell->text, value, &has_time)) return false;
      *shown = has_time ? CO_BOOK_DATE_TIME : CO_BOOK_DATE;
      return true;
    case CO_CELL_TIME:
      *shown = CO_BOOK_TIME;
      return co_book_time(cell->text, value);
    case CO_CELL_DURATION:
      *shown = CO_BOOK_DURATION;
      return duration(cell->text, value);
    default:
      return false;
  }
}

static void set_number(struct place *at, const struct co_cell *cell,
                       bool number) {
  at->style.right = number;
  if (!number) at->style.number = CO_BOOK_GENERAL;
  if (cell->look != CO_LOOK_HEADER) at->book->numeric[cell->col] = number;
}

static enum co_status put_formula(struct place *at,
                                  const struct co_cell *cell) {
  double value = 0;
  struct co_str clean = co_utf8_clean(&at->book->row, cell->formula);
  if (co_utf16_length(clean) > CO_BOOK_FORMULA_UNITS)
    return co_fail(at->err, CO_EOUTPUT,
                   "the formula is longer than the 8,192 characters that a "
                   "workbook takes");
  bool number = as_number(cell, &value, &at->style.number);
  set_number(at, cell, number);
  lxw_format *format = co_book_style(at->book, at->style);
  if (!format) return no_format(at);
  if (number)
    return wrote(at,
                 worksheet_write_formula_num(at->book->sheet, at->row, at->col,
                                             clean.ptr, format, value));
  const char *result = text_for(at, cell->text);
  if (!result) return CO_EOUTPUT;
  return wrote(at,
               worksheet_write_formula_str(at->book->sheet, at->row, at->col,
                                           clean.ptr, format, result));
}

static enum co_status put_value(struct place *at, const struct co_cell *cell) {
  double value = 0;
  if (cell->formula.len) return put_formula(at, cell);
  if (cell->kind == CO_CELL_BOOL) {
    lxw_format *format = co_book_style(at->book, at->style);
    return format ? wrote(at, worksheet_write_boolean(
                                  at->book->sheet, at->row, at->col,
                                  co_str_is(cell->text, "TRUE"), format))
                  : no_format(at);
  }
  bool number = as_number(cell, &value, &at->style.number);
  set_number(at, cell, number);
  return number ? put_number(at, value) : put_text(at, cell->text);
}

/* Only places in the workbook, the web and mail; nothing that runs. */
static bool link_allowed(const struct co_book *book, struct co_str link) {
  return link.len && link.len <= CO_BOOK_LINK_BYTES &&
         book->links < CO_BOOK_LINKS && co_utf8_valid(link, NULL) &&
         (co_str_starts(link, "internal:") || co_str_starts(link, "https://") ||
          co_str_starts(link, "mailto:"));
}

/* The link first: the library writes its address into the cell, and the
 * cell's own value then takes that place. */
static enum co_status put_link(struct place *at, struct co_str link) {
  const char *address = co_utf8_clean(&at->book->row, link).ptr;
  at->style.link = true;
  lxw_format *format = co_book_style(at->book, at->style);
  if (!format) return no_format(at);
  at->book->links++;
  return wrote(at, worksheet_write_url(at->book->sheet, at->row, at->col,
                                       address, format));
}

static enum co_status put(struct place *at, const struct co_cell *cell) {
  enum co_status status = CO_OK;
  if (at->row >= CO_BOOK_ROWS || cell->col >= CO_BOOK_COLUMNS)
    return co_fail(at->err, CO_EOUTPUT,
                   "a worksheet ends at cell XFD1048576; split the data over "
                   "several workbooks, or write CSV instead");
  if (link_allowed(at->book, cell->link)) status = put_link(at, cell->link);
  if (!status) status = put_value(at, cell);
  return status ? status
                : co_book_note_height(at->book, at->row, cell, at->err);
}

enum co_status co_book_cell(struct co_book *book, uint32_t row,
                            const struct co_cell *cell, bool total,
                            struct co_err *err) {
  char a1[CO_A1_TEXT];
  struct place at = {.book = book,
                     .row = row,
                     .col = (lxw_col_t)cell->col,
                     .style = {.look = cell->look, .total = total},
                     .err = err};
  enum co_status status = put(&at, cell);
  if (status)
    co_err_prefix(err, "sheet '%.*s', cell %s", CO_STR(book->name),
                  co_a1(row, cell->col, a1));
  return status;
}

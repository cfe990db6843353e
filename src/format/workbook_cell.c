/* workbook_cell.c - one cell of the grid made one cell of a workbook.
 *
 * Kinds keep their meaning: dates are real dates, numbers are numbers, and
 * text stays text even where it looks like a formula (no reader has to guess:
 * each cell says what it is). What a workbook would change is written as text
 * instead: numbers that do not come back as they were, dates before March
 * 1900, errors that only LibreOffice knows. Markup:
 * ECMA-376 part 1, 18.3.1.4 (c) and 18.18.11 (its types). */
#include <string.h>

#include "error_code.h"
#include "workbook_parts.h"

enum { MARKUP = 160 }; /* bytes around the texts of a cell, at most */

enum { SHOWN = 60 /* characters of a text in a message */ };

/* The number of a cell as it is stored; len is 0 where it has to be text. */
struct number {
  char text[CO_BOOK_NUMBER_TEXT];
  size_t len;
  enum co_book_shown shown;
};

/* A cell on its way out. */
struct writing {
  const struct co_book_place *place;
  const struct co_cell *cell;
  struct co_piece *rows;
  uint16_t style;
  struct co_err *err;
};

/* Decimals that a percentage needs: 0.5 is 50%, 0.125 is 12.5%. A formula may
 * need them all one day. */
static enum co_book_shown percent_format(const struct co_cell *cell) {
  struct co_str text = cell->text;
  const char *point = text.len ? memchr(text.ptr, '.', text.len) : NULL;
  if (cell->formula.len) return CO_BOOK_PERCENT_2;
  size_t decimals = point ? (size_t)(text.ptr + text.len - point) - 1 : 0;
  if (decimals <= 2) return CO_BOOK_PERCENT_0;
  return decimals == 3 ? CO_BOOK_PERCENT_1 : CO_BOOK_PERCENT_2;
}

static enum co_book_shown number_format(const struct co_cell *cell) {
  switch (cell->look) {
    case CO_LOOK_PERCENT:
      return percent_format(cell);
    case CO_LOOK_MONEY:
      return CO_BOOK_MONEY;
    case CO_LOOK_WHOLE:
      return CO_BOOK_WHOLE;
    default:
      return CO_BOOK_GENERAL;
  }
}

/* Looks that say how a number is shown, and nothing else. */
static bool number_look(enum co_look look) {
  return look == CO_LOOK_PERCENT || look == CO_LOOK_MONEY ||
         look == CO_LOOK_WHOLE || look >= CO_LOOK_FOREIGN;
}

static void as_number(const struct co_cell *cell, struct number *number) {
  bool has_time = false;
  number->len = 0;
  switch (cell->kind) {
    case CO_CELL_NUMBER:
      number->shown = number_format(cell);
      number->len = co_book_number(cell->text, number->text);
      return;
    case CO_CELL_DATE:
      number->len = co_book_date(cell->text, number->text, &has_time);
      number->shown = has_time ? CO_BOOK_DATE_TIME : CO_BOOK_DATE;
      return;
    case CO_CELL_TIME:
      number->shown = CO_BOOK_TIME;
      number->len = co_book_time(cell->text, number->text);
      return;
    case CO_CELL_DURATION:
      number->shown = CO_BOOK_DURATION;
      number->len = co_book_duration(cell->text, number->text);
      return;
    default:
      return;
  }
}

static enum co_status check_text(const struct writing *w, struct co_str text) {
  if (text.len <= CO_CELL_UNITS) return CO_OK;
  struct co_arena *arena = &w->place->book->row;
  size_t units = co_utf16_length(co_utf8_clean(arena, text));
  if (units <= CO_CELL_UNITS) return CO_OK;
  /* its beginning tells which return it comes from */
  return co_fail(w->err, CO_X_OUTPUT_CELL_LONG,
                 "the text '%.*s' has %zu characters and a workbook cell holds "
                 "32,767; shorten it in the return, or write CSV instead",
                 CO_STR(co_str_show(arena, text, SHOWN)), units);
}

/* co_a1 makes all such texts; a column's letters are kept. */
static const struct co_book_short *letters_of(struct co_book *book,
                                              uint32_t col) {
  char a1[CO_A1_TEXT];
  struct co_book_short *kept = &book->letters[col];
  if (!kept->len) {
    co_a1(0, col, a1);
    kept->len = (uint8_t)strcspn(a1, "1");
    memcpy(kept->text, a1, kept->len);
  }
  return kept;
}

/* A cell's type; a number needs none. */
static const struct co_book_short no_type = CO_SHORT("");
static const struct co_book_short bool_type = CO_SHORT(" t=\"b\"");
static const struct co_book_short error_type = CO_SHORT(" t=\"e\"");
static const struct co_book_short shared_type = CO_SHORT(" t=\"s\"");
static const struct co_book_short string_type = CO_SHORT(" t=\"str\"");
static const struct co_book_short inline_type = CO_SHORT(" t=\"inlineStr\"");

/* '<c s="3" t="s" r="B7">': the place last, since the cell before ends in the
 * same digits and what follows is the same, which packs better. */
static char *put_start(const struct writing *w, char *to,
                       const struct co_book_short *type) {
  struct co_book *book = w->place->book;
  to = CO_PUT(to, "<c");
  to = co_book_put_short(to, &book->styles[w->style].attribute);
  to = CO_PUT(co_book_put_short(to, type), " r=\"");
  to = co_book_put_short(to, letters_of(book, w->cell->col));
  to = co_book_put_short(to, &w->place->digits);
  return CO_PUT(to, "\">");
}

/* A value that needs no escapes. */
static enum co_status put_plain(const struct writing *w,
                                const struct co_book_short *type,
                                struct co_str value) {
  char *to = put_start(w, co_piece_room(w->rows, MARKUP), type);
  to = co_book_put(CO_PUT(to, "<v>"), value);
  return co_piece_took(w->rows, CO_PUT(to, "</v></c>"), w->err);
}

static enum co_status put_blank(const struct writing *w) {
  char *to = put_start(w, co_piece_room(w->rows, MARKUP), &no_type);
  return co_piece_took(w->rows, CO_PUT(to, "</c>"), w->err);
}

static enum co_status put_text(const struct writing *w) {
  struct co_str text = w->cell->text;
  uint32_t index = 0;
  bool shared = false;
  enum co_status status = check_text(w, text);
  if (status) return status;
  if (!text.len) return put_blank(w);
  status = co_book_share(w->place->book, w->cell->col, text, &index, &shared,
                         w->err);
  if (status) return status;
  char *to =
      co_piece_room(w->rows, MARKUP + (shared ? 0 : CO_BOOK_T_ROOM(text.len)));
  if (shared) {
    to = put_start(w, to, &shared_type);
    to = co_book_uint(CO_PUT(to, "<v>"), index);
    to = CO_PUT(to, "</v></c>");
  } else {
    to = put_start(w, to, &inline_type);
    to = co_book_t(CO_PUT(to, "<is>"), text);
    to = CO_PUT(to, "</is></c>");
  }
  return co_piece_took(w->rows, to, w->err);
}

struct co_str co_book_formula(struct co_str formula) {
  if (!co_str_starts(formula, "=")) return formula;
  return (struct co_str){formula.ptr + 1, formula.len - 1};
}

static enum co_status check_formula(const struct writing *w,
                                    struct co_str formula) {
  if (co_utf16_length(formula) <= CO_BOOK_FORMULA_UNITS) return CO_OK;
  return co_fail(w->err, CO_X_OUTPUT_FORMULA_LONG,
                 "the formula is longer than the 8,192 characters that a "
                 "workbook takes");
}

static enum co_status put_formula(const struct writing *w,
                                  const struct number *number) {
  struct co_str formula = co_book_formula(w->cell->formula);
  struct co_str text = w->cell->text;
  enum co_status status = check_formula(w, formula);
  if (!status) status = check_text(w, text);
  if (status) return status;
  char *to = co_piece_room(w->rows, MARKUP + CO_BOOK_XML_ROOM(formula.len) +
                                        CO_BOOK_XML_ROOM(text.len));
  to = put_start(w, to, number->len ? &no_type : &string_type);
  to = CO_PUT(to, "<f>");
  to = CO_PUT(co_book_xml(to, formula, CO_BOOK_FORMULA), "</f><v>");
  to = number->len ? co_book_put(to, (struct co_str){number->text, number->len})
                   : co_book_xml(to, text, CO_BOOK_XSTRING);
  return co_piece_took(w->rows, CO_PUT(to, "</v></c>"), w->err);
}

static enum co_status put_value(const struct writing *w,
                                const struct number *number) {
  if (w->cell->formula.len) return put_formula(w, number);
  struct co_str text = w->cell->text;
  if (number->len)
    return put_plain(w, &no_type, (struct co_str){number->text, number->len});
  if (w->cell->kind == CO_CELL_BOOL)
    return put_plain(w, &bool_type,
                     co_str_is(text, "TRUE") ? CO_LIT("1") : CO_LIT("0"));
  if (w->cell->kind == CO_CELL_ERROR && co_is_error_code(text))
    return put_plain(w, &error_type, text);
  return put_text(w);
}

/* A number that is wider than its column shows as ####: so columns of ranges
 * grow with the digits before the point, their separators, and two decimals
 * with what is around them. */
static void make_room(const struct writing *w, const struct number *number) {
  enum { AROUND = sizeof ".00_)" - 1 };
  struct co_book *book = w->place->book;
  double width = book->columns[w->cell->col].width;
  size_t most = number->len + number->len / 3 + AROUND;
  if (width <= 0 || (double)most <= width) return;
  const char *point = memchr(number->text, '.', number->len);
  size_t whole = point ? (size_t)(point - number->text) : number->len;
  most = whole + whole / 3 + AROUND;
  co_book_widen(book, w->cell->col, (double)most);
}

/* Numbers and dates do; and what stands in a column of them: its header, words
 * in place of a figure. Not in the first column: what is a text there is a
 * label, or says that there are no rows, and needs the room to its right. */
static bool stands_right(const struct writing *w, const struct number *number) {
  const struct co_book *book = w->place->book;
  const struct co_book_open *open = &book->open;
  if (number->len) return true;
  if (!open->any || !book->columns[w->cell->col].right) return false;
  return w->place->header ||
         (w->place->row > open->header && w->cell->col > open->first_col);
}

static enum co_status put(struct writing *w) {
  struct co_book *book = w->place->book;
  const struct co_cell *cell = w->cell;
  struct number number;
  if (w->place->row >= CO_BOOK_ROWS || cell->col >= CO_BOOK_COLUMNS)
    return co_fail(w->err, CO_X_OUTPUT_SHEET_FULL,
                   "a worksheet ends at cell XFD1048576; split the data over "
                   "several workbooks, or write CSV instead");
  as_number(cell, &number);
  struct co_book_style style = {
      .look = number_look(cell->look) ? CO_LOOK_PLAIN : cell->look,
      .number = number.len ? number.shown : CO_BOOK_GENERAL,
      .link = cell->link.len && co_book_links(book, cell),
      .total = w->place->total,
      .right = stands_right(w, &number)};
  enum co_status status = CO_OK;
  if (number.len) make_room(w, &number);
  w->style = co_book_style(book, &style);
  if (style.link) status = co_book_link(w->place, cell, w->style, w->err);
  return status ? status : put_value(w, &number);
}

enum co_status co_book_cell(const struct co_book_place *place,
                            const struct co_cell *cell, struct co_err *err) {
  char a1[CO_A1_TEXT];
  struct writing w = {.place = place,
                      .cell = cell,
                      .rows = &place->book->sheet->rows,
                      .err = err};
  enum co_status status = put(&w);
  if (status)
    co_err_prefix(err, "sheet '%.*s', cell %s",
                  CO_STR(place->book->sheet->name),
                  co_a1(place->row, cell->col, a1));
  return status;
}

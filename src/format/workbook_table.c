/* workbook_table.c - a range made a table: name, filter, colours, dropdowns.
 *
 * A status column gets one conditional format for each value of its code
 * list, so that colour and symbol follow the word when somebody edits it,
 * and a dropdown of the words, unless a formula gives them: a choice would
 * take its place, and a difference could be made to agree. The word itself
 * always stays in the cell: colour is never the only sign. */
#include <string.h>

#include "workbook_parts.h"

static size_t column_count(const struct co_range *range) {
  return range->last_col - range->first_col + 1;
}

/* Doubles every quote: for texts inside quotes in formulas and formats. */
static const char *quote(struct co_arena *arena, const char *before,
                         struct co_str text, const char *after) {
  struct co_str clean = co_utf8_clean(arena, text);
  char *doubled = co_alloc(arena, 2 * clean.len + 1), *to = doubled;
  for (size_t i = 0; i < clean.len; i++) {
    if (clean.ptr[i] == '"') *to++ = '"';
    *to++ = clean.ptr[i];
  }
  return co_arena_printf(arena, "%s\"%s\"%s", before, doubled, after).ptr;
}

static lxw_format *choice_format(struct co_book *book,
                                 const struct co_choice *choice) {
  lxw_format *format = workbook_add_format(book->book);
  if (!format) return NULL;
  if (choice->colour.len) {
    format_set_pattern(format, LXW_PATTERN_SOLID);
    format_set_bg_color(format,
                        co_book_colour(choice->colour, LXW_COLOR_WHITE));
  }
  if (choice->text_colour.len)
    format_set_font_color(format,
                          co_book_colour(choice->text_colour, LXW_COLOR_BLACK));
  if (choice->symbol.len) {
    struct co_str shown =
        co_arena_printf(&book->row, "%.*s ", CO_STR(choice->symbol));
    format_set_num_format(format, quote(&book->row, "", shown, "@"));
  }
  return format;
}

static enum co_status add_colour(struct co_book *book,
                                 const struct co_range *range, lxw_col_t col,
                                 const struct co_choice *choice,
                                 struct co_err *err) {
  lxw_conditional_format rule = {.type = LXW_CONDITIONAL_TYPE_CELL,
                                 .criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO};
  if (!choice->colour.len && !choice->text_colour.len && !choice->symbol.len)
    return CO_OK;
  rule.value_string = (char *)quote(&book->row, "", choice->label, "");
  rule.format = choice_format(book, choice);
  if (!rule.format)
    return co_fail(err, CO_X_MEMORY, "out of memory for status colours");
  return co_book_check(err,
                       worksheet_conditional_format_range(
                           book->sheet->sheet, range->first_row + 1, col,
                           co_book_last_row(range), col, &rule),
                       "colouring a status column");
}

/* The dropdown's words, NULL-ended; NULL where Excel could not hold them. */
static const char **dropdown_words(struct co_arena *arena,
                                   const struct co_column *column) {
  size_t units = 0;
  const char **words =
      CO_NEW_ARRAY(arena, column->choice_count + 1, const char *);
  for (size_t i = 0; i < column->choice_count; i++) {
    struct co_str label = co_utf8_clean(arena, column->choices[i].label);
    if (!label.len || memchr(label.ptr, ',', label.len)) return NULL;
    units += co_utf16_length(label) + (i > 0);
    words[i] = label.ptr;
  }
  return units && units <= CO_BOOK_LIST_UNITS ? words : NULL;
}

static enum co_status add_dropdown(struct co_book *book,
                                   const struct co_range *range, lxw_col_t col,
                                   const struct co_column *column,
                                   struct co_err *err) {
  const char **words = dropdown_words(&book->row, column);
  if (!words) return CO_OK;
  lxw_data_validation rule = {
      .validate = LXW_VALIDATION_TYPE_LIST,
      .value_list = (char **)words,
      .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
      .error_title = (char *)"Not in the list",
      .error_message = (char *)"This word is not in the code list, so the "
                               "summary will not count it."};
  return co_book_check(
      err,
      worksheet_data_validation_range(book->sheet->sheet, range->first_row + 1,
                                      col, co_book_last_row(range), col, &rule),
      "adding a dropdown");
}

static enum co_status add_choices(struct co_book *book,
                                  const struct co_range *range,
                                  struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; !status && i < column_count(range); i++) {
    const struct co_column *column = &range->columns[i];
    lxw_col_t col = (lxw_col_t)(range->first_col + i);
    for (size_t c = 0; !status && c < column->choice_count; c++)
      status = add_colour(book, range, col, &column->choices[c], err);
    if (!status && column->choice_count && !column->live)
      status = add_dropdown(book, range, col, column, err);
  }
  return status;
}

static enum co_status add_table(struct co_book *book,
                                const struct co_range *range,
                                struct co_err *err) {
  size_t count = column_count(range);
  lxw_table_column *columns = CO_NEW_ARRAY(&book->row, count, lxw_table_column);
  lxw_table_column **list =
      CO_NEW_ARRAY(&book->row, count + 1, lxw_table_column *);
  for (size_t i = 0; i < count; i++) {
    struct co_str label = co_utf8_clean(&book->row, range->columns[i].label);
    columns[i].header = (char *)co_book_escape(&book->row, label);
    list[i] = &columns[i];
  }
  lxw_table_options options = {
      .name = (char *)co_utf8_clean(&book->row, range->name).ptr,
      .style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
      .style_type_number = 9,
      .no_autofilter = book->sheet->plain,
      .columns = list};
  return co_book_check(
      err,
      worksheet_add_table(book->sheet->sheet, range->first_row,
                          (lxw_col_t)range->first_col, co_book_last_row(range),
                          (lxw_col_t)range->last_col, &options),
      "making a table");
}

enum co_status co_book_table(struct co_book *book, const struct co_range *range,
                             struct co_err *err) {
  enum co_status status = CO_OK;
  if (range->name.len) status = add_table(book, range, err);
  if (!status) status = add_choices(book, range, err);
  if (!status && range->chart) status = co_book_chart(book, range, err);
  if (status) co_err_prefix(err, "sheet '%.*s'", CO_STR(book->sheet->name));
  return status;
}

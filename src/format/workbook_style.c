/* workbook_style.c - cell formats, each made once.
 *
 * A format is looked up by what the cell is meant to look like, how its
 * number is shown, whether it is a link, right-aligned, in a total row. Excel
 * takes about 64,000 formats; these are fewer than 800. Cells name a format
 * by the order of its first use; see workbook_frame.c. */
#include <stdio.h>

#include "colour.h"
#include "workbook_parts.h"

/* "_)" leaves a space to the text of the next column, as wide as a bracket:
 * LibreOffice forgets indents of numbers here and there. */
static const char *const number_formats[CO_BOOK_NUMBERS] = {
    [CO_BOOK_GENERAL] = NULL,
    [CO_BOOK_WHOLE] = "#,##0_);-#,##0_)",
    [CO_BOOK_MONEY] = "#,##0.00_);-#,##0.00_)",
    [CO_BOOK_PERCENT_0] = "0%_)",
    [CO_BOOK_PERCENT_1] = "0.0%_)",
    [CO_BOOK_PERCENT_2] = "0.00%_)",
    [CO_BOOK_DATE] = "dd-mmm-yyyy_)",
    [CO_BOOK_DATE_TIME] = "dd-mmm-yyyy hh:mm:ss_)",
    [CO_BOOK_TIME] = "hh:mm:ss_)",
    [CO_BOOK_DURATION] = "[h]:mm:ss_)",
};

enum {
  INK = 0x1F3864, /* dark blue of titles and headers */
  LINK_INK = 0x0563C1,
  RULE = 0x8EA9DB
};

static void set_header(lxw_format *format) {
  format_set_bold(format);
  format_set_font_color(format, LXW_COLOR_WHITE);
  format_set_bg_color(format, INK);
  format_set_text_wrap(format);
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
}

static void set_heading(lxw_format *format, double points) {
  format_set_bold(format);
  format_set_font_size(format, points);
  format_set_font_color(format, INK);
}

static void set_total(lxw_format *format) {
  format_set_bold(format);
  format_set_top(format, LXW_BORDER_THIN);
  format_set_top_color(format, RULE);
}

static void set_look(lxw_format *format, enum co_look look) {
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  switch (look) {
    case CO_LOOK_WRAP:
      format_set_text_wrap(format);
      break;
    case CO_LOOK_TITLE:
      set_heading(format, 16);
      break;
    case CO_LOOK_HEADING:
      set_heading(format, 12);
      break;
    case CO_LOOK_HEADER:
      set_header(format);
      break;
    case CO_LOOK_TOTAL:
      set_total(format);
      break;
    case CO_LOOK_PLAIN:
    case CO_LOOK_PERCENT:
    case CO_LOOK_MONEY:
    case CO_LOOK_WHOLE:
    case CO_LOOK_FOREIGN:
    case CO_LOOK_SCALED:
    case CO_LOOK_MONTH:
    case CO_LOOK_PENDING:
      break;
  }
}

static lxw_format *make(const struct co_book *book,
                        struct co_book_style style) {
  lxw_format *format = workbook_add_format(book->book);
  if (!format) return NULL;
  set_look(format, style.look);
  if (style.total) set_total(format);
  if (style.right) {
    format_set_align(format, LXW_ALIGN_RIGHT);
    if (style.look == CO_LOOK_HEADER) format_set_indent(format, 1);
  }
  if (number_formats[style.number])
    format_set_num_format(format, number_formats[style.number]);
  else if (style.right && style.look != CO_LOOK_HEADER)
    format_set_num_format(format, "General_);-General_);General_);@_)");
  if (style.link) {
    format_set_font_color(format, LINK_INK);
    format_set_underline(format, LXW_UNDERLINE_SINGLE);
  }
  return format;
}

enum co_status co_book_make_styles(struct co_book *book, struct co_err *err) {
  for (uint16_t i = 0; i < book->style_count; i++) {
    struct co_book_format *made = &book->styles[i];
    made->format = make(book, made->style);
    if (!made->format)
      return co_fail(err, CO_X_MEMORY, "out of memory for cell formats");
  }
  return CO_OK;
}

uint16_t co_book_style(struct co_book *book,
                       const struct co_book_style *style) {
  uint16_t *kept = &book->style_of[style->look][style->number][style->link]
                                  [style->total][style->right];
  if (!*kept) {
    struct co_book_format *made = &book->styles[book->style_count];
    made->style = *style;
    if (book->style_count)
      made->attribute.len =
          (uint8_t)snprintf(made->attribute.text, sizeof made->attribute.text,
                            " s=\"%u\"", (unsigned)book->style_count);
    *kept = ++book->style_count;
  }
  return (uint16_t)(*kept - 1);
}

lxw_color_t co_book_colour(struct co_str text, lxw_color_t fallback) {
  uint32_t colour;
  if (!co_colour_read(text, &colour)) return fallback;
  return colour ? colour : LXW_COLOR_BLACK; /* 0 means "not set" there */
}

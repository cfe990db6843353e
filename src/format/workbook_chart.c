/* workbook_chart.c - a chart below its range: stacked bars over its cells.
 *
 * It refers to the cells, so it follows when somebody edits them. Its text is
 * what those hear who do not see it, and every piece of a bar has its figure,
 * so that nothing hangs on colours. libxlsxwriter writes it with the frame and
 * keeps with it what stands in the cells, for programs that only show it; so
 * the frame gets these cells too, and loses them again with all its rows
 * (workbook_frame.c). */
#include <stdlib.h>

#include "colour.h"
#include "workbook_parts.h"

enum {
  ROW_PIXELS = 20,
  WIDTH_PIXELS = 900,
  DEFAULT_WIDTH = 480, /* of the library's charts, likewise in pixels */
  DEFAULT_HEIGHT = 288
};

static char *text_of(struct co_book *book, struct co_str text) {
  return (char *)co_utf8_clean(&book->row, text).ptr;
}

/* Figures on the bars; none where it is 0. */
static void label_bars(lxw_chart_series *made, lxw_color_t fill) {
  lxw_chart_font font = {.size = 9, .color = co_colour_ink(fill)};
  chart_series_set_labels(made);
  chart_series_set_labels_num_format(made, "#,##0;-#,##0;");
  chart_series_set_labels_font(made, &font);
}

/* What the bars' cells hold, for the frame. */
static enum co_status keep_cells(struct co_book *book,
                                 const struct co_range *range,
                                 struct co_err *err) {
  const struct co_chart *chart = range->chart;
  lxw_worksheet *sheet = book->sheet->sheet;
  lxw_error got = LXW_NO_ERROR;
  for (uint32_t b = 0; !got && b < chart->bars; b++) {
    lxw_row_t row = range->first_row + 1 + b;
    if (chart->labels[b].len)
      got = worksheet_write_string(sheet, row, (lxw_col_t)chart->label_col,
                                   text_of(book, chart->labels[b]), NULL);
    for (size_t s = 0; !got && s < chart->series_count; s++) {
      struct co_str value = chart->series[s].values[b];
      if (value.len)
        got =
            worksheet_write_number(sheet, row, (lxw_col_t)chart->series[s].col,
                                   strtod(text_of(book, value), NULL), NULL);
    }
  }
  return co_book_check(err, got, "keeping the figures of a chart");
}

static enum co_status add_series(struct co_book *book, lxw_chart *chart,
                                 const struct co_range *range, size_t index,
                                 struct co_err *err) {
  const struct co_chart *from = range->chart;
  const struct co_series *series = &from->series[index];
  lxw_row_t first = range->first_row + 1, last = range->first_row + from->bars;
  lxw_col_t label = (lxw_col_t)from->label_col, col = (lxw_col_t)series->col;
  lxw_chart_series *made = chart_add_series(chart, NULL, NULL);
  if (!made) return co_fail(err, CO_X_MEMORY, "out of memory for a chart");
  const char *sheet = text_of(book, book->sheet->name);
  chart_series_set_categories(made, sheet, first, label, last, label);
  chart_series_set_values(made, sheet, first, col, last, col);
  chart_series_set_name(made, text_of(book, series->name));
  lxw_chart_fill fill = {.color = co_book_colour(series->colour, 0x5B6770)};
  label_bars(made, fill.color);
  lxw_chart_line line = {.color = LXW_COLOR_WHITE, .width = 0.75};
  chart_series_set_fill(made, &fill);
  chart_series_set_line(made, &line);
  return CO_OK;
}

enum { GAP = 50 }; /* between bars, in hundredths of a bar */

/* The library's y axis of bars is the one along the bars' feet. */
static void set_axes(lxw_chart *chart) {
  lxw_chart_line grid = {.color = 0xD9D9D9, .width = 0.75};
  chart_axis_set_reverse(chart->y_axis);          /* the first row on top */
  chart_axis_set_interval_unit(chart->y_axis, 1); /* no bar without a name */
  chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_FALSE);
  chart_axis_set_crossing_max(chart->y_axis); /* figures at the bottom */
  chart_axis_set_num_format(chart->x_axis, "#,##0");
  chart_axis_major_gridlines_set_visible(chart->x_axis, LXW_TRUE);
  chart_axis_major_gridlines_set_line(chart->x_axis, &grid);
  chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
  chart_set_series_gap(chart, GAP);
  chart_set_style(chart, 2);
}

enum co_status co_book_chart(struct co_book *book, const struct co_range *range,
                             struct co_err *err) {
  const struct co_chart *from = range->chart;
  lxw_chart *chart = workbook_add_chart(book->book, LXW_CHART_BAR_STACKED);
  if (!chart) return co_fail(err, CO_X_MEMORY, "out of memory for a chart");
  enum co_status status = CO_OK;
  for (size_t i = 0; !status && i < from->series_count; i++)
    status = add_series(book, chart, range, i, err);
  if (!status) status = keep_cells(book, range, err);
  if (status) return status;
  chart_title_set_name(chart, text_of(book, from->title));
  lxw_chart_font font = {.size = 12, .bold = LXW_TRUE};
  chart_title_set_name_font(chart, &font);
  set_axes(chart);
  lxw_chart_options options = {
      .x_scale = (double)WIDTH_PIXELS / DEFAULT_WIDTH,
      .y_scale = (double)(from->rows - 1) * ROW_PIXELS / DEFAULT_HEIGHT,
      .description = text_of(book, from->describes)};
  return co_book_check(err,
                       worksheet_insert_chart_opt(book->sheet->sheet, from->row,
                                                  0, chart, &options),
                       "adding a chart");
}

/* html_chart.c - a chart as SVG: stacked bars, readable without a script.
 *
 * Every piece carries its figure where it fits and a title to point at; the
 * legend stands in the order of the pieces; the whole has a text that says the
 * same to those who do not see it. Lengths are units of the view box. */
#include "colour.h"
#include "html_parts.h"
#include "number.h"

enum {
  LABEL_WIDTH = 290,
  BAR_WIDTH = 600, /* of the longest bar */
  BAR_STEP = 30,
  BAR_HEIGHT = 20,
  HEAD = 34, /* legend */
  LABEL_CHARACTERS = 36,
  LEGEND_STEP = 100,
  SHOWN_WIDTH = 22 /* of a piece that can hold its figure */
};

static int64_t hundredths(struct co_str text) {
  struct co_number number;
  bool good = co_number_parse(text, 2, &number) <= CO_NUMBER_ROUNDED;
  return good && number.units > 0 && number.units < INT64_MAX / 65536
             ? number.units
             : 0;
}

static int64_t length_of(const struct co_chart *chart, uint32_t bar) {
  int64_t sum = 0;
  for (size_t s = 0; s < chart->series_count; s++)
    sum += hundredths(chart->series[s].values[bar]);
  return sum;
}

static int64_t longest(const struct co_chart *chart) {
  int64_t most = 1;
  for (uint32_t b = 0; b < chart->bars; b++) {
    int64_t length = length_of(chart, b);
    if (length > most) most = length;
  }
  return most;
}

static uint32_t fill_of(const struct co_series *series) {
  uint32_t colour = 0x5B6770;
  co_colour_read(series->colour, &colour);
  return colour;
}

static void put_piece(FILE *out, const struct co_series *series,
                      struct co_str label, uint32_t bar, int64_t x,
                      int64_t width) {
  struct co_str value = series->values[bar];
  uint32_t colour = fill_of(series);
  long y = HEAD + (long)bar * BAR_STEP;
  fprintf(out, "<g><title>");
  co_html_text(out, label);
  fputs(": ", out);
  co_html_text(out, series->name);
  putc(' ', out);
  co_html_text(out, value);
  fprintf(out,
          "</title><rect x=\"%ld\" y=\"%ld\" width=\"%ld\" height=\"%d\""
          " fill=\"#%06X\" stroke=\"#ffffff\" />",
          (long)x, y, (long)width, BAR_HEIGHT, (unsigned)colour);
  if (width >= SHOWN_WIDTH) {
    fprintf(out,
            "<text x=\"%ld\" y=\"%ld\" text-anchor=\"middle\" fill=\"#%06X\">",
            (long)(x + width / 2), y + 15, (unsigned)co_colour_ink(colour));
    co_html_text(out, value);
    fputs("</text>", out);
  }
  fputs("</g>\n", out);
}

static void put_bar(FILE *out, const struct co_chart *chart, uint32_t bar,
                    int64_t most) {
  struct co_arena arena = CO_ARENA_INIT;
  int64_t before = 0;
  fprintf(out, "<text x=\"%d\" y=\"%ld\" text-anchor=\"end\">",
          LABEL_WIDTH - 10, (long)HEAD + (long)bar * BAR_STEP + 15);
  co_html_text(out, co_str_show(&arena, chart->labels[bar], LABEL_CHARACTERS));
  fputs("</text>\n", out);
  for (size_t s = 0; s < chart->series_count; s++) {
    int64_t value = hundredths(chart->series[s].values[bar]);
    int64_t x = before * BAR_WIDTH / most;
    before += value;
    if (value)
      put_piece(out, &chart->series[s], chart->labels[bar], bar,
                LABEL_WIDTH + x, before * BAR_WIDTH / most - x);
  }
  co_arena_clear(&arena);
}

static void put_legend(FILE *out, const struct co_chart *chart) {
  for (size_t s = 0; s < chart->series_count; s++) {
    long x = LABEL_WIDTH + (long)s * LEGEND_STEP;
    fprintf(out,
            "<rect x=\"%ld\" y=\"6\" width=\"12\" height=\"12\""
            " fill=\"#%06X\" /><text x=\"%ld\" y=\"17\">",
            x, (unsigned)fill_of(&chart->series[s]), x + 17);
    co_html_text(out, chart->series[s].name);
    fputs("</text>\n", out);
  }
}

void co_html_chart(FILE *out, const struct co_chart *chart, unsigned number) {
  int64_t most = longest(chart);
  long width = LABEL_WIDTH + BAR_WIDTH + 20;
  long legend = LABEL_WIDTH + (long)chart->series_count * LEGEND_STEP;
  fprintf(out,
          "<figure><svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\""
          " aria-labelledby=\"c%u-t c%u-d\" viewBox=\"0 0 %ld %ld\">\n"
          "<title id=\"c%u-t\">",
          number, number, legend > width ? legend : width,
          HEAD + (long)chart->bars * BAR_STEP, number);
  co_html_text(out, chart->title);
  fprintf(out, "</title>\n<desc id=\"c%u-d\">", number);
  co_html_text(out, chart->describes);
  fputs("</desc>\n", out);
  put_legend(out, chart);
  for (uint32_t b = 0; b < chart->bars; b++)
    put_bar(out, chart, b, most);
  fputs("</svg>\n<figcaption>", out);
  co_html_text(out, chart->title);
  fputs("</figcaption></figure>\n", out);
}

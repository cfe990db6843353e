/* html_write.c - sheets as one page to read, print or mail.
 *
 * One file without scripts, pictures or fonts from elsewhere, and a policy
 * that forbids them. It is XML as well as HTML, so a strict parser can check
 * it. Sheets are sections; titles and headings are headings, one level below
 * the other; ranges are tables whose columns have header cells; status words
 * keep word and symbol beside their colour. Rows of a file that has no ranges,
 * as any that is converted, are a table without a header. */
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "colour.h"
#include "formats.h"
#include "html_parts.h"
#include "output.h"

struct html {
  struct co_sink sink; /* first */
  FILE *out;
  struct co_arena sheet, range;
  struct co_str name;
  bool begun;   /* the page's head is written */
  bool section; /* open */
  bool table;   /* open */
  bool body;    /* its header is done */
  unsigned sheets, headings, charts;
  const struct co_column *columns; /* of the open range */
  uint32_t first_col, column_count;
};

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
    "<meta charset=\"utf-8\" />\n"
    "<meta http-equiv=\"Content-Security-Policy\""
    " content=\"default-src 'none'; style-src 'unsafe-inline'\" />\n"
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\""
    " />\n<title>";
static const char style[] =
    "</title>\n<style>\n"
    "body{font:16px/1.45 system-ui,'Liberation Sans',Arial,sans-serif;"
    "color:#1b1b1b;background:#fff;margin:0 auto;max-width:90rem;"
    "padding:1rem 1.5rem}\n"
    "h1,h2,h3{color:#1f3864;line-height:1.2;margin:1.6em 0 .4em}\n"
    "h1{font-size:1.9rem;margin-top:.4em}h2{font-size:1.4rem}"
    "h3{font-size:1.1rem}\n"
    "p{max-width:60rem;margin:.3em 0 .6em}\n"
    ".t{overflow-x:auto;margin:.4em 0 1em}\n"
    "table{border-collapse:collapse;font-size:.86rem}\n"
    "th{background:#1f3864;color:#fff;text-align:left;vertical-align:bottom}\n"
    "th,td{padding:.28em .6em;border:1px solid #c5ccd6}\n"
    "td{vertical-align:top;max-width:32rem;white-space:pre-line;"
    "overflow-wrap:break-word;min-width:2.5rem}\n"
    ".r{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"
    "th.r{white-space:normal}"
    "\ntr.total td{font-weight:bold;border-top:2px solid #1f3864}\n"
    "a{color:#0b4f9e}\n:target{outline:3px solid #ffbf47}\n"
    "figure{margin:1em 0;max-width:64rem;overflow-x:auto}"
    "svg{width:100%;min-width:36rem;height:auto;"
    "font:13px system-ui,'Liberation Sans',Arial,sans-serif}\n"
    "figcaption{font-size:.86rem;color:#4a4a4a}\n"
    "@media print{@page{size:A4 landscape;margin:12mm}body{font-size:9pt;"
    "max-width:none;padding:0}section+section{break-before:page}"
    ".t,figure{overflow:visible}svg{min-width:0}table{font-size:7.5pt}thead{"
    "display:"
    "table-header-group}tr,figure{break-inside:avoid}h2,h3,h2+p,h3+p{break-"
    "after:avoid}"
    "th,td{padding:.2em .4em}td{overflow-wrap:anywhere}" /* nothing cut off */
    "*{print-color-adjust:exact;-webkit-print-color-adjust:exact}a{color:"
    "inherit;text-decoration:none}}\n"
    "</style>\n</head>\n<body>\n<main>\n";

static void end_table(struct html *html) {
  if (html->table)
    fputs(html->body ? "</tbody></table></div>\n" : "</table></div>\n",
          html->out);
  html->table = html->body = false;
}

static void end_section(struct html *html) {
  end_table(html);
  if (html->section) fputs("</section>\n", html->out);
  html->section = false;
}

/* What waits for the first row of a sheet: the page, whose title it is, and
 * the section. */
static void begin(struct html *html, struct co_str title) {
  if (!html->begun) {
    fputs(head, html->out);
    co_html_text(html->out, title);
    fputs(style, html->out);
    html->begun = true;
  }
  if (html->section) return;
  fputs("<section id=\"", html->out);
  co_html_id(html->out, html->name, (struct co_str){0});
  fputs("\">\n", html->out);
  html->section = true;
}

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  struct html *html = (struct html *)sink;
  end_section(html);
  co_arena_reset(&html->sheet);
  html->name = co_arena_str(&html->sheet, sheet->name);
  html->sheets++;
  return co_output_check(html->out, err);
}

/* The first title of all is the page's. */
static void put_heading(struct html *html, const struct co_cell *cell) {
  unsigned level = 1;
  level += html->sheets > 1;
  level += cell->look == CO_LOOK_HEADING;
  end_table(html);
  fprintf(html->out, "<h%u id=\"h%u\">", level, ++html->headings);
  co_html_text(html->out, cell->text);
  fprintf(html->out, "</h%u>\n", level);
}

static void begin_table(struct html *html) {
  end_table(html);
  fprintf(html->out, "<div class=\"t\"><table");
  if (html->headings)
    fprintf(html->out, " aria-labelledby=\"h%u\"", html->headings);
  fputs(">\n", html->out);
  html->table = true;
}

static const struct co_column *column_of(const struct html *html,
                                         uint32_t col) {
  bool in_range = html->columns && col >= html->first_col &&
                  col - html->first_col < html->column_count;
  return in_range ? &html->columns[col - html->first_col] : NULL;
}

static const struct co_choice *choice_of(const struct html *html,
                                         const struct co_cell *cell) {
  const struct co_column *column = column_of(html, cell->col);
  for (size_t i = 0; column && i < column->choice_count; i++)
    if (co_str_eq(column->choices[i].label, cell->text))
      return &column->choices[i];
  return NULL;
}

static const char inside[] = "internal:'";

/* The anchor of the row in 'Sheet'!A5 behind its first quote; two quotes are
 * one in the sheet's name. */
static void put_anchor(FILE *out, struct co_str place) {
  struct co_arena arena = CO_ARENA_INIT;
  char *name = co_alloc(&arena, place.len + 1);
  size_t len = 0, at = 0;
  for (; at < place.len; at++) {
    if (place.ptr[at] == '\'' &&
        (at + 1 == place.len || place.ptr[++at] != '\''))
      break;
    name[len++] = place.ptr[at];
  }
  while (at < place.len && !co_is_digit(place.ptr[at]))
    at++;
  co_html_id(out, (struct co_str){name, len},
             (struct co_str){place.ptr + at, place.len - at});
  co_arena_clear(&arena);
}

/* internal:'Sheet'!A5, https: and mailto: only. */
static bool open_link(FILE *out, struct co_str link) {
  size_t skip = sizeof inside - 1;
  bool internal = co_str_starts(link, inside);
  if (!internal && !co_str_starts(link, "https://") &&
      !co_str_starts(link, "mailto:"))
    return false;
  fputs(internal ? "<a href=\"#" : "<a href=\"", out);
  if (internal)
    put_anchor(out, (struct co_str){link.ptr + skip, link.len - skip});
  else
    co_html_text(out, link);
  fputs("\">", out);
  return true;
}

static void put_style(FILE *out, const struct co_choice *choice) {
  uint32_t rgb;
  bool fill = co_colour_read(choice->colour, &rgb);
  bool ink = co_colour_read(choice->text_colour, &rgb);
  if (!fill && !ink) return;
  fputs(" style=\"", out);
  if (fill) fprintf(out, "background:#%.*s;", CO_STR(choice->colour));
  if (ink) fprintf(out, "color:#%.*s", CO_STR(choice->text_colour));
  fputs("\"", out);
}

static void put_cell(struct html *html, const struct co_cell *cell) {
  const struct co_choice *choice = choice_of(html, cell);
  bool number = cell->kind == CO_CELL_NUMBER || cell->kind == CO_CELL_DATE;
  fprintf(html->out, number ? "<td class=\"r\"" : "<td");
  if (choice) put_style(html->out, choice);
  putc('>', html->out);
  bool linked = open_link(html->out, cell->link);
  if (choice && choice->symbol.len) {
    fputs("<span aria-hidden=\"true\">", html->out);
    co_html_text(html->out, choice->symbol);
    fputs("</span>&#160;", html->out); /* the two stay on one line */
  }
  co_html_value(html->out, cell);
  fputs(linked ? "</a></td>" : "</td>", html->out);
}

static void begin_row(struct html *html, const struct co_row *row) {
  struct co_arena arena = CO_ARENA_INIT;
  if (!html->body) fputs("<tbody>\n", html->out);
  html->body = true;
  fputs("<tr id=\"", html->out);
  co_html_id(html->out, html->name,
             co_arena_printf(&arena, "%u", (unsigned)row->row + 1));
  fputs(row->cells[0].look == CO_LOOK_TOTAL ? "\" class=\"total\">" : "\">",
        html->out);
  co_arena_clear(&arena);
}

/* A row of a table, with cells for what it lacks. A lone text in a range says
 * that the range is empty and takes its whole width. */
static void put_row(struct html *html, const struct co_row *row) {
  uint32_t col = 0, last = html->columns ? html->column_count : 0;
  bool lone = row->count == 1 && last > 1 && !row->cells[0].col &&
              row->cells[0].kind == CO_CELL_TEXT;
  begin_row(html, row);
  if (lone) {
    fprintf(html->out, "<td colspan=\"%u\">", (unsigned)last);
    co_html_text(html->out, row->cells[0].text);
    fputs("</td></tr>\n", html->out);
    return;
  }
  for (uint32_t i = 0; i < row->count; i++, col++) {
    for (; col < row->cells[i].col; col++)
      fputs("<td></td>", html->out);
    put_cell(html, &row->cells[i]);
  }
  for (; col < last; col++)
    fputs("<td></td>", html->out);
  fputs("</tr>\n", html->out);
}

static void put_header(struct html *html, const struct co_row *row) {
  fputs("<thead><tr>", html->out);
  for (uint32_t i = 0; i < row->count; i++) {
    const struct co_column *column = column_of(html, row->cells[i].col);
    fprintf(html->out, "<th scope=\"col\"%s>",
            column && column->right ? " class=\"r\"" : "");
    co_html_text(html->out, row->cells[i].text);
    fputs("</th>", html->out);
  }
  fputs("</tr></thead>\n", html->out);
}

static void put_line(struct html *html, struct co_str text) {
  fputs("<p>", html->out);
  co_html_text(html->out, text);
  fputs("</p>\n", html->out);
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct html *html = (struct html *)sink;
  if (!row->count) return CO_OK;
  enum co_look look = row->cells[0].look;
  begin(html, row->cells[0].text);
  if (look == CO_LOOK_TITLE || look == CO_LOOK_HEADING) {
    put_heading(html, row->cells);
  } else if (html->columns && !html->body && look == CO_LOOK_HEADER) {
    put_header(html, row);
  } else if (!html->table && row->count == 1 && !row->cells[0].col) {
    put_line(html, row->cells[0].text);
  } else {
    if (!html->table) begin_table(html);
    put_row(html, row);
  }
  return co_output_check(html->out, err);
}

static struct co_str kept(struct html *html, struct co_str text) {
  return co_arena_str(&html->range, text);
}

/* The columns are needed till the range is over. */
static void open_range(struct html *html, const struct co_range *range) {
  co_arena_reset(&html->range);
  html->first_col = range->first_col;
  html->column_count = range->last_col - range->first_col + 1;
  struct co_column *columns =
      CO_NEW_ARRAY(&html->range, html->column_count, struct co_column);
  for (uint32_t i = 0; i < html->column_count; i++) {
    const struct co_column *from = &range->columns[i];
    struct co_choice *choices =
        CO_NEW_ARRAY(&html->range, from->choice_count, struct co_choice);
    for (size_t c = 0; c < from->choice_count; c++)
      choices[c] = (struct co_choice){kept(html, from->choices[c].label),
                                      kept(html, from->choices[c].colour),
                                      kept(html, from->choices[c].text_colour),
                                      kept(html, from->choices[c].symbol)};
    columns[i] = (struct co_column){.choices = choices,
                                    .choice_count = from->choice_count,
                                    .right = from->right};
  }
  html->columns = columns;
  begin_table(html);
}

static enum co_status on_range(struct co_sink *sink,
                               const struct co_range *range,
                               struct co_err *err) {
  struct html *html = (struct html *)sink;
  begin(html, html->name);
  if (range->open) {
    open_range(html, range);
  } else {
    end_table(html);
    html->columns = NULL;
    if (range->chart) co_html_chart(html->out, range->chart, ++html->charts);
  }
  return co_output_check(html->out, err);
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  struct html *html = (struct html *)sink;
  begin(html, html->name.len ? html->name : CO_LIT("Empty"));
  end_section(html);
  fputs("</main>\n</body>\n</html>\n", html->out);
  fflush(html->out);
  return co_output_check(html->out, err);
}

static void on_free(struct co_sink *sink) {
  struct html *html = (struct html *)sink;
  co_arena_clear(&html->sheet);
  co_arena_clear(&html->range);
  free(html);
}

enum co_status co_html_writer(struct co_sink **sink, struct co_output *out,
                              struct co_err *err) {
  (void)err;
  struct html *html = co_xcalloc(1, sizeof *html);
  html->sink = (struct co_sink){on_sheet, on_row, on_range, on_end, on_free};
  html->out = out->file;
  *sink = &html->sink;
  return CO_OK;
}

/* ods_sheet.c - the content of an OpenDocument spreadsheet as sheets and rows.
 *
 * document > body > spreadsheet > table > (groups of) table-row > table-cell >
 * p; everything else is passed over with all that is in it, so that charts,
 * annotations, drawings, tracked changes and embedded documents, which hold
 * tables and texts of their own, never get into a sheet.
 *
 * A cell or row may say that it is repeated. Blank ones, a million of them at
 * the end of every sheet, cost nothing; others are pushed as often as they
 * are repeated and counted against the limits. Covered cells (below a merged
 * one) are cells. Whether a sheet is hidden stands in its style. */
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "limits.h"
#include "ods.h"
#include "ods_cell.h"

struct sheet {
  struct co_str name;
  struct co_merge *merges; /* malloc'ed */
  size_t merge_count, merge_cap;
};

struct co_ods {
  const struct co_limits *limits;
  const struct co_properties *properties; /* told with every sheet */
  struct co_sink *sink;                   /* NULL: gather merges */
  struct co_arena arena;
  uint32_t skip; /* depth inside of what is passed over */

  struct co_str style;          /* the table style being read */
  struct co_str *hidden_styles; /* malloc'ed */
  size_t hidden_count, hidden_cap;

  struct sheet *sheets; /* malloc'ed */
  size_t sheet_count, sheet_cap;
  bool stopped;              /* the sink wants no more of this sheet */
  uint32_t hidden_groups;    /* open row groups that are collapsed */
  uint64_t column;           /* the next to be described */
  struct co_columns *hidden; /* malloc'ed */
  size_t hidden_spans, hidden_span_cap;
  uint64_t pushed; /* cells */

  /* the row */
  struct co_arena row_arena;
  struct co_cell *cells; /* malloc'ed */
  size_t count, cap;
  uint64_t row, row_repeated, col;
  bool row_hidden;

  /* the cell */
  struct co_ods_cell cell;
  uint32_t text_depth; /* elements open from the paragraph on */
};

struct co_ods *co_ods_new(const struct co_limits *limits,
                          const struct co_properties *properties) {
  struct co_ods *ods = co_xcalloc(1, sizeof *ods);
  ods->limits = limits;
  ods->properties = properties;
  ods->cell.text.limit = limits->field_bytes;
  return ods;
}

void co_ods_free(struct co_ods *ods) {
  for (size_t i = 0; i < ods->sheet_cap; i++)
    free(ods->sheets[i].merges);
  free(ods->sheets);
  free(ods->hidden_styles);
  free(ods->hidden);
  free(ods->cells);
  co_buf_clear(&ods->cell.text);
  co_arena_clear(&ods->row_arena);
  co_arena_clear(&ods->arena);
  free(ods);
}

struct co_str co_ods_sheet(const struct co_ods *ods) {
  return ods->sheet_count ? ods->sheets[ods->sheet_count - 1].name
                          : (struct co_str){0};
}

size_t co_ods_sheet_count(const struct co_ods *ods) {
  return ods->sheet_count;
}

static struct sheet *current(struct co_ods *ods) {
  return &ods->sheets[ods->sheet_count - 1];
}

static enum co_status at_cell(const struct co_ods *ods, enum co_status status,
                              struct co_err *err) {
  char place[CO_A1_TEXT];
  if (status && ods->row < UINT32_MAX && ods->col < UINT32_MAX)
    co_err_prefix(err, "cell %s",
                  co_a1((uint32_t)ods->row, (uint32_t)ods->col, place));
  return status;
}

static enum co_status too_long(const struct co_ods *ods, struct co_err *err) {
  return at_cell(
      ods,
      co_limit_crossed(err, CO_X_LIMIT_FIELD_BYTES,
                       "the text is longer than the limit of %llu bytes",
                       (unsigned long long)ods->limits->field_bytes),
      err);
}

/* How often something is repeated or spanned; at least once. */
static uint64_t times(const char **attributes, const char *name) {
  const char *text = co_xml_value(attributes, name);
  uint64_t n = 0;
  for (; text && co_is_digit(*text) && n < UINT32_MAX; text++)
    n = n * 10 + (uint64_t)(*text - '0');
  return n ? n : 1;
}

static bool says(const char **attributes, const char *name, const char *value) {
  const char *text = co_xml_value(attributes, name);
  return text && strcmp(text, value) == 0;
}

/* Styles */

static enum co_status begin_style(struct co_ods *ods, const char **attributes,
                                  struct co_err *err) {
  (void)err;
  ods->style = (struct co_str){0};
  if (says(attributes, CO_ODS_STYLE "family", "table"))
    ods->style = co_arena_str(
        &ods->arena, co_str_of(co_xml_value(attributes, CO_ODS_STYLE "name")));
  return CO_OK;
}

static enum co_status table_properties(struct co_ods *ods,
                                       const char **attributes,
                                       struct co_err *err) {
  (void)err;
  if (!ods->style.len || !says(attributes, CO_ODS_TABLE "display", "false"))
    return CO_OK;
  CO_GROW(ods->hidden_styles, ods->hidden_count, ods->hidden_cap);
  ods->hidden_styles[ods->hidden_count++] = ods->style;
  return CO_OK;
}

/* Sheets */

static bool is_hidden(const struct co_ods *ods, const char *style) {
  for (size_t i = 0; style && i < ods->hidden_count; i++)
    if (co_str_is(ods->hidden_styles[i], style)) return true;
  return false;
}

static enum co_status check_name(const struct co_ods *ods, struct co_str name,
                                 struct co_err *err) {
  if (ods->sheet_count >= ods->limits->sheets)
    return co_limit_crossed(err, CO_X_LIMIT_SHEETS,
                            "there are more sheets than the limit of %u",
                            (unsigned)ods->limits->sheets);
  for (size_t i = 0; i < ods->sheet_count; i++)
    if (co_str_eq(ods->sheets[i].name, name))
      return co_fail(err, CO_X_SHEET_DUPLICATE,
                     "there are two sheets '%.*s'; rename one of them",
                     CO_STR(name));
  return CO_OK;
}

/* Room for one more; a later pass finds what the first one gathered. */
static struct sheet *add_sheet(struct co_ods *ods, struct co_str name) {
  size_t before = ods->sheet_cap;
  CO_GROW(ods->sheets, ods->sheet_count, ods->sheet_cap);
  if (ods->sheet_cap > before)
    memset(ods->sheets + before, 0,
           (ods->sheet_cap - before) * sizeof *ods->sheets);
  struct sheet *sheet = &ods->sheets[ods->sheet_count++];
  sheet->name = co_arena_str(&ods->arena, name);
  return sheet;
}

/* Cells of another file that formulas refer to. LibreOffice keeps them as a
 * table with a source (ODF 1.3 part 3, 9.2) and shows no such sheet; its name
 * is a reference: 'file:///C:/budget.ods'#Sheet. */
static bool is_elsewhere(const char *name) {
  return name && *name == '\'' && strstr(name, "'#");
}

static enum co_status begin_table(struct co_ods *ods, const char **attributes,
                                  struct co_err *err) {
  const char *label = co_xml_value(attributes, CO_ODS_TABLE "name");
  struct co_str name = co_str_of(label);
  if (is_elsewhere(label)) {
    ods->skip = 1;
    return CO_OK;
  }
  const char *style = co_xml_value(attributes, CO_ODS_TABLE "style-name");
  enum co_status status = check_name(ods, name, err);
  if (status) return status;
  struct sheet *from = add_sheet(ods, name);
  ods->row = ods->column = 0;
  ods->hidden_groups = 0;
  ods->hidden_spans = 0;
  ods->stopped = false;
  if (!ods->sink) return CO_OK;
  struct co_sheet sheet = {
      .name = from->name,
      .index = (uint32_t)ods->sheet_count - 1,
      .visibility = is_hidden(ods, style) ? CO_HIDDEN : CO_VISIBLE,
      .merges = from->merges,
      .merge_count = from->merge_count,
      .properties = ods->properties->list,
      .property_count = ods->properties->count};
  status = ods->sink->sheet(ods->sink, &sheet, err);
  ods->stopped = status == CO_STOP;
  return ods->stopped ? CO_OK : status;
}

/* Columns: they are described before the rows, in the same groups. */

static enum co_status begin_column(struct co_ods *ods, const char **attributes,
                                   struct co_err *err) {
  const char *seen = co_xml_value(attributes, CO_ODS_TABLE "visibility");
  uint64_t first = ods->column, end = ods->limits->columns;
  (void)err;
  ods->column += times(attributes, CO_ODS_TABLE "number-columns-repeated");
  if (!seen || strcmp(seen, "visible") == 0 || first >= end) return CO_OK;
  if (ods->column < end) end = ods->column;
  CO_GROW(ods->hidden, ods->hidden_spans, ods->hidden_span_cap);
  ods->hidden[ods->hidden_spans++] =
      (struct co_columns){(uint32_t)first, (uint32_t)end - 1};
  return CO_OK;
}

/* Rows */

static enum co_status begin_group(struct co_ods *ods, const char **attributes,
                                  struct co_err *err) {
  (void)err;
  if (ods->hidden_groups || says(attributes, CO_ODS_TABLE "display", "false"))
    ods->hidden_groups++;
  return CO_OK;
}

static enum co_status end_group(struct co_ods *ods, struct co_err *err) {
  (void)err;
  if (ods->hidden_groups) ods->hidden_groups--;
  return CO_OK;
}

static enum co_status begin_row(struct co_ods *ods, const char **attributes,
                                struct co_err *err) {
  const char *seen = co_xml_value(attributes, CO_ODS_TABLE "visibility");
  (void)err;
  ods->row_repeated = times(attributes, CO_ODS_TABLE "number-rows-repeated");
  ods->row_hidden =
      ods->hidden_groups || (seen && strcmp(seen, "visible") != 0);
  ods->col = 0;
  ods->count = 0;
  co_arena_reset(&ods->row_arena);
  return CO_OK;
}

static enum co_status push_rows(struct co_ods *ods, struct co_err *err) {
  for (uint64_t i = 0; i < ods->row_repeated && !ods->stopped; i++) {
    uint64_t row = ods->row + i;
    if (row >= ods->limits->rows)
      return co_limit_crossed(
          err, CO_X_LIMIT_ROWS, "row %llu is beyond the limit of %u rows",
          (unsigned long long)row + 1, (unsigned)ods->limits->rows);
    ods->pushed += ods->count;
    if (ods->pushed > ods->limits->cells)
      return co_limit_crossed(err, CO_X_LIMIT_CELLS,
                              "the file has more cells than the limit of %llu",
                              (unsigned long long)ods->limits->cells);
    struct co_row event = {.row = (uint32_t)row,
                           .count = (uint32_t)ods->count,
                           .cells = ods->cells,
                           .hidden = ods->row_hidden,
                           .hidden_columns = ods->hidden,
                           .hidden_column_count = ods->hidden_spans};
    enum co_status status = ods->sink->row(ods->sink, &event, err);
    ods->stopped = status == CO_STOP;
    if (status && !ods->stopped) return status;
  }
  return CO_OK;
}

static enum co_status end_row(struct co_ods *ods, struct co_err *err) {
  enum co_status status = ods->count && ods->sink ? push_rows(ods, err) : CO_OK;
  ods->row += ods->row_repeated;
  return status;
}

/* Cells */

static enum co_status add_merge(struct co_ods *ods, const char **attributes,
                                struct co_err *err) {
  struct sheet *sheet = current(ods);
  uint64_t columns = times(attributes, CO_ODS_TABLE "number-columns-spanned"),
           rows = times(attributes, CO_ODS_TABLE "number-rows-spanned");
  if (columns * rows == 1) return CO_OK;
  if (ods->col + columns > ods->limits->columns ||
      ods->row + rows > ods->limits->rows)
    return co_fail(err, CO_X_MERGE_RANGE,
                   "a merged range reaches beyond the end of the sheet; open "
                   "the file in LibreOffice and save it again");
  if (sheet->merge_count >= ods->limits->merges)
    return co_limit_crossed(err, CO_X_LIMIT_MERGES,
                            "there are more merged ranges than the limit of %u",
                            (unsigned)ods->limits->merges);
  CO_GROW(sheet->merges, sheet->merge_count, sheet->merge_cap);
  sheet->merges[sheet->merge_count++] = (struct co_merge){
      (uint32_t)ods->row, (uint32_t)ods->col, (uint32_t)(ods->row + rows - 1),
      (uint32_t)(ods->col + columns - 1)};
  return CO_OK;
}

static enum co_status begin_cell(struct co_ods *ods, const char **attributes,
                                 struct co_err *err) {
  if (!ods->sink) {
    enum co_status status = add_merge(ods, attributes, err);
    if (status) return at_cell(ods, status, err);
  }
  ods->text_depth = 0;
  enum co_status status =
      co_ods_begin(&ods->cell, &ods->row_arena, attributes, err);
  ods->cell.repeated =
      times(attributes, CO_ODS_TABLE "number-columns-repeated");
  return at_cell(ods, status, err);
}

static enum co_status add_cells(struct co_ods *ods, const struct co_cell *cell,
                                struct co_err *err) {
  uint64_t end = ods->col + ods->cell.repeated;
  if (end > ods->limits->columns)
    return co_limit_crossed(
        err, CO_X_LIMIT_COLUMNS, "row %llu has more than %u columns",
        (unsigned long long)ods->row + 1, (unsigned)ods->limits->columns);
  for (uint64_t col = ods->col; col < end; col++) {
    CO_GROW(ods->cells, ods->count, ods->cap);
    ods->cells[ods->count] = *cell;
    ods->cells[ods->count++].col = (uint32_t)col;
  }
  return CO_OK;
}

static enum co_status end_cell(struct co_ods *ods, struct co_err *err) {
  struct co_cell cell = {0};
  enum co_status status = CO_OK;
  if (ods->sink && !ods->stopped)
    status = co_ods_value(&ods->cell, &ods->row_arena, &cell, err);
  if (!status && cell.kind != CO_CELL_BLANK)
    status = add_cells(ods, &cell, err);
  at_cell(ods, status, err);
  ods->col += ods->cell.repeated;
  return status;
}

/* Paragraphs */

static enum co_status begin_paragraph(struct co_ods *ods,
                                      const char **attributes,
                                      struct co_err *err) {
  (void)attributes;
  (void)err;
  ods->text_depth = 1;
  co_ods_paragraph(&ods->cell);
  return CO_OK;
}

/* An element in a paragraph: fields and spans are text, notes are not. */
static enum co_status begin_inline(struct co_ods *ods, const char *name,
                                   const char **attributes,
                                   struct co_err *err) {
  static const char *const passed_over[] = {"annotation", "note", "ruby-text",
                                            "frame"};
  bool fits = true;
  for (size_t i = 0; i < sizeof passed_over / sizeof *passed_over; i++)
    if (strcmp(name, passed_over[i]) == 0) {
      ods->skip = 1;
      return CO_OK;
    }
  ods->text_depth++;
  if (strcmp(name, "s") == 0) {
    uint64_t count = times(attributes, CO_ODS_TEXT "c");
    if (count > ods->limits->field_bytes) return too_long(ods, err);
    fits = co_ods_blanks(&ods->cell, ' ', (uint32_t)count);
  } else if (strcmp(name, "tab") == 0) {
    fits = co_ods_blanks(&ods->cell, '\t', 1);
  } else if (strcmp(name, "line-break") == 0) {
    fits = co_ods_blanks(&ods->cell, '\n', 1);
  }
  return fits ? CO_OK : too_long(ods, err);
}

/* What is read, by element and parent; NULL: nothing to do but go in. */
static const struct rule {
  const char *parent, *name;
  enum co_status (*begin)(struct co_ods *, const char **, struct co_err *);
  enum co_status (*end)(struct co_ods *, struct co_err *);
} rules[] = {
    {"table-row", "table-cell", begin_cell, end_cell},
    {"table-row", "covered-table-cell", begin_cell, end_cell},
    {"table-cell", "p", begin_paragraph, NULL},
    {"covered-table-cell", "p", begin_paragraph, NULL},
    {"table", "table-row", begin_row, end_row},
    {"table-rows", "table-row", begin_row, end_row},
    {"table-header-rows", "table-row", begin_row, end_row},
    {"table-row-group", "table-row", begin_row, end_row},
    {"table", "table-rows", NULL, NULL},
    {"table", "table-header-rows", NULL, NULL},
    {"table", "table-row-group", begin_group, end_group},
    {"table-row-group", "table-rows", NULL, NULL},
    {"table-row-group", "table-header-rows", NULL, NULL},
    {"table-row-group", "table-row-group", begin_group, end_group},
    {"table", "table-column", begin_column, NULL},
    {"table-columns", "table-column", begin_column, NULL},
    {"table-header-columns", "table-column", begin_column, NULL},
    {"table-column-group", "table-column", begin_column, NULL},
    {"table", "table-columns", NULL, NULL},
    {"table", "table-header-columns", NULL, NULL},
    {"table", "table-column-group", NULL, NULL},
    {"table-column-group", "table-columns", NULL, NULL},
    {"table-column-group", "table-header-columns", NULL, NULL},
    {"table-column-group", "table-column-group", NULL, NULL},
    {"spreadsheet", "table", begin_table, NULL},
    {"automatic-styles", "style", begin_style, NULL},
    {"style", "table-properties", table_properties, NULL},
    {"document-content", "automatic-styles", NULL, NULL},
    {"document", "automatic-styles", NULL, NULL},
    {"document-content", "body", NULL, NULL},
    {"document", "body", NULL, NULL},
    {"body", "spreadsheet", NULL, NULL},
    {"", "document-content", NULL, NULL},
    {"", "document", NULL, NULL},
};
enum { RULES = sizeof rules / sizeof *rules };

/* What no rule knows is passed over with all that is in it; but a row or a cell
 * would be lost so. */
static enum co_status pass_over(struct co_ods *ods, const char *name,
                                struct co_err *err) {
  if (strcmp(name, "table-row") == 0 || strcmp(name, "table-cell") == 0)
    return co_fail(err, CO_X_XML_MALFORMED,
                   "the file is damaged: there is a row or a cell where none "
                   "can be; ask for a new copy");
  ods->skip = 1;
  return CO_OK;
}

static enum co_status on_start(void *user, const char *parent, const char *name,
                               const char **attributes, struct co_err *err) {
  struct co_ods *ods = user;
  if (ods->skip) {
    ods->skip++;
    return CO_OK;
  }
  if (ods->text_depth) return begin_inline(ods, name, attributes, err);
  for (size_t i = 0; i < RULES; i++)
    if (strcmp(rules[i].name, name) == 0 &&
        strcmp(rules[i].parent, parent) == 0)
      return rules[i].begin ? rules[i].begin(ods, attributes, err) : CO_OK;
  return pass_over(ods, name, err);
}

static enum co_status on_end(void *user, const char *name, struct co_err *err) {
  struct co_ods *ods = user;
  if (ods->skip) {
    ods->skip--;
    return CO_OK;
  }
  if (ods->text_depth) {
    ods->text_depth--;
    return CO_OK;
  }
  for (size_t i = 0; i < RULES; i++)
    if (rules[i].end && strcmp(rules[i].name, name) == 0)
      return rules[i].end(ods, err);
  return CO_OK;
}

static enum co_status on_text(void *user, struct co_str text,
                              struct co_err *err) {
  struct co_ods *ods = user;
  if (ods->skip || !ods->text_depth || co_ods_text(&ods->cell, text))
    return CO_OK;
  return too_long(ods, err);
}

struct co_xml_handler co_ods_handler(struct co_ods *ods, struct co_sink *sink) {
  ods->sink = sink;
  ods->sheet_count = 0;
  ods->hidden_count = 0;
  ods->skip = ods->text_depth = 0;
  return (struct co_xml_handler){
      .start = on_start, .user = ods, .end = on_end, .text = on_text};
}

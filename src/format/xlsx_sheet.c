/* xlsx_sheet.c - the rows of one worksheet part, streamed.
 *
 * worksheet > sheetData > row > c > (f, v, is), and before it cols > col, which
 * say what columns are hidden; everything else is skipped. Rows and cells
 * without a reference follow the one before. Rows must ascend and a cell come
 * once: readers that let the last one win lose data unseen.
 * Cells out of order within a row are sorted; a cell whose reference names
 * another row is refused unless it is blank. The dimension element is not
 * believed. Memory: one row, in an arena that is reset for each. */
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "number.h"
#include "xlsx.h"
#include "xlsx_fast.h"
#include "xlsx_fills.h"

enum { GRID_ROWS = 1048576, GRID_COLUMNS = 16384 };

struct rows {
  struct co_xlsx *xlsx;
  struct co_xml_scan *scan;
  struct co_sink *sink;
  struct co_arena arena; /* of the row */
  struct co_cell *cells; /* of the row, malloc'ed */
  size_t count, cap;
  size_t settled; /* cells whose text does not lie in the window */
  bool sorted;
  uint32_t row, next_row; /* zero-based */
  uint32_t next_col;
  struct co_xlsx_row_tail tail;
  struct co_buf value;
  struct co_cover *cover;
  struct co_columns *hidden; /* malloc'ed */
  size_t hidden_count, hidden_cap;
};

static enum co_status at_cell(const struct rows *rows, uint32_t col,
                              enum co_status status, struct co_err *err) {
  char place[CO_A1_TEXT];
  if (status) co_err_prefix(err, "cell %s", co_a1(rows->row, col, place));
  return status;
}

/* Row `number`, one-based, begins. */
static enum co_status begin_row(struct rows *rows, uint32_t number,
                                struct co_err *err) {
  rows->row = number - 1;
  if (number > GRID_ROWS)
    return co_fail(
        err, CO_X_CELL_REFERENCE,
        "row '%u' cannot be on a sheet; save the file again in Excel",
        (unsigned)number);
  if (rows->row < rows->next_row)
    return co_fail(err, CO_X_ROW_ORDER,
                   "row %u comes twice or out of order; save the file again "
                   "in Excel",
                   (unsigned)number);
  if (number > rows->xlsx->limits->rows)
    return co_limit_crossed(
        err, CO_X_LIMIT_ROWS, "row %u is beyond the limit of %u rows",
        (unsigned)number, (unsigned)rows->xlsx->limits->rows);
  rows->next_row = number;
  rows->count = rows->settled = 0;
  rows->next_col = 0;
  rows->sorted = true;
  co_arena_reset(&rows->arena);
  return CO_OK;
}

/* What the START of a row or column says; size: its height or width. Nobody
 * sees one of size 0 either. */
static bool is_hidden(const struct co_xml_scan *scan, const char *size) {
  struct co_str text;
  if (co_xml_attr(scan, size, &text) && co_str_is(text, "0")) return true;
  return co_xml_attr(scan, "hidden", &text) &&
         (co_str_is(text, "1") || co_str_is(text, "true"));
}

/* Columns come in ascending order; others are not looked at. */
static void read_columns(struct rows *rows) {
  struct co_str min = {0}, max = {0};
  size_t count = rows->hidden_count;
  uint32_t first = 0, last = 0;
  if (!is_hidden(rows->scan, "width")) return;
  co_xml_attr(rows->scan, "min", &min);
  co_xml_attr(rows->scan, "max", &max);
  if (!co_whole_number(min, GRID_COLUMNS, &first) ||
      !co_whole_number(max, GRID_COLUMNS, &last) || !first || last < first ||
      (count && first - 1 <= rows->hidden[count - 1].last))
    return;
  CO_GROW(rows->hidden, rows->hidden_count, rows->hidden_cap);
  rows->hidden[rows->hidden_count++] = (struct co_columns){first - 1, last - 1};
}

/* The START of a row was read. */
static enum co_status find_row(struct rows *rows, bool *hidden,
                               struct co_err *err) {
  struct co_str text;
  uint32_t number = rows->next_row + 1;
  if (co_xml_attr(rows->scan, "r", &text) &&
      (!co_whole_number(text, GRID_ROWS, &number) || number == 0))
    return co_fail(err, CO_X_CELL_REFERENCE,
                   "row '%.*s' cannot be on a sheet; save the file again in "
                   "Excel",
                   CO_STR(text));
  *hidden = is_hidden(rows->scan, "ht");
  co_xlsx_fast_learn(&rows->tail, rows->scan, *hidden);
  return begin_row(rows, number, err);
}

/* The column of a cell. *misplaced: its reference names another row. */
static enum co_status find_column(struct rows *rows, uint32_t *col,
                                  bool *misplaced, struct co_err *err) {
  struct co_str text;
  uint32_t row = rows->row;
  *col = rows->next_col;
  if (co_xml_attr(rows->scan, "r", &text) && !co_xlsx_place(text, &row, col))
    return co_fail(err, CO_X_CELL_REFERENCE,
                   "row %u has a cell '%.*s', which cannot be on a sheet; "
                   "save the file again in Excel",
                   (unsigned)rows->row + 1, CO_STR(text));
  *misplaced = row != rows->row;
  if (*col >= GRID_COLUMNS || *col >= rows->xlsx->limits->columns)
    return co_limit_crossed(
        err, CO_X_LIMIT_COLUMNS, "row %u has more than %u columns",
        (unsigned)rows->row + 1, (unsigned)rows->xlsx->limits->columns);
  rows->next_col = *col + 1;
  return CO_OK;
}

/* Passes an element over. Rows and cells are never lost with it: where they
 * stand in another place than their own, no two readers agree. What is in an
 * extension, which has no name (xml_scan.h), is meant to be passed over. */
static enum co_status pass_over(struct co_xml_scan *scan, struct co_err *err) {
  uint32_t outside = scan->depth - 1;
  enum co_status status = CO_OK;
  while (!status && scan->depth > outside) {
    bool begins = scan->kind == CO_XML_START;
    if (begins && !scan->name.len)
      status = co_xml_skip(scan, err);
    else if (begins &&
             (co_str_is(scan->name, "row") || co_str_is(scan->name, "c")))
      status = co_xml_fail(scan, err, "has a row or a cell where none can be");
    else
      status = co_xml_next(scan, err);
  }
  return status;
}

/* <v> or <is>. A second one that is not empty would run into the first. */
static enum co_status add_text(struct rows *rows, struct co_xlsx_raw_cell *raw,
                               struct co_err *err) {
  size_t before = rows->value.len;
  bool rich = co_str_is(rows->scan->name, "is");
  raw->has_value = true;
  enum co_status status = rich
                              ? co_xlsx_rich_text(rows->scan, &rows->value, err)
                              : co_xlsx_raw_text(rows->scan, &rows->value, err);
  if (status) return status;
  if (before && rows->value.len > before)
    return co_fail(err, CO_X_CELL_VALUE,
                   "the cell holds two values; open the file in Excel, correct "
                   "the cell and save it again");
  if (!rich && raw->type == CO_XLSX_STRING) co_xlsx_unescape(&rows->value, 0);
  return CO_OK;
}

/* The children of a cell, up to and with its END. */
static enum co_status read_children(struct rows *rows,
                                    struct co_xlsx_raw_cell *raw,
                                    struct co_err *err) {
  struct co_xml_scan *scan = rows->scan;
  uint32_t outside = scan->depth - 1;
  enum co_status status = CO_OK;
  while (!status) {
    status = co_xml_next(scan, err);
    if (status || scan->depth == outside) break;
    if (scan->kind != CO_XML_START) continue;
    if (co_str_is(scan->name, "v") || co_str_is(scan->name, "is")) {
      status = add_text(rows, raw, err);
    } else {
      raw->has_formula |= co_str_is(scan->name, "f");
      status = pass_over(scan, err);
    }
  }
  raw->value = co_buf_str(&rows->value);
  return status;
}

static enum co_status read_value(struct rows *rows,
                                 struct co_xlsx_raw_cell *raw,
                                 struct co_err *err) {
  bool text = raw->type == CO_XLSX_STRING || raw->type == CO_XLSX_INLINE;
  if (!text && co_xml_plain_value(rows->scan, &raw->value)) {
    raw->has_value = true;
    return CO_OK;
  }
  rows->value.len = 0;
  rows->value.limit = rows->xlsx->limits->field_bytes;
  return read_children(rows, raw, err);
}

static void add_cell(struct rows *rows, const struct co_cell *cell) {
  if (rows->count && rows->cells[rows->count - 1].col >= cell->col)
    rows->sorted = false;
  CO_GROW(rows->cells, rows->count, rows->cap);
  rows->cells[rows->count++] = *cell;
}

/* Type and style of a cell; its attributes are gone once its children are
 * read. */
static enum co_status read_attributes(struct rows *rows,
                                      struct co_xlsx_raw_cell *raw,
                                      struct co_err *err) {
  struct co_str text;
  if (co_xml_attr(rows->scan, "s", &text) &&
      !co_whole_number(text, UINT32_MAX - 1, &raw->format))
    raw->format = UINT32_MAX;
  if (co_xml_attr(rows->scan, "t", &text) && !co_xlsx_type_of(text, &raw->type))
    return co_fail(err, CO_X_CELL_TYPE,
                   "'%.*s' is no type of cell; save the file again in Excel",
                   CO_STR(text));
  return CO_OK;
}

static enum co_status read_cell(struct rows *rows, struct co_err *err) {
  struct co_cell cell = {0};
  struct co_xlsx_raw_cell raw = {0};
  bool misplaced = false;
  enum co_status status = find_column(rows, &cell.col, &misplaced, err);
  if (status) return status;
  status = read_attributes(rows, &raw, err);
  if (!status) status = read_value(rows, &raw, err);
  if (!status)
    status = co_xlsx_cell(rows->xlsx, &rows->arena, &raw, &cell, err);
  if (status) return at_cell(rows, cell.col, status, err);
  cell.fill = co_xlsx_fill(rows->xlsx, raw.format);
  if (misplaced && cell.kind != CO_CELL_BLANK)
    return at_cell(rows, cell.col,
                   co_fail(err, CO_X_CELL_REFERENCE,
                           "the cell says that it is in another row; save the "
                           "file again in Excel"),
                   err);
  /* blanks are kept till the row is whole, so that a blank cell that comes
   * twice is seen as well */
  if (!misplaced) add_cell(rows, &cell);
  return CO_OK;
}

/* As many cells as have the usual form. */
static void take_fast_cells(struct rows *rows,
                            const struct co_xlsx_row_ref *ref) {
  struct co_xml_scan *scan = rows->scan;
  if (scan->closing || scan->prefix_len || scan->depth + 2 > scan->max_depth)
    return;
  for (;;) {
    CO_GROW(rows->cells, rows->count, rows->cap);
    struct co_cell *cell = &rows->cells[rows->count];
    if (!co_xlsx_fast_cell(rows->xlsx, scan, &rows->arena, ref, rows->next_col,
                           cell))
      return;
    rows->next_col = cell->col + 1;
    rows->count++;
  }
}

/* The window is about to move: texts that lie in it are copied. */
static void settle(struct rows *rows) {
  uintptr_t from = (uintptr_t)rows->scan->buf, to = from + rows->scan->end;
  for (; rows->settled < rows->count; rows->settled++) {
    struct co_str *text = &rows->cells[rows->settled].text;
    if ((uintptr_t)text->ptr >= from && (uintptr_t)text->ptr < to)
      *text = co_arena_str(&rows->arena, *text);
  }
}

static int by_column(const void *a, const void *b) {
  const struct co_cell *x = a, *y = b;
  return x->col < y->col ? -1 : x->col > y->col;
}

static enum co_status sort_cells(struct rows *rows, struct co_err *err) {
  if (rows->sorted) return CO_OK;
  qsort(rows->cells, rows->count, sizeof *rows->cells, by_column);
  for (size_t i = 1; i < rows->count; i++)
    if (rows->cells[i - 1].col == rows->cells[i].col)
      return at_cell(rows, rows->cells[i].col,
                     co_fail(err, CO_X_CELL_DUPLICATE,
                             "the cell is there twice; save the file again in "
                             "Excel"),
                     err);
  return CO_OK;
}

/* Takes the fill from cells that lie below a merged one. */
static void cover_cells(struct rows *rows) {
  if (!rows->cover->count) return;
  co_cover_row(rows->cover, rows->row);
  for (size_t i = 0; i < rows->count; i++)
    if (co_covered(rows->cover, rows->row, rows->cells[i].col))
      rows->cells[i].fill = 0;
}

static enum co_status push_row(struct rows *rows, bool hidden,
                               struct co_err *err) {
  size_t kept = 0;
  enum co_status status = sort_cells(rows, err);
  if (status) return status;
  cover_cells(rows);
  for (size_t i = 0; i < rows->count; i++) {
    const struct co_cell *cell = &rows->cells[i];
    if (cell->kind == CO_CELL_BLANK && !cell->fill) continue;
    if (kept < i) rows->cells[kept] = rows->cells[i];
    kept++;
  }
  if (kept == 0) return CO_OK;
  rows->xlsx->cells += kept;
  if (rows->xlsx->cells > rows->xlsx->limits->cells)
    return co_limit_crossed(err, CO_X_LIMIT_CELLS,
                            "the file has more cells than the limit of %llu",
                            (unsigned long long)rows->xlsx->limits->cells);
  struct co_row row = {.row = rows->row,
                       .count = (uint32_t)kept,
                       .cells = rows->cells,
                       .hidden = hidden,
                       .hidden_columns = rows->hidden,
                       .hidden_column_count = rows->hidden_count};
  return rows->sink->row(rows->sink, &row, err);
}

/* From behind the START of a row to its END, and out. */
static enum co_status read_cells(struct rows *rows, bool hidden,
                                 struct co_err *err) {
  struct co_xml_scan *scan = rows->scan;
  uint32_t outside = scan->depth - 1;
  struct co_xlsx_row_ref ref = co_xlsx_row_ref(rows->row);
  for (;;) {
    take_fast_cells(rows, &ref);
    if (co_xml_end(scan)) break;
    settle(rows);
    enum co_status status = co_xml_next(scan, err);
    if (!status && scan->depth == outside) break;
    if (!status && scan->kind == CO_XML_START)
      status = co_str_is(scan->name, "c") ? read_cell(rows, err)
                                          : pass_over(scan, err);
    if (status) return status;
  }
  return push_row(rows, hidden, err);
}

static enum co_status read_row(struct rows *rows, struct co_err *err) {
  bool hidden = false;
  enum co_status status = find_row(rows, &hidden, err);
  return status ? status : read_cells(rows, hidden, err);
}

/* As many rows as are like the one before. */
static enum co_status read_fast_rows(struct rows *rows, struct co_err *err) {
  enum co_status status = CO_OK;
  uint32_t number;
  while (!status &&
         co_xlsx_fast_row(rows->scan, &rows->tail, rows->next_row, &number)) {
    status = begin_row(rows, number, err);
    if (!status) status = read_cells(rows, rows->tail.hidden, err);
  }
  return status;
}

/* From the START of the root to the end of the part. */
static enum co_status read_sheet(struct rows *rows, struct co_err *err) {
  struct co_xml_scan *scan = rows->scan;
  bool data = false;
  enum co_status status = CO_OK;
  while (!status) {
    if (data) status = read_fast_rows(rows, err);
    if (!status) status = co_xml_next(scan, err);
    if (status || scan->kind == CO_XML_EOF) break;
    if (scan->kind == CO_XML_END && scan->depth == 1) data = false;
    if (scan->kind != CO_XML_START) continue;
    if (scan->depth == 1)
      status = co_str_is(scan->name, "worksheet")
                   ? CO_OK
                   : co_xml_fail(scan, err, "is no worksheet");
    else if (scan->depth == 2 && co_str_is(scan->name, "sheetData"))
      data = true;
    else if (data && co_str_is(scan->name, "row"))
      status = read_row(rows, err);
    else if (!data && scan->depth == 3 && co_str_is(scan->name, "col"))
      read_columns(rows);
    else if (scan->depth != 2 || !co_str_is(scan->name, "cols"))
      status = data ? pass_over(scan, err) : co_xml_skip(scan, err);
  }
  return status;
}

enum co_status co_xlsx_rows(struct co_xlsx *xlsx,
                            const struct co_xlsx_sheet *sheet,
                            struct co_cover *cover, struct co_sink *sink,
                            struct co_err *err) {
  struct co_xlsx_stream stream;
  enum co_status status = co_xlsx_stream_open(&stream, xlsx, sheet->part, err);
  struct rows rows = {
      .xlsx = xlsx, .scan = &stream.scan, .sink = sink, .cover = cover};
  if (!status) status = read_sheet(&rows, err);
  co_xlsx_stream_close(&stream);
  co_arena_clear(&rows.arena);
  co_buf_clear(&rows.value);
  free(rows.cells);
  free(rows.hidden);
  if (status && status != CO_STOP)
    co_err_prefix(err, "sheet '%.*s'", CO_STR(sheet->name));
  return status;
}

/* "A1:C3" or "A1". */
static bool range_of(struct co_str text, struct co_merge *merge) {
  const char *colon = text.len ? memchr(text.ptr, ':', text.len) : NULL;
  struct co_str first = text, last = text;
  if (colon) {
    first.len = (size_t)(colon - text.ptr);
    last = (struct co_str){colon + 1, text.len - first.len - 1};
  }
  return co_xlsx_place(first, &merge->first_row, &merge->first_col) &&
         co_xlsx_place(last, &merge->last_row, &merge->last_col) &&
         merge->first_row <= merge->last_row &&
         merge->first_col <= merge->last_col;
}

static enum co_status add_merge(struct co_xlsx *xlsx, struct co_xml_scan *scan,
                                struct co_merge **list, size_t *count,
                                size_t *cap, struct co_err *err) {
  struct co_str text = {0};
  struct co_merge merge;
  co_xml_attr(scan, "ref", &text);
  if (!range_of(text, &merge))
    return co_fail(err, CO_X_MERGE_RANGE,
                   "the merged range '%.*s' cannot be on a sheet; save the "
                   "file again in Excel",
                   CO_STR(text));
  if (*count >= xlsx->limits->merges)
    return co_limit_crossed(err, CO_X_LIMIT_MERGES,
                            "there are more merged ranges than the limit of %u",
                            (unsigned)xlsx->limits->merges);
  CO_GROW(*list, *count, *cap);
  (*list)[(*count)++] = merge;
  return CO_OK;
}

/* Frozen panes, a filter, headers and footers by their elements. */
static void add_mark(struct co_xml_scan *scan, struct co_marks *marks) {
  struct co_str name = scan->name, text = {0};
  if (scan->depth == 2 && co_str_is(name, "autoFilter"))
    marks->filter = true;
  else if (scan->depth == 3 &&
           (co_str_is(name, "oddHeader") || co_str_is(name, "oddFooter") ||
            co_str_is(name, "evenHeader") || co_str_is(name, "evenFooter") ||
            co_str_is(name, "firstHeader") || co_str_is(name, "firstFooter")))
    marks->header_footer = true;
  else if (scan->depth == 4 && co_str_is(name, "pane") &&
           co_xml_attr(scan, "state", &text))
    marks->frozen |= co_str_starts(text, "frozen");
}

enum co_status co_xlsx_merges(struct co_xlsx *xlsx,
                              const struct co_xlsx_sheet *sheet,
                              struct co_merge **merges, size_t *count,
                              struct co_marks *marks, struct co_err *err) {
  struct co_xlsx_stream stream;
  size_t cap = 0;
  *merges = NULL;
  *count = 0;
  enum co_status status = co_xlsx_stream_open(&stream, xlsx, sheet->part, err);
  struct co_xml_scan *scan = &stream.scan;
  while (!status) {
    status = co_xml_next(scan, err);
    if (status || scan->kind == CO_XML_EOF) break;
    if (scan->kind != CO_XML_START) continue;
    if (scan->depth == 3 && co_str_is(scan->name, "mergeCell"))
      status = add_merge(xlsx, scan, merges, count, &cap, err);
    else
      add_mark(scan, marks);
  }
  co_xlsx_stream_close(&stream);
  if (status) co_err_prefix(err, "sheet '%.*s'", CO_STR(sheet->name));
  return status;
}

/* workbook.c - the XLSX writer: sheets, rows and ranges into libxlsxwriter.
 *
 * Everything is held by the library until end(), which assembles the file at
 * the output's temporary path; its own temporary files go to the same folder,
 * so that a full /tmp cannot break a workbook unseen. The created date
 * is fixed (SOURCE_DATE_EPOCH, else 2000-01-01): same input, same bytes.
 *
 * Numbers are printed by the library with the C locale's decimal point; a
 * program that changed it would write 1234,56, so that is refused. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "workbook_parts.h"

enum { PAPER_A4 = 9, TITLE_BYTES = 255 };
#define MARGIN 0.4          /* inches; the footer stands in the bottom one */
#define YEAR_2000 946684800 /* 2000-01-01T00:00:00Z */

enum co_status co_book_check(struct co_err *err, lxw_error got,
                             const char *what) {
  if (got == LXW_NO_ERROR) return CO_OK;
  return co_fail(
      err, got == LXW_ERROR_MEMORY_MALLOC_FAILED ? CO_EMEMORY : CO_EOUTPUT,
      "%s failed: %s", what, lxw_strerror(got));
}

static time_t created(void) {
  const char *text = getenv("SOURCE_DATE_EPOCH");
  int64_t seconds = 0;
  for (; text && *text >= '0' && *text <= '9' && seconds < 1000000000000;
       text++)
    seconds = seconds * 10 + (*text - '0');
  return seconds > 0 && !*text ? (time_t)seconds : YEAR_2000;
}

static enum co_status set_page(struct co_book *book,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  lxw_row_t rows = sheet->freeze_rows;
  worksheet_set_landscape(book->sheet);
  worksheet_set_paper(book->sheet, PAPER_A4);
  worksheet_fit_to_pages(book->sheet, 1, 0);
  worksheet_set_margins(book->sheet, MARGIN, MARGIN, MARGIN, 2 * MARGIN);
  if (rows || sheet->freeze_cols)
    worksheet_freeze_panes(book->sheet, rows, (lxw_col_t)sheet->freeze_cols);
  lxw_error got = worksheet_set_footer(book->sheet, "&L&A&RPage &P of &N");
  if (!got && rows) got = worksheet_repeat_rows(book->sheet, 0, rows - 1);
  return co_book_check(err, got, "setting up the page");
}

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  struct co_book *book = (struct co_book *)sink;
  book->name = co_book_name(book, sheet->name);
  book->sheet = workbook_add_worksheet(book->book, book->name.ptr);
  if (!book->sheet)
    return co_fail(err, CO_EOUTPUT, "the sheet '%.*s' could not be added",
                   CO_STR(book->name));
  CO_GROW(book->sheets, book->sheet_count, book->sheet_cap);
  book->sheets[book->sheet_count++] =
      (struct co_book_sheet){book->sheet, sheet->visibility};
  book->links = 0;
  book->tall_count = 0;
  memset(book->widths, 0, sizeof book->widths);
  memset(book->numeric, 0, sizeof book->numeric);
  return set_page(book, sheet, err);
}

static void keep_title(struct co_book *book, const struct co_row *row) {
  const struct co_cell *cell = row->cells;
  if (book->title.ptr || !row->count || cell->look != CO_LOOK_TITLE ||
      cell->text.len > TITLE_BYTES)
    return;
  book->title = co_utf8_clean(&book->run, cell->text);
}

static enum co_status hide_row(struct co_book *book, uint32_t row,
                               struct co_err *err) {
  lxw_row_col_options options = {.hidden = LXW_TRUE};
  return co_book_check(
      err,
      worksheet_set_row_opt(book->sheet, row, LXW_DEF_ROW_HEIGHT, NULL,
                            &options),
      "hiding a row");
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct co_book *book = (struct co_book *)sink;
  enum co_status status = CO_OK;
  bool total = row->count && row->cells[0].look == CO_LOOK_TOTAL;
  keep_title(book, row);
  for (uint32_t i = 0; !status && i < row->count; i++)
    status = co_book_cell(book, row->row, &row->cells[i], total, err);
  if (!status && row->hidden && row->row < CO_BOOK_ROWS)
    status = hide_row(book, row->row, err);
  co_arena_reset(&book->row);
  return status;
}

static enum co_status on_range(struct co_sink *sink,
                               const struct co_range *range,
                               struct co_err *err) {
  struct co_book *book = (struct co_book *)sink;
  enum co_status status = co_book_range(book, range, err);
  co_arena_reset(&book->row);
  return status;
}

/* The first visible sheet is the one that opens; a workbook whose sheets are
 * all hidden cannot be opened, so then none is. */
static void set_visibility(struct co_book *book) {
  size_t first = 0;
  while (first < book->sheet_count &&
         book->sheets[first].visibility != CO_VISIBLE)
    first++;
  if (first == book->sheet_count) return;
  worksheet_activate(book->sheets[first].sheet);
  if (first) worksheet_set_first_sheet(book->sheets[first].sheet);
  for (size_t i = 0; i < book->sheet_count; i++)
    if (book->sheets[i].visibility != CO_VISIBLE)
      worksheet_hide(book->sheets[i].sheet);
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  struct co_book *book = (struct co_book *)sink;
  lxw_doc_properties properties = {.title = (char *)book->title.ptr,
                                   .created = created()};
  set_visibility(book);
  enum co_status status =
      co_book_check(err, workbook_set_properties(book->book, &properties),
                    "setting the document's properties");
  if (status) return status;
  lxw_error got = workbook_close(book->book); /* frees it either way */
  book->book = NULL;
  if (got == LXW_NO_ERROR) return CO_OK;
  return co_fail(
      err, got == LXW_ERROR_MEMORY_MALLOC_FAILED ? CO_EMEMORY : CO_EOUTPUT,
      "'%s' cannot be written (%s); free space on the disk or choose another "
      "place",
      book->out->target, lxw_strerror(got));
}

static void on_free(struct co_sink *sink) {
  struct co_book *book = (struct co_book *)sink;
  if (book->book) lxw_workbook_free(book->book);
  free(book->sheets);
  free(book->folded);
  free(book->tall);
  co_arena_clear(&book->run);
  co_arena_clear(&book->row);
  free(book);
}

/* The folder of a path, for the library's temporary files. */
static char *folder_of(struct co_arena *arena, const char *path) {
  const char *slash = strrchr(path, '/');
  if (!slash) return co_arena_cstr(arena, CO_LIT("."));
  size_t len = slash == path ? 1 : (size_t)(slash - path);
  return co_arena_cstr(arena, (struct co_str){path, len});
}

enum co_status co_workbook_writer(struct co_sink **sink, struct co_output *out,
                                  struct co_err *err) {
  *sink = NULL;
  if (!out->target || !out->temp)
    return co_fail(err, CO_EUSAGE,
                   "a workbook cannot go to standard output; give it a file "
                   "name that ends in .xlsx");
  if (strcmp(localeconv()->decimal_point, ".") != 0)
    return co_fail(err, CO_EBUG,
                   "the decimal point is not '.': something set the locale");
  struct co_book *book = co_xcalloc(1, sizeof *book);
  book->sink = (struct co_sink){on_sheet, on_row, on_range, on_end, on_free};
  book->out = out;
  lxw_workbook_options options = {.tmpdir = folder_of(&book->run, out->temp),
                                  .use_zip64 = LXW_FALSE};
  book->book = workbook_new_opt(out->temp, &options);
  if (!book->book) {
    on_free(&book->sink);
    return co_fail(err, CO_EMEMORY, "out of memory for a workbook");
  }
  *sink = &book->sink;
  return CO_OK;
}

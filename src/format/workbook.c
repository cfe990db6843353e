/* workbook.c - the XLSX writer: sheets, rows and ranges made a workbook.
 *
 * Rows become XML at once and wait packed in a file beside the output, so
 * memory is flat; what is around them is libxlsxwriter's (workbook_parts.h
 * has the whole picture). The library's own temporary files go to the same
 * folder, so that a full /tmp cannot break a workbook unseen. The created
 * date is fixed (SOURCE_DATE_EPOCH, else 2000-01-01): same input, same bytes.
 *
 * Numbers of the frame are printed by the library with the C locale's decimal
 * point; a program that changed it would write 8,43, so that is refused. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "workbook_parts.h"

enum { PAPER_A4 = 9, PAPER_A3 = 8, TITLE_BYTES = 255 };
/* Characters: 145 fill an A4 page across; beyond these its letters would come
 * out smaller than 7.5 points, and A3 is what offices have besides. */
enum { MOST_ON_A4 = 210, USUAL_WIDTH = 9 };
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

static enum co_status set_page(lxw_worksheet *to, const struct co_sheet *sheet,
                               struct co_err *err) {
  lxw_row_t rows = sheet->freeze_rows;
  worksheet_set_landscape(to);
  worksheet_fit_to_pages(to, 1, 0);
  worksheet_set_margins(to, MARGIN, MARGIN, MARGIN, 2 * MARGIN);
  if (rows || sheet->freeze_cols)
    worksheet_freeze_panes(to, rows, (lxw_col_t)sheet->freeze_cols);
  lxw_error got = LXW_NO_ERROR;
  if (!sheet->plain) got = worksheet_set_footer(to, "&L&A&RPage &P of &N");
  if (!got && rows) got = worksheet_repeat_rows(to, 0, rows - 1);
  return co_book_check(err, got, "setting up the page");
}

static void choose_paper(const struct co_book *book) {
  double across = 0;
  for (uint32_t c = 0; book->sheet->any && c <= book->sheet->last_col; c++)
    across += book->columns[c].width > 0 ? book->columns[c].width : USUAL_WIDTH;
  worksheet_set_paper(book->sheet->sheet,
                      across > MOST_ON_A4 ? PAPER_A3 : PAPER_A4);
}

enum co_status co_book_end_sheet(struct co_book *book, struct co_err *err) {
  if (!book->sheet) return CO_OK;
  choose_paper(book);
  enum co_status status = co_piece_close(&book->sheet->rows, err);
  return status ? status : co_piece_close(&book->sheet->links, err);
}

static void add_sheet(struct co_book *book, lxw_worksheet *added,
                      enum co_visibility visibility) {
  CO_GROW(book->sheets, book->sheet_count, book->sheet_cap);
  book->sheet = &book->sheets[book->sheet_count++];
  *book->sheet =
      (struct co_book_sheet){.sheet = added, .visibility = visibility};
  co_piece_init(&book->sheet->rows, &book->spool);
  co_piece_init(&book->sheet->links, &book->spool);
  book->links = 0;
  book->open.any = false;
  memset(book->columns, 0, sizeof book->columns);
}

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  struct co_book *book = (struct co_book *)sink;
  enum co_status status = co_book_end_sheet(book, err);
  if (status) return status;
  book->name = co_book_name(book, sheet->name);
  lxw_worksheet *added = workbook_add_worksheet(book->book, book->name.ptr);
  if (!added)
    return co_fail(err, CO_EOUTPUT, "the sheet '%.*s' could not be added",
                   CO_STR(book->name));
  add_sheet(book, added, sheet->visibility);
  book->plain = sheet->plain;
  return set_page(added, sheet, err);
}

static void keep_title(struct co_book *book, const struct co_row *row) {
  const struct co_cell *cell = row->cells;
  if (book->title.ptr || !row->count || cell->look != CO_LOOK_TITLE ||
      cell->text.len > TITLE_BYTES)
    return;
  book->title = co_utf8_clean(&book->run, cell->text);
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct co_book *book = (struct co_book *)sink;
  keep_title(book, row);
  enum co_status status = co_book_row(book, row, err);
  co_arena_reset(&book->row);
  return status;
}

static enum co_status on_range(struct co_sink *sink,
                               const struct co_range *range,
                               struct co_err *err) {
  struct co_book *book = (struct co_book *)sink;
  enum co_status status = range->open ? co_book_open_range(book, range, err)
                                      : co_book_range(book, range, err);
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
  enum co_status status = co_book_end_sheet(book, err);
  if (status) return status;
  book->sheet = NULL;
  set_visibility(book);
  status = co_book_check(err, workbook_set_properties(book->book, &properties),
                         "setting the document's properties");
  return status ? status : co_book_pack(book, err);
}

static void on_free(struct co_sink *sink) {
  struct co_book *book = (struct co_book *)sink;
  if (book->book) lxw_workbook_free(book->book);
  for (size_t i = 0; i < book->sheet_count; i++) {
    co_piece_clear(&book->sheets[i].rows);
    co_piece_clear(&book->sheets[i].links);
  }
  co_book_strings_clear(&book->strings);
  co_spool_close(&book->spool);
  co_output_discard(&book->frame);
  free(book->sheets);
  free(book->folded);
  co_arena_clear(&book->open.arena);
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

static enum co_status open_files(struct co_book *book, struct co_err *err) {
  uint16_t plain; /* the first */
  const char *target = book->out->target;
  const char *name = co_arena_printf(&book->run, "%s.frame", target).ptr;
  enum co_status status = co_output_open(&book->frame, name, err);
  if (!status) status = co_spool_open(&book->spool, target, err);
  if (status) return status;
  book->spool.small = book->out->small;
  lxw_workbook_options options = {.tmpdir =
                                      folder_of(&book->run, book->frame.temp)};
  book->book = workbook_new_opt(book->frame.temp, &options);
  if (!book->book)
    return co_fail(err, CO_EMEMORY, "out of memory for a workbook");
  return co_book_style(book, (struct co_book_style){.look = CO_LOOK_PLAIN},
                       &plain, err);
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
  co_book_strings_init(book);
  enum co_status status = open_files(book, err);
  if (status)
    on_free(&book->sink);
  else
    *sink = &book->sink;
  return status;
}

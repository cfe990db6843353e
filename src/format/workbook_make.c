/* workbook_make.c - the frame of a workbook, made by libxlsxwriter.
 *
 * The library crashes, or leaves out what it should write, when an allocation
 * fails, and it cannot be asked afterwards. So nothing of it is called before
 * the last row; what the frame must have was kept, and one call makes all of
 * it in a process of its own (apart.h), which leaves a file and a report.
 * Memory for its 1,500 allocations and more is so short only where the fork
 * would fail first; but then too the run ends with a message, not in a crash.
 *
 * The library's own temporary files go to a folder beside the output, which is
 * removed with all that is in it: a full /tmp cannot break a workbook, and a
 * process that died leaves nothing. The created date is fixed
 * (SOURCE_DATE_EPOCH, else 2000-01-01): same input, same bytes. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "apart.h"
#include "ascii.h"
#include "temp.h"
#include "workbook_mark.h"
#include "workbook_parts.h"

#define YEAR_2000 946684800 /* 2000-01-01T00:00:00Z */

/* A text without a number among the shared ones: no memory for it. */
enum co_status co_book_check(struct co_err *err, lxw_error got,
                             const char *what) {
  bool memory = got == LXW_ERROR_MEMORY_MALLOC_FAILED ||
                got == LXW_ERROR_SHARED_STRING_INDEX_NOT_FOUND;
  if (got == LXW_NO_ERROR) return CO_OK;
  return co_fail(err, memory ? CO_X_MEMORY : CO_X_OUTPUT_WORKBOOK,
                 "%s failed: %s", what, lxw_strerror(got));
}

static time_t created(void) {
  const char *text = getenv("SOURCE_DATE_EPOCH");
  int64_t seconds = 0;
  for (; text && co_is_digit(*text) && seconds < 1000000000000; text++)
    seconds = seconds * 10 + (*text - '0');
  return seconds > 0 && !*text ? (time_t)seconds : YEAR_2000;
}

static enum co_status make_widths(const struct co_book_sheet *sheet,
                                  struct co_err *err) {
  lxw_error got = LXW_NO_ERROR;
  for (size_t i = 0; !got && i < sheet->width_count; i++) {
    lxw_col_t col = (lxw_col_t)sheet->widths[i].col;
    got = worksheet_set_column(sheet->sheet, col, col, sheet->widths[i].width,
                               NULL);
  }
  return co_book_check(err, got, "setting a column's width");
}

static enum co_status make_urls(const struct co_book *book,
                                const struct co_book_sheet *sheet,
                                struct co_err *err) {
  lxw_error got = LXW_NO_ERROR;
  for (size_t i = 0; !got && i < sheet->url_count; i++) {
    const struct co_book_url *url = &sheet->urls[i];
    got = worksheet_write_url(sheet->sheet, url->row, (lxw_col_t)url->col,
                              url->url, book->styles[url->style].format);
  }
  return co_book_check(err, got, "writing a link");
}

static enum co_status make_sheet(struct co_book *book,
                                 struct co_book_sheet *sheet,
                                 struct co_err *err) {
  book->sheet = sheet;
  sheet->sheet = workbook_add_worksheet(book->book, sheet->name.ptr);
  if (!sheet->sheet)
    return co_fail(err, CO_X_OUTPUT_WORKBOOK,
                   "the sheet '%.*s' could not be added", CO_STR(sheet->name));
  enum co_status status = co_book_page(book, sheet, err);
  if (!status) status = make_widths(sheet, err);
  if (!status) status = make_urls(book, sheet, err);
  for (size_t i = 0; !status && i < sheet->range_count; i++) {
    status = co_book_table(book, &sheet->ranges[i], err);
    co_arena_reset(&book->row);
  }
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

static enum co_status add_template(struct co_book *book, struct co_err *err) {
  lxw_error got = LXW_NO_ERROR;
  if (!book->sheet_count) return CO_OK;
  lxw_worksheet *first = book->sheets[0].sheet;
  for (uint16_t i = 0; !got && i < book->style_count; i++)
    got = worksheet_write_blank(first, CO_BOOK_TEMPLATE_ROW, (lxw_col_t)i,
                                book->styles[i].format);
  if (!got)
    got = worksheet_write_string(first, CO_BOOK_TEMPLATE_ROW, CO_BOOK_TEXT_COL,
                                 "-", NULL);
  for (size_t i = 0; !got && i < book->sheet_count; i++)
    if (book->sheets[i].links.size)
      got = worksheet_write_url(book->sheets[i].sheet, CO_BOOK_TEMPLATE_ROW,
                                CO_BOOK_LINK_COL, "internal:A1",
                                book->styles[0].format);
  return co_book_check(err, got, "writing the template row");
}

/* --- the whole ------------------------------------------------------------ */

static enum co_status close_frame(struct co_book *book, struct co_err *err) {
  errno = 0;
  lxw_error got = workbook_close(book->book);
  bool memory = got == LXW_ERROR_MEMORY_MALLOC_FAILED || errno == ENOMEM;
  if (got == LXW_NO_ERROR) return CO_OK;
  return co_fail(
      err, memory ? CO_X_MEMORY : CO_X_OUTPUT_WRITE,
      "'%s' cannot be written (%s); free space on the disk or choose another "
      "place",
      book->out->target, lxw_strerror(got));
}

static enum co_status open_frame(struct co_book *book, struct co_err *err) {
  lxw_workbook_options options = {.tmpdir = book->folder};
  book->book = workbook_new_opt(book->frame, &options);
  if (book->book) return CO_OK;
  return co_fail(err, CO_X_MEMORY, "out of memory for a workbook");
}

static enum co_status set_properties(struct co_book *book, struct co_err *err) {
  char mark[] = CO_WORKBOOK_MARK;
  lxw_doc_properties properties = {
      .title = (char *)book->title.ptr, .comments = mark, .created = created()};
  return co_book_check(err, workbook_set_properties(book->book, &properties),
                       "setting the document's properties");
}

/* In a process of its own: nothing is freed. */
static enum co_status make(void *context, struct co_err *err) {
  struct co_book *book = context;
  enum co_status status = open_frame(book, err);
  if (!status) status = co_book_make_styles(book, err);
  for (size_t i = 0; !status && i < book->sheet_count; i++)
    status = make_sheet(book, &book->sheets[i], err);
  if (status) return status;
  set_visibility(book);
  status = set_properties(book, err);
  if (!status) status = add_template(book, err);
  return status ? status : close_frame(book, err);
}

enum co_status co_book_make(struct co_book *book, struct co_err *err) {
  const char *target = book->out->target;
  book->folder = co_temp_folder(target);
  if (!book->folder) return co_fail_target(target, err);
  char *frame = co_arena_cstr(
      &book->run, co_arena_printf(&book->run, "%s/frame", book->folder));
  book->frame = frame;
  if (!co_temp_note(frame))
    return co_fail(err, CO_X_LIMIT_OUTPUTS,
                   "too many outputs are open at once");
  const char *what = co_arena_printf(&book->run, "'%s'", target).ptr;
  return co_apart(make, book, what, err);
}

void co_book_unmake(struct co_book *book) {
  if (book->frame) {
    unlink(book->frame); /* where the folder cannot be read, too */
    co_temp_forget(book->frame);
  }
  co_temp_folder_remove(book->folder);
}

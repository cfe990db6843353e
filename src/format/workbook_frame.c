/* workbook_frame.c - libxlsxwriter's frame and our rows made one package.
 *
 * Every part of the frame is copied as it is, but for these:
 *   - a sheet's part gets our rows for its own, the links that wait, and a
 *     true dimension;
 *   - the shared strings are ours;
 *   - tables get the formulas of their columns: told of them, the library
 *     would write one into every row of the frame;
 *   - the list of cell formats is put into the order of our numbers;
 *   - sheets in references get quotes, also where the library thinks that they
 *     need none: Excel takes Q1! and 2009! for a cell and a number, and finds
 *     the workbook damaged.
 * How the library numbers formats is its own affair, so the frame is asked:
 * its first sheet gets a template row, one cell for each format that is used,
 * and what number stands there is the format's. The template stands in the
 * last row of a sheet, where no table can have its header.
 *
 * The library calls many a failed write a success. So each part of the frame
 * is read whole, its CRC and its XML checked, before anything is copied. */
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "input.h"
#include "package.h"
#include "workbook_parts.h"
#include "xml_small.h"

enum { MOST_ENTRIES = 65535, SHEET_PIECES = 5 };

#define FIRST_SHEET "xl/worksheets/sheet1.xml"
#define STYLES "xl/styles.xml"
#define STRINGS "xl/sharedStrings.xml"
#define WORKBOOK "xl/workbook.xml"
#define CHART "xl/charts/chart"
#define TABLE "xl/tables/table"
#define LINK "<hyperlink ref=\"XFD1048576\""
#define LIST "<cellXfs count=\""
#define SST                                                                   \
  "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"           \
  "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" " \
  "count=\"%llu\" uniqueCount=\"%u\">"

struct frame {
  struct co_book *book;
  struct co_limits limits;
  struct co_input in;
  struct co_package package;
  struct co_zip zip;
  struct co_arena arena;          /* texts of the part at hand */
  unsigned xf_of[CO_BOOK_STYLES]; /* the library's number of our format */
};

/* --- the frame ------------------------------------------------------------ */

static enum co_status damaged(const struct frame *frame,
                              const struct co_err *why, struct co_err *err) {
  return co_fail(err, CO_X_OUTPUT_DAMAGED,
                 "'%s' cannot be written: what stands around its rows came out "
                 "damaged (%s); free space on the disk or choose another place",
                 frame->book->out->target, why->text);
}

static enum co_status no_part(const struct frame *frame, const char *what,
                              struct co_err *err) {
  struct co_err why;
  co_fail(&why, CO_X_OUTPUT_DAMAGED, "no %s", what);
  return damaged(frame, &why, err);
}

static enum co_status open_frame(struct frame *frame, struct co_err *err) {
  struct co_err why = {0};
  const char *path = frame->book->frame;
  enum co_status status =
      co_input_open(&frame->in, path, frame->limits.file_bytes, &why);
  if (status) return damaged(frame, &why, err);
  status = co_package_open(&frame->package, &frame->in, &frame->limits, &why);
  if (!status) return CO_OK;
  co_input_close(&frame->in);
  return damaged(frame, &why, err);
}

static void close_files(struct frame *frame) {
  co_package_close(&frame->package);
  co_input_close(&frame->in);
}

static enum co_status any_tag(void *user, const char *parent, const char *name,
                              const char **attributes, struct co_err *err) {
  (void)user;
  (void)parent;
  (void)name;
  (void)attributes;
  (void)err;
  return CO_OK;
}

static enum co_status slurp(struct frame *frame, const struct co_entry *entry,
                            char *text, struct co_err *why) {
  struct co_part *part = NULL;
  size_t len = 0, got = 0;
  enum co_status status = co_part_open(&part, &frame->package, entry, why);
  while (!status && len <= entry->size) { /* the last call checks the CRC */
    status = co_part_read(part, text + len, (size_t)(entry->size + 1) - len,
                          &got, why);
    len += got;
    if (!got) break;
  }
  co_part_close(part);
  return status;
}

/* A part's text, NUL-terminated, until the arena is reset. */
static enum co_status read_part(struct frame *frame,
                                const struct co_entry *entry,
                                struct co_str *text, struct co_err *err) {
  const struct co_xml_handler handler = {.start = any_tag};
  struct co_err why = {0};
  char *bytes = co_alloc(&frame->arena, (size_t)entry->size + 2);
  enum co_status status = slurp(frame, entry, bytes, &why);
  if (!status) status = co_xml_small(&frame->package, entry, &handler, &why);
  *text = (struct co_str){bytes, (size_t)entry->size};
  return status ? damaged(frame, &why, err) : CO_OK;
}

/* --- formats -------------------------------------------------------------- */

static unsigned number_after(const char *p) {
  unsigned value = 0;
  for (; co_is_digit(*p); p++)
    value = value * 10 + (unsigned)(*p - '0');
  return value;
}

/* The format's number in its cell of the template; 0 where it has none, which
 * is the default's. */
static enum co_status read_cell(struct frame *frame, const char *sheet,
                                uint16_t style, struct co_err *err) {
  char a1[CO_A1_TEXT];
  const char *wanted = co_arena_printf(&frame->arena, "<c r=\"%s\"",
                                       co_a1(CO_BOOK_TEMPLATE_ROW, style, a1))
                           .ptr;
  const char *cell = strstr(sheet, wanted);
  const char *number = cell ? strstr(cell, " s=\"") : NULL;
  if (!cell) return no_part(frame, "template row", err);
  frame->xf_of[style] =
      number && number < strchr(cell, '>') ? number_after(number + 4) : 0;
  return CO_OK;
}

static enum co_status read_template(struct frame *frame, struct co_err *err) {
  struct co_str text;
  const struct co_entry *entry =
      co_package_find(&frame->package, CO_LIT(FIRST_SHEET));
  if (!frame->book->sheet_count) return CO_OK;
  if (!entry) return no_part(frame, FIRST_SHEET, err);
  enum co_status status = read_part(frame, entry, &text, err);
  for (uint16_t i = 0; !status && i < frame->book->style_count; i++)
    status = read_cell(frame, text.ptr, i, err);
  co_arena_reset(&frame->arena);
  return status;
}

/* An <xf> element: its text, and *rest what follows. Empty at the list's
 * end. */
static struct co_str next_xf(const char **rest) {
  const char *start = *rest, *end = strchr(start, '>');
  if (strncmp(start, "<xf ", 4) != 0 || !end) return (struct co_str){NULL, 0};
  if (end[-1] != '/') {
    end = strstr(start, "</xf>");
    if (!end) return (struct co_str){NULL, 0};
    end += strlen("</xf");
  }
  *rest = end + 1;
  return (struct co_str){start, (size_t)(*rest - start)};
}

/* The list of cell formats in the order of our numbers. */
static enum co_status put_formats(struct frame *frame, struct co_str text,
                                  struct co_piece *piece, struct co_err *err) {
  const struct co_book *book = frame->book;
  struct co_str list[CO_BOOK_STYLES];
  unsigned count = 0;
  const char *start = strstr(text.ptr, LIST);
  const char *rest = start ? strchr(start, '>') : NULL;
  if (!rest) return no_part(frame, "list of formats", err);
  for (rest++; count < CO_BOOK_STYLES; count++)
    if (!(list[count] = next_xf(&rest)).len) break;
  struct co_str before = {text.ptr, (size_t)(start - text.ptr)};
  enum co_status status = co_piece_add(piece, before, err);
  if (!status)
    status = co_piece_add(piece,
                          co_arena_printf(&frame->arena, LIST "%u\">",
                                          (unsigned)book->style_count),
                          err);
  for (uint16_t i = 0; !status && i < book->style_count; i++)
    status = frame->xf_of[i] < count
                 ? co_piece_add(piece, list[frame->xf_of[i]], err)
                 : no_part(frame, "format of its number", err);
  return status ? status : co_piece_add(piece, co_str_of(rest), err);
}

/* --- parts ---------------------------------------------------------------- */

static enum co_status pack_text(struct co_piece *piece, struct co_str text,
                                struct co_err *err) {
  enum co_status status = co_piece_add(piece, text, err);
  return status ? status : co_piece_close(piece, err);
}

static struct co_str between(const char *from, const char *to) {
  return (struct co_str){from, (size_t)(to - from)};
}

/* A sheet's part cut where rows and links go in. */
struct cut {
  struct co_str start;  /* up to the dimension */
  struct co_str head;   /* from there to the template's rows */
  struct co_str middle; /* from there to the template's link */
  struct co_str tail;
};

/* False where the part is not as it should be. */
static bool cut_sheet(const char *text, bool links, struct cut *cut) {
  static const char dimension[] = "<dimension ref=\"";
  static const char none[] = "<sheetData/>", close[] = "</sheetData>";
  const char *place = strstr(text, dimension);
  const char *head = place ? strchr(place + strlen(dimension), '"') : NULL;
  const char *rows = head ? strstr(head, "<sheetData") : NULL;
  const char *after =
      rows ? strstr(rows, co_str_starts(co_str_of(rows), none) ? none : close)
           : NULL;
  if (!after) return false;
  after += strlen(none); /* both have the same length */
  const char *link = links ? strstr(after, LINK) : after;
  const char *tail = links && link ? strstr(link, "/>") : link;
  if (!tail) return false;
  cut->start = between(text, place + strlen(dimension));
  cut->head = between(head, rows);
  cut->middle = between(after, link);
  cut->tail = co_str_of(links ? tail + 2 : tail);
  return true;
}

static enum co_status pack_around(struct frame *frame, const struct cut *cut,
                                  const struct co_book_sheet *sheet,
                                  struct co_piece *around, struct co_err *err) {
  char first[CO_A1_TEXT], last[CO_A1_TEXT];
  co_a1(sheet->first_row, sheet->first_col, first);
  co_a1(sheet->last_row, sheet->last_col, last);
  bool one = strcmp(first, last) == 0;
  struct co_str head = co_arena_printf(
      &frame->arena, "%.*s%s%s%s%.*s<sheetData>", CO_STR(cut->start), first,
      one ? "" : ":", one ? "" : last, CO_STR(cut->head));
  struct co_str middle =
      co_arena_printf(&frame->arena, "</sheetData>%.*s", CO_STR(cut->middle));
  enum co_status status = pack_text(&around[0], head, err);
  if (!status) status = pack_text(&around[1], middle, err);
  return status ? status : pack_text(&around[2], cut->tail, err);
}

static enum co_status copy_sheet(struct frame *frame, struct co_str name,
                                 struct co_str text,
                                 struct co_book_sheet *sheet,
                                 struct co_err *err) {
  struct co_spool *spool = &frame->book->spool;
  struct cut cut;
  struct co_piece around[3];
  struct co_piece *pieces[] = {&around[0], &sheet->rows, &around[1],
                               &sheet->links, &around[2]};
  if (!cut_sheet(text.ptr, sheet->links.size, &cut))
    return no_part(frame, "place for its rows", err);
  for (size_t i = 0; i < 3; i++)
    co_piece_init(&around[i], spool);
  enum co_status status = pack_around(frame, &cut, sheet, around, err);
  if (!status)
    status = co_spool_part(spool, &frame->zip, name, pieces, SHEET_PIECES, err);
  for (size_t i = 0; i < 3; i++)
    co_piece_clear(&around[i]);
  return status;
}

static enum co_status copy_strings(struct frame *frame, struct co_str name,
                                   struct co_err *err) {
  struct co_book_strings *strings = &frame->book->strings;
  struct co_piece head;
  struct co_piece *pieces[] = {&head, &strings->items};
  co_piece_init(&head, &frame->book->spool);
  enum co_status status = pack_text(
      &head,
      co_arena_printf(&frame->arena, SST, (unsigned long long)strings->uses,
                      strings->count),
      err);
  if (!status) status = pack_text(&strings->items, CO_LIT("</sst>"), err);
  if (!status)
    status =
        co_spool_part(&frame->book->spool, &frame->zip, name, pieces, 2, err);
  co_piece_clear(&head);
  return status;
}

/* What a reference stands behind in that part; NULL where there is none. */
static const char *before_reference(struct co_str part) {
  if (co_str_is(part, WORKBOOK)) return "\">"; /* of a definedName */
  return co_str_starts(part, CHART) ? "<c:f>" : NULL;
}

static enum co_status put_quoted(struct co_piece *piece, const char *text,
                                 const char *before, struct co_err *err) {
  static const char plain[] =
      "abcdefghijklmnopqrstuvwxyz"
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
  enum co_status status = CO_OK;
  for (const char *at; !status && (at = strstr(text, before));) {
    at += strlen(before);
    size_t len = strspn(at, plain);
    const char *quote = len && at[len] == '!' ? "'" : "";
    status = co_piece_add(piece, between(text, at), err);
    if (!status) status = co_piece_add(piece, co_str_of(quote), err);
    if (!status) status = co_piece_add(piece, between(at, at + len), err);
    if (!status) status = co_piece_add(piece, co_str_of(quote), err);
    text = at + len;
  }
  return status ? status : co_piece_add(piece, co_str_of(text), err);
}

/* The table whose part has that name: the library counts them from 1, sheet by
 * sheet. */
static const struct co_range *table_of(const struct co_book *book,
                                       struct co_str name) {
  if (!co_str_starts(name, TABLE)) return NULL;
  unsigned number = number_after(name.ptr + strlen(TABLE));
  for (size_t s = 0; s < book->sheet_count; s++)
    for (size_t r = 0; r < book->sheets[s].range_count; r++)
      if (book->sheets[s].ranges[r].name.len && --number == 0)
        return &book->sheets[s].ranges[r];
  return NULL;
}

/* "<tableColumn id="2" .../>" made one with a formula in it (18.5.1.1): rows
 * that are added to the table get it. *rest is what follows. */
static enum co_status put_formula(struct frame *frame, struct co_piece *piece,
                                  const char **rest, size_t column,
                                  struct co_str formula, struct co_err *err) {
  struct co_arena *arena = &frame->arena;
  const char *start = strstr(
      *rest, co_arena_printf(arena, "<tableColumn id=\"%zu\"", column + 1).ptr);
  const char *end = start ? strstr(start, "/>") : NULL;
  if (!end) return no_part(frame, "column of a table", err);
  char *text = co_alloc(arena, CO_BOOK_XML_ROOM(formula.len));
  *co_book_xml(text, formula, CO_BOOK_FORMULA) = '\0';
  struct co_str with = co_arena_printf(
      arena,
      "%.*s><calculatedColumnFormula>%s</calculatedColumnFormula>"
      "</tableColumn>",
      CO_STR(between(*rest, end)), text);
  *rest = end + 2;
  return co_piece_add(piece, with, err);
}

static enum co_status put_table(struct frame *frame, struct co_piece *piece,
                                const char *text, const struct co_range *range,
                                struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; !status && i <= range->last_col - range->first_col; i++) {
    struct co_str formula = co_book_formula(range->columns[i].formula);
    if (formula.len) status = put_formula(frame, piece, &text, i, formula, err);
  }
  return status ? status : co_piece_add(piece, co_str_of(text), err);
}

static enum co_status copy_text(struct frame *frame, struct co_str name,
                                struct co_str text, struct co_err *err) {
  struct co_piece piece, *pieces[] = {&piece};
  const char *before = before_reference(name);
  const struct co_range *table = table_of(frame->book, name);
  enum co_status status;
  co_piece_init(&piece, &frame->book->spool);
  if (co_str_is(name, STYLES) && frame->book->sheet_count)
    status = put_formats(frame, text, &piece, err);
  else if (before)
    status = put_quoted(&piece, text.ptr, before, err);
  else if (table)
    status = put_table(frame, &piece, text.ptr, table, err);
  else
    status = co_piece_add(&piece, text, err);
  if (!status) status = co_piece_close(&piece, err);
  if (!status)
    status =
        co_spool_part(&frame->book->spool, &frame->zip, name, pieces, 1, err);
  co_piece_clear(&piece);
  return status;
}

/* The sheet whose part has that name: the library counts from 1. */
static struct co_book_sheet *sheet_of(struct co_book *book,
                                      struct co_str name) {
  static const char start[] = "xl/worksheets/sheet";
  if (!co_str_starts(name, start)) return NULL;
  unsigned number = number_after(name.ptr + strlen(start));
  return number && number <= book->sheet_count ? &book->sheets[number - 1]
                                               : NULL;
}

static enum co_status copy_part(struct frame *frame,
                                const struct co_entry *entry,
                                struct co_err *err) {
  struct co_book_sheet *sheet = sheet_of(frame->book, entry->name);
  struct co_str text;
  enum co_status status = read_part(frame, entry, &text, err);
  if (status) return status;
  if (sheet)
    status = copy_sheet(frame, entry->name, text, sheet, err);
  else if (co_str_is(entry->name, STRINGS) && frame->book->sheet_count)
    status = copy_strings(frame, entry->name, err);
  else
    status = copy_text(frame, entry->name, text, err);
  co_arena_reset(&frame->arena);
  return status;
}

enum co_status co_book_pack(struct co_book *book, struct co_err *err) {
  struct frame frame = {.book = book, .limits = co_limits_default};
  frame.limits.zip_entries = MOST_ENTRIES;
  enum co_status status = co_book_make(book, err);
  if (!status) status = open_frame(&frame, err);
  if (status) return status;
  co_zip_init(&frame.zip, book->out->file, book->out->target);
  status = read_template(&frame, err);
  for (size_t i = 0; !status && i < frame.package.count; i++)
    status = copy_part(&frame, &frame.package.entries[i], err);
  if (!status) status = co_zip_end(&frame.zip, err);
  co_zip_clear(&frame.zip);
  co_arena_clear(&frame.arena);
  close_files(&frame);
  return status;
}

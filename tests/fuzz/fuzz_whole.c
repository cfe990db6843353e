/* fuzz_whole.c - the whole way: a workbook is read, recognised, mapped by the
 * shipped pack, stored, checked and reported.
 *
 * The input is no file but what to do to one: a byte that says how far to go
 * (1 of 128: with checks, 2: with the report; each costs as much as ten
 * mappings), the number of a fixture, then changes of three bytes and more
 * (enum change). Fixtures are read once and kept as cells; every input changes
 * a copy, which is written as XML and zipped in memory. Raw changes then cut
 * that XML. So nearly every input gets through to the mapper.
 *
 * Whatever comes of it, every row must be in the ledger and every sum must
 * close. The store is rolled back after each input: none sees another. */
#include "checks.h"
#include "fuzz.h"
#include "fuzz_sqlite.h"
#include "kit.h"
#include "mapper.h"
#include "store_part.h"

enum {
  SHEETS = 6,
  LINES = 120,
  CELLS = 14,
  SHEET_LINES = 24,
  RAW = 16,
  LONGEST = 100
};

struct line {
  unsigned sheet, count;
  struct co_cell cells[CELLS];
};
struct book {
  struct co_sink sink; /* first: takes a fixture in */
  struct co_str names[SHEETS];
  unsigned sheets, lines, own; /* own: lines of the sheet now read */
  struct line line[LINES];
};

static const char *const fixtures[] = {
    "more/chief-executive-2009-10-q2.xlsx", "more/computing-2006-07-q3.xlsx",
    "more/computing-plan-2008-11.xlsx", "returns/exchequer-2007-08-q4.xlsx",
    "returns/finance-2009-10-q2.csv"};
enum { FIXTURES = sizeof fixtures / sizeof *fixtures };

static struct book books[FIXTURES];
static struct co_arena kept; /* their texts */
static struct co_kit kit;
static struct co_store *store;
static sqlite3_stmt *open_sums;

/* --- fixtures, taken in as cells ------------------------------------------ */

FUZZ_PLAIN static enum co_status take_sheet(struct co_sink *sink,
                                            const struct co_sheet *sheet,
                                            struct co_err *err) {
  struct book *book = (struct book *)sink;
  (void)err;
  if (book->sheets == SHEETS) return CO_STOP;
  book->names[book->sheets++] = co_arena_str(&kept, sheet->name);
  book->own = 0;
  return CO_OK;
}

/* Long texts cost much and teach little. */
static struct co_str cut(struct co_str text) {
  if (text.len > LONGEST) text.len = LONGEST;
  while (text.len && !co_utf8_valid(text, NULL))
    text.len--;
  return text;
}

FUZZ_PLAIN static enum co_status take_row(struct co_sink *sink,
                                          const struct co_row *row,
                                          struct co_err *err) {
  struct book *book = (struct book *)sink;
  (void)err;
  if (book->own++ == SHEET_LINES || book->lines == LINES) return CO_STOP;
  struct line *line = &book->line[book->lines++];
  line->sheet = book->sheets - 1;
  for (uint32_t i = 0; i < row->count && i < CELLS; i++) {
    struct co_cell *cell = &line->cells[line->count++];
    *cell = row->cells[i];
    cell->text = co_arena_str(&kept, cut(cell->text));
  }
  return CO_OK;
}

static enum co_status take_end(struct co_sink *sink, struct co_err *err) {
  (void)sink;
  (void)err;
  return CO_OK;
}

static void load(struct book *book, const char *name) {
  char path[4096];
  struct co_input in;
  const struct co_read_options options = {.limits = &fuzz_limits};
  book->sink = (struct co_sink){take_sheet, take_row, NULL, take_end, NULL};
  snprintf(path, sizeof path, "%s/%s", FUZZ_FIXTURES, name);
  if (co_input_open(&in, path, 1 << 20, NULL) ||
      co_read(&in, &options, &book->sink, NULL, NULL))
    abort();
  co_input_close(&in);
}

/* What layouts declare stays in the store for all inputs. */
static void open_all(void) {
  fuzz_sqlite();
  for (int i = 0; i < FIXTURES; i++)
    load(&books[i], fixtures[i]);
  const struct co_run_events quiet = {0};
  if (co_kit_load(&kit, FUZZ_SHIPPED, NULL, &quiet, NULL) ||
      co_store_open(&store, &kit.pack->model, NULL, NULL) ||
      co_store_begin(store, (struct co_str){0}, NULL) ||
      co_kit_declare(&kit, store, NULL) || co_store_commit(store, NULL) ||
      co_sql_prepare(store, &open_sums,
                     "SELECT (SELECT COUNT(*) FROM t_money"
                     " WHERE difference <> 0) + (SELECT COUNT(*) FROM tally"
                     " WHERE rows_in <> rows_explained)",
                     NULL))
    abort();
}

/* --- changes ---------------------------------------------------------------
 */

enum change {
  SET_TEXT,
  ADD_TEXT,
  SET_NUMBER,
  SET_KIND,
  COPY_CELL,
  DROP_CELL,
  DROP_LINE,
  DOUBLE_LINE,
  SWAP_LINES,
  MOVE_COLUMN,
  RAW_WRITE,
  RAW_DROP,
  CHANGES
};

struct take {
  const uint8_t *data;
  size_t size;
};

static uint8_t take_byte(struct take *take) {
  if (!take->size) return 0;
  take->size--;
  return *take->data++;
}

/* A text of the input: a byte of length, then bytes; those above ASCII stand
 * for characters that returns are full of. */
FUZZ_PLAIN static struct co_str take_text(struct take *take,
                                          struct co_arena *arena) {
  static const uint32_t wide[] = {0xA3,   0xA0,   0x2013, 0x2022,
                                  0xB7,   0x2212, 0xB2,   0x2019,
                                  0x2020, 0xE9,   0x3000, 0x1F600};
  size_t want = take_byte(take) % 64, len = 0;
  char *text = CO_NEW_ARRAY(arena, 4 * want + 1, char);
  for (size_t i = 0; i < want && take->size; i++) {
    uint8_t c = take_byte(take);
    if (c >= 0x80)
      len += co_utf8_put(wide[c % (sizeof wide / sizeof *wide)], text + len);
    else
      text[len++] = (char)(c < 0x20 && c != '\n' ? ' ' : c);
  }
  return (struct co_str){text, len};
}

static void change_cell(struct book *book, struct co_cell *cell,
                        enum change what, struct take *take,
                        struct co_arena *arena) {
  static const enum co_cell_kind kinds[] = {CO_CELL_TEXT, CO_CELL_NUMBER,
                                            CO_CELL_BOOL, CO_CELL_ERROR,
                                            CO_CELL_DATE, CO_CELL_FORMULA};
  struct line *other;
  switch (what) {
    case ADD_TEXT:
      cell->text = co_arena_printf(arena, "%.*s%.*s", CO_STR(cell->text),
                                   CO_STR(take_text(take, arena)));
      break;
    case SET_KIND:
      cell->kind = kinds[take_byte(take) % 6];
      break;
    case COPY_CELL:
      other = &book->line[take_byte(take) % book->lines];
      if (other->count) cell->text = other->cells[0].text;
      break;
    case SET_NUMBER:
    case SET_TEXT:
    default:
      cell->kind = what == SET_NUMBER ? CO_CELL_NUMBER : CO_CELL_TEXT;
      cell->text = take_text(take, arena);
  }
}

FUZZ_PLAIN static void drop_line(struct book *book, unsigned at) {
  if (book->lines == 1) return;
  memmove(&book->line[at], &book->line[at + 1],
          (--book->lines - at) * sizeof *book->line);
}

FUZZ_PLAIN static void double_line(struct book *book, unsigned at) {
  if (book->lines == LINES) return;
  memmove(&book->line[at + 1], &book->line[at],
          (book->lines++ - at) * sizeof *book->line);
}

/* Lines keep their sheet when their cells change places. */
FUZZ_PLAIN static void swap_lines(struct line *a, struct line *b) {
  struct line was = *a;
  unsigned sheet_a = a->sheet, sheet_b = b->sheet;
  *a = *b;
  *b = was;
  a->sheet = sheet_a;
  b->sheet = sheet_b;
}

/* From a line on, the cells of one column stand in the next free one. */
FUZZ_PLAIN static void move_column(struct book *book, unsigned from,
                                   uint32_t col, uint32_t by) {
  for (unsigned l = from; l < book->lines; l++) {
    struct line *line = &book->line[l];
    for (unsigned i = 0; i < line->count; i++)
      if (line->cells[i].col == col && i + 1 == line->count)
        line->cells[i].col += by;
  }
}

static void change(struct book *book, enum change what, unsigned at,
                   unsigned nth, struct take *take, struct co_arena *arena) {
  struct line *line = &book->line[at];
  struct co_cell *cell = line->count ? &line->cells[nth % line->count] : NULL;
  if (what == DROP_LINE)
    drop_line(book, at);
  else if (what == DOUBLE_LINE)
    double_line(book, at);
  else if (what == SWAP_LINES)
    swap_lines(line, &book->line[nth % book->lines]);
  else if (what == MOVE_COLUMN)
    move_column(book, at, nth, 1 + take_byte(take) % 4U);
  else if (what == DROP_CELL && cell)
    *cell = line->cells[--line->count];
  else if (cell)
    change_cell(book, cell, what, take, arena);
}

/* --- the workbook -----------------------------------------------------------
 */

FUZZ_PLAIN static void add_escaped(struct co_buf *xml, struct co_str text) {
  for (size_t i = 0; i < text.len; i++)
    switch (text.ptr[i]) {
      case '&':
        co_buf_add(xml, "&amp;", 5);
        break;
      case '<':
        co_buf_add(xml, "&lt;", 4);
        break;
      default:
        co_buf_add(xml, text.ptr + i, 1);
    }
}

static void add_cell(struct co_buf *xml, uint32_t row,
                     const struct co_cell *cell) {
  static const char *const types[] = {[CO_CELL_TEXT] = " t=\"str\"",
                                      [CO_CELL_DATE] = " t=\"d\"",
                                      [CO_CELL_BOOL] = " t=\"b\"",
                                      [CO_CELL_ERROR] = " t=\"e\"",
                                      [CO_CELL_FORMULA] = NULL};
  char place[CO_A1_TEXT];
  const char *type = types[cell->kind] ? types[cell->kind] : "";
  const char *look = cell->look == CO_LOOK_PERCENT ? " s=\"1\"" : "";
  co_buf_printf(xml, "<c r=\"%s\"%s%s>%s<v>", co_a1(row, cell->col, place),
                type, look, cell->kind == CO_CELL_FORMULA ? "<f>A1</f>" : "");
  add_escaped(xml, cell->text);
  co_buf_printf(xml, "</v></c>");
}

static int by_column(const void *a, const void *b) {
  uint32_t x = ((const struct co_cell *)a)->col;
  uint32_t y = ((const struct co_cell *)b)->col;
  return (x > y) - (x < y);
}

static void add_sheet(struct co_buf *xml, struct book *book, unsigned sheet) {
  uint32_t row = 0;
  co_buf_printf(xml, "<worksheet><sheetData>");
  for (unsigned l = 0; l < book->lines; l++) {
    struct line *line = &book->line[l];
    if (line->sheet != sheet) continue;
    qsort(line->cells, line->count, sizeof *line->cells, by_column);
    co_buf_printf(xml, "<row r=\"%u\">", (unsigned)++row);
    for (unsigned i = 0; i < line->count; i++)
      if (!i || line->cells[i].col != line->cells[i - 1].col)
        add_cell(xml, row - 1, &line->cells[i]);
    co_buf_printf(xml, "</row>");
  }
  co_buf_printf(xml, "</sheetData></worksheet>");
}

/* A few bytes of the XML cut out or overwritten. */
struct raw {
  enum change what;
  size_t at, n;
  const uint8_t *bytes;
};

static struct raw take_raw(enum change what, unsigned at, unsigned nth,
                           struct take *take) {
  struct raw raw = {what, at * 256 + nth, take_byte(take) % 8U, take->data};
  for (size_t i = 0; i < raw.n; i++)
    if (what == RAW_WRITE && !take->size)
      raw.n = i;
    else if (what == RAW_WRITE)
      take_byte(take);
  return raw;
}

FUZZ_PLAIN static void change_raw(struct co_buf *xml, const struct raw *raw) {
  size_t at = raw->at % xml->len, n = raw->n;
  if (n > xml->len - at) n = xml->len - at;
  if (raw->what == RAW_WRITE) {
    memcpy(xml->ptr + at, raw->bytes, n);
    return;
  }
  memmove(xml->ptr + at, xml->ptr + at + n, xml->len - at - n);
  xml->len -= n;
}

#define TYPE                       \
  "http://schemas.openxmlformats." \
  "org/officeDocument/2006/relationships"

static void add_frame(struct fuzz_zip *zip, const struct book *book) {
  static const char styles[] =
      "<styleSheet><cellXfs><xf/><xf numFmtId='10'/></cellXfs></styleSheet>";
  struct co_buf sheets = {0}, relations = {0};
  co_buf_printf(&sheets, "<workbook xmlns:r='" TYPE "'><sheets>");
  co_buf_printf(&relations, "<Relationships><Relationship Id='f' Type='" TYPE
                            "/styles' Target='f.xml'/>");
  for (unsigned i = 0; i < book->sheets; i++) {
    co_buf_printf(&sheets, "<sheet r:id='s%u' name=\"", i);
    add_escaped(&sheets, book->names[i]);
    co_buf_printf(&sheets, "\"/>");
    co_buf_printf(&relations,
                  "<Relationship Id='s%u' Type='" TYPE
                  "/worksheet' Target='s%u.xml'/>",
                  i, i);
  }
  co_buf_printf(&sheets, "</sheets></workbook>");
  co_buf_printf(&relations, "</Relationships>");
  fuzz_zip_add(zip, "xl/workbook.xml", sheets.ptr, sheets.len);
  fuzz_zip_add(zip, "xl/_rels/workbook.xml.rels", relations.ptr, relations.len);
  fuzz_zip_add(zip, "xl/f.xml", styles, sizeof styles - 1);
  co_buf_clear(&sheets);
  co_buf_clear(&relations);
}

/* --- the way through
 * ---------------------------------------------------------- */

static const struct co_layout *recognise(struct co_input *in) {
  const struct co_read_options options = {.limits = &fuzz_limits};
  const struct co_layout *layout = NULL;
  struct co_sink *sink = co_recogniser_new(&kit.layouts);
  bool fits = co_read(in, &options, sink, NULL, NULL) == CO_OK &&
              co_recogniser_result(sink, &layout, NULL) == CO_OK;
  sink->free(sink);
  return fits ? layout : NULL;
}

static enum co_status map(struct co_input *in, const struct co_layout *layout) {
  const struct co_read_options options = {.limits = &fuzz_limits};
  struct co_source source = {
      .path = {"a.xlsx", 6}, .format = {"xlsx", 4}, .outcome = {"read", 4}};
  struct co_evidence evidence = {0};
  struct co_sink *sink =
      co_mapper_new(layout, &source, co_store_intake(store), &evidence);
  enum co_status status = co_read(in, &options, sink, NULL, NULL);
  sink->free(sink);
  co_evidence_clear(&evidence);
  return status;
}

static void must(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "%s\n", what);
  abort();
}

static void store_and_report(struct co_input *in,
                             const struct co_layout *layout, unsigned flags) {
  struct fuzz_sink sink = fuzz_sink_new();
  must(co_store_mark(store, NULL) == CO_OK, "no mark");
  if (map(in, layout) != CO_OK) {
    must(co_store_undo(store, NULL) == CO_OK, "no undoing");
    return;
  }
  must(co_store_keep(store, NULL) == CO_OK, "a source is not kept");
  must(sqlite3_step(open_sums) == SQLITE_ROW &&
           sqlite3_column_int(open_sums, 0) == 0,
       "a row or a penny is lost");
  sqlite3_reset(open_sums);
  if (flags % 128 == 1)
    must(co_checks_run(kit.checks, store, NULL) == CO_OK, "a check failed");
  if (flags % 128 == 2)
    must(co_plan_write(kit.plan, CO_PLAN_DATA, CO_SHEET_ROWS, store, &sink.sink,
                       NULL) == CO_OK,
         "the report failed");
}

/* A run, but for the declarations, which are there. */
static void begin(void) {
  must(co_sql_exec(store, "BEGIN", NULL) == CO_OK, "no beginning");
  store->running = true;
}

/* The store as it was before; all in it is forgotten. */
static void roll_back(void) {
  must(co_sql_exec(store, "ROLLBACK", NULL) == CO_OK, "no rolling back");
  store->running = store->marked = store->in_source = false;
  memset(&store->ids, 0, sizeof store->ids);
  memset(store->columns, 0, sizeof store->columns);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct book book;
  struct co_arena arena = {0};
  struct take take = {data, size};
  struct raw raw[RAW];
  struct fuzz_zip zip = {0};
  unsigned raws = 0;
  if (!store) open_all();
  unsigned flags = take_byte(&take);
  book = books[take_byte(&take) % FIXTURES];
  while (take.size) {
    enum change what = (enum change)(take_byte(&take) % CHANGES);
    unsigned at = take_byte(&take), nth = take_byte(&take);
    if (what < RAW_WRITE)
      change(&book, what, at % book.lines, nth, &take, &arena);
    else if (raws < RAW)
      raw[raws++] = take_raw(what, at, nth, &take);
  }
  add_frame(&zip, &book);
  for (unsigned s = 0; s < book.sheets; s++) {
    char name[32];
    struct co_buf xml = {0};
    add_sheet(&xml, &book, s);
    for (unsigned r = s; r < raws; r += book.sheets)
      change_raw(&xml, &raw[r]);
    snprintf(name, sizeof name, "xl/s%u.xml", s);
    fuzz_zip_add(&zip, name, xml.ptr, xml.len);
    co_buf_clear(&xml);
  }
  struct co_input in = fuzz_zip_close(&zip, "a.xlsx");
  const struct co_layout *layout = recognise(&in);
  if (layout) {
    begin();
    store_and_report(&in, layout, flags);
    roll_back();
  }
  fuzz_zip_free(&zip);
  co_arena_clear(&arena);
  return 0;
}

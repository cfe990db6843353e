/* plan_write.c - writes a plan's sheets: titles, blocks, rows, totals.
 *
 * A sheet is its title in A1, then its blocks one below the other, each a
 * heading, a note, the header, the rows and a total. Detail sheets have one
 * block without a heading, so their header stands in row 3.
 *
 * What the store counts exactly is written exactly: whole numbers of units
 * with their scale become decimal text here and nowhere a double. */
#include <stdlib.h>
#include <string.h>

#include "number.h"
#include "plan_parts.h"
#include "utf8.h"

enum { DIGITS = 15 }; /* significant ones that a workbook's number keeps */

struct writing {
  const struct co_plan *plan;
  struct co_store *store;
  struct co_sink *sink;
  struct co_err *err;
  struct co_arena row_arena;
  uint32_t row; /* the next one */
};

/* Where a column's parts stand in the query, -1 where there is none, and its
 * sum so far. */
struct source {
  int from, otherwise, link, scale;
  int64_t sum;
};

/* A block while its query runs. */
struct running {
  const struct co_plan_block *block;
  struct co_query *query;
  struct source *sources; /* one for each column of the block */
  struct co_cell *cells;  /* room for a row */
  uint32_t header;        /* its row */
};

static enum co_status put_row(struct writing *w, const struct co_cell *cells,
                              uint32_t count) {
  struct co_row row = {.row = w->row++, .count = count, .cells = cells};
  enum co_status status = w->sink->row(w->sink, &row, w->err);
  return status == CO_STOP ? CO_OK : status;
}

/* A line of its own in column A; none where the text is empty. */
static enum co_status put_line(struct writing *w, struct co_str text,
                               enum co_look look) {
  struct co_cell cell = {.kind = CO_CELL_TEXT, .look = look, .text = text};
  return text.len ? put_row(w, &cell, 1) : CO_OK;
}

static enum co_look look_of(enum co_plan_type type) {
  static const enum co_look looks[CO_PLAN_TYPES] = {
      [CO_PLAN_TEXT] = CO_LOOK_PLAIN,  [CO_PLAN_WRAP] = CO_LOOK_WRAP,
      [CO_PLAN_DATE] = CO_LOOK_PLAIN,  [CO_PLAN_NUMBER] = CO_LOOK_PLAIN,
      [CO_PLAN_WHOLE] = CO_LOOK_WHOLE, [CO_PLAN_PERCENT] = CO_LOOK_PERCENT,
      [CO_PLAN_MONEY] = CO_LOOK_MONEY,
  };
  return looks[type];
}

/* A number that a workbook would round is kept whole as text. */
static enum co_cell_kind number_kind(struct co_str text) {
  size_t digits = 0;
  for (size_t i = 0; i < text.len; i++)
    digits += (text.ptr[i] >= '1' && text.ptr[i] <= '9') ||
              (text.ptr[i] == '0' && digits);
  return digits > DIGITS ? CO_CELL_TEXT : CO_CELL_NUMBER;
}

static struct co_str decimal(struct writing *w, int64_t units, unsigned scale) {
  char *buf = co_alloc(&w->row_arena, CO_DECIMAL_TEXT);
  return co_str_of(co_decimal_text(units, scale, buf));
}

/* "2.0" as a query gives it for a fraction without one. */
static struct co_str without_zero(struct co_str text) {
  if (text.len > 2 && !memcmp(text.ptr + text.len - 2, ".0", 2)) text.len -= 2;
  return text;
}

static void set_number(struct writing *w, struct running *run, size_t i,
                       struct co_cell *cell) {
  const struct co_plan_column *column = &run->block->columns[i];
  unsigned col = (unsigned)run->sources[i].from, scale = column->scale;
  if (run->sources[i].scale >= 0)
    scale = (unsigned)co_query_int(run->query, (unsigned)run->sources[i].scale);
  if (!co_query_is_number(run->query, col)) {
    cell->text = co_query_text(run->query, col);
    return;
  }
  cell->text = scale && scale <= CO_DECIMAL_TEXT / 4
                   ? decimal(w, co_query_int(run->query, col), scale)
                   : without_zero(co_query_text(run->query, col));
  cell->kind = number_kind(cell->text);
}

/* ISO dates that a workbook can hold: Excel counts a 29-Feb-1900. */
static bool is_real_date(struct co_str text) {
  return text.len == 10 && text.ptr[4] == '-' && text.ptr[7] == '-' &&
         co_str_cmp(text, CO_LIT("1900-03-01")) >= 0;
}

static struct co_str label_of(const struct co_codes *codes,
                              struct co_str text) {
  for (size_t i = 0; codes && i < codes->count; i++)
    if (co_str_eq(codes->codes[i].code, text)) return codes->codes[i].label;
  return text;
}

static void set_value(struct writing *w, struct running *run, size_t i,
                      struct co_cell *cell) {
  const struct co_plan_column *column = &run->block->columns[i];
  unsigned col = (unsigned)run->sources[i].from;
  cell->kind = CO_CELL_TEXT;
  if (co_query_null(run->query, col)) {
    if (run->sources[i].otherwise >= 0)
      cell->text =
          co_query_text(run->query, (unsigned)run->sources[i].otherwise);
  } else if (column->type >= CO_PLAN_NUMBER) {
    set_number(w, run, i, cell);
  } else {
    cell->text = label_of(column->codes, co_query_text(run->query, col));
    if (column->type == CO_PLAN_DATE && is_real_date(cell->text))
      cell->kind = CO_CELL_DATE;
  }
}

/* "Sources!A5" or "Sources" as a link inside the workbook. */
static struct co_str internal_link(struct writing *w, struct co_str place) {
  size_t at = place.len;
  while (at && place.ptr[at - 1] != '!')
    at--;
  struct co_str sheet = {place.ptr, at ? at - 1 : place.len};
  struct co_str cell =
      at ? (struct co_str){place.ptr + at, place.len - at} : CO_LIT("A1");
  return co_arena_printf(&w->row_arena, "internal:'%.*s'!%.*s", CO_STR(sheet),
                         CO_STR(cell));
}

static enum co_status add_sum(struct writing *w, struct running *run,
                              size_t i) {
  unsigned col = (unsigned)run->sources[i].from;
  if (!run->block->columns[i].total || co_query_null(run->query, col))
    return CO_OK;
  if (co_units_add(run->sources[i].sum, co_query_int(run->query, col),
                   &run->sources[i].sum))
    return CO_OK;
  return co_fail(w->err, CO_EOUTPUT, "the total of column '%.*s' is too big",
                 CO_STR(run->block->columns[i].name));
}

static enum co_status put_record(struct writing *w, struct running *run) {
  enum co_status status = CO_OK;
  uint32_t count = 0;
  for (size_t i = 0; !status && i < run->block->column_count; i++) {
    const struct co_plan_column *column = &run->block->columns[i];
    struct co_cell cell = {.col = (uint32_t)i, .look = look_of(column->type)};
    set_value(w, run, i, &cell);
    cell.text = co_utf8_clean(&w->row_arena, cell.text);
    if (column->formula.len)
      cell.formula =
          co_formula_at(&w->row_arena, run->block, column->formula, w->row);
    if (run->sources[i].link >= 0 &&
        !co_query_null(run->query, (unsigned)run->sources[i].link))
      cell.link = internal_link(
          w, co_query_text(run->query, (unsigned)run->sources[i].link));
    if (cell.text.len || cell.formula.len) run->cells[count++] = cell;
    status = add_sum(w, run, i);
  }
  if (!status) status = put_row(w, run->cells, count);
  co_arena_reset(&w->row_arena);
  return status;
}

static bool has_total(const struct co_plan_block *block) {
  for (size_t i = 0; i < block->column_count; i++)
    if (block->columns[i].total) return true;
  return false;
}

static struct co_cell sum_cell(struct writing *w, const struct running *run,
                               uint32_t col) {
  char first[CO_A1_TEXT], last[CO_A1_TEXT];
  const struct co_plan_column *column = &run->block->columns[col];
  struct co_str text = decimal(w, run->sources[col].sum, column->scale);
  struct co_str formula = co_arena_printf(&w->row_arena, "SUM(%s:%s)",
                                          co_a1(run->header + 1, col, first),
                                          co_a1(w->row - 1, col, last));
  return (struct co_cell){.col = col,
                          .kind = number_kind(text),
                          .look = look_of(column->type),
                          .text = text,
                          .formula = formula};
}

static enum co_status put_total(struct writing *w, struct running *run) {
  uint32_t count = 0;
  if (!run->block->columns[0].total)
    run->cells[count++] = (struct co_cell){
        .kind = CO_CELL_TEXT, .look = CO_LOOK_TOTAL, .text = CO_LIT("Total")};
  for (uint32_t i = 0; i < run->block->column_count; i++)
    if (run->block->columns[i].total) run->cells[count++] = sum_cell(w, run, i);
  enum co_status status = put_row(w, run->cells, count);
  co_arena_reset(&w->row_arena);
  return status;
}

static enum co_status put_header(struct writing *w, struct running *run) {
  size_t count = run->block->column_count;
  run->header = w->row;
  for (size_t i = 0; i < count; i++)
    run->cells[i] = (struct co_cell){.col = (uint32_t)i,
                                     .kind = CO_CELL_TEXT,
                                     .look = CO_LOOK_HEADER,
                                     .text = run->block->columns[i].name};
  return put_row(w, run->cells, (uint32_t)count);
}

static enum co_status put_range(struct writing *w, struct running *run,
                                uint32_t last_row) {
  size_t count = run->block->column_count;
  struct co_arena arena = CO_ARENA_INIT;
  struct co_column *columns = CO_NEW_ARRAY(&arena, count, struct co_column);
  for (size_t i = 0; i < count; i++) {
    const struct co_plan_column *c = &run->block->columns[i];
    columns[i] =
        (struct co_column){c->name, c->width, c->choices, c->choice_count};
  }
  struct co_range range = {.name = run->block->table,
                           .first_row = run->header,
                           .last_row = last_row,
                           .last_col = (uint32_t)count - 1,
                           .columns = columns};
  enum co_status status =
      w->sink->range ? w->sink->range(w->sink, &range, w->err) : CO_OK;
  co_arena_clear(&arena);
  return status;
}

static enum co_status put_records(struct writing *w, struct running *run) {
  bool more = true;
  enum co_status status = co_query_step(run->query, &more, w->err);
  while (!status && more) {
    status = put_record(w, run);
    if (!status) status = co_query_step(run->query, &more, w->err);
  }
  if (!status && w->row == run->header + 1) {
    status = put_line(w, run->block->empty, CO_LOOK_PLAIN);
    w->row = run->header + 2; /* a table has a row, empty or not */
  } else if (!status && has_total(run->block)) {
    status = put_total(w, run);
    return status ? status : put_range(w, run, w->row - 2);
  }
  return status ? status : put_range(w, run, w->row - 1);
}

static int query_column(const struct co_query *query, struct co_str name) {
  return name.len ? co_query_column(query, name) : -1;
}

static enum co_status open_block(struct writing *w, struct running *run,
                                 struct co_arena *arena) {
  const struct co_plan_block *block = run->block;
  struct co_str sql = co_plan_sql(arena, w->plan, block);
  enum co_status status = co_query_new(&run->query, w->store, sql, w->err);
  if (status) return status;
  run->sources = CO_NEW_ARRAY(arena, block->column_count, struct source);
  run->cells = CO_NEW_ARRAY(arena, block->column_count, struct co_cell);
  for (size_t i = 0; i < block->column_count; i++) {
    const struct co_plan_column *c = &block->columns[i];
    run->sources[i] =
        (struct source){.from = query_column(run->query, c->from),
                        .otherwise = query_column(run->query, c->otherwise),
                        .link = query_column(run->query, c->link),
                        .scale = query_column(run->query, c->scale_from)};
    if (run->sources[i].from < 0)
      return co_fail(w->err, CO_EPACK, "the query gives no column '%.*s'",
                     CO_STR(c->from));
  }
  return CO_OK;
}

static enum co_status put_table(struct writing *w,
                                const struct co_plan_block *block) {
  struct co_arena arena = CO_ARENA_INIT;
  struct running run = {.block = block};
  enum co_status status = open_block(w, &run, &arena);
  if (!status) status = put_header(w, &run);
  if (!status) status = put_records(w, &run);
  if (status)
    co_err_prefix(w->err, "%s, line %u", w->plan->file, block->node->line);
  co_query_free(run.query);
  co_arena_clear(&arena);
  return status;
}

static enum co_status put_block(struct writing *w,
                                const struct co_plan_block *block) {
  enum co_status status = put_line(w, block->title, CO_LOOK_HEADING);
  if (!status) status = put_line(w, block->note, CO_LOOK_PLAIN);
  if (!status && block->query.len) status = put_table(w, block);
  w->row++; /* a blank row after it */
  return status;
}

static enum co_status put_sheet(struct writing *w, uint32_t index) {
  const struct co_plan_sheet *sheet = &w->plan->sheets[index];
  struct co_sheet event = {
      .name = sheet->name, .index = index, .freeze_rows = sheet->freeze};
  enum co_status status = w->sink->sheet(w->sink, &event, w->err);
  if (status) return status == CO_STOP ? CO_OK : status;
  w->row = 0;
  status = put_line(w, sheet->title, CO_LOOK_TITLE);
  for (size_t i = 0; !status && i < sheet->block_count; i++) {
    const struct co_plan_block *block = &sheet->blocks[i];
    /* Row 2 holds a lone block's note, or is blank. */
    if (i == 0) w->row = block->title.len || !block->note.len ? 2 : 1;
    status = put_block(w, block);
  }
  return status;
}

enum co_status co_plan_write(const struct co_plan *plan, struct co_store *store,
                             struct co_sink *sink, struct co_err *err) {
  struct writing w = {.plan = plan, .store = store, .sink = sink, .err = err};
  enum co_status status = CO_OK;
  for (uint32_t i = 0; !status && i < plan->sheet_count; i++)
    status = put_sheet(&w, i);
  if (!status) status = sink->end(sink, err);
  co_arena_clear(&w.row_arena);
  return status;
}

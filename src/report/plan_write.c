/* plan_write.c - writes a plan's sheets: titles, blocks, rows, totals.
 *
 * In a workbook to work with, a sheet is its title in A1, then its blocks one
 * below the other, each a heading, a note, the header, the rows and a total.
 * Detail sheets have one block without a heading, so their header stands in
 * row 3. The other shapes (plan.h) have one block on a sheet:
 *
 *   publish  the title in A1, 'This worksheet contains one table' in A2, a
 *            note, the table with its total; no filters, no frozen panes
 *            (spreadsheet guidance of the UK Government Analysis Function)
 *   data     the header in row 1, then the rows, and nothing else */
#include <stdlib.h>

#include "plan_parts.h"

enum { BLOCK_ROWS = 8 }; /* that a block needs, or the next sheet has it */
enum { REHEARSALS = 3 }; /* until the sheets are as many as the time before */

struct writing {
  struct co_plan_tabs tabs;
  struct co_store *store;
  struct co_sink *sink;
  struct co_err *err;
  struct co_arena arena; /* names of sheets */
  struct co_arena row_arena;
  uint32_t sheets; /* begun */
  struct co_plan_tab *tab;
  bool rehearses; /* nothing is written, but parts are counted */
  unsigned part;  /* of the sheet, from 1: a sheet that is full goes on */
  uint32_t row;   /* the next one */
};

/* A block while its query runs. */
struct running {
  struct co_plan_run run;
  struct co_plan_bars bars;
  struct co_arena *arena; /* of the block */
  unsigned first_part;    /* of the sheet, where the block began */
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

static bool publishes(const struct writing *w) {
  return w->tabs.shape == CO_PLAN_PUBLISH;
}

/* Begins the next part of the sheet. CO_STOP where the sink does not want its
 * rows. */
static enum co_status start_part(struct writing *w) {
  bool working = w->tabs.shape == CO_PLAN_WORKING;
  w->part++;
  struct co_sheet event = {
      .name = co_plan_part_name(&w->arena, w->tab, w->part),
      .index = w->sheets++,
      .freeze_rows = working ? w->tab->sheet->freeze : 0,
      .freeze_cols = working ? w->tab->sheet->freeze_columns : 0,
      .plain = publishes(w)};
  enum co_status status = w->sink->sheet(w->sink, &event, w->err);
  w->row = 0;
  if (status || w->tabs.shape == CO_PLAN_DATA) return status;
  status = put_line(w, w->tab->title, CO_LOOK_TITLE);
  if (!status && publishes(w))
    status =
        put_line(w, CO_LIT("This worksheet contains one table"), CO_LOOK_PLAIN);
  return status;
}

static enum co_status go_on(struct writing *w) {
  enum co_status status = start_part(w);
  w->row = CO_PLAN_PART_HEADER;
  return status == CO_STOP ? CO_OK : status;
}

static bool has_total(const struct co_plan_block *block) {
  for (size_t i = 0; i < block->column_count; i++)
    if (block->columns[i].total) return true;
  return false;
}

static enum co_status put_total(struct writing *w, struct running *r) {
  struct co_plan_run *run = &r->run;
  const struct co_plan_block *block = run->block;
  uint32_t count = 0, first = run->header + 1, last = w->row - 1;
  unsigned part = w->part - r->first_part + 1;
  if (!block->columns[0].total)
    run->cells[count++] = (struct co_cell){
        .kind = CO_CELL_TEXT, .look = CO_LOOK_TOTAL, .text = CO_LIT("Total")};
  for (uint32_t i = count; i < block->column_count; i++)
    run->cells[count++] = block->columns[i].total
                              ? co_plan_sum(run, i, first, last, part)
                              : (struct co_cell){.col = i};
  enum co_status status = put_row(w, run->cells, count);
  co_arena_reset(&w->row_arena);
  return status;
}

/* In a publication every block is a table. */
static struct co_str table_name(struct co_arena *arena, const struct writing *w,
                                const struct running *r) {
  struct co_str name = r->run.block->table;
  if (!name.len && publishes(w))
    name = co_arena_printf(arena, "Published_table_%u",
                           (unsigned)(w->tab - w->tabs.list) + 1);
  if (!name.len) return name;
  return co_plan_part_table(arena, name, w->part - r->first_part + 1);
}

/* The block's chart, below it with a blank row between; NULL where there is
 * none. Rows for it are left free. */
static struct co_chart *chart_of(struct writing *w, const struct running *r,
                                 struct co_arena *arena) {
  bool drawn =
      w->tabs.shape == CO_PLAN_WORKING || w->tabs.shape == CO_PLAN_PAGE;
  if (!drawn || !r->bars.count || w->part != r->first_part) return NULL;
  struct co_chart *chart =
      co_plan_chart(&r->bars, r->run.block, arena, w->row + 1);
  w->row = chart->row + chart->rows;
  return chart;
}

/* Tells the sink of the block's range: before its header with last_row 0. */
static enum co_status put_range(struct writing *w, struct running *r,
                                uint32_t last_row) {
  size_t count = r->run.block->column_count;
  struct co_arena arena = CO_ARENA_INIT;
  struct co_column *columns = CO_NEW_ARRAY(&arena, count, struct co_column);
  for (size_t i = 0; i < count; i++) {
    const struct co_plan_column *c = &r->run.block->columns[i];
    columns[i] =
        (struct co_column){.label = c->name,
                           .width = c->width,
                           .choices = c->choices,
                           .choice_count = c->choice_count,
                           .right = c->type >= CO_PLAN_DATE,
                           .live = c->formula.len > 0,
                           .formula = r->run.sources ? r->run.sources[i].alike
                                                     : (struct co_str){0}};
  }
  struct co_range range = {.name = table_name(&arena, w, r),
                           .first_row = r->run.header,
                           .last_row = last_row,
                           .last_col = (uint32_t)count - 1,
                           .columns = columns,
                           .open = !last_row};
  if (last_row) range.chart = chart_of(w, r, &arena);
  enum co_status status =
      w->sink->range ? w->sink->range(w->sink, &range, w->err) : CO_OK;
  co_arena_clear(&arena);
  return status;
}

static enum co_status put_header(struct writing *w, struct running *r) {
  const struct co_plan_block *block = r->run.block;
  r->run.header = w->row;
  if (w->tabs.shape == CO_PLAN_WORKING)
    co_plan_enter(&r->run, r->arena, table_name(r->arena, w, r));
  enum co_status status = put_range(w, r, 0);
  for (size_t i = 0; !status && i < block->column_count; i++)
    r->run.cells[i] = (struct co_cell){.col = (uint32_t)i,
                                       .kind = CO_CELL_TEXT,
                                       .look = CO_LOOK_HEADER,
                                       .text = block->columns[i].name};
  return status ? status
                : put_row(w, r->run.cells, (uint32_t)block->column_count);
}

/* Formulas that stand on earlier sheets were written for so many parts of a
 * table; a rehearsal counted them. */
static enum co_status check_parts(struct writing *w, const struct running *r) {
  struct co_str table = r->run.block->table;
  unsigned parts = w->part - r->first_part + 1;
  if (w->rehearses || !table.len ||
      parts < co_plan_table_parts(&w->tabs, table) ||
      !co_plan_counts_in(w->tabs.plan, table))
    return CO_OK;
  return co_fail(w->err, CO_X_OUTPUT_SHEET_FULL,
                 "the table '%.*s' has more rows than a sheet and than the "
                 "returns have records, and formulas count in it; let its "
                 "query give fewer rows",
                 CO_STR(table));
}

/* Where a workbook's sheet is full, the block goes on on the next, under its
 * header once more. A row is kept for the total. */
static enum co_status make_room(struct writing *w, struct running *r) {
  if (w->row < w->tabs.rows - 1 || w->tabs.shape >= CO_PLAN_DATA) return CO_OK;
  enum co_status status = check_parts(w, r);
  if (!status) status = put_range(w, r, w->row - 1);
  if (!status) status = go_on(w);
  return status ? status : put_header(w, r);
}

/* The end of a block of which there are rows, or one row that says no. */
static enum co_status end_records(struct writing *w, struct running *r) {
  enum co_status status = CO_OK;
  const struct co_plan_block *block = r->run.block;
  uint32_t last = w->row - 1;
  if (w->tabs.shape == CO_PLAN_DATA) return put_range(w, r, last);
  if (last == r->run.header) {
    status = put_line(w, block->empty, CO_LOOK_PLAIN);
    last = r->run.header + 1; /* a table has a row, empty or not */
    w->row = last + 1;
  } else if (has_total(block)) {
    status = put_total(w, r);
    if (publishes(w)) last++; /* nothing stands outside of the table */
  }
  return status ? status : put_range(w, r, last);
}

static enum co_status put_record(struct writing *w, struct running *r) {
  enum co_status status = make_room(w, r);
  if (status) return status;
  uint32_t count = co_plan_cells(&r->run, w->row);
  co_plan_keep_bar(&r->bars, r->run.block, r->run.cells, count);
  status = put_row(w, r->run.cells, count);
  if (!status) status = co_plan_add(&r->run, w->err);
  co_arena_reset(&w->row_arena);
  return status;
}

static enum co_status put_records(struct writing *w, struct running *r) {
  bool more = true;
  enum co_status status = co_query_step(r->run.query, &more, w->err);
  while (!status && more) {
    status = put_record(w, r);
    if (!status) status = co_query_step(r->run.query, &more, w->err);
  }
  return status ? status : end_records(w, r);
}

static enum co_status put_table(struct writing *w,
                                const struct co_plan_block *block) {
  struct co_arena arena = CO_ARENA_INIT;
  struct running r = {
      .run = {.tabs = &w->tabs, .block = block, .row_arena = &w->row_arena},
      .arena = &arena,
      .first_part = w->part};
  enum co_status status = co_plan_open(&r.run, w->store, &arena, w->err);
  if (!status) status = put_header(w, &r);
  if (!status) status = put_records(w, &r);
  if (status)
    co_err_prefix(w->err, "%s, line %u", w->tabs.plan->file, block->node->line);
  w->tab->block_parts[block - &w->tab->sheet->blocks[w->tab->first]] =
      w->part - r.first_part + 1;
  co_query_free(r.run.query);
  co_plan_bars_clear(&r.bars);
  co_arena_clear(&arena);
  return status;
}

static enum co_status put_block(struct writing *w,
                                const struct co_plan_block *block) {
  enum co_status status = w->row > w->tabs.rows - BLOCK_ROWS ? go_on(w) : CO_OK;
  if (!status) status = put_line(w, block->title, CO_LOOK_HEADING);
  if (!status) status = put_line(w, block->note, CO_LOOK_PLAIN);
  if (!status && block->query.len) status = put_table(w, block);
  w->row++; /* a blank row after it */
  return status;
}

static enum co_status put_blocks(struct writing *w) {
  enum co_status status = CO_OK;
  for (size_t i = 0; !status && i < w->tab->count; i++) {
    const struct co_plan_block *block =
        &w->tab->sheet->blocks[w->tab->first + i];
    if (i == 0)
      w->row = co_plan_first_row(w->tabs.shape, block) -
               (block->title.len > 0) - (block->note.len > 0);
    status = put_block(w, block);
  }
  return status;
}

/* Texts without a query, as a table of their own. */
static enum co_status put_texts(struct writing *w) {
  struct co_plan_column columns[] = {
      {.name = CO_LIT("Subject"), .width = 30, .type = CO_PLAN_WRAP},
      {.name = CO_LIT("Note"), .width = 90, .type = CO_PLAN_WRAP}};
  struct co_plan_block block = {.columns = columns, .column_count = 2};
  struct co_cell cells[2];
  struct running r = {.run = {.block = &block, .cells = cells},
                      .first_part = w->part};
  enum co_status status = put_header(w, &r);
  for (size_t i = 0; !status && i < w->tab->count; i++) {
    const struct co_plan_block *text =
        &w->tab->sheet->blocks[w->tab->first + i];
    cells[0] = (struct co_cell){
        .kind = CO_CELL_TEXT, .look = CO_LOOK_WRAP, .text = text->title};
    cells[1] = (struct co_cell){.col = 1,
                                .kind = CO_CELL_TEXT,
                                .look = CO_LOOK_WRAP,
                                .text = text->note};
    status = put_row(w, cells, 2);
  }
  return status ? status : put_range(w, &r, w->row - 1);
}

/* One table, its note above it; or texts. */
static enum co_status put_one(struct writing *w) {
  const struct co_plan_block *block = &w->tab->sheet->blocks[w->tab->first];
  if (!block->query.len) return put_texts(w);
  enum co_status status =
      publishes(w) ? put_line(w, block->note, CO_LOOK_PLAIN) : CO_OK;
  return status ? status : put_table(w, block);
}

static enum co_status put_tab(struct writing *w, struct co_plan_tab *tab) {
  bool split = publishes(w) || w->tabs.shape == CO_PLAN_DATA;
  w->tab = tab;
  w->part = 0;
  enum co_status status = start_part(w);
  if (status == CO_STOP) return CO_OK;
  if (status) return status;
  status = split ? put_one(w) : put_blocks(w);
  tab->parts = w->part;
  return status;
}

static enum co_status put_tabs(struct writing *w) {
  enum co_status status = CO_OK;
  w->sheets = 0;
  for (size_t i = 0; !status && i < w->tabs.count; i++)
    status = put_tab(w, &w->tabs.list[i]);
  return status;
}

static enum co_status no_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  (void)sink;
  (void)sheet;
  (void)err;
  return CO_OK;
}

static enum co_status no_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  (void)sink;
  (void)row;
  (void)err;
  return CO_OK;
}

/* Writes into nothing until it is known how many sheets everything takes. */
static enum co_status rehearse(struct writing *w) {
  struct co_sink nothing = {.sheet = no_sheet, .row = no_row};
  struct co_sink *sink = w->sink;
  enum co_status status = CO_OK;
  bool changed = true;
  w->sink = &nothing;
  w->rehearses = true;
  for (int n = 0; !status && changed && n < REHEARSALS; n++) {
    unsigned before = co_plan_all_parts(&w->tabs);
    status = put_tabs(w);
    changed = co_plan_all_parts(&w->tabs) != before;
  }
  w->sink = sink;
  w->rehearses = false;
  return status;
}

/* True where all records and findings together might not fit on a sheet: then
 * it is worth to write twice. */
static enum co_status may_go_on(struct writing *w, bool *may) {
  int64_t findings = 0, records = 0;
  enum co_status status = co_query_number(
      w->store, CO_LIT("SELECT COUNT(*) FROM finding"), &findings, w->err);
  if (!status) status = co_store_records(w->store, &records, w->err);
  *may = findings + records >= w->tabs.rows - BLOCK_ROWS;
  return status;
}

static bool is_workbook(enum co_plan_shape shape) {
  return shape == CO_PLAN_WORKING || shape == CO_PLAN_PUBLISH;
}

/* Once for all outputs that are made of the store. */
static enum co_status share(struct writing *w) {
  const struct co_plan *plan = w->tabs.plan;
  enum co_status status = CO_OK;
  for (size_t i = 0; i < plan->shared_count && !status; i++)
    status = co_store_share(w->store, &plan->shared[i].what, w->err);
  return status;
}

enum co_status co_plan_write(const struct co_plan *plan,
                             enum co_plan_shape shape, uint32_t sheet_rows,
                             struct co_store *store, struct co_sink *sink,
                             struct co_err *err) {
  struct writing w = {.store = store, .sink = sink, .err = err};
  bool may = false;
  co_plan_tabs(&w.tabs, &w.arena, plan, shape);
  if (is_workbook(shape) && sheet_rows < w.tabs.rows)
    w.tabs.rows =
        sheet_rows > CO_PLAN_FEWEST_ROWS ? sheet_rows : CO_PLAN_FEWEST_ROWS;
  enum co_status status = share(&w);
  if (!status && is_workbook(shape)) status = may_go_on(&w, &may);
  if (!status && may) status = rehearse(&w);
  if (!status) status = put_tabs(&w);
  if (!status) status = sink->end(sink, err);
  co_arena_clear(&w.row_arena);
  co_arena_clear(&w.arena);
  return status;
}

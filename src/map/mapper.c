/* mapper.c - the mapper as a sink: decides what each row is.
 *
 * In this order: the header of a table; the start of a form; a row that begins
 * with a label of an open form; context (facts); other cells of an open form; a
 * row that a skip rule names; the header of a table that the layout does not
 * know, and what stands below it; a row of the open table; and what is left is
 * unrecognised, which is a finding. Every row gets exactly one disposition. */
#include "mapper.h"

#include <stdlib.h>
#include <string.h>

#include "header.h"
#include "waiting.h"

static struct co_mapper *mapper_of(struct co_sink *sink) {
  return (struct co_mapper *)sink;
}

static bool lacks_result(const struct co_cell *cell) {
  return cell->kind == CO_CELL_FORMULA || cell->look == CO_LOOK_PENDING;
}

/* The cells with their texts trimmed; of blank ones only the fills. */
static struct co_cells trimmed(struct co_mapper *m, const struct co_row *row) {
  struct co_item *items = CO_NEW_ARRAY(&m->row, row->count, struct co_item);
  struct co_tint *tints =
      m->layout->colours ? CO_NEW_ARRAY(&m->row, row->count, struct co_tint)
                         : NULL;
  struct co_cells cells = {.row = row->row, .items = items, .tints = tints};
  for (uint32_t i = 0; i < row->count; i++) {
    const struct co_cell *cell = &row->cells[i];
    bool lacks = lacks_result(cell);
    struct co_str text = lacks ? CO_LIT("") : co_str_trim(cell->text);
    text = co_str_breaks(&m->row, text);
    if (text.len)
      items[cells.count++] = (struct co_item){.text = text,
                                              .kind = cell->kind,
                                              .credit = m->layout->credit,
                                              .look = cell->look,
                                              .at = {row->row, cell->col, 0}};
    else if (tints && cell->fill && !lacks)
      tints[cells.tint_count++] = (struct co_tint){cell->col, cell->fill};
  }
  return cells;
}

static enum co_status report_no_values(struct co_mapper *m,
                                       const struct co_row *row,
                                       struct co_err *err) {
  enum co_status status = CO_OK;
  for (uint32_t i = 0; i < row->count && status == CO_OK; i++) {
    struct co_place at = {row->row, row->cells[i].col, 0};
    if (!lacks_result(&row->cells[i])) continue;
    status =
        co_notice(m, "formula_without_value", (struct co_noticed){.at = at},
                  err, "This formula was saved without its result.");
  }
  return status;
}

/* The row's cells joined by " | ", for skip patterns. */
static struct co_str row_text(struct co_mapper *m,
                              const struct co_cells *cells) {
  struct co_str *texts = CO_NEW_ARRAY(&m->row, cells->count, struct co_str);
  for (size_t i = 0; i < cells->count; i++)
    texts[i] = co_str_collapse(&m->row, cells->items[i].text);
  return co_str_join(&m->row, texts, cells->count, " | ");
}

static const struct co_skip *find_skip(struct co_mapper *m,
                                       const struct co_skip *skips,
                                       size_t count, struct co_str text) {
  for (size_t i = 0; i < count; i++) {
    const struct co_skip *s = &skips[i];
    if (!co_fits_sheet(s->sheet, m->sheet)) continue;
    if (co_pattern_match(s->match, text, NULL, NULL)) return s;
  }
  return NULL;
}

static const struct co_skip *skip_rule(struct co_mapper *m,
                                       const struct co_cells *cells) {
  const struct co_table *table = m->occurrence ? m->occurrence->table : NULL;
  const struct co_skip *skip = NULL;
  if (!m->layout->skip_count && !(table && table->skip_count)) return NULL;
  struct co_str text = row_text(m, cells);
  if (table) skip = find_skip(m, table->skips, table->skip_count, text);
  return skip ? skip
              : find_skip(m, m->layout->skips, m->layout->skip_count, text);
}

bool co_skips(struct co_mapper *m, struct co_str text) {
  return find_skip(m, m->layout->skips, m->layout->skip_count, text) != NULL;
}

enum co_status co_report_unrecognised(struct co_mapper *m, struct co_place at,
                                      struct co_str text, struct co_err *err) {
  return co_notice(
      m, "unrecognised_row",
      (struct co_noticed){
          .at = at,
          .raw = text,
          .remedy = CO_LIT(
              "If the row matters, teach the layout; if not, name it under "
              "`skip:` there.")},
      err, "The layout '%.*s' says nothing about this row: '%.*s'.",
      CO_STR(m->layout->name), CO_STR(co_str_show(&m->row, text, 80)));
}

static enum co_status open_form(struct co_mapper *m,
                                const struct co_cells *cells, bool *opened,
                                struct co_err *err) {
  const struct co_form *form = co_form_that_starts(m, &cells->items[0]);
  *opened = form != NULL;
  if (!form) return CO_OK;
  m->awaited_fact = -1;
  enum co_status status = co_form_close(m, err);
  if (status == CO_OK) status = co_table_close(m, err);
  if (status == CO_OK) status = co_build_flush(m, err);
  if (status == CO_OK) status = co_form_start(m, form, cells, err);
  if (status == CO_OK && form->one_row) status = co_form_close(m, err);
  return status;
}

/* What a row is that is no header, no fact on its own and no part of a form. */
static enum co_status decide_rest(struct co_mapper *m,
                                  const struct co_cells *cells,
                                  const struct co_skip *skip,
                                  enum co_disposition *what,
                                  struct co_str *reason, struct co_err *err) {
  enum co_status status = CO_OK;
  bool read = false;
  *what = CO_ROW_CONTEXT;
  *reason = CO_LIT("context");
  if (!m->occurrence && !skip) {
    if (co_facts_recognised(m, cells)) return CO_OK;
    status = co_facts_search(m, cells, &read, err);
    if (read || status != CO_OK) return status;
  }
  *what = CO_ROW_HEADER;
  if (!skip) status = co_header_again(m, cells, &read, err);
  if (read) *reason = m->occurrence->name;
  if (read || status != CO_OK) return status;
  *what = CO_ROW_UNRECOGNISED;
  *reason = CO_LIT("table that the layout does not know");
  if (!skip) status = co_unknown_table_take(m, cells, &read, err);
  if (read || status != CO_OK) return status;
  if (m->occurrence) return co_table_row(m, cells, skip, what, reason, err);
  *what = skip ? CO_ROW_SKIPPED : CO_ROW_UNRECOGNISED;
  *reason = skip ? skip->rule : CO_LIT("outside every table");
  return CO_OK;
}

/* What the row is, and what the ledger says of it. */
static enum co_status decide(struct co_mapper *m, const struct co_cells *cells,
                             enum co_disposition *what, struct co_str *reason,
                             struct co_err *err) {
  bool opened = false;
  enum co_status status = co_table_open(m, cells, 1, &opened, err);
  *what = CO_ROW_HEADER;
  if (opened || status != CO_OK) {
    *reason = m->occurrence ? m->occurrence->name : (struct co_str){0};
    return status;
  }
  status = open_form(m, cells, &opened, err);
  *what = CO_ROW_RECORD;
  *reason = CO_LIT("form");
  if (opened || status != CO_OK) return status;
  *what = CO_ROW_CONTEXT;
  *reason = CO_LIT("context");
  bool read = false;
  if (!co_form_has_label(m, &cells->items[0]))
    status = co_facts_read(m, cells, &read, err);
  if (read || status != CO_OK)
    return status == CO_OK ? co_table_pass(m, cells, err) : status;
  *what = CO_ROW_RECORD;
  *reason = CO_LIT("form");
  status = co_form_take(m, cells, &read, err);
  if (read || status != CO_OK) return status;
  const struct co_skip *skip = skip_rule(m, cells);
  m->nil |= skip && skip->nil;
  return decide_rest(m, cells, skip, what, reason, err);
}

/* Decides what a row is and accounts for it. */
static enum co_status take(struct co_mapper *m, const struct co_cells *cells,
                           struct co_err *err) {
  enum co_disposition what = CO_ROW_SKIPPED;
  struct co_str reason = CO_LIT("only blanks");
  enum co_status status = CO_OK;
  if (cells->count) status = decide(m, cells, &what, &reason, err);
  m->had_records |= what == CO_ROW_RECORD || what == CO_ROW_REJECTED;
  if (status == CO_OK && what == CO_ROW_UNRECOGNISED &&
      !m->unknown_table.open) /* told once, at its header */
    status =
        co_report_unrecognised(m, cells->items[0].at, row_text(m, cells), err);
  return status == CO_OK ? co_account_row(m, cells->row, what, reason, err)
                         : status;
}

/* Takes the oldest rows that wait, until so many are left. */
static enum co_status take_waiting(struct co_mapper *m, unsigned left,
                                   struct co_err *err) {
  enum co_status status = CO_OK;
  while (m->waiting.count > left && status == CO_OK) {
    status = take(m, &m->waiting.rows[0], err);
    co_waiting_drop(&m->waiting);
  }
  return status;
}

/* The last rows that wait and this one are the header of the open table. */
static enum co_status account_header(struct co_mapper *m,
                                     const struct co_cells *cells,
                                     struct co_err *err) {
  struct co_str name = m->occurrence->name;
  enum co_status status = CO_OK;
  while (m->waiting.count && status == CO_OK) {
    status =
        co_account_row(m, m->waiting.rows[0].row, CO_ROW_HEADER, name, err);
    co_waiting_drop(&m->waiting);
  }
  return status == CO_OK
             ? co_account_row(m, cells->row, CO_ROW_HEADER, name, err)
             : status;
}

/* Several rows that are one header together. */
static enum co_status take_header(struct co_mapper *m,
                                  const struct co_cells *cells, bool *opened,
                                  struct co_err *err) {
  unsigned upper = cells->count ? m->waiting.count : 0;
  struct co_cells joined = {0};
  struct co_fit fit;
  *opened = false;
  for (; upper; upper--) {
    joined = co_waiting_join(&m->row, &m->waiting, upper, cells);
    if (co_header_find(m, &joined, upper + 1, &fit)) break;
  }
  if (!upper) return CO_OK;
  enum co_status status = take_waiting(m, upper, err);
  if (status == CO_OK)
    status = co_table_open(m, &joined, upper + 1, opened, err);
  return status == CO_OK ? account_header(m, cells, err) : status;
}

static enum co_status report_active(struct co_mapper *m, struct co_str what,
                                    struct co_err *err) {
  if (!what.len) return CO_OK;
  return co_notice(m, "active_content", (struct co_noticed){.at = CO_NO_CELL},
                   err, "The file holds %.*s. Nothing of it was run or opened.",
                   CO_STR(what));
}

static enum co_status tell_source(struct co_mapper *m,
                                  const struct co_sheet *sheet,
                                  struct co_err *err) {
  if (m->source_told) return CO_OK;
  m->source_told = true;
  m->source.encoding = sheet->encoding;
  enum co_status status = m->intake->source(m->intake, &m->source, err);
  return status == CO_OK ? report_active(m, sheet->active, err) : status;
}

static enum co_status report_hidden_rows(struct co_mapper *m,
                                         struct co_err *err) {
  unsigned rows = m->hidden_rows;
  if (!rows) return CO_OK;
  return co_notice(m, "hidden_rows", (struct co_noticed){.at = CO_NO_CELL}, err,
                   "The sheet has %u hidden row%s, %srow %u; %s read as the "
                   "others.",
                   rows, rows == 1 ? "" : "s", rows == 1 ? "" : "the first is ",
                   (unsigned)m->first_hidden + 1,
                   rows == 1 ? "it was" : "they were");
}

/* Facts and parents stay; their cells are now on another sheet. */
static void leave_sheet(struct co_mapper *m) {
  for (size_t i = 0; i < m->fact_count; i++)
    if (!m->facts[i].at.sheet) m->facts[i].at.sheet = m->sheet_index + 1;
  for (size_t i = 0; i < m->parent_count; i++)
    if (!m->parents[i].at.sheet) m->parents[i].at.sheet = m->sheet_index + 1;
}

static void note_hidden_column(struct co_mapper *m, uint32_t col) {
  while (m->hidden_column_count <= col) {
    CO_GROW(m->hidden_columns, m->hidden_column_count, m->hidden_column_cap);
    m->hidden_columns[m->hidden_column_count++] = false;
  }
  m->hidden_columns[col] = true;
}

/* Notes the hidden columns that have a value in this row. */
static void note_hidden_columns(struct co_mapper *m, const struct co_row *row) {
  const struct co_columns *hidden = row->hidden_columns;
  size_t h = 0, count = row->hidden_column_count;
  for (uint32_t i = 0; i < row->count && h < count; i++) {
    const struct co_cell *cell = &row->cells[i];
    while (h < count && hidden[h].last < cell->col)
      h++;
    if (h < count && cell->col >= hidden[h].first &&
        cell->kind != CO_CELL_BLANK)
      note_hidden_column(m, cell->col);
  }
}

static enum co_status report_hidden_columns(struct co_mapper *m,
                                            struct co_err *err) {
  unsigned columns = 0;
  char first[CO_A1_TEXT];
  for (size_t col = m->hidden_column_count; col-- > 0;)
    if (m->hidden_columns[col]) {
      co_a1(0, (uint32_t)col, first);
      columns++;
    }
  m->hidden_column_count = 0;
  if (!columns) return CO_OK;
  return co_notice(
      m, "hidden_columns", (struct co_noticed){.at = CO_NO_CELL}, err,
      "The sheet has %u hidden column%s with values, %s%.*s; %s read as the "
      "others.",
      columns, columns == 1 ? "" : "s", columns == 1 ? "" : "the first is ",
      (int)strlen(first) - 1, first, columns == 1 ? "it was" : "they were");
}

static enum co_status close_sheet(struct co_mapper *m, struct co_err *err) {
  if (!m->sheet.ptr) return CO_OK;
  enum co_status status = take_waiting(m, 0, err);
  if (status == CO_OK) status = co_form_close(m, err);
  if (status == CO_OK) status = co_table_close(m, err);
  if (status == CO_OK) status = co_build_flush(m, err);
  if (status == CO_OK) status = co_colours_report(m, err);
  if (status == CO_OK) status = report_hidden_rows(m, err);
  if (status == CO_OK) status = report_hidden_columns(m, err);
  if (status == CO_OK) status = co_account_sheet(m, err);
  m->rows_in = m->hidden_rows = 0;
  leave_sheet(m);
  return status;
}

static void enter_sheet(struct co_mapper *m, const struct co_sheet *sheet) {
  m->sheet = co_arena_str(&m->file, sheet->name);
  m->sheet_index = sheet->index;
  m->awaited_fact = -1;
  if (m->layout->merges) co_merges_set(&m->merges, sheet);
  while (m->sheet_count <= sheet->index) {
    CO_GROW(m->sheets, m->sheet_count, m->sheet_cap);
    m->sheets[m->sheet_count++] = m->sheet;
  }
  m->sheets[sheet->index] = m->sheet;
  for (size_t t = 0; t < m->layout->table_count; t++)
    m->on_sheet[t] = co_fits_sheet(m->layout->tables[t].sheet, m->sheet);
}

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  struct co_mapper *m = mapper_of(sink);
  enum co_status status = close_sheet(m, err);
  if (status == CO_OK) status = tell_source(m, sheet, err);
  enter_sheet(m, sheet);
  if (status != CO_OK || sheet->visibility == CO_VISIBLE) return status;
  return co_notice(m, "hidden_sheet", (struct co_noticed){.at = CO_NO_CELL},
                   err, "The sheet is hidden; it was read as the others.");
}

/* A pattern that was given up counts as one that does not match. */
static enum co_status report_given_up(struct co_mapper *m,
                                      const struct co_row *row,
                                      struct co_err *err) {
  struct co_place at = {row->row, row->cells[0].col, 0};
  return co_notice(m, "pattern_given_up", (struct co_noticed){.at = at}, err,
                   "A pattern of the layout '%.*s' took too long on this "
                   "row and was given up.",
                   CO_STR(m->layout->name));
}

/* A row of cells that are only filled is no more than a blank one. */
static bool is_blank(const struct co_row *row) {
  uint32_t i = 0;
  while (i < row->count && row->cells[i].kind == CO_CELL_BLANK)
    i++;
  return i == row->count;
}

static enum co_status report_cut(struct co_mapper *m, const struct co_row *row,
                                 struct co_err *err) {
  const struct co_cell *last = &row->cells[row->count - 1];
  if (!row->cut) return CO_OK;
  return co_notice(
      m, "cut_short",
      (struct co_noticed){.at = {row->row, last->col, 0}, .raw = last->text},
      err,
      "The file ends in the middle of this row: its last value may be cut, and "
      "rows that came after it may be missing.");
}

static enum co_status wait_or_take(struct co_mapper *m,
                                   const struct co_cells *cells,
                                   struct co_err *err) {
  unsigned rows = m->layout->header_rows; /* 0 where there are but forms */
  bool waits = rows > 1 && cells->count;
  enum co_status status = take_waiting(m, waits ? rows - 2 : 0, err);
  if (status != CO_OK) return status;
  if (!waits) return take(m, cells, err);
  co_waiting_add(&m->waiting, cells);
  return CO_OK;
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct co_mapper *m = mapper_of(sink);
  bool opened = false;
  if (is_blank(row)) return CO_OK;
  m->rows_in++;
  uint64_t given_up = co_pattern_given_up();
  if (row->hidden && !m->hidden_rows++) m->first_hidden = row->row;
  note_hidden_columns(m, row);
  struct co_cells cells = trimmed(m, row);
  enum co_status status = report_no_values(m, row, err);
  if (status == CO_OK) status = report_cut(m, row, err);
  if (status == CO_OK) status = co_odd_texts(m, &cells, err);
  if (status == CO_OK) status = take_header(m, &cells, &opened, err);
  if (status == CO_OK && !opened) status = wait_or_take(m, &cells, err);
  if (status == CO_OK && co_pattern_given_up() != given_up)
    status = report_given_up(m, row, err);
  co_arena_reset(&m->row);
  return status;
}

/* A heading alone is no record: nobody would see what is missing. */
static enum co_status report_no_records(struct co_mapper *m,
                                        struct co_err *err) {
  if (m->had_records || m->nil || m->lost_tables) return CO_OK;
  m->sheet = (struct co_str){0};
  if (!m->last)
    return co_notice(
        m, "no_records",
        (struct co_noticed){
            .at = CO_NO_CELL,
            .remedy = CO_LIT(
                "Compare the headings with those of the layout; a header of "
                "several rows needs `header_rows` there.")},
        err,
        "Nothing was read from this file: no row is the header of a table of "
        "the layout '%.*s'.",
        CO_STR(m->layout->name));
  return co_notice(
      m, "no_records",
      (struct co_noticed){
          .at = CO_NO_CELL,
          .remedy =
              CO_LIT("Ask the department whether it has nothing to report "
                     "or sent an empty form. Where a row says so, name it "
                     "in the layout: a skip rule with `nil: yes`.")},
      err,
      "Nothing was read from this file: its tables are empty "
      "(layout '%.*s').",
      CO_STR(m->layout->name));
}

/* What there was of a table or form; *records says whether it gave any. */
static const struct co_occurrence *met(const struct co_mapper *m,
                                       struct co_str name, bool *records) {
  const struct co_occurrence *first = NULL;
  *records = false;
  for (const struct co_occurrence *o = m->last; o; o = o->before) {
    if (!co_str_eq(o->name, name)) continue;
    first = o;
    *records |= o->had_records;
  }
  return first;
}

/* The name goes to the list where the return gives nothing for it. */
static void list_empty(struct co_mapper *m, struct co_str name,
                       struct co_str *list) {
  bool records = false;
  const struct co_occurrence *first = met(m, name, &records);
  if (records || (!first && m->lost_tables)) return;
  *list = co_arena_printf(&m->row, "%.*s%s'%.*s'%s", CO_STR(*list),
                          list->len ? ", " : "", CO_STR(name),
                          first ? " (empty)" : "");
}

/* A sheet that was left out, or emptied, is no fault of the others. */
static enum co_status report_empty_tables(struct co_mapper *m,
                                          struct co_err *err) {
  const struct co_layout *layout = m->layout;
  struct co_str list = {0};
  if (!m->had_records || m->nil) return CO_OK;
  for (size_t t = 0; t < layout->table_count; t++)
    if (layout->tables[t].record_count && !layout->tables[t].optional)
      list_empty(m, layout->tables[t].name, &list);
  for (size_t f = 0; f < layout->form_count; f++)
    if (!layout->forms[f].optional) list_empty(m, layout->forms[f].name, &list);
  if (!list.len) return CO_OK;
  m->sheet = (struct co_str){0};
  return co_notice(m, "table_without_records",
                   (struct co_noticed){.at = CO_NO_CELL}, err,
                   "This return gives no record for these tables of its "
                   "layout: %.*s.",
                   CO_STR(list));
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  struct co_mapper *m = mapper_of(sink);
  enum co_status status = close_sheet(m, err);
  if (status == CO_OK) status = report_no_records(m, err);
  if (status == CO_OK) status = report_empty_tables(m, err);
  if (status == CO_OK) status = co_build_return(m, err);
  if (status == CO_OK) status = co_links_report(m, err);
  if (status == CO_OK) status = co_notice_rounded(m, err);
  return status == CO_OK ? co_notice_dates(m, err) : status;
}

static void on_free(struct co_sink *sink) {
  struct co_mapper *m = mapper_of(sink);
  for (size_t i = 0; i < m->parent_count; i++)
    co_buf_clear(&m->parents[i].key);
  free(m->facts);
  free(m->sheets);
  free(m->missed);
  co_merges_clear(&m->merges);
  free(m->hidden_columns);
  free(m->told);
  free(m->held);
  free(m->links);
  free(m->keys);
  free(m->sums);
  free(m->ladders);
  free(m->rounded);
  free(m->colours);
  free(m->form.slots);
  co_waiting_clear(&m->waiting);
  co_arena_clear(&m->row);
  co_arena_clear(&m->held_memory);
  co_arena_clear(&m->file);
  free(m);
}

static size_t higher(size_t highest, const struct co_record_rule *rules,
                     size_t count) {
  for (size_t r = 0; r < count; r++)
    if (rules[r].kind->index > highest) highest = rules[r].kind->index;
  return highest;
}

/* Parents are found by the index of their kind: room for the highest. */
static size_t highest_kind(const struct co_layout *layout) {
  size_t highest = layout->return_kind ? layout->return_kind->index : 0;
  for (size_t t = 0; t < layout->table_count; t++) {
    const struct co_table *table = &layout->tables[t];
    highest = higher(highest, table->records, table->record_count);
    highest = higher(highest, table->total_records, table->total_record_count);
  }
  for (size_t f = 0; f < layout->form_count; f++)
    highest = higher(highest, layout->forms[f].records,
                     layout->forms[f].record_count);
  return highest;
}

struct co_sink *co_mapper_new(const struct co_layout *layout,
                              const struct co_source *source,
                              struct co_intake *intake,
                              struct co_evidence *evidence) {
  struct co_mapper *m = co_xcalloc(1, sizeof *m);
  m->sink = (struct co_sink){
      .sheet = on_sheet, .row = on_row, .end = on_end, .free = on_free};
  m->layout = layout;
  m->intake = intake;
  m->evidence = evidence;
  m->source = *source;
  m->source.layout = layout->name;
  m->awaited_fact = -1;
  m->parent_count = highest_kind(layout) + 1;
  m->on_sheet = CO_NEW_ARRAY(&m->file, layout->table_count, bool);
  m->unread_told = CO_NEW_ARRAY(&m->file, layout->table_count, bool *);
  m->parents = CO_NEW_ARRAY(&m->file, m->parent_count, struct co_parent);
  return &m->sink;
}

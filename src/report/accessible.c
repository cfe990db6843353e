/* accessible.c - see accessible.h. What a sheet's event says is judged when it
 * opens, what its rows say when it ends, so that departures come sheet by
 * sheet. Rules are told once a sheet, at the first cell that breaks them. */
#include "accessible.h"

#include <stdio.h>
#include <string.h>

#include "str.h"

static const struct rule {
  const char *name, *what, *remedy;
} rules[] = {
    {"title", "A1 holds no title", "Write the title of the table into A1."},
    {"one_table_said", "A2 does not say how many tables there are",
     "Write 'This worksheet contains one table' into A2."},
    {"blank_row", "there is a blank row",
     "Delete the row: a screen reader takes it for the end."},
    {"column_a", "the table does not begin in column A",
     "Delete the empty columns before it."},
    {"one_table", "there is more than one table",
     "Give every table a worksheet of its own."},
    {"marked_table", "the table is not marked as a table",
     "Select it and choose Insert, Table."},
    {"merged", "cells are merged",
     "Unmerge them and write the text into each cell it is about."},
    {"colour_only", "a cell is coloured and holds no word",
     "Write into the cell what the colour says: not everybody sees it."},
    {"hidden_sheet", "the sheet is hidden",
     "Show it or delete it: a reader must get all or nothing."},
    {"hidden_row", "rows are hidden",
     "Show them or delete them: a reader must get all or nothing."},
    {"hidden_column", "columns are hidden",
     "Show them or delete them: a reader must get all or nothing."},
    {"frozen", "panes are frozen",
     "Choose View, Freeze Panes, Unfreeze: magnified, a frozen part can cover "
     "the rest."},
    {"filter", "there are filter buttons",
     "Choose Data, Filter to take them away: they cover the headers."},
    {"header_footer", "there is a header or footer",
     "Delete it and write what it says into the sheet: screen readers pass it "
     "over."},
    {"notes", "no sheet is called Notes",
     "Add a sheet 'Notes' that explains columns, codes and abbreviations."},
};
enum rule_id {
  TITLE,
  ONE_SAID,
  BLANK_ROW,
  COLUMN_A,
  ONE_TABLE,
  MARKED,
  MERGED,
  COLOUR_ONLY,
  HIDDEN_SHEET,
  HIDDEN_ROW,
  HIDDEN_COLUMN,
  FROZEN,
  FILTER,
  HEADER_FOOTER,
  NOTES
};

static void depart(struct co_accessible *check, enum rule_id id,
                   const char *cell) {
  const struct rule *rule = &rules[id];
  if (check->told & (1u << id)) return;
  check->told |= 1u << id;
  struct co_departure departure = {
      .rule = co_str_of(rule->name),
      .sheet = co_str_of(id == NOTES ? NULL : check->name),
      .cell = co_str_of(cell),
      .what = co_str_of(rule->what),
      .remedy = co_str_of(rule->remedy)};
  check->departures++;
  check->tell(check->context, &departure);
}

static void depart_at(struct co_accessible *check, enum rule_id id,
                      uint32_t row, uint32_t col) {
  char a1[CO_A1_TEXT];
  depart(check, id, co_a1(row, col, a1));
}

/* What only a sheet with a table must have; text in column A alone has none. */
static void end_sheet(struct co_accessible *check) {
  size_t tables = check->sheet.table_count;
  if (!check->open) return;
  check->open = false;
  if (!check->title) depart(check, TITLE, "A1");
  if (check->columns <= 1 && !tables) return;
  if (!check->says_one) depart(check, ONE_SAID, "A2");
  if (check->first_col > 0) depart_at(check, COLUMN_A, 0, check->first_col);
  if (!tables) depart(check, MARKED, NULL);
  if (tables > 1) depart(check, ONE_TABLE, NULL);
}

static void judge_sheet(struct co_accessible *check) {
  const struct co_sheet *sheet = &check->sheet;
  if (sheet->visibility != CO_VISIBLE) depart(check, HIDDEN_SHEET, NULL);
  if (sheet->marks.frozen) depart(check, FROZEN, NULL);
  if (sheet->marks.filter) depart(check, FILTER, NULL);
  if (sheet->marks.header_footer) depart(check, HEADER_FOOTER, NULL);
  if (sheet->merge_count)
    depart_at(check, MERGED, sheet->merges[0].first_row,
              sheet->merges[0].first_col);
}

static bool is_notes(struct co_str name) {
  struct co_arena arena = CO_ARENA_INIT;
  bool found = co_str_starts(co_str_fold(&arena, name), "note");
  co_arena_clear(&arena);
  return found;
}

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  struct co_accessible *check = (struct co_accessible *)sink;
  (void)err;
  end_sheet(check);
  check->sheet = *sheet;
  snprintf(check->name, sizeof check->name, "%.*s", CO_STR(sheet->name));
  check->notes |= is_notes(sheet->name);
  check->open = true;
  check->title = check->says_one = false;
  check->told = 0;
  check->next_row = check->columns = 0;
  check->first_col = UINT32_MAX;
  judge_sheet(check);
  return CO_OK;
}

static void judge_top(struct co_accessible *check, const struct co_row *row) {
  const struct co_cell *cell = &row->cells[0];
  bool text = row->count && cell->col == 0 && cell->kind == CO_CELL_TEXT;
  if (row->row == 0) check->title = text;
  if (row->row == 1)
    check->says_one = text && co_str_starts(cell->text,
                                            "This worksheet "
                                            "contains ");
}

static bool is_written(const struct co_cell *cell) {
  return co_str_trim(cell->text).len > 0;
}

/* Cells with nothing but blanks, or a formula that gives none, are read as
 * empty ones by whoever cannot see them. */
static bool is_blank(const struct co_row *row) {
  uint32_t i = 0;
  while (i < row->count && !is_written(&row->cells[i]))
    i++;
  return i == row->count;
}

/* The first cell of the row with a text in a hidden column, or NULL. */
static const struct co_cell *hidden_cell(const struct co_row *row) {
  for (uint32_t i = 0; i < row->count; i++)
    for (size_t h = 0; h < row->hidden_column_count; h++)
      if (row->cells[i].col >= row->hidden_columns[h].first &&
          row->cells[i].col <= row->hidden_columns[h].last &&
          is_written(&row->cells[i]))
        return &row->cells[i];
  return NULL;
}

/* The first cell that is coloured and empty, or NULL. A colour that a text of
 * the row has too is a band across the row and says nothing. */
static const struct co_cell *coloured_cell(const struct co_row *row) {
  for (uint32_t i = 0; i < row->count; i++) {
    const struct co_cell *cell = &row->cells[i];
    if (!cell->fill || is_written(cell)) continue;
    uint32_t other = 0;
    while (other < row->count && (row->cells[other].fill != cell->fill ||
                                  !is_written(&row->cells[other])))
      other++;
    if (other == row->count) return cell;
  }
  return NULL;
}

static void judge_cells(struct co_accessible *check, const struct co_row *row) {
  const struct co_cell *hidden = hidden_cell(row), *bare = coloured_cell(row);
  if (row->hidden) depart_at(check, HIDDEN_ROW, row->row, 0);
  if (hidden) depart_at(check, HIDDEN_COLUMN, row->row, hidden->col);
  if (bare) depart_at(check, COLOUR_ONLY, row->row, bare->col);
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct co_accessible *check = (struct co_accessible *)sink;
  (void)err;
  if (is_blank(row)) return CO_OK;
  judge_top(check, row);
  if (row->row > check->next_row)
    depart_at(check, BLANK_ROW, check->next_row, 0);
  judge_cells(check, row);
  check->next_row = row->row + 1;
  for (uint32_t i = 0; i < row->count; i++) {
    uint32_t col = row->cells[i].col;
    if (row->cells[i].kind == CO_CELL_BLANK) continue;
    if (col >= check->columns) check->columns = col + 1;
    if (col < check->first_col) check->first_col = col;
  }
  return CO_OK;
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  struct co_accessible *check = (struct co_accessible *)sink;
  (void)err;
  end_sheet(check);
  if (!check->notes) depart(check, NOTES, NULL);
  return CO_OK;
}

void co_accessible_init(struct co_accessible *check,
                        void (*tell)(void *, const struct co_departure *),
                        void *context) {
  *check = (struct co_accessible){
      .sink = {.sheet = on_sheet, .row = on_row, .end = on_end},
      .tell = tell,
      .context = context};
}

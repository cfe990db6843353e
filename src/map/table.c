/* table.c - tables: opening at a header, cutting rows into lines.
 *
 * A table stays open until another header, a form or the sheet's end; blank
 * rows do not close it. Headings that are missing or unknown, and cells that
 * stand under no heading, are findings. */
#include "header.h"

static enum co_status report_missing(struct co_mapper *m,
                                     const struct co_table *table,
                                     const struct co_fit *fit,
                                     const struct co_cells *cells,
                                     struct co_err *err) {
  struct co_str *unused = CO_NEW_ARRAY(&m->row, cells->count, struct co_str);
  size_t count = 0;
  enum co_status status = CO_OK;
  for (size_t i = 0; i < cells->count; i++)
    if (!fit->used[i]) unused[count++] = cells->items[i].text;
  for (size_t h = 0; h < table->heading_count && status == CO_OK; h++) {
    const struct co_heading *heading = &table->headings[h];
    if (fit->headings[h].present || heading->optional) continue;
    int near = co_str_nearest(heading->name, unused, count);
    struct co_str remedy = CO_LIT(
        "Put the column back, or mark it optional "
        "in the layout.");
    if (near >= 0)
      remedy = co_arena_printf(&m->row,
                               "Is it '%.*s' now? Then add that name to the "
                               "column's `also:` in the layout.",
                               CO_STR(unused[near]));
    status = co_notice(m, "missing_column", CO_ERROR, cells->items[0].at,
                       (struct co_str){0}, heading->name, remedy, err,
                       "The table '%.*s' has no column '%.*s' here.",
                       CO_STR(table->name), CO_STR(heading->name));
  }
  return status;
}

static void keep_unknown(struct co_mapper *m, struct co_occurrence *o,
                         const struct co_fit *fit,
                         const struct co_cells *cells) {
  o->unknown = CO_NEW_ARRAY(&m->file, cells->count, struct co_unknown);
  for (size_t i = 0; i < cells->count; i++)
    if (!fit->used[i])
      o->unknown[o->unknown_count++] = (struct co_unknown){
          cells->items[i].at, co_arena_str(&m->file, cells->items[i].text), 0};
}

static void keep_found(struct co_mapper *m, struct co_occurrence *o,
                       const struct co_fit *fit) {
  for (size_t h = 0; h < o->heading_count; h++) {
    struct co_found *found = &o->found[h];
    *found = fit->headings[h];
    found->text = co_arena_str(&m->file, found->text);
    struct co_name *names =
        CO_NEW_ARRAY(&m->file, found->name_count, struct co_name);
    for (size_t n = 0; n < found->name_count; n++) {
      names[n] = found->names[n];
      names[n].text = co_arena_str(&m->file, names[n].text);
    }
    found->names = names;
  }
}

enum co_status co_table_open(struct co_mapper *m, const struct co_cells *cells,
                             bool *opened, struct co_err *err) {
  struct co_fit fit = {0};
  const struct co_table *table = co_header_find(m, cells, &fit);
  *opened = table != NULL;
  if (!table) return CO_OK;
  enum co_status status = co_form_close(m, err);
  if (status == CO_OK) status = co_table_close(m, err);
  if (status == CO_OK && fit.found < fit.required)
    status = report_missing(m, table, &fit, cells, err);
  struct co_occurrence *o =
      co_occurrence_new(m, table->name, table->headings, table->heading_count,
                        table->records, table->record_count, cells->row);
  o->table = table;
  keep_found(m, o, &fit);
  keep_unknown(m, o, &fit, cells);
  m->occurrence = o;
  co_account_columns(m, o);
  return status;
}

enum co_status co_table_close(struct co_mapper *m, struct co_err *err) {
  struct co_occurrence *o = m->occurrence;
  enum co_status status = co_build_flush(m, err);
  m->occurrence = NULL;
  for (size_t i = 0; o && i < o->unknown_count && status == CO_OK; i++) {
    const struct co_unknown *u = &o->unknown[i];
    status = co_notice(
        m, "unknown_column", CO_WARNING, u->at, (struct co_str){0}, u->text,
        CO_LIT("Add the column to the layout, or ask the department to take "
               "it out."),
        err,
        "The layout does not know the column '%.*s'; %u value%s below "
        "it %s not read.",
        CO_STR(co_str_show(&m->row, u->text, 60)), u->values,
        u->values == 1 ? "" : "s", u->values == 1 ? "was" : "were");
  }
  return status;
}

static enum co_status stray_cell(struct co_mapper *m,
                                 const struct co_item *item,
                                 struct co_err *err) {
  struct co_occurrence *o = m->occurrence;
  for (size_t i = 0; i < o->unknown_count; i++)
    if (o->unknown[i].at.col == item->at.col) {
      o->unknown[i].values++;
      return CO_OK;
    }
  return co_notice(m, "stray_cell", CO_WARNING, item->at, (struct co_str){0},
                   item->text,
                   CO_LIT("Give the column a heading, or move the text to "
                          "where it belongs."),
                   err, "'%.*s' stands under no heading and was not read.",
                   CO_STR(co_str_show(&m->row, item->text, 60)));
}

/* The cells put under their headings; others are reported as stray, unless
 * the row is passed over anyway. */
static enum co_status place_items(struct co_mapper *m,
                                  const struct co_cells *cells, bool report,
                                  struct co_item **items, struct co_err *err) {
  const struct co_occurrence *o = m->occurrence;
  enum co_status status = CO_OK;
  *items = CO_NEW_ARRAY(&m->row, o->heading_count, struct co_item);
  for (size_t h = 0; h < o->heading_count; h++)
    (*items)[h].at = (struct co_place){cells->row, o->found[h].at.col};
  for (size_t i = 0; i < cells->count && status == CO_OK; i++) {
    size_t h = 0;
    while (
        h < o->heading_count &&
        !(o->found[h].present && o->found[h].at.col == cells->items[i].at.col))
      h++;
    if (h < o->heading_count)
      (*items)[h] = cells->items[i];
    else if (report)
      status = stray_cell(m, &cells->items[i], err);
  }
  return status;
}

static size_t filled(const struct co_item *items, size_t count) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++)
    n += items[i].text.len > 0;
  return n;
}

static bool is_section(const struct co_occurrence *o,
                       const struct co_item *items) {
  int column = o->table->section_column;
  return column >= 0 && items[column].text.len &&
         filled(items, o->heading_count) == 1;
}

static bool is_continuation(const struct co_occurrence *o,
                            const struct co_item *items) {
  if (!o->table->when_blank_count) return false;
  for (size_t i = 0; i < o->table->when_blank_count; i++)
    if (items[o->table->when_blank[i]].text.len) return false;
  return filled(items, o->heading_count) > 0;
}

/* The n-th non-blank line of a text; empty past the last, where the last
 * wanted line takes all that follow. */
static struct co_str nth_line(struct co_str text, size_t n, bool rest) {
  while (text.len) {
    size_t end = 0;
    while (end < text.len && text.ptr[end] != '\n')
      end++;
    struct co_str line = co_str_trim((struct co_str){text.ptr, end});
    if (line.len && n-- == 0) return rest ? co_str_trim(text) : line;
    if (end == text.len) break;
    text = (struct co_str){text.ptr + end + 1, text.len - end - 1};
  }
  return (struct co_str){0};
}

static size_t count_lines(struct co_str text) {
  size_t n = 0;
  while (nth_line(text, n, false).len)
    n++;
  return n;
}

static enum co_status check_pairs(struct co_mapper *m,
                                  const struct co_item *items, size_t lines,
                                  struct co_err *err) {
  const struct co_table *table = m->occurrence->table;
  enum co_status status = CO_OK;
  for (size_t i = 1; i < table->split_count && status == CO_OK; i++) {
    const struct co_item *item = &items[table->split[i]];
    size_t count = count_lines(item->text);
    if (count == lines) continue;
    status = co_notice(
        m, "lines_do_not_pair", CO_WARNING, item->at, (struct co_str){0},
        item->text,
        CO_LIT("Check which line belongs to which; give every line its own "
               "row if you can."),
        err, "This cell has %zu line%s where '%.*s' has %zu.", count,
        count == 1 ? "" : "s", CO_STR(table->headings[table->split[0]].name),
        lines);
  }
  return status;
}

/* The items of one of several lines in a row: split columns give their n-th
 * line, the others stand with the first. */
static const struct co_item *cut_line(struct co_mapper *m,
                                      const struct co_item *items, size_t n,
                                      size_t lines) {
  const struct co_occurrence *o = m->occurrence;
  struct co_item *cut = CO_NEW_ARRAY(&m->row, o->heading_count, struct co_item);
  for (size_t h = 0; h < o->heading_count; h++) {
    cut[h] = items[h];
    if (n) cut[h].text.len = 0;
  }
  for (size_t i = 0; i < o->table->split_count; i++) {
    size_t h = o->table->split[i];
    cut[h].text = nth_line(items[h].text, n, n + 1 == lines);
  }
  return cut;
}

static enum co_status build_lines(struct co_mapper *m,
                                  const struct co_item *items, uint32_t row,
                                  struct co_built *built, struct co_err *err) {
  struct co_occurrence *o = m->occurrence;
  size_t lines =
      o->table->split_count ? count_lines(items[o->table->split[0]].text) : 1;
  enum co_status status = CO_OK;
  if (lines > 1) status = check_pairs(m, items, lines, err);
  if (lines <= 1) {
    struct co_line line = {row, items};
    return co_build_line(m, o, &line, built, err);
  }
  for (size_t n = 0; n < lines && status == CO_OK; n++) {
    struct co_line line = {row, cut_line(m, items, n, lines)};
    status = co_build_line(m, o, &line, built, err);
  }
  return status;
}

static enum co_status record_row(struct co_mapper *m,
                                 const struct co_item *items, uint32_t row,
                                 enum co_disposition *disposition,
                                 struct co_str *reason, struct co_err *err) {
  struct co_built built = {0};
  enum co_status status = co_build_flush(m, err);
  if (status == CO_OK) status = build_lines(m, items, row, &built, err);
  *disposition = built.records    ? CO_ROW_RECORD
                 : built.rejected ? CO_ROW_REJECTED
                 : built.nothing  ? CO_ROW_SKIPPED
                                  : CO_ROW_UNRECOGNISED;
  if (*disposition == CO_ROW_SKIPPED) *reason = CO_LIT("no value in the row");
  if (status == CO_OK && !m->occurrence->table->when_blank_count)
    status = co_build_flush(m, err);
  return status;
}

static enum co_status decide(struct co_mapper *m, const struct co_cells *cells,
                             const struct co_item *items,
                             enum co_disposition *disposition,
                             struct co_str *reason, struct co_err *err) {
  const struct co_occurrence *o = m->occurrence;
  const struct co_table *table = o->table;
  struct co_str first = co_str_collapse(&m->row, cells->items[0].text);
  if (table->totals && co_pattern_match(table->totals, first, NULL, NULL)) {
    *disposition = CO_ROW_TOTAL;
  } else if (is_section(o, items)) {
    const struct co_item *item = &items[table->section_column];
    co_fact_set(m, table->section_as, co_str_collapse(&m->row, item->text),
                item->at);
    *disposition = CO_ROW_SECTION;
  } else if (is_continuation(o, items)) {
    *disposition =
        co_build_continue(m, items) ? CO_ROW_CONTINUATION : CO_ROW_UNRECOGNISED;
  } else {
    return record_row(m, items, cells->row, disposition, reason, err);
  }
  return CO_OK;
}

enum co_status co_table_row(struct co_mapper *m, const struct co_cells *cells,
                            const struct co_skip *skip,
                            enum co_disposition *disposition,
                            struct co_str *reason, struct co_err *err) {
  struct co_item *items = NULL;
  enum co_status status = place_items(m, cells, !skip, &items, err);
  *reason = skip ? skip->rule : m->occurrence->name;
  *disposition = CO_ROW_SKIPPED;
  if (status == CO_OK && !skip)
    status = decide(m, cells, items, disposition, reason, err);
  if (status == CO_OK) status = co_account_figures(m, items, *disposition, err);
  return status;
}

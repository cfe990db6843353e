/* table.c - tables: opening at a header, cutting rows into lines.
 *
 * A table stays open until another header, a form or the sheet's end; blank
 * rows do not close it. Headings that are missing or unknown, and cells that
 * stand under no heading, are findings. */
#include "header.h"
#include "lines.h"

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
    int near = count == 1 && fit->required - fit->found == 1
                   ? 0 /* the only one that can be meant */
                   : co_str_nearest(heading->name, unused, count);
    struct co_str remedy = CO_LIT(
        "Put the column back, or mark it optional "
        "in the layout.");
    if (near >= 0)
      remedy = co_arena_printf(&m->row,
                               "Is it '%.*s' now? Then add that name to the "
                               "column's `also:` in the layout. If not, put "
                               "the column back, or mark it optional there.",
                               CO_STR(unused[near]));
    status = co_notice(
        m, "missing_column",
        (struct co_noticed){
            .at = cells->items[0].at, .raw = heading->name, .remedy = remedy},
        err, "The table '%.*s' has no column '%.*s' here.%s",
        CO_STR(table->name), CO_STR(heading->name),
        co_across_lost(m, table, h));
  }
  return status;
}

/* Tells once of each column that the layout lists and does nothing with. */
static enum co_status report_unread(struct co_mapper *m,
                                    const struct co_occurrence *o,
                                    struct co_err *err) {
  bool **told = &m->unread_told[o->table - m->layout->tables];
  if (!*told) *told = CO_NEW_ARRAY(&m->file, o->heading_count, bool);
  enum co_status status = CO_OK;
  for (size_t h = 0; h < o->heading_count && status == CO_OK; h++) {
    if (!o->headings[h].unread || !o->found[h].present || (*told)[h]) continue;
    (*told)[h] = true;
    status = co_notice(
        m, "unread_column",
        (struct co_noticed){
            .at = o->found[h].at,
            .raw = o->found[h].text,
            .remedy = CO_LIT(
                "Say in the layout where its values go, or that they are not "
                "wanted: { name: ..., ignored: true }.")},
        err,
        "The layout lists the column '%.*s' of the table '%.*s' and does "
        "nothing with it: its values were not read.",
        CO_STR(o->headings[h].name), CO_STR(o->name));
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

/* A found heading with its texts in memory that lasts. */
static struct co_found kept(struct co_mapper *m, const struct co_found *from) {
  struct co_found to = *from;
  struct co_name *names =
      CO_NEW_ARRAY(&m->file, from->name_count, struct co_name);
  for (size_t n = 0; n < from->name_count; n++) {
    names[n] = from->names[n];
    names[n].text = co_arena_str(&m->file, names[n].text);
  }
  to.text = co_arena_str(&m->file, from->text);
  to.names = names;
  if (from->next) {
    to.next = CO_NEW(&m->file, struct co_found);
    *to.next = kept(m, from->next);
  }
  return to;
}

/* The named parts of all headings, for columns that have none of their own. */
static void collect_groups(struct co_mapper *m, struct co_occurrence *o) {
  size_t count = 0;
  for (size_t h = 0; h < o->heading_count; h++)
    count += o->found[h].name_count;
  struct co_name *groups = CO_NEW_ARRAY(&m->file, count, struct co_name);
  for (size_t h = 0; h < o->heading_count; h++)
    for (size_t n = 0; n < o->found[h].name_count; n++)
      groups[o->group_count++] = o->found[h].names[n];
  o->groups = groups;
}

/* The columns that have a heading, sorted; the first heading of a column has
 * it. */
static void collect_columns(struct co_mapper *m, struct co_occurrence *o) {
  size_t room = 0, count = 0;
  for (size_t h = 0; h < o->heading_count; h++)
    for (const struct co_found *f = &o->found[h]; f; f = f->next)
      room += f->present;
  struct co_column_of *columns =
      CO_NEW_ARRAY(&m->file, room, struct co_column_of);
  for (size_t h = 0; h < o->heading_count; h++)
    for (const struct co_found *f = &o->found[h]; f; f = f->next) {
      size_t i = count;
      if (!f->present) continue;
      for (; i > 0 && columns[i - 1].col > f->at.col; i--)
        columns[i] = columns[i - 1];
      columns[i] = (struct co_column_of){f->at.col, h, f};
      count++;
    }
  o->columns = columns;
  o->column_count = count;
}

/* Tells of columns that one heading takes together and that nothing tells
 * apart: both are read, and what stands below them counts twice. */
static enum co_status report_alike(struct co_mapper *m,
                                   const struct co_found *found,
                                   struct co_err *err) {
  char cell[CO_A1_TEXT];
  enum co_status status = CO_OK;
  for (const struct co_found *f = found; f && status == CO_OK; f = f->next) {
    const struct co_found *first = found;
    while (first != f && !co_str_eq(first->text, f->text))
      first = first->next;
    if (first == f) continue;
    status = co_notice(m, "column_twice",
                       (struct co_noticed){.at = f->at, .raw = f->text}, err,
                       "The column '%.*s' stands here a second time, beside "
                       "the one in %s; both were read.",
                       CO_STR(co_str_show(&m->row, f->text, 60)),
                       co_a1(first->at.row, first->at.col, cell));
  }
  return status;
}

enum co_status co_table_open(struct co_mapper *m, const struct co_cells *cells,
                             unsigned rows, bool *opened, struct co_err *err) {
  struct co_fit fit = {0};
  const struct co_table *table = co_header_find(m, cells, rows, &fit);
  struct co_occurrence *before = m->occurrence;
  bool goes_on = before && before->table == table;
  *opened = table != NULL;
  if (!table) return CO_OK;
  m->awaited_fact = -1; /* facts stand outside the tables */
  struct co_item section = goes_on ? before->section : (struct co_item){0};
  if (goes_on) before->section.text.len = 0;
  enum co_status status = co_form_close(m, err);
  if (status == CO_OK) status = co_table_close(m, err);
  if (status == CO_OK && !goes_on && !m->layout->joins)
    status = co_build_flush(m, err);
  if (status == CO_OK && fit.found < fit.required)
    status = report_missing(m, table, &fit, cells, err);
  struct co_occurrence *o =
      co_occurrence_new(m, table->name, table->headings, table->heading_count,
                        table->records, table->record_count, cells->row);
  o->table = table;
  if (goes_on) o->above = before->above;
  o->section = section;
  for (size_t h = 0; h < o->heading_count; h++)
    o->found[h] = kept(m, &fit.headings[h]);
  collect_groups(m, o);
  collect_columns(m, o);
  keep_unknown(m, o, &fit, cells);
  m->occurrence = o;
  co_account_columns(m, o);
  for (size_t h = 0; h < o->heading_count && !goes_on && status == CO_OK; h++)
    status = report_alike(m, &o->found[h], err);
  return status == CO_OK ? report_unread(m, o, err) : status;
}

static const char *values_below(struct co_mapper *m,
                                const struct co_unknown *unknown) {
  if (!unknown->values) return "nothing stands below it";
  if (unknown->values == 1) return "the value below it was not read";
  return co_arena_printf(&m->row, "the %u values below it were not read",
                         unknown->values)
      .ptr;
}

/* The column of the same heading that was read; or NULL. */
static const struct co_found *twin(struct co_mapper *m,
                                   const struct co_occurrence *o,
                                   const struct co_unknown *u) {
  struct co_str text = co_str_fold(&m->row, u->text);
  for (size_t h = 0; h < o->heading_count; h++)
    for (const struct co_found *f = &o->found[h]; f; f = f->next)
      if (f->present && co_str_eq(co_str_fold(&m->row, f->text), text))
        return f;
  return NULL;
}

static enum co_status report_twice(struct co_mapper *m,
                                   const struct co_unknown *u,
                                   const struct co_found *first,
                                   struct co_err *err) {
  char cell[CO_A1_TEXT];
  return co_notice(
      m, "column_twice", (struct co_noticed){.at = u->at, .raw = u->text}, err,
      "The column '%.*s' stands here a second time, beside the one in %s that "
      "was read; %s.",
      CO_STR(co_str_show(&m->row, u->text, 60)),
      co_a1(first->at.row, first->at.col, cell), values_below(m, u));
}

/* The column that the layout takes by its letter, at that place; or NULL. */
static const struct co_heading *fixed_at(const struct co_occurrence *o,
                                         uint32_t col) {
  for (size_t h = 0; h < o->heading_count; h++)
    if (o->headings[h].letter >= 0 && (uint32_t)o->headings[h].letter == col)
      return &o->headings[h];
  return NULL;
}

static enum co_status report_other_heading(struct co_mapper *m,
                                           const struct co_unknown *u,
                                           const struct co_heading *fixed,
                                           struct co_err *err) {
  return co_notice(
      m, "unknown_column",
      (struct co_noticed){
          .at = u->at,
          .raw = u->text,
          .remedy = CO_LIT(
              "If it is the same column, add that name to the column's `also:` "
              "in the layout; if not, put the columns back in their places.")},
      err,
      "The layout takes this column by its letter, as '%.*s'; here its heading "
      "is '%.*s'.",
      CO_STR(fixed->name), CO_STR(co_str_show(&m->row, u->text, 60)));
}

static enum co_status report_unknown(struct co_mapper *m,
                                     const struct co_unknown *u,
                                     struct co_err *err) {
  return co_notice(
      m, "unknown_column", (struct co_noticed){.at = u->at, .raw = u->text},
      err, "The layout does not know the column '%.*s'; %s.",
      CO_STR(co_str_show(&m->row, u->text, 60)), values_below(m, u));
}

/* A section that nothing stands under: a note, rows that are missing, or a
 * heading above other headings. */
static enum co_status report_section(struct co_mapper *m,
                                     const struct co_occurrence *o,
                                     struct co_err *err) {
  if (!o->section.text.len) return CO_OK;
  return co_notice(
      m, "section_without_rows",
      (struct co_noticed){.at = o->section.at,
                          .raw = o->section.text,
                          .remedy = CO_LIT("If it is a note, name it under "
                                           "`skip:` in the layout; if rows are "
                                           "missing below it, ask for them.")},
      err, "'%.*s' was read as the name of a section, and no record follows.",
      CO_STR(co_str_show(&m->row, o->section.text, 60)));
}

static enum co_status report_column(struct co_mapper *m,
                                    const struct co_occurrence *o,
                                    const struct co_unknown *u,
                                    struct co_err *err) {
  const struct co_heading *fixed = fixed_at(o, u->at.col);
  if (fixed) return report_other_heading(m, u, fixed, err);
  const struct co_found *first = twin(m, o, u);
  return first ? report_twice(m, u, first, err) : report_unknown(m, u, err);
}

/* Tells of the cells that no rule took, once for each column. */
static enum co_status report_left(struct co_mapper *m,
                                  const struct co_occurrence *o,
                                  struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t h = 0; o->left && h < o->heading_count && status == CO_OK; h++) {
    const struct co_left *left = &o->left[h];
    struct co_str others = {0};
    if (!left->count) continue;
    if (left->count > 1)
      others = co_arena_printf(&m->row, " and %u more cell%s below it",
                               left->count - 1, left->count == 2 ? "" : "s");
    status = co_notice(
        m, "cell_not_taken",
        (struct co_noticed){.at = left->first, .raw = left->text}, err,
        "'%.*s'%.*s in the column '%.*s' %s not read: no rule takes the column "
        "from such a row, or such a text.",
        CO_STR(co_str_show(&m->row, left->text, 60)), CO_STR(others),
        CO_STR(o->headings[h].name), left->count > 1 ? "were" : "was");
  }
  return status;
}

enum co_status co_table_close(struct co_mapper *m, struct co_err *err) {
  struct co_occurrence *o = m->occurrence;
  enum co_status status = o ? report_section(m, o, err) : CO_OK;
  if (o && status == CO_OK) status = report_left(m, o, err);
  m->occurrence = NULL;
  for (size_t i = 0; o && i < o->unknown_count && status == CO_OK; i++)
    status = report_column(m, o, &o->unknown[i], err);
  return status == CO_OK ? co_unknown_table_end(m, err) : status;
}

/* A cell of a column without a known heading; *next goes on along the unknown
 * ones with the cells of a row. */
static enum co_status stray_cell(struct co_mapper *m,
                                 const struct co_item *item, size_t *next,
                                 struct co_err *err) {
  struct co_occurrence *o = m->occurrence;
  while (*next < o->unknown_count && o->unknown[*next].at.col < item->at.col)
    ++*next;
  if (*next < o->unknown_count && o->unknown[*next].at.col == item->at.col) {
    o->unknown[*next].values++;
    return CO_OK;
  }
  return co_notice(m, "stray_cell",
                   (struct co_noticed){.at = item->at, .raw = item->text}, err,
                   "'%.*s' stands under no heading and was not read.",
                   CO_STR(co_str_show(&m->row, item->text, 60)));
}

const struct co_column_of *co_table_column(const struct co_occurrence *o,
                                           uint32_t col, size_t *next) {
  while (*next < o->column_count && o->columns[*next].col < col)
    ++*next;
  bool there = *next < o->column_count && o->columns[*next].col == col;
  return there ? &o->columns[*next] : NULL;
}

static struct co_item *empty_items(struct co_mapper *m, uint32_t row) {
  const struct co_occurrence *o = m->occurrence;
  struct co_item *items =
      CO_NEW_ARRAY(&m->row, o->heading_count, struct co_item);
  for (size_t h = 0; h < o->heading_count; h++)
    items[h].at = (struct co_place){row, o->found[h].at.col, 0};
  return items;
}

/* The cells put under their headings; others are reported as stray, unless
 * the row is passed over anyway. */
static enum co_status place_cells(struct co_mapper *m,
                                  const struct co_cells *cells, bool report,
                                  struct co_line *line, struct co_err *err) {
  const struct co_occurrence *o = m->occurrence;
  struct co_item *items = empty_items(m, cells->row);
  struct co_slot *slots =
      o->table->many ? CO_NEW_ARRAY(&m->row, cells->count, struct co_slot)
                     : NULL;
  enum co_status status = CO_OK;
  size_t next = 0, unknown = 0;
  *line = (struct co_line){.row = cells->row, .items = items, .slots = slots};
  for (size_t i = 0; i < cells->count && status == CO_OK; i++) {
    const struct co_item *item = &cells->items[i];
    const struct co_column_of *column = co_table_column(o, item->at.col, &next);
    if (!column) {
      if (report) status = stray_cell(m, item, &unknown, err);
      continue;
    }
    size_t h = column->heading;
    struct co_item here = *item;
    here.power = o->headings[h].power;
    if (!items[h].text.len) items[h] = here;
    if (slots && o->headings[h].many)
      slots[line->slot_count++] = (struct co_slot){h, column->found, here};
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

/* Joins continued lines to the one before; returns how many are left. */
static size_t join_lines(struct co_mapper *m, const struct co_pattern *joins,
                         struct co_str *list, size_t count) {
  size_t kept_lines = 0;
  for (size_t i = 0, next; i < count; i = next) {
    next = i + 1;
    while (next < count && co_pattern_match(joins, list[next], NULL, NULL))
      next++;
    list[kept_lines++] = next - i == 1
                             ? list[i]
                             : co_str_join(&m->row, &list[i], next - i, "\n");
  }
  return kept_lines;
}

/* The lines of a split column: continued lines joined to the one before, and
 * the first line put before each of the others where the column says so. */
static size_t split_lines(struct co_mapper *m, const struct co_split *split,
                          struct co_str text, struct co_str **lines) {
  size_t kept_lines = co_lines(&m->row, text, lines);
  struct co_str *list = *lines;
  if (split->joins) kept_lines = join_lines(m, split->joins, list, kept_lines);
  if (!split->head || kept_lines < 2) return kept_lines;
  struct co_str head = list[0];
  for (size_t i = 1; i < kept_lines; i++)
    list[i - 1] = co_arena_printf(&m->row, "%.*s / %.*s", CO_STR(head),
                                  CO_STR(co_line_bullet(list[i])));
  return kept_lines - 1;
}

static enum co_status report_unpaired(struct co_mapper *m,
                                      const struct co_item *item, size_t count,
                                      size_t lines, struct co_err *err) {
  const struct co_table *table = m->occurrence->table;
  return co_notice(m, "lines_do_not_pair",
                   (struct co_noticed){.at = item->at, .raw = item->text}, err,
                   "This cell has %zu line%s where '%.*s' has %zu.", count,
                   count == 1 ? "" : "s",
                   CO_STR(table->headings[table->split[0].column].name), lines);
}

/* Puts the n-th line of every split column into the n-th of `lines` copies of
 * the row; lines too many stay with the last. Other columns stand with the
 * first. */
static enum co_status cut_column(struct co_mapper *m,
                                 const struct co_split *split,
                                 const struct co_item *item, size_t lines,
                                 struct co_item **cuts, struct co_err *err) {
  struct co_str *texts = NULL;
  size_t count = split_lines(m, split, item->text, &texts);
  for (size_t n = 0; n < lines; n++)
    cuts[n][split->column].text = n < count ? texts[n] : (struct co_str){0};
  if (count > lines)
    cuts[lines - 1][split->column].text =
        co_str_join(&m->row, &texts[lines - 1], count - lines + 1, "\n");
  return count == lines ? CO_OK : report_unpaired(m, item, count, lines, err);
}

static struct co_item **copy_items(struct co_mapper *m,
                                   const struct co_item *items, size_t lines) {
  size_t count = m->occurrence->heading_count;
  struct co_item **cuts = CO_NEW_ARRAY(&m->row, lines, struct co_item *);
  for (size_t n = 0; n < lines; n++) {
    cuts[n] = CO_NEW_ARRAY(&m->row, count, struct co_item);
    for (size_t h = 0; h < count; h++) {
      cuts[n][h] = items[h];
      if (n) cuts[n][h].text.len = 0;
    }
  }
  return cuts;
}

static enum co_status build_lines(struct co_mapper *m, struct co_line *line,
                                  struct co_built *built, struct co_err *err) {
  struct co_occurrence *o = m->occurrence;
  const struct co_split *split = o->table->split;
  struct co_str *texts = NULL;
  size_t lines =
      o->table->split_count
          ? split_lines(m, &split[0], line->items[split[0].column].text, &texts)
          : 1;
  enum co_status status = CO_OK;
  if (lines <= 1)
    return co_build_line(m, o, o->rules, o->rule_count, line, built, err);
  struct co_item **cuts = copy_items(m, line->items, lines);
  line->parts = cuts;
  line->part_count = lines;
  for (size_t i = 0; i < o->table->split_count && status == CO_OK; i++)
    if (o->found[split[i].column].present)
      status = cut_column(m, &split[i], &line->items[split[i].column], lines,
                          cuts, err);
  for (size_t n = 0; n < lines && status == CO_OK; n++) {
    struct co_line part = {.row = line->row, .items = cuts[n]};
    if (n == 0) {
      part.slots = line->slots;
      part.slot_count = line->slot_count;
    }
    status = co_build_line(m, o, o->rules, o->rule_count, &part, built, err);
  }
  return status;
}

static void keep_above(struct co_mapper *m, size_t heading,
                       const struct co_item *item) {
  struct co_occurrence *o = m->occurrence;
  struct co_str before = o->above[heading].text;
  bool same = co_str_eq(item->text, before);
  o->above[heading] = *item;
  o->above[heading].text = same ? before : co_arena_str(&m->file, item->text);
  o->merged_to[heading] = co_merged_to(&m->merges, item->at);
}

/* Blank cells of headings that fill down get the text from above. */
static const struct co_item *filled_down(struct co_mapper *m,
                                         const struct co_item *items) {
  struct co_occurrence *o = m->occurrence;
  struct co_item *full =
      CO_NEW_ARRAY(&m->row, o->heading_count, struct co_item);
  for (size_t h = 0; h < o->heading_count; h++) {
    full[h] = items[h];
    const struct co_heading *heading = &o->headings[h];
    if (!heading->fill_down && !heading->fill_merged) continue;
    if (items[h].text.len)
      keep_above(m, h, &items[h]);
    else if (heading->fill_down || items[h].at.row <= o->merged_to[h])
      full[h] = o->above[h];
  }
  return full;
}

/* Held records may be continued or joined until a new block begins: a record
 * that is under none. */
static bool begins_block(const struct co_occurrence *o) {
  for (size_t r = 0; r < o->rule_count; r++)
    if (!o->rules[r].under) return true;
  return false;
}

/* Counts the cells of a row that rules take from other rows, or other texts,
 * and took nothing of. */
static void count_left(struct co_mapper *m, const struct co_line *line,
                       const bool *taken) {
  struct co_occurrence *o = m->occurrence;
  for (size_t h = 0; h < o->heading_count; h++) {
    const struct co_item *item = &line->items[h];
    if (taken[h] || !o->headings[h].recorded || !item->text.len ||
        item->at.row != line->row)
      continue;
    if (!o->left)
      o->left = CO_NEW_ARRAY(&m->file, o->heading_count, struct co_left);
    if (!o->left[h].count++) {
      o->left[h].first = item->at;
      o->left[h].text = co_arena_str(&m->file, item->text);
    }
  }
}

static enum co_status record_row(struct co_mapper *m, struct co_line *line,
                                 enum co_disposition *disposition,
                                 struct co_str *reason, struct co_err *err) {
  struct co_built built = {0};
  bool joins = m->layout->joins;
  enum co_status status = CO_OK;
  if (m->occurrence->table->picks)
    built.taken = CO_NEW_ARRAY(&m->row, m->occurrence->heading_count, bool);
  if (m->occurrence->table->fills) line->items = filled_down(m, line->items);
  if (!joins || begins_block(m->occurrence)) status = co_build_flush(m, err);
  if (status == CO_OK) status = build_lines(m, line, &built, err);
  *disposition = built.records    ? CO_ROW_RECORD
                 : built.rejected ? CO_ROW_REJECTED
                 : built.nothing  ? CO_ROW_SKIPPED
                                  : CO_ROW_UNRECOGNISED;
  if (*disposition == CO_ROW_SKIPPED) *reason = CO_LIT("no value in the row");
  if (built.taken && *disposition != CO_ROW_UNRECOGNISED)
    count_left(m, line, built.taken);
  return status == CO_OK && !co_build_waits(m) ? co_build_flush(m, err)
                                               : status;
}

/* A totals row, and the control totals that the layout makes of it. */
static enum co_status total_row(struct co_mapper *m, const struct co_line *line,
                                struct co_err *err) {
  const struct co_table *table = m->occurrence->table;
  struct co_built built = {0};
  if (!table->total_record_count) return CO_OK;
  enum co_status status =
      co_build_line(m, m->occurrence, table->total_records,
                    table->total_record_count, line, &built, err);
  return status == CO_OK && !co_build_waits(m) ? co_build_flush(m, err)
                                               : status;
}

static enum co_status section_row(struct co_mapper *m,
                                  const struct co_item *item,
                                  struct co_err *err) {
  struct co_occurrence *o = m->occurrence;
  enum co_status status = report_section(m, o, err);
  o->section = *item;
  o->section.text = co_arena_str(&m->file, item->text);
  co_fact_set(m, o->table->section_as, co_str_collapse(&m->row, item->text),
              item->at);
  return status;
}

/* Puts the words of colours into the line of a record row. What kind of row it
 * is, its texts alone have said: whole rows are coloured for the eye. */
static enum co_status type_colours(struct co_mapper *m,
                                   const struct co_cells *cells,
                                   struct co_line *line, struct co_err *err) {
  if (!m->occurrence->table->colours || !cells->tint_count) return CO_OK;
  struct co_cells typed = co_colours_typed(m, cells);
  return place_cells(m, &typed, false, line, err);
}

static bool is_total(struct co_mapper *m, const struct co_table *table,
                     const struct co_item *first) {
  return table->totals &&
         co_pattern_match(table->totals, co_str_collapse(&m->row, first->text),
                          NULL, NULL);
}

bool co_table_is_part(struct co_mapper *m, const struct co_cells *cells) {
  const struct co_occurrence *o = m->occurrence;
  struct co_line line;
  if (is_total(m, o->table, &cells->items[0])) return true;
  return place_cells(m, cells, false, &line, NULL) == CO_OK &&
         (is_section(o, line.items) || is_continuation(o, line.items));
}

static enum co_status decide(struct co_mapper *m, const struct co_cells *cells,
                             struct co_line *line,
                             enum co_disposition *disposition,
                             struct co_str *reason, struct co_err *err) {
  const struct co_occurrence *o = m->occurrence;
  const struct co_table *table = o->table;
  if (is_total(m, table, &cells->items[0])) {
    *disposition = CO_ROW_TOTAL;
    return total_row(m, line, err);
  }
  if (is_section(o, line->items)) {
    *disposition = CO_ROW_SECTION;
    return section_row(m, &line->items[table->section_column], err);
  }
  if (is_continuation(o, line->items)) {
    *disposition = co_build_continue(m, line->items) ? CO_ROW_CONTINUATION
                                                     : CO_ROW_UNRECOGNISED;
    return CO_OK;
  }
  enum co_status status = type_colours(m, cells, line, err);
  m->occurrence->section.text.len = 0;
  return status ? status : record_row(m, line, disposition, reason, err);
}

enum co_status co_table_row(struct co_mapper *m, const struct co_cells *cells,
                            const struct co_skip *skip,
                            enum co_disposition *disposition,
                            struct co_str *reason, struct co_err *err) {
  struct co_line line;
  enum co_status status = place_cells(m, cells, !skip, &line, err);
  *reason = skip ? skip->rule : m->occurrence->name;
  *disposition = CO_ROW_SKIPPED;
  struct co_line read = line; /* as it stands, before blanks are filled */
  if (status == CO_OK && !skip)
    status = decide(m, cells, &line, disposition, reason, err);
  read.parts = line.parts;
  read.part_count = line.part_count;
  if (status == CO_OK &&
      (*disposition == CO_ROW_RECORD || *disposition == CO_ROW_TOTAL ||
       *disposition == CO_ROW_REJECTED))
    status = co_across_check(m, &read, *disposition == CO_ROW_TOTAL, err);
  if (status == CO_OK) status = co_account_figures(m, &read, *disposition, err);
  return status;
}

enum co_status co_table_pass(struct co_mapper *m, const struct co_cells *cells,
                             struct co_err *err) {
  struct co_line line;
  if (!m->occurrence) return CO_OK;
  enum co_status status = place_cells(m, cells, false, &line, err);
  return status == CO_OK ? co_account_figures(m, &line, CO_ROW_CONTEXT, err)
                         : status;
}

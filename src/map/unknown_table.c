/* unknown_table.c - tables that the layout does not know.
 *
 * A header of which too few headings are known opens no table, and its rows
 * would fall into the table above. What ends a table by mistake loses its rows,
 * so that a row is meant as such a header only where all its cells are short
 * words, none of them a value of the table above, and
 *
 *   - two are the very headings of the columns that they stand in, or
 *   - two are headings of a table by their very names, or
 *   - below a gap, two are headings nearly so, or
 *   - below blank rows, several stand wherever the table above wants figures,
 *     no two cells alike, each with a capital.
 *
 * A record of nothing but words has them where words are wanted. Under a table,
 * a header has some where dates, figures or codes are, or beyond its columns;
 * and a cell that says what the header above says is that header again, or a
 * word for its column. Where the table's rows have blank ones between them,
 * blank rows are no gap.
 *
 * Where all cells say what their columns are, the header is printed again in
 * part, and the table goes on. Else it ends the table above; the rows below it,
 * up to the next header, are read by nothing, and told once. So is, outside of
 * every table, the header of one that the layout reads only on sheets of other
 * names. */
#include "ascii.h"
#include "header.h"
#include "number.h"

/* A heading is short; a row of two cells may be a record (Action plan | In
 * progress); of many cells each is compared with each; a heading that was
 * reworded has a word more. */
enum {
  LONGEST_HEADING = 60,
  FEWEST_CELLS = 3,
  MOST_CELLS = 100,
  MORE_WORDS = 1
};

/* How many headings of a table stand in the row, and how many nearly so. */
struct likeness {
  size_t exact, near;
};

static size_t word_count(struct co_str text) {
  size_t count = 1;
  for (size_t i = 0; i < text.len; i++)
    count += text.ptr[i] == ' ';
  return count;
}

static bool is_word_end(struct co_str text, size_t at) {
  return at >= text.len ||
         (!co_is_letter(text.ptr[at]) && !co_is_digit(text.ptr[at]) &&
          (unsigned char)text.ptr[at] < 0x80);
}

/* Whether one text is among the words of another. */
static bool is_within(struct co_str part, struct co_str whole) {
  if (!part.len) return false;
  for (size_t i = 0; i + part.len <= whole.len; i++) {
    struct co_str here = {whole.ptr + i, part.len};
    if (co_str_eq(here, part) && is_word_end(whole, i + part.len) &&
        (i == 0 || is_word_end(whole, i - 1)))
      return true;
  }
  return false;
}

static bool is_nearly(struct co_str name, struct co_str text) {
  return is_within(text, name) ||
         (is_within(name, text) &&
          word_count(text) <= word_count(name) + MORE_WORDS);
}

static bool is_called(const struct co_heading *h, struct co_str text,
                      bool same(struct co_str, struct co_str)) {
  bool is = same(h->folded, text);
  for (size_t a = 0; a < h->alias_count && !is; a++)
    is = same(h->aliases[a], text);
  return is;
}

/* How many headings the cells are called by, each cell by one. */
static size_t called(const struct co_table *table, const struct co_str *folded,
                     size_t count, bool *used,
                     bool same(struct co_str, struct co_str)) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++)
    used[i] = false;
  for (size_t h = 0; h < table->heading_count; h++)
    for (size_t i = 0; i < count && table->headings[h].letter < 0; i++) {
      if (used[i] || !is_called(&table->headings[h], folded[i], same)) continue;
      used[i] = true;
      found++;
      break;
    }
  return found;
}

/* 1) and 2. begin a record. */
static bool is_numbered(struct co_str text) {
  size_t i = 0;
  while (i < text.len && co_is_digit(text.ptr[i]))
    i++;
  return i > 0 && i < text.len && (text.ptr[i] == ')' || text.ptr[i] == '.');
}

/* Digits, points, commas, hyphens and question marks alone. */
static bool is_bare(struct co_str text) {
  size_t i = 0;
  while (i < text.len &&
         (co_is_digit(text.ptr[i]) || text.ptr[i] == '.' ||
          text.ptr[i] == ',' || text.ptr[i] == '-' || text.ptr[i] == '?'))
    i++;
  return i == text.len;
}

/* What can be seen without reading figures and dates. Nearly every row of
 * records has a cell that is none. */
static bool is_short_word(const struct co_item *item) {
  return item->kind == CO_CELL_TEXT && item->text.len <= LONGEST_HEADING &&
         !is_bare(item->text) && !is_numbered(item->text);
}

/* No figure and no date. */
static bool is_word(const struct co_mapper *m, struct co_str text) {
  struct co_number number;
  struct co_date date;
  bool digits = false;
  for (size_t i = 0; i < text.len && !digits; i++)
    digits = co_is_digit(text.ptr[i]);
  return !digits || (co_number_parse(text, 0, &number) == CO_NUMBER_NOT &&
                     !co_date_parse(text, m->layout->dates, &date, NULL));
}

/* Whether a column takes a known word, a date, a figure or a period as it
 * stands. */
static bool is_typed(const struct co_record_rule *rule,
                     const struct co_column_rule *column) {
  if (column->match || column->field < 0) return false;
  enum co_type type = rule->kind->fields[column->field].type;
  return type != CO_TYPE_LINE && type != CO_TYPE_TEXT;
}

/* Whether a rule of the open table wants such a value there. */
static bool is_wanted(struct co_mapper *m, const struct co_record_rule *rule,
                      size_t heading, const struct co_item *item) {
  for (size_t c = 0; c < rule->column_count; c++) {
    const struct co_column_rule *column = &rule->columns[c];
    struct co_value value = {0};
    if (column->column == heading && is_typed(rule, column) &&
        co_item_value(&m->row, &rule->kind->fields[column->field], item,
                      m->layout->dates, &value, NULL) == CO_VALUE_OK)
      return true;
  }
  return false;
}

/* Whether a cell is a value of the open table, or a word for one. */
static bool is_value(struct co_mapper *m, const struct co_item *item) {
  const struct co_occurrence *o = m->occurrence;
  const struct co_codes *missing = m->layout->missing;
  size_t next = 0;
  if (missing && co_codes_find(missing, item->text) >= 0) return true;
  if (!o) return false;
  const struct co_column_of *column = co_table_column(o, item->at.col, &next);
  for (size_t r = 0; column && r < o->rule_count; r++)
    if (is_wanted(m, &o->rules[r], column->heading, item)) return true;
  return false;
}

static bool may_be_headings(const struct co_cells *cells) {
  if (cells->count < FEWEST_CELLS || cells->count > MOST_CELLS) return false;
  for (size_t i = 0; i < cells->count; i++)
    if (!is_short_word(&cells->items[i])) return false;
  return true;
}

static bool any_value(struct co_mapper *m, const struct co_cells *cells) {
  for (size_t i = 0; i < cells->count; i++)
    if (!is_word(m, cells->items[i].text) || is_value(m, &cells->items[i]))
      return true;
  return false;
}

/* Whether rows are blank above that part this one from the table. */
static bool is_below_blank(const struct co_mapper *m, uint32_t row) {
  return m->run.last_row + 1 < row &&
         (!m->occurrence ||
          (!m->occurrence->spaced && m->run.disposition != CO_ROW_HEADER));
}

/* Whether a gap is above: blank rows, or a row that is none of a table. */
static bool is_below_gap(const struct co_mapper *m, uint32_t row) {
  return is_below_blank(m, row) || m->run.disposition == CO_ROW_CONTEXT ||
         m->run.disposition == CO_ROW_SKIPPED ||
         m->run.disposition == CO_ROW_TOTAL ||
         m->run.disposition == CO_ROW_UNRECOGNISED;
}

/* The word of the open table's header above a cell; blank where it has none.
 * column: the known one there, or NULL. */
static struct co_str word_above(const struct co_occurrence *o,
                                const struct co_column_of *column,
                                uint32_t col) {
  size_t low = 0, high = column ? 0 : o->unknown_count;
  if (column) return column->found->text;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (o->unknown[middle].at.col == col) return o->unknown[middle].text;
    if (o->unknown[middle].at.col < col)
      low = middle + 1;
    else
      high = middle;
  }
  return (struct co_str){0};
}

/* Whether a text names the column that it stands in, as the header does, or
 * has a name of it and more. */
static bool is_own(struct co_mapper *m, const struct co_column_of *column,
                   uint32_t col, struct co_str folded) {
  const struct co_occurrence *o = m->occurrence;
  struct co_str above = co_str_fold(&m->row, word_above(o, column, col));
  return is_nearly(above, folded) ||
         (column &&
          is_called(&o->headings[column->heading], folded, is_within));
}

/* The cell's text folded; blank where it says what its column is. *next goes
 * on along the columns. */
static struct co_str said(struct co_mapper *m, const struct co_item *item,
                          size_t *next) {
  struct co_str text = co_str_fold(&m->row, item->text);
  if (!m->occurrence) return text;
  const struct co_column_of *column =
      co_table_column(m->occurrence, item->at.col, next);
  bool own = is_own(m, column, item->at.col, text);
  return own ? (struct co_str){0} : text;
}

/* How many cells say what the header above them says, word for word; *all
 * where each of the row's is a name of its column, or part of one. */
static size_t count_own(struct co_mapper *m, const struct co_cells *cells,
                        bool *all) {
  const struct co_occurrence *o = m->occurrence;
  size_t exact = 0, next = 0;
  *all = true;
  for (size_t i = 0; i < cells->count; i++) {
    const struct co_item *item = &cells->items[i];
    const struct co_column_of *column = co_table_column(o, item->at.col, &next);
    struct co_str text = co_str_fold(&m->row, item->text);
    exact +=
        column && is_called(&o->headings[column->heading], text, co_str_eq);
    *all &= is_own(m, column, item->at.col, text);
  }
  return exact;
}

static bool wants_figure(const struct co_occurrence *o, size_t heading) {
  for (size_t r = 0; r < o->rule_count; r++)
    for (size_t e = 0; e < o->rules[r].each_count; e++)
      if (o->rules[r].each[e].column == heading &&
          o->rules[r].value.number >= 0 && !o->rules[r].value.match)
        return true;
  return false;
}

static bool wants_no_words(const struct co_occurrence *o, size_t heading) {
  for (size_t r = 0; r < o->rule_count; r++)
    for (size_t c = 0; c < o->rules[r].column_count; c++)
      if (o->rules[r].columns[c].column == heading &&
          is_typed(&o->rules[r], &o->rules[r].columns[c]))
        return true;
  return wants_figure(o, heading);
}

/* Cells where the open table wants no words. */
struct out_of_place {
  size_t all, beyond, figures;
};

static struct out_of_place find_out_of_place(struct co_mapper *m,
                                             const struct co_cells *cells) {
  const struct co_occurrence *o = m->occurrence;
  struct out_of_place found = {0};
  size_t next = 0;
  for (size_t i = 0; i < cells->count; i++) {
    const struct co_item *item = &cells->items[i];
    const struct co_column_of *column = co_table_column(o, item->at.col, &next);
    bool beyond = !word_above(o, column, item->at.col).len;
    bool inside = column && wants_no_words(o, column->heading);
    if (!(beyond || inside) || !said(m, item, &next).len) continue;
    found.all++;
    found.beyond += beyond;
    found.figures += inside && wants_figure(o, column->heading);
  }
  return found;
}

static size_t figure_columns(const struct co_occurrence *o) {
  size_t count = 0;
  for (size_t i = 0; i < o->column_count; i++)
    count += wants_figure(o, o->columns[i].heading);
  return count;
}

/* Names, as of columns: no two alike, none begins with a small letter; and not
 * a line of totals. */
static bool are_names(struct co_mapper *m, const struct co_cells *cells) {
  struct co_str line = co_str_fold(&m->row, cells->items[0].text);
  for (size_t i = 0; i < cells->count; i++) {
    char first = cells->items[i].text.ptr[0];
    if (first >= 'a' && first <= 'z') return false;
    for (size_t j = 0; j < i; j++)
      if (co_str_eq(cells->items[i].text, cells->items[j].text)) return false;
  }
  return !is_within(CO_LIT("total"), line);
}

/* The likeness of each table that can stand here, and the best of them. Words
 * for their own columns count where they are headings (own). */
static struct likeness compare(struct co_mapper *m,
                               const struct co_cells *cells, bool own,
                               struct likeness *each) {
  struct co_str *texts = CO_NEW_ARRAY(&m->row, cells->count, struct co_str);
  bool *used = CO_NEW_ARRAY(&m->row, cells->count, bool);
  struct likeness best = {0};
  size_t next = 0;
  for (size_t i = 0; i < cells->count; i++)
    texts[i] = own ? co_str_fold(&m->row, cells->items[i].text)
                   : said(m, &cells->items[i], &next);
  for (size_t t = 0; t < m->layout->table_count; t++) {
    const struct co_table *table = &m->layout->tables[t];
    if (!m->on_sheet[t]) continue;
    each[t].exact = called(table, texts, cells->count, used, co_str_eq);
    each[t].near = called(table, texts, cells->count, used, is_nearly);
    if (each[t].exact > best.exact) best.exact = each[t].exact;
    if (each[t].near > best.near) best.near = each[t].near;
  }
  return best;
}

/* What follows stands under no record of the table that may be meant. */
static void forget_parents(struct co_mapper *m, const struct co_table *table) {
  for (size_t r = 0; r < table->record_count; r++)
    if (!table->records[r].joins)
      m->parents[table->records[r].kind->index].key.len = 0;
}

/* The tables that are likest, in words, where one is like it at all; their
 * records are no parents now. */
static struct co_str likest(struct co_mapper *m, const struct likeness *each,
                            size_t near) {
  struct co_str names = {0};
  for (size_t t = 0; near && t < m->layout->table_count; t++) {
    if (!m->on_sheet[t] || each[t].near != near) continue;
    forget_parents(m, &m->layout->tables[t]);
    names = co_arena_printf(&m->file, "%.*s%s'%.*s'", CO_STR(names),
                            names.len ? " or " : "",
                            CO_STR(m->layout->tables[t].name));
  }
  return names;
}

static enum co_status begin(struct co_mapper *m, const struct co_cells *cells,
                            const struct co_unknown_table *meant,
                            struct co_err *err) {
  struct co_str *texts = CO_NEW_ARRAY(&m->row, cells->count, struct co_str);
  bool ends = m->occurrence != NULL;
  enum co_status status = co_table_close(m, err);
  if (status == CO_OK) status = co_build_flush(m, err);
  for (size_t i = 0; i < cells->count; i++)
    texts[i] = co_str_show(&m->row, cells->items[i].text, LONGEST_HEADING);
  m->unknown_table = (struct co_unknown_table){
      .open = true,
      .ends = ends,
      .at = cells->items[0].at,
      .text = co_arena_str(&m->file,
                           co_str_join(&m->row, texts, cells->count, " | ")),
      .tables = meant->tables,
      .other_sheet = meant->other_sheet};
  return status;
}

/* Whether words that may be headings part a row from the open table. */
static bool parts(struct co_mapper *m, const struct co_cells *cells,
                  struct likeness best, struct out_of_place words) {
  bool gap = is_below_gap(m, cells->row);
  if (best.exact >= 2) return words.all > 0;
  if (words.all < 2) return false;
  if (best.near >= 2 && (gap || (best.exact && words.beyond))) return true;
  return is_below_blank(m, cells->row) && words.figures >= 2 &&
         words.figures == figure_columns(m->occurrence) && are_names(m, cells);
}

/* The table goes on. */
static enum co_status go_on(struct co_mapper *m, uint32_t row) {
  if (m->occurrence) m->occurrence->spaced |= m->run.last_row + 1 < row;
  return CO_OK;
}

/* Whether a row is meant as a header. */
static bool is_header(struct co_mapper *m, const struct co_cells *cells,
                      struct likeness *each, struct likeness *best) {
  const struct co_occurrence *o = m->occurrence;
  struct out_of_place words = {0};
  bool all = false, own = false;
  if (!may_be_headings(cells)) return false;
  if (o) words = find_out_of_place(m, cells);
  if (o) own = count_own(m, cells, &all) >= 2;
  if (o && ((!words.all && !own) || co_table_is_part(m, cells))) return false;
  if (any_value(m, cells)) return false;
  *best = compare(m, cells, own, each);
  if (o) return own || parts(m, cells, *best, words);
  return best->exact >= 2 ||
         (is_below_gap(m, cells->row) && (best->exact || best->near >= 2));
}

/* Whether a row is meant as a header, and of which tables. */
static bool find_meant(struct co_mapper *m, const struct co_cells *cells,
                       struct co_unknown_table *meant) {
  const struct co_table *other =
      m->occurrence ? NULL : co_header_elsewhere(m, cells);
  struct likeness *each =
      CO_NEW_ARRAY(&m->row, m->layout->table_count, struct likeness);
  struct likeness best = {0};
  meant->other_sheet = other != NULL;
  if (other) {
    meant->tables = co_arena_printf(&m->file, "'%.*s'", CO_STR(other->name));
    return true;
  }
  if (!is_header(m, cells, each, &best)) return false;
  meant->tables = likest(m, each, best.exact || best.near > 1 ? best.near : 0);
  return true;
}

enum co_status co_header_again(struct co_mapper *m,
                               const struct co_cells *cells, bool *again,
                               struct co_err *err) {
  const struct co_occurrence *o = m->occurrence;
  bool all = false;
  *again = o && may_be_headings(cells) && count_own(m, cells, &all) >= 2 &&
           all && !co_table_is_part(m, cells) && !any_value(m, cells);
  if (!*again) return CO_OK;
  return co_notice(
      m, "unrecognised_row",
      (struct co_noticed){
          .at = cells->items[0].at,
          .raw = cells->items[0].text,
          .remedy =
              CO_LIT("If another table begins here, add it to the "
                     "layout; if not, name the row under `skip:` there.")},
      err,
      "The header of the table '%.*s' is printed again here with %zu of its "
      "%zu columns; the rows below were read as those above.",
      CO_STR(o->name), cells->count, o->column_count);
}

enum co_status co_unknown_table_take(struct co_mapper *m,
                                     const struct co_cells *cells, bool *taken,
                                     struct co_err *err) {
  *taken = m->unknown_table.open;
  m->unknown_table.rows += *taken;
  if (m->run.disposition == CO_ROW_HEADER && m->run.last_row + 1 == cells->row)
    return CO_OK; /* the header's own second row */
  struct co_unknown_table meant = {0};
  if (!find_meant(m, cells, &meant)) return go_on(m, cells->row);
  m->unknown_table.rows -= *taken;
  *taken = true;
  return begin(m, cells, &meant, err);
}

/* What became of the rows below, and of the table above. */
static const char *fate(struct co_mapper *m, const struct co_unknown_table *t) {
  const char *ended = t->ends ? ", and the table above it ended" : "";
  if (!t->rows) return "; the table above it ended";
  if (t->rows == 1)
    return co_arena_printf(&m->row, "; the row below it was not read%s", ended)
        .ptr;
  return co_arena_printf(&m->row, "; the %u rows below it were not read%s",
                         t->rows, ended)
      .ptr;
}

static const char *what_it_is(struct co_mapper *m,
                              const struct co_unknown_table *t) {
  if (!t->other_sheet)
    return "looks like the header of a table, of which the layout knows too "
           "few headings";
  return co_arena_printf(&m->row,
                         "is the header of the table %.*s, which the layout "
                         "reads only on sheets of other names",
                         CO_STR(t->tables))
      .ptr;
}

static struct co_str remedy(struct co_mapper *m,
                            const struct co_unknown_table *t) {
  if (t->other_sheet)
    return CO_LIT(
        "Have the sheet named as before, or widen `sheet:` of the table in "
        "the layout.");
  if (!t->tables.len)
    return CO_LIT(
        "If it is one, add its table to the layout; if not, name the row under "
        "`skip:`.");
  return co_arena_printf(
      &m->row,
      "If it is the table %.*s, add the new headings to its columns' `also:` "
      "in the layout; if it is another table, add that; if it is no header, "
      "name the row under `skip:`.",
      CO_STR(t->tables));
}

enum co_status co_unknown_table_end(struct co_mapper *m, struct co_err *err) {
  struct co_unknown_table t = m->unknown_table;
  m->unknown_table = (struct co_unknown_table){0};
  if (!t.open) return CO_OK;
  if (!t.rows && !t.ends) return co_report_unrecognised(m, t.at, t.text, err);
  m->lost_tables = true;
  return co_notice(
      m, "unknown_table",
      (struct co_noticed){.at = t.at, .raw = t.text, .remedy = remedy(m, &t)},
      err, "'%.*s' %s%s.", CO_STR(co_str_show(&m->row, t.text, 120)),
      what_it_is(m, &t), fate(m, &t));
}

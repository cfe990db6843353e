/* unknown_table.c - tables that the layout does not know.
 *
 * A header of which too few headings are known opens no table, and its rows
 * would fall into the table above. A row is meant as such a header where all
 * its cells are short words, none of them what the table above wants, and some
 * are headings of a table: one by its very name, or two nearly so below a gap.
 * It ends the table above; the rows below it, up to the next header, are read
 * by nothing, and told once. */
#include "ascii.h"
#include "map_state.h"
#include "number.h"

/* A heading is short; a row of two cells may be a label and what it means; a
 * heading that was reworded has few words more. */
enum { LONGEST_HEADING = 60, FEWEST_CELLS = 3, MORE_WORDS = 2 };

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

/* Short words: no figure, no date, nothing that stands in place of a figure. */
static bool may_be_heading(const struct co_mapper *m, struct co_str text) {
  struct co_number number;
  struct co_date date;
  bool digits = false;
  if (text.len > LONGEST_HEADING) return false;
  for (size_t i = 0; i < text.len; i++)
    digits |= co_is_digit(text.ptr[i]);
  if (digits)
    return co_number_parse(text, 0, &number) == CO_NUMBER_NOT &&
           !co_date_parse(text, m->layout->dates, &date, NULL);
  return !m->layout->missing || co_codes_find(m->layout->missing, text) < 0;
}

/* Whether a rule of the open table wants such a value there: a known word, a
 * date, a figure or a period. */
static bool is_wanted(struct co_mapper *m, const struct co_record_rule *rule,
                      size_t heading, const struct co_item *item) {
  for (size_t c = 0; c < rule->column_count; c++) {
    const struct co_column_rule *column = &rule->columns[c];
    struct co_value value = {0};
    if (column->column != heading || column->match || column->field < 0)
      continue;
    const struct co_field *field = &rule->kind->fields[column->field];
    if (field->type != CO_TYPE_LINE && field->type != CO_TYPE_TEXT &&
        co_item_value(&m->row, field, item, m->layout->dates, &value, NULL) ==
            CO_VALUE_OK)
      return true;
  }
  return false;
}

/* Whether the cells may be headings, and none is a value of the open table. */
static bool may_be_header(struct co_mapper *m, const struct co_cells *cells) {
  const struct co_occurrence *o = m->occurrence;
  size_t next = 0;
  if (cells->count < 2) return false;
  for (size_t i = 0; i < cells->count; i++) {
    const struct co_item *item = &cells->items[i];
    if (!may_be_heading(m, item->text)) return false;
    const struct co_column_of *column =
        o ? co_table_column(o, item->at.col, &next) : NULL;
    for (size_t r = 0; column && r < o->rule_count; r++)
      if (is_wanted(m, &o->rules[r], column->heading, item)) return false;
  }
  return true;
}

/* Whether rows are missing above, or the row above is no record. */
static bool is_below_gap(const struct co_mapper *m, uint32_t row) {
  return m->run.last_row + 1 < row ||
         (m->run.disposition != CO_ROW_RECORD &&
          m->run.disposition != CO_ROW_CONTINUATION &&
          m->run.disposition != CO_ROW_REJECTED);
}

/* The likeness of each table that can stand here, and the best of them. */
static struct likeness compare(struct co_mapper *m,
                               const struct co_cells *cells,
                               struct likeness *each) {
  struct co_str *folded = CO_NEW_ARRAY(&m->row, cells->count, struct co_str);
  bool *used = CO_NEW_ARRAY(&m->row, cells->count, bool);
  struct likeness best = {0};
  for (size_t i = 0; i < cells->count; i++)
    folded[i] = co_str_fold(&m->row, cells->items[i].text);
  for (size_t t = 0; t < m->layout->table_count; t++) {
    const struct co_table *table = &m->layout->tables[t];
    if (!m->on_sheet[t]) continue;
    each[t].exact = called(table, folded, cells->count, used, co_str_eq);
    each[t].near = called(table, folded, cells->count, used, is_nearly);
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

/* The tables that are likest, in words; their records are no parents now. */
static struct co_str likest(struct co_mapper *m, const struct likeness *each,
                            size_t near) {
  struct co_str names = {0};
  for (size_t t = 0; t < m->layout->table_count; t++) {
    if (!m->on_sheet[t] || each[t].near != near) continue;
    forget_parents(m, &m->layout->tables[t]);
    names = co_arena_printf(&m->file, "%.*s%s'%.*s'", CO_STR(names),
                            names.len ? " or " : "",
                            CO_STR(m->layout->tables[t].name));
  }
  return names;
}

static enum co_status begin(struct co_mapper *m, const struct co_cells *cells,
                            struct co_str tables, struct co_err *err) {
  struct co_str *texts = CO_NEW_ARRAY(&m->row, cells->count, struct co_str);
  enum co_status status = co_table_close(m, err);
  if (status == CO_OK) status = co_build_flush(m, err);
  for (size_t i = 0; i < cells->count; i++)
    texts[i] = co_str_show(&m->row, cells->items[i].text, LONGEST_HEADING);
  m->unknown_table = (struct co_unknown_table){
      .open = true,
      .at = cells->items[0].at,
      .text = co_arena_str(&m->file,
                           co_str_join(&m->row, texts, cells->count, " | ")),
      .tables = tables};
  return status;
}

enum co_status co_unknown_table_take(struct co_mapper *m,
                                     const struct co_cells *cells, bool *taken,
                                     struct co_err *err) {
  *taken = m->unknown_table.open;
  if (!m->occurrence && !*taken) return CO_OK;
  m->unknown_table.rows += *taken;
  if (m->run.disposition == CO_ROW_HEADER && m->run.last_row + 1 == cells->row)
    return CO_OK; /* the header's own second row */
  if (!may_be_header(m, cells)) return CO_OK;
  struct likeness *each =
      CO_NEW_ARRAY(&m->row, m->layout->table_count, struct likeness);
  struct likeness best = compare(m, cells, each);
  bool named = best.exact && cells->count >= FEWEST_CELLS;
  if (!named && (best.near < 2 || !is_below_gap(m, cells->row))) return CO_OK;
  m->unknown_table.rows -= *taken;
  *taken = true;
  return begin(m, cells, likest(m, each, best.near), err);
}

/* What became of the rows below. */
static const char *fate(struct co_mapper *m, unsigned rows) {
  if (!rows) return "the table above it ended";
  if (rows == 1)
    return "the row below it was not read, and the table above it ended";
  return co_arena_printf(&m->row,
                         "the %u rows below it were not read, and the table "
                         "above it ended",
                         rows)
      .ptr;
}

enum co_status co_unknown_table_end(struct co_mapper *m, struct co_err *err) {
  struct co_unknown_table t = m->unknown_table;
  m->unknown_table = (struct co_unknown_table){0};
  if (!t.open) return CO_OK;
  struct co_str remedy = co_arena_printf(
      &m->row,
      "If it is the table %.*s, add the new headings to its columns' `also:` "
      "in the layout; if it is another table, add that; if it is no header, "
      "name the row under `skip:`.",
      CO_STR(t.tables));
  return co_notice(
      m, "unknown_table",
      (struct co_noticed){.at = t.at, .raw = t.text, .remedy = remedy}, err,
      "'%.*s' looks like the header of a table, of which the layout knows too "
      "few headings; %s.",
      CO_STR(co_str_show(&m->row, t.text, 120)), fate(m, t.rows));
}

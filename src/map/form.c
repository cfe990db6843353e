/* form.c - cells here and there that together are one row.
 *
 * A form opens at a cell that matches its start pattern (the first filled
 * cell of a row) and collects its named cells until it is closed: by its own
 * row's end, another form's start, a table's header or the sheet's end. */
#include <stdlib.h>

#include "map_state.h"

static int heading_of(const struct co_form *form, struct co_str name) {
  for (size_t i = 0; i < form->heading_count; i++)
    if (co_str_eq(form->headings[i].name, name)) return (int)i;
  return -1;
}

/* What is kept for a name; NULL where the form has no such name. */
static struct co_item *kept_for(struct co_mapper *m, struct co_str name) {
  int i = heading_of(m->form.form, name);
  return i < 0 ? NULL : &m->form.items[i];
}

/* Keeps the first text that is found for a name; a cell with another one is
 * noted. A part of a text is text, whatever the cell was. */
static void keep(struct co_mapper *m, const struct co_cells *cells,
                 struct co_str name, const struct co_item *item,
                 struct co_str text) {
  struct co_item *kept = kept_for(m, name);
  if (!kept || !text.len) return;
  if (!kept->text.len) {
    *kept = *item;
    if (text.ptr != item->text.ptr) kept->kind = CO_CELL_TEXT;
    kept->text = co_arena_str(&m->file, text);
    kept->power = m->form.form->headings[kept - m->form.items].power;
  } else if (!co_str_eq(co_str_collapse(&m->row, text),
                        co_str_collapse(&m->row, kept->text))) {
    m->form.instead[item - cells->items] = kept;
  }
}

/* Keeps the groups of a pattern that matches the cell. */
static bool keep_groups(struct co_mapper *m, const struct co_cells *cells,
                        const struct co_pattern *pattern,
                        const struct co_item *item) {
  size_t count = co_pattern_group_count(pattern);
  struct co_str *groups = CO_NEW_ARRAY(&m->row, count, struct co_str);
  struct co_str text = co_str_collapse(&m->row, item->text);
  if (!co_pattern_match(pattern, text, groups, NULL)) return false;
  for (size_t g = 0; g < count; g++)
    keep(m, cells, co_pattern_group_name(pattern, g), item, groups[g]);
  return true;
}

static bool label_matches(struct co_mapper *m, const struct co_pattern *label,
                          const struct co_item *item) {
  return co_pattern_match(label, co_str_collapse(&m->row, item->text), NULL,
                          NULL);
}

bool co_form_has_label(struct co_mapper *m, const struct co_item *first) {
  const struct co_form *form = m->form.form;
  for (size_t i = 0; form && i < form->cell_count; i++)
    if (form->cells[i].how == CO_FORM_AFTER &&
        label_matches(m, form->cells[i].pattern, first))
      return true;
  return false;
}

static const struct co_item *item_at(const struct co_cells *cells,
                                     uint32_t col) {
  for (size_t i = 0; i < cells->count; i++)
    if (cells->items[i].at.col == col) return &cells->items[i];
  return NULL;
}

/* An item of the row at hand belongs to the form: its label, or its value. */
static void use(struct co_mapper *m, const struct co_cells *cells,
                const struct co_item *item) {
  m->form.used[item - cells->items] = true;
}

/* A label and its value, with what lies between them. */
static void use_up_to(struct co_mapper *m, const struct co_cells *cells,
                      size_t label, const struct co_item *value) {
  const struct co_item *item = &cells->items[label];
  do
    use(m, cells, item);
  while (value && ++item <= value);
}

/* The cell `right` columns on from the filled cell that follows cells[i]. */
static const struct co_item *item_after(const struct co_cells *cells, size_t i,
                                        unsigned right) {
  if (i + 1 >= cells->count) return NULL;
  return right ? item_at(cells, cells->items[i + 1].at.col + right)
               : &cells->items[i + 1];
}

/* The whole cell has the cell's name, unless a part of it has. */
static bool take_match(struct co_mapper *m, const struct co_form_cell *cell,
                       const struct co_cells *cells) {
  for (size_t i = 0; i < cells->count; i++)
    if (keep_groups(m, cells, cell->pattern, &cells->items[i])) {
      use(m, cells, &cells->items[i]);
      if (!co_pattern_names(cell->pattern, cell->name))
        keep(m, cells, cell->name, &cells->items[i], cells->items[i].text);
      return true;
    }
  return false;
}

/* One of many: the cell with the groups of its label. */
static void keep_slot(struct co_mapper *m, const struct co_form_cell *cell,
                      const struct co_item *label, const struct co_item *item) {
  struct co_open_form *form = &m->form;
  size_t count = co_pattern_group_count(cell->pattern);
  struct co_str *groups = CO_NEW_ARRAY(&m->row, count, struct co_str);
  struct co_found *found = CO_NEW(&m->file, struct co_found);
  co_pattern_match(cell->pattern, co_str_collapse(&m->row, label->text), groups,
                   NULL);
  *found =
      (struct co_found){.present = true,
                        .at = label->at,
                        .text = cell->name,
                        .names = CO_NEW_ARRAY(&m->file, count, struct co_name)};
  for (size_t g = 0; g < count; g++)
    found->names[found->name_count++] =
        (struct co_name){co_pattern_group_name(cell->pattern, g),
                         co_arena_str(&m->file, groups[g]), label->at};
  CO_GROW(form->slots, form->slot_count, form->slot_cap);
  struct co_slot *slot = &form->slots[form->slot_count++];
  *slot = (struct co_slot){(size_t)heading_of(form->form, cell->name), found,
                           *item};
  slot->item.text = co_arena_str(&m->file, item->text);
  slot->item.power = cell->power;
}

static bool take_after(struct co_mapper *m, const struct co_form_cell *cell,
                       const struct co_cells *cells) {
  for (size_t i = 0; i < cells->count; i++) {
    if (!label_matches(m, cell->pattern, &cells->items[i])) continue;
    const struct co_item *item = item_after(cells, i, cell->right);
    use_up_to(m, cells, i, item);
    if (item && cell->many) keep_slot(m, cell, &cells->items[i], item);
    if (item && !(cell->many && kept_for(m, cell->name)->text.len))
      keep(m, cells, cell->name, item, item->text);
    return true;
  }
  return false;
}

static bool is_skipped(struct co_mapper *m, const struct co_item *item) {
  return co_skips(m, co_str_collapse(&m->row, item->text));
}

/* Whether a text is another label of the form, or another cell: then nothing
 * stands between it and the label above. */
static bool is_another(struct co_mapper *m, size_t index,
                       const struct co_item *item) {
  const struct co_form *form = m->form.form;
  for (size_t i = 0; i < form->cell_count; i++)
    if (i != index && label_matches(m, form->cells[i].pattern, item))
      return true;
  return false;
}

/* A label seen in an earlier row points at a column: the next filled cell there
 * is the form's, unless it is another of its labels or cells. What the layout
 * skips is passed over on the way; a rule so wide that it names the label too
 * says nothing. */
static bool take_below(struct co_mapper *m, size_t index,
                       const struct co_cells *cells) {
  const struct co_form_cell *cell = &m->form.form->cells[index];
  bool took = false;
  if (m->form.awaiting[index]) {
    const struct co_item *item = item_at(cells, m->form.awaited[index].col);
    if (item && is_another(m, index, item)) {
      m->form.awaiting[index] = false;
    } else if (item && !(m->form.past_skips[index] && is_skipped(m, item))) {
      use(m, cells, item);
      keep(m, cells, cell->name, item, item->text);
      m->form.awaiting[index] = false;
      took = true;
    }
  }
  for (size_t i = 0; i < cells->count; i++)
    if (label_matches(m, cell->pattern, &cells->items[i])) {
      use(m, cells, &cells->items[i]);
      m->form.awaited[index] = cells->items[i].at;
      m->form.awaited[index].col += cell->right;
      m->form.awaiting[index] = true;
      m->form.past_skips[index] = !is_skipped(m, &cells->items[i]);
      took = true;
    }
  return took;
}

/* A cell beside those of the form: a label that is worded otherwise, and its
 * value. */
static enum co_status report_unused(struct co_mapper *m,
                                    const struct co_item *item,
                                    struct co_err *err) {
  return co_notice(
      m, "stray_cell",
      (struct co_noticed){
          .at = item->at,
          .raw = item->text,
          .remedy = CO_LIT("If it is a label or has one, let a cell of the "
                           "form take it in the layout (`cells:`).")},
      err, "'%.*s' stands in the form '%.*s' and was not read.",
      CO_STR(co_str_show(&m->row, item->text, 60)), CO_STR(m->form.form->name));
}

/* A cell for which another of the same form was kept. */
static enum co_status report_second(struct co_mapper *m,
                                    const struct co_item *item,
                                    const struct co_item *kept,
                                    struct co_err *err) {
  return co_notice(
      m, "stray_cell",
      (struct co_noticed){
          .at = item->at,
          .raw = item->text,
          .remedy = CO_LIT("Ask which of the two is meant; where a form may "
                           "hold several, say `many: true` at this cell in "
                           "the layout.")},
      err,
      "'%.*s' stands in the form '%.*s' where '%.*s' was read before, and was "
      "not read.",
      CO_STR(co_str_show(&m->row, item->text, 60)), CO_STR(m->form.form->name),
      CO_STR(co_str_show(&m->row, kept->text, 60)));
}

static enum co_status report_unread(struct co_mapper *m,
                                    const struct co_cells *cells,
                                    struct co_err *err) {
  enum co_status status = CO_OK;
  for (size_t i = 0; i < cells->count && status == CO_OK; i++) {
    const struct co_item *item = &cells->items[i], *kept = m->form.instead[i];
    if (kept)
      status = report_second(m, item, kept, err);
    else if (!m->form.used[i])
      status = report_unused(m, item, err);
  }
  return status;
}

/* Nothing of the row is taken yet. */
static void begin_row(struct co_mapper *m, const struct co_cells *cells) {
  m->form.used = CO_NEW_ARRAY(&m->row, cells->count, bool);
  m->form.instead = CO_NEW_ARRAY(&m->row, cells->count, const struct co_item *);
}

static bool take_cells(struct co_mapper *m, const struct co_cells *cells) {
  const struct co_form *form = m->form.form;
  bool took = false;
  for (size_t i = 0; i < form->cell_count; i++) {
    const struct co_form_cell *cell = &form->cells[i];
    if (cell->how == CO_FORM_MATCH) took |= take_match(m, cell, cells);
    if (cell->how == CO_FORM_AFTER) took |= take_after(m, cell, cells);
    if (cell->how == CO_FORM_BELOW) took |= take_below(m, i, cells);
  }
  return took;
}

enum co_status co_form_take(struct co_mapper *m, const struct co_cells *cells,
                            bool *took, struct co_err *err) {
  *took = false;
  if (!m->form.form) return CO_OK;
  begin_row(m, cells);
  *took = take_cells(m, cells);
  return *took ? report_unread(m, cells, err) : CO_OK;
}

const struct co_form *co_form_that_starts(struct co_mapper *m,
                                          const struct co_item *first) {
  if (!m->layout->form_count) return NULL;
  struct co_str text = co_str_collapse(&m->row, first->text);
  for (size_t i = 0; i < m->layout->form_count; i++) {
    const struct co_form *form = &m->layout->forms[i];
    if (!co_fits_sheet(form->sheet, m->sheet)) continue;
    if (form->start && co_pattern_match(form->start, text, NULL, NULL))
      return form;
  }
  return NULL;
}

enum co_status co_form_start(struct co_mapper *m, const struct co_form *form,
                             const struct co_cells *cells, struct co_err *err) {
  m->form = (struct co_open_form){
      .form = form,
      .row = cells->row,
      .items = CO_NEW_ARRAY(&m->file, form->heading_count, struct co_item),
      .awaited = CO_NEW_ARRAY(&m->file, form->cell_count, struct co_place),
      .awaiting = CO_NEW_ARRAY(&m->file, form->cell_count, bool),
      .past_skips = CO_NEW_ARRAY(&m->file, form->cell_count, bool)};
  begin_row(m, cells);
  m->form.used[0] = true;
  keep_groups(m, cells, form->start, &cells->items[0]);
  take_cells(m, cells);
  return report_unread(m, cells, err);
}

static void name_form_columns(struct co_occurrence *o,
                              const struct co_item *items) {
  for (size_t i = 0; i < o->heading_count; i++)
    o->found[i] = (struct co_found){
        .present = true, .at = items[i].at, .text = o->headings[i].name};
}

enum co_status co_form_close(struct co_mapper *m, struct co_err *err) {
  const struct co_form *form = m->form.form;
  struct co_built built = {0};
  if (!form) return CO_OK;
  m->form.form = NULL;
  struct co_occurrence *o =
      co_occurrence_new(m, form->name, form->headings, form->heading_count,
                        form->records, form->record_count, m->form.row);
  name_form_columns(o, m->form.items);
  struct co_line line = {.row = m->form.row,
                         .items = m->form.items,
                         .slots = m->form.slots,
                         .slot_count = m->form.slot_count};
  enum co_status status = co_build_flush(m, err);
  if (status == CO_OK)
    status = co_build_line(m, o, o->rules, o->rule_count, &line, &built, err);
  free(m->form.slots);
  m->form.slots = NULL;
  return status == CO_OK ? co_build_flush(m, err) : status;
}

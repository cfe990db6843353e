/* recognise.c - the recogniser as a sink: which layout fits a return.
 *
 * Every rule of every layout is tried on the first rows of every sheet, until
 * all were seen. The layout all of whose rules were seen wins, the one with the
 * most rules where several do, and none where two have as many: that would be
 * a guess. Where none fits, the nearest is named with what it lacks, and those
 * that nothing tells apart from it. */
#include <stdlib.h>

#include "mapper.h"
#include "str.h"

/* Of a row that is nearly a header, what is kept to name what was renamed. */
enum { MOST_OTHERS = 64, LONGEST_OTHER = 80 };

struct seen {
  bool whole;
  size_t most; /* of a header: headings found in the best row */
  uint32_t row;
  struct co_str sheet;
  bool *found;           /* of a header: which ones, in that row */
  struct co_str *others; /* what else stands in that row */
  size_t other_count;
  struct co_str value; /* of a property that reads otherwise */
};

struct recogniser {
  struct co_sink sink; /* first: a recogniser is a sink */
  const struct co_layouts *layouts;
  struct seen **seen; /* by layout, by rule */
  struct co_arena arena, row;
  struct co_str sheet;
  uint32_t rows;
};

static void see_texts(struct recogniser *r,
                      const struct co_recognise_rule *rule,
                      const struct co_row *row, struct seen *seen) {
  for (uint32_t i = 0; i < row->count && !seen->whole; i++)
    seen->whole = co_pattern_match(rule->pattern,
                                   co_str_collapse(&r->row, row->cells[i].text),
                                   NULL, NULL);
}

/* Whether a heading of the rule is called so, by its name or by another that
 * the tables know of it. */
static bool is_called(const struct co_recognise_rule *rule, size_t h,
                      struct co_str folded) {
  const struct co_namesakes *namesakes = &rule->namesakes[h];
  bool is = co_str_eq(rule->folded[h], folded);
  for (size_t i = 0; i < namesakes->count && !is; i++)
    for (size_t a = 0; a < namesakes->list[i]->alias_count && !is; a++)
      is = co_str_eq(namesakes->list[i]->aliases[a], folded);
  return is;
}

static bool is_heading(const struct co_recognise_rule *rule,
                       struct co_str folded) {
  bool is = false;
  for (size_t h = 0; h < rule->heading_count && !is; h++)
    is = is_called(rule, h, folded);
  return is;
}

/* What a heading may be called now. */
static void keep_others(struct recogniser *r,
                        const struct co_recognise_rule *rule,
                        const struct co_row *row, const struct co_str *folded,
                        struct seen *seen) {
  size_t room = row->count < MOST_OTHERS ? row->count : MOST_OTHERS;
  seen->others = CO_NEW_ARRAY(&r->arena, room, struct co_str);
  seen->other_count = 0;
  for (uint32_t i = 0; i < row->count && seen->other_count < room; i++)
    if (!is_heading(rule, folded[i]))
      seen->others[seen->other_count++] =
          co_str_show(&r->arena, co_str_collapse(&r->row, row->cells[i].text),
                      LONGEST_OTHER);
}

/* A heading of a recognise rule is the name as it is usually written; where
 * the tables name it by pattern, write the usual form here. */
static void see_header(struct recogniser *r,
                       const struct co_recognise_rule *rule,
                       const struct co_row *row, const struct co_str *folded,
                       struct seen *seen) {
  bool *found = CO_NEW_ARRAY(&r->row, rule->heading_count, bool);
  size_t count = 0;
  for (size_t h = 0; h < rule->heading_count; h++)
    for (uint32_t i = 0; i < row->count && !found[h]; i++)
      if (is_called(rule, h, folded[i])) {
        found[h] = true;
        count++;
      }
  if (count <= seen->most) return;
  seen->most = count;
  seen->row = row->row;
  seen->sheet = r->sheet;
  seen->whole = count == rule->heading_count;
  for (size_t h = 0; h < rule->heading_count; h++)
    seen->found[h] = found[h];
  keep_others(r, rule, row, folded, seen);
}

/* Whether every rule was seen: there is no more to learn. */
static bool all_seen(const struct recogniser *r) {
  for (size_t l = 0; l < r->layouts->count; l++)
    for (size_t i = 0; i < r->layouts->list[l].recognise_count; i++)
      if (!r->seen[l][i].whole) return false;
  return true;
}

/* A property of that name that reads otherwise is kept for the message. */
static void see_property(struct recogniser *r,
                         const struct co_recognise_rule *rule,
                         const struct co_sheet *sheet, struct seen *seen) {
  for (size_t i = 0; i < sheet->property_count && !seen->whole; i++) {
    const struct co_named *property = &sheet->properties[i];
    struct co_str value = co_str_collapse(&r->row, property->refers);
    if (!co_str_eq(co_str_fold(&r->row, property->name), rule->property_folded))
      continue;
    seen->whole = co_pattern_match(rule->pattern, value, NULL, NULL);
    seen->value = co_str_show(&r->arena, value, LONGEST_OTHER);
  }
}

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  struct recogniser *r = (struct recogniser *)sink;
  (void)err;
  r->sheet = co_arena_str(&r->arena, sheet->name);
  r->rows = 0;
  for (size_t l = 0; l < r->layouts->count; l++)
    for (size_t i = 0; i < r->layouts->list[l].recognise_count; i++) {
      const struct co_recognise_rule *rule = &r->layouts->list[l].recognise[i];
      struct seen *seen = &r->seen[l][i];
      if (seen->whole || !rule->pattern) continue;
      if (rule->what == CO_SEE_SHEET)
        seen->whole = co_fits_sheet(rule->pattern, r->sheet);
      if (rule->what == CO_SEE_PROPERTY) see_property(r, rule, sheet, seen);
    }
  co_arena_reset(&r->row);
  return all_seen(r) ? CO_STOP : CO_OK;
}

static const struct co_str *fold_cells(struct recogniser *r,
                                       const struct co_row *row) {
  struct co_str *folded = CO_NEW_ARRAY(&r->row, row->count, struct co_str);
  for (uint32_t i = 0; i < row->count; i++)
    folded[i] = co_str_fold(&r->row, row->cells[i].text);
  return folded;
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct recogniser *r = (struct recogniser *)sink;
  (void)err;
  if (r->rows++ >= CO_RECOGNISE_ROWS) return CO_STOP;
  const struct co_str *folded = NULL;
  for (size_t l = 0; l < r->layouts->count; l++)
    for (size_t i = 0; i < r->layouts->list[l].recognise_count; i++) {
      const struct co_recognise_rule *rule = &r->layouts->list[l].recognise[i];
      struct seen *seen = &r->seen[l][i];
      if (seen->whole) continue;
      if (rule->what == CO_SEE_TEXT && rule->pattern)
        see_texts(r, rule, row, seen);
      if (rule->what != CO_SEE_HEADER) continue;
      if (!folded) folded = fold_cells(r, row);
      see_header(r, rule, row, folded, seen);
    }
  co_arena_reset(&r->row);
  return all_seen(r) ? CO_STOP : CO_OK;
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  (void)sink;
  (void)err;
  return CO_OK;
}

static void on_free(struct co_sink *sink) {
  struct recogniser *r = (struct recogniser *)sink;
  co_arena_clear(&r->row);
  co_arena_clear(&r->arena);
  free(r);
}

struct co_sink *co_recogniser_new(const struct co_layouts *layouts) {
  struct recogniser *r = co_xcalloc(1, sizeof *r);
  r->sink = (struct co_sink){
      .sheet = on_sheet, .row = on_row, .end = on_end, .free = on_free};
  r->layouts = layouts;
  r->seen = CO_NEW_ARRAY(&r->arena, layouts->count, struct seen *);
  for (size_t l = 0; l < layouts->count; l++) {
    const struct co_layout *layout = &layouts->list[l];
    r->seen[l] = CO_NEW_ARRAY(&r->arena, layout->recognise_count, struct seen);
    for (size_t i = 0; i < layout->recognise_count; i++)
      r->seen[l][i].found =
          CO_NEW_ARRAY(&r->arena, layout->recognise[i].heading_count, bool);
  }
  return &r->sink;
}

/* What of a layout was seen: texts, names of sheets, each heading of a header,
 * a property and what it reads. */
struct nearness {
  size_t wanted, seen;
  size_t strong; /* seen, but for headings that stand alone: any return may
                    have an Action */
};

static struct nearness nearness_of(const struct recogniser *r, size_t l) {
  const struct co_layout *layout = &r->layouts->list[l];
  struct nearness near = {0};
  for (size_t i = 0; i < layout->recognise_count; i++) {
    const struct co_recognise_rule *rule = &layout->recognise[i];
    const struct seen *seen = &r->seen[l][i];
    bool header = rule->what == CO_SEE_HEADER;
    size_t wanted = header ? rule->heading_count : 1;
    wanted += rule->what == CO_SEE_PROPERTY;
    size_t got = seen->whole ? wanted : header ? seen->most : !!seen->value.len;
    near.wanted += wanted;
    near.seen += got;
    if (seen->whole || !header || got > 1) near.strong += got;
  }
  return near;
}

/* The share of what is wanted; of two that share as much, the weaker signs. */
static bool is_nearer(struct nearness a, struct nearness b) {
  if (a.strong * b.wanted != b.strong * a.wanted)
    return a.strong * b.wanted > b.strong * a.wanted;
  return a.seen * b.wanted > b.seen * a.wanted;
}

/* Whether enough was seen to name it: a strong sign, two weak ones, or half of
 * the little that is wanted. */
static bool speaks(struct nearness near) {
  return near.strong || near.seen >= 2 ||
         (near.seen && 2 * near.seen >= near.wanted);
}

/* Whether nothing tells it apart from the nearest: no more is to be mended, and
 * not much less was seen. */
static bool is_as_near(struct nearness a, struct nearness nearest) {
  return a.wanted - a.seen <= nearest.wanted - nearest.seen && a.strong &&
         2 * a.strong >= nearest.strong;
}

static struct co_str missing_headings(struct recogniser *r,
                                      const struct co_recognise_rule *rule,
                                      const struct seen *seen) {
  struct co_str list = {0};
  for (size_t h = 0; h < rule->heading_count; h++) {
    if (seen->found[h]) continue;
    list = co_arena_printf(&r->arena, "%.*s%s'%.*s'", CO_STR(list),
                           list.len ? ", " : "", CO_STR(rule->headings[h]));
    int near =
        co_str_nearest(rule->headings[h], seen->others, seen->other_count);
    if (near >= 0)
      list = co_arena_printf(&r->arena, "%.*s (is it '%.*s' now?)",
                             CO_STR(list), CO_STR(seen->others[near]));
  }
  return list;
}

/* What a rule did not find, in words. */
static struct co_str lack(struct recogniser *r,
                          const struct co_recognise_rule *rule,
                          const struct seen *seen) {
  if (rule->what == CO_SEE_HEADER && seen->most)
    return co_arena_printf(&r->arena,
                           "the header in row %u of sheet '%.*s' has no %.*s",
                           (unsigned)seen->row + 1, CO_STR(seen->sheet),
                           CO_STR(missing_headings(r, rule, seen)));
  if (rule->what == CO_SEE_HEADER)
    return co_arena_printf(&r->arena, "no row has the header %.*s",
                           CO_STR(missing_headings(r, rule, seen)));
  if (rule->what == CO_SEE_PROPERTY && seen->value.len)
    return co_arena_printf(
        &r->arena, "the property '%.*s' reads '%.*s' and not '%.*s'",
        CO_STR(rule->property), CO_STR(seen->value), CO_STR(rule->text));
  if (rule->what == CO_SEE_PROPERTY)
    return co_arena_printf(&r->arena, "it has no property '%.*s'",
                           CO_STR(rule->property));
  return co_arena_printf(&r->arena, "no %s matches '%.*s'",
                         rule->what == CO_SEE_SHEET ? "sheet's name" : "cell",
                         CO_STR(rule->text));
}

/* What a layout lacks, in words. */
static struct co_str explain(struct recogniser *r, size_t l) {
  const struct co_layout *layout = &r->layouts->list[l];
  struct co_str why = {0};
  for (size_t i = 0; i < layout->recognise_count; i++)
    if (!r->seen[l][i].whole)
      why = co_arena_printf(
          &r->arena, "%.*s%s%.*s", CO_STR(why), why.len ? "; " : "",
          CO_STR(lack(r, &layout->recognise[i], &r->seen[l][i])));
  return co_arena_printf(&r->arena, "'%.*s', but %.*s", CO_STR(layout->name),
                         CO_STR(why));
}

static size_t find_nearest(const struct recogniser *r) {
  size_t nearest = 0;
  for (size_t l = 1; l < r->layouts->count; l++)
    if (is_nearer(nearness_of(r, l), nearness_of(r, nearest))) nearest = l;
  return nearest;
}

/* The nearest that does not fit, and what it lacks; others that are as near
 * behind it. */
static enum co_status none_fits(struct recogniser *r, struct co_err *err) {
  size_t first = find_nearest(r);
  struct nearness nearest = {0};
  if (r->layouts->count) nearest = nearness_of(r, first);
  if (!speaks(nearest))
    return co_fail(err, CO_X_NO_LAYOUT,
                   "no layout of the pack has anything in common with this "
                   "file");
  struct co_str text = explain(r, first);
  for (size_t l = 0; l < r->layouts->count; l++)
    if (l != first && is_as_near(nearness_of(r, l), nearest))
      text = co_arena_printf(&r->arena, "%.*s; or %.*s", CO_STR(text),
                             CO_STR(explain(r, l)));
  return co_fail(err, CO_X_NO_LAYOUT,
                 "no layout fits this file; the nearest is %.*s", CO_STR(text));
}

enum co_status co_recogniser_result(struct co_sink *recogniser,
                                    const struct co_layout **layout,
                                    struct co_err *err) {
  struct recogniser *r = (struct recogniser *)recogniser;
  const struct co_layout *best = NULL, *rival = NULL;
  for (size_t l = 0; l < r->layouts->count; l++) {
    const struct co_layout *fits = &r->layouts->list[l];
    struct nearness near = nearness_of(r, l);
    if (!near.wanted || near.seen < near.wanted) continue;
    if (!best || fits->recognise_count > best->recognise_count) {
      best = fits;
      rival = NULL;
    } else if (fits->recognise_count == best->recognise_count) {
      rival = fits;
    }
  }
  *layout = best;
  if (!best) return none_fits(r, err);
  if (!rival) return CO_OK;
  return co_fail(err, CO_X_SEVERAL_LAYOUTS,
                 "the layouts '%.*s' and '%.*s' fit this file equally well; "
                 "give 'recognise' of the right one a text or heading that "
                 "only its returns have",
                 CO_STR(best->name), CO_STR(rival->name));
}

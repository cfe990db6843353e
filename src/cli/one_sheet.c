/* one_sheet.c - see one_sheet.h. A name is the same whatever its capitals, as
 * in Excel. */
#include "one_sheet.h"

#include "arena.h"

enum { LONGEST_LIST = 2000 };

static bool is_same(struct co_str a, struct co_str b) {
  struct co_arena arena = CO_ARENA_INIT;
  bool same =
      co_str_eq(co_str_fold_case(&arena, a), co_str_fold_case(&arena, b));
  co_arena_clear(&arena);
  return same;
}

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  struct one_sheet *one = (struct one_sheet *)sink;
  if (!one->name || is_same(sheet->name, co_str_of(one->name))) {
    one->found = true;
    return one->to->sheet(one->to, sheet, err);
  }
  co_buf_printf(&one->others, "%s'%.*s'", one->others.len ? ", " : "",
                CO_STR(sheet->name));
  return CO_STOP;
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct one_sheet *one = (struct one_sheet *)sink;
  return one->to->row(one->to, row, err);
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  struct one_sheet *one = (struct one_sheet *)sink;
  if (one->found || !one->name) return one->to->end(one->to, err);
  return co_fail(err, CO_X_OPTION_VALUE,
                 "--sheet: %s has no sheet '%s'; there are: %.*s", one->file,
                 one->name, CO_STR(co_buf_str(&one->others)));
}

void one_sheet_init(struct one_sheet *one, struct co_sink *to, const char *file,
                    const char *name) {
  *one = (struct one_sheet){
      .sink = {.sheet = on_sheet, .row = on_row, .end = on_end},
      .to = to,
      .file = file,
      .name = name,
      .others = {.limit = LONGEST_LIST}};
}

void one_sheet_clear(struct one_sheet *one) {
  co_buf_clear(&one->others);
}

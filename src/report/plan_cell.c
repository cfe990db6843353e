/* plan_cell.c - makes cells of what a block's query gives.
 *
 * What the store counts exactly is written exactly: whole numbers of units
 * with their scale become decimal text here and nowhere a double. */
#include <string.h>

#include "date.h"
#include "number.h"
#include "plan_parts.h"
#include "utf8.h"

/* What a number of a workbook keeps: significant digits, and the power of ten
 * of the last one, above or below 0. */
enum { DIGITS = 15, MOST_POWER = 22 };

static enum co_look look_of(enum co_plan_type type) {
  static const enum co_look looks[CO_PLAN_TYPES] = {
      [CO_PLAN_TEXT] = CO_LOOK_PLAIN,  [CO_PLAN_WRAP] = CO_LOOK_WRAP,
      [CO_PLAN_DATE] = CO_LOOK_PLAIN,  [CO_PLAN_NUMBER] = CO_LOOK_PLAIN,
      [CO_PLAN_WHOLE] = CO_LOOK_WHOLE, [CO_PLAN_PERCENT] = CO_LOOK_PERCENT,
      [CO_PLAN_MONEY] = CO_LOOK_MONEY,
  };
  return looks[type];
}

/* A quotient as queries give what is very small or great: 3.5e-09. */
struct quotient {
  struct co_str decimals; /* 5 */
  int exponent;           /* -9; 0 where there is none */
};

static struct quotient take_apart(struct co_str text) {
  const char *end = text.ptr + text.len;
  const char *e = memchr(text.ptr, 'e', text.len);
  const char *point = memchr(text.ptr, '.', text.len);
  struct quotient q = {0};
  if (!e) return q;
  for (const char *p = e + 2; p < end; p++) /* a sign is always there */
    q.exponent = q.exponent * 10 + (*p - '0');
  if (e[1] == '-') q.exponent = -q.exponent;
  if (point) q.decimals = (struct co_str){point + 1, (size_t)(e - point) - 1};
  return q;
}

static bool is_beyond(struct co_str text) {
  struct quotient q = take_apart(text);
  int power = q.exponent - (int)q.decimals.len;
  return power > MOST_POWER || power < -MOST_POWER ||
         memchr(text.ptr, 'I', text.len); /* Inf */
}

/* Short ones as a workbook gives them back: 0.00001 for 1e-05. */
static struct co_str without_exponent(struct co_arena *arena,
                                      struct co_str text) {
  static const char zeros[] = "00000000000000";
  struct quotient q = take_apart(text);
  int decimals = (int)q.decimals.len - q.exponent;
  bool minus = text.len && text.ptr[0] == '-';
  if (q.exponent >= 0 || decimals >= DIGITS) return text;
  return co_arena_printf(arena, "%s0.%.*s%c%.*s", minus ? "-" : "",
                         -q.exponent - 1, zeros, text.ptr[minus],
                         CO_STR(q.decimals));
}

/* A number that a workbook would round is kept whole as text. */
static enum co_cell_kind number_kind(struct co_str text) {
  size_t digits = 0;
  if (text.len <= DIGITS) return CO_CELL_NUMBER;
  for (size_t i = 0; i < text.len && text.ptr[i] != 'e'; i++)
    digits += (text.ptr[i] >= '1' && text.ptr[i] <= '9') ||
              (text.ptr[i] == '0' && digits);
  return digits > DIGITS ? CO_CELL_TEXT : CO_CELL_NUMBER;
}

static struct co_str decimal(struct co_arena *arena, int64_t units,
                             unsigned scale) {
  char *buf = co_alloc(arena, CO_DECIMAL_TEXT);
  return co_str_of(co_decimal_text(units, scale, buf));
}

/* "2.0" as a query gives it for a fraction without one. */
static struct co_str without_zero(struct co_str text) {
  if (text.len > 2 && !memcmp(text.ptr + text.len - 2, ".0", 2)) text.len -= 2;
  return text;
}

/* A number that is no count of units. */
static void set_quotient(struct co_plan_run *run, struct co_str text,
                         struct co_cell *cell) {
  cell->text = without_exponent(run->row_arena, without_zero(text));
  cell->kind = is_beyond(cell->text) ? CO_CELL_TEXT : number_kind(cell->text);
}

static void set_number(struct co_plan_run *run, size_t i,
                       struct co_cell *cell) {
  unsigned col = (unsigned)run->sources[i].from;
  unsigned scale = run->block->columns[i].scale;
  if (run->sources[i].scale >= 0)
    scale = (unsigned)co_query_int(run->query, (unsigned)run->sources[i].scale);
  if (!scale || scale > CO_DECIMAL_TEXT / 4) {
    set_quotient(run, co_query_text(run->query, col), cell);
    return;
  }
  cell->text = decimal(run->row_arena, co_query_int(run->query, col), scale);
  cell->kind = number_kind(cell->text);
}

/* ISO dates that a workbook can hold: Excel counts a 29-Feb-1900. */
static bool is_real_date(struct co_str text) {
  struct co_date date;
  return text.len == 10 && text.ptr[4] == '-' && text.ptr[7] == '-' &&
         co_date_parse(text, CO_YMD, &date, NULL) &&
         co_str_cmp(text, CO_LIT("1900-03-01")) >= 0;
}

static struct co_str label_of(const struct co_codes *codes,
                              struct co_str text) {
  for (size_t i = 0; i < codes->count; i++)
    if (co_str_eq(codes->codes[i].code, text)) return codes->codes[i].label;
  return text;
}

static void set_text(struct co_plan_run *run, size_t i, struct co_cell *cell) {
  const struct co_plan_column *column = &run->block->columns[i];
  cell->text = co_query_text(run->query, (unsigned)run->sources[i].from);
  if (column->codes) cell->text = label_of(column->codes, cell->text);
  if (column->type == CO_PLAN_DATE && is_real_date(cell->text))
    cell->kind = CO_CELL_DATE;
}

/* A NULL has no text, not even an empty one. */
static void set_value(struct co_plan_run *run, size_t i, struct co_cell *cell) {
  const struct co_plan_source *source = &run->sources[i];
  bool counts = run->block->columns[i].type >= CO_PLAN_NUMBER;
  if (counts &&
      co_query_type(run->query, (unsigned)source->from) == CO_QUERY_NUMBER)
    set_number(run, i, cell);
  else
    set_text(run, i, cell);
  if (!cell->text.ptr && source->otherwise >= 0)
    cell->text = co_query_text(run->query, (unsigned)source->otherwise);
}

static void set_link(struct co_plan_run *run, size_t i, struct co_cell *cell) {
  int col = run->sources[i].link;
  if (col >= 0 && co_query_type(run->query, (unsigned)col) != CO_QUERY_NULL)
    cell->link = co_plan_link(run->tabs, run->row_arena,
                              co_query_text(run->query, (unsigned)col));
}

void co_plan_enter(struct co_plan_run *run, struct co_arena *arena,
                   struct co_str table) {
  for (size_t i = 0; i < run->block->column_count; i++)
    run->sources[i].alike =
        co_formula_in(arena, run->block, run->sources[i].formula, table);
}

static struct co_str formula_of(const struct co_plan_run *run, size_t i,
                                uint32_t row) {
  const struct co_plan_source *source = &run->sources[i];
  if (source->alike.len) return source->alike;
  if (!source->formula.len) return (struct co_str){0};
  return co_formula_at(run->row_arena, run->block, source->formula, row);
}

uint32_t co_plan_cells(struct co_plan_run *run, uint32_t row) {
  const struct co_plan_block *block = run->block;
  bool live = run->tabs->shape != CO_PLAN_DATA;
  uint32_t count = 0;
  for (size_t i = 0; i < block->column_count; i++) {
    const struct co_plan_column *column = &block->columns[i];
    struct co_cell *cell = &run->cells[count];
    *cell = (struct co_cell){.col = (uint32_t)i,
                             .kind = CO_CELL_TEXT,
                             .look = look_of(column->type)};
    set_value(run, i, cell);
    /* Where rows grow with a long text, the short ones beside it wrap too:
     * nothing is cut off, and all of a row begins at its top. */
    if (cell->kind == CO_CELL_TEXT && run->wraps) cell->look = CO_LOOK_WRAP;
    if (cell->kind == CO_CELL_TEXT && !co_utf8_plain(cell->text))
      cell->text = co_utf8_clean(run->row_arena, cell->text);
    if (live) cell->formula = formula_of(run, i, row);
    if (live) set_link(run, i, cell);
    if (cell->text.len || cell->formula.len) count++;
  }
  return count;
}

enum co_status co_plan_add(struct co_plan_run *run, struct co_err *err) {
  for (size_t i = 0; i < run->block->column_count; i++) {
    const struct co_plan_column *column = &run->block->columns[i];
    unsigned col = (unsigned)run->sources[i].from;
    int64_t *sum = &run->sources[i].sum;
    if (column->total && co_query_type(run->query, col) == CO_QUERY_NUMBER &&
        !co_units_add(*sum, co_query_int(run->query, col), sum))
      return co_fail(err, CO_X_OUTPUT_TOTAL,
                     "the total of column '%.*s' is too big",
                     CO_STR(column->name));
  }
  return CO_OK;
}

/* The earlier parts of a table are added by name: none has a total in it. */
static struct co_str sum_of(const struct co_plan_run *run, uint32_t col,
                            uint32_t first, uint32_t last, unsigned part) {
  char from[CO_A1_TEXT], to[CO_A1_TEXT];
  const struct co_plan_block *block = run->block;
  struct co_buf sum = {0};
  if (part > 1 && !block->table.len) return (struct co_str){0};
  for (unsigned p = 1; p < part; p++)
    co_buf_printf(&sum, "SUM(%.*s[%.*s])+",
                  CO_STR(co_plan_part_table(run->row_arena, block->table, p)),
                  CO_STR(block->columns[col].name));
  co_buf_printf(&sum, "SUM(%s:%s)", co_a1(first, col, from),
                co_a1(last, col, to));
  struct co_str made = co_arena_str(run->row_arena, co_buf_str(&sum));
  co_buf_clear(&sum);
  return made;
}

struct co_cell co_plan_sum(const struct co_plan_run *run, uint32_t col,
                           uint32_t first, uint32_t last, unsigned part) {
  const struct co_plan_column *column = &run->block->columns[col];
  struct co_cell cell = {.col = col, .look = look_of(column->type)};
  cell.text = decimal(run->row_arena, run->sources[col].sum, column->scale);
  cell.kind = number_kind(cell.text);
  cell.formula = sum_of(run, col, first, last, part);
  return cell;
}

static int query_column(const struct co_query *query, struct co_str name) {
  return name.len ? co_query_column(query, name) : -1;
}

enum co_status co_plan_open(struct co_plan_run *run, struct co_store *store,
                            struct co_arena *arena, struct co_err *err) {
  const struct co_plan_block *block = run->block;
  struct co_str sql = co_plan_sql(arena, run->tabs, block);
  enum co_status status = co_query_new(&run->query, store, sql, err);
  if (status) return status;
  run->sources =
      CO_NEW_ARRAY(arena, block->column_count, struct co_plan_source);
  run->cells = CO_NEW_ARRAY(arena, block->column_count, struct co_cell);
  for (size_t i = 0; i < block->column_count; i++) {
    const struct co_plan_column *c = &block->columns[i];
    run->wraps |= c->type == CO_PLAN_WRAP;
    run->sources[i] = (struct co_plan_source){
        .from = query_column(run->query, c->from),
        .otherwise = query_column(run->query, c->otherwise),
        .link = query_column(run->query, c->link),
        .scale = query_column(run->query, c->scale_from),
        .formula = co_plan_spread(arena, run->tabs, c->formula)};
    if (run->sources[i].from < 0)
      return co_fail(err, CO_X_PACK_SQL, "the query gives no column '%.*s'",
                     CO_STR(c->from));
  }
  return CO_OK;
}

/* fuzz_values.c - numbers, dates, periods and codes out of any text. What was
 * understood, written out again, must be understood as the same. */
#include <math.h>

#include "../unit/value_text.h"
#include "date.h"
#include "fuzz.h"
#include "number.h"
#include "stored_number.h"

static const struct co_str aliases[] = {{"on_target", 9}, {"on target", 9}};
static const struct co_code code = {
    .code = {"on_target", 9}, .aliases = aliases, .alias_count = 2};
static const struct co_codes codes = {{"status", 6}, &code, 1};

static void need(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "%s is not what it was\n", what);
  abort();
}

static void try_number(struct co_str text, unsigned scale) {
  struct co_number number, again;
  char buf[CO_DECIMAL_TEXT];
  enum co_number_result result = co_number_parse(text, scale, &number);
  if (result != CO_NUMBER_OK && result != CO_NUMBER_ROUNDED) return;
  struct co_str plain = co_str_of(co_decimal_text(number.units, scale, buf));
  need(co_number_parse(plain, scale, &again) == CO_NUMBER_OK, "a decimal");
  need(again.units == number.units, "a decimal");
}

static void try_date(struct co_str text, enum co_date_order order) {
  struct co_date date, again;
  char buf[16];
  if (!co_date_parse(text, order, &date, NULL)) return;
  need(co_date_valid(date), "a date");
  struct co_str iso = co_str_of(co_date_text(date, buf));
  need(co_date_parse(iso, order, &again, NULL), "a date");
  again = co_date_from_days(co_date_days(again));
  need(again.year == date.year && again.month == date.month &&
           again.day == date.day,
       "a date");
}

/* What is stored is the same double as before, in the shortest text there is
 * of it, or the text that it was. */
static void try_stored(struct co_arena *arena, struct co_str text) {
  struct co_str sane, again;
  if (!co_stored_number(arena, text, &sane)) return;
  double before = strtod(co_arena_str(arena, text).ptr, NULL);
  double after = strtod(co_arena_str(arena, sane).ptr, NULL);
  need(isfinite(after) && before <= after && before >= after, "a double");
  need(co_stored_number(arena, sane, &again), "a stored number");
  need(co_str_eq(sane, again), "a stored number");
}

static void try_field(struct co_arena *arena, enum co_type type,
                      enum co_cell_kind kind, struct co_str text) {
  const struct co_field field = {
      .name = CO_LIT("f"), .type = type, .scale = 6, .codes = &codes};
  struct co_value value, again;
  bool percent;
  enum co_value_result result = co_value_parse(
      arena, &field, text, kind, CO_LOOK_PERCENT, CO_DMY, &value, &percent);
  need(value.present == (result == CO_VALUE_OK || result == CO_VALUE_ROUNDED),
       "a value");
  if (!value.present) return;
  struct co_str out = value_text(arena, &field, &value);
  if (!out.len) return;
  result = co_value_parse(arena, &field, out, CO_CELL_TEXT, CO_LOOK_PLAIN,
                          CO_DMY, &again, NULL);
  need(result == CO_VALUE_OK, "a field");
  need(again.number == value.number && co_str_eq(again.text, value.text),
       "a field");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct co_arena arena = {0};
  if (size < 2 ||
      !co_utf8_valid((struct co_str){(const char *)data, size}, NULL))
    return 0;
  struct co_str text = {(const char *)data + 1, size - 1};
  unsigned which = data[0];
  try_number(text, which % 10);
  try_date(text, (enum co_date_order)(which % 3));
  try_stored(&arena, text);
  for (int type = CO_TYPE_LINE; type <= CO_TYPE_CODE; type++)
    try_field(&arena, (enum co_type)type,
              which % 2 ? CO_CELL_TEXT : (enum co_cell_kind)(which / 2 % 9),
              text);
  co_year_shift(&arena, text, (int)which - 64);
  co_str_show(&arena, text, which);
  co_arena_clear(&arena);
  return 0;
}

/* numfmt.c - reading number format codes. See numfmt.h.
 *
 * Passed over: quoted text, escaped characters, colours, conditions and
 * locales in brackets, fill and skip marks. An elapsed code in brackets ([h],
 * [mm]) is a duration. 'm' is a minute beside hours or seconds, else a month;
 * 'e' is a Japanese era's year unless it is the E+ of a number. */
#include "numfmt.h"

#include <string.h>

#include "ascii.h"
#include "str.h"

enum co_numfmt co_numfmt_builtin(uint32_t id) {
  static const struct {
    uint32_t first, last;
    enum co_numfmt format;
  } ranges[] = {{9, 10, CO_NUMFMT_PERCENT}, {14, 16, CO_NUMFMT_DATE},
                {17, 17, CO_NUMFMT_MONTH},  {18, 21, CO_NUMFMT_TIME},
                {22, 22, CO_NUMFMT_DATE},   {27, 31, CO_NUMFMT_DATE},
                {32, 35, CO_NUMFMT_TIME},   {36, 36, CO_NUMFMT_DATE},
                {45, 45, CO_NUMFMT_TIME},   {46, 46, CO_NUMFMT_DURATION},
                {47, 47, CO_NUMFMT_TIME},   {50, 54, CO_NUMFMT_DATE},
                {57, 58, CO_NUMFMT_DATE}};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
    if (id >= ranges[i].first && id <= ranges[i].last) return ranges[i].format;
  return CO_NUMFMT_NUMBER;
}

enum co_look co_numfmt_look(enum co_numfmt format) {
  static const enum co_look looks[] = {[CO_NUMFMT_PERCENT] = CO_LOOK_PERCENT,
                                       [CO_NUMFMT_FOREIGN] = CO_LOOK_FOREIGN,
                                       [CO_NUMFMT_SCALED] = CO_LOOK_SCALED,
                                       [CO_NUMFMT_MONTH] = CO_LOOK_MONTH,
                                       [CO_NUMFMT_DURATION] = CO_LOOK_PLAIN};
  return looks[format];
}

/* What a section of a code was seen to contain. */
struct seen {
  bool year, day, hour, month, elapsed, percent, number, foreign, scaled;
  bool condition; /* [=0] */
};

/* Index behind the closing mark, or the end of the code. */
static size_t behind(struct co_str code, size_t i, char mark) {
  while (i < code.len && code.ptr[i] != mark)
    i++;
  return i < code.len ? i + 1 : i;
}

/* What is in brackets; elapsed where it is only h, m or s. */
static bool is_elapsed(struct co_str code, size_t from, size_t to) {
  if (to <= from + 1) return false;
  char first = co_small(code.ptr[from]);
  for (size_t i = from; i < to - 1; i++)
    if (co_small(code.ptr[i]) != first) return false;
  return first == 'h' || first == 'm' || first == 's';
}

static bool word_at(struct co_str code, size_t i, const char *word) {
  for (; *word; word++, i++)
    if (i >= code.len || co_small(code.ptr[i]) != *word) return false;
  return true;
}

/* A sign of another currency at i: dollar, euro, yen. */
static bool is_foreign(struct co_str code, size_t i) {
  struct co_str rest = {code.ptr + i, code.len - i};
  return co_str_starts(rest, "$") || co_str_starts(rest, "\xE2\x82\xAC") ||
         co_str_starts(rest, "\xC2\xA5");
}

/* [$€-2], [$USD]; [$£-809] is the pound, and [$-409] a language alone. */
static bool is_foreign_mark(struct co_str code, size_t from, size_t to) {
  struct co_str name = {code.ptr + from + 1, to - from - 1};
  if (to <= from + 1 || code.ptr[from] != '$') return false;
  return !co_str_starts(name, "-") && !co_str_starts(name, "]") &&
         !co_str_starts(name, "\xC2\xA3") && !co_str_starts(name, "GBP");
}

/* A comma behind the last digit divides by a thousand: #,##0, */
static bool is_scaling(struct co_str code, size_t i) {
  while (i < code.len && code.ptr[i] == ',')
    i++;
  return i == code.len || !strchr("0#?", code.ptr[i]);
}

/* One letter or mark of the code; returns how far to go. */
static size_t see(struct seen *seen, struct co_str code, size_t i) {
  if (word_at(code, i, "general")) return 7;
  if (word_at(code, i, "a/p")) return 3;
  if (word_at(code, i, "am/pm")) {
    seen->hour = true;
    return 5;
  }
  switch (co_small(code.ptr[i])) {
    case 'y':
    case 'b':
      seen->year = true;
      break;
    case 'd':
      seen->day = true;
      break;
    case 'e':
      if (i + 1 < code.len && strchr("+-", code.ptr[i + 1])) return 2;
      seen->year = true;
      break;
    case 'h':
    case 's':
      seen->hour = true;
      break;
    case 'm':
      seen->month = true;
      break;
    case '%':
      seen->percent = true;
      break;
    case '0':
    case '#':
    case '?':
      seen->number = true;
      break;
    case ',':
      seen->scaled |= seen->number && is_scaling(code, i);
      break;
    default:
      seen->foreign |= is_foreign(code, i);
      break;
  }
  return 1;
}

/* The section at *at, which moves behind it. */
static struct seen look_at(struct co_str code, size_t *at) {
  struct seen seen = {0};
  size_t i = *at;
  while (i < code.len && code.ptr[i] != ';') {
    char c = code.ptr[i];
    if (c == '"') {
      seen.foreign |= is_foreign(code, i + 1);
      i = behind(code, i + 1, '"');
    } else if (c == '[') {
      size_t end = behind(code, i + 1, ']');
      if (is_elapsed(code, i + 1, end)) seen.elapsed = true;
      seen.foreign |= is_foreign_mark(code, i + 1, end);
      if (i + 1 < end && strchr("<=>", code.ptr[i + 1])) seen.condition = true;
      i = end;
    } else if (c == '\\' || c == '_' || c == '*' || c == '!') {
      seen.foreign |= c == '\\' && is_foreign(code, i + 1);
      i += 2;
    } else {
      i += see(&seen, code, i);
    }
  }
  *at = i + 1;
  return seen;
}

/* True for a section that has some numbers shown as a text: [=0]"none". */
static bool is_text(const struct seen *seen) {
  return seen->condition && !seen->year && !seen->day && !seen->hour &&
         !seen->month && !seen->elapsed && !seen->percent && !seen->number;
}

enum co_numfmt co_numfmt_code(struct co_str code) {
  size_t at = 0;
  struct seen seen = look_at(code, &at);
  while (is_text(&seen) && at < code.len)
    seen = look_at(code, &at);
  if (seen.elapsed) return CO_NUMFMT_DURATION;
  if (seen.year && seen.month && !seen.day && !seen.hour)
    return CO_NUMFMT_MONTH;
  if (seen.year || seen.day) return CO_NUMFMT_DATE;
  if (seen.hour) return CO_NUMFMT_TIME;
  if (seen.month && !seen.number) return CO_NUMFMT_DATE;
  if (seen.percent) return CO_NUMFMT_PERCENT;
  if (seen.scaled) return CO_NUMFMT_SCALED;
  return seen.foreign ? CO_NUMFMT_FOREIGN : CO_NUMFMT_NUMBER;
}

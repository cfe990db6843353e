/* iso.c - see iso.h. */
#include "iso.h"

#include <string.h>

#include "ascii.h"
#include "date.h"
#include "numfmt.h"
#include "str.h"

/* Matches a shape in which 9 stands for a digit. */
static bool shaped(struct co_str text, const char *shape) {
  size_t n = strlen(shape);
  if (text.len < n) return false;
  for (size_t i = 0; i < n; i++) {
    char c = text.ptr[i];
    if (shape[i] == '9' ? !co_is_digit(c) : c != shape[i]) return false;
  }
  return true;
}

static unsigned two(const char *p) {
  return (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
}

/* hh:mm[:ss[.digits]][Z]; what is used of it, or nothing. */
static struct co_str time_of(struct co_str text) {
  struct co_str none = {0};
  if (text.len && text.ptr[text.len - 1] == 'Z') text.len--;
  if (!shaped(text, "99:99") || two(text.ptr) > 23 || two(text.ptr + 3) > 59)
    return none;
  if (text.len == 5) return text;
  if (!shaped((struct co_str){text.ptr + 5, text.len - 5}, ":99") ||
      two(text.ptr + 6) > 59)
    return none;
  if (text.len == 8) return text;
  if (text.ptr[8] != '.' || text.len == 9) return none;
  for (size_t i = 9; i < text.len; i++)
    if (!co_is_digit(text.ptr[i])) return none;
  return (struct co_str){text.ptr, text.len < 12 ? text.len : 12};
}

static bool is_midnight(struct co_str time) {
  for (size_t i = 0; i < time.len; i++)
    if (time.ptr[i] >= '1' && time.ptr[i] <= '9') return false;
  return true;
}

/* A day that there is, at the start of the text. */
static bool is_day(struct co_str text) {
  if (!shaped(text, "9999-99-99")) return false;
  const char *p = text.ptr;
  return co_date_valid(
      (struct co_date){.year = (int)(two(p) * 100 + two(p + 2)),
                       .month = (int)two(p + 5),
                       .day = (int)two(p + 8)});
}

enum co_cell_kind co_iso_moment(struct co_arena *arena, struct co_str text,
                                struct co_str *out) {
  struct co_str time = time_of(text);
  if (time.len) {
    *out = co_arena_printf(arena, "%.*s%s", CO_STR(time),
                           time.len == 5 ? ":00" : "");
    return CO_CELL_TIME;
  }
  bool date = is_day(text);
  if (date && text.len > 10) {
    time = time_of((struct co_str){text.ptr + 11, text.len - 11});
    date = text.ptr[10] == 'T' && time.len;
  }
  if (!date) return CO_CELL_BLANK;
  text.len = 10;
  *out = is_midnight(time)
             ? co_arena_str(arena, text)
             : co_arena_printf(arena, "%.*sT%.*s%s", CO_STR(text), CO_STR(time),
                               time.len == 5 ? ":00" : "");
  return CO_CELL_DATE;
}

/* A run of at most ten digits at *p, which moves behind it. LibreOffice writes
 * 814 hours that are a hair too few as PT814H0-1M59.999999999S. */
static bool digits(const char **p, const char *end, int64_t *value) {
  const char *start = *p;
  if (end - start >= 4 && memcmp(start, "0-1M", 4) == 0) {
    *p += 3;
    *value = -1;
    return true;
  }
  *value = 0;
  for (; *p < end && co_is_digit(**p); (*p)++)
    *value = *value * 10 + (**p - '0');
  return *p > start && *p - start <= 10;
}

/* ".5" at *p as milliseconds, rounded at the fourth digit. */
static int64_t thousandths(const char **p, const char *end) {
  int64_t tenths = 0, unit = 1000;
  if (*p == end || **p != '.') return 0;
  for ((*p)++; *p < end && co_is_digit(**p); (*p)++, unit /= 10)
    tenths += unit * (**p - '0');
  return (tenths + 5) / 10;
}

/* [-]P[nD][T[nH][nM][n[.n]S]] in milliseconds. */
static bool duration_of(struct co_str text, bool *negative, int64_t *ms) {
  static const char letters[] = "DHMS";
  static const int64_t units[] = {86400000, 3600000, 60000, 1000};
  const char *p = text.ptr, *end = p + text.len;
  size_t next = 0;
  bool any = false;
  *negative = p < end && *p == '-';
  p += *negative;
  if (p == end || *p++ != 'P') return false;
  for (*ms = 0; p < end;) {
    int64_t value;
    if (*p == 'T' && next <= 1) {
      next = 1;
      p++;
      continue;
    }
    if (!digits(&p, end, &value)) return false;
    int64_t rest = thousandths(&p, end);
    const char *letter = p < end ? strchr(letters + next, *p++) : NULL;
    if (!letter || !*letter || (next == 0 && *letter != 'D') ||
        (rest && *letter != 'S'))
      return false;
    size_t unit = (size_t)(letter - letters);
    *ms += value * units[unit] + rest;
    next = unit + 1;
    any = true;
  }
  return any && *ms >= 0;
}

enum co_cell_kind co_iso_duration(struct co_arena *arena, struct co_str text,
                                  struct co_str *out) {
  char buf[CO_SERIAL_TEXT];
  bool negative;
  int64_t ms;
  if (!duration_of(text, &negative, &ms)) return CO_CELL_BLANK;
  enum co_cell_kind kind = co_milliseconds_text(negative, (uint64_t)ms, buf);
  *out = co_arena_str(arena, co_str_of(buf));
  return kind;
}

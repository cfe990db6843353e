/* xlsx_fast.c - see xlsx_fast.h.
 *
 * The window is followed by eight zero bytes (xml_feed.c), so that a step may
 * look eight bytes ahead and every run of letters or digits ends in it. */
#include "xlsx_fast.h"

#include <string.h>

#include "ascii.h"
#include "bytes.h"
#include "stored_number.h"

enum { LAST_COLUMN = 16384, LONGEST_INDEX = 9, LONGEST_DAY = 7 /* digits */ };

/* Eight bytes as one number; folded by the compiler where they are constant. */
static inline uint64_t eight(const char *p) {
  uint64_t bytes;
  memcpy(&bytes, p, sizeof bytes);
  return bytes;
}

/* By how many of eight bytes count. */
static const char masks[9][9] = {"",
                                 "\xff",
                                 "\xff\xff",
                                 "\xff\xff\xff",
                                 "\xff\xff\xff\xff",
                                 "\xff\xff\xff\xff\xff",
                                 "\xff\xff\xff\xff\xff\xff",
                                 "\xff\xff\xff\xff\xff\xff\xff",
                                 "\xff\xff\xff\xff\xff\xff\xff\xff"};

/* True where p goes on with a literal of at most eight bytes. */
#define BEGINS(p, literal)                         \
  (((eight(p) ^ eight(literal "\0\0\0\0\0\0\0")) & \
    eight(masks[sizeof(literal) - 1])) == 0)

struct co_xlsx_row_ref co_xlsx_row_ref(uint32_t row) {
  struct co_xlsx_row_ref ref = {0};
  char text[8] = {0}, digits[10];
  size_t n = 0;
  for (uint32_t number = row + 1; number; number /= 10)
    digits[n++] = (char)('0' + number % 10);
  while (n && ref.len < sizeof text - 1)
    text[ref.len++] = digits[--n];
  text[ref.len++] = '"';
  ref.bytes = eight(text);
  ref.mask = eight(masks[ref.len]);
  return ref;
}

/* Rows */

void co_xlsx_fast_learn(struct co_xlsx_row_tail *tail,
                        const struct co_xml_scan *scan, bool hidden) {
  tail->known = false;
  if (scan->prefix_len || scan->closing || scan->attr_count == 0 ||
      !co_str_is(scan->attrs[0].name, "r"))
    return;
  struct co_str first = scan->attrs[0].value;
  const char *from = first.ptr + first.len + 1, *to = scan->buf + scan->at;
  if ((size_t)(to - from) > sizeof tail->text) return;
  tail->len = (size_t)(to - from);
  memcpy(tail->text, from, tail->len);
  tail->hidden = hidden;
  tail->known = true;
}

bool co_xlsx_fast_row(struct co_xml_scan *scan,
                      const struct co_xlsx_row_tail *tail, uint32_t after,
                      uint32_t *number) {
  const char *p = scan->buf + scan->at, *end = scan->buf + scan->checked;
  uint32_t n = 0;
  if (!tail->known || scan->closing || end - p < 16 || !BEGINS(p, "<row r=\""))
    return false;
  const char *digits = p += 8;
  for (; p < digits + LONGEST_DAY && co_is_digit(*p); p++)
    n = n * 10 + (uint32_t)(*p - '0');
  if (*p++ != '"' || n <= after || n > CO_SHEET_ROWS ||
      (size_t)(end - p) < tail->len || memcmp(p, tail->text, tail->len) != 0 ||
      !co_xml_start(scan, CO_LIT("row"), p + tail->len))
    return false;
  *number = n;
  return true;
}

/* Cells */

/* What the start tag of a cell said. */
struct head {
  uint32_t column; /* one-based */
  uint32_t format;
  enum co_xlsx_type type;
};

/* Each of the next three reads the value of an attribute at p and returns what
 * is behind it, or NULL where it is not of the usual kind. */

static const char *reference(const char *p, const struct co_xlsx_row_ref *ref,
                             struct head *head) {
  const char *letters = p;
  for (; p < letters + 3 && *p >= 'A' && *p <= 'Z'; p++)
    head->column = head->column * 26 + (uint32_t)(*p - 'A') + 1;
  return (eight(p) & ref->mask) == ref->bytes ? p + ref->len : NULL;
}

/* At most 65,490 of them. */
static const char *style(const char *p, const struct co_xlsx *xlsx,
                         struct head *head) {
  const char *end = p;
  for (; end < p + 5 && co_is_digit(*end); end++)
    head->format = head->format * 10 + (uint32_t)(*end - '0');
  if (end == p || *end != '"' || head->format >= xlsx->format_count)
    return NULL;
  return end + 1;
}

static const char *type(const char *p, struct head *head) {
  if (BEGINS(p, "s\"")) {
    head->type = CO_XLSX_SHARED;
    return p + 2;
  }
  if (BEGINS(p, "n\"")) return p + 2;
  if (BEGINS(p, "inlineSt") && BEGINS(p + 8, "r\"")) {
    head->type = CO_XLSX_INLINE;
    return p + 10;
  }
  if (!BEGINS(p, "str\"")) return NULL;
  head->type = CO_XLSX_STRING;
  return p + 4;
}

/* <c r="B7" s="3" t="s" up to the end of the tag, the attributes in any order;
 * NULL: another form, or one of them twice. */
static const char *tag(const char *p, const struct co_xlsx *xlsx,
                       const struct co_xlsx_row_ref *ref, struct head *head) {
  bool placed = false, styled = false, typed = false;
  if (!BEGINS(p, "<c ")) return NULL;
  for (p += 2; p && *p == ' ';) {
    if (BEGINS(p, " r=\"") && !placed) {
      placed = true;
      p = reference(p + 4, ref, head);
    } else if (BEGINS(p, " s=\"") && !styled) {
      styled = true;
      p = style(p + 4, xlsx, head);
    } else if (BEGINS(p, " t=\"") && !typed) {
      typed = true;
      p = type(p + 4, head);
    } else {
      return NULL;
    }
  }
  return placed ? p : NULL;
}

/* Each of the next reads a value at p and returns its end, or NULL where it is
 * not of the usual kind. */

static const char *shared(const char *p, const struct co_xlsx *xlsx,
                          struct co_cell *cell) {
  const struct co_strings *strings = &xlsx->strings;
  const char *digits = p;
  uint32_t index = 0;
  for (; p < digits + LONGEST_INDEX && co_is_digit(*p); p++)
    index = index * 10 + (uint32_t)(*p - '0');
  if (p == digits || index >= strings->count) return NULL;
  uint32_t start = strings->starts[index];
  cell->text = (struct co_str){strings->text.ptr + start,
                               strings->starts[index + 1] - start};
  if (cell->text.len) cell->kind = CO_CELL_TEXT;
  return p;
}

static const char *string(const char *p, const char *end,
                          struct co_cell *cell) {
  static const struct co_bytes special = {{'<', '&', '\r', '_'}};
  const char *close = co_find_byte(p, end, &special);
  if (close == end || *close != '<') return NULL;
  cell->text = (struct co_str){p, (size_t)(close - p)};
  if (cell->text.len) cell->kind = CO_CELL_TEXT;
  return close;
}

/* <t>text</t> at p, with nothing in it that stands for something else; NULL
 * where it is another. Blanks at an end count only where they are kept. */
static const char *text_element(const char *p, const char *end,
                                struct co_str *text) {
  static const struct co_bytes special = {{'<', '&', '\r', '_'}};
  static const char keep[] = " xml:space=\"preserve\"";
  if (end - p < (long)sizeof keep + 8) return NULL;
  p += 2;
  bool kept = memcmp(p, keep, sizeof keep - 1) == 0;
  if (kept) p += sizeof keep - 1;
  if (*p++ != '>') return NULL;
  const char *close = co_find_byte(p, end, &special);
  *text = (struct co_str){p, (size_t)(close - p)};
  bool blanks = text->len &&
                ((unsigned char)p[0] <= ' ' || (unsigned char)close[-1] <= ' ');
  if ((blanks && !kept) || end - close < 4 || !BEGINS(close, "</t>"))
    return NULL;
  return close + 4;
}

static const char *inlined(const char *p, const char *end,
                           struct co_cell *cell) {
  if (end - p < 16 || !BEGINS(p, "<is><t")) return NULL;
  p = text_element(p + 4, end, &cell->text);
  if (cell->text.len) cell->kind = CO_CELL_TEXT;
  return p && end - p >= 9 && BEGINS(p, "</is></c") && p[8] == '>' ? p + 9
                                                                   : NULL;
}

static bool whole_day(const struct co_xlsx *xlsx, struct co_arena *arena,
                      const struct co_stored_digits *digits,
                      enum co_numfmt format, struct co_cell *cell) {
  char buf[CO_SERIAL_TEXT];
  if (digits->decimals || digits->negative || digits->count > LONGEST_DAY)
    return false;
  cell->kind =
      co_serial_text((double)digits->value, format, xlsx->epoch_1904, buf);
  if (cell->kind != CO_CELL_NUMBER)
    cell->text = co_arena_str(arena, (struct co_str){buf, strlen(buf)});
  return true;
}

static bool heal(struct co_arena *arena, const struct co_stored_digits *digits,
                 struct co_cell *cell) {
  char buf[CO_STORED_NUMBER];
  size_t len = co_stored_heal(digits, buf);
  if (len) cell->text = co_arena_str(arena, (struct co_str){buf, len});
  return len > 0;
}

static const char *number(const char *p, const struct co_xlsx *xlsx,
                          struct co_arena *arena, enum co_numfmt format,
                          bool formula, struct co_cell *cell) {
  struct co_stored_digits digits;
  const char *end = co_stored_digits(p, &digits);
  bool known = digits.count > 0;
  cell->kind = CO_CELL_NUMBER;
  cell->text = (struct co_str){p, (size_t)(end - p)};
  cell->look = co_xlsx_is_pending(xlsx, formula, cell->text)
                   ? CO_LOOK_PENDING
                   : co_numfmt_look(format);
  if (co_numfmt_is_time(format))
    known &= whole_day(xlsx, arena, &digits, format, cell);
  else if (digits.count > CO_STORED_PLAIN)
    known &= heal(arena, &digits, cell);
  return known ? end : NULL;
}

/* From behind the start tag's '>' to the value; a formula is passed over. */
static const char *value_start(const char *p, const char *end) {
  if (BEGINS(p, "<f>")) {
    p = memchr(p + 3, '<', (size_t)(end - p) - 3);
    if (!p || !BEGINS(p, "</f>")) return NULL;
    p += 4;
  }
  return BEGINS(p, "<v>") ? p + 3 : NULL;
}

/* From behind the start tag to behind the end tag of a cell. */
static const char *value(const char *p, const char *end,
                         const struct co_xlsx *xlsx, struct co_arena *arena,
                         const struct head *head, struct co_cell *cell) {
  bool formula = BEGINS(p, "<f>");
  if (!(p = value_start(p, end))) return NULL;
  if (head->type == CO_XLSX_SHARED)
    p = shared(p, xlsx, cell);
  else if (head->type == CO_XLSX_STRING)
    p = string(p, end, cell);
  else
    p = number(p, xlsx, arena, co_xlsx_format(xlsx, head->format), formula,
               cell);
  return p && BEGINS(p, "</v></c>") ? p + 8 : NULL;
}

bool co_xlsx_fast_cell(const struct co_xlsx *xlsx, struct co_xml_scan *scan,
                       struct co_arena *arena,
                       const struct co_xlsx_row_ref *ref, uint32_t from,
                       struct co_cell *cell) {
  const char *p = scan->buf + scan->at, *end = scan->buf + scan->checked;
  struct head head = {0};
  if (!(p = tag(p, xlsx, ref, &head)) || head.column <= from ||
      head.column > xlsx->limits->columns || head.column > LAST_COLUMN)
    return false;
  *cell = (struct co_cell){.col = head.column - 1,
                           .fill = co_xlsx_fill(xlsx, head.format)};
  if (BEGINS(p, "/>")) {
    scan->at = (size_t)(p + 2 - scan->buf);
    return true;
  }
  if (*p++ != '>') return false;
  p = head.type == CO_XLSX_INLINE ? inlined(p, end, cell)
                                  : value(p, end, xlsx, arena, &head, cell);
  if (!p || cell->text.len > xlsx->limits->field_bytes) return false;
  scan->at = (size_t)(p - scan->buf);
  return true;
}

/* Shared strings */

bool co_xlsx_fast_string(struct co_xml_scan *scan, struct co_buf *text) {
  const char *p = scan->buf + scan->at, *end = scan->buf + scan->checked;
  struct co_str found;
  if (scan->closing || scan->prefix_len || scan->depth + 2 > scan->max_depth ||
      end - p < 8 || !BEGINS(p, "<si><t"))
    return false;
  p = text_element(p + 4, end, &found);
  if (!p || end - p < 5 || !BEGINS(p, "</si>")) return false;
  if (!co_buf_add(text, found.ptr, found.len)) return false;
  scan->at = (size_t)(p + 5 - scan->buf);
  return true;
}

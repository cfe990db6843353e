/* workbook_text.c - what a workbook can hold: texts as XML, names of sheets.
 *
 * Readers are given whatever a return had in it: control characters and bad
 * UTF-8 that would make a whole part unreadable, texts that look like an
 * escape, sheet names that Excel repairs. So all of it is decided here.
 * ECMA-376 part 1, 22.9.2.19 (ST_Xstring): _xHHHH_ stands for a character, and
 * a carriage return has to be written so, since XML would make it a line
 * feed. */
#include <string.h>

#include "ascii.h"
#include "bytes.h"
#include "workbook_parts.h"

/* True where a reader would take what stands here for an escape. */
static bool looks_escaped(const char *p, size_t left) {
  if (left < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_') return false;
  for (size_t i = 2; i < 6; i++)
    if (co_hex_value(p[i]) < 0) return false;
  return true;
}

const char *co_book_escape(struct co_arena *arena, struct co_str clean) {
  size_t escapes = 0;
  for (size_t i = 0; i < clean.len; i++)
    escapes += looks_escaped(clean.ptr + i, clean.len - i);
  if (escapes == 0) return clean.ptr;
  char *out = co_alloc(arena, clean.len + 6 * escapes + 1);
  char *to = out;
  for (size_t i = 0; i < clean.len; i++) {
    if (looks_escaped(clean.ptr + i, clean.len - i)) {
      memcpy(to, "_x005F", 6);
      to += 6;
    }
    *to++ = clean.ptr[i];
  }
  return out;
}

/* Bytes that are written as they are, whatever stands around them; as
 * co_match_markup has it. */
static bool is_plain(unsigned char c) {
  return c >= 0x20 && c < 0x80 && c != '&' && c != '<' && c != '>' &&
         c != '_' && c != '"';
}

/* The end of the plain bytes at p. The last stride lies over the one before. */
static const char *skip_plain(const char *p, const char *end) {
  if (end - p < CO_STRIDE) {
    while (p < end && is_plain((unsigned char)*p))
      p++;
    return p;
  }
  for (; end - p > CO_STRIDE; p += CO_STRIDE) {
    uint32_t found = co_match_markup(p);
    if (found) return p + __builtin_ctz(found);
  }
  uint32_t found = co_match_markup(end - CO_STRIDE) >> (CO_STRIDE - (end - p));
  return found ? p + __builtin_ctz(found) : end;
}

/* A character beyond ASCII, or U+FFFD for what is none; returns its bytes. */
static size_t put_wide(char **to, const char *p, const char *end) {
  uint32_t c;
  size_t bytes = co_utf8_next(p, end, &c);
  if (c == CO_UTF8_BAD || c == 0xFFFE || c == 0xFFFF)
    *to += co_utf8_put(0xFFFD, *to);
  else
    *to = co_book_put(*to, (struct co_str){p, bytes});
  return bytes;
}

static char *put_control(char *to, char c, enum co_book_xml kind) {
  if (c == '\r')
    return kind == CO_BOOK_XSTRING ? CO_PUT(to, "_x000D_")
                                   : CO_PUT(to, "&#13;");
  if (c == '\n' && kind == CO_BOOK_ATTRIBUTE) return CO_PUT(to, "&#10;");
  if (c == '\t' && kind == CO_BOOK_ATTRIBUTE) return CO_PUT(to, "&#9;");
  if (c != '\n' && c != '\t') return to + co_utf8_put(0xFFFD, to);
  *to = c;
  return to + 1;
}

/* One byte or character that is not plain; returns the bytes it had. */
static size_t put_special(char **to, const char *p, const char *end,
                          enum co_book_xml kind) {
  unsigned char c = (unsigned char)*p;
  if (c >= 0x80) return put_wide(to, p, end);
  if (c == '&')
    *to = CO_PUT(*to, "&amp;");
  else if (c == '<')
    *to = CO_PUT(*to, "&lt;");
  else if (c == '>')
    *to = CO_PUT(*to, "&gt;");
  else if (c == '"' && kind == CO_BOOK_ATTRIBUTE)
    *to = CO_PUT(*to, "&quot;");
  else if (c == '_' && kind == CO_BOOK_XSTRING &&
           looks_escaped(p, (size_t)(end - p)))
    *to = CO_PUT(*to, "_x005F_");
  else if (c < 0x20)
    *to = put_control(*to, *p, kind);
  else
    *(*to)++ = *p;
  return 1;
}

char *co_book_xml(char *to, struct co_str text, enum co_book_xml kind) {
  const char *p = text.ptr, *end = text.len ? p + text.len : p;
  while (p < end) {
    const char *stop = skip_plain(p, end);
    to = co_book_put(to, (struct co_str){p, (size_t)(stop - p)});
    p = stop;
    if (p < end) p += put_special(&to, p, end, kind);
  }
  return to;
}

char *co_book_t(char *to, struct co_str text) {
  bool keep = text.len &&
              (co_is_blank(text.ptr[0]) || co_is_blank(text.ptr[text.len - 1]));
  to = keep ? CO_PUT(to, "<t xml:space=\"preserve\">") : CO_PUT(to, "<t>");
  return CO_PUT(co_book_xml(to, text, CO_BOOK_XSTRING), "</t>");
}

/* Cuts valid UTF-8 at a character so that it has at most units UTF-16 units. */
static struct co_str cut_units(struct co_str text, size_t units) {
  while (co_utf16_length(text) > units) {
    do
      text.len--;
    while (text.len && ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80);
  }
  return text;
}

static bool name_taken(const struct co_book *book, struct co_str folded) {
  for (size_t i = 0; i < book->folded_count; i++)
    if (co_str_eq(book->folded[i], folded)) return true;
  return co_str_is(folded, "history"); /* reserved by Excel */
}

/* Without what Excel forbids in any sheet's name. */
static struct co_str allowed_name(struct co_arena *arena,
                                  struct co_str wanted) {
  struct co_str clean = co_utf8_clean(arena, wanted);
  char *p = (char *)clean.ptr;
  for (size_t i = 0; i < clean.len; i++)
    if ((unsigned char)p[i] < 0x20 || strchr("[]:*?/\\", p[i])) p[i] = '_';
  clean = cut_units(clean, CO_BOOK_NAME_UNITS);
  if (clean.len && p[0] == '\'') p[0] = '_';
  if (clean.len && p[clean.len - 1] == '\'') p[clean.len - 1] = '_';
  return co_str_trim(clean).len ? clean : CO_LIT("Sheet");
}

struct co_str co_book_name(struct co_book *book, struct co_str wanted) {
  struct co_str base = allowed_name(&book->run, wanted), name = base;
  struct co_str folded = co_str_fold(&book->run, name);
  for (unsigned n = 2; name_taken(book, folded); n++) {
    struct co_str tail = co_arena_printf(&book->run, " (%u)", n);
    struct co_str head = cut_units(base, CO_BOOK_NAME_UNITS - tail.len);
    name = co_arena_printf(&book->run, "%.*s%.*s", CO_STR(head), CO_STR(tail));
    folded = co_str_fold(&book->run, name);
  }
  CO_GROW(book->folded, book->folded_count, book->folded_cap);
  book->folded[book->folded_count++] = folded;
  return co_arena_str(&book->run, name);
}

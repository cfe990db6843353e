/* xlsx_text.c - texts inside sheets and shared strings.
 *
 * A text may come in pieces (comments, CDATA), in runs (<r><t>), with
 * phonetic hints beside it (<rPh>, dropped). Blanks at the edges of a <t>
 * count only with xml:space="preserve", as Excel has it; in runs they count
 * always, because Gnumeric forgets to say so, and the words and lines of what
 * it saved would grow together. Characters XML cannot carry are written
 * _xHHHH_ in UTF-16 units (ECMA-376 part 1, 22.9.2.19). */
#include <string.h>

#include "ascii.h"
#include "xlsx.h"

enum { ESCAPE = 7 }; /* _xHHHH_ */

enum co_status co_xlsx_raw_text(struct co_xml_scan *scan, struct co_buf *out,
                                struct co_err *err) {
  uint32_t outside = scan->depth - 1;
  enum co_status status = CO_OK;
  while (!status) {
    status = co_xml_next(scan, err);
    if (status || scan->depth == outside) break;
    if (scan->kind == CO_XML_TEXT && scan->depth == outside + 1)
      status = co_xml_decode(scan, scan->text, scan->cdata, out, err);
  }
  return status;
}

static void trim_from(struct co_buf *out, size_t from) {
  size_t start = from, end = out->len;
  while (end > start && co_is_blank(out->ptr[end - 1]))
    end--;
  while (start < end && co_is_blank(out->ptr[start]))
    start++;
  if (out->len == from) return;
  memmove(out->ptr + from, out->ptr + start, end - start);
  out->len = from + (end - start);
  out->ptr[out->len] = '\0';
}

static bool keeps_blanks(struct co_xml_scan *scan) {
  struct co_str space;
  return co_xml_attr(scan, "xml:space", &space) && co_str_is(space, "preserve");
}

static enum co_status text(struct co_xml_scan *scan, struct co_buf *out,
                           bool keep, struct co_err *err) {
  size_t from = out->len;
  enum co_status status = co_xlsx_raw_text(scan, out, err);
  if (status) return status;
  if (!keep) trim_from(out, from);
  co_xlsx_unescape(out, from);
  return CO_OK;
}

enum co_status co_xlsx_rich_text(struct co_xml_scan *scan, struct co_buf *out,
                                 struct co_err *err) {
  uint32_t outside = scan->depth - 1;
  enum co_status status = CO_OK;
  bool runs = false;
  while (!status) {
    status = co_xml_next(scan, err);
    if (status || scan->depth == outside) break;
    if (scan->kind != CO_XML_START) continue;
    if (co_str_is(scan->name, "t"))
      status = text(scan, out, runs || keeps_blanks(scan), err);
    else if (co_str_is(scan->name, "r"))
      runs = true;
    else
      status = co_xml_skip(scan, err);
  }
  return status;
}

/* The unit written at p (end - p >= ESCAPE checked here); false: no escape. */
static bool escaped(const char *p, const char *end, uint32_t *unit) {
  if (end - p < ESCAPE || p[0] != '_' || p[1] != 'x' || p[6] != '_')
    return false;
  *unit = 0;
  for (int i = 2; i < 6; i++) {
    int digit = co_hex_value(p[i]);
    if (digit < 0) return false;
    *unit = *unit << 4 | (uint32_t)digit;
  }
  return true;
}

/* The character escaped at p and the bytes it takes; 0 where there is none
 * (a lone surrogate is left as it is written). */
static size_t escaped_char(const char *p, const char *end, uint32_t *c) {
  uint32_t low;
  if (!escaped(p, end, c) || (*c >= 0xDC00 && *c <= 0xDFFF)) return 0;
  if (*c < 0xD800 || *c > 0xDFFF) return ESCAPE;
  if (!escaped(p + ESCAPE, end, &low) || low < 0xDC00 || low > 0xDFFF) return 0;
  *c = 0x10000 + ((*c - 0xD800) << 10) + (low - 0xDC00);
  return (size_t)2 * ESCAPE;
}

void co_xlsx_unescape(struct co_buf *out, size_t from) {
  if (out->len < from + ESCAPE) return;
  const char *end = out->ptr + out->len;
  char *to = memchr(out->ptr + from, '_', out->len - from);
  if (!to) return;
  for (const char *p = to; p < end;) {
    uint32_t c;
    size_t n = *p == '_' ? escaped_char(p, end, &c) : 0;
    if (n)
      to += co_utf8_put(c, to);
    else
      *to++ = *p;
    p += n ? n : 1;
  }
  *to = '\0';
  out->len = (size_t)(to - out->ptr);
}

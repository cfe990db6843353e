/* xml_text.c - what a raw XML text means: references and line ends.
 *
 * The five named entities and character references; anything else cannot be
 * known without a DTD and is refused rather than dropped (expat drops it
 * behind an external DTD). CRLF and CR become LF (XML 1.0, 2.11),
 * but a CR written as &#13; stays one. */
#include <string.h>

#include "ascii.h"
#include "limits.h"
#include "xml_scan.h"

enum { LONGEST_REFERENCE = 12 }; /* with '&' and ';': &#x0010FFFF; */

static bool named(struct co_str name, uint32_t *c) {
  static const struct {
    const char *name;
    uint32_t c;
  } names[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (co_str_is(name, names[i].name)) {
      *c = names[i].c;
      return true;
    }
  return false;
}

/* name is without '&' and ';'. */
static bool reference(struct co_str name, uint32_t *c) {
  if (name.len < 2 || name.ptr[0] != '#') return named(name, c);
  bool hex = name.ptr[1] == 'x';
  int base = hex ? 16 : 10;
  uint32_t value = 0;
  size_t i = hex ? 2 : 1;
  if (i == name.len) return false;
  for (; i < name.len; i++) {
    int digit = co_hex_value(name.ptr[i]);
    if (digit < 0 || digit >= base) return false;
    value = value * (uint32_t)base + (uint32_t)digit;
    if (value > 0x10FFFF) return false;
  }
  *c = value;
  if (value < 0x20) return value == '\t' || value == '\n' || value == '\r';
  return !(value >= 0xD800 && value <= 0xDFFF) && value != 0xFFFE &&
         value != 0xFFFF;
}

static enum co_status add(struct co_xml_scan *scan, struct co_buf *out,
                          const char *p, size_t n, struct co_err *err) {
  if (co_buf_add(out, p, n)) return CO_OK;
  bool one = scan->overflow == CO_X_LIMIT_FIELD_BYTES;
  return co_limit_crossed(
      err, scan->overflow,
      "part '%.*s', byte %llu: %s longer than the limit of %zu bytes",
      CO_STR(scan->part), (unsigned long long)(scan->base + scan->at),
      one ? "a cell's text is" : "the texts together are", out->limit);
}

/* The special character at *p, which moves behind it. */
static enum co_status special(struct co_xml_scan *scan, const char **p,
                              const char *end, struct co_buf *out,
                              struct co_err *err) {
  if (**p == '\r') {
    *p += *p + 1 < end && (*p)[1] == '\n' ? 2 : 1;
    return add(scan, out, "\n", 1, err);
  }
  size_t room = (size_t)(end - *p);
  const char *semicolon =
      memchr(*p, ';', room < LONGEST_REFERENCE ? room : LONGEST_REFERENCE);
  uint32_t c;
  char utf8[4];
  if (!semicolon ||
      !reference((struct co_str){*p + 1, (size_t)(semicolon - *p) - 1}, &c))
    return co_xml_fail(scan, err, "has a reference ('&...;') to nothing known");
  *p = semicolon + 1;
  return add(scan, out, utf8, co_utf8_put(c, utf8), err);
}

enum co_status co_xml_decode(struct co_xml_scan *scan, struct co_str raw,
                             bool cdata, struct co_buf *out,
                             struct co_err *err) {
  const char *p = raw.ptr, *end = raw.ptr + raw.len;
  enum co_status status = CO_OK;
  while (!status && p < end) {
    const char *q = p;
    while (q < end && *q != '\r' && (cdata || *q != '&'))
      q++;
    if (q > p) status = add(scan, out, p, (size_t)(q - p), err);
    p = q;
    if (!status && p < end) status = special(scan, &p, end, out, err);
  }
  return status;
}

/* xml_scan.c - the tokenizer. See xml_scan.h.
 *
 * A token is taken only when all of it is in the window; otherwise the step
 * says MORE, the window is filled and the token is begun again. So no state
 * survives between blocks, and block sizes cannot matter.
 * Markup: XML 1.0 (fifth edition), productions 1, 14 to 22, 39 to 44. */
#include "xml_scan.h"

#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "limits.h"
#include "xml_feed.h"

enum { BLOCK = 256 * 1024 };

enum step {
  STEP_TOKEN, /* scan holds the next token */
  STEP_AGAIN, /* something was passed over */
  STEP_MORE,  /* the token is not all there */
  STEP_FAIL   /* err is set */
};

void co_xml_init(struct co_xml_scan *scan, co_byte_source *read, void *source,
                 struct co_str part, uint32_t max_depth, size_t max_token) {
  memset(scan, 0, sizeof *scan);
  scan->read = read;
  scan->source = source;
  scan->part = part;
  scan->block = BLOCK;
  scan->max_depth = max_depth;
  scan->overflow = CO_X_LIMIT_FIELD_BYTES;
  scan->max_token = max_token;
  scan->starts = co_xcalloc((size_t)max_depth + 1, sizeof *scan->starts);
}

void co_xml_clear(struct co_xml_scan *scan) {
  free(scan->buf);
  free(scan->names);
  free(scan->starts);
  free(scan->raw);
  memset(scan, 0, sizeof *scan);
}

enum co_status co_xml_fail(const struct co_xml_scan *scan, struct co_err *err,
                           const char *what) {
  return co_fail(err, CO_X_XML_MALFORMED,
                 "the file is damaged: part '%.*s' %s (at byte %llu); ask for "
                 "a new copy",
                 CO_STR(scan->part), what,
                 (unsigned long long)(scan->base + scan->at));
}

static enum step fail(struct co_xml_scan *scan, struct co_err *err,
                      const char *what) {
  scan->failed = co_xml_fail(scan, err, what);
  return STEP_FAIL;
}

/* Everything that is no delimiter; bytes above 0x7f are checked UTF-8. */
static bool is_name(char c) {
  return co_is_letter(c) || co_is_digit(c) || c == ':' || c == '_' ||
         c == '-' || c == '.' || (c & 0x80);
}

static bool starts_name(char c) {
  return is_name(c) && c != '-' && c != '.' && !co_is_digit(c);
}

static const char *skip_space(const char *p, const char *end) {
  while (p < end && co_is_blank(*p))
    p++;
  return p;
}

/* The name at p; empty where there is none. */
static struct co_str name_at(const char *p, const char *end) {
  const char *q = p;
  if (q < end && starts_name(*q))
    while (q < end && is_name(*q))
      q++;
  return (struct co_str){p, (size_t)(q - p)};
}

static void move_to(struct co_xml_scan *scan, const char *p) {
  scan->at = (size_t)(p - scan->buf);
}

/* The end of the construct that ends with `mark`; NULL where it is not yet in
 * the window. */
static const char *find_end(const char *p, const char *end, const char *mark) {
  size_t n = strlen(mark);
  while ((size_t)(end - p) >= n) {
    p = memchr(p, mark[0], (size_t)(end - p) - n + 1);
    if (!p) return NULL;
    if (memcmp(p, mark, n) == 0) return p;
    p++;
  }
  return NULL;
}

/* Elements */

/* The local name of one with the root's prefix; else nothing. */
static struct co_str local_name(const struct co_xml_scan *scan,
                                struct co_str full) {
  size_t n = scan->prefix_len;
  if (full.len < n || memcmp(full.ptr, scan->names, n) != 0)
    return (struct co_str){0};
  full.ptr += n;
  full.len -= n;
  if (memchr(full.ptr, ':', full.len)) return (struct co_str){0};
  return full;
}

static enum step push(struct co_xml_scan *scan, struct co_str full,
                      struct co_err *err) {
  if (scan->depth == 0 && scan->rooted)
    return fail(scan, err, "goes on behind its end");
  if (scan->depth >= scan->max_depth) {
    scan->failed = co_limit_crossed(
        err, CO_X_LIMIT_XML_DEPTH,
        "part '%.*s': elements are nested deeper than the limit of %u",
        CO_STR(scan->part), (unsigned)scan->max_depth);
    return STEP_FAIL;
  }
  while (scan->names_len + full.len > scan->names_cap) {
    scan->names_cap = scan->names_cap ? 2 * scan->names_cap : 256;
    scan->names = co_xrealloc(scan->names, scan->names_cap);
  }
  memcpy(scan->names + scan->names_len, full.ptr, full.len);
  scan->starts[scan->depth++] = (uint32_t)scan->names_len;
  scan->names_len += full.len;
  if (!scan->rooted) {
    const char *colon = memchr(full.ptr, ':', full.len);
    scan->prefix_len = colon ? (size_t)(colon - full.ptr) + 1 : 0;
    scan->rooted = true;
  }
  scan->name = local_name(scan, full);
  return STEP_TOKEN;
}

static void pop(struct co_xml_scan *scan) {
  scan->names_len = scan->starts[--scan->depth];
}

static struct co_str innermost(const struct co_xml_scan *scan) {
  uint32_t start = scan->starts[scan->depth - 1];
  return (struct co_str){scan->names + start, scan->names_len - start};
}

/* One attribute at *p, which moves behind it. */
static enum step attribute(struct co_xml_scan *scan, const char **p,
                           const char *end, struct co_err *err) {
  struct co_str name = name_at(*p, end);
  if (name.len == 0) return fail(scan, err, "has a tag that is no tag");
  const char *q = skip_space(name.ptr + name.len, end);
  if (q == end) return STEP_MORE;
  if (*q != '=') return fail(scan, err, "has an attribute without a value");
  q = skip_space(q + 1, end);
  if (q == end) return STEP_MORE;
  if (*q != '"' && *q != '\'')
    return fail(scan, err, "has an attribute without quotes");
  const char *value = q + 1;
  const char *close = memchr(value, *q, (size_t)(end - value));
  if (!close) return STEP_MORE;
  if (memchr(value, '<', (size_t)(close - value)))
    return fail(scan, err, "has '<' in an attribute");
  if (scan->attr_count == CO_XML_ATTRIBUTES) {
    scan->failed = co_fail(err, CO_X_LIMIT_XML_ATTRIBUTES,
                           "part '%.*s': a tag has more than the limit of %d "
                           "attributes; save the file again in Excel",
                           CO_STR(scan->part), (int)CO_XML_ATTRIBUTES);
    return STEP_FAIL;
  }
  for (size_t i = 0; i < scan->attr_count; i++)
    if (scan->attrs[i].name.len == name.len &&
        co_str_eq(scan->attrs[i].name, name))
      return fail(scan, err, "has an attribute twice");
  scan->attrs[scan->attr_count++] =
      (struct co_xml_attr){name, {value, (size_t)(close - value)}};
  *p = close + 1;
  return STEP_TOKEN;
}

static enum step start_tag(struct co_xml_scan *scan, const char *p,
                           const char *end, struct co_err *err) {
  struct co_str full = name_at(p, end);
  scan->attr_count = 0;
  p = full.ptr + full.len;
  for (;;) {
    const char *before = p;
    p = skip_space(p, end);
    if (p == end) return STEP_MORE;
    if (full.len == 0) return fail(scan, err, "has a tag without a name");
    if (*p == '>' || *p == '/') break;
    if (p == before) return fail(scan, err, "has a tag that is no tag");
    enum step step = attribute(scan, &p, end, err);
    if (step != STEP_TOKEN) return step;
  }
  bool empty = *p == '/';
  if (empty && ++p == end) return STEP_MORE;
  if (*p != '>') return fail(scan, err, "has a tag that is no tag");
  enum step step = push(scan, full, err);
  if (step != STEP_TOKEN) return step;
  scan->kind = CO_XML_START;
  scan->closing = empty;
  move_to(scan, p + 1);
  return STEP_TOKEN;
}

/* p is behind "</". */
static enum step end_tag(struct co_xml_scan *scan, const char *p,
                         const char *end, struct co_err *err) {
  const char *close = memchr(p, '>', (size_t)(end - p));
  if (!close) return STEP_MORE;
  struct co_str full = name_at(p, close);
  if (skip_space(full.ptr + full.len, close) != close || scan->depth == 0 ||
      !co_str_eq(full, innermost(scan)))
    return fail(scan, err, "has a tag that closes another one");
  scan->kind = CO_XML_END;
  scan->name = local_name(scan, full);
  pop(scan);
  move_to(scan, close + 1);
  return STEP_TOKEN;
}

/* Everything else */

static enum step text(struct co_xml_scan *scan, const char *p, const char *end,
                      struct co_err *err) {
  const char *close = memchr(p, '<', (size_t)(end - p));
  if (!close && !scan->ended) return STEP_MORE;
  if (!close) close = end;
  if (scan->depth == 0) {
    if (skip_space(p, close) != close)
      return fail(scan, err, "has text outside of its elements");
    move_to(scan, close);
    return STEP_AGAIN;
  }
  scan->kind = CO_XML_TEXT;
  scan->cdata = false;
  scan->text = (struct co_str){p, (size_t)(close - p)};
  move_to(scan, close);
  return STEP_TOKEN;
}

/* Nothing but a byte order mark was read. */
static bool at_start(const struct co_xml_scan *scan) {
  return scan->base == 0 &&
         (scan->at == 0 || (scan->at == 3 && scan->buf[0] == '\xEF'));
}

static enum step instruction(struct co_xml_scan *scan, const char *p,
                             const char *end, struct co_err *err) {
  const char *close = find_end(p, end, "?>");
  if (!close) return STEP_MORE;
  bool declaration =
      close - p > 4 && memcmp(p, "xml", 3) == 0 && co_is_blank(p[3]);
  if (declaration && !at_start(scan))
    return fail(scan, err, "has an XML declaration inside");
  if (declaration) {
    struct co_str inside = {p + 3, (size_t)(close - p) - 3};
    scan->failed = co_xml_declared(scan, inside, err);
    if (scan->failed) return STEP_FAIL;
  }
  move_to(scan, close + 2);
  return STEP_AGAIN;
}

static enum step comment(struct co_xml_scan *scan, const char *p,
                         const char *end, struct co_err *err) {
  const char *close = find_end(p, end, "--");
  if (!close || close + 2 == end) return STEP_MORE;
  if (close[2] != '>') return fail(scan, err, "has '--' in a comment");
  move_to(scan, close + 3);
  return STEP_AGAIN;
}

static enum step cdata(struct co_xml_scan *scan, const char *p, const char *end,
                       struct co_err *err) {
  const char *close = find_end(p, end, "]]>");
  if (!close) return STEP_MORE;
  if (scan->depth == 0)
    return fail(scan, err, "has text outside of its elements");
  scan->kind = CO_XML_TEXT;
  scan->cdata = true;
  scan->text = (struct co_str){p, (size_t)(close - p)};
  move_to(scan, close + 3);
  return STEP_TOKEN;
}

/* p is at "<!". */
static enum step declaration(struct co_xml_scan *scan, const char *p,
                             const char *end, struct co_err *err) {
  static const struct {
    const char *mark;
    enum step (*scan)(struct co_xml_scan *, const char *, const char *,
                      struct co_err *);
  } kinds[] = {{"<!--", comment}, {"<![CDATA[", cdata}, {"<!DOCTYPE", NULL}};
  size_t have = (size_t)(end - p);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    size_t n = strlen(kinds[i].mark);
    if (memcmp(p, kinds[i].mark, have < n ? have : n) != 0) continue;
    if (have < n) return STEP_MORE;
    if (kinds[i].scan) return kinds[i].scan(scan, p + n, end, err);
    scan->failed = co_fail(
        err, CO_X_XML_DOCTYPE,
        "part '%.*s' has a document type declaration, which no workbook "
        "has and attacks use; do not trust this file",
        CO_STR(scan->part));
    return STEP_FAIL;
  }
  return fail(scan, err, "has a tag that is no tag");
}

static enum step token(struct co_xml_scan *scan, struct co_err *err) {
  const char *p = scan->buf + scan->at, *end = scan->buf + scan->checked;
  if (p == end) return STEP_MORE;
  if (*p != '<') return text(scan, p, end, err);
  if (p + 1 == end) return STEP_MORE;
  if (p[1] == '/') return end_tag(scan, p + 2, end, err);
  if (p[1] == '?') return instruction(scan, p + 2, end, err);
  if (p[1] == '!') return declaration(scan, p, end, err);
  return start_tag(scan, p + 1, end, err);
}

/* Nothing more can be read: is that the proper end? */
static enum co_status finish(struct co_xml_scan *scan, struct co_err *err) {
  if (scan->at < scan->end || scan->depth || !scan->rooted)
    return co_xml_fail(scan, err, "is cut short");
  scan->kind = CO_XML_EOF;
  return CO_OK;
}

enum co_status co_xml_next(struct co_xml_scan *scan, struct co_err *err) {
  if (scan->closing) { /* name still is that of the START */
    scan->closing = false;
    scan->kind = CO_XML_END;
    pop(scan);
    return CO_OK;
  }
  for (;;) {
    enum step step = scan->encoding ? token(scan, err) : STEP_MORE;
    if (step == STEP_TOKEN) return CO_OK;
    if (step == STEP_FAIL) return scan->failed;
    if (step == STEP_AGAIN) continue;
    if (scan->ended) return finish(scan, err);
    enum co_status status = co_xml_fill(scan, err);
    if (status) return status;
  }
}

enum co_status co_xml_skip(struct co_xml_scan *scan, struct co_err *err) {
  uint32_t outside = scan->depth - 1;
  enum co_status status = CO_OK;
  while (!status && scan->depth > outside)
    status = co_xml_next(scan, err);
  return status;
}

bool co_xml_attr(const struct co_xml_scan *scan, const char *name,
                 struct co_str *value) {
  size_t n = strlen(name);
  for (size_t i = 0; i < scan->attr_count; i++)
    if (scan->attrs[i].name.len == n &&
        memcmp(scan->attrs[i].name.ptr, name, n) == 0) {
      *value = scan->attrs[i].value;
      return true;
    }
  return false;
}

bool co_xml_start(struct co_xml_scan *scan, struct co_str name, const char *p) {
  if (scan->depth == 0 || scan->depth >= scan->max_depth ||
      push(scan, name, NULL) != STEP_TOKEN)
    return false;
  move_to(scan, p);
  return true;
}

bool co_xml_end(struct co_xml_scan *scan) {
  const char *p = scan->buf + scan->at, *end = scan->buf + scan->checked;
  struct co_str name = innermost(scan);
  if (scan->closing || (size_t)(end - p) < name.len + 3 || p[0] != '<' ||
      p[1] != '/' || memcmp(p + 2, name.ptr, name.len) != 0 ||
      p[name.len + 2] != '>')
    return false;
  pop(scan);
  move_to(scan, p + name.len + 3);
  return true;
}

bool co_xml_plain_value(struct co_xml_scan *scan, struct co_str *text) {
  static const char tail[] = "</v></c>";
  const size_t n = sizeof tail - 1;
  const char *p = scan->buf + scan->at, *end = scan->buf + scan->checked;
  if (scan->closing || scan->prefix_len || end - p < 3 ||
      memcmp(p, "<v>", 3) != 0)
    return false;
  const char *close = memchr(p + 3, '<', (size_t)(end - p) - 3);
  if (!close || (size_t)(end - close) < n || memcmp(close, tail, n) != 0)
    return false;
  struct co_str value = {p + 3, (size_t)(close - p) - 3};
  if (memchr(value.ptr, '&', value.len) || memchr(value.ptr, '\r', value.len))
    return false;
  *text = value;
  pop(scan);
  move_to(scan, close + n);
  return true;
}

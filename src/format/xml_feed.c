/* xml_feed.c - the window of the tokenizer: filling it, and what bytes mean.
 *
 * Bytes are checked once, as they come in: valid UTF-8, no control characters
 * but tab and line ends, no U+FFFE and U+FFFF (XML 1.0, 2.2). Sixty-four
 * ASCII bytes at a time, because that is what sheets are made of.
 * The encoding is told from the first four bytes (XML 1.0, appendix F). */
#include "xml_feed.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "limits.h"
#include "utf8.h"

enum {
  SIGNATURE = 4,
  BEHIND = 8 /* zero bytes behind the window */
};

static bool allowed(uint32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c != CO_UTF8_BAD && c != 0xFFFE && c != 0xFFFF;
}

/* The end of what is right in [p, to); a character may reach beyond. *ok is
 * false where the next one is wrong or not yet whole. */
static const char *check_some(const char *p, const char *to, const char *end,
                              bool *ok) {
  while (p < to) {
    uint32_t c;
    size_t n = co_utf8_next(p, end, &c);
    *ok = allowed(c);
    if (!*ok) break;
    p += n;
  }
  return p;
}

/* Checks [checked, end); an unfinished character at the end may wait. */
static enum co_status check_bytes(struct co_xml_scan *scan,
                                  struct co_err *err) {
  const char *p = scan->buf + scan->checked, *end = scan->buf + scan->end;
  bool ok = true;
  while (ok && p < end) {
    bool stride = end - p >= CO_ALL;
    p = stride && co_all_ascii(p, ' ')
            ? p + CO_ALL
            : check_some(p, stride ? p + CO_ALL : end, end, &ok);
  }
  scan->checked = (size_t)(p - scan->buf);
  /* the first bytes of a character, and no more: it may yet be whole */
  bool waits = end - p < 4 && (unsigned char)*p >= 0x80 && !scan->ended;
  if (ok || waits) return CO_OK;
  scan->at = scan->checked;
  return co_xml_fail(scan, err, "has a byte that is no text");
}

static void reserve(struct co_xml_scan *scan, size_t room) {
  size_t want = scan->end + room + BEHIND;
  if (want <= scan->cap) return;
  scan->cap = want > 2 * scan->cap ? want : 2 * scan->cap;
  scan->buf = co_xrealloc(scan->buf, scan->cap);
}

static enum co_status add_utf16(struct co_xml_scan *scan, size_t len,
                                struct co_err *err) {
  bool ok;
  reserve(scan, CO_UTF16_ROOM(len));
  scan->end +=
      co_utf16_feed(&scan->utf16, scan->raw, len, scan->buf + scan->end, &ok);
  if (!ok || (scan->ended && !co_utf16_done(&scan->utf16)))
    return co_xml_fail(scan, err, "has half a character");
  return CO_OK;
}

/* The first bytes are in buf: what are they? */
static enum co_status find_encoding(struct co_xml_scan *scan,
                                    struct co_err *err) {
  const char *b = scan->buf;
  size_t n = scan->end;
  scan->encoding = CO_XML_UTF8;
  if (n >= 3 && memcmp(b, "\xEF\xBB\xBF", 3) == 0) {
    scan->at = scan->checked = 3;
    return CO_OK;
  }
  bool big =
      n >= 2 && (memcmp(b, "\xFE\xFF", 2) == 0 || memcmp(b, "\0<", 2) == 0);
  bool little =
      n >= 2 && (memcmp(b, "\xFF\xFE", 2) == 0 || memcmp(b, "<\0", 2) == 0);
  if (!big && !little) return CO_OK;
  size_t mark = b[0] == '<' || b[0] == '\0' ? 0 : 2;
  scan->encoding = CO_XML_UTF16;
  scan->utf16.big = big;
  scan->raw = co_xmalloc(scan->block > SIGNATURE ? scan->block : SIGNATURE);
  n -= mark;
  if (n > SIGNATURE) n = SIGNATURE;
  memcpy(scan->raw, b + mark, n);
  scan->end = 0;
  return add_utf16(scan, n, err);
}

static enum co_status read_block(struct co_xml_scan *scan, size_t len,
                                 struct co_err *err) {
  size_t got = 0;
  bool utf16 = scan->encoding == CO_XML_UTF16;
  if (!utf16) reserve(scan, len);
  void *to = utf16 ? (void *)scan->raw : scan->buf + scan->end;
  enum co_status status = scan->read(scan->source, to, len, &got, err);
  if (status) return status;
  if (got == 0) scan->ended = true;
  if (utf16) return add_utf16(scan, got, err);
  scan->end += got;
  return CO_OK;
}

/* Drops what was read, so that the open token begins the window. */
static void slide(struct co_xml_scan *scan) {
  if (scan->at == 0) return;
  memmove(scan->buf, scan->buf + scan->at, scan->end - scan->at);
  scan->base += scan->at;
  scan->end -= scan->at;
  scan->checked -= scan->at;
  scan->at = 0;
}

enum co_status co_xml_fill(struct co_xml_scan *scan, struct co_err *err) {
  enum co_status status = CO_OK;
  slide(scan);
  if (scan->end > scan->max_token)
    return co_limit_crossed(
        err, CO_X_LIMIT_FIELD_BYTES,
        "part '%.*s', byte %llu: a text or tag is longer than the "
        "limit of %zu bytes",
        CO_STR(scan->part), (unsigned long long)scan->base, scan->max_token);
  while (scan->encoding == CO_XML_UNKNOWN && !status) {
    size_t want = SIGNATURE - scan->end;
    status = read_block(scan, want < scan->block ? want : scan->block, err);
    if (!status && (scan->ended || scan->end >= SIGNATURE))
      status = find_encoding(scan, err);
  }
  /* never more than the longest token in the window: the same limit whatever
   * the blocks */
  size_t room = scan->max_token + 1 - scan->end;
  if (!status && !scan->ended)
    status = read_block(scan, room < scan->block ? room : scan->block, err);
  if (status) return status;
  memset(scan->buf + scan->end, 0, BEHIND);
  return check_bytes(scan, err);
}

/* The declaration's encoding, where there is one: UTF-8, or UTF-16 where the
 * bytes are. text is everything between "<?xml" and "?>". */
enum co_status co_xml_declared(struct co_xml_scan *scan, struct co_str text,
                               struct co_err *err) {
  static const char *const fine[] = {"utf-8",  "utf8",     "us-ascii",
                                     "utf-16", "utf-16le", "utf-16be"};
  static const char word[] = "encoding";
  size_t i = 0, n = 0, skip = sizeof word - 1;
  while (i + skip < text.len && memcmp(text.ptr + i, word, skip) != 0)
    i++;
  if (i + skip >= text.len) return CO_OK;
  i += skip;
  while (i < text.len && strchr(" \t\r\n=\"'", text.ptr[i]))
    i++;
  const char *name = text.ptr + i;
  while (i + n < text.len && name[n] != '"' && name[n] != '\'')
    n++;
  for (size_t k = 0; k < sizeof fine / sizeof *fine; k++) {
    size_t same = 0;
    while (same < n && (name[same] | 0x20) == (fine[k][same] | 0x20) &&
           fine[k][same])
      same++;
    if (same == n && fine[k][n] == '\0') return CO_OK;
  }
  return co_fail(err, CO_X_XML_ENCODING,
                 "part '%.*s' is in encoding '%.*s', workbooks are in UTF-8 or "
                 "UTF-16; save the file again in Excel",
                 CO_STR(scan->part), (int)(n < 40 ? n : 40), name);
}

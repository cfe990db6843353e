/* buf.c - a text buffer that grows up to a limit.
 *
 * The text is always followed by a NUL that is not counted. An addition that
 * would cross the limit changes nothing and says so: the caller knows the
 * name of its limit. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "str.h"

void co_buf_clear(struct co_buf *buf) {
  free(buf->ptr);
  buf->ptr = NULL;
  buf->len = buf->cap = 0;
}

/* Makes room for len more bytes and the NUL; false: over the limit. */
static bool reserve(struct co_buf *buf, size_t len) {
  if (len >= SIZE_MAX / 2 - buf->len) return false;
  size_t wanted = buf->len + len;
  if (buf->limit && wanted > buf->limit) return false;
  if (wanted + 1 <= buf->cap) return true;
  size_t cap = buf->cap ? 2 * buf->cap : 64;
  buf->cap = cap > wanted ? cap : wanted + 1;
  buf->ptr = co_xrealloc(buf->ptr, buf->cap);
  return true;
}

bool co_buf_add(struct co_buf *buf, const char *p, size_t len) {
  if (!reserve(buf, len)) return false;
  if (len) memcpy(buf->ptr + buf->len, p, len);
  buf->len += len;
  buf->ptr[buf->len] = '\0';
  return true;
}

bool co_buf_add_str(struct co_buf *buf, struct co_str text) {
  return co_buf_add(buf, text.ptr, text.len);
}

bool co_buf_printf(struct co_buf *buf, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int needed = vsnprintf(NULL, 0, format, args);
  va_end(args);
  bool fits = needed >= 0 && reserve(buf, (size_t)needed);
  if (fits) {
    vsnprintf(buf->ptr + buf->len, (size_t)needed + 1, format, again);
    buf->len += (size_t)needed;
  }
  va_end(again);
  return fits;
}

struct co_str co_buf_str(const struct co_buf *buf) {
  return (struct co_str){buf->ptr, buf->len};
}

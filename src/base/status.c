/* status.c - error messages and exit codes; the errors are in errors.c.
 *
 * A message is formatted into a buffer of its own first, because an argument
 * may well be the text of the very err that is being set. Messages end at a
 * whole UTF-8 character: half of one would make a log line unreadable for the
 * tools that watch nightly jobs. */
#include "collate/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "str.h"

static int is_continuation(char byte) {
  return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Bytes of the character that a lead byte announces. */
static size_t announced(char lead) {
  unsigned char byte = (unsigned char)lead;
  if (byte < 0xC0) return 1;
  return byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/* Takes off the incomplete character at the end of a text that was cut. */
static void cut_at_character(char *text) {
  size_t len = strlen(text);
  size_t lead = len;
  while (lead > 0 && len - lead < 4) {
    lead--;
    if (!is_continuation(text[lead])) break;
  }
  if (lead < len && len - lead < announced(text[lead])) text[lead] = '\0';
}

static void format_text(char out[CO_ERR_TEXT], const char *format,
                        va_list args) {
  int needed = vsnprintf(out, CO_ERR_TEXT, format, args);
  if (needed < 0) out[0] = '\0';
  if (needed >= CO_ERR_TEXT) cut_at_character(out);
}

/* Printable ASCII, as nearly all messages are. */
static bool is_printable(const char *text) {
  while (*text >= 0x20 && *text < 0x7F)
    text++;
  return *text == '\0';
}

/* Names of files and sheets and texts of cells come into messages, whatever is
 * in them: here they become one line that drives no terminal and forges no
 * line of a log. */
static void make_plain(char out[CO_ERR_TEXT], const char *text) {
  if (is_printable(text)) {
    memcpy(out, text, strlen(text) + 1);
    return;
  }
  struct co_arena arena = CO_ARENA_INIT;
  struct co_str plain = co_str_show(&arena, co_str_of(text), CO_ERR_TEXT);
  snprintf(out, CO_ERR_TEXT, "%.*s", CO_STR(plain));
  cut_at_character(out);
  co_arena_clear(&arena);
}

enum co_status co_fail(struct co_err *err, enum co_error code,
                       const char *format, ...) {
  enum co_status status = co_known_errors[code].status;
  if (!err) return status;
  char text[CO_ERR_TEXT];
  va_list args;
  va_start(args, format);
  format_text(text, format, args);
  va_end(args);
  make_plain(err->text, text);
  err->code = code;
  err->status = status;
  return status;
}

void co_err_prefix(struct co_err *err, const char *format, ...) {
  if (!err) return;
  char context[CO_ERR_TEXT];
  va_list args;
  va_start(args, format);
  format_text(context, format, args);
  va_end(args);
  co_fail(err, err->code, "%s: %s", context, err->text);
}

int co_status_exit(enum co_status status) {
  switch (status) {
    case CO_OK:
    case CO_STOP:
      return 0;
    case CO_EUSAGE:
      return 2;
    case CO_EINPUT:
      return 3;
    case CO_EPACK:
      return 4;
    case CO_ELIMIT:
      return 5;
    case CO_EOUTPUT:
      return 6;
    case CO_ELOCKED:
      return 7;
    case CO_EMEMORY:
    case CO_EBUG:
      break;
  }
  return 70;
}

/* lines.c - see lines.h. */
#include "lines.h"

static size_t line_length(struct co_str text) {
  size_t end = 0;
  while (end < text.len && text.ptr[end] != '\n')
    end++;
  return end;
}

size_t co_lines(struct co_arena *arena, struct co_str text,
                struct co_str **lines) {
  size_t room = 1, count = 0;
  for (size_t i = 0; i < text.len; i++)
    room += text.ptr[i] == '\n';
  *lines = CO_NEW_ARRAY(arena, room, struct co_str);
  for (;;) {
    size_t len = line_length(text);
    struct co_str line = co_str_trim((struct co_str){text.ptr, len});
    if (line.len) (*lines)[count++] = line;
    if (len == text.len) return count;
    text = (struct co_str){text.ptr + len + 1, text.len - len - 1};
  }
}

struct co_str co_line_first(struct co_str text) {
  text = co_str_trim(text);
  return co_str_trim((struct co_str){text.ptr, line_length(text)});
}

struct co_str co_line_bullet(struct co_str line) {
  static const char *const bullets[] = {"•", "·", "▪", "* ", "- ", "– "};
  struct co_str trimmed = co_str_trim(line);
  for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
    struct co_str bullet = co_str_of(bullets[i]);
    if (!co_str_starts(trimmed, bullets[i])) continue;
    return co_str_trim(
        (struct co_str){trimmed.ptr + bullet.len, trimmed.len - bullet.len});
  }
  return trimmed;
}

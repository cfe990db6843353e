/* text_in.h - a text file as UTF-8, whatever it was written in.
 *
 * The encoding is settled before a character is handed out: a byte order
 * mark; else UTF-16 where every other byte is NUL; else UTF-8 where the whole
 * file is valid; else Windows-1252, what Excel on an English Windows saves;
 * else, where one of the five bytes it does not have turns up, ISO-8859-1.
 * Refused: NUL bytes, UTF-32, and a file that is UTF-8 in most places and not
 * in another (a line pasted in from elsewhere), because either reading would
 * change its letters. */
#ifndef COLLATE_TEXT_IN_H
#define COLLATE_TEXT_IN_H

#include "input.h"
#include "utf16.h"

enum co_text_encoding {
  CO_TEXT_UTF8,
  CO_TEXT_UTF16LE,
  CO_TEXT_UTF16BE,
  CO_TEXT_CP1252,
  CO_TEXT_LATIN1
};

struct co_text_in {
  struct co_input *in;
  enum co_text_encoding encoding;
  uint64_t offset; /* of the next byte to read */
  uint64_t odd;    /* offset of the first byte that is no UTF-8 */
  bool guessed;    /* the encoding fits, and so may others */
  struct co_utf16 utf16;
};

/* Looks through the whole input. */
enum co_status co_text_open(struct co_text_in *text, struct co_input *in,
                            struct co_err *err);
/* Back to the first character. */
void co_text_rewind(struct co_text_in *text);
/* "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252" or "ISO-8859-1". */
struct co_str co_text_encoding_name(const struct co_text_in *text);

/* A block of UTF-8, borrowed from buf; empty at the end. A character may be
 * cut between two blocks. */
enum { CO_TEXT_BLOCK = 64 * 1024 };
enum co_status co_text_read(struct co_text_in *text,
                            char buf[CO_UTF16_ROOM(CO_TEXT_BLOCK)],
                            struct co_str *block, struct co_err *err);

#endif

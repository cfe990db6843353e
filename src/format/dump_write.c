/* dump_write.c - every cell on a line of its own: the format "tsv".
 *
 *   #sheet TAB number TAB name TAB visible|hidden|veryHidden
 *   sheet TAB reference TAB type TAB value
 *
 * A text file has no sheets; its cells stand under the name "csv", whatever
 * the file is called, so that dumps of two files can be compared.
 * Types are those of co_cell_letter(). In names and values \, tab, LF, CR and
 * NUL are written \\ \t \n \r \0 and other control characters \xHH, so that a
 * line is a cell whatever is in it, and a cell cannot drive a terminal.
 * Made for diff, grep and comparison with other readers. */
#include <stdio.h>
#include <stdlib.h>

#include "arena.h"
#include "formats.h"
#include "output.h"
#include "str.h"

struct dump {
  struct co_sink sink; /* first */
  FILE *out;
  struct co_buf name; /* of the sheet */
};

/* What a character is written as; 0 where it is itself. */
static char escape_of(char c) {
  switch (c) {
    case '\\':
      return '\\';
    case '\t':
      return 't';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\0':
      return '0';
    default:
      return 0;
  }
}

/* The control character at p and its bytes in UTF-8; 0 where there is none. */
static size_t control_at(const unsigned char *p, size_t left, unsigned *c) {
  *c = *p;
  if (*p < 0x20 || *p == 0x7F) return 1;
  if (*p != 0xC2 || left < 2 || p[1] > 0x9F) return 0;
  *c = p[1];
  return 2;
}

static void put(FILE *out, struct co_str text) {
  size_t from = 0;
  for (size_t i = 0; i < text.len; i++) {
    unsigned code;
    char letter = escape_of(text.ptr[i]);
    size_t n =
        control_at((const unsigned char *)text.ptr + i, text.len - i, &code);
    if (!letter && !n) continue;
    fwrite(text.ptr + from, 1, i - from, out);
    if (letter)
      fprintf(out, "\\%c", letter);
    else
      fprintf(out, "\\x%02x", code);
    i += n > 1 ? n - 1 : 0;
    from = i + 1;
  }
  if (from < text.len) fwrite(text.ptr + from, 1, text.len - from, out);
}

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  static const char *const states[] = {"visible", "hidden", "veryHidden"};
  struct dump *dump = (struct dump *)sink;
  dump->name.len = 0; /* the sheet's name is lent for this call only */
  co_buf_add_str(&dump->name,
                 sheet->encoding.len ? CO_LIT("csv") : sheet->name);
  fprintf(dump->out, "#sheet\t%u\t", (unsigned)sheet->index + 1);
  put(dump->out, co_buf_str(&dump->name));
  fprintf(dump->out, "\t%s\n", states[sheet->visibility]);
  return co_output_check(dump->out, err);
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct dump *dump = (struct dump *)sink;
  char place[CO_A1_TEXT];
  for (uint32_t i = 0; i < row->count; i++) {
    const struct co_cell *cell = &row->cells[i];
    put(dump->out, co_buf_str(&dump->name));
    fprintf(dump->out, "\t%s\t%s\t", co_a1(row->row, cell->col, place),
            co_cell_letter(cell->kind));
    put(dump->out, cell->text);
    putc('\n', dump->out);
  }
  return co_output_check(dump->out, err);
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  struct dump *dump = (struct dump *)sink;
  fflush(dump->out);
  return co_output_check(dump->out, err);
}

static void on_free(struct co_sink *sink) {
  struct dump *dump = (struct dump *)sink;
  co_buf_clear(&dump->name);
  free(dump);
}

enum co_status co_dump_writer(struct co_sink **sink, struct co_output *out,
                              struct co_err *err) {
  (void)err;
  struct dump *dump = co_xcalloc(1, sizeof *dump);
  dump->sink = (struct co_sink){on_sheet, on_row, NULL, on_end, on_free};
  dump->out = out->file;
  *sink = &dump->sink;
  return CO_OK;
}

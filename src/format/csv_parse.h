/* csv_parse.h - delimited text taken apart, block by block.
 *
 * RFC 4180 as Excel reads it: a quote at the start of a field opens it, a
 * doubled quote in it is one, line breaks in it are data; after the closing
 * quote, and anywhere in an unquoted field, a quote is data like any other
 * character. LF, CRLF and CR end a record. Nothing is trimmed. A quote that
 * is never closed and so swallows lines is an error that names the line where
 * it was opened; on the last line it swallows nothing, and the row is kept. One
 * that swallows lines and is closed in the middle of a field, with more than
 * blanks behind it, is told with the record.
 *
 * libcsv is not used for this: a stray quote is either an error there or
 * swallows the rest of the file, and it does not tell lines. */
#ifndef COLLATE_CSV_PARSE_H
#define COLLATE_CSV_PARSE_H

#include "str.h"

struct co_csv_record {
  size_t count; /* fields; 1 for an empty line */
  const struct co_str *fields;
  uint64_t line; /* physical line where it begins, one-based */
  bool blank;    /* nothing at all between two line ends */
  bool stray;    /* a quote stands where it neither opens nor closes a field */
  uint64_t torn; /* line where a quote opens that goes over lines and ends in
                    the middle of a field; 0: none */
  bool unended;  /* the text ends without a line end behind it */
  bool open;     /* and even within quotes */
};

typedef enum co_status co_csv_take(void *user,
                                   const struct co_csv_record *record,
                                   struct co_err *err);

struct co_csv_parser {
  char delimiter;
  size_t max_field;
  size_t max_fields;
  co_csv_take *take;
  void *user;

  enum {
    CO_CSV_FIELD,
    CO_CSV_PLAIN,
    CO_CSV_QUOTED,
    CO_CSV_CLOSED,
    CO_CSV_BEHIND /* a closing quote, and blanks so far */
  } state;
  bool after_cr;
  bool any;   /* bytes of the record were seen */
  bool stray; /* quote, in the record */
  uint64_t torn;
  uint64_t line, record_line, quote_line;
  struct co_buf text; /* of the record's fields */
  size_t *ends;       /* of each field in text */
  struct co_str *fields;
  size_t count, ends_cap, fields_cap;
};

void co_csv_init(struct co_csv_parser *parser, char delimiter,
                 co_csv_take *take, void *user);
void co_csv_clear(struct co_csv_parser *parser);

enum co_status co_csv_feed(struct co_csv_parser *parser, struct co_str block,
                           struct co_err *err);
/* The last record, where the text does not end with a line end. */
enum co_status co_csv_finish(struct co_csv_parser *parser, struct co_err *err);

/* Which of , ; tab and | parts a text, by how evenly it does; cut: the text
 * is only the beginning of more. preferred wins a tie. */
char co_csv_delimiter(struct co_str sample, bool cut, char preferred);

#endif

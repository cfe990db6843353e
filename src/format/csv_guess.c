/* csv_guess.c - which character parts the columns of a text file.
 *
 * Evidence, not habit: the text is parsed with each candidate, and the one
 * wins whose most frequent number of columns (at least two) is that of the
 * most records; among equals the one with more columns, then the preferred,
 * then the order of the list. So "1,5;2,5" is parted at the semicolons as
 * soon as one header has no comma. */
#include <stdlib.h>
#include <string.h>

#include "csv_parse.h"

enum { SAMPLE_RECORDS = 200, COUNTED_COLUMNS = 512 };

struct tally {
  size_t records;
  uint16_t with[COUNTED_COLUMNS]; /* records with that many columns */
};

static enum co_status count_record(void *user,
                                   const struct co_csv_record *record,
                                   struct co_err *err) {
  struct tally *tally = user;
  (void)err;
  if (record->blank) return CO_OK;
  size_t n =
      record->count < COUNTED_COLUMNS ? record->count : COUNTED_COLUMNS - 1;
  tally->with[n]++;
  return ++tally->records < SAMPLE_RECORDS ? CO_OK : CO_STOP;
}

struct evidence {
  size_t records, columns;
};

static struct evidence weigh(struct co_str sample, bool cut, char delimiter) {
  struct tally tally = {0};
  struct co_csv_parser parser;
  struct evidence best = {0, 0};
  if (!sample.len || !memchr(sample.ptr, delimiter, sample.len))
    return best; /* one column at most */
  co_csv_init(&parser, delimiter, count_record, &tally);
  if (!co_csv_feed(&parser, sample, NULL) && !cut) co_csv_finish(&parser, NULL);
  co_csv_clear(&parser);
  for (size_t n = 2; n < COUNTED_COLUMNS; n++)
    if (tally.with[n] && tally.with[n] >= best.records)
      best = (struct evidence){tally.with[n], n};
  return best;
}

char co_csv_delimiter(struct co_str sample, bool cut, char preferred) {
  const char candidates[] = {preferred, ',', ';', '\t', '|'};
  struct evidence best = {0, 0};
  char delimiter = preferred;
  for (size_t i = 0; i < sizeof candidates; i++) {
    if (i && candidates[i] == preferred) continue;
    struct evidence e = weigh(sample, cut, candidates[i]);
    if (e.records > best.records ||
        (e.records == best.records && e.columns > best.columns)) {
      best = e;
      delimiter = candidates[i];
    }
  }
  return delimiter;
}

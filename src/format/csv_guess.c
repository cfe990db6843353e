/* csv_guess.c - which character parts the columns of a text file.
 *
 * Evidence, not habit: the text is parsed with each candidate, and the one
 * wins whose most frequent number of columns (at least two) is that of the
 * largest share of its records; among equals the one with more columns, then
 * the preferred, then the order of the list. So "1,5;2,5" is parted at the
 * semicolons as soon as one header has no comma.
 *
 * A share, because the wrong candidate does not see what is quoted: it takes
 * every line of a cell for a record, and a list pasted into a cell, with a tab
 * behind each bullet, outnumbered the rows of the table. For the same reason
 * a record with a quote out of place counts half. */
#include <stdlib.h>
#include <string.h>

#include "csv_parse.h"

enum { SAMPLE_RECORDS = 200, COUNTED_COLUMNS = 512 };

struct tally {
  size_t records;
  unsigned with[COUNTED_COLUMNS]; /* weight of those with that many columns */
};

static enum co_status count_record(void *user,
                                   const struct co_csv_record *record,
                                   struct co_err *err) {
  struct tally *tally = user;
  (void)err;
  if (record->blank) return CO_OK;
  size_t n =
      record->count < COUNTED_COLUMNS ? record->count : COUNTED_COLUMNS - 1;
  tally->with[n] += record->stray ? 1 : 2;
  return ++tally->records < SAMPLE_RECORDS ? CO_OK : CO_STOP;
}

/* weight / records is the share. */
struct evidence {
  size_t weight, records, columns;
};

static struct evidence weigh(struct co_str sample, bool cut, char delimiter) {
  struct tally tally = {0};
  struct co_csv_parser parser;
  struct evidence best = {0, 1, 0};
  if (!sample.len || !memchr(sample.ptr, delimiter, sample.len))
    return best; /* one column at most */
  co_csv_init(&parser, delimiter, count_record, &tally);
  if (!co_csv_feed(&parser, sample, NULL) && !cut) co_csv_finish(&parser, NULL);
  co_csv_clear(&parser);
  for (size_t n = 2; n < COUNTED_COLUMNS; n++)
    if (tally.with[n] && tally.with[n] >= best.weight)
      best = (struct evidence){tally.with[n], tally.records, n};
  return best;
}

static bool is_better(const struct evidence *a, const struct evidence *b) {
  size_t x = a->weight * b->records, y = b->weight * a->records;
  return x > y || (x == y && a->columns > b->columns);
}

char co_csv_delimiter(struct co_str sample, bool cut, char preferred) {
  const char candidates[] = {preferred, ',', ';', '\t', '|'};
  struct evidence best = {0, 1, 0};
  char delimiter = preferred;
  for (size_t i = 0; i < sizeof candidates; i++) {
    if (i && candidates[i] == preferred) continue;
    struct evidence e = weigh(sample, cut, candidates[i]);
    if (is_better(&e, &best)) {
      best = e;
      delimiter = candidates[i];
    }
  }
  return delimiter;
}

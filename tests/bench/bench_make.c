/* bench_make.c - a return of any size, as a workbook or as CSV.
 *
 *   bench_make OUT.xlsx|OUT.csv ROWS [NUMBER]
 *
 * Twelve columns like those of a real return: a reference, a title and a
 * comment that hardly repeat, names that do, a date, a percentage, three
 * amounts, a whole number; every third comment is missing. The same rows every
 * time, so figures of different days can be compared; another NUMBER (1) gives
 * other rows, with references of their own. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

enum { COLUMNS = 12, TEXT = 160, FIRST_DAY = 45000 /* 15 March 2023 */ };

static const char *const headers[COLUMNS] = {
    "Reference", "Title", "Service", "Officer", "Due",    "Status",
    "% Done",    "Plan",  "Actual",  "Outturn", "Places", "Comment"};
static const char *const words[] = {
    "annual",  "review",   "of",       "road",    "safety", "library", "hours",
    "housing", "repairs",  "school",   "meals",   "waste",  "flood",   "plan",
    "care",    "at",       "home",     "parks",   "and",    "trees",   "bus",
    "subsidy", "planning", "appeals",  "council", "tax",    "benefit", "claims",
    "street",  "lighting", "drainage", "survey"};
static const char *const services[] = {
    "Adult Care", "Children & Families",        "Environment",   "Finance",
    "Highways",   "Housing, Homes and Estates", "Public Health", "Planning",
    "Libraries"};
static const char *const officers[] = {"Head of Service", "Team Leader",
                                       "Area Manager",    "Project Officer",
                                       "Deputy Director", "Accountant"};
static const char *const statuses[] = {"On target", "Completed", "Delayed",
                                       "Not started", "On hold"};
#define PICK(list, n) (list)[(n) % (sizeof(list) / sizeof *(list))]

struct record {
  char reference[24], title[TEXT], comment[TEXT];
  const char *service, *officer, *status;
  unsigned day, done, places;
  unsigned pence[3];
};

/* A linear congruential generator (Knuth's MMIX); its high bits. */
static unsigned roll(uint64_t *state) {
  *state = *state * 6364136223846793005U + 1442695040888963407U;
  return (unsigned)(*state >> 33);
}

static void sentence(uint64_t *state, char *out, size_t least) {
  size_t len = 0;
  while (len < least) {
    const char *word = PICK(words, roll(state));
    size_t n = strlen(word);
    if (len) out[len++] = ' ';
    memcpy(out + len, word, n);
    len += n;
    if (len < least && roll(state) % 16 == 0) out[len++] = ',';
  }
  out[len] = '\0';
}

static void make(uint64_t *state, unsigned number, struct record *r) {
  snprintf(r->reference, sizeof r->reference, "SP%u-%07u",
           roll(state) % 90 + 10, number);
  sentence(state, r->title, 30 + roll(state) % 20);
  r->comment[0] = '\0';
  if (roll(state) % 3) sentence(state, r->comment, 10 + roll(state) % 100);
  r->service = PICK(services, roll(state));
  r->officer = PICK(officers, roll(state));
  r->status = PICK(statuses, roll(state));
  r->day = roll(state) % 1500;
  r->done = roll(state) % 101;
  r->places = roll(state) % 10000;
  for (size_t i = 0; i < 3; i++)
    r->pence[i] = roll(state) % 100000000;
}

/* CSV */

static void put_text(FILE *out, const char *text) {
  const char *quote = strchr(text, ',') ? "\"" : "";
  fprintf(out, "%s%s%s,", quote, text, quote);
}

static int make_csv(const char *path, unsigned rows, unsigned number) {
  uint64_t state = number;
  unsigned first = (number - 1) * rows;
  struct record r;
  FILE *out = fopen(path, "w");
  if (!out) return 1;
  for (size_t i = 0; i < COLUMNS; i++)
    fprintf(out, "%s%s", headers[i], i + 1 < COLUMNS ? "," : "\r\n");
  for (unsigned i = 0; i < rows; i++) {
    make(&state, first + i, &r);
    put_text(out, r.reference);
    put_text(out, r.title);
    put_text(out, r.service);
    fprintf(out, "%s,%02u/%02u/20%02u,%s,%u,", r.officer, r.day % 28 + 1,
            r.day % 12 + 1, r.day % 5 + 20, r.status, r.done);
    for (size_t k = 0; k < 3; k++)
      fprintf(out, "%u.%02u,", r.pence[k] / 100, r.pence[k] % 100);
    fprintf(out, "%u,\"%s\"\r\n", r.places, r.comment);
  }
  return fclose(out) != 0;
}

/* Workbook */

static void write_row(lxw_worksheet *sheet, lxw_row_t row,
                      const struct record *r, lxw_format *date,
                      lxw_format *money) {
  worksheet_write_string(sheet, row, 0, r->reference, NULL);
  worksheet_write_string(sheet, row, 1, r->title, NULL);
  worksheet_write_string(sheet, row, 2, r->service, NULL);
  worksheet_write_string(sheet, row, 3, r->officer, NULL);
  worksheet_write_number(sheet, row, 4, FIRST_DAY + r->day, date);
  worksheet_write_string(sheet, row, 5, r->status, NULL);
  worksheet_write_number(sheet, row, 6, r->done, NULL);
  for (lxw_col_t k = 0; k < 3; k++)
    worksheet_write_number(sheet, row, (lxw_col_t)(7 + k), r->pence[k] / 100.0,
                           money);
  worksheet_write_number(sheet, row, 10, r->places, NULL);
  if (*r->comment) worksheet_write_string(sheet, row, 11, r->comment, NULL);
}

static int make_book(const char *path, unsigned rows, unsigned number) {
  uint64_t state = number;
  unsigned first = (number - 1) * rows;
  struct record r;
  lxw_workbook *book = workbook_new(path);
  lxw_worksheet *sheet = workbook_add_worksheet(book, "Return");
  lxw_format *date = workbook_add_format(book);
  lxw_format *money = workbook_add_format(book);
  format_set_num_format(date, "dd-mmm-yyyy");
  format_set_num_format(money, "#,##0.00");
  for (lxw_col_t i = 0; i < COLUMNS; i++)
    worksheet_write_string(sheet, 0, i, headers[i], NULL);
  for (unsigned i = 0; i < rows; i++) {
    make(&state, first + i, &r);
    write_row(sheet, i + 1, &r, date, money);
  }
  return workbook_close(book) != LXW_NO_ERROR;
}

int main(int argc, char **argv) {
  if (argc != 3 && argc != 4) return 2;
  unsigned rows = (unsigned)strtoul(argv[2], NULL, 10);
  unsigned number = argc == 4 ? (unsigned)strtoul(argv[3], NULL, 10) : 1;
  const char *dot = strrchr(argv[1], '.');
  return dot && strcmp(dot, ".csv") == 0 ? make_csv(argv[1], rows, number)
                                         : make_book(argv[1], rows, number);
}

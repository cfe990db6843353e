/* bench_write.c - writes one large sheet in three ways; prints what each took.
 *
 *   bench_write FOLDER [ROWS [WAY]]    1,000,000 rows of 12 columns; all ways
 *
 * The same rows, as a performance return has them, go through our workbook
 * writer and through libxlsxwriter, as its users call it: holding everything
 * and in constant memory (where it cannot make tables). A fourth line is the
 * making of the rows alone, which is in all of them. Each way runs in a
 * process of its own, so peak memory is its own. tests/bench/run says how it is
 * built. It is no test. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "collate/format.h"
#include "output.h"
#include "str.h"

enum { COLUMNS = 12, TEXT = 160, ROWS = 1000000, FIRST_SERIAL = 39000 };

static const char *const names[COLUMNS] = {
    "Ref",     "Title",  "Department", "Lead officer", "Deadline", "Status",
    "Percent", "Budget", "Spend",      "Forecast",     "Target",   "Comment"};
static const char *const departments[] = {
    "Adult Social Care", "Children & Families",
    "Highways",          "Planning",
    "Housing",           "Finance",
    "Customer Services", "Parks & Open Spaces",
    "Waste & Recycling", "Libraries & Museums"};
static const char *const statuses[] = {"Not Started", "On Target", "Delayed",
                                       "Completed",   "On Hold",   "Cancelled"};
static const char *const words[] = {
    "review",   "audit",    "pilot",     "scheme",   "regional", "digital",
    "service",  "funding",  "capital",   "delivery", "estate",   "training",
    "contract", "supplier", "strategy",  "policy",   "impact",   "community",
    "grant",    "housing",  "transport", "school",   "energy",   "risk"};
#define PICK(list, r) (list)[next(r) % (sizeof(list) / sizeof *(list))]

/* A row as text; column 4 is a date. */
struct row {
  char text[COLUMNS][TEXT];
  int serial;
  double numbers[COLUMNS];
};

static uint64_t next(uint64_t *state) {
  uint64_t z = *state += 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

static char *put(char *to, const char *text) {
  size_t len = strlen(text);
  memcpy(to, text, len + 1);
  return to + len;
}

/* At least `width` digits. */
static char *put_digits(char *to, uint64_t value, int width) {
  char digits[20];
  int n = 0;
  for (; value || n < width; value /= 10)
    digits[n++] = (char)('0' + value % 10);
  while (n)
    *to++ = digits[--n];
  *to = '\0';
  return to;
}

static void put_words(char *to, size_t least, uint64_t *r) {
  const char *end = to + least;
  to = put(to, PICK(words, r));
  while (to < end)
    to = put(put(to, " "), PICK(words, r));
}

/* value / 100 without zeros at its end, as the pipeline hands it over. */
static void put_money(struct row *row, int column, uint64_t value) {
  char *to = put_digits(row->text[column], value / 100, 1);
  uint64_t pence = value % 100;
  if (pence) {
    to = put(to, ".");
    if (pence % 10)
      put_digits(to, pence, 2);
    else
      put_digits(to, pence / 10, 1);
  }
  row->numbers[column] = (double)value / 100;
}

static void put_date(struct row *row, int column, uint64_t r) {
  unsigned day = (unsigned)(r % 336), year = (unsigned)(r / 336 % 4);
  char *to = put_digits(row->text[column], 2007 + year, 4);
  to = put_digits(put(to, "-"), day / 28 + 1, 2);
  put_digits(put(to, "-"), day % 28 + 1, 2);
  row->serial = FIRST_SERIAL + (int)(year * 365 + day);
}

/* By hand, not by snprintf: what making a row takes is in every way's time
 * and hides the ratio of the writers. */
static void make_row(struct row *row, unsigned number, uint64_t *r) {
  char *to = put_digits(put(row->text[0], "AP-"), number, 7);
  put(to, (char[]){'-', (char)('A' + next(r) % 26), '\0'});
  put_words(row->text[1], 34, r);
  put(row->text[2], PICK(departments, r));
  put_digits(put(row->text[3], "Officer "), next(r) % 200, 1);
  put_date(row, 4, next(r));
  put(row->text[5], PICK(statuses, r));
  put_money(row, 6, next(r) % 101 * 100);
  put_money(row, 7, next(r) % 100000000);
  put_money(row, 8, next(r) % 50000000);
  put_money(row, 9, next(r) % 120000000);
  put_money(row, 10, next(r) % 10000 * 100);
  row->text[11][0] = '\0';
  if (next(r) % 10 < 4) put_words(row->text[11], 1 + next(r) % 112, r);
}

static const char *make_only(const char *path, unsigned rows) {
  struct row row;
  uint64_t r = 1;
  (void)path;
  for (unsigned i = 0; i < rows; i++)
    make_row(&row, i, &r);
  return NULL;
}

/* --- our writer ----------------------------------------------------------- */

static enum co_cell_kind kind_of(uint32_t column) {
  if (column == 4) return CO_CELL_DATE;
  return column >= 6 && column <= 10 ? CO_CELL_NUMBER : CO_CELL_TEXT;
}

static enum co_look look_of(uint32_t column) {
  return column >= 7 && column <= 9 ? CO_LOOK_MONEY : CO_LOOK_PLAIN;
}

static enum co_status push_rows(struct co_sink *sink, unsigned rows,
                                struct co_err *err) {
  struct row row;
  uint64_t r = 1;
  enum co_status status = CO_OK;
  struct co_cell cells[COLUMNS];
  for (unsigned i = 0; !status && i < rows; i++) {
    struct co_row event = {.row = i + 1, .cells = cells};
    make_row(&row, i, &r);
    for (uint32_t c = 0; c < COLUMNS; c++)
      if (row.text[c][0])
        cells[event.count++] = (struct co_cell){.col = c,
                                                .kind = kind_of(c),
                                                .look = look_of(c),
                                                .text = co_str_of(row.text[c])};
    status = sink->row(sink, &event, err);
  }
  return status;
}

static enum co_status push_header(struct co_sink *sink, struct co_err *err) {
  struct co_cell cells[COLUMNS];
  struct co_row row = {.count = COLUMNS, .cells = cells};
  for (uint32_t c = 0; c < COLUMNS; c++)
    cells[c] = (struct co_cell){.col = c,
                                .kind = CO_CELL_TEXT,
                                .look = CO_LOOK_HEADER,
                                .text = co_str_of(names[c])};
  return sink->row(sink, &row, err);
}

static enum co_status push(struct co_sink *sink, unsigned rows,
                           struct co_err *err) {
  struct co_column columns[COLUMNS];
  struct co_sheet sheet = {.name = CO_LIT("Actions"), .freeze_rows = 1};
  struct co_range range = {.name = CO_LIT("Actions"),
                           .last_col = COLUMNS - 1,
                           .columns = columns,
                           .open = true};
  for (uint32_t c = 0; c < COLUMNS; c++)
    columns[c] = (struct co_column){.label = co_str_of(names[c]), .width = 16};
  enum co_status status = sink->sheet(sink, &sheet, err);
  if (!status) status = sink->range(sink, &range, err);
  if (!status) status = push_header(sink, err);
  if (!status) status = push_rows(sink, rows, err);
  range.open = false;
  range.last_row = rows;
  if (!status) status = sink->range(sink, &range, err);
  return status ? status : sink->end(sink, err);
}

static const char *with_collate(const char *path, unsigned rows) {
  static struct co_err err;
  struct co_output out;
  struct co_sink *sink = NULL;
  enum co_status status = co_output_open(&out, path, &err);
  if (!status) status = co_format_by_name("xlsx")->writer(&sink, &out, &err);
  if (!status) status = push(sink, rows, &err);
  if (sink) sink->free(sink);
  if (!status) status = co_output_commit(&out, &err);
  return status ? err.text : NULL;
}

/* --- libxlsxwriter -------------------------------------------------------- */

static void write_row(lxw_worksheet *sheet, lxw_row_t at, const struct row *row,
                      lxw_format *date, lxw_format *money) {
  for (lxw_col_t c = 0; c < COLUMNS; c++)
    if (kind_of(c) == CO_CELL_DATE)
      worksheet_write_number(sheet, at, c, row->serial, date);
    else if (kind_of(c) == CO_CELL_NUMBER)
      worksheet_write_number(sheet, at, c, row->numbers[c],
                             look_of(c) == CO_LOOK_MONEY ? money : NULL);
    else if (row->text[c][0])
      worksheet_write_string(sheet, at, c, row->text[c], NULL);
}

static const char *with_library(const char *path, unsigned rows,
                                uint8_t constant_memory) {
  struct row row;
  uint64_t r = 1;
  char folder[4096];
  snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path),
           path);
  lxw_workbook_options options = {.constant_memory = constant_memory,
                                  .tmpdir = folder};
  lxw_workbook *book = workbook_new_opt(path, &options);
  lxw_worksheet *sheet = workbook_add_worksheet(book, "Actions");
  lxw_format *date = workbook_add_format(book);
  lxw_format *money = workbook_add_format(book);
  format_set_num_format(date, "dd-mmm-yyyy");
  format_set_num_format(money, "#,##0.00;-#,##0.00");
  for (lxw_col_t c = 0; c < COLUMNS; c++)
    worksheet_write_string(sheet, 0, c, names[c], NULL);
  for (unsigned i = 0; i < rows; i++) {
    make_row(&row, i, &r);
    write_row(sheet, i + 1, &row, date, money);
  }
  lxw_error got = workbook_close(book);
  return got ? lxw_strerror(got) : NULL;
}

static const char *library_normal(const char *path, unsigned rows) {
  return with_library(path, rows, LXW_FALSE);
}

static const char *library_constant(const char *path, unsigned rows) {
  return with_library(path, rows, LXW_TRUE);
}

/* --- measuring ------------------------------------------------------------ */

static const struct way {
  const char *name;
  const char *(*write)(const char *path, unsigned rows);
} ways[] = {{"rows-only", make_only},
            {"collate", with_collate},
            {"libxlsxwriter", library_normal},
            {"libxlsxwriter-constant", library_constant}};

static double seconds(struct timeval t) {
  return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int measure(const struct way *way, const char *folder, unsigned rows) {
  char path[4096];
  struct stat st = {0};
  struct rusage usage;
  snprintf(path, sizeof path, "%s/%s.xlsx", folder, way->name);
  double start = now();
  const char *failed = way->write(path, rows);
  double wall = now() - start;
  getrusage(RUSAGE_SELF, &usage);
  (void)stat(path, &st);
  printf("%-24s wall %6.2f s  cpu %6.2f s  peak %6.0f MiB  file %6.1f MB%s%s\n",
         way->name, wall, seconds(usage.ru_utime) + seconds(usage.ru_stime),
         (double)usage.ru_maxrss / 1024, (double)st.st_size / 1e6,
         failed ? "  FAILED: " : "", failed ? failed : "");
  fflush(stdout);
  return failed != NULL;
}

int main(int argc, char **argv) {
  int failed = 0;
  if (argc < 2) return 2;
  unsigned rows = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : ROWS;
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    int status = 1;
    if (argc > 3 && strcmp(argv[3], ways[i].name) != 0) continue;
    pid_t child = fork();
    if (child == 0) exit(measure(&ways[i], argv[1], rows));
    if (child < 0 || waitpid(child, &status, 0) != child || status) failed = 1;
  }
  return failed;
}

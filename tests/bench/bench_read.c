/* bench_read.c - reads a file and touches every cell; prints what it saw.
 *
 *   bench_read FILE...    cells, bytes of text, seconds, peak memory in MiB
 *
 * The sink adds up a hash of every cell's kind and text, so that no reader
 * can leave a value undecoded. tests/bench/run calls it; it is no test. */
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#include "collate/format.h"
#include "input.h"

struct count {
  struct co_sink sink; /* first */
  uint64_t cells, bytes, sum;
};

static enum co_status on_sheet(struct co_sink *sink,
                               const struct co_sheet *sheet,
                               struct co_err *err) {
  (void)sink;
  (void)sheet;
  (void)err;
  return CO_OK;
}

static enum co_status on_row(struct co_sink *sink, const struct co_row *row,
                             struct co_err *err) {
  struct count *count = (struct count *)sink;
  (void)err;
  for (uint32_t i = 0; i < row->count; i++) {
    struct co_str text = row->cells[i].text;
    count->bytes += text.len;
    count->sum += (uint64_t)row->cells[i].kind;
    if (text.len)
      count->sum += (unsigned char)text.ptr[0] +
                    256U * (unsigned char)text.ptr[text.len - 1];
  }
  count->cells += row->count;
  return CO_OK;
}

static enum co_status on_end(struct co_sink *sink, struct co_err *err) {
  (void)sink;
  (void)err;
  return CO_OK;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static enum co_status read_file(const char *path, struct co_sink *sink,
                                struct co_err *err) {
  struct co_input in;
  enum co_status status =
      co_input_open(&in, path, co_limits_default.file_bytes, err);
  if (status) return status;
  status = co_read(&in, NULL, sink, NULL, err);
  co_input_close(&in);
  return status;
}

int main(int argc, char **argv) {
  struct count count = {.sink = {on_sheet, on_row, NULL, on_end, NULL}};
  struct co_err err = {0};
  struct rusage usage;
  double start = now();
  if (argc < 2) return 2;
  for (int i = 1; i < argc; i++)
    if (read_file(argv[i], &count.sink, &err)) {
      fprintf(stderr, "%s: %s\n", argv[i], err.text);
      return 1;
    }
  getrusage(RUSAGE_SELF, &usage);
  printf("%llu cells, %llu bytes, sum %llu, %.3f s, %.0f MiB\n",
         (unsigned long long)count.cells, (unsigned long long)count.bytes,
         (unsigned long long)count.sum, now() - start,
         (double)usage.ru_maxrss / 1024);
  return 0;
}

/* fuzz_pack.c - a pack with one file that is the input: what `collate lint`
 * does, and where it has nothing to say, what the layout does to a sheet.
 *
 * The first byte says which file. The folder tests/fuzz/pack is listed, but no
 * file in it is read twice: the linker puts __wrap_co_file_slurp in place of
 * the function that reads pack files, and it serves them from memory. Checks
 * and reports are tried on an empty store of the model of the pack as it is on
 * the disk. */
#include "checks.h"
#include "fuzz.h"
#include "fuzz_sqlite.h"
#include "mapper.h"
#include "plan.h"

static const struct {
  char first;
  const char *name;
} files[] = {{'m', "model.yaml"},
             {'s', "status.csv"},
             {'r', "reports/master.yaml"},
             {'c', "checks/check.sql"},
             {'l', "returns/layout.yaml"}};
enum { FILES = sizeof files / sizeof *files };

static struct co_str shipped[FILES]; /* what the folder has */
static struct co_str served[FILES];  /* the same, with the input among them */
static struct co_pack *pack_of_store;

enum co_status __real_co_file_slurp(char **out, size_t *len, const char *path,
                                    size_t max_bytes, struct co_err *err);
enum co_status __wrap_co_file_slurp(char **out, size_t *len, const char *path,
                                    size_t max_bytes, struct co_err *err);

static int file_of(struct co_str path) {
  for (int i = 0; i < FILES; i++) {
    struct co_str name = co_str_of(files[i].name);
    if (path.len > name.len &&
        !memcmp(path.ptr + path.len - name.len, name.ptr, name.len))
      return i;
  }
  return -1;
}

enum co_status __wrap_co_file_slurp(char **out, size_t *len, const char *path,
                                    size_t max_bytes, struct co_err *err) {
  int i = file_of(co_str_of(path));
  if (i < 0 || !served[i].ptr)
    return __real_co_file_slurp(out, len, path, max_bytes, err);
  if (served[i].len > max_bytes)
    return co_fail(err, CO_X_LIMIT_FILE_BYTES, "the file is too long");
  *out = memcpy(co_xmalloc(served[i].len + 1), served[i].ptr, served[i].len);
  (*out)[served[i].len] = '\0';
  *len = served[i].len;
  return CO_OK;
}

static void open_pack(void) {
  struct co_err err;
  fuzz_sqlite();
  for (int i = 0; i < FILES; i++) {
    char path[4096];
    char *bytes;
    size_t len;
    snprintf(path, sizeof path, "%s/%s%s", FUZZ_PACK,
             files[i].first == 's' ? "codes/" : "", files[i].name);
    if (__real_co_file_slurp(&bytes, &len, path, 1 << 20, &err)) abort();
    shipped[i] = (struct co_str){bytes, len};
  }
  if (co_pack_open(&pack_of_store, FUZZ_PACK, &err) ||
      pack_of_store->problems.count)
    abort();
}

/* A plan's shared queries stay on the store: each input has its own. */
static struct co_store *new_store(void) {
  struct co_store *store = NULL;
  if (co_store_open(&store, &pack_of_store->model, NULL, NULL)) abort();
  co_store_limit_steps(store, 20000);
  return store;
}

/* A small sheet with a bit of everything. */
static void push_sheet(struct co_sink *sink) {
  static const struct co_cell cells[] = {
      {.col = 0, .kind = CO_CELL_TEXT, .text = {"Total: 2009/10", 14}},
      {.col = 1, .kind = CO_CELL_TEXT, .text = {"Status", 6}},
      {.col = 2, .kind = CO_CELL_NUMBER, .text = {"12.5", 4}},
      {.col = 0, .kind = CO_CELL_TEXT, .text = {"Title", 5}},
      {.col = 1, .kind = CO_CELL_TEXT, .text = {"Status", 6}},
      {.col = 3, .kind = CO_CELL_TEXT, .text = {"2009/10 Target", 14}},
      {.col = 0, .kind = CO_CELL_TEXT, .text = {"a - b\n2. c", 10}},
      {.col = 1, .kind = CO_CELL_TEXT, .text = {"On Target\nlate", 14}},
      {.col = 3, .kind = CO_CELL_NUMBER, .text = {"-7", 2}}};
  struct co_sheet sheet = {.name = {"Sheet", 5}};
  enum co_status status = sink->sheet(sink, &sheet, NULL);
  for (uint32_t r = 0; r < 9 && status == CO_OK; r++) {
    struct co_row row = {.row = r, .count = 3, .cells = cells + 3 * (r % 3)};
    status = sink->row(sink, &row, NULL);
  }
  if (status == CO_OK || status == CO_STOP) sink->end(sink, NULL);
}

static void map_sheet(const struct co_layout *layout) {
  struct co_source source = {.path = {"a.csv", 5}, .outcome = {"read", 4}};
  struct co_evidence evidence = {0};
  struct co_sink *sink =
      co_mapper_new(layout, &source, co_intake_nowhere(), &evidence);
  push_sheet(sink);
  sink->free(sink);
  co_evidence_clear(&evidence);
}

static void try_layouts(struct co_pack *pack) {
  struct co_layouts layouts = {0};
  const struct co_layout *layout;
  co_layouts_load(&layouts, pack);
  if (!pack->problems.count && layouts.count) {
    struct co_sink *sink = co_recogniser_new(&layouts);
    push_sheet(sink);
    co_recogniser_result(sink, &layout, NULL);
    sink->free(sink);
    map_sheet(&layouts.list[0]);
  }
  co_layouts_free(&layouts);
}

static void try_report(struct co_pack *pack) {
  struct co_plan *plan = NULL;
  struct co_store *store = new_store();
  if (co_plan_load(&plan, pack, "master", NULL) == CO_OK &&
      !pack->problems.count)
    co_plan_prepare(plan, store, &pack->problems);
  co_plan_free(plan);
  co_store_free(store);
}

static void try_checks(struct co_pack *pack) {
  struct co_checks *checks = NULL;
  struct co_store *store = new_store();
  co_checks_load(&checks, pack);
  if (!pack->problems.count) co_checks_prepare(checks, store);
  co_checks_free(checks);
  co_store_free(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct co_pack *pack = NULL;
  int which = 0;
  if (!pack_of_store) open_pack();
  while (size && which < FILES && files[which].first != (char)data[0])
    which++;
  if (!size || which == FILES) return 0;
  memcpy(served, shipped, sizeof served);
  served[which] = (struct co_str){(const char *)data + 1, size - 1};
  if (co_pack_open(&pack, FUZZ_PACK, NULL) == CO_OK) {
    if (files[which].first == 'r')
      try_report(pack);
    else if (files[which].first == 'c')
      try_checks(pack);
    else
      try_layouts(pack);
  }
  co_pack_free(pack);
  return 0;
}

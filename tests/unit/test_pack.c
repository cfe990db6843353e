/* test_pack.c - opening packs: the shipped one, and ones with mistakes.
 *
 * Packs with mistakes are written into a folder of their own under /tmp. */
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pack.h"
#include "pattern.h"

static char dir[] = "/tmp/collate-pack-XXXXXX";
static const char *const written[] = {
    "model.yaml",   "codes/status.csv", "codes/b.csv",    "codes/.x.csv",
    "codes/c.csv~", "returns/b.yaml",   "returns/a.yaml", "returns/note.txt"};

static void put(const char *name, const char *text) {
  char path[200];
  snprintf(path, sizeof path, "%s/%s", dir, name);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
  assert_int_equal(fclose(file), 0);
}

static void make_folder(const char *name) {
  char path[200];
  snprintf(path, sizeof path, "%s/%s", dir, name);
  assert_int_equal(mkdir(path, 0700), 0);
}

static int set_up(void **state) {
  (void)state;
  if (!mkdtemp(dir)) return 1;
  make_folder("codes");
  make_folder("returns");
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  char path[200];
  for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
    snprintf(path, sizeof path, "%s/%s", dir, written[i]);
    unlink(path);
  }
  snprintf(path, sizeof path, "%s/codes", dir);
  rmdir(path);
  snprintf(path, sizeof path, "%s/returns", dir);
  rmdir(path);
  return rmdir(dir);
}

/* --- The shipped pack ---------------------------------------------------- */

static struct co_pack *open_shipped(void) {
  const char *shipped = co_pack_default_dir();
  struct co_pack *pack = NULL;
  struct co_err err = {0};
  assert_non_null(shipped);
  if (co_pack_open(&pack, shipped, &err)) fail_msg("%s", err.text);
  for (size_t i = 0; i < pack->problems.count; i++)
    print_error("%.*s:%u:%u: %.*s\n", CO_STR(pack->problems.list[i].file),
                pack->problems.list[i].line, pack->problems.list[i].column,
                CO_STR(pack->problems.list[i].text));
  assert_int_equal(pack->problems.count, 0);
  return pack;
}

/* kind: its fields in order, as the design fixes them. * is key, ! required,
 * > the parent field. */
static const char *const model_lines[] = {
    "return: authority directorate department service title period author "
    "printed_on as_at",
    "action: ref* title*! level authorising_officer lead_officer deadline "
    "status",
    "milestone: >action_ref* number title*! lead_officer deadline due_text "
    "financial_year status commentary",
    "progress: >action_ref* period! status percent_complete narrative issues",
    "indicator: ref* title*! section preferred_outcome frequency",
    "measure: >indicator_ref* period kind! value unit note",
    "amount: statement line*! item* period value! unit",
    "control_total: scope*! name*! value!",
    "risk: >action_ref* initial residual",
};

static void the_shipped_model_is_the_one_of_the_design(void **state) {
  (void)state;
  struct co_pack *pack = open_shipped();
  assert_true(co_str_is(pack->name, "council"));
  size_t count = sizeof model_lines / sizeof *model_lines;
  assert_int_equal(pack->model.kind_count, count);
  for (size_t k = 0; k < count; k++) {
    const struct co_kind *kind = &pack->model.kinds[k];
    struct co_str all =
        co_arena_printf(&pack->arena, "%.*s:", CO_STR(kind->name));
    assert_int_equal(kind->index, k);
    for (size_t f = 0; f < kind->field_count; f++)
      all = co_arena_printf(
          &pack->arena, "%.*s %s%.*s%s%s", CO_STR(all),
          kind->parent_field == (int)f ? ">" : "", CO_STR(kind->fields[f].name),
          kind->fields[f].key ? "*" : "", kind->fields[f].required ? "!" : "");
    assert_string_equal(all.ptr, model_lines[k]);
  }
  co_pack_free(pack);
}

static void the_shipped_model_has_types_and_parents(void **state) {
  (void)state;
  struct co_pack *pack = open_shipped();
  const struct co_model *model = &pack->model;
  const struct co_kind *action = co_model_kind(model, CO_LIT("action"));
  const struct co_kind *risk = co_model_kind(model, CO_LIT("risk"));
  const struct co_kind *progress = co_model_kind(model, CO_LIT("progress"));
  const struct co_field *percent =
      &progress->fields[co_kind_field(progress, CO_LIT("percent_complete"))];
  assert_ptr_equal(risk->parent, action);
  assert_null(action->parent);
  assert_int_equal(action->parent_field, -1);
  assert_int_equal(action->key_fields[0], 0);
  assert_int_equal(action->key_fields[1], 1);
  assert_int_equal(risk->key_fields[0], -1);
  assert_int_equal(percent->type, CO_TYPE_DECIMAL);
  assert_int_equal(percent->scale, 4);
  assert_true(co_str_is(percent->label, "% complete"));
  assert_true(co_str_is(action->fields[4].label, "Lead officer"));
  assert_ptr_equal(action->fields[6].codes,
                   co_model_codes(model, CO_LIT("status")));
  assert_ptr_equal(risk->fields[1].codes,
                   co_model_codes(model, CO_LIT("risk")));
  assert_null(co_model_kind(model, CO_LIT("Action")));
  assert_null(co_model_codes(model, CO_LIT("colour")));
  assert_int_equal(co_kind_field(action, CO_LIT("number")), -1);
  co_pack_free(pack);
}

static void the_shipped_codes_know_what_returns_say(void **state) {
  (void)state;
  static const struct {
    const char *list, *text, *code;
  } words[] = {
      {"status", "On Target", "on_target"},
      {"status", "Overdue", "delayed"},
      {"status", "GREEN", "green"},
      {"result", "Target hit exceeded", "exceeded"},
      {"result", "Annual target hit or exceeded", "exceeded"},
      {"result", "Target hit ", "met"},
      {"result", "Target just missed", "just_missed"},
      {"level", "DSP", "departmental"},
      {"outcome", "Higher", "higher"},
      {"frequency", "Bi-Annual", "bi-annual"},
      {"measure_kind", "Target to be achieved?", "target_expected"},
      {"unit", "\xC2\xA3 thousands", "gbp_thousand"},
      {"unit", "%", "percent"},
      {"risk", "Low", "low"},
      {"missing", "No data", "no_data"},
      {"missing", "& No Measure Set", "no_measure_set"},
      {"missing", "No Data & No Measure Set", "no_data_no_measure"},
      {"missing", "To be confirmed", "tba"},
      {"missing", "N/A", "not_applicable"},
  };
  struct co_pack *pack = open_shipped();
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    const struct co_codes *list =
        co_model_codes(&pack->model, co_str_of(words[i].list));
    assert_non_null(list);
    int found = co_codes_find(list, co_str_of(words[i].text));
    if (found < 0 || !co_str_is(list->codes[found].code, words[i].code))
      fail_msg("%s: %s", words[i].list, words[i].text);
  }
  co_pack_free(pack);
}

static void the_shipped_statuses_close_and_look_as_fixed(void **state) {
  (void)state;
  static const char *const closing[] = {"completed", "cancelled", "green",
                                        "exceeded", "met"};
  struct co_pack *pack = open_shipped();
  const struct co_codes *status =
      co_model_codes(&pack->model, CO_LIT("status"));
  size_t closed = 0;
  assert_int_equal(status->count, 13);
  for (size_t i = 0; i < status->count; i++) {
    const struct co_code *code = &status->codes[i];
    assert_int_equal(code->colour.len, 6);
    assert_int_equal(code->text_colour.len, 6);
    assert_true(code->rag.len && code->symbol.len);
    closed += code->closes;
  }
  for (size_t i = 0; i < 5; i++)
    assert_true(
        status->codes[co_codes_find(status, co_str_of(closing[i]))].closes);
  assert_int_equal(closed, 5);
  co_pack_free(pack);
}

/* --- Packs with mistakes ------------------------------------------------- */

#define FIELDS "    fields: {ref: line, title: line}\n"

static const struct {
  const char *model, *part; /* part of the one report, "" for none */
} mistakes[] = {
    {"model: x\nkinds:\n  a:\n    label: A\n" FIELDS, ""},
    {"model: x\nkinds:\n  a:\n    key: [ref]\n" FIELDS
     "  b:\n    parent: {field: ref, kind: a}\n" FIELDS,
     ""},
    {"kinds: {a: {fields: {b: line}}}", "1:1 the key 'model' is missing"},
    {"model: x\n", "1:1 the key 'kinds' is missing"},
    {"- x\n", "1:1 expected a map, found a list"},
    {"model: x\nkinds: {}", "2:8 a model needs a kind"},
    {"model: x\nkinds: {a: {fields: {}}}", "2:21 a kind needs a field"},
    {"model: x\nkind: {}\nkinds: {a: {fields: {b: line}}}",
     "2:1 the key 'kind' is not known here; "
     "did you mean 'kinds'?"},
    {"model: x\nkinds: {a: {label: A}}", "2:12 the key 'fields' is missing"},
    {"model: x\nkinds: {A: {fields: {b: line}}}", "2:9 'A' cannot be a name"},
    {"model: x\nkinds: {source: {fields: {b: line}}}",
     "2:9 the name 'source' is one of the program's own"},
    {"model: x\nkinds: {code_x: {fields: {b: line}}}", "program's own"},
    {"model: x\nkinds: {a: {fields: {b c: line}}}", "2:22 'b c' cannot"},
    {"model: x\nkinds: {a: {fields: {b_key: line}}}", "cannot end in _key"},
    {"model: x\nkinds: {a: {fields: {b: dat}}}",
     "2:25 'dat' is no type; did you mean 'date'?"},
    {"model: x\nkinds: {a: {fields: {b: {label: B}}}}",
     "2:25 the key 'type' is missing"},
    {"model: x\nkinds: {a: {fields: {b: [line]}}}", "expected a map"},
    {"model: x\nkinds: {a: {fields: {b: {type: line, requird: yes}}}}",
     "did you mean 'required'?"},
    {"model: x\nkinds: {a: {fields: {b: {type: line, key: maybe}}}}",
     "'key' is yes or no"},
    {"model: x\nkinds: {a: {fields: {b: {type: decimal, scale: 10}}}}",
     "whole number from 0 to 9"},
    {"model: x\nkinds: {a: {fields: {b: {type: date, scale: 1}}}}",
     "2:45 'scale' (digits after the point) is for fields of type decimal"},
    {"model: x\nkinds: {a: {fields: {b: code}}}", "needs 'codes: NAME'"},
    {"model: x\nkinds: {a: {fields: {b: {type: code, codes: statis}}}}",
     "there is no code list codes/statis.csv; did you mean 'status'?"},
    {"model: x\nkinds: {a: {fields: {b: {type: line, codes: status}}}}",
     "'codes' is for fields of type code only"},
    {"model: x\nkinds: {a: {fields: {b: {type: line, pattern: '('}}}}",
     "2:47 "},
    {"model: x\nkinds: {a: {fields: {b: {type: date, pattern: x}}}}",
     "'pattern' is for fields of type line or text"},
    {"model: x\nkinds:\n  a:\n    key: [ref, titel]\n" FIELDS,
     "4:16 the kind 'a' has no field 'titel'; did you mean 'title'?"},
    {"model: x\nkinds:\n  a:\n    key:\n" FIELDS,
     "4:9 expected a list, found nothing"},
    {"model: x\nkinds:\n  actions:\n    key: [ref]\n" FIELDS
     "  b:\n    parent: {field: ref, kind: action}\n" FIELDS,
     "did you mean 'actions'?"},
    {"model: x\nkinds:\n  a:\n    key: []\n" FIELDS, "one or two fields"},
    {"model: x\nkinds:\n  a:\n    parent: {field: ref, kind: b}\n" FIELDS,
     "there is no kind 'b' above this one"},
    {"model: x\nkinds:\n  a:\n" FIELDS
     "  b:\n    parent: {field: ref, kind: a}\n" FIELDS,
     "the kind 'a' has no 'key'"},
    {"model: x\nkinds:\n  a:\n    parent: {field: ref}\n" FIELDS,
     "4:13 the key 'kind' is missing"},
};

static void mistakes_are_named(void **state) {
  (void)state;
  put("codes/status.csv", "code,label\na,A\n");
  for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
    struct co_pack *pack = NULL;
    put("model.yaml", mistakes[i].model);
    assert_int_equal(co_pack_open(&pack, dir, NULL), CO_OK);
    const struct co_problem *p = pack->problems.list;
    struct co_str first =
        p ? co_arena_printf(&pack->arena, "%u:%u %.*s", p->line, p->column,
                            CO_STR(p->text))
          : CO_LIT("");
    if (!strstr(first.ptr, mistakes[i].part) ||
        pack->problems.count != (mistakes[i].part[0] ? 1 : 0))
      fail_msg("%s gave %zu: %s", mistakes[i].model, pack->problems.count,
               first.ptr);
    co_pack_free(pack);
  }
}

static void mistakes_of_all_files_are_collected(void **state) {
  (void)state;
  struct co_pack *pack = NULL;
  put("codes/status.csv", "code,label\na,\n");
  put("codes/b.csv", "code\nx\n");
  put("model.yaml", "model: x\nkinds: {a: {fields: {b: lin, c: dat}}}");
  assert_int_equal(co_pack_open(&pack, dir, NULL), CO_OK);
  assert_int_equal(pack->problems.count, 4);
  assert_non_null(strstr(pack->problems.list[0].file.ptr, "codes/b.csv"));
  assert_non_null(strstr(pack->problems.list[3].file.ptr, "model.yaml"));
  co_pack_free(pack);
}

static void patterns_are_kept_and_released(void **state) {
  (void)state;
  struct co_pack *pack = NULL;
  put("codes/status.csv", "code,label\na,A\n");
  put("codes/b.csv", "code,label\na,A\n");
  put("model.yaml",
      "model: x\nkinds: {a: {fields: {b: {type: line, pattern: '\\d+'}}}}");
  assert_int_equal(co_pack_open(&pack, dir, NULL), CO_OK);
  const struct co_pattern *pattern = pack->model.kinds[0].fields[0].pattern;
  assert_true(co_pattern_match(pattern, CO_LIT("12"), NULL, NULL));
  assert_false(co_pattern_match(pattern, CO_LIT("12a"), NULL, NULL));
  co_pack_free(pack);
}

static void files_are_listed_by_name(void **state) {
  (void)state;
  struct co_pack *pack = NULL;
  put("codes/status.csv", "code,label\na,A\n");
  put("codes/.x.csv", "nonsense");
  put("codes/c.csv~", "nonsense");
  put("returns/b.yaml", "");
  put("returns/a.yaml", "");
  put("returns/note.txt", "");
  put("model.yaml", "model: x\nkinds: {a: {fields: {b: line}}}");
  assert_int_equal(co_pack_open(&pack, dir, NULL), CO_OK);
  const char *const *files = co_pack_files(pack, "returns", "yaml");
  assert_string_equal(strrchr(files[0], '/'), "/a.yaml");
  assert_string_equal(strrchr(files[1], '/'), "/b.yaml");
  assert_null(files[2]);
  assert_non_null(co_pack_files(pack, "returns", ".txt")[0]);
  assert_null(co_pack_files(pack, "checks", "sql")[0]);
  assert_int_equal(pack->problems.count, 0);
  co_pack_free(pack);
}

static void a_folder_without_a_model_is_no_pack(void **state) {
  (void)state;
  struct co_pack *pack = NULL;
  struct co_err err = {0};
  assert_int_equal(co_pack_open(&pack, "/nowhere/at/all", &err), CO_EPACK);
  assert_null(pack);
  assert_non_null(strstr(err.text, "/nowhere/at/all is no pack"));
  co_pack_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_shipped_model_is_the_one_of_the_design),
      cmocka_unit_test(the_shipped_model_has_types_and_parents),
      cmocka_unit_test(the_shipped_codes_know_what_returns_say),
      cmocka_unit_test(the_shipped_statuses_close_and_look_as_fixed),
      cmocka_unit_test(mistakes_are_named),
      cmocka_unit_test(mistakes_of_all_files_are_collected),
      cmocka_unit_test(patterns_are_kept_and_released),
      cmocka_unit_test(files_are_listed_by_name),
      cmocka_unit_test(a_folder_without_a_model_is_no_pack),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}

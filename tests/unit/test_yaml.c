/* test_yaml.c - pack files as trees: what is read, and what is refused.
 *
 * Tables of a text and the whole report it must give ("2:1 text; 4:3 text").
 * Hostile texts are made here; each must end within a second. */
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "yaml.h"

struct fixture {
  struct co_arena arena;
  struct co_problems problems;
};

static void init(struct fixture *fx) {
  *fx = (struct fixture){0};
  fx->problems.arena = &fx->arena;
}

static void clear(struct fixture *fx) {
  co_problems_clear(&fx->problems);
  co_arena_clear(&fx->arena);
}

static const struct co_yaml *parse(struct fixture *fx, const char *text) {
  return co_yaml_parse(&fx->arena, "pack.yaml", co_str_of(text), &fx->problems);
}

/* All problems on one line: "2:1 text; 4:3 text". */
static const char *report(struct fixture *fx) {
  struct co_str all = CO_LIT("");
  for (size_t i = 0; i < fx->problems.count; i++) {
    struct co_problem *p = &fx->problems.list[i];
    all = co_arena_printf(&fx->arena, "%.*s%s%u:%u %.*s", CO_STR(all),
                          i ? "; " : "", p->line, p->column, CO_STR(p->text));
  }
  return co_arena_cstr(&fx->arena, all);
}

/* The tree in one line: {k=text, l=[a, "quoted"]}. */
static struct co_str draw(struct co_arena *arena, const struct co_yaml *node) {
  if (node->kind == CO_YAML_TEXT)
    return co_arena_printf(arena, node->quoted ? "\"%.*s\"" : "%.*s",
                           CO_STR(node->text));
  bool map = node->kind == CO_YAML_MAP;
  struct co_str all = co_str_of(map ? "{" : "[");
  for (const struct co_yaml *c = node->first; c; c = c->next)
    all = co_arena_printf(arena, "%.*s%s%.*s%s%.*s", CO_STR(all),
                          c == node->first ? "" : ", ", CO_STR(c->key),
                          map ? "=" : "", CO_STR(draw(arena, c)));
  return co_arena_printf(arena, "%.*s%s", CO_STR(all), map ? "}" : "]");
}

static void scalars_are_texts(void **state) {
  (void)state;
  static const char *const cases[][2] = {
      {"a: NO", "{a=NO}"},
      {"a: 010\nb: 1e3\nc: 12:30\nd: ~", "{a=010, b=1e3, c=12:30, d=~}"},
      {"a:", "{a=}"},
      {"a: 'it''s'", "{a=\"it's\"}"},
      {"- a\n- [b, c]\n- {d: e}", "[a, [b, c], {d=e}]"},
      {"a: |\n  x\n  y\n", "{a=\"x\ny\n\"}"},
      {"\xEF\xBB\xBF"
       "a: b",
       "{a=b}"},
      {"just text", "just text"},
      {"'\xC2\xA3': \xE2\x80\x93", "{\xC2\xA3=\xE2\x80\x93}"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct fixture fx;
    init(&fx);
    const struct co_yaml *root = parse(&fx, cases[i][0]);
    assert_string_equal(report(&fx), "");
    assert_non_null(root);
    assert_string_equal(draw(&fx.arena, root).ptr, cases[i][1]);
    clear(&fx);
  }
}

static void places_are_kept(void **state) {
  (void)state;
  struct fixture fx;
  init(&fx);
  const struct co_yaml *root =
      parse(&fx, "a: 1\n\xC3\xA9t\xC3\xA9:  [x,\n  y]");
  const struct co_yaml *list = root->first->next;
  assert_int_equal(list->key_line, 2);
  assert_int_equal(list->key_column, 1);
  assert_int_equal(list->line, 2);
  assert_int_equal(list->column, 7); /* characters, not bytes */
  assert_int_equal(list->first->next->line, 3);
  assert_int_equal(list->first->next->column, 3);
  assert_int_equal(list->count, 2);
  clear(&fx);
}

static void mistakes_are_named(void **state) {
  (void)state;
  static const struct {
    const char *text, *part;
    bool root;
  } cases[] = {
      {"a: 1\nb: 2\na: 3\n",
       "3:1 the key 'a' stands twice in this map: here in line 3 and before "
       "in line 1",
       true},
      {"a: 1\na: 2\na: 3\n", "3:1 the key 'a' stands twice", true},
      {"x: {b: 1, \"b\": 2}", "1:11 the key 'b' stands twice", true},
      {"a: &x 1\nb: *x\n", "1:4 found an anchor (&x)", true},
      {"a: &x 1\nb: *x\n", "2:4 found an alias (*x)", true},
      {"a: !!python/object {}", "1:4 found a tag (tag:yaml.org", true},
      {"a: !include x", "found a tag (!include)", true},
      {"<<: {a: 1}", "1:1 found a merge key", true},
      {"a: 1\n---\nb: 2", "2:1 a second document", true},
      {"a: 1\n...\ngarbage", "3:1 found text after the end of the document",
       true},
      {"", "1:1 the file is empty", false},
      {"# only a remark\n", "the file is empty", false},
      {"? [a]\n: b", "1:3 expected a text, found a list", true},
      {"'': b", "1:1 expected a name before the ':'", true},
      {"{: b}", "1:2 expected a value here", false},
      {"a: b: c", "1:5 found a second ': '", false},
      {"a: 'b\nc: d\n", "1:4 the quote opened here is not closed", false},
      {"a:\n\tb: c", "2:1 this character cannot begin a text", false},
      {"a: [b", "expected ',' or ']'", false},
      {"a: {b", "expected ',' or '}'", false},
      {"a:\n  - b\n  c: d", "3:3 expected '- ' here", false},
      {"a: 1\n b: 2", "found a second ': '", false},
      {"a: @x", "this character cannot begin a text", false},
      {"a: b\n\xC3\xA9: \xE9", "2:4 found a byte that is not UTF-8 (0xE9)",
       false},
      {"%\xC5", "1:2 found a byte that is not UTF-8", false},
      {"!p%", "1:3 this is not valid YAML", false},
      {"a: b\nc: \x01", "2:4 found a control character", false},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct fixture fx;
    init(&fx);
    const struct co_yaml *root = parse(&fx, cases[i].text);
    const char *all = report(&fx);
    if (!strstr(all, cases[i].part))
      fail_msg("%s\n gave: %s\n not: %s", cases[i].text, all, cases[i].part);
    if ((root != NULL) != cases[i].root)
      fail_msg("%s: %s a tree", cases[i].text, root ? "gave" : "lost");
    clear(&fx);
  }
}

static void five_mistakes_give_five_lines(void **state) {
  (void)state;
  struct fixture fx;
  init(&fx);
  parse(&fx, "a: &x 1\nb: *x\nc: !t 2\na: 3\n<<: 4\n");
  assert_int_equal(fx.problems.count, 5);
  clear(&fx);
}

static void a_zero_byte_is_no_end(void **state) {
  (void)state;
  struct fixture fx;
  init(&fx);
  struct co_str text = {"a: b\0c\n", 7};
  assert_null(co_yaml_parse(&fx.arena, "x", text, &fx.problems));
  assert_string_equal(report(&fx), "1:5 found a control character; delete it");
  clear(&fx);
}

/* --- Hostile texts ------------------------------------------------------- */

struct hostile {
  const char *head, *unit, *tail;
  size_t times;
  const char *part; /* of the report, "" for none */
};

static struct co_str repeat(const struct hostile *h) {
  struct co_buf buf = {0};
  co_buf_add(&buf, h->head, strlen(h->head));
  for (size_t i = 0; i < h->times; i++)
    co_buf_add(&buf, h->unit, strlen(h->unit));
  co_buf_add(&buf, h->tail, strlen(h->tail));
  return co_buf_str(&buf);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void hostile_texts_end_soon(void **state) {
  (void)state;
  static const struct hostile cases[] = {
      {"", "[", "", 100000, "nested more than 32 deep"},
      {"", "{a: ", "", 100000, "nested more than 32 deep"},
      {"", "- ", "x", 100000, "nested more than 32 deep"},
      {"", "? ", "x", 100000, "nested more than 32 deep"},
      {"", "\n[", "", 100000, "nested more than 32 deep"},
      {"[", "a,", "]", 200000, "more than 50000 values"},
      {"", "- a\n", "", 200000, "more than 50000 values"},
      {"a: |\n", "\n", "", 1000000, ""},
      {"a: >\n x", "\n", "", 1000000, ""},
      {"a: |\n", "\n", "", 2000000, "larger than 1048576 bytes"},
      {"a: '", "x ", "'", 500000, ""},
      {"a: '", "\n", "'", 1000000, ""},
      {"a: \"", "\\n", "\"", 500000, ""},
      {"a: b", "\n ", "c", 500000, ""},
      {"", "#\n", "a: b", 500000, ""},
      {"a: ", "&", "", 500000, "1:5 a text that begins with & or *"},
      {"", "a", ": b", 1000000, "1:1"},
      {"", "a: b\n", "", 20000, "stands twice"},
      {"            ?     ", "?          ?  t :   \t ", ":   ", 5000, "1:"},
      {"%", "A", "", 1000000, "1:"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct fixture fx;
    init(&fx);
    struct co_str text = repeat(&cases[i]);
    double start = seconds();
    co_yaml_parse(&fx.arena, "x", text, &fx.problems);
    double took = seconds() - start;
    if (took > 1) fail_msg("case %zu took %.1f s", i, took);
    struct co_problem *p = fx.problems.list;
    struct co_str first = p ? co_arena_printf(&fx.arena, "%u:%u %.*s", p->line,
                                              p->column, CO_STR(p->text))
                            : CO_LIT("");
    if (cases[i].part[0] ? !strstr(first.ptr, cases[i].part) : first.len > 0)
      fail_msg("case %zu: %s", i, first.ptr);
    free((char *)text.ptr);
    clear(&fx);
  }
}

static void nesting_ends_at_its_limit(void **state) {
  (void)state;
  for (int depth = 32; depth <= 33; depth++) {
    struct fixture fx;
    init(&fx);
    struct co_buf text = {0};
    for (int i = 0; i < depth; i++)
      co_buf_printf(&text, "[");
    for (int i = 0; i < depth; i++)
      co_buf_printf(&text, "]");
    co_yaml_parse(&fx.arena, "x", co_buf_str(&text), &fx.problems);
    assert_int_equal(fx.problems.count > 0, depth > 32);
    co_buf_clear(&text);
    clear(&fx);
  }
}

static void many_keys_are_sorted_not_paired(void **state) {
  (void)state;
  struct fixture fx;
  init(&fx);
  struct co_buf buf = {0};
  for (int i = 0; i < 20000; i++)
    co_buf_printf(&buf, "k%d: %d\n", i, i);
  co_buf_printf(&buf, "k777: x\n");
  double start = seconds();
  const struct co_yaml *root =
      co_yaml_parse(&fx.arena, "x", co_buf_str(&buf), &fx.problems);
  assert_true(seconds() - start < 1);
  assert_int_equal(root->count, 20001);
  assert_int_equal(fx.problems.count, 1);
  assert_non_null(strstr(report(&fx), "20001:1 the key 'k777'"));
  co_buf_clear(&buf);
  clear(&fx);
}

/* --- Schema access ------------------------------------------------------- */

static void typed_access_reports(void **state) {
  (void)state;
  static const char *const known[] = {"columns", "header", "flag",
                                      "n",       "l",      NULL};
  struct fixture fx;
  init(&fx);
  const struct co_yaml *root = parse(
      &fx, "colums: x\nheader: [a]\nflag: maybe\nn: 99\nl: text\nzzz: 1\n");
  co_yaml_keys(root, known, &fx.problems);
  assert_int_equal(co_yaml_text(root, "header", &fx.problems).len, 0);
  assert_true(co_yaml_flag(root, "flag", true, &fx.problems));
  assert_int_equal(co_yaml_count(root, "n", 7, 9, &fx.problems), 7);
  assert_false(
      co_yaml_expect(co_yaml_get(root, "l"), CO_YAML_LIST, &fx.problems));
  assert_null(co_yaml_need(root, "columns", &fx.problems));
  assert_string_equal(
      report(&fx),
      "1:1 the key 'colums' is not known here; did you mean 'columns'?; "
      "6:1 the key 'zzz' is not known here; expected one of: columns, header, "
      "flag, n, l; "
      "2:9 expected a text, found a list; "
      "3:7 'flag' is yes or no; found 'maybe'; "
      "4:4 'n' is a whole number from 0 to 9; found '99'; "
      "5:4 expected a list, found a text; "
      "1:1 the key 'columns' is missing here");
  clear(&fx);
}

static void absent_is_no_mistake(void **state) {
  (void)state;
  struct fixture fx;
  init(&fx);
  const struct co_yaml *root = parse(&fx, "yes: yes\nno: 'no'\nn: 12\n");
  assert_true(co_yaml_flag(root, "yes", false, &fx.problems));
  assert_false(co_yaml_flag(root, "no", true, &fx.problems));
  assert_true(co_yaml_flag(root, "other", true, &fx.problems));
  assert_int_equal(co_yaml_count(root, "n", 1, 12, &fx.problems), 12);
  assert_int_equal(co_yaml_count(root, "m", 1, 12, &fx.problems), 1);
  assert_int_equal(co_yaml_text(root, "m", &fx.problems).len, 0);
  assert_null(co_yaml_get(root->first, "x"));
  assert_null(co_yaml_get(NULL, "x"));
  assert_false(co_yaml_expect(NULL, CO_YAML_MAP, &fx.problems));
  assert_int_equal(fx.problems.count, 0);
  clear(&fx);
}

static void a_missing_file_is_reported(void **state) {
  (void)state;
  struct fixture fx;
  init(&fx);
  assert_null(co_yaml_load(&fx.arena, "no/such/file.yaml", &fx.problems));
  assert_int_equal(fx.problems.count, 1);
  assert_true(co_str_is(fx.problems.list[0].file, "no/such/file.yaml"));
  clear(&fx);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(scalars_are_texts),
      cmocka_unit_test(places_are_kept),
      cmocka_unit_test(mistakes_are_named),
      cmocka_unit_test(five_mistakes_give_five_lines),
      cmocka_unit_test(a_zero_byte_is_no_end),
      cmocka_unit_test(hostile_texts_end_soon),
      cmocka_unit_test(nesting_ends_at_its_limit),
      cmocka_unit_test(many_keys_are_sorted_not_paired),
      cmocka_unit_test(typed_access_reports),
      cmocka_unit_test(absent_is_no_mistake),
      cmocka_unit_test(a_missing_file_is_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_codes.c - code lists: what is found, and what a list must not hold. */
#include "model_read.h"
#include "random_text.h"

struct fixture {
  struct co_arena arena;
  struct co_problems problems;
  struct co_codes codes;
};

static void parse(struct fixture *fx, const char *text) {
  *fx = (struct fixture){0};
  fx->problems.arena = &fx->arena;
  co_codes_parse(&fx->codes, &fx->arena, "x.csv", CO_LIT("x"), co_str_of(text),
                 &fx->problems);
}

static void clear(struct fixture *fx) {
  co_problems_clear(&fx->problems);
  co_arena_clear(&fx->arena);
}

#define HEADER "code,label,aliases,rag,colour,text_colour,symbol,closes,note\n"

static void a_list_is_read(void **state) {
  (void)state;
  struct fixture fx;
  parse(&fx, "\xEF\xBB\xBF" HEADER
             "on_target,On Target,On track | In time,green,C6EFCE,006100,"
             "\xE2\x97\x8F,no,\r\n"
             "\r\n"
             "done,\"Completed, \"\"signed off\"\"\",Complete|,blue,,,,yes,a "
             "note");
  assert_int_equal(fx.problems.count, 0);
  assert_int_equal(fx.codes.count, 2);
  const struct co_code *done = &fx.codes.codes[1];
  assert_true(co_str_is(done->label, "Completed, \"signed off\""));
  assert_true(co_str_is(done->rag, "blue"));
  assert_true(done->closes);
  assert_false(fx.codes.codes[0].closes);
  assert_true(co_str_is(fx.codes.codes[0].symbol, "\xE2\x97\x8F"));
  assert_true(co_str_is(fx.codes.codes[0].text_colour, "006100"));
  clear(&fx);
}

/* Most are found without folding; whichever way, the answer is the same. */
static void a_text_is_found_as_its_folded_form(void **state) {
  (void)state;
  struct co_arena arena = CO_ARENA_INIT;
  size_t found = 0;
  for (size_t i = 0; i < RANDOM_TEXTS; i++, co_arena_reset(&arena)) {
    uint32_t longest = 1 + i % 4;
    struct co_str form = co_str_fold(
        &arena, random_text(odd_pieces, COUNT(odd_pieces), longest));
    struct co_code code = {.aliases = &form, .alias_count = 1};
    struct co_codes codes = {.codes = &code, .count = 1};
    struct co_str text = random_text(odd_pieces, COUNT(odd_pieces), longest);
    bool is = co_str_eq(co_str_fold(&arena, text), form);
    CHECK((co_codes_find(&codes, text) == 0) == is, "'%.*s' for '%s'",
          CO_STR(text), form.ptr);
    found += is && form.len;
  }
  co_arena_clear(&arena);
  assert_true(found > 100);
}

static void texts_are_found_folded(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int index;
  } cases[] = {
      {"a_b", 0},        {"First One", 0},
      {"FIRST  one", 0}, {"first\xC2\xA0one*", 0},
      {"second", 1},     {"2nd", 1},
      {" 2ND\n", 1},     {"third", -1},
      {"", -1},          {"first", -1},
  };
  struct fixture fx;
  parse(&fx, "label,code,aliases\nFirst One,a_b,\nSecond,b,2nd|deux\n");
  assert_int_equal(fx.problems.count, 0);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_int_equal(co_codes_find(&fx.codes, co_str_of(cases[i].text)),
                     cases[i].index);
  clear(&fx);
}

static void the_nearest_is_a_label(void **state) {
  (void)state;
  struct fixture fx;
  struct co_str near, form;
  parse(&fx, "code,label,aliases\ncompleted,Completed,Finished\nred,Red,\n");
  near = co_codes_nearest(&fx.codes, CO_LIT("Complted"), &form);
  assert_true(co_str_is(near, "Completed"));
  assert_true(co_str_is(form, "completed"));
  near = co_codes_nearest(&fx.codes, CO_LIT("finishd"), &form);
  assert_true(co_str_is(near, "Completed"));
  assert_true(co_str_is(form, "finished"));
  near = co_codes_nearest(&fx.codes, CO_LIT("elephant"), &form);
  assert_int_equal(near.len, 0);
  clear(&fx);
}

static void mistakes_are_named(void **state) {
  (void)state;
  static const struct {
    const char *text;
    unsigned line, column;
    const char *part;
  } cases[] = {
      {"", 1, 1, "expected the header"},
      {"label\nx\n", 1, 1, "the column 'code' is missing"},
      {"code,label,alises\n", 1, 12, "did you mean 'aliases'?"},
      {"code,label,code\n", 1, 12, "stands twice"},
      {"code,label\na,\n", 2, 1, "the label is empty"},
      {"code,label\n,A\n", 2, 1, "the code is empty"},
      {"code,label\na,A,x\n", 2, 1,
       "expected 2 cells as in the header, "
       "found 3"},
      {"code,label\na\n", 2, 1, "found 1"},
      {"code,label\na,A\nb,B\na,C\n", 4, 1,
       "'a' already stands for the code 'a' in line 2"},
      {"code,label,aliases\na,A,x\nb,B,y| X \n", 3, 5,
       "'X' already stands for the code 'a' in line 2"},
      {"code,label\na,One\nb,ONE*\n", 3, 3, "already stands for"},
      {"code,label,rag\na,A,purple\n", 2, 5,
       "rag: expected green, amber, red, blue or grey, found 'purple'"},
      {"code,label,colour\na,A,#C6EFCE\n", 2, 5, "six hexadecimal digits"},
      {"code,label,text_colour\na,A,c6efcg\n", 2, 5, "six hexadecimal"},
      {"code,label,closes\na,A,true\n", 2, 5, "expected yes or no"},
      {"code,label\na,\"A\n", 2, 3, "the quote opened here is not closed"},
      {"code,label\na,\"A\"x\n", 2, 6, "expected a comma"},
      {"code,label\na,A\"x\n", 2, 4, "found a quote inside a cell"},
      {"code,label\n\xC3\xA9,\xE9\n", 2, 3, "not UTF-8"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct fixture fx;
    parse(&fx, cases[i].text);
    if (fx.problems.count != 1)
      fail_msg("%s: %zu problems", cases[i].text, fx.problems.count);
    struct co_problem *p = &fx.problems.list[0];
    struct co_str text = co_arena_str(&fx.arena, p->text);
    if (!strstr(text.ptr, cases[i].part)) fail_msg("%s", text.ptr);
    assert_int_equal(p->line, cases[i].line);
    assert_int_equal(p->column, cases[i].column);
    clear(&fx);
  }
}

static void a_faulty_row_costs_only_itself(void **state) {
  (void)state;
  struct fixture fx;
  parse(&fx, "code,label\na,A\nb,\"B\nc,C\n");
  assert_int_equal(fx.problems.count, 1);
  assert_int_equal(fx.codes.count, 2);
  assert_true(co_str_is(fx.codes.codes[1].code, "c"));
  clear(&fx);
}

static struct co_arena scratch = CO_ARENA_INIT;

/* The unit, with every # replaced by the number. */
static void add_unit(struct co_buf *buf, const char *unit, size_t number) {
  for (; *unit; unit++) {
    if (*unit == '#')
      co_buf_printf(buf, "%zu", number);
    else
      co_buf_add(buf, unit, 1);
  }
}

/* head, then unit so many times: one problem, with that text. */
static void expect_limit(const char *head, const char *unit, size_t times,
                         const char *part) {
  struct fixture fx;
  struct co_buf buf = {0};
  co_buf_printf(&buf, "%s", head);
  for (size_t i = 0; i < times; i++)
    add_unit(&buf, unit, i);
  co_buf_printf(&buf, "\n");
  parse(&fx, co_arena_cstr(&scratch, co_buf_str(&buf)));
  assert_int_equal(fx.problems.count, part ? 1 : 0);
  if (part) assert_non_null(strstr(fx.problems.list[0].text.ptr, part));
  co_buf_clear(&buf);
  co_arena_clear(&scratch);
  clear(&fx);
}

static void limits_hold(void **state) {
  (void)state;
  expect_limit("code,label\n", "c#,L#\n", 1000, NULL);
  expect_limit("code,label\n", "c#,L#\n", 1001, "more than 1000 codes");
  expect_limit("code,label,aliases\na,b,", "x#|", 98, NULL);
  expect_limit("code,label,aliases\na,b,", "x#|", 99, "100 aliases");
  expect_limit("code,label\na", ",#", 64, "more than 64 cells");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_list_is_read),
      cmocka_unit_test(a_text_is_found_as_its_folded_form),
      cmocka_unit_test(texts_are_found_folded),
      cmocka_unit_test(the_nearest_is_a_label),
      cmocka_unit_test(mistakes_are_named),
      cmocka_unit_test(a_faulty_row_costs_only_itself),
      cmocka_unit_test(limits_hold),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

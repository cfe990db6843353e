/* test_query.c - SQL of users: what it may read, reckon and take. */
#include <stdio.h>

#include "council.h"

static void user_sql_is_fenced(void **state) {
  (void)state;
  static const struct {
    const char *sql, *why;
  } cases[] = {
      {"ATTACH 'x.db' AS x", "only a SELECT"},
      {"PRAGMA table_info(action)", "only a SELECT"},
      {"INSERT INTO t_meta VALUES('a', 'b')", "only a SELECT"},
      {"DELETE FROM t_source", "only a SELECT"},
      {"DROP VIEW action", "only a SELECT"},
      {"CREATE TABLE x(a)", "only a SELECT"},
      {"CREATE TEMP TABLE x(a)", "only a SELECT"},
      {"BEGIN", "only a SELECT"},
      {"SAVEPOINT x", "only a SELECT"},
      {"VACUUM INTO 'x.db'", "only a SELECT"},
      {"EXPLAIN SELECT * FROM action", "only a SELECT"},
      {"SELECT path FROM t_source", "no view 't_source'"},
      {"SELECT id FROM r_action", "no view 'r_action'"},
      {"SELECT * FROM t_place", "no view 't_place'"},
      {"WITH x AS (SELECT * FROM t_meta) SELECT * FROM x", "no view 't_meta'"},
      {"SELECT sql FROM sqlite_schema", "no view 'sqlite_"},
      {"SELECT * FROM pragma_table_info('t_meta')", "only a SELECT"},
      {"WITH action AS (SELECT * FROM sqlite_schema) SELECT * FROM action",
       "no view 'sqlite_"},
      {"SELECT random()", "random() is not allowed"},
      {"SELECT load_extension('x')", "load_extension() is not allowed"},
      {"SELECT date('now')", "date() is not allowed"},
      {"SELECT co_decimal(1, 2)", "co_decimal() is not allowed"},
      {"SELECT zeroblob(1000000000)", "zeroblob() is not allowed"},
      {"SELECT 1; SELECT 2", "more than one statement"},
      {"SELECT 1; junk", "more than one statement"},
      {"SELECT ?", "place for a value"},
      {"", "no SELECT"},
      {"-- nothing", "no SELECT"},
      {"SELECT nope FROM action", "no such column: nope"},
      {"SELECT * FROM nope", "no such table: nope"},
      {"SELECT * FROM acton", "no such table: acton; did you mean 'action'?"},
      {"SELECT \"text\" FROM action", "if a word is meant, write 'text'"},
      {"SELEC 1", "syntax error"}};
  struct co_store *store = filled();
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct co_query *query = NULL;
    struct co_err err = {0};
    enum co_status status =
        co_query_new(&query, store, co_str_of(cases[i].sql), &err);
    if (status != CO_EPACK || query || !strstr(err.text, cases[i].why))
      fail_msg("%s: %d %s", cases[i].sql, (int)status, err.text);
  }
  assert_string_equal(rows_of(store, "SELECT COUNT(*) FROM action;\n -- end\n"),
                      "1");
  co_store_free(store);
}

static void user_sql_may_compute(void **state) {
  (void)state;
  static const struct {
    const char *sql, *expect;
  } cases[] = {
      {"WITH c AS (SELECT _id FROM action) SELECT COUNT(*) FROM c", "1"},
      {"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
       " i < 3) SELECT SUM(i) FROM n",
       "6"},
      {"SELECT row_number() OVER (ORDER BY _id), upper(title),"
       " substr(deadline, 1, 4) FROM action",
       "1|PAY|2009"},
      {"SELECT CAST(1 AS TEXT) || 'x', 29038720.0, 1 / 4.0",
       "1x|29038720|0.25"},
      {"SELECT lower('CAF\xC3\x89 \xD0\x96 X'), lower(''), lower('AbC'), "
       "lower(1)",
       "caf\xC3\xA9 \xD0\xB6 x||abc|1"},
      {"SELECT COUNT(*) FROM action a JOIN lineage l ON l._id = a._id", "4"}};
  struct co_store *store = filled();
  for (size_t i = 0; i < COUNT(cases); i++)
    assert_string_equal(rows_of(store, cases[i].sql), cases[i].expect);
  co_store_free(store);
}

static enum co_status share(struct co_store *store, const char *name,
                            const char *sql, struct co_err *err) {
  return co_store_share(
      store,
      &(struct co_shared){.name = co_str_of(name), .sql = co_str_of(sql)}, err);
}

/* A shared query is worked out once: what comes later is not in it. */
static void queries_are_shared(void **state) {
  (void)state;
  struct co_store *store = filled();
  OK(share(store, "titles", "SELECT _id, title FROM action -- all", err));
  OK(share(store, "long", "SELECT title || '!' AS t FROM titles", err));
  put(store, ACTION, 9, "ref=AP-2|title=Later");
  OK(share(store, "titles", "SELECT _id, title FROM action", err));
  assert_string_equal(rows_of(store, "SELECT t FROM long"), "Pay!");
  assert_string_equal(rows_of(store, "SELECT COUNT(*) FROM titles"), "1");
  assert_string_equal(rows_of(store, "SELECT COUNT(*) FROM action"), "2");
  co_store_free(store);
}

static enum co_status add_up(struct co_store *store, const char *sql,
                             struct co_err *err) {
  static const struct co_str names[] = {{"n", 1}, {"sum\"s", 5}};
  const struct co_shared shared = {.name = CO_LIT("sums"),
                                   .sql = co_str_of(sql),
                                   .add_up = names,
                                   .add_up_count = COUNT(names)};
  return co_store_share(store, &shared, err);
}

/* What GROUP BY and SUM give, blanks among the columns of both kinds too. */
static void shared_queries_add_up(void **state) {
  (void)state;
  static const char query[] =
      "SELECT column1 AS a, column2 AS b, 1 AS n, column3 AS \"sum\"\"s\" "
      "FROM (VALUES ('x', 1, 5), ('y', NULL, NULL), ('x', 1, NULL),"
      " ('x', '1', 7), ('y', NULL, NULL), (NULL, NULL, -3), ('x', 1, 2),"
      " (NULL, NULL, 4), ('', NULL, 9)); -- sums;";
  static const char rows[] =
      "SELECT a, b, n, \"sum\"\"s\" FROM sums ORDER BY a, b";
  struct co_store *store = filled();
  OK(add_up(store, query, err));
  assert_string_equal(rows_of(store, rows),
                      "-|-|2|1\n|-|1|9\nx|1|3|7\nx|1|1|7\ny|-|2|-");
  OK(add_up(store, "SELECT 1 AS a, 1 AS n, 1 AS \"sum\"\"s\"", err));
  assert_string_equal(rows_of(store, "SELECT COUNT(*) FROM sums"), "5");
  OK(share(store, "sums_rows", "SELECT 1 AS a", err));
  assert_string_equal(rows_of(store, "SELECT a FROM sums_rows"), "1");
  co_store_free(store);
}

/* What SQLite would group is one group, and a group keeps its first values. */
static void values_that_are_equal_are_one_group(void **state) {
  (void)state;
  static const char query[] =
      "SELECT column1 AS a, 1 AS n, column2 AS \"sum\"\"s\" "
      "FROM (VALUES (1.0, 1), (1, 2.0), ('1', 4), (0.5, 8), (0.5, 16),"
      " (-0.0, 32), (0, 64), (1e19, 128), (1e19, 256), (x'31', 512))";
  struct co_store *store = filled();
  OK(add_up(store, query, err));
  assert_string_equal(rows_of(store, "SELECT a, n, \"sum\"\"s\" FROM sums"),
                      "1|2|3\n1|1|4\n0.5|2|24\n0|2|96\n1e+19|2|384\n1|1|512");
  co_store_free(store);
}

/* More groups than the first table of them has room for. */
static void groups_can_be_many(void **state) {
  (void)state;
  static const char query[] =
      "WITH RECURSIVE t(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM t WHERE "
      "i < 5999) SELECT i / 2 AS a, 1 AS n, i AS \"sum\"\"s\" FROM t";
  struct co_store *store = filled();
  OK(add_up(store, query, err));
  assert_string_equal(
      rows_of(store,
              "SELECT COUNT(*), MIN(n), MAX(n), SUM(\"sum\"\"s\"),"
              " MAX(\"sum\"\"s\" - 4 * a) FROM sums"),
      "3000|2|2|17997000|1");
  co_store_free(store);
}

/* In front of the view that it selects from. */
static void sums_can_be_called_like_a_view(void **state) {
  (void)state;
  static const struct co_str names[] = {{"n", 1}};
  struct co_store *store = filled();
  OK(co_store_share(
      store,
      &(struct co_shared){.name = CO_LIT("action"),
                          .sql = CO_LIT("SELECT title, 1 AS n FROM action"),
                          .add_up = names,
                          .add_up_count = 1},
      err));
  assert_string_equal(rows_of(store, "SELECT title, n FROM action"), "Pay|1");
  co_store_free(store);
}

/* Nothing that is nearly right: no sum beyond a whole number, no fractions and
 * no words; and nothing half is kept. */
static void sums_are_whole_or_none(void **state) {
  (void)state;
  static const struct {
    const char *values, *why;
  } cases[] = {
      {"VALUES ('x', 1, 9223372036854775807), ('x', 1, 1)",
       "'1' makes the sum too large"},
      {"VALUES ('x', 1, -9223372036854775807), ('x', 1, -2)",
       "'-2' makes the sum too large"},
      {"VALUES ('x', 1, 0.5)", "'0.5' is no whole number"},
      {"VALUES ('x', 1, 1e19)", "'1e+19' is no whole number"},
      {"VALUES ('x', 1, 1), ('x', 1, 'two')", "'two' is no whole number"},
      {"VALUES ('x', 1, 1), ('x', 1, '2')", "'2' is no whole number"}};
  struct co_store *store = filled();
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct co_err told = {0};
    struct co_query *query = NULL;
    char sql[200];
    snprintf(sql, sizeof sql,
             "SELECT column1 AS a, column2 AS n, column3 AS \"sum\"\"s\" "
             "FROM (%s)",
             cases[i].values);
    assert_int_equal(add_up(store, sql, &told), CO_EPACK);
    assert_int_equal(told.code, CO_X_QUERY_FAILED);
    assert_non_null(strstr(told.text, "column 'sum\"s' of 'sums'"));
    assert_non_null(strstr(told.text, cases[i].why));
    assert_int_equal(
        co_query_new(&query, store, CO_LIT("SELECT * FROM sums"), &told),
        CO_EPACK);
  }
  co_store_free(store);
}

/* It is a query of users like any other, and its table can be read only. */
static void shared_queries_are_fenced(void **state) {
  (void)state;
  static const struct {
    const char *sql, *why;
  } cases[] = {{"SELECT 1; DROP VIEW action", "more than one statement"},
               {"DELETE FROM t_source", "only a SELECT"},
               {"SELECT path FROM t_source", "no view 't_source'"},
               {"SELECT * FROM sqlite_temp_schema", "no view 'sqlite_"},
               {"SELECT random()", "random() is not allowed"},
               {"SELECT 1 AS a,\n nope FROM action", "'nope' (line 2)"}};
  struct co_store *store = filled();
  struct co_err told = {0};
  for (size_t i = 0; i < COUNT(cases); i++) {
    enum co_status status = share(store, "x", cases[i].sql, &told);
    if (status != CO_EPACK || !strstr(told.text, cases[i].why))
      fail_msg("%s: %d %s", cases[i].sql, (int)status, told.text);
  }
  OK(share(store, "x", "SELECT 1 AS a", err));
  struct co_query *query = NULL;
  static const char *const writes[] = {
      "INSERT INTO x VALUES(2)", "DELETE FROM x", "DROP TABLE x",
      "CREATE TEMP TABLE y AS SELECT 1", "SELECT * FROM sqlite_temp_schema"};
  for (size_t i = 0; i < COUNT(writes); i++)
    assert_int_equal(co_query_new(&query, store, co_str_of(writes[i]), &told),
                     CO_EPACK);
  assert_string_equal(rows_of(store, "SELECT a FROM x"), "1");
  co_store_limit_steps(store, 100000);
  assert_int_equal(share(store, "endless",
                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT"
                         " i + 1 FROM n) SELECT i FROM n",
                         &told),
                   CO_ELIMIT);
  assert_int_equal(
      co_query_new(&query, store, CO_LIT("SELECT * FROM endless"), &told),
      CO_EPACK);
  co_store_free(store);
}

static enum co_status run_out(struct co_store *store, const char *sql,
                              struct co_err *err) {
  struct co_query *query = NULL;
  bool more = true;
  enum co_status status = co_query_new(&query, store, co_str_of(sql), err);
  while (!status && more)
    status = co_query_step(query, &more, err);
  co_query_free(query);
  return status;
}

static void steps_are_limited(void **state) {
  (void)state;
  struct co_store *store = filled();
  struct co_err err = {0};
  co_store_limit_steps(store, 100000);
  assert_int_equal(
      run_out(store,
              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
              " LIMIT 2000000)"
              " SELECT COUNT(*) FROM n",
              &err),
      CO_ELIMIT);
  assert_int_equal(err.code, CO_X_LIMIT_QUERY);
  assert_non_null(strstr(err.text, "100000 steps"));
  assert_int_equal(run_out(store, "SELECT 1", &err), CO_OK);
  assert_int_equal(run_out(store,
                           "SELECT SUM(x) FROM (SELECT 9223372036854775807 AS x"
                           " UNION ALL SELECT 1)",
                           &err),
                   CO_EPACK);
  assert_int_equal(err.code, CO_X_QUERY_FAILED);
  assert_non_null(strstr(err.text, "integer overflow"));
  co_store_free(store);
}

#define TIMES_17(x) "replace(" x ", 'a', 'aaaaaaaaaaaaaaaaa')"

static void values_are_limited(void **state) {
  (void)state;
  struct co_store *store = open_store(NULL);
  struct co_err err = {0};
  static const char sql[] = /* 17 to the seventh: more than 256 MiB */
      "SELECT length(" TIMES_17(TIMES_17(
          TIMES_17(TIMES_17(TIMES_17(TIMES_17("'aaaaaaaaaaaaaaaaa'")))))) ")";
  assert_int_equal(run_out(store, sql, &err), CO_ELIMIT);
  assert_int_equal(err.code, CO_X_LIMIT_VALUE);
  co_store_free(store);
}

static void mistakes_have_a_place(void **state) {
  (void)state;
  struct co_store *store = open_store(NULL);
  struct co_query *query = NULL;
  unsigned line = 0, column = 0;
  assert_int_equal(
      co_query_new(&query, store,
                   co_str_of("-- c\nSELECT _id,\n  nope FROM action"), NULL),
      CO_EPACK);
  co_store_error_place(store, &line, &column);
  assert_int_equal(line, 3);
  assert_int_equal(column, 3);
  co_store_free(store);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(user_sql_is_fenced),
      cmocka_unit_test(user_sql_may_compute),
      cmocka_unit_test(queries_are_shared),
      cmocka_unit_test(shared_queries_add_up),
      cmocka_unit_test(values_that_are_equal_are_one_group),
      cmocka_unit_test(groups_can_be_many),
      cmocka_unit_test(sums_can_be_called_like_a_view),
      cmocka_unit_test(sums_are_whole_or_none),
      cmocka_unit_test(shared_queries_are_fenced),
      cmocka_unit_test(steps_are_limited),
      cmocka_unit_test(values_are_limited),
      cmocka_unit_test(mistakes_have_a_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

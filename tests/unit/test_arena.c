/* test_arena.c - arenas, allocation that does not fail, and co_err. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "arena.h"
#include "str.h"
#include "table.h"

static bool is_zero(const unsigned char *p, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (p[i]) return false;
  return true;
}

static void gives_zeroed_aligned_memory(void **state) {
  (void)state;
  struct co_arena arena = CO_ARENA_INIT;
  for (int round = 0; round < 3; round++) {
    for (size_t size = 0; size < 3000; size += 7) {
      unsigned char *p = co_alloc(&arena, size);
      assert_non_null(p);
      assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
      assert_true(is_zero(p, size));
      memset(p, 0xAA, size);
    }
    co_arena_reset(&arena);
  }
  unsigned char *large = co_alloc(&arena, 5000000);
  assert_true(is_zero(large, 5000000));
  co_arena_clear(&arena);
  co_arena_clear(&arena);
  assert_non_null(CO_NEW(&arena, int));
  co_arena_clear(&arena);
}

static void copies_texts(void **state) {
  (void)state;
  struct co_arena arena = CO_ARENA_INIT;
  struct co_str copy = co_arena_str(&arena, (struct co_str){"abcdef", 3});
  assert_int_equal(copy.len, 3);
  assert_string_equal(copy.ptr, "abc");
  assert_string_equal(co_arena_cstr(&arena, (struct co_str){0}), "");
  copy = co_arena_printf(&arena, "%s-%d", "row", 12);
  assert_true(co_str_is(copy, "row-12"));
  assert_int_equal(copy.ptr[copy.len], 0);
  co_arena_clear(&arena);
}

static void grows_lists(void **state) {
  (void)state;
  size_t *list = NULL, count = 0, cap = 0;
  for (size_t i = 0; i < 1000; i++) {
    CO_GROW(list, count, cap);
    list[count++] = i;
  }
  for (size_t i = 0; i < count; i++)
    assert_int_equal(list[i], i);
  free(list);
}

static jmp_buf gone;
static void jump(void) {
  longjmp(gone, 1);
}

static void says_when_memory_is_gone(void **state) {
  (void)state;
  struct co_arena arena = CO_ARENA_INIT;
  co_on_no_memory(jump);
  if (!setjmp(gone)) {
    co_alloc_array(&arena, SIZE_MAX / 2, 4);
    fail();
  }
  if (!setjmp(gone)) {
    co_alloc(&arena, SIZE_MAX - 3);
    fail();
  }
  co_on_no_memory(NULL);
  co_arena_clear(&arena);
}

/* AddressSanitizer would end the process instead. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
  return "allocator_may_return_null=1";
}

enum { REQUESTS = 7 };

static void ask_for_too_much(struct co_arena *arena, int which) {
  volatile size_t much = SIZE_MAX / 2 - 100;
  char *old = co_xmalloc(1);
  switch (which) {
    case 0:
      free(co_xmalloc(much));
      break;
    case 1:
      free(co_xcalloc(much, 2));
      break;
    case 2:
      free(old);
      old = co_xrealloc(NULL, much);
      break;
    case 3:
      co_alloc(arena, much);
      break;
    case 4:
      co_alloc(arena, SIZE_MAX - 20);
      break;
    case 5:
      co_arena_cstr(arena, (struct co_str){"", SIZE_MAX});
      break;
    default:
      co_alloc_array(arena, much, 3);
  }
  free(old);
}

/* Whoever asks: without a handler the process ends cleanly, with 70. */
static void ends_when_memory_is_gone(void **state) {
  (void)state;
  for (int which = 0; which < REQUESTS; which++) {
    int says[2], code;
    char text[200] = "";
    assert_int_equal(pipe(says), 0);
    pid_t child = fork();
    if (child == 0) {
      struct co_arena arena = CO_ARENA_INIT;
      dup2(says[1], STDERR_FILENO);
      ask_for_too_much(&arena, which);
      exit(0);
    }
    close(says[1]);
    assert_int_equal(waitpid(child, &code, 0), child);
    CHECK(WIFEXITED(code) && WEXITSTATUS(code) == 70, "%d: %d", which, code);
    assert_true(read(says[0], text, sizeof text - 1) > 0);
    CHECK(strstr(text, "[memory]\n"), "%d: %s", which, text);
    close(says[0]);
  }
}

static void *ask_in_a_thread(void *unused) {
  (void)unused;
  return co_alloc_array(NULL, SIZE_MAX, 2);
}

/* Long enough for the other threads to come to their end too. */
static void take_time(void) {
  struct timespec moment = {.tv_nsec = 100 * 1000 * 1000};
  nanosleep(&moment, NULL);
  static const char done[] = "cleaned up";
  if (write(STDOUT_FILENO, done, sizeof done) < 0) _exit(1);
}

/* What is to be done at exit is done, whichever threads find no memory. */
static void ends_once_for_all_threads(void **state) {
  (void)state;
  int says[2], code;
  char text[100] = "";
  assert_int_equal(pipe(says), 0);
  pid_t child = fork();
  if (child == 0) {
    pthread_t threads[4];
    dup2(says[1], STDOUT_FILENO);
    dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
    atexit(take_time);
    for (size_t i = 0; i < COUNT(threads); i++)
      pthread_create(&threads[i], NULL, ask_in_a_thread, NULL);
    ask_in_a_thread(NULL);
  }
  close(says[1]);
  assert_int_equal(waitpid(child, &code, 0), child);
  CHECK(WIFEXITED(code) && WEXITSTATUS(code) == 70, "%d", code);
  ssize_t len = read(says[0], text, sizeof text - 1);
  CHECK(len == sizeof "cleaned up" && !strcmp(text, "cleaned up"), "%s", text);
  close(says[0]);
}

static void nothing(void) {
}

/* A handler must not return; when it does, nobody goes on without memory. */
static void aborts_when_the_handler_returns(void **state) {
  (void)state;
  int code;
  pid_t child = fork();
  if (child == 0) {
    signal(SIGABRT, SIG_DFL);
    co_on_no_memory(nothing);
    co_alloc_array(NULL, SIZE_MAX, 2);
    exit(0);
  }
  assert_int_equal(waitpid(child, &code, 0), child);
  assert_true(WIFSIGNALED(code) && WTERMSIG(code) == SIGABRT);
}

static void takes_nothing_for_nothing(void **state) {
  (void)state;
  struct co_arena arena = CO_ARENA_INIT;
  void *p[] = {co_xmalloc(0), co_xcalloc(0, 8), co_xcalloc(8, 0)};
  for (size_t i = 0; i < COUNT(p); i++) {
    p[i] = co_xrealloc(p[i], 0);
    assert_non_null(p[i]);
    free(p[i]);
  }
  assert_non_null(co_alloc_array(&arena, SIZE_MAX, 0));
  co_arena_reset(&arena);
  co_arena_clear(&arena);
  co_arena_reset(&arena);
}

static void sets_and_prefixes_messages(void **state) {
  (void)state;
  struct co_err err = {0};
  assert_int_equal(co_fail(&err, CO_X_ZIP_CRC, "row %d", 3), CO_EINPUT);
  assert_int_equal(err.status, CO_EINPUT);
  co_err_prefix(&err, "sheet '%s'", "A");
  assert_int_equal(err.code, CO_X_ZIP_CRC);
  assert_string_equal(err.text, "sheet 'A': row 3");
  co_fail(&err, CO_X_PACK_SQL, "again: %s", err.text);
  assert_string_equal(err.text, "again: sheet 'A': row 3");
  assert_int_equal(co_fail(NULL, CO_X_BUG, "nobody listens"), CO_EBUG);
  co_err_prefix(NULL, "nobody");
}

/* A message that is too long ends at a whole character. */
static void cuts_at_a_character(void **state) {
  (void)state;
  static const char *const characters[] = {"x", "£", "…", "😀"};
  for (size_t c = 0; c < COUNT(characters); c++)
    for (size_t shift = 0; shift < 4; shift++) {
      char text[2048] = "xyz";
      text[shift] = '\0';
      while (strlen(text) < 1500)
        strcat(text, characters[c]);
      struct co_err err = {0};
      co_fail(&err, CO_X_ZIP_CRC, "%s", text);
      size_t len = strlen(err.text);
      size_t size = strlen(characters[c]);
      assert_int_equal(len, (1023 - shift) / size * size + shift);
      assert_true(co_utf8_valid(co_str_of(err.text), NULL));
    }
  char exact[CO_ERR_TEXT];
  memset(exact, 'x', sizeof exact);
  memcpy(exact + 1021, "£", 3);
  struct co_err err = {0};
  co_fail(&err, CO_X_ZIP_CRC, "%s", exact);
  assert_string_equal(err.text, exact);
}

static void knows_exit_codes(void **state) {
  (void)state;
  static const struct {
    enum co_status status;
    int code;
  } codes[] = {{CO_OK, 0},      {CO_STOP, 0},    {CO_EUSAGE, 2},
               {CO_EINPUT, 3},  {CO_EPACK, 4},   {CO_ELIMIT, 5},
               {CO_EOUTPUT, 6}, {CO_ELOCKED, 7}, {CO_EMEMORY, 70},
               {CO_EBUG, 70}};
  for (size_t i = 0; i < COUNT(codes); i++)
    assert_int_equal(co_status_exit(codes[i].status), codes[i].code);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(gives_zeroed_aligned_memory),
      cmocka_unit_test(copies_texts),
      cmocka_unit_test(grows_lists),
      cmocka_unit_test(says_when_memory_is_gone),
      cmocka_unit_test(ends_when_memory_is_gone),
      cmocka_unit_test(ends_once_for_all_threads),
      cmocka_unit_test(aborts_when_the_handler_returns),
      cmocka_unit_test(takes_nothing_for_nothing),
      cmocka_unit_test(sets_and_prefixes_messages),
      cmocka_unit_test(cuts_at_a_character),
      cmocka_unit_test(knows_exit_codes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

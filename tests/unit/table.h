/* table.h - what unit tests share: cmocka's headers, and rows of a table.
 *
 * A test is a loop over a table; CHECK names the row that failed, which
 * cmocka's own assertions cannot do:
 *
 *   CHECK(got == row->want, "%s: got %d", row->text, got); */
#ifndef COLLATE_TEST_TABLE_H
#define COLLATE_TEST_TABLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs those above */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

#define CHECK(condition, ...)                     \
  do {                                            \
    if (!(condition)) {                           \
      print_error("%s:%d: ", __FILE__, __LINE__); \
      print_error(__VA_ARGS__);                   \
      print_error("\n");                          \
      fail();                                     \
    }                                             \
  } while (0)

#endif

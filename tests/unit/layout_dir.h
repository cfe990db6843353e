/* layout_dir.h - a pack with one layout, for the tests of layouts and the
 * mapper: model and code lists are those of the shipped pack. */
#ifndef COLLATE_TEST_LAYOUT_DIR_H
#define COLLATE_TEST_LAYOUT_DIR_H

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

#include "mapper.h"

static char dir[] = "/tmp/collate-map-XXXXXX";

static const char *in_dir(const char *name) {
  static char path[200];
  snprintf(path, sizeof path, "%s/%s", dir, name);
  return path;
}

static int set_up(void **state) {
  char target[1000];
  (void)state;
  if (!mkdtemp(dir) || mkdir(in_dir("returns"), 0700)) return 1;
  snprintf(target, sizeof target, "%s/model.yaml", co_pack_default_dir());
  if (symlink(target, in_dir("model.yaml"))) return 1;
  snprintf(target, sizeof target, "%s/codes", co_pack_default_dir());
  return symlink(target, in_dir("codes"));
}

static int tear_down(void **state) {
  (void)state;
  unlink(in_dir("returns/test.yaml"));
  unlink(in_dir("model.yaml"));
  unlink(in_dir("codes"));
  rmdir(in_dir("returns"));
  return rmdir(dir);
}

static void put_layout(const char *text) {
  FILE *file = fopen(in_dir("returns/test.yaml"), "wb");
  assert_non_null(file);
  fputs(text, file);
  assert_int_equal(fclose(file), 0);
}

#define HEAD "layout: test\nrecognise: [{ text: Plan }]\n"

#endif

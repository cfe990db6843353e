/* workbook_mark.c - knows a workbook that was made here.
 *
 * An earlier master workbook may stand among the returns and be replaced; a
 * return of the same name may not. What a file is called does not tell them
 * apart, so every workbook says in its description (docProps/core.xml, ECMA-376
 * part 2, 11.1) who made it. */
#include "workbook_mark.h"

#include <string.h>

#include "collate/format.h"
#include "str.h"
#include "xml_small.h"

struct description {
  bool open; /* between its tags */
  struct co_buf text;
};

static enum co_status on_start(void *user, const char *parent, const char *name,
                               const char **attributes, struct co_err *err) {
  (void)parent;
  (void)attributes;
  (void)err;
  ((struct description *)user)->open = strcmp(name, "description") == 0;
  return CO_OK;
}

static enum co_status on_end(void *user, const char *name, struct co_err *err) {
  (void)name;
  (void)err;
  ((struct description *)user)->open = false;
  return CO_OK;
}

static enum co_status on_text(void *user, struct co_str text,
                              struct co_err *err) {
  struct description *description = user;
  (void)err;
  if (description->open) co_buf_add_str(&description->text, text);
  return CO_OK;
}

static bool says_so(struct co_package *package) {
  struct description description = {0};
  struct co_err err;
  const struct co_xml_handler handler = {on_start, &description, on_end,
                                         on_text};
  const struct co_entry *core =
      co_package_find(package, CO_LIT("docProps/core.xml"));
  bool is = core && co_xml_small(package, core, &handler, &err) == CO_OK &&
            co_str_is(co_buf_str(&description.text), CO_WORKBOOK_MARK);
  co_buf_clear(&description.text);
  return is;
}

bool co_workbook_is_ours(const char *path) {
  struct co_input in;
  struct co_package package;
  struct co_err err;
  const struct co_limits *limits = &co_limits_default;
  if (co_input_open(&in, path, limits->file_bytes, &err) != CO_OK) return false;
  bool is = false;
  if (co_package_open(&package, &in, limits, &err) == CO_OK) {
    is = says_so(&package);
    co_package_close(&package);
  }
  co_input_close(&in);
  return is;
}

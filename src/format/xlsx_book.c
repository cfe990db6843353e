/* xlsx_book.c - opening a workbook: relationships, the list of sheets.
 *
 * The way in is the package's officeDocument relationship (ECMA-376 part 2,
 * clause 9); packages without one are looked at under the usual name. Sheets
 * are in the order of the workbook part. A sheet whose part is missing or lies
 * outside of the file is refused, never read as empty; chart, dialog and macro
 * sheets have no cells and are passed over. Targets are taken case-blind, with
 * backslashes, absolute or relative: exporters write all of these. */
#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "xlsx.h"
#include "xml_small.h"

struct relation {
  struct co_str id, type, target; /* type: behind the last '/' */
  bool external;
};

struct relations {
  struct co_arena *arena;
  struct relation *list; /* malloc'ed */
  size_t count, cap;
};

struct opening {
  struct co_xlsx *xlsx;
  struct relations relations; /* of the workbook part */
};

static enum co_status on_relation(void *user, const char *parent,
                                  const char *name, const char **attributes,
                                  struct co_err *err) {
  struct relations *relations = user;
  (void)parent;
  (void)err;
  if (strcmp(name, "Relationship") != 0) return CO_OK;
  struct co_str type = co_str_of(co_xml_value(attributes, "Type"));
  const char *mode = co_xml_value(attributes, "TargetMode");
  for (size_t i = type.len; i-- > 0;)
    if (type.ptr[i] == '/') {
      type = (struct co_str){type.ptr + i + 1, type.len - i - 1};
      break;
    }
  CO_GROW(relations->list, relations->count, relations->cap);
  relations->list[relations->count++] = (struct relation){
      .id = co_arena_str(relations->arena,
                         co_str_of(co_xml_value(attributes, "Id"))),
      .type = co_arena_str(relations->arena, type),
      .target = co_arena_str(relations->arena,
                             co_str_of(co_xml_value(attributes, "Target"))),
      .external = mode && strcmp(mode, "External") == 0};
  return CO_OK;
}

/* The relationships of a part ("" for the package's own); none where it has
 * no such part. */
static enum co_status read_relations(struct co_xlsx *xlsx, struct co_str part,
                                     struct relations *relations,
                                     struct co_err *err) {
  size_t cut = part.len;
  while (cut && part.ptr[cut - 1] != '/')
    cut--;
  struct co_str name = co_arena_printf(
      &xlsx->arena, "%.*s_rels/%.*s.rels", (int)cut, part.ptr ? part.ptr : "",
      (int)(part.len - cut), part.ptr ? part.ptr + cut : "");
  const struct co_entry *entry = co_package_find(&xlsx->package, name);
  if (!entry) return CO_OK;
  struct co_xml_handler handler = {on_relation, relations};
  return co_xml_small(&xlsx->package, entry, &handler, err);
}

static const struct relation *by_id(const struct relations *relations,
                                    const char *id) {
  for (size_t i = 0; id && i < relations->count; i++)
    if (co_str_is(relations->list[i].id, id)) return &relations->list[i];
  return NULL;
}

static const struct co_entry *by_type(struct co_xlsx *xlsx, struct co_str from,
                                      const struct relations *relations,
                                      const char *type) {
  for (size_t i = 0; i < relations->count; i++)
    if (co_str_is(relations->list[i].type, type) &&
        !relations->list[i].external)
      return co_package_resolve(&xlsx->package, from,
                                relations->list[i].target);
  return NULL;
}

static enum co_status find_workbook(struct co_xlsx *xlsx, struct co_err *err) {
  struct relations relations = {.arena = &xlsx->arena};
  enum co_status status =
      read_relations(xlsx, (struct co_str){0}, &relations, err);
  if (!status)
    xlsx->workbook =
        by_type(xlsx, (struct co_str){0}, &relations, "officeDocument");
  free(relations.list);
  if (!status) status = co_refuse_package(&xlsx->package, err);
  if (status) return status;
  if (!xlsx->workbook)
    xlsx->workbook = co_package_find(&xlsx->package, CO_LIT("xl/workbook.xml"));
  if (xlsx->workbook) return CO_OK;
  return co_fail(err, CO_EINPUT,
                 "this is a zip archive without a workbook in it; unpack it "
                 "and send the spreadsheet itself");
}

static enum co_visibility visibility_of(const char *state) {
  if (state && strcmp(state, "hidden") == 0) return CO_HIDDEN;
  if (state && strcmp(state, "veryHidden") == 0) return CO_VERY_HIDDEN;
  return CO_VISIBLE;
}

static bool same_name(struct co_str a, struct co_str b) {
  bool same = a.len == b.len;
  for (size_t i = 0; same && i < a.len; i++) {
    char x = a.ptr[i], y = b.ptr[i];
    if (x >= 'A' && x <= 'Z') x = (char)(x | 0x20);
    if (y >= 'A' && y <= 'Z') y = (char)(y | 0x20);
    same = x == y;
  }
  return same;
}

static enum co_status check_name(const struct co_xlsx *xlsx, struct co_str name,
                                 struct co_err *err) {
  if (name.len == 0) return co_fail(err, CO_EINPUT, "a sheet has no name");
  for (size_t i = 0; i < xlsx->sheet_count; i++)
    if (same_name(xlsx->sheets[i].name, name))
      return co_fail(err, CO_EINPUT,
                     "there are two sheets '%.*s'; rename one of them in "
                     "Excel",
                     CO_STR(name));
  if (xlsx->sheet_count >= xlsx->limits->sheets)
    return co_fail(err, CO_ELIMIT, "there are more sheets than the limit of %u",
                   (unsigned)xlsx->limits->sheets);
  return CO_OK;
}

static bool has_cells(struct co_str type) {
  return !co_str_is(type, "chartsheet") && !co_str_is(type, "dialogsheet") &&
         !co_str_is(type, "xlMacrosheet") &&
         !co_str_is(type, "xlIntlMacrosheet");
}

static enum co_status add_sheet(struct opening *o, const char **attributes,
                                struct co_err *err) {
  struct co_xlsx *xlsx = o->xlsx;
  struct co_str name = co_str_of(co_xml_value(attributes, "name"));
  const char *id = co_xml_relation(attributes, "id");
  const struct relation *relation = by_id(&o->relations, id);
  enum co_status status = check_name(xlsx, name, err);
  if (status) return status;
  const struct co_entry *part = NULL;
  bool module = !relation && id && !*id; /* VBA modules of old: r:id="" */
  if (!module && (!relation || has_cells(relation->type))) {
    if (relation && !relation->external)
      part = co_package_resolve(&xlsx->package, xlsx->workbook->name,
                                relation->target);
    if (!part)
      return co_fail(err, CO_EINPUT,
                     "the file is damaged: the content of sheet '%.*s' is not "
                     "in it; ask for a new copy",
                     CO_STR(name));
  }
  CO_GROW(xlsx->sheets, xlsx->sheet_count, xlsx->sheet_cap);
  xlsx->sheets[xlsx->sheet_count++] = (struct co_xlsx_sheet){
      .name = co_arena_str(&xlsx->arena, name),
      .visibility = visibility_of(co_xml_value(attributes, "state")),
      .part = part};
  return CO_OK;
}

static enum co_status on_workbook(void *user, const char *parent,
                                  const char *name, const char **attributes,
                                  struct co_err *err) {
  struct opening *o = user;
  if (strcmp(parent, "sheets") == 0 && strcmp(name, "sheet") == 0)
    return add_sheet(o, attributes, err);
  /* extensions have a workbookPr of their own, deeper down */
  if (strcmp(parent, "workbook") == 0 && strcmp(name, "workbookPr") == 0)
    o->xlsx->epoch_1904 = co_xml_true(co_xml_value(attributes, "date1904"));
  return CO_OK;
}

static enum co_status read_workbook(struct co_xlsx *xlsx, struct co_err *err) {
  struct opening o = {.xlsx = xlsx, .relations = {.arena = &xlsx->arena}};
  struct co_xml_handler handler = {on_workbook, &o};
  struct co_str name = xlsx->workbook->name;
  enum co_status status = read_relations(xlsx, name, &o.relations, err);
  if (!status)
    status = co_xml_small(&xlsx->package, xlsx->workbook, &handler, err);
  xlsx->styles_part = by_type(xlsx, name, &o.relations, "styles");
  xlsx->strings_part = by_type(xlsx, name, &o.relations, "sharedStrings");
  free(o.relations.list);
  if (!status && xlsx->sheet_count == 0)
    status = co_fail(err, CO_EINPUT, "the workbook has no sheets");
  return status;
}

enum co_status co_xlsx_open(struct co_xlsx *xlsx, struct co_input *in,
                            const struct co_limits *limits,
                            struct co_err *err) {
  *xlsx = (struct co_xlsx){.limits = limits};
  enum co_status status = co_package_open(&xlsx->package, in, limits, err);
  if (!status) status = find_workbook(xlsx, err);
  if (!status) status = read_workbook(xlsx, err);
  if (!status) status = co_xlsx_styles(xlsx, err);
  if (!status) status = co_xlsx_strings(xlsx, err);
  return status;
}

void co_xlsx_close(struct co_xlsx *xlsx) {
  free(xlsx->sheets);
  free(xlsx->formats);
  free(xlsx->strings.starts);
  co_buf_clear(&xlsx->strings.text);
  co_arena_clear(&xlsx->arena);
  co_package_close(&xlsx->package);
}

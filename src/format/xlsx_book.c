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
#include "limits.h"
#include "xlsx.h"
#include "xlsx_rels.h"
#include "xml_small.h"

struct opening {
  struct co_xlsx *xlsx;
  struct co_relations relations; /* of the workbook part */
  struct co_named *name;         /* the defined name being read, or NULL */
  struct co_buf refers;
};

static enum co_status find_workbook(struct co_xlsx *xlsx, struct co_err *err) {
  const struct co_str root = {0};
  struct co_relations relations = {.arena = &xlsx->arena};
  enum co_status status = co_relations_read(xlsx, root, &relations, err);
  if (!status) {
    xlsx->workbook =
        co_relation_by_type(xlsx, root, &relations, "officeDocument");
    xlsx->properties_part =
        co_relation_by_type(xlsx, root, &relations, "custom-properties");
  }
  free(relations.list);
  if (!status) status = co_refuse_package(&xlsx->package, err);
  if (status) return status;
  if (!xlsx->workbook)
    xlsx->workbook = co_package_find(&xlsx->package, CO_LIT("xl/workbook.xml"));
  if (xlsx->workbook) return CO_OK;
  return co_fail(err, CO_X_FILE_PACKED,
                 "this is a zip archive without a workbook in it; unpack it "
                 "and send the spreadsheet itself");
}

static enum co_visibility visibility_of(const char *state) {
  if (state && strcmp(state, "hidden") == 0) return CO_HIDDEN;
  if (state && strcmp(state, "veryHidden") == 0) return CO_VERY_HIDDEN;
  return CO_VISIBLE;
}

static enum co_status check_name(const struct co_xlsx *xlsx, struct co_str name,
                                 struct co_str folded, struct co_err *err) {
  if (name.len == 0)
    return co_fail(err, CO_X_SHEET_NAME, "a sheet has no name");
  for (size_t i = 0; i < xlsx->sheet_count; i++)
    if (co_str_eq(xlsx->sheets[i].folded, folded))
      return co_fail(err, CO_X_SHEET_DUPLICATE,
                     "there are two sheets '%.*s'; rename one of them in "
                     "Excel",
                     CO_STR(name));
  if (xlsx->sheet_count >= xlsx->limits->sheets)
    return co_limit_crossed(err, CO_X_LIMIT_SHEETS,
                            "there are more sheets than the limit of %u",
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
  const struct co_relation *relation = co_relation_by_id(&o->relations, id);
  struct co_str folded = co_str_fold_case(&xlsx->arena, name);
  enum co_status status = check_name(xlsx, name, folded, err);
  if (status) return status;
  const struct co_entry *part = NULL;
  bool module = !relation && id && !*id; /* VBA modules of old: r:id="" */
  if (!module && (!relation || has_cells(relation->type))) {
    if (relation && !relation->external)
      part = co_package_resolve(&xlsx->package, xlsx->workbook->name,
                                relation->target);
    if (!part)
      return co_fail(err, CO_X_PART_MISSING,
                     "the file is damaged: the content of sheet '%.*s' is not "
                     "in it; ask for a new copy",
                     CO_STR(name));
  }
  CO_GROW(xlsx->sheets, xlsx->sheet_count, xlsx->sheet_cap);
  xlsx->sheets[xlsx->sheet_count++] = (struct co_xlsx_sheet){
      .name = co_arena_str(&xlsx->arena, name),
      .folded = folded,
      .visibility = visibility_of(co_xml_value(attributes, "state")),
      .part = part};
  return CO_OK;
}

/* Names that Excel makes for itself (print areas, filters) are not told. */
static void add_name(struct opening *o, const char **attributes) {
  struct co_xlsx *xlsx = o->xlsx;
  struct co_str name = co_str_of(co_xml_value(attributes, "name"));
  if (name.len == 0 || co_str_starts(name, "_xlnm.") ||
      co_xml_true(co_xml_value(attributes, "hidden")))
    return;
  CO_GROW(xlsx->names, xlsx->name_count, xlsx->name_cap);
  o->name = &xlsx->names[xlsx->name_count++];
  *o->name = (struct co_named){.name = co_arena_str(&xlsx->arena, name)};
}

static enum co_status on_workbook_text(void *user, struct co_str text,
                                       struct co_err *err) {
  struct opening *o = user;
  (void)err;
  if (o->name) co_buf_add_str(&o->refers, text);
  return CO_OK;
}

static enum co_status on_workbook_end(void *user, const char *name,
                                      struct co_err *err) {
  struct opening *o = user;
  (void)name;
  (void)err;
  if (o->name)
    o->name->refers = co_arena_str(&o->xlsx->arena, co_buf_str(&o->refers));
  o->name = NULL;
  o->refers.len = 0;
  return CO_OK;
}

/* Which of its two epochs the days of the workbook count from: they are four
 * years apart, so that a guess would move every date. */
static enum co_status find_epoch(struct co_xlsx *xlsx, const char *from_1904,
                                 struct co_err *err) {
  xlsx->epoch_1904 = co_xml_true(from_1904);
  if (xlsx->epoch_1904 || !from_1904 || strcmp(from_1904, "0") == 0 ||
      strcmp(from_1904, "false") == 0)
    return CO_OK;
  return co_fail(err, CO_X_XML_MALFORMED,
                 "whether its dates count from 1904 is said by '%.20s', which "
                 "is neither true nor false; save the file again in Excel",
                 from_1904);
}

static enum co_status on_workbook(void *user, const char *parent,
                                  const char *name, const char **attributes,
                                  struct co_err *err) {
  struct opening *o = user;
  if (strcmp(parent, "sheets") == 0 && strcmp(name, "sheet") == 0)
    return add_sheet(o, attributes, err);
  if (strcmp(parent, "definedNames") == 0 && strcmp(name, "definedName") == 0)
    add_name(o, attributes);
  /* extensions have a workbookPr of their own, deeper down */
  if (strcmp(parent, "workbook") == 0 && strcmp(name, "workbookPr") == 0)
    return find_epoch(o->xlsx, co_xml_value(attributes, "date1904"), err);
  if (strcmp(parent, "workbook") == 0 && strcmp(name, "calcPr") == 0)
    o->xlsx->pending = co_xml_true(co_xml_value(attributes, "fullCalcOnLoad"));
  return CO_OK;
}

static enum co_status read_workbook(struct co_xlsx *xlsx, struct co_err *err) {
  struct opening o = {.xlsx = xlsx, .relations = {.arena = &xlsx->arena}};
  struct co_xml_handler handler = {.start = on_workbook,
                                   .user = &o,
                                   .end = on_workbook_end,
                                   .text = on_workbook_text};
  struct co_str name = xlsx->workbook->name;
  enum co_status status = co_relations_read(xlsx, name, &o.relations, err);
  if (!status)
    status = co_xml_small(&xlsx->package, xlsx->workbook, &handler, err);
  xlsx->styles_part = co_relation_by_type(xlsx, name, &o.relations, "styles");
  xlsx->theme_part = co_relation_by_type(xlsx, name, &o.relations, "theme");
  xlsx->strings_part =
      co_relation_by_type(xlsx, name, &o.relations, "sharedStrings");
  free(o.relations.list);
  co_buf_clear(&o.refers);
  if (!status && xlsx->sheet_count == 0)
    status = co_fail(err, CO_X_NO_SHEETS, "the workbook has no sheets");
  return status;
}

enum co_status co_xlsx_open(struct co_xlsx *xlsx, struct co_input *in,
                            struct co_err *err) {
  enum co_status status =
      co_package_open(&xlsx->package, in, xlsx->limits, err);
  if (!status) status = find_workbook(xlsx, err);
  if (!status) status = read_workbook(xlsx, err);
  if (!status) status = co_xlsx_styles(xlsx, err);
  if (!status) status = co_xlsx_strings(xlsx, err);
  return status;
}

void co_xlsx_close(struct co_xlsx *xlsx) {
  free(xlsx->sheets);
  free(xlsx->names);
  free(xlsx->formats);
  free(xlsx->fills);
  free(xlsx->strings.starts);
  co_buf_clear(&xlsx->strings.text);
  co_arena_clear(&xlsx->arena);
  co_package_close(&xlsx->package);
}

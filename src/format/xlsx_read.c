/* xlsx_read.c - pushes a workbook into a sink, sheet by sheet.
 *
 * Sheets without cells (charts, dialogs) are passed over but keep their place
 * in the count, so that a sheet's index is its position among the tabs. A sink
 * that has seen enough of a sheet makes us skip the rest of its part. */
#include <stdlib.h>

#include "formats.h"
#include "properties.h"
#include "xlsx_fills.h"

/* What is told of every sheet alike. */
static struct co_sheet about_file(struct co_xlsx *xlsx,
                                  const struct co_properties *properties) {
  return (struct co_sheet){.epoch_1904 = xlsx->epoch_1904,
                           .names = xlsx->names,
                           .name_count = xlsx->name_count,
                           .properties = properties->list,
                           .property_count = properties->count,
                           .active = co_xlsx_active(xlsx)};
}

static enum co_status push_sheet(struct co_xlsx *xlsx, size_t index,
                                 struct co_sheet sheet, bool merges,
                                 struct co_sink *sink, struct co_err *err) {
  const struct co_xlsx_sheet *from = &xlsx->sheets[index];
  struct co_merge *list = NULL;
  struct co_named *tables = NULL;
  struct co_marks marks = {0};
  struct co_cover cover = {0};
  size_t count = 0, table_count = 0;
  enum co_status status = CO_OK;
  if (merges) status = co_xlsx_merges(xlsx, from, &list, &count, &marks, err);
  if (xlsx->wants_fills) cover = co_cover_new(list, count);
  if (!status)
    status = co_xlsx_tables(xlsx, from, &tables, &table_count, &marks, err);
  sheet.name = from->name;
  sheet.index = (uint32_t)index;
  sheet.visibility = from->visibility;
  sheet.merges = list;
  sheet.merge_count = count;
  sheet.marks = marks;
  sheet.tables = tables;
  sheet.table_count = table_count;
  if (!status) status = sink->sheet(sink, &sheet, err);
  if (!status) status = co_xlsx_rows(xlsx, from, &cover, sink, err);
  co_cover_clear(&cover);
  free(list);
  free(tables);
  return status == CO_STOP ? CO_OK : status;
}

enum co_status co_xlsx_read_blocks(struct co_input *in,
                                   const struct co_read_options *options,
                                   size_t block, struct co_sink *sink,
                                   struct co_err *err) {
  struct co_xlsx xlsx = {.limits = co_limits_of(options),
                         .block = block,
                         .ahead = options ? options->ahead : NULL,
                         .wants_fills = options && options->fills};
  bool merges = options && (options->merges || options->fills);
  struct co_properties properties = {0};
  struct co_xml_handler handler = co_properties_handler(&properties);
  struct co_sheet about = {0};
  enum co_status status = co_xlsx_open(&xlsx, in, err);
  if (!status && xlsx.properties_part && options && options->properties)
    status = co_xml_small(&xlsx.package, xlsx.properties_part, &handler, err);
  if (!status) about = about_file(&xlsx, &properties);
  for (size_t i = 0; !status && i < xlsx.sheet_count; i++)
    if (xlsx.sheets[i].part)
      status = push_sheet(&xlsx, i, about, merges, sink, err);
  co_properties_clear(&properties);
  co_xlsx_close(&xlsx);
  return status ? status : sink->end(sink, err);
}

enum co_status co_xlsx_read(struct co_input *in,
                            const struct co_read_options *options,
                            struct co_sink *sink, struct co_err *err) {
  return co_xlsx_read_blocks(in, options, 0, sink, err);
}

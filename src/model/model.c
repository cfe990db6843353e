/* model.c - looking things up in a model by name.
 *
 * A model has some ten kinds with some ten fields each: a walk is as fast as
 * anything. Callers that look up per row keep the index. */
#include "collate/model.h"

#include "collate/record.h"
#include "str.h"

const char *const co_severity_names[CO_SEVERITIES] = {"info", "warning",
                                                      "error"};
const char *const co_disposition_names[CO_DISPOSITIONS] = {
    "context", "header",  "record",   "continuation", "section",
    "total",   "skipped", "rejected", "unrecognised"};

const struct co_kind *co_model_kind(const struct co_model *model,
                                    struct co_str name) {
  for (size_t i = 0; i < model->kind_count; i++)
    if (co_str_eq(model->kinds[i].name, name)) return &model->kinds[i];
  return NULL;
}

const struct co_codes *co_model_codes(const struct co_model *model,
                                      struct co_str name) {
  for (size_t i = 0; i < model->code_list_count; i++)
    if (co_str_eq(model->code_lists[i].name, name))
      return &model->code_lists[i];
  return NULL;
}

int co_kind_field(const struct co_kind *kind, struct co_str name) {
  for (size_t i = 0; i < kind->field_count; i++)
    if (co_str_eq(kind->fields[i].name, name)) return (int)i;
  return -1;
}

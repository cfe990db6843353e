/* explain.c - what the findings mean: those of the program from their table,
 * those of a pack from the files of its checks. */
#include "collate/run.h"
#include "findings.h"
#include "kit.h"
#include "str.h"

static void tell_known(void (*tell)(void *, const struct co_explanation *),
                       void *context) {
  for (const struct co_known_finding *f = co_known_findings; f->name; f++) {
    struct co_explanation e = {.name = co_str_of(f->name),
                               .severity = f->severity,
                               .about = co_str_of(f->about),
                               .remedy = co_str_of(f->remedy)};
    tell(context, &e);
  }
}

static void tell_checks(const struct co_checks *checks,
                        void (*tell)(void *, const struct co_explanation *),
                        void *context) {
  struct co_check_text text;
  for (size_t i = 0; co_checks_text(checks, i, &text); i++) {
    struct co_explanation e = {.name = text.name,
                               .severity = text.severity,
                               .of_pack = true,
                               .about = text.about,
                               .message = text.message,
                               .remedy = text.remedy};
    tell(context, &e);
  }
}

enum co_status co_explain(const char *pack,
                          void (*tell)(void *context,
                                       const struct co_explanation *),
                          void *context, const struct co_run_events *events,
                          struct co_err *err) {
  struct co_kit kit = {0};
  enum co_status status = co_kit_load(&kit, pack, NULL, err);
  if (status == CO_OK && co_kit_problems(&kit, events))
    status = co_fail(err, CO_EPACK, "the pack has mistakes: mend it first");
  if (status == CO_OK) {
    tell_known(tell, context);
    tell_checks(kit.checks, tell, context);
  }
  co_kit_clear(&kit);
  return status;
}

/* explain.c - what findings and errors mean: those of the program from their
 * tables, those of a pack from the files of its checks.
 *
 * Two calls, because what stops a run (a pack that is missing or has mistakes)
 * must be explained without it. */
#include "collate/run.h"
#include "findings.h"
#include "kit.h"
#include "str.h"

void co_explain(void (*tell)(void *, const struct co_explanation *),
                void *context) {
  for (const struct co_known_finding *f = co_known_findings; f->name; f++) {
    struct co_explanation e = {.name = co_str_of(f->name),
                               .kind = CO_FINDING,
                               .severity = f->severity,
                               .about = co_str_of(f->about),
                               .remedy = co_str_of(f->remedy)};
    tell(context, &e);
  }
  for (const struct co_known_error *k = co_known_errors + 1; k->name; k++) {
    struct co_explanation e = {.name = co_str_of(k->name),
                               .kind = CO_FAILURE,
                               .severity = CO_ERROR,
                               .exit_code = co_status_exit(k->status),
                               .about = co_str_of(k->cause),
                               .remedy = co_str_of(k->remedy)};
    tell(context, &e);
  }
}

static void tell_checks(const struct co_checks *checks,
                        void (*tell)(void *, const struct co_explanation *),
                        void *context) {
  struct co_check_text text;
  for (size_t i = 0; co_checks_text(checks, i, &text); i++) {
    struct co_explanation e = {.name = text.name,
                               .kind = CO_CHECK,
                               .severity = text.severity,
                               .about = text.about,
                               .message = text.message,
                               .remedy = text.remedy};
    tell(context, &e);
  }
}

enum co_status co_explain_pack(
    const char *pack,
    void (*tell)(void *context, const struct co_explanation *), void *context,
    const struct co_run_events *events, struct co_err *err) {
  struct co_kit kit = {0};
  enum co_status status = co_kit_open(&kit, pack, events, err);
  if (status == CO_OK) tell_checks(kit.checks, tell, context);
  co_kit_clear(&kit);
  return status;
}
